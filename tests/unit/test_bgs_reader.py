"""BGS World Mineral Statistics: 28 columns, four kinds of cell, and an ISO column that is wrong twice."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geo.errors import SourceError
from geo.facts.production_bgs import FILES, read_world_production

HEADER = (
    "x,y,country_trans,bgs_sub_commodity_trans,sdmx_code,country_iso2_code,erml_group,sdmx_translation,"
    "country_iso3_code,erml_commodity,units,pole_of_inaccessibility_longitude,erml_sub_commodity,"
    "concat_table_notes_code,year,pole_of_inaccessibility_latitude,cgi_commodity_url,yearbook_table_id,quantity,"
    "concat_table_notes_text,yearbook_table_trans,bgs_commodity_code,quantity_in_book_style,concat_figure_notes_code,"
    "bgs_statistic_type_trans,bgs_commodity_trans,data_precision_description,concat_figure_notes_text\n"
)


def line(country: str, quantity: str, book: str, precision: str = "", notes: str = "", code: str = "XXX") -> str:
    return (
        f'1.0,2.0,"{country}",,A,XX,Copper,Normal value,{code},"Copper, refined",tonnes (metric),1.0,,1,'
        f'2020-01-01 00:00:00,2.0,,48,{quantity},,Refined copper,893,{book},,Production,"copper, refined",'
        f"{precision},{notes}\n"
    )


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "bgs_world_mineral_statistics"
    folder.mkdir()
    for name in FILES:
        (folder / f"BGS_{name}_production.csv").write_text(HEADER, encoding="utf-8")
    return tmp_path


def write_copper(raw: Path, text: str) -> None:
    path = raw / "bgs_world_mineral_statistics" / "BGS_copper_production.csv"
    path.write_text(HEADER + text, encoding="utf-8")


def test_nil_trace_and_not_available_stay_apart(raw: Path) -> None:
    write_copper(
        raw,
        line("China", "10025100", "10025100", notes="Estimates.")
        + line("Togo", "0", "-----", "Nil (nothing produced)")
        + line("Oman", "0", "0", "Quantity is more than 0 but less than 0.5")
        + line("Namibia", "", "...", "Figures not available"),
    )
    table = read_world_production(raw)
    assert table["quantity"].iloc[:3].tolist() == [10025100.0, 0.0, 0.0]
    assert pd.isna(table["quantity"].iloc[3])
    assert table["book_text"].tolist() == ["10025100", "-----", "0", "..."]
    assert table["year"].tolist() == [2020] * 4
    assert table["form"].tolist() == [""] * 4


def test_names_are_kept_where_the_printed_code_is_wrong(raw: Path) -> None:
    write_copper(
        raw,
        line("Congo", "10000", "10000", code="COD")
        + line("Congo, Democratic Republic", "1347000", "1347000", code="COD"),
    )
    table = read_world_production(raw)
    assert table["country"].tolist() == ["Congo", "Congo, Democratic Republic"]
    assert table["printed_code"].tolist() == ["COD", "COD"]


def test_imports_are_not_read_as_production(raw: Path) -> None:
    write_copper(raw, line("China", "5", "5").replace(",Production,", ",Imports,"))
    with pytest.raises(SourceError, match="'Imports'"):
        read_world_production(raw)


def test_a_word_for_a_quantity_is_named_by_line(raw: Path) -> None:
    write_copper(raw, line("China", "5", "5") + line("Peru", "many", "many"))
    with pytest.raises(SourceError, match="line 3: 'many' is not a number"):
        read_world_production(raw)


def test_a_missing_file_is_named(raw: Path) -> None:
    (raw / "bgs_world_mineral_statistics" / "BGS_tungsten_production.csv").unlink()
    with pytest.raises(SourceError, match=r"BGS_tungsten_production\.csv is missing"):
        read_world_production(raw)
