"""A shelf for laws that are tried on many questions of the real database."""

from __future__ import annotations

from geo.answer.atlas_shelf import AtlasShelf


class KeptShelf(AtlasShelf):
    """A shelf that keeps all pieces, so that a law can be tried on many questions."""

    def market(self, *key):
        return self._once(("market", key), lambda: AtlasShelf.market(self, *key))

    def transit(self, *key):
        return self._once(("transit", key), lambda: AtlasShelf.transit(self, *key))

    def production(self, *key):
        return self._once(("production", key), lambda: AtlasShelf.production(self, *key))

    def ways(self, *key):
        return self._once(("ways", key), lambda: AtlasShelf.ways(self, *key))
