"""What publishers' words for commodities mean in our minerals, from the reviewed table ``mineral_alias``.

A word that is neither mapped nor listed as left out is an error: a new edition must not lose a mineral without
anybody seeing it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from geo.errors import DataContractError
from geo.facts.places import normal_name
from geo.facts.reviewed import reviewed_table
from geo.schema.codes import CommodityRole, Mineral, Stage
from geo.schema.tables_reference import MINERAL_ALIAS

ANY_DETAIL = "*"
"""Detail of a word that means the same whatever stands beside it."""

Word = tuple[str, str]
"""A word as printed and its detail, the empty text where a word stands alone."""


class Meaning(NamedTuple):
    """One mineral that a word names, and what the reviewed row says of its figures; texts are empty where it is silent."""

    mineral: Mineral
    role: CommodityRole | None = None
    stage: Stage | None = None
    product: str = ""
    basis: str = ""
    year_from: int = 0
    note: str = ""


@dataclass(frozen=True)
class MineralWords:
    """The words of one list.

    Attributes
    ----------
    meanings
        Minerals of each word in the order of the list; none for a word that is left out.
    """

    system: str
    meanings: Mapping[Word, tuple[Meaning, ...]]

    def of(self, words: Iterable[Word], place: str) -> dict[Word, tuple[Meaning, ...]]:
        """Return the minerals of each distinct word, compared without case.

        Parameters
        ----------
        place
            File or publisher for the message.

        Raises
        ------
        DataContractError
            If words are not in the list; names all of them.
        """
        distinct = dict.fromkeys(words)
        findings = self.unknown(distinct, place)
        if findings:
            raise DataContractError(findings)
        return {word: found for word in distinct if (found := self.find(word)) is not None}

    def alone(self, words: Iterable[str], place: str) -> dict[str, tuple[Meaning, ...]]:
        """Return the minerals of words that stand without a detail; see `of`."""
        return {name: found for (name, _), found in self.of(((word, "") for word in words), place).items()}

    def require(self, words: Iterable[Word], place: str) -> None:
        """Check that every mapped word of the list is among the `words` of a file.

        Raises
        ------
        DataContractError
            If one is not; the publisher may have renamed it.
        """
        printed = {_compared(word) for word in words}
        absent = [word for word in self.mapped() if _compared(word) not in printed]
        if absent:
            raise DataContractError(
                [
                    f"{place}: {shown(word)} is not in the files; correct it in {MINERAL_ALIAS.file_name}"
                    for word in absent
                ]
            )

    def mapped(self) -> list[Word]:
        """Return the words that name a mineral."""
        return [word for word, meanings in self.meanings.items() if meanings]

    def unknown(self, words: Iterable[Word], place: str) -> list[str]:
        """Return a finding for each word that is not in the list."""
        return [
            f"{place}: {shown(word)} is not known; add it to data/reviewed/{MINERAL_ALIAS.file_name} "
            f"(system {self.system!r}), without a mineral if it is to be left out"
            for word in sorted(set(words))
            if self.find(word) is None
        ]

    def find(self, word: Word) -> tuple[Meaning, ...] | None:
        """Return the minerals of one word, none if it is left out, or None if it is not in the list."""
        name, detail = _compared(word)
        return self._by_name.get((name, detail), self._by_name.get((name, ANY_DETAIL)))

    @cached_property
    def _by_name(self) -> dict[Word, tuple[Meaning, ...]]:
        return {_compared(word): meanings for word, meanings in self.meanings.items()}


def mineral_words(system: str, known: Mapping[str, pd.DataFrame]) -> MineralWords:
    """Return the words of list `system`.

    Parameters
    ----------
    known
        Tables made or read before, by name; ``mineral_alias`` is read from the reviewed folder if it is not there.
    """
    table = reviewed_table(MINERAL_ALIAS, known)
    meanings: dict[Word, tuple[Meaning, ...]] = {}
    for row in table[table["system"] == system].astype(object).to_dict("records"):
        word = (row["word"], row["detail"])
        meanings[word] = meanings.get(word, ()) + (() if pd.isna(row["mineral"]) else (_meaning(row),))
    return MineralWords(system, meanings)


def shown(word: Word) -> str:
    """Return a word as a message names it."""
    return repr(" / ".join(part for part in word if part))


def _compared(word: Word) -> Word:
    return normal_name(word[0]), normal_name(word[1])


def _meaning(row: Mapping[Hashable, Any]) -> Meaning:
    told = {str(name): cell for name, cell in row.items() if not pd.isna(cell)}
    return Meaning(
        mineral=Mineral(told["mineral"]),
        role=CommodityRole(told["role"]) if "role" in told else None,
        stage=Stage(told["stage"]) if "stage" in told else None,
        product=told.get("product", ""),
        basis=told.get("basis", ""),
        year_from=int(told.get("year_from", 0)),
        note=told.get("note", ""),
    )
