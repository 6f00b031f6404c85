from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from geo.build.check import Finding, Severity, findings, table_summary
from geo.errors import SourceError
from geo.schema.basemap import COUNTRIES_FILE
from tests.factory import COUNTRIES, frames


def square(iso3: str, west: float, south: float, number: int) -> dict[str, object]:
    east, north = west + 10, south + 10
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"i": number, "iso3": iso3}, "geometry": geometry}


@pytest.fixture
def basemap(tmp_path: Path) -> Path:
    """Two neighbours south of the equator: COD from 20 to 30 degrees east, ZMB from 30 to 40; nothing else."""
    features = [square("COD", 20, -15, 0), square("ZMB", 30, -15, 1)]
    (tmp_path / COUNTRIES_FILE).write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return tmp_path


def typed() -> dict[str, pd.DataFrame]:
    return {name: frame.infer_objects() for name, frame in frames().items()}


def accept_all(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Accept the one deviation of the tiny set: ilmenite, 3,600 listed of 9,000."""
    rows = [
        ("production", "titanium", "mined", "ilmenite", 2025, "usgs-test", -60.0, "test", "2026-01-01"),
        ("production", "cobalt", "mined", "cobalt", 2025, "usgs-test", -1.0, "test", "2026-01-01"),
    ]
    columns = tables["accepted_deviation"].columns
    return {**tables, "accepted_deviation": pd.DataFrame(rows, columns=columns)}


def errors(found: list[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.severity is Severity.ERROR]


def of_rule(found: list[Finding], rule: str) -> list[Finding]:
    return [finding for finding in found if finding.rule == rule]


def test_a_world_that_its_countries_do_not_sum_to_is_an_error_until_accepted(basemap: Path) -> None:
    tables = typed()
    open_ones = {**tables, "accepted_deviation": tables["accepted_deviation"].iloc[:0]}
    (finding,) = of_rule(errors(findings(open_ones, basemap)), "world deviation")
    assert "countries sum to 3,600 t, the printed world is 9,000 t (-60.00 %)" in finding.text
    assert of_rule(errors(findings(tables, basemap)), "world deviation") == []


def test_findings_come_with_the_gravest_first(basemap: Path) -> None:
    order = [list(Severity).index(finding.severity) for finding in findings(typed(), basemap)]
    assert order == sorted(order)


def test_an_accepted_deviation_that_is_gone_is_told(basemap: Path) -> None:
    tables = accept_all(typed())
    tables["accepted_deviation"].loc[1, "year"] = 1999
    (finding,) = of_rule(findings(tables, basemap), "world deviation")
    assert (finding.severity, "no longer there" in finding.text) == (Severity.WARNING, True)


def test_a_facility_deep_in_another_country_is_an_error(basemap: Path) -> None:
    tables = accept_all(typed())
    facility = tables["facility"]
    mine = facility["facility_id"] == "cod-big-mine"
    facility.loc[mine, "lon"] = 31.0
    (finding,) = of_rule(errors(findings(tables, basemap)), "facility outside its country")
    assert "cod-big-mine (Big mine) lies in ZMB, 109 km outside COD, at 31.000, -10.700" in finding.text


@pytest.mark.parametrize(("lon", "why"), [(30.3, "near the border"), (19.0, "on an island that is not drawn")])
def test_a_facility_that_the_simplified_boundaries_cannot_judge_is_none(basemap: Path, lon: float, why: str) -> None:
    tables = accept_all(typed())
    facility = tables["facility"]
    facility.loc[facility["facility_id"] == "cod-big-mine", "lon"] = lon
    assert of_rule(findings(tables, basemap), "facility outside its country") == [], why


def test_a_missing_basemap_is_an_error_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nearshore facts --raw DIR"):
        findings(typed(), tmp_path)


def test_a_primary_series_without_rows_is_an_error_and_a_lost_product_a_warning(basemap: Path) -> None:
    tables = accept_all(typed())
    series = tables["primary_series"]
    series.loc[0, "products"] = "no such product"
    series.loc[1, "products"] = "cobalt;no such product"
    found = of_rule(findings(tables, basemap), "primary series without rows")
    assert [finding.severity for finding in found] == [Severity.ERROR, Severity.WARNING]
    assert "no row of the products 'no such product'" in found[1].text


def test_a_facility_without_mineral_is_told(basemap: Path) -> None:
    tables = accept_all(typed())
    tables["facility_commodity"] = tables["facility_commodity"].query("facility_id != 'can-project'")
    (finding,) = of_rule(findings(tables, basemap), "facility without mineral")
    assert "can-project" in finding.text


def test_summary_tells_rows_years_countries_and_the_largest_value() -> None:
    summary = table_summary(typed()).set_index("table")
    assert summary.loc["statistic", ["first_year", "last_year"]].tolist() == [2020, 2030]
    assert summary.loc["trade_flow", "largest"] == "140,000,000 (HS17 2024 282200 COD NAM)"
    assert summary.loc["country", "countries"] == len(COUNTRIES)
    assert summary.loc["statistic", "rows"] == len(frames()["statistic"])
