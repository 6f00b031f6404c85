"""What a publisher gives: one declaration a publication, read by the pipeline, its steps and the tests.

A publication is a module that holds its `Dataset`; the line that names the module in `geo.facts.pipeline` is all that
a new one needs beside it. What its words for minerals mean is in data/reviewed/mineral_alias.csv.
"""

from __future__ import annotations

import importlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from geo.errors import DataContractError, EnvironmentFaultError
from geo.facts.mineral_words import MineralWords, mineral_words
from geo.facts.places import CountryIndex, PointCountries, point_countries
from geo.facts.reviewed import reviewed_table
from geo.schema import Table

Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Inputs:
    """What facts are made from.

    Attributes
    ----------
    raw
        Folder of the publishers' files.
    known
        Tables made by the steps before, and reviewed ones, by name.
    """

    raw: Path
    known: Mapping[str, pd.DataFrame]

    @cached_property
    def countries(self) -> CountryIndex:
        """Names of countries, from ``country`` and ``country_alias``."""
        return CountryIndex(self.known["country"], self.known["country_alias"])

    @cached_property
    def points(self) -> PointCountries:
        """In which country a point lies."""
        return point_countries(self.raw)

    def reviewed(self, table: Table) -> pd.DataFrame:
        """Return a reviewed table; it is read from the reviewed folder if it is not known."""
        return reviewed_table(table, self.known)

    def words(self, system: str) -> MineralWords:
        """Return a list of publishers' words for minerals."""
        return mineral_words(system, self.known)


@dataclass(frozen=True, slots=True)
class Dataset:
    """One publication, or editions of one that are read together.

    Attributes
    ----------
    source_ids
        Its editions in table ``source``.
    tables
        Fact tables to which it gives rows; several publications may give to one.
    facts
        Reads the publisher's files and returns the rows by table.
    """

    source_ids: tuple[str, ...]
    tables: tuple[str, ...]
    facts: Callable[[Inputs], Tables]


def joined(datasets: Iterable[Dataset], inputs: Inputs) -> Tables:
    """Return the tables of `datasets`; publications stand side by side in a table, nothing is reconciled."""
    parts: dict[str, list[pd.DataFrame]] = defaultdict(list)
    for dataset in datasets:
        for name, rows in dataset.facts(inputs).items():
            parts[name].append(rows)
    return {
        name: frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True) for name, frames in parts.items()
    }


def coded(words: pd.Series, codes: Mapping[str, StrEnum] | Mapping[str, bool], place: str) -> pd.Series:
    """Return the codes of a publisher's words that come from a closed list.

    Parameters
    ----------
    place
        File or publisher, and what the words are, for the message.

    Raises
    ------
    DataContractError
        If words are not in the list; names all of them.
    """
    unknown = sorted(set(words) - set(codes))
    if unknown:
        raise DataContractError(
            [f"{place} {word!r} is not known; read it and add it to the publisher's module" for word in unknown]
        )
    return words.map({word: code.value if isinstance(code, StrEnum) else code for word, code in codes.items()})


def declared(module: str, name: str) -> Any:
    """Return what `module` declares as `name`; the module is imported when its turn comes.

    Raises
    ------
    EnvironmentFaultError
        If a package of the ``facts`` extra is not installed.
    """
    try:
        return getattr(importlib.import_module(module), name)
    except ModuleNotFoundError as exc:
        if (exc.name or "").startswith("geo"):
            raise
        message = f"{module} needs the package {exc.name!r}; install it with: pip install 'nearshore-atlas[facts]'"
        raise EnvironmentFaultError(message) from exc
