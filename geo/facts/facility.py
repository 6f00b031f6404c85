"""Step of the pipeline that turns eight publishers' files into the facility and deposit tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from geo.errors import DataContractError
from geo.facts.facility_correction import corrected, leftovers
from geo.facts.facility_country import located
from geo.facts.facility_deposit import deposit_table
from geo.facts.facility_row import NATIVE, SiteRow
from geo.facts.facility_rows import busch_rows, ga_rows, hotmaps_rows, icmm_rows, nrcan_rows
from geo.facts.facility_rows_usgs import AFRICA, INDOPACIFIC, exploration_rows, facility_rows, native_ids
from geo.facts.facility_tables import facility_tables
from geo.facts.places import CountryIndex, point_countries
from geo.facts.reviewed import reviewed_table
from geo.schema import TABLE_BY_NAME
from geo.sources import (
    busch,
    geoscience_australia,
    hotmaps,
    icmm,
    nrcan,
    pp1802,
    usgs_africa,
    usgs_indopacific,
)


def facility_facts(raw: Path, known: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables facility, facility_source, facility_commodity and deposit.

    Parameters
    ----------
    raw
        Folder of publishers' files.
    known
        Tables ``country`` and ``country_alias``; the reviewed tables ``facility_correction`` and
        ``hotmaps_assignment`` are read from the reviewed folder if they are not here.

    Raises
    ------
    SourceError
        If a publisher's file is missing or of another edition.
    DataContractError
        If a word, a country or a correction does not fit; lists all of one kind.
    """
    points = point_countries(raw)
    corrections = reviewed_table(TABLE_BY_NAME["facility_correction"], known)
    assignment = reviewed_table(TABLE_BY_NAME["hotmaps_assignment"], known)
    rows = source_rows(raw, corrections, assignment)
    rows = located(rows, CountryIndex(known["country"], known["country_alias"]), points)
    return {**facility_tables(rows), "deposit": deposit_table(pp1802.read_deposits(raw), points)}


def source_rows(raw: Path, corrections: pd.DataFrame, assignment: pd.DataFrame) -> list[SiteRow]:
    """Return the rows of all publishers that name one of our minerals, corrected.

    Raises
    ------
    DataContractError
        If a correction names a row that no file has.
    """
    frames = _keyed_frames(raw)
    keys = {f"{source_id}:{key}" for source_id, frame in frames.values() for key in frame[NATIVE]}
    findings = leftovers(corrections, keys)
    if findings:
        raise DataContractError(findings)
    ready = {name: corrected(frame, corrections, source_id) for name, (source_id, frame) in frames.items()}
    return [
        *icmm_rows(ready["icmm"]),
        *nrcan_rows(ready["nrcan"]),
        *ga_rows(ready["ga"]),
        *facility_rows(ready["africa"], AFRICA),
        *exploration_rows(ready["africa exploration"]),
        *facility_rows(ready["indopacific"], INDOPACIFIC),
        *busch_rows(ready["busch"]),
        *hotmaps_rows(ready["hotmaps"], assignment),
    ]


def _keyed_frames(raw: Path) -> dict[str, tuple[str, pd.DataFrame]]:
    """Return each publisher's frame with its row key as text, by dataset, with its source."""
    africa, indopacific = usgs_africa.read_facilities(raw), usgs_indopacific.read_facilities(raw)
    exploration = usgs_africa.read_exploration(raw)
    frames = {
        "africa": (usgs_africa.SOURCE_ID, africa, native_ids(africa)),
        "africa exploration": (usgs_africa.SOURCE_ID, exploration, exploration["FeatureUID"]),
        "indopacific": (usgs_indopacific.SOURCE_ID, indopacific, native_ids(indopacific)),
    }
    for name, source_id, frame, column in (
        ("icmm", icmm.SOURCE_ID, icmm.read_global_mining_dataset(raw), "ICMMID"),
        ("nrcan", nrcan.SOURCE_ID, nrcan.read_sites(raw), "nrcanObjectId"),
        ("ga", geoscience_australia.SOURCE_ID, geoscience_australia.read_operating_mines(raw), "OBJECTID"),
        ("busch", busch.SOURCE_ID, busch.read_deposits(raw), "d"),
        ("hotmaps", hotmaps.SOURCE_ID, hotmaps.read_industrial_sites(raw), "SiteID"),
    ):
        frames[name] = (source_id, frame, frame[column].astype(str))
    return {name: (source_id, frame.assign(**{NATIVE: key})) for name, (source_id, frame, key) in frames.items()}
