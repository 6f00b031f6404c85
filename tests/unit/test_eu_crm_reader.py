"""Annex 7 of the EU study: shares in per cent, bounds, and a cell without its sign."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import SourceError
from geo.sources.eu_crm import read_eu_sourcing_shares, read_global_supply_shares

HEADER = "Material,Stage,Country,Share,t\n"


def write(raw: Path, name: str, rows: str) -> None:
    folder = raw / "eu_crm_2023_annexes"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(HEADER + rows, encoding="utf-8")


def test_a_share_is_a_fraction_and_a_bound_is_no_share(tmp_path: Path) -> None:
    rows = "Tungsten,P,China,85.6%,1.1\nAntimony,P,Togo,<0.1%,1.0\nNickel,E,Indonesia,26.3%,1.3\n"
    write(tmp_path, "global_supply_shares_2023.csv", rows)
    table = read_global_supply_shares(tmp_path)
    assert table["share"].iloc[0] == pytest.approx(0.856)
    assert table["share"].isna().tolist() == [False, True, False]
    assert table["share_below"].iloc[1] == pytest.approx(0.001)
    assert table["share_text"].tolist() == ["85.6%", "<0.1%", "26.3%"]
    assert table["trade_factor"].tolist() == [1.1, 1.0, 1.3]


def test_the_one_cell_without_sign_is_per_cent(tmp_path: Path) -> None:
    write(tmp_path, "eu_sourcing_shares_2023.csv", "Silicon metal,P,Norway,35%,1\nSilicon metal,P,Germany,6,0.8\n")
    assert read_eu_sourcing_shares(tmp_path)["share"].tolist() == pytest.approx([0.35, 0.06])


def test_a_bare_number_below_one_could_be_either_and_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "global_supply_shares_2023.csv", "Tin,P,China,50.1%,1\nTin,P,Peru,0.5,1\n")
    with pytest.raises(SourceError, match=r"line 3: share '0\.5' has no percent sign"):
        read_global_supply_shares(tmp_path)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("Tin,P,China,about 50%,1\n", "line 2: 'about 50' is not a number"),
        ("Tin,P,China,,1\n", "line 2: '' is not a number"),
        ("Tin,X,China,50%,1\n", "stage 'X' is neither E nor P"),
    ],
)
def test_an_unreadable_row_is_named(tmp_path: Path, rows: str, message: str) -> None:
    write(tmp_path, "global_supply_shares_2023.csv", rows)
    with pytest.raises(SourceError, match=message):
        read_global_supply_shares(tmp_path)
