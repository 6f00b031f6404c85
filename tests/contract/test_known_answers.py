"""Figures read in the publishers' own files, against the built database of the committed facts."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.build.check import Severity, findings
from geo.evidence.trade import TradeCode, codes_of, trade
from geo.schema import TABLES
from geo.schema.codes import Mineral, Stage
from geo.settings import load_settings
from geo.store.database import Atlas
from geo.store.queries_reference import roster_presets
from geo.store.queries_source import coverage_matrix, sources, table
from geo.store.queries_statistic import primary_statistic
from geo.store.queries_trade import trade_flows, trade_years


def tonnes(rows: pd.DataFrame, area: str) -> float:
    return float(rows.set_index("area").loc[area, "quantity_t"])


@pytest.mark.parametrize(
    ("mineral", "stage", "year", "leader", "leader_t", "world_t", "source_id"),
    [
        ("cobalt", "mined", 2025, "COD", 230_000, 310_000, "usgs-mcs-2026"),
        ("rare_earths", "mined", 2025, "CHN", 270_000, 390_000, "usgs-mcs-2026"),
        ("copper", "refined", 2025, "CHN", 14_000_000, 29_000_000, "usgs-mcs-2026"),
        ("gallium", "refined", 2025, "CHN", 900, 900, "usgs-mcs-2026"),
        ("lithium", "mined", 2025, "AUS", 92_000, 290_000, "usgs-mcs-2026"),
    ],
)
def test_leader_and_world_of_a_mineral(
    real_atlas: Atlas, mineral: str, stage: str, year: int, leader: str, leader_t: float, world_t: float, source_id: str
) -> None:
    rows = primary_statistic(real_atlas, "production", mineral, stage, year)
    assert set(rows["source_id"]) == {source_id}
    assert rows["area"].iloc[0] == leader
    assert tonnes(rows, leader) == pytest.approx(leader_t, rel=1e-12)
    assert tonnes(rows, "WORLD") == pytest.approx(world_t, rel=1e-12)


def test_refined_nickel_2024_is_the_ieas(real_atlas: Atlas) -> None:
    rows = primary_statistic(real_atlas, "production", "nickel", "refined", 2024)
    assert set(rows["source_id"]) == {"iea-cm-2025"}
    assert round(tonnes(rows, "IDN") / 1000) == 1_493
    assert round(tonnes(rows, "WORLD") / 1000) == 3_484


def test_gallium_countries_sum_above_the_rounded_world(real_atlas: Atlas) -> None:
    rows = primary_statistic(real_atlas, "production", "gallium", "refined", 2025)
    listed = rows.loc[rows["area"] != "WORLD", "quantity_t"].sum()
    assert listed == pytest.approx(909)
    assert tonnes(rows, "CHN") / listed == pytest.approx(0.990, abs=5e-4)


def test_vanadium_reserves_are_thousands_of_tonnes(real_atlas: Atlas) -> None:
    assert tonnes(primary_statistic(real_atlas, "reserves", "vanadium", "mined", 2025), "AUS") == 10_000_000


def carbonate(atlas: Atlas) -> TradeCode:
    return next(code for code in codes_of(atlas, Mineral.LITHIUM, Stage.REFINED) if code.hs6 == "283691")


@pytest.mark.parametrize(("year", "edition", "tonnes_t"), [(None, "HS17", 185_820), (2024, "HS92", 186_168)])
def test_lithium_carbonate_from_chile_to_china(real_atlas: Atlas, year, edition, tonnes_t) -> None:
    """A question without a year is answered in HS17, which is complete; a year of a series in HS92, as all of them."""
    held = trade(real_atlas, carbonate(real_atlas), year)
    flow = next(each for each in held.flows if (each.exporter, each.importer) == ("CHL", "CHN"))
    assert (held.year, held.nomenclature, round(flow.quantity_t)) == (2024, edition, tonnes_t)


def test_a_series_is_of_one_edition(real_atlas: Atlas) -> None:
    years = trade_years(real_atlas)
    assert not years[["hs6", "nomenclature"]].drop_duplicates()["hs6"].duplicated().any()
    whole = years[years["hs6"] == "283691"]
    assert set(whole["nomenclature"]) == {"HS92"}
    assert sorted(whole["year"]) == list(range(1995, 2025))


def test_refined_copper_into_the_united_states(real_atlas: Atlas) -> None:
    flows = trade_flows(real_atlas, ["740311"], 2024)
    assert round(float(flows.loc[flows["importer_iso3"] == "USA", "quantity_t"].sum())) == 892_256


def test_united_states_lithium_is_withheld_not_zero(real_atlas: Atlas) -> None:
    usa = primary_statistic(real_atlas, "production", "lithium", "mined", 2025).set_index("area").loc["USA"]
    assert usa["flag"] == "withheld"
    assert pd.isna(usa["quantity_t"])


def test_the_committed_facts_have_no_error(real_atlas: Atlas) -> None:
    tables = {entry.name: table(real_atlas, entry.name) for entry in TABLES}
    found = findings(tables, load_settings().basemap)
    assert [finding for finding in found if finding.severity is Severity.ERROR] == []


def test_every_mineral_of_the_project_has_figures(real_atlas: Atlas) -> None:
    assert set(coverage_matrix(real_atlas)["mineral"]) == {mineral.value for mineral in Mineral}


def test_every_source_has_licence_edition_citation_and_link(real_atlas: Atlas) -> None:
    columns = ["publisher", "title", "edition", "licence", "licence_status", "citation", "url"]
    assert (sources(real_atlas)[columns].map(len) > 0).all(axis=None)


def test_the_default_roster_is_there(real_atlas: Atlas) -> None:
    presets = roster_presets(real_atlas).set_index("preset_id")
    assert presets.loc["washington-six", "iso3_list"] == "USA;EU27;GBR;JPN;AUS;NZL"


def test_no_input_file_stands_without_its_digest(real_atlas: Atlas) -> None:
    files = table(real_atlas, "input_file")
    assert (files["bytes"] > 0).all()
    assert files["folder"].nunique() > 20
