"""Facilities and their minerals from all publishers' files of sites: one place, its rows, its minerals."""

from __future__ import annotations

from collections.abc import Sequence

from geo.errors import DataContractError
from geo.facts.dataset import Dataset, Inputs, Tables, declared
from geo.facts.facility_correction import corrected, leftovers
from geo.facts.facility_country import located
from geo.facts.facility_row import NATIVE, SiteDataset, SiteRow
from geo.facts.facility_tables import facility_tables
from geo.schema.tables_fact import FACILITY_CORRECTION

MODULES = (
    "geo.facts.facility_icmm",
    "geo.facts.facility_nrcan",
    "geo.facts.facility_ga",
    "geo.facts.facility_africa",
    "geo.facts.facility_indopacific",
    "geo.facts.facility_busch",
    "geo.facts.facility_hotmaps",
)
"""Modules of the publishers' files of sites, each with its ``SITES``. A new publisher is a module and its name here."""


def site_datasets() -> tuple[SiteDataset, ...]:
    """Return the publishers' files of sites."""
    return tuple(dataset for module in MODULES for dataset in declared(module, "SITES"))


def facility_facts(inputs: Inputs) -> Tables:
    """Return the tables facility, facility_source and facility_commodity.

    Raises
    ------
    SourceError
        If a publisher's file is missing or of another edition.
    DataContractError
        If a word, a country or a correction does not fit; lists all of one kind.
    """
    rows = source_rows(site_datasets(), inputs)
    return facility_tables(located(rows, inputs.countries, inputs.points))


DATASETS = (
    Dataset(
        tuple(dict.fromkeys(dataset.source_id for dataset in site_datasets())),
        ("facility", "facility_source", "facility_commodity"),
        facility_facts,
    ),
)


def source_rows(datasets: Sequence[SiteDataset], inputs: Inputs) -> list[SiteRow]:
    """Return the rows of all publishers that name one of our minerals, corrected.

    Raises
    ------
    DataContractError
        If a correction names a row that no file has.
    """
    corrections = inputs.reviewed(FACILITY_CORRECTION)
    frames = {dataset: dataset.keyed(inputs.raw) for dataset in datasets}
    findings = leftovers(
        corrections, {f"{dataset.source_id}:{key}" for dataset in frames for key in frames[dataset][NATIVE]}
    )
    if findings:
        raise DataContractError(findings)
    return [
        site
        for dataset, frame in frames.items()
        for site in dataset.sites(corrected(frame, corrections, dataset.source_id), inputs)
    ]
