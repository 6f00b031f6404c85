"""Who buys: a country, the EU as one, a home region, or the roster."""

from __future__ import annotations

from dataclasses import dataclass

from geo.evidence.geography import Geography
from geo.model.roster import EU27, Roster
from geo.model.supply import Flow
from geo.schema.codes import Region
from geo.topics.dependence.question import ROSTER

REGIONS = frozenset(region.value for region in Region)


@dataclass(frozen=True, slots=True)
class Importer:
    """A country, or a group that buys as one.

    Attributes
    ----------
    code
        ISO3, EU27, a region's code, or ROSTER.
    members
        Countries whose imports count.
    bloc
        Members whose trade with each other is left out, since it moves goods that the group already has. All of a
        region, all of the EU; of a roster only the EU, which counts once.
    """

    code: str
    name: str
    members: frozenset[str]
    bloc: frozenset[str]

    @property
    def is_region(self) -> bool:
        """Whether it is one of the regions, whose countries' trade with each other is left out."""
        return self.code in REGIONS

    def counts(self, flow: Flow) -> bool:
        """Return whether a flow is an import of this importer; what a country gets back through a hub is none."""
        inside = flow.exporter == flow.importer or (flow.importer in self.bloc and flow.exporter in self.bloc)
        return flow.importer in self.members and not inside


def country_importer(geography: Geography, iso3: str) -> Importer:
    """Return one country as importer; raises SelectionError if the code is unknown."""
    return Importer(iso3, geography.country(iso3), frozenset({iso3}), frozenset({iso3}))


def roster_importer(geography: Geography, roster: Roster) -> Importer:
    """Return the roster as importer: the EU counts once, every other member for itself."""
    bloc = geography.eu if geography.eu <= roster.members else frozenset[str]()
    return Importer(ROSTER, roster.name, roster.members, bloc)


def importer_named(geography: Geography, roster: Roster, code: str) -> Importer:
    """Return the importer that `code` means: ISO3, EU27, a home region, or ``roster``.

    Raises
    ------
    SelectionError
        If it is none of them.
    """
    if code == ROSTER:
        return roster_importer(geography, roster)
    if code == EU27:
        return Importer(EU27, "European Union", geography.eu, geography.eu)
    if code in REGIONS:
        region = Region(code)
        countries = geography.region(region)
        return Importer(code, region.label, countries, countries)
    return country_importer(geography, code)
