"""Choice of gateway ports and the rows of the distance table, on places worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.errors import DataContractError
from geo.facts.distance import distance_table, overland_distances
from geo.facts.gateway import BY_RULE, REVIEWED, country_gateways, gateway_port_table, ports_by_rule
from geo.great_circle import great_circle_km


def port(iso3, number, name, lon, lat, *, size="Small", pier=10.0, snap=5.0):
    return {
        "iso3": iso3,
        "wpi_number": number,
        "name": name,
        "water_body": "Nearest Sea; Ocean",
        "harbor_size": size,
        "cargo_pier_depth_m": pier,
        "lon": lon,
        "lat": lat,
        "snap_km": snap,
    }


PORTS = pd.DataFrame(
    [
        port("CHL", "14660", "Antofagasta", -70.42, -23.65, snap=91.5),
        port("CHL", "14500", "Valparaiso", -71.62, -33.03, size="Large"),
        port("NLD", "31140", "Rotterdam", 4.48, 51.92, size="Large"),
        port("CHN", "59970", "Shanghai", 121.5, 31.22, size="Large"),
        port("QAT", "48288", "Hamad", 51.6, 25.02),
        port("USA", "7640", "New York City", -74.0, 40.7, size="Large"),
    ]
)
CHOICE = pd.DataFrame(
    [
        ("BOL", "14660", "Antofagasta", "Pacific", "railway"),
        ("CHL", "14660", "Antofagasta", "Pacific", "copper"),
        ("CHE", "31140", "Rotterdam", "North Sea", "Rhine"),
    ],
    columns=["iso3", "wpi_number", "port_name", "coast", "reason"],
)
COUNTRY = pd.DataFrame(
    [
        ("BOL", -64.59, -16.67),
        ("CHE", 7.46, 46.72),
        ("CHL", -72.32, -38.15),
        ("CHN", 106.34, 32.5),
        ("DEU", 9.68, 50.96),
        ("NLD", 5.61, 52.42),
        ("QAT", 51.14, 25.24),
        ("USA", -97.48, 39.54),
    ],
    columns=["iso3", "label_lon", "label_lat"],
)
NO_PAIRS = pd.DataFrame({"iso3_a": [], "iso3_b": [], "reason": []}, dtype="string")


@pytest.fixture(scope="module")
def gateways():
    return country_gateways(PORTS, CHOICE, COUNTRY)


@pytest.fixture(scope="module")
def distances(gateways):
    pairs = pd.DataFrame([("CHN", "NLD", "made up")], columns=["iso3_a", "iso3_b", "reason"])
    return distance_table(gateways, COUNTRY, pairs).set_index(["from_iso3", "to_iso3", "route_case"])


def test_a_reviewed_country_has_its_reviewed_ports_only(gateways):
    assert gateways.query("iso3 == 'CHL'")["name"].tolist() == ["Antofagasta"]
    assert gateways.query("iso3 == 'NLD'")["choice"].tolist() == [BY_RULE]
    assert gateways.query("iso3 == 'BOL'")[["port_iso3", "choice"]].to_numpy().tolist() == [["CHL", REVIEWED]]


def test_a_country_without_any_port_has_no_gateway(gateways):
    assert "DEU" not in set(gateways["iso3"])


def test_a_shared_port_is_one_row_under_its_own_country(gateways):
    table = gateway_port_table(gateways)
    assert table["port_id"].is_unique
    assert table.set_index("port_id")["iso3"].to_dict() == {
        "wpi-14660": "CHL",
        "wpi-31140": "NLD",
        "wpi-59970": "CHN",
        "wpi-48288": "QAT",
        "wpi-7640": "USA",
    }


def test_rule_prefers_a_near_then_a_large_then_a_deep_port():
    ports = pd.DataFrame(
        [
            port("AAA", "1", "Far", 0, 0, size="Large", snap=60.0),
            port("AAA", "2", "Shallow", 0, 0, size="Medium", pier=5.0),
            port("AAA", "3", "Deep", 0, 0, size="Medium", pier=12.0),
            port("AAA", "4", "Unknown depth", 0, 0, size="Medium", pier=np.nan),
            port("AAA", "5", "Little", 0, 0, size="Very Small", pier=20.0),
            port("BBB", "6", "Only", 0, 0, size="", snap=400.0),
        ]
    )
    assert ports_by_rule(ports)["name"].tolist() == ["Deep", "Only"]
    assert ports_by_rule(ports)["coast"].tolist() == ["Nearest Sea", "Nearest Sea"]


def test_a_port_that_changed_its_name_or_coast_is_a_finding():
    renamed = CHOICE.assign(
        port_name=["Antofagasta", "Mejillones", "Rotterdam"], coast=["North", "Pacific", "North Sea"]
    )
    with pytest.raises(DataContractError) as caught:
        country_gateways(PORTS, renamed, COUNTRY)
    findings = caught.value.findings
    assert len(findings) == 2
    assert "line 3: port 14660 'Mejillones' occurs 0 times" in findings[0]
    assert "'North', 'Pacific'" in findings[1]


def test_own_and_foreign_ports_do_not_mix():
    mixed = pd.concat([CHOICE, CHOICE.iloc[[2]].assign(iso3="CHL")])
    with pytest.raises(DataContractError, match="CHL has ports of its own and of others"):
        distance_table(country_gateways(PORTS, mixed, COUNTRY), COUNTRY, NO_PAIRS)


def test_land_legs_are_great_circles_and_add_up(distances):
    row = distances.loc[("BOL", "USA", "open")]
    expected = great_circle_km(-64.59, -16.67, -70.42, -23.65)
    assert row["from_land_km"] == round(float(expected))
    assert pd.isna(row["to_land_km"])
    assert row["total_km"] == row["from_land_km"] + row["sea_km"]
    assert row["from_port_id"] == "wpi-14660"


def test_a_country_and_the_host_of_its_port_trade_overland(distances):
    row = distances.loc[("BOL", "CHL", "open")]
    assert row["mode"] == "overland"
    assert row["total_km"] == row["overland_km"] == round(float(great_circle_km(-64.59, -16.67, -72.32, -38.15)))
    assert pd.isna(row["sea_km"])
    assert pd.isna(row["from_port_id"])


def test_a_reviewed_pair_keeps_the_way_by_sea_beside_it(distances):
    row = distances.loc[("NLD", "CHN", "open")]
    assert row["mode"] == "overland"
    assert row["total_km"] == row["overland_km"] < row["sea_km"]
    assert (row["from_port_id"], row["to_port_id"]) == ("wpi-31140", "wpi-59970")
    assert pd.isna(row["passages"])


def test_behind_a_closed_strait_there_is_no_way_and_no_zero(distances):
    row = distances.loc[("QAT", "USA", "hormuz_closed")]
    assert row["mode"] == "none"
    assert row[["sea_km", "from_land_km", "to_land_km", "overland_km", "total_km", "from_port_id"]].isna().all()
    assert "hormuz" in distances.loc[("QAT", "USA", "open"), "passages"]


def test_overland_pairs_are_alphabetical_and_placed():
    pairs = pd.DataFrame([("USA", "CHN", ""), ("DEU", "XXX", "")], columns=["iso3_a", "iso3_b", "reason"])
    with pytest.raises(DataContractError) as caught:
        overland_distances({}, {"USA": (0.0, 0.0), "CHN": (1.0, 0.0), "DEU": (2.0, 0.0)}, pairs)
    assert len(caught.value.findings) == 2
    assert "line 2: USA stands before CHN" in caught.value.findings[0]
    assert "XXX has no label point" in caught.value.findings[1]
