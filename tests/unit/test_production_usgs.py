"""From printed USGS tables to statistic rows: units, flags, areas, years and corrections."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geo.errors import DataContractError
from geo.facts.dataset import Inputs
from geo.facts.production_usgs import titanium_product, usgs_facts
from geo.schema.tables_fact import STATISTIC, USGS_SERIES
from geo.schema.validate import check_table
from tests.usgs_files import (
    commodity_file,
    long_file,
    long_row,
    outlook_file,
    outlook_row,
    single_file,
    single_row,
)

WORLD_2026 = "World total"
HEADER_2024 = ("Source", "Country", "Type", "Prod_t_2022", "Prod_t_est_2023", "Prod_notes")


@pytest.fixture
def known() -> dict[str, pd.DataFrame]:
    names = {
        "USA": "United States",
        "CAN": "Canada",
        "CHN": "China",
        "CIV": "Côte d'Ivoire",
        "NAM": "Namibia",
        "NCL": "New Caledonia",
        "RUS": "Russia",
        "COD": "DR Congo",
    }
    country = pd.DataFrame({"iso3": list(names), "name": list(names.values())})
    alias = pd.DataFrame({"alias": ["congo (kinshasa)"], "system": ["usgs"], "iso3": ["COD"]})
    return {"country": country, "country_alias": alias}


def series(**changes: object) -> dict[str, object]:
    declared: dict[str, object] = {
        "measure": "production",
        "mineral": "cobalt",
        "stage": "mined",
        "product": "mine",
        "source_id": "usgs-mcs-2026",
        "year_from": 2025,
        "year_to": 2025,
        "printed_table": "Cobalt",
        "printed_words": None,
        "basis": "Co content",
        "corrected_unit": None,
        "note": None,
    }
    return declared | changes


def rows_of(raw: Path, known: dict[str, pd.DataFrame], *declared: dict[str, object]) -> pd.DataFrame:
    table = pd.DataFrame(list(declared), columns=USGS_SERIES.column_names)
    rows = usgs_facts(Inputs(raw, {**known, "usgs_series": table}))["statistic"]
    assert check_table(STATISTIC, rows, "statistic") == []
    return rows.set_index("area")


def test_areas_are_countries_other_and_world_and_symbols_stay_rows(
    tmp_path: Path, known: dict[str, pd.DataFrame]
) -> None:
    long_file(
        tmp_path,
        [
            long_row("Cobalt", "United States", "W"),
            long_row("Cobalt", "Congo (Kinshasa)", "230,000", notes="Estimated."),
            long_row("Cobalt", "Côte d’Ivoire", "—"),
            long_row("Cobalt", "Namibia", "NA"),
            long_row("Cobalt", "Other countries", "9,100", notes="Estimated."),
            long_row(
                "Cobalt", WORLD_2026, "310,000", detail="Mine production: rounded", notes="Excludes U.S. production."
            ),
        ],
    )
    rows = rows_of(tmp_path, known, series())
    assert list(rows.index) == ["USA", "COD", "CIV", "NAM", "OTHER", "WORLD"]
    assert rows.loc["USA", "flag"] == "withheld"
    assert pd.isna(rows.loc["USA", "quantity_t"])
    assert rows.loc["NAM", "flag"] == "not_available"
    assert rows.loc["CIV", "quantity_t"] == 0
    assert rows.loc["COD", ["quantity_t", "flag", "raw_value", "raw_unit"]].tolist() == [
        230000.0,
        "estimated",
        "230,000",
        "metric tons",
    ]
    assert "Excludes U.S. production." in rows.loc["WORLD", "note"]


def test_the_newest_year_is_an_estimate_even_where_no_mark_is_printed(
    tmp_path: Path, known: dict[str, pd.DataFrame]
) -> None:
    table = [
        long_row("Cobalt", area, value, year=year)
        for year in ("2024", "2025")
        for area, value in (("Canada", "1"), (WORLD_2026, "1"))
    ]
    long_file(tmp_path, table)
    rows = rows_of(tmp_path, known, series(year_from=2024)).reset_index()
    assert rows.groupby("year")["flag"].unique().map(list).to_dict() == {2024: ["reported"], 2025: ["estimated"]}


def test_units_of_the_print_become_tonnes(tmp_path: Path, known: dict[str, pd.DataFrame]) -> None:
    table = [
        long_row(name, area, "2,600", unit=unit)
        for name, unit in (
            ("Gallium", "kilograms"),
            ("Copper", "thousand metric tons"),
            ("Bauxite", "thousand metric dry tons"),
        )
        for area in ("China", WORLD_2026)
    ]
    long_file(tmp_path, table)
    declared = [
        series(mineral=mineral, printed_table=name, stage=stage)
        for mineral, name, stage in (
            ("gallium", "Gallium", "refined"),
            ("copper", "Copper", "mined"),
            ("bauxite", "Bauxite", "mined"),
        )
    ]
    rows = rows_of(tmp_path, known, *declared)
    china = rows.loc["CHN"].set_index("mineral")["quantity_t"]
    assert china.to_dict() == {"gallium": 2.6, "copper": 2.6e6, "bauxite": 2.6e6}


def test_a_corrected_unit_replaces_the_printed_one_and_says_so(tmp_path: Path, known: dict[str, pd.DataFrame]) -> None:
    table = [
        long_row("Vanadium", area, value, statistics="Reserves", detail="Reserves")
        for area, value in (("China", "5,800"), (WORLD_2026, ">21,000"))
    ]
    long_file(tmp_path, table)
    declared = series(
        measure="reserves",
        mineral="vanadium",
        printed_table="Vanadium",
        corrected_unit="thousand metric tons",
        note="The file prints metric tons.",
    )
    rows = rows_of(tmp_path, known, declared)
    assert rows.loc["CHN", "quantity_t"] == 5.8e6
    assert rows.loc["CHN", "raw_unit"] == "metric tons"
    assert rows.loc["CHN", "note"] == "The file prints metric tons."
    assert rows.loc["WORLD", ["low_t", "flag"]].tolist() == [21e6, "at_least"]
    assert pd.isna(rows.loc["WORLD", "high_t"])


def test_reserves_of_an_edition_have_one_year_whatever_is_printed(
    tmp_path: Path, known: dict[str, pd.DataFrame]
) -> None:
    table = [
        long_row("Chromium", area, "3", statistics="Reserves", detail="Reserves: Ore", year="2024")
        for area in ("China", WORLD_2026)
    ]
    long_file(tmp_path, table)
    rows = rows_of(tmp_path, known, series(measure="reserves", mineral="chromium", printed_table="Chromium"))
    assert set(rows["year"]) == {2025}


def test_each_year_comes_from_its_own_edition(tmp_path: Path, known: dict[str, pd.DataFrame]) -> None:
    table = [("MCS2024", area, "Mine production", "10", "99", "") for area in ("Canada", "World total (rounded)")]
    commodity_file(tmp_path, 2024, "cobal", HEADER_2024, table)
    single_file(
        tmp_path,
        [single_row("Cobalt", area, "Mine production", "20") for area in ("Canada", "World total (rounded)")],
    )
    long_file(tmp_path, [long_row("Cobalt", area, "30") for area in ("Canada", WORLD_2026)])
    rows = rows_of(
        tmp_path,
        known,
        series(source_id="usgs-mcs-2024", year_from=2022, year_to=2022, printed_table="cobal"),
        series(source_id="usgs-mcs-2025", year_from=2023, year_to=2023),
        series(),
    )
    canada = rows.loc["CAN"].set_index("year")["quantity_t"]
    assert canada.to_dict() == {2022: 10, 2023: 20, 2025: 30}


def test_estimates_of_the_wide_editions(tmp_path: Path, known: dict[str, pd.DataFrame]) -> None:
    table = [
        ("MCS2024", "Russiae", "Mine production", "1", "9", ""),
        ("MCS2024", "Canada", "Mine production", "2", "9", "Also estimated in 2022"),
        ("MCS2024", "China", "Mine production", "e20,000", "9", ""),
        ("MCS2024", "New Caledonia11", "Mine production", "4", "9", "Overseas territory of France."),
        ("MCS2024", "World total (rounded)10", "Mine production", "20,007", "9", ""),
    ]
    commodity_file(tmp_path, 2024, "cobal", HEADER_2024, table)
    declared = series(source_id="usgs-mcs-2024", year_from=2022, year_to=2022, printed_table="cobal")
    rows = rows_of(tmp_path, known, declared)
    assert rows["flag"].to_dict() == {
        "RUS": "estimated",
        "CAN": "estimated",
        "CHN": "estimated",
        "NCL": "reported",
        "WORLD": "reported",
    }
    assert rows.loc["NCL", "note"] == 'Overseas territory of France. Printed as "New Caledonia11".'
    assert rows.loc["CHN", "quantity_t"] == 20000


def test_a_single_reported_mark_makes_the_rest_of_a_table_estimates(
    tmp_path: Path, known: dict[str, pd.DataFrame]
) -> None:
    table = [
        ("MCS2024", "Canada", "Refinery production", "2", "9", "Reported quantity in 2022"),
        ("MCS2024", "China", "Refinery production", "3", "9", ""),
        ("MCS2024", "World total (rounded)", "Refinery production", "5", "9", ""),
    ]
    commodity_file(tmp_path, 2024, "bismu", HEADER_2024, table)
    declared = series(
        mineral="bismuth",
        stage="refined",
        source_id="usgs-mcs-2024",
        year_from=2022,
        year_to=2022,
        printed_table="bismu",
    )
    flags = rows_of(tmp_path, known, declared)["flag"]
    assert flags.to_dict() == {"CAN": "reported", "CHN": "estimated", "WORLD": "estimated"}


def test_an_empty_cell_of_the_2025_edition_is_no_zero(tmp_path: Path, known: dict[str, pd.DataFrame]) -> None:
    detail = "Mine production, lithium content"
    single_file(
        tmp_path,
        [
            single_row("Lithium ", "United States", detail, "", notes="W for 23-24"),
            single_row("Lithium ", "Canada ", detail, ""),
            single_row("Lithium ", "Other Countries", detail, "7"),
            single_row("Lithium ", "World total (rounded) 10", detail, "204000"),
        ],
    )
    declared = series(
        mineral="lithium", source_id="usgs-mcs-2025", year_from=2023, year_to=2023, printed_table="Lithium"
    )
    rows = rows_of(tmp_path, known, declared)
    assert rows["flag"].tolist() == ["withheld", "not_available", "reported", "reported"]
    assert rows.loc[["USA", "CAN"], "quantity_t"].isna().all()


def test_outlook_capacity_is_a_projection_from_2025_and_keeps_idled_plants_apart(
    tmp_path: Path, known: dict[str, pd.DataFrame]
) -> None:
    form = "Titanium sponge"
    unit = "Thousand metric tons"
    outlook_file(
        tmp_path,
        [
            outlook_row("Titanium", "2024", "estimated, operating", "414", "World", unit=unit, form=form),
            outlook_row("Titanium", "2024", "estimated, idled", "76", "World", unit=unit, form=form),
            outlook_row("Titanium", "2024", "revised, estimated", "320", "China", unit=unit, form=form),
            outlook_row("Titanium", "2024", "estimated", "1", "Rest of the world", unit=unit, form=form),
            outlook_row("Titanium", "2025", "outlook", "489.9", "World", unit=unit, form=form),
        ],
    )
    common = {"measure": "capacity", "mineral": "titanium", "stage": "refined", "printed_table": "Titanium"}
    rows = rows_of(
        tmp_path,
        known,
        series(**common, source_id="usgs-outlook-2025", product="sponge", year_from=2024, printed_words=form),
        series(
            **common,
            source_id="usgs-outlook-2025",
            product="sponge-idled",
            year_from=2024,
            year_to=2024,
            printed_words=f"{form}, idled",
        ),
    )
    held = {(area, int(row["year"]), row["product"]): row for area, row in rows.iterrows()}
    assert held["WORLD", 2024, "sponge"]["quantity_t"] == 414000
    assert held["WORLD", 2024, "sponge-idled"]["quantity_t"] == 76000
    assert held["OTHER", 2024, "sponge"]["quantity_t"] == 1000
    assert [row["is_projection"] for row in held.values()] == [year >= 2025 for _, year, _ in held]
    assert set(rows["flag"]) == {"estimated"}


@pytest.mark.parametrize(
    ("area", "detail", "product"),
    [
        ("Canada", "Mine production: Ilmenite", "ilmenite only"),
        ("Canada", "Mine production, ilmentite, titanium dioxide (TiO2) content", "ilmenite only"),
        ("Canada", "Mine production: rutile", "rutile only"),
        ("United States", "Mine production: Ilmenite and rutile", "ilmenite only"),
        ("World total", "Mine production: ilmenite and rutile, rounded", "both minerals"),
        ("World total (ilmenite and rutile, rounded)", "Mine production, ilmentite, TiO2 content", "both minerals"),
        ("World total (ilmenite, rounded)", "Mine production: Ilmenite (rounded)", "ilmenite only"),
        ("World total (rutile, rounded)", "World total mine production: rutile (rounded)", "rutile only"),
    ],
)
def test_titanium_minerals_are_told_apart_in_every_spelling(area: str, detail: str, product: str) -> None:
    assert titanium_product(area, detail) == product


def test_all_faults_are_told_at_once_with_their_place(tmp_path: Path, known: dict[str, pd.DataFrame]) -> None:
    long_file(
        tmp_path,
        [
            long_row("Cobalt", "Canada", "1,23"),
            long_row("Cobalt", "China", "1", unit="barrels"),
            long_row("Nickel", "Canada", "1"),
        ],
    )
    with pytest.raises(DataContractError) as caught:
        rows_of(tmp_path, known, series(), series(mineral="nickel", printed_table="Nickel"))
    text = str(caught.value)
    assert "4 findings" in text
    assert "usgs-mcs-2026, Cobalt, Canada 2025: cell '1,23'" in text
    assert "Cobalt, China 2025: mass unit 'barrels'" in text
    assert "no world row for production of nickel (mine) 2025" in text


def test_an_unknown_name_is_refused_a_glued_footnote_too(tmp_path: Path, known: dict[str, pd.DataFrame]) -> None:
    long_file(tmp_path, [long_row("Cobalt", "Canada12", "1"), long_row("Cobalt", WORLD_2026, "1")])
    with pytest.raises(DataContractError, match="'Canada12' is not known"):
        rows_of(tmp_path, known, series())


def test_a_table_that_no_series_reads_is_named_unless_it_is_left_out(
    tmp_path: Path, known: dict[str, pd.DataFrame]
) -> None:
    rows = [long_row("Cobalt", "World total", "300,000"), long_row("Gold", "World total", "3,300")]
    long_file(tmp_path, rows)
    assert list(rows_of(tmp_path, known, series()).index) == ["WORLD"]
    long_file(tmp_path, [*rows, long_row("Unobtainium", "World total", "1")])
    with pytest.raises(DataContractError, match="usgs-mcs-2026: table 'Unobtainium' is read by no series"):
        rows_of(tmp_path, known, series())
