from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from geo.build.inputs import lay_over

KEYS = st.sets(st.tuples(st.integers(2018, 2024), st.sampled_from(["282200", "283691", "740311"])), max_size=8)


def trade(keys: set[tuple[int, str]], source_id: str, nomenclature: str = "HS17") -> dict[str, pd.DataFrame]:
    rows = [
        {"source_id": source_id, "nomenclature": nomenclature, "year": year, "hs6": hs6} for year, hs6 in sorted(keys)
    ]
    coverage = pd.DataFrame(rows, columns=["source_id", "nomenclature", "year", "hs6"]).astype({"year": "Int64"})
    coverage = coverage.astype({"source_id": "string", "nomenclature": "string", "hs6": "string"})
    flows = pd.concat([coverage.assign(exporter_iso3=code) for code in ("CHL", "CHN")], ignore_index=True)
    source = pd.DataFrame({"source_id": [source_id]})
    return {"trade_flow": flows, "trade_coverage": coverage, "source": source}


@given(bundled=KEYS, own=KEYS)
def test_each_year_and_code_comes_whole_from_one_side(bundled: set[tuple[int, str]], own: set[tuple[int, str]]) -> None:
    result = lay_over(trade(bundled, "bundle"), trade(own, "own"))
    for name, rows_per_key in (("trade_coverage", 1), ("trade_flow", 2)):
        rows = result[name]
        sides = rows.groupby(["year", "hs6"])["source_id"].agg(["nunique", "first", "size"])
        assert set(sides.index) == bundled | own
        assert (sides["nunique"] == 1).all()
        assert (sides["size"] == rows_per_key).all()
        assert all(side == ("own" if key in own else "bundle") for key, side in sides["first"].items())


@given(bundled=KEYS)
def test_an_empty_overlay_changes_nothing(bundled: set[tuple[int, str]]) -> None:
    before = trade(bundled, "bundle")
    after = lay_over(before, trade(set(), "own"))
    for name in ("trade_flow", "trade_coverage"):
        pd.testing.assert_frame_equal(after[name], before[name])


@given(bundled=KEYS, own=KEYS)
def test_another_edition_takes_no_place(bundled: set[tuple[int, str]], own: set[tuple[int, str]]) -> None:
    before = trade(bundled, "bundle", "HS92")
    after = lay_over(before, trade(own, "own"))
    for name in ("trade_flow", "trade_coverage"):
        kept = after[name][after[name]["source_id"] == "bundle"].reset_index(drop=True)
        pd.testing.assert_frame_equal(kept, before[name])
