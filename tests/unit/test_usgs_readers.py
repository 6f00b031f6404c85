"""Readers of the USGS editions: labels and cells come out as printed, and a file of another edition is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import SourceError
from geo.sources.published import recorded_files
from geo.sources.usgs_mcs_long import read_long
from geo.sources.usgs_mcs_wide import read_commodity_files, read_single_file
from geo.sources.usgs_outlook import read_outlook
from geo.sources.usgs_table import MCS_COLUMNS
from tests.usgs_files import (
    commodity_file,
    long_file,
    long_row,
    outlook_file,
    outlook_row,
    single_file,
    single_row,
)

HEADER_2024 = ("Source", "Country", "Type", "Prod_t_2022", "Prod_t_est_2023", "Prod_notes", "Reserves_t", "")


def row_2024(
    country: str, value: str, estimate: str = "1", note: str = "", *, source: str = "MCS2024"
) -> tuple[str, ...]:
    return (source, country, "Mine production, cobalt content", value, estimate, note, "7", "")


def test_the_long_edition_keeps_symbols_and_its_own_encoding(tmp_path: Path) -> None:
    long_file(
        tmp_path,
        [
            long_row("Cobalt", "Côte d’Ivoire", "—", notes="Estimated."),
            long_row("Cobalt", "Namibia", "NA"),
            long_row("Cobalt", "World total", ">1,000", detail="Mine production: rounded"),
        ],
    )
    frame = read_long(tmp_path)
    assert list(frame.columns) == list(MCS_COLUMNS)
    assert frame["area"].tolist() == ["Côte d’Ivoire", "Namibia", "World total"]
    assert frame["value"].tolist() == ["—", "NA", ">1,000"]
    assert frame["year"].tolist() == [2025, 2025, 2025]


def test_the_long_edition_gives_world_tables_only(tmp_path: Path) -> None:
    long_file(
        tmp_path,
        [
            long_row("Cobalt", "Canada", "1"),
            long_row("Cobalt", "Canada", "2", section="World Smelter Production and Capacity:"),
            long_row("Cobalt", "United States", "3", section="Salient Statistics—United States"),
            long_row("Cobalt", "Norway", "4", section="Import Sources", statistics="Import", year="2021–24"),
        ],
    )
    assert read_long(tmp_path)["value"].tolist() == ["1", "2"]


def test_the_single_file_edition_keeps_empty_cells_and_trims_names(tmp_path: Path) -> None:
    single_file(
        tmp_path,
        [
            single_row("Lithium ", "United States", "Mine production, lithium content", "", notes="W for 23-24"),
            single_row("Lithium ", "Canada ", "Mine production, lithium content", "3240", notes="estimated 2023"),
            single_row("Lithium ", "World total (rounded) 10", "Mine production, lithium content", "204000"),
        ],
    )
    frame = read_single_file(tmp_path)
    output = frame[(frame["measure"] == "Production") & (frame["year"] == 2023)]
    assert output["table"].unique().tolist() == ["Lithium"]
    assert output["area"].tolist() == ["United States", "Canada", "World total (rounded)"]
    assert output["area_printed"].tolist()[2] == "World total (rounded) 10"
    assert output["value"].tolist() == ["", "3240", "204000"]
    assert set(frame.loc[frame["is_estimated_column"], "year"]) == {2024}


def test_unit_year_and_estimate_come_from_the_column_name(tmp_path: Path) -> None:
    header = ("Source", "Country", "Type", "Prod_kg_2022", "Prod_kg_est_2023", "Prod_notes", "Cap_kg_2023", "Cap_notes")
    commodity_file(
        tmp_path, 2024, "galli", header, [("MCS2024", "Japan", "Primary production", "3000", "4000", "n", "10", "")]
    )
    frame = read_commodity_files(tmp_path, 2024, ["galli"])
    found = frame[["measure", "unit", "year", "is_estimated_column", "value", "note"]].values.tolist()
    assert found == [
        ["Production", "kg", 2022, False, "3000", "n"],
        ["Production", "kg", 2023, True, "4000", "n"],
        ["Capacity", "kg", 2023, False, "10", ""],
    ]


def test_sponge_and_pigment_stay_apart(tmp_path: Path) -> None:
    header = ("Source", "Country", "Type", "Prod_Sponge_t_Est_2021", "Cap_Sponge_t_2021", "Cap_Pigment_t_2021")
    commodity_file(tmp_path, 2023, "titan", header, [("MCS2023", "Japan", "Sponge", "49,200", "68800", "322000")])
    frame = read_commodity_files(tmp_path, 2023, ["titan"])
    assert frame[["measure", "item", "is_estimated_column"]].values.tolist() == [
        ["Production", "Sponge", True],
        ["Capacity", "Sponge", False],
        ["Capacity", "Pigment", False],
    ]


def test_listed_footnotes_are_taken_off_names_and_no_other_digit_is(tmp_path: Path) -> None:
    names = ["New Caledonia11", "World total (rounded)10", "Russiae", "United\xa0States", "Area 51", "Chile7"]
    commodity_file(tmp_path, 2024, "cobal", HEADER_2024, [row_2024(name, "1") for name in names])
    frame = read_commodity_files(tmp_path, 2024, ["cobal"])
    first = frame[frame["year"] == 2022]
    assert first["area"].tolist() == [
        "New Caledonia",
        "World total (rounded)",
        "Russia",
        "United States",
        "Area 51",
        "Chile7",
    ]
    assert first["footnote_sign"].tolist() == ["11", "10", "e", "", "", ""]
    assert first["area_printed"].tolist()[0] == "New Caledonia11"


def test_a_footnote_of_one_edition_is_not_taken_off_in_another(tmp_path: Path) -> None:
    header = ("Source", "Country", "Type", "Prod_t_2021", "Prod_notes")
    commodity_file(tmp_path, 2023, "cobal", header, [("MCS2023", "New Caledonia11", "Mine", "1", "")])
    assert read_commodity_files(tmp_path, 2023, ["cobal"])["area"].tolist() == ["New Caledonia11"]


def test_names_of_files_differ_between_editions(tmp_path: Path) -> None:
    commodity_file(tmp_path, 2024, "bismu", HEADER_2024, [row_2024("Japan", "1")], name="MCS2024-bismu_world.csv")
    header = ("Source", "Country", "Type", "Prod_t_2020")
    rows = [("MCS2022", "Japan", "Mine production", "1")]
    commodity_file(tmp_path, 2022, "raree", header, rows, name="rare_earths_mcs2022-raree_world.csv")
    assert len(read_commodity_files(tmp_path, 2024, ["bismu"])) == 2
    assert len(read_commodity_files(tmp_path, 2022, ["raree"])) == 1


def test_a_header_that_holds_a_cell_is_known_for_one_file_only(tmp_path: Path) -> None:
    header = ("Source", "Country", "Mine production, fluorspar", "Prod_kt_2022", "Prod_notes")
    rows = [("MCS2024", "China", "Mine production, fluorspar", "5700", "")]
    commodity_file(tmp_path, 2024, "fluor", header, rows)
    assert read_commodity_files(tmp_path, 2024, ["fluor"])["detail"].tolist() == ["Mine production, fluorspar"]
    commodity_file(tmp_path, 2024, "barit", header, rows)
    with pytest.raises(SourceError, match="lacks the columns Type"):
        read_commodity_files(tmp_path, 2024, ["barit"])


def test_a_file_of_another_edition_is_refused(tmp_path: Path) -> None:
    commodity_file(tmp_path, 2024, "cobal", HEADER_2024, [row_2024("Cuba", "1", source="MCS2023")])
    with pytest.raises(SourceError, match="MCS2024"):
        read_commodity_files(tmp_path, 2024, ["cobal"])


def test_a_blank_inside_the_edition_mark_is_forgiven(tmp_path: Path) -> None:
    commodity_file(tmp_path, 2024, "alumi", HEADER_2024, [row_2024("Cuba", "1", source="MCS 2024")])
    assert len(read_commodity_files(tmp_path, 2024, ["alumi"])) == 2


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    for read in (read_long, read_single_file, read_outlook):
        with pytest.raises(SourceError, match="missing"):
            read(tmp_path)
    with pytest.raises(SourceError, match=r"mcs2024-cobal_world\.csv is missing"):
        read_commodity_files(tmp_path, 2024, ["cobal"])


def test_every_file_that_is_read_is_recorded(tmp_path: Path) -> None:
    path = commodity_file(tmp_path, 2024, "cobal", HEADER_2024, [row_2024("Cuba", "1")])
    commodity_file(tmp_path, 2024, "zinc", HEADER_2024, [row_2024("Cuba", "1")])
    with recorded_files() as opened:
        read_commodity_files(tmp_path, 2024, ["cobal"])
    assert opened == {path}


def test_the_outlook_keeps_units_and_words_as_printed(tmp_path: Path) -> None:
    outlook_file(
        tmp_path,
        [
            outlook_row(
                "Titanium",
                "2022",
                "estimated, idled",
                "139",
                "World",
                unit="Thousand metric tons",
                form="Titanium sponge",
            ),
            outlook_row(
                "Gallium", "2025", "outlook", "909.5", "World", unit="metric tons", form="Primary gallium metal"
            ),
        ],
    )
    frame = read_outlook(tmp_path)
    assert frame["status"].tolist() == ["estimated, idled", "outlook"]
    assert frame["unit"].tolist() == ["Thousand metric tons", "metric tons"]
    assert frame["value"].tolist() == ["139", "909.5"]
    assert frame["year"].tolist() == [2022, 2025]
