"""Laws of the BACI loader, over small files in the publisher's form with padding, gaps and lost zeros."""

import tempfile
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import SourceError
from geo.facts.trade_user import load_user_archive
from geo.settings import PROJECT, Settings, load_settings
from geo.sources import baci_year
from geo.sources.baci_archive import open_archive
from geo.sources.baci_year import read_year
from tests.bench.make_baci import AREAS

NAME = "BACI_HS17_Y2024_V202601.csv"
WANTED = ("010121", "283691", "740311", "711011")
OTHER = ("010129", "283692", "999999")
HEADER = "t,i,j,k,v,q\n"

FEW = settings(max_examples=60)

thousandths = st.integers(min_value=0, max_value=10**12)


@st.composite
def lines(draw, codes: tuple[str, ...] = WANTED + OTHER, least: int = 1) -> list[str]:
    """Draw the lines of a yearly file: each flow once, cells padded as the publisher or a re-user pads them."""
    area = st.sampled_from(sorted(AREAS))
    key = st.tuples(area, area, st.sampled_from(codes)).filter(lambda drawn: drawn[0] != drawn[1])
    keys = draw(st.lists(key, min_size=least, max_size=12, unique=True))
    return [draw(line(exporter, importer, code)) for exporter, importer, code in keys]


@st.composite
def line(draw, exporter: int, importer: int, code: str) -> str:
    printed_code = draw(st.sampled_from([code, code.lstrip("0")]))
    value = padded(draw, decimal_text(draw(thousandths)))
    quantity = draw(st.one_of(st.sampled_from(["NA", ""]), thousandths.map(decimal_text)))
    return f"2024,{exporter},{importer},{printed_code},{value},{padded(draw, quantity)}\n"


def padded(draw, text: str) -> str:
    return text.rjust(draw(st.sampled_from([0, 13, 16])))


def decimal_text(number: int) -> str:
    return f"{number // 1000}.{number % 1000:03d}"


def silent(_name: str, _rows: int) -> None:
    """Take no notice of progress."""


def csv_of(folder: Path, content: str) -> Path:
    path = folder / NAME
    path.write_text(content, newline="")
    return path


def zip_of(folder: Path, content: str) -> Path:
    path = folder / "BACI_HS17_V202601.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(NAME, content)
    return path


def read(path: Path) -> pd.DataFrame:
    flows, _ = read_year(open_archive(path).years[0], WANTED, silent)
    return flows


def plain_filter(path: Path) -> pd.DataFrame:
    """Return what the obvious way gives: the whole file as text through pandas, then a filter and casts."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table = table.apply(lambda column: column.str.strip())
    table["k"] = table["k"].str.zfill(6)
    table = table[table["k"].isin(WANTED)].reset_index(drop=True)
    return pd.DataFrame(
        {
            "year": table["t"].astype(int),
            "hs6": table["k"],
            "exporter": table["i"],
            "importer": table["j"],
            "value_kusd": table["v"].astype(float),
            "quantity_t": table["q"].replace({"NA": np.nan, "": np.nan}).astype(float),
        }
    )


def overlay(folder: Path) -> Settings:
    data = PROJECT / "data"
    return replace(load_settings(), facts=data / "facts", reviewed=data / "reviewed", user=folder / "user")


@FEW
@given(lines(), st.integers(min_value=1, max_value=300))
def test_csv_zip_and_plain_pandas_give_the_same_flows(drawn, block_bytes):
    with tempfile.TemporaryDirectory() as name, patch.object(baci_year, "BLOCK_BYTES", block_bytes):
        content = HEADER + "".join(drawn)
        path = csv_of(Path(name), content)
        expected = plain_filter(path)
        pd.testing.assert_frame_equal(read(path), expected, check_dtype=False)
        pd.testing.assert_frame_equal(read(zip_of(Path(name), content)), expected, check_dtype=False)


@FEW
@given(lines())
def test_a_missing_quantity_is_never_a_number_and_a_number_never_missing(drawn):
    with tempfile.TemporaryDirectory() as name:
        flows = read(csv_of(Path(name), HEADER + "".join(drawn)))
    cells = [text.rstrip("\n").split(",") for text in drawn]
    missing = sum(cell[5].strip() in ("", "NA") for cell in cells if cell[3].zfill(6) in WANTED)
    assert int(flows["quantity_t"].isna().sum()) == missing


@settings(FEW, max_examples=25)
@given(lines(codes=("283691", "740311", "711011"), least=2), st.randoms())
def test_order_does_not_matter_and_value_is_conserved(drawn, random):
    shuffled = list(drawn)
    random.shuffle(shuffled)
    tables, summaries = [], []
    for rows in (drawn, shuffled):
        with tempfile.TemporaryDirectory() as name:
            where = overlay(Path(name))
            summaries.append(load_user_archive(csv_of(Path(name), HEADER + "".join(rows)), where, silent))
            tables.append(pd.read_parquet(where.user / "trade_flow.parquet"))
    pd.testing.assert_frame_equal(*tables)
    assert summaries[0].years[0].flows == summaries[1].years[0].flows == len(drawn)
    published = sum(Decimal(text.split(",")[4].strip()) * 1000 for text in drawn)
    held = sum(Decimal(str(value)) for value in tables[0]["value_usd"])
    assert abs(held - published) <= Decimal("0.01")


@FEW
@given(lines(least=2), st.data())
def test_a_file_cut_inside_a_line_is_refused(drawn, data):
    content = HEADER + "".join(drawn)
    size = data.draw(st.integers(min_value=len(HEADER) + 1, max_value=len(content) - 1))
    if content[size - 1] == "\n":
        size -= 1
    with tempfile.TemporaryDirectory() as name, pytest.raises(SourceError, match="cut in the middle"):
        read(csv_of(Path(name), content[:size]))
