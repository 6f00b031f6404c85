"""Export controls, with the state at a date and the minerals that they touch.

The compiled list of measures, and Table 4 of USGS Mineral Commodity Summaries 2026.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from geo.errors import DataContractError
from geo.facts.dataset import Dataset, Inputs, Tables, coded
from geo.facts.mineral_words import MineralWords
from geo.facts.places import CountryIndex
from geo.schema.codes import Mineral
from geo.schema.policy_codes import PolicyKind, PolicyState
from geo.sources.published import published_file, read_text_table, trimmed_columns

COMPILED_SOURCE_ID = "export-controls-compiled-2026"
USGS_SOURCE_ID = "usgs-mcs-2026"

COMPILED_COLUMNS = (
    "control_id",
    "jurisdiction_iso3",
    "minerals",
    "forms_or_scope",
    "measure_type",
    "target",
    "announced",
    "effective",
    "end_date",
    "status",
    "status_as_of",
    "authority",
    "instrument",
    "source_publisher",
    "source_document",
    "source_date",
    "source_url",
    "evidence",
    "confidence",
    "note",
)
USGS_COLUMNS = {
    "Country": "country",
    "Control_Type": "measure",
    "Commodity_Year": "commodity_year",
    "Data_source": "url",
    "Notes": "note",
}


def read_compiled_controls(raw: Path) -> pd.DataFrame:
    """Return one row a measure, all text; minerals are separated by semicolons."""
    path = published_file(raw, "facts_export_controls", "export_controls.csv")
    return read_text_table(path, COMPILED_COLUMNS)[list(COMPILED_COLUMNS)]


def read_usgs_controls(raw: Path) -> pd.DataFrame:
    """Return one row a country and kind of control of Table 4, in printed order, text trimmed.

    Columns: country, measure, commodity_year (commodities with the year in brackets), url, note.
    """
    path = published_file(raw, "usgs_mcs_2026", "MCS2026_T4_Country_Export_Control.csv")
    return trimmed_columns(read_text_table(path, []), list(USGS_COLUMNS), path).rename(columns=USGS_COLUMNS)


PLACE = "export_controls.csv"
REPEATS_USGS = "-USGS-"
"""Part of the id of compiled rows that only repeat USGS Table 4; the table itself is taken in their place."""

COMPILED_UP_TO = "2026-04"
"""Month up to which the compiled list was followed; a measure that had ended by then binds nothing."""

STATES = {
    "in force": PolicyState.IN_FORCE,
    "in force; WTO panel report DS592 of 2022-11-30 found against it, appealed": PolicyState.IN_FORCE,
    # Conditions for a restart were set, shipments had not restarted: the suspension of exports still bound.
    "quota conditions set on 2026-04-02": PolicyState.IN_FORCE,
    "volumes carried over into 2026 after delays": PolicyState.IN_FORCE,
    "announced": PolicyState.ANNOUNCED,
    "ended, replaced by quotas": PolicyState.ENDED,
    "suspended 2025-11-07 to 2026-11-10": PolicyState.SUSPENDED,
    # The ban on civilian exports is suspended; the ban for military users, which the note tells, is not.
    "Article 2 suspended until 2026-11-27": PolicyState.SUSPENDED,
    "not enacted: Senate bill passed on 2025-02-03; the ban was dropped in the bicameral text in June 2025": (
        PolicyState.NOT_ENACTED
    ),
}
"""Reviewed reading of each state as worded, on the day up to which it is known; only one in force binds exports."""

KINDS = {
    "export licence": PolicyKind.EXPORT_LICENCE,
    "export licence (extraterritorial)": PolicyKind.EXPORT_LICENCE,
    "Export licensing requirement": PolicyKind.EXPORT_LICENCE,
    "Export licensing requirement for materials and technologies": PolicyKind.EXPORT_LICENCE,
    "technology export licence": PolicyKind.TECHNOLOGY,
    "technology export restriction": PolicyKind.TECHNOLOGY,
    "technology export ban or restriction": PolicyKind.TECHNOLOGY,
    "export ban": PolicyKind.EXPORT_BAN,
    "Export ban": PolicyKind.EXPORT_BAN,
    "Temporary export ban": PolicyKind.EXPORT_BAN,
    "export ban (announced)": PolicyKind.EXPORT_BAN,
    "export ban (country-specific)": PolicyKind.EXPORT_BAN,
    "export ban (country and end-use specific)": PolicyKind.EXPORT_BAN,
    "export ban with permits": PolicyKind.EXPORT_BAN,
    "export ban (bill, not law)": PolicyKind.EXPORT_BAN,
    "export suspension": PolicyKind.EXPORT_HALT,
    "export quota": PolicyKind.EXPORT_QUOTA,
    "Export quota": PolicyKind.EXPORT_QUOTA,
    "export quota and tax": PolicyKind.EXPORT_QUOTA,
}
"""Kind of each measure as worded."""

USGS_STATUS = "in force as listed"
USGS_STATUS_AS_OF = "2026-01"
USGS_DOCUMENT = "U.S. Geological Survey: Mineral Commodity Summaries 2026, Table 4 (Country export controls)"

USGS_REMARKS = {
    "China": "Still lists items whose controls are suspended since 2025-11-07: see CHN-2025-55 and CHN-2025-58.",
}
"""What the compiled list knows beyond the printed table, by country as printed."""


def control_facts(inputs: Inputs) -> Tables:
    """Return export controls, and the minerals that each touches."""
    compiled, listed = read_compiled_controls(inputs.raw), read_usgs_controls(inputs.raw)
    return {
        "export_control": control_table(compiled, listed, inputs.countries),
        "export_control_mineral": control_minerals(compiled, listed, inputs.words("controls")),
    }


DATASETS = (Dataset((COMPILED_SOURCE_ID, USGS_SOURCE_ID), ("export_control", "export_control_mineral"), control_facts),)


def control_table(compiled: pd.DataFrame, listed: pd.DataFrame, index: CountryIndex) -> pd.DataFrame:
    """Return one row a measure: the compiled ones, then USGS Table 4 as printed (``USGS-T4-01`` ...).

    Parameters
    ----------
    compiled, listed
        As `read_compiled_controls` and `read_usgs_controls` return them.

    Notes
    -----
    One measure may stand in both lists: a country's rows are never counted across sources.
    """
    return pd.concat([_compiled_rows(compiled, index), _usgs_rows(listed, index)], ignore_index=True)


def control_minerals(compiled: pd.DataFrame, listed: pd.DataFrame, words: MineralWords) -> pd.DataFrame:
    """Return the minerals of this project that each measure touches; other goods stay in the scope text.

    Parameters
    ----------
    words
        Regular expressions of goods that are one of our minerals, and items that are none.

    Raises
    ------
    DataContractError
        If the compiled list names an item that is neither a known mineral nor known to be none.
    """
    rows = [
        {"control_id": control_id, "mineral": mineral}
        for control_id, goods in [
            *_own_measures(compiled)[["control_id", "minerals"]].itertuples(index=False, name=None),
            *zip(_usgs_ids(listed), listed["commodity_year"], strict=True),
        ]
        for mineral in minerals_in(goods, words)
    ]
    items = {item.strip() for goods in _own_measures(compiled)["minerals"] for item in goods.split(";")}
    unknown = words.unknown(((item, "") for item in items if not minerals_in(item, words)), PLACE)
    if unknown:
        raise DataContractError(unknown)
    return pd.DataFrame(rows)


def minerals_in(goods: str, words: MineralWords) -> list[Mineral]:
    """Return the minerals that the text `goods` names, each once, in alphabetical order."""
    found = {
        meaning.mineral
        for (pattern, _), meanings in words.meanings.items()
        if meanings and re.search(rf"\b(?:{pattern})\b", goods, flags=re.IGNORECASE)
        for meaning in meanings
    }
    return sorted(found)


def states(status: pd.Series, end_date: pd.Series) -> pd.Series:
    """Return where each measure stood, by its worded state and its own end.

    Raises
    ------
    DataContractError
        If a state is worded in a way that nobody has read yet.
    """
    over = (end_date != "") & (end_date < COMPILED_UP_TO)
    return coded(status, STATES, f"{PLACE}: state").mask(over, PolicyState.ENDED.value)


def _own_measures(compiled: pd.DataFrame) -> pd.DataFrame:
    return compiled[~compiled["control_id"].str.contains(REPEATS_USGS)].reset_index(drop=True)


def _compiled_rows(compiled: pd.DataFrame, index: CountryIndex) -> pd.DataFrame:
    rows = _own_measures(compiled)
    state = states(rows["status"], rows["end_date"])
    return pd.DataFrame(
        {
            "control_id": rows["control_id"],
            "iso3": index.codes(rows["jurisdiction_iso3"], system="any", place=PLACE),
            "scope": rows["minerals"].str.replace(";", ", ") + ": " + rows["forms_or_scope"],
            "measure": rows["measure_type"],
            "kind": coded(rows["measure_type"], KINDS, f"{PLACE}: measure"),
            "target": rows["target"],
            "effective": rows["effective"].where(rows["effective"] != ""),
            "end_date": rows["end_date"].where(rows["end_date"] != ""),
            "status": rows["status"],
            "state": state,
            "is_in_force": state == PolicyState.IN_FORCE,
            "status_as_of": rows["status_as_of"],
            "instrument": rows["authority"] + ": " + rows["instrument"],
            "document": rows["source_publisher"] + ": " + rows["source_document"] + " (" + rows["source_date"] + ")",
            "url": rows["source_url"].where(rows["source_url"] != ""),
            "confidence": rows["confidence"],
            "note": rows["note"].where(rows["note"] != ""),
            "source_id": COMPILED_SOURCE_ID,
        }
    )


def _usgs_rows(listed: pd.DataFrame, index: CountryIndex) -> pd.DataFrame:
    years = listed["commodity_year"].str.findall(r"\((\d{4})\)").map(set)
    return pd.DataFrame(
        {
            "control_id": _usgs_ids(listed),
            "iso3": index.codes(listed["country"], system="usgs", place="MCS2026_T4_Country_Export_Control.csv"),
            "scope": listed["commodity_year"].str.rstrip("."),
            "measure": listed["measure"],
            "kind": coded(listed["measure"], KINDS, "MCS2026_T4_Country_Export_Control.csv: measure"),
            "target": "not stated",
            # Where the years differ they stay with their commodity in the scope.
            "effective": [next(iter(found)) if len(found) == 1 else None for found in years],
            "end_date": None,
            "status": USGS_STATUS,
            "state": PolicyState.IN_FORCE.value,
            "is_in_force": True,
            "status_as_of": USGS_STATUS_AS_OF,
            "instrument": None,
            "document": USGS_DOCUMENT,
            "url": listed["url"],
            "confidence": "high",
            "note": (listed["note"] + " " + listed["country"].map(USGS_REMARKS).fillna("")).str.strip(),
            "source_id": USGS_SOURCE_ID,
        }
    )


def _usgs_ids(listed: pd.DataFrame) -> list[str]:
    return [f"USGS-T4-{number:02d}" for number in range(1, len(listed) + 1)]
