"""Questions about dependence and the agreement table on the tiny set, where every answer can be worked by hand."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pandas as pd
import pytest

from geo.build.database import build_database
from geo.evidence.agreement import agreement
from geo.evidence.series import newest_series
from geo.model.agreement import Comparison, Family, Verdict
from geo.schema import TABLE_BY_NAME
from geo.store import queries_dependence as ask
from geo.store.database import Atlas, open_atlas
from tests.factory import frames, write_data

USGS = {"source_id": "usgs-test", "flag": "reported", "note": None}
COBALT = {"mineral": "cobalt", "commodity": "Cobalt"}


def salient(item: str, detail: str, year: int, quantity: float | None, raw: str, **more: object) -> dict[str, object]:
    row = {
        **COBALT,
        **USGS,
        "item": item,
        "detail": detail,
        "basis": "Co content",
        "year": year,
        "quantity_t": quantity,
    }
    return {**row, "low_t": None, "high_t": None, "raw_value": raw, "raw_unit": "metric tons", **more}


def reliance(year: int, raw: str, **more: object) -> dict[str, object]:
    row = {**COBALT, **USGS, "detail": "NIR", "printed_table": "salient statistics", "year": year, "raw_value": raw}
    return {
        **row,
        "percent": None,
        "low_pct": None,
        "high_pct": None,
        "is_net_exporter": False,
        "sources_text": None,
        **more,
    }


def term(name: str, item: str | None, detail: str, **more: object) -> dict[str, object]:
    return {**COBALT, "term": name, "item": item, "detail": detail, "reason": f"reason of {name}", **more}


def source(area: str, percent: float, *, hong_kong: bool = False) -> dict[str, object]:
    row = {**COBALT, **USGS, "detail": "All", "printed_table": "import sources", "area": area, "period": "2021-24"}
    return {
        **row,
        "percent": percent,
        "low_pct": None,
        "high_pct": None,
        "includes_hong_kong": hong_kong,
        "raw_value": f"{percent:g}",
    }


TIN = {"mineral": "tin", "commodity": "Tin"}
ROWS: dict[str, list[dict[str, object]]] = {
    "us_salient": [
        salient("production", "Secondary", 2025, 2000, "2,000"),
        salient("consumption", "Apparent", 2025, 9600, "9,600"),
        salient("consumption", "Apparent", 2024, None, "W", flag="withheld"),
        salient("production", "Secondary", 2024, 2050, "2,050"),
        salient("import", "Imports", 2024, 1000, "1,000"),
        salient("import", "Refined", 2025, 300, "300", **TIN),
        salient("stock", "Stocks", 2024, 80, "80", **TIN),
        salient("stock", "Stocks", 2025, 60, "60", **TIN),
        salient("consumption", "Apparent", 2025, 400, "400", **TIN),
    ],
    "us_import_reliance": [
        reliance(2025, "79", percent=79.0),
        reliance(2024, ">50", low_pct=50.0, flag="at_least"),
        reliance(2025, "90", percent=90.0, **TIN),
    ],
    "us_balance_term": [
        term("reliance", None, "NIR"),
        term("consumption", "consumption", "Apparent"),
        term("production", "production", "Secondary"),
        term("reliance", None, "NIR", **TIN),
        term("consumption", "consumption", "Apparent", **TIN),
        term("import", "import", "Refined", **TIN),
        term("stock", "stock", "Stocks", **TIN),
    ],
    "us_import_source": [source("FIN", 50), source("CHN", 40, hong_kong=True), source("OTHER", 10)],
    "us_trade_match": [
        {
            **COBALT,
            "hs6": "282200",
            "stage": "refined",
            "import_detail": "Imports",
            "source_detail": "All",
            "reason": "half of the goods is cobalt.",
        }
    ],
    "usgs_leading_producer": [
        {
            **COBALT,
            **USGS,
            "stage": "mined",
            "iso3": "COD",
            "year": 2025,
            "quantity_t": 230_000,
            "world_t": 300_000,
            "percent": 77.0,
            "raw_value": "77",
        }
    ],
    "recycling_rate": [
        {"mineral": "cobalt", "material": "Cobalt", "rate_share": 0.22, "status": "assessed", "source_id": "eu-test"}
    ],
    "eu_supply_share": [
        {
            "scope": scope,
            "mineral": "cobalt",
            "material": "Cobalt",
            "stage": "refined",
            "iso3": iso3,
            "share": share,
            "trade_factor": factor,
            "raw_value": f"{share:.0%}",
            "source_id": "eu-test",
        }
        for scope, iso3, share, factor in (
            ("eu_sourcing", "COD", 0.02, 1.1),
            ("eu_sourcing", "FIN", 0.62, 0.8),
            ("global_supply", "CHN", 0.6, 1.0),
        )
    ],
    "published_distance": [
        {
            "from_port": "A",
            "to_port": "B",
            "route_case": "open",
            "from_lon": 0,
            "from_lat": 0,
            "to_lon": 1,
            "to_lat": 1,
            "published_nm": 1000,
            "modelled_km": 1980.0,
            "publisher": "Test",
            "document": "Test",
            "url": "https://example.org/",
            "confidence": "high",
            "note": "nautical miles",
            "source_id": "geo-test",
            "route_source_id": "geo-test",
        }
    ],
}


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    tables = frames() | {
        name: pd.DataFrame(rows, columns=TABLE_BY_NAME[name].column_names, dtype=object) for name, rows in ROWS.items()
    }
    half = tables["trade_code"]["hs6"] == "282200"
    tables["trade_code"].loc[half, ["contained_share", "contained_basis"]] = [0.5, "stoichiometry"]
    settings = write_data(tmp_path_factory.mktemp("dependence"), tables)
    build_database(settings, lambda _line: None)
    opened = open_atlas(settings)
    yield opened
    opened.close()


def test_newest_production_is_no_projection_and_of_one_source(atlas: Atlas) -> None:
    rows = ask.newest_production(atlas)
    years = rows.groupby(["mineral", "stage"])[["year", "source_id"]].first()
    assert years.loc[("cobalt", "refined")].tolist() == [2024, "iea-test"]
    assert years.loc[("cobalt", "mined")].tolist() == [2025, "usgs-test"]
    assert set(ask.newest_production(atlas, stage="mined")["stage"]) == {"mined"}


def test_printed_output_is_the_largest_single_cell_of_any_publisher(atlas: Atlas) -> None:
    rows = ask.printed_output(atlas, "cobalt", since=2023).set_index("area")
    assert rows.loc["FIN", "quantity_t"] == 20_000
    assert rows.loc["COD", "quantity_t"] == 230_000
    assert "NAM" not in rows.index
    assert not {"OTHER", "WORLD"} & set(rows.index)
    assert ask.printed_output(atlas, "cobalt", since=2026).empty


def test_flows_of_a_basket_code_stand_for_no_mineral(atlas: Atlas) -> None:
    rows = ask.complete_flows(atlas)
    assert set(rows["hs6"]) == {"282200"}
    assert rows["is_pure"].all()
    assert set(rows["year"]) == {2024}
    assert set(ask.complete_flows(atlas, importers=["DEU"])["importer_iso3"]) == {"DEU"}


def test_ores_of_another_code_count_only_for_the_refined_stage(atlas: Atlas) -> None:
    assert ask.upstream_imports(atlas, "cobalt", "mined", 2024).empty
    assert ask.upstream_imports(atlas, "cobalt", "refined", 2024).empty


def test_a_balance_has_the_stock_of_the_year_before(atlas: Atlas) -> None:
    stock = ask.us_balance(atlas).query("term == 'stock' and year == 2025").iloc[0]
    assert (stock["previous_t"], stock["quantity_t"]) == (80, 60)


def test_eu_shares_and_rates_come_by_scope_and_mineral(atlas: Atlas) -> None:
    assert ask.eu_supply_shares(atlas)["iso3"].tolist() == ["FIN", "COD", "CHN"]
    assert ask.eu_supply_shares(atlas, mineral="tin").empty
    assert ask.recycling_rates(atlas)["rate_share"].tolist() == [0.22]


def test_series_carry_a_bound_as_such(atlas: Atlas) -> None:
    series = {(entry.mineral, entry.stage): entry for entry in newest_series(atlas)}
    assert series[("cobalt", "mined")].result.top1 == pytest.approx(230 / 300)
    assert not series[("cobalt", "mined")].is_bound
    assert series[("tungsten", "refined")].result.share_of("CHN") == 0.856


def one(rows: tuple[Comparison, ...], family: Family, words: str) -> Comparison:
    (row,) = [row for row in rows if row.family is family and words in row.subject]
    return row


def test_every_family_of_the_agreement_worked_by_hand(atlas: Atlas) -> None:
    result = agreement(atlas)
    leading = one(result.rows, Family.LEADING_SHARE, "Cobalt mined 2025: DR Congo")
    assert (leading.ours, leading.verdict) == (pytest.approx(230 / 3), Verdict.PASS)
    cobalt = one(result.rows, Family.IMPORT_RELIANCE, "Cobalt 2025")
    assert (cobalt.ours, cobalt.verdict, cobalt.note) == (
        pytest.approx(79.17, abs=0.01),
        Verdict.PASS,
        "reason of production",
    )
    withheld = one(result.rows, Family.IMPORT_RELIANCE, "Cobalt 2024")
    assert withheld.verdict is Verdict.NOT_COMPARABLE
    assert "Apparent is printed as 'W'" in withheld.note
    assert withheld.published.high == math.inf
    tin = one(result.rows, Family.IMPORT_RELIANCE, "Tin 2025")
    assert (tin.ours, tin.verdict) == (pytest.approx(100 * (300 + 20) / 400), Verdict.FAIL)
    tonnes = one(result.rows, Family.IMPORT_TONNES, "282200")
    assert (tonnes.ours, tonnes.difference) == (pytest.approx((1000 + 900) / 2), pytest.approx(-5.0))
    assert tonnes.published_text == "1,000 metric tons"
    assert "Flows of 5,000,000 USD have no tonnes" in tonnes.note
    finland = one(result.rows, Family.IMPORT_SOURCE, "from Finland")
    assert (finland.ours, finland.verdict) == (pytest.approx(100_000 / 1900), Verdict.PASS)
    assert "by tonnes" in finland.unit
    distance = one(result.rows, Family.SEA_DISTANCE, "A to B")
    assert (distance.difference, distance.verdict) == (pytest.approx(100 * (1980 / 1852 - 1)), Verdict.FAIL)
    assert {row.verdict for row in result.failures} == {Verdict.FAIL}
    assert sum(sum(counts.values()) for counts in result.counts.values()) == len(result.rows)


def test_an_empty_database_gives_an_agreement_table_of_world_sums_only(tiny_atlas: Atlas) -> None:
    assert {row.family for row in agreement(tiny_atlas).rows} == {Family.WORLD_SUM}
