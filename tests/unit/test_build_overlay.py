from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geo.build.database import build_database
from geo.build.inputs import read_inputs
from geo.errors import DataContractError
from geo.schema import TABLE_BY_NAME
from geo.schema.files import write_facts
from geo.settings import Settings
from geo.store.database import open_atlas
from geo.store.identity import input_hash
from geo.store.queries_trade import trade_flows, trade_years
from tests.factory import frames, write_data

OWN = "baci-own"


def own_tables() -> dict[str, pd.DataFrame]:
    """A user's download: the year 2024 of 282200 with one flow, and 2022 of 810520."""
    bundle = frames()
    flow = bundle["trade_flow"].iloc[[0, 0]].copy()
    flow["year"], flow["hs6"], flow["source_id"] = [2024, 2022], ["282200", "810520"], OWN
    flow["value_usd"], flow["quantity_t"] = [141e6, 7e6], [14_100.0, 100.0]
    coverage = bundle["trade_coverage"].iloc[[0, 0]].copy()
    coverage["year"], coverage["hs6"], coverage["source_id"] = [2024, 2022], ["282200", "810520"], OWN
    coverage["flows"], coverage["value_usd"], coverage["quantity_t"] = 1, [141e6, 7e6], [14_100.0, 100.0]
    source = bundle["source"].iloc[[0]].copy()
    source["source_id"] = OWN
    return {"trade_flow": flow, "trade_coverage": coverage, "source": source}


def write_overlay(settings: Settings, tables: dict[str, pd.DataFrame]) -> None:
    for name, frame in tables.items():
        write_facts(TABLE_BY_NAME[name], frame, settings.user)


def flows_of(settings: Settings, hs6: str, year: int) -> list[tuple[str, float, str]]:
    build_database(settings, lambda _line: None)
    atlas = open_atlas(settings)
    rows = trade_flows(atlas, [hs6], year)
    atlas.close()
    return list(rows[["exporter_iso3", "value_usd", "source_id"]].itertuples(index=False, name=None))


def test_own_rows_take_the_place_of_the_bundle_and_removal_restores_it(tmp_path: Path) -> None:
    settings = write_data(tmp_path)
    bundled, before = flows_of(settings, "282200", 2024), input_hash(settings)
    write_overlay(settings, own_tables())
    assert input_hash(settings) != before
    assert flows_of(settings, "282200", 2024) == [("COD", 141e6, OWN)]
    assert flows_of(settings, "810520", 2022) == [("COD", 7e6, OWN)]
    # Years and codes that the user's file does not have keep the bundled rows.
    assert len(flows_of(settings, "282200", 2023)) == 2
    assert flows_of(settings, "811292", 2024) == [("DEU", 100e6, "baci-test")]
    for path in settings.user.iterdir():
        path.unlink()
    assert input_hash(settings) == before
    assert flows_of(settings, "282200", 2024) == bundled


def test_no_other_source_of_a_replaced_year_is_left(tmp_path: Path) -> None:
    settings = write_data(tmp_path)
    write_overlay(settings, own_tables())
    build_database(settings, lambda _line: None)
    atlas = open_atlas(settings)
    years = trade_years(atlas)
    sources = atlas.frame(
        "SELECT source_id FROM trade_coverage WHERE hs6 = '282200' AND year = 2024 ORDER BY source_id"
    )
    atlas.close()
    # Another HS edition stays beside it and answers nothing.
    assert list(sources["source_id"]) == ["asean-test", OWN]
    years = years[years["hs6"] == "282200"]
    assert dict(zip(years["year"], years["source_id"], strict=True)) == {2024: OWN, 2023: "baci-test"}


def test_half_an_overlay_is_refused(tmp_path: Path) -> None:
    settings = write_data(tmp_path)
    tables = own_tables()
    del tables["source"]
    write_overlay(settings, tables)
    with pytest.raises(DataContractError, match=r"user/fact file .*source.csv is missing"):
        read_inputs(settings)


def test_an_overlay_with_an_unknown_country_is_refused_and_named_as_the_users(tmp_path: Path) -> None:
    settings = write_data(tmp_path)
    tables = own_tables()
    tables["trade_flow"]["importer_iso3"] = ["CHN", "XYZ"]
    write_overlay(settings, tables)
    with pytest.raises(DataContractError, match=r"user/trade_flow.parquet line 2: importer_iso3 'XYZ' not in country"):
        read_inputs(settings)
