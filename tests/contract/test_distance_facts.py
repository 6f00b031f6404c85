"""The sea network against published distances and against its own library; the committed distances against their laws."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import searoute
from searoute.classes.marnet import Marnet
from searoute.data.marnet_dict import edge_list, node_list
from searoute.utils import from_nodes_edges_set

from geo.facts.distance_routes import (
    CANAL_LINES,
    CLOSED_PASSAGES,
    PASSAGE_TAGS,
    PASSAGES,
    nearest_nodes,
    port_routes,
    route_errors,
    sea_network,
)
from geo.facts.gateway import FAR_FROM_NETWORK_KM, REVIEWED
from geo.great_circle import great_circle_km
from geo.schema import TABLE_BY_NAME
from geo.schema.codes import Passage, RouteCase
from geo.schema.files import read_facts
from geo.schema.validate import check_references
from geo.settings import PROJECT
from geo.units import KM_PER_NAUTICAL_MILE

FACTS = PROJECT / "data" / "facts"
REVIEWED_FOLDER = PROJECT / "data" / "reviewed"
PUBLISHED = Path(__file__).parent / "published_port_distances.csv"
MOST_BYTES = 2_000_000
ROUNDING_KM = 2.0

PORTS = {
    "Shanghai": (121.8, 31.35),
    "Rotterdam": (4.05, 51.97),
    "Antofagasta": (-70.42, -23.65),
    "New York": (-74.02, 40.67),
    "Ras Tanura": (50.17, 26.64),
    "Port Hedland": (118.58, -20.32),
    "Durban": (31.05, -29.87),
    "Yokohama": (139.67, 35.43),
    "Mumbai": (72.83, 18.93),
    "Novorossiysk": (37.8, 44.7),
}


@pytest.fixture(scope="module")
def tables():
    result = {}
    for name, folder in {
        "source": REVIEWED_FOLDER,
        "gateway_choice": REVIEWED_FOLDER,
        "overland_pair": REVIEWED_FOLDER,
        "country": FACTS,
        "gateway_port": FACTS,
        "distance": FACTS,
    }.items():
        frame, findings = read_facts(TABLE_BY_NAME[name], folder)
        assert findings == []
        result[name] = frame
    return result


@pytest.fixture(scope="module")
def distance(tables):
    return tables["distance"]


@pytest.fixture(scope="module")
def totals(distance):
    """Total in km by pair and case; NaN where there is no way."""
    cases = {case.value: distance.loc[distance["route_case"] == case.value] for case in RouteCase}
    key = ["from_iso3", "to_iso3"]
    return pd.DataFrame({case: rows.set_index(key)["total_km"] for case, rows in cases.items()})


def one(distance, exporter, importer, case="open"):
    return distance.set_index(["from_iso3", "to_iso3", "route_case"]).loc[(exporter, importer, case)]


def test_modelled_distances_agree_with_published_ones():
    errors = route_errors(pd.read_csv(PUBLISHED))
    assert len(errors) == 25
    assert errors["error_pct"].abs().mean() < 2
    assert errors["error_pct"].abs().max() < 5


@pytest.fixture(scope="module")
def routes():
    lon, lat = np.array(list(PORTS.values())).T
    nodes, _ = nearest_nodes(sea_network(RouteCase.OPEN), lon, lat)
    return nodes, {case: port_routes(sea_network(case), nodes, np.zeros(len(nodes))) for case in RouteCase}


@pytest.mark.parametrize("case", list(RouteCase))
def test_routes_equal_the_librarys_own_answers(routes, case):
    nodes, found = routes
    places = list(node_list)
    tags = {tag for tag, passage in PASSAGE_TAGS.items() if passage in CLOSED_PASSAGES[case]}
    network = from_nodes_edges_set(Marnet(), node_list, edge_list)
    for a, b in [(0, 1), (0, 2), (1, 2), (3, 4), (4, 8), (5, 7), (6, 0), (9, 0), (9, 3), (4, 1)]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # its only sign that there is no way
            answer = searoute.searoute(
                places[nodes[a]], places[nodes[b]], restrictions=["northwest", *tags], M=network, return_passages=True
            )
        expected = answer.properties["length"] or np.inf
        assert found[case].km[a, b] == pytest.approx(expected, rel=5e-4)
        passed = {PASSAGES[k] for k in range(len(PASSAGES)) if found[case].passage_bits[a, b] >> k & 1}
        named = {PASSAGE_TAGS[tag] for tag in answer.properties["traversed_passages"] if tag in PASSAGE_TAGS}
        # The library does not tell of the Dardanelles.
        assert passed - {Passage.DARDANELLES} == named


def test_ways_between_ports_keep_the_triangle(routes):
    _, found = routes
    km = found[RouteCase.OPEN].km
    assert (km[:, None, :] <= km[:, :, None] + km[None, :, :] + 1e-6).all()


@pytest.mark.parametrize("passage", list(CANAL_LINES))
def test_the_line_across_a_canal_cuts_one_edge(passage):
    bit = 1 << PASSAGES.index(passage)
    cut = [way for ways in sea_network(RouteCase.OPEN).ways for way in ways if way[2] == bit]
    assert len(cut) == 2  # one edge, seen from both ends


def test_all_passages_are_on_the_network():
    seen = {bit for ways in sea_network(RouteCase.OPEN).ways for _, _, bit in ways if bit}
    assert seen == {1 << place for place in range(len(PASSAGES))}


def test_every_code_leads_to_a_row(tables):
    assert check_references(tables) == []
    ports = set(tables["gateway_port"]["port_id"])
    for column in ("from_port_id", "to_port_id"):
        assert set(tables["distance"][column].dropna()) <= ports


def test_file_is_small():
    assert (FACTS / "distance.parquet").stat().st_size < MOST_BYTES


def test_every_pair_of_countries_has_every_case(distance):
    countries = distance["from_iso3"].nunique()
    assert len(distance) == countries * (countries - 1) * len(RouteCase)
    assert (distance["from_iso3"] != distance["to_iso3"]).all()


def test_only_uninhabited_or_tiny_areas_have_no_gateway(tables, distance):
    without = set(tables["country"]["iso3"]) - set(distance["from_iso3"])
    assert without == {"AIA", "ALA", "ATF", "BLM", "BVT", "CCK", "HMD", "MAF", "MSR", "MYT", "PCN", "TKL"}


def test_the_way_back_is_as_long_as_the_way_there(distance):
    swapped = {"from_iso3": "to_iso3", "from_land_km": "to_land_km", "from_port_id": "to_port_id"}
    back = distance.rename(columns=swapped | {new: old for old, new in swapped.items()})[distance.columns]
    key = ["from_iso3", "to_iso3", "route_case"]
    pd.testing.assert_frame_equal(
        back.sort_values(key, ignore_index=True), distance.sort_values(key, ignore_index=True)
    )


def test_legs_add_up_to_the_total_of_the_chosen_mode(distance):
    sea = distance.query("mode == 'sea'")
    assert (sea["sea_km"] + sea["from_land_km"].fillna(0) + sea["to_land_km"].fillna(0) == sea["total_km"]).all()
    assert sea[["from_port_id", "to_port_id"]].notna().all(axis=None)
    assert sea["overland_km"].isna().all()
    overland = distance.query("mode == 'overland'")
    assert (overland["overland_km"] == overland["total_km"]).all()
    assert overland[["from_land_km", "to_land_km", "passages"]].isna().all(axis=None)


def test_no_way_is_never_a_number_and_no_number_is_zero(distance):
    none = distance.query("mode == 'none'")
    numbers = [name for name in distance.columns if name.endswith("_km")]
    assert none[[*numbers, "from_port_id", "to_port_id", "passages"]].isna().all(axis=None)
    assert distance.loc[distance["mode"] != "none", "total_km"].gt(0).all()
    assert distance["sea_km"].dropna().gt(0).all()


def test_closing_a_passage_never_shortens_a_way(totals):
    longer = totals.sub(totals["open"], axis=0)
    assert (longer.fillna(0) >= -ROUNDING_KM).all(axis=None)
    for part in ("suez_closed", "panama_closed"):
        assert (totals["cape_bulk"].sub(totals[part]).fillna(0) >= -ROUNDING_KM).all()
    # Where the open sea has no way, no closing opens one.
    assert totals["open"].notna().all()


def test_a_way_never_uses_the_passage_that_is_closed(distance):
    used = distance.groupby("route_case")["passages"].unique()
    for case, closed in CLOSED_PASSAGES.items():
        seen = {passage for text in used[case.value] if isinstance(text, str) for passage in text.split(";")}
        assert not seen & {passage.value for passage in closed}
        assert seen <= {passage.value for passage in Passage}


def test_a_way_that_avoids_a_passage_is_unmoved_by_its_closing(distance, totals):
    opened = distance.query("route_case == 'open'").set_index(["from_iso3", "to_iso3"])
    for case, closed in CLOSED_PASSAGES.items():
        avoids = ~opened["passages"].fillna("").str.split(";").map(lambda used, shut=closed: bool(set(used) & shut))
        moved = (totals[case.value] - totals["open"]).loc[avoids.index[avoids]]
        assert moved.eq(0).all(), case


def test_no_sea_way_is_shorter_than_the_great_circle_between_its_ports(tables, distance):
    ports = tables["gateway_port"].set_index("port_id")
    sea = distance.dropna(subset=["sea_km"]).drop_duplicates(["from_port_id", "to_port_id", "route_case"])
    ends = [ports.loc[sea[column], ["lon", "lat"]].to_numpy() for column in ("from_port_id", "to_port_id")]
    direct = great_circle_km(ends[0][:, 0], ends[0][:, 1], ends[1][:, 0], ends[1][:, 1])
    # Half a kilometre of rounding; the stretches from port to network are counted, so none is owed for them.
    assert (sea["sea_km"].to_numpy() >= direct - 0.5).all()


def test_land_legs_are_great_circles_to_ports_abroad(tables, distance):
    ports = tables["gateway_port"].set_index("port_id")
    labels = tables["country"].set_index("iso3")
    sea = distance.query("mode == 'sea'").drop_duplicates(["from_iso3", "from_port_id"])
    abroad = ports.loc[sea["from_port_id"], "iso3"].to_numpy() != sea["from_iso3"].to_numpy()
    assert sea.loc[~abroad, "from_land_km"].isna().all()
    legs = sea.loc[abroad]
    start = labels.loc[legs["from_iso3"], ["label_lon", "label_lat"]].to_numpy()
    end = ports.loc[legs["from_port_id"], ["lon", "lat"]].to_numpy()
    expected = great_circle_km(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
    assert legs["from_land_km"].to_numpy() == pytest.approx(expected, abs=0.5)


def test_landlocked_countries_reach_the_sea_through_others_only(tables):
    landlocked = set(tables["country"].query("is_landlocked")["iso3"])
    hosts = set(tables["gateway_port"]["iso3"])
    assert not landlocked & hosts
    # DR Congo's mines, Bosnia's works and Palestine use ports abroad though the country has a coast.
    served = tables["gateway_choice"].merge(
        tables["gateway_port"].assign(wpi_number=lambda rows: rows["port_id"].str.removeprefix("wpi-"))[
            ["wpi_number", "iso3"]
        ],
        on="wpi_number",
        suffixes=("", "_port"),
    )
    abroad = set(served.loc[served["iso3"] != served["iso3_port"], "iso3"])
    assert abroad - landlocked == {"COD", "BIH", "PSE"}
    assert landlocked <= abroad


def test_reviewed_ports_far_from_the_network_say_so(tables):
    ports = tables["gateway_port"]
    far = ports.loc[(ports["snap_km"] > FAR_FROM_NETWORK_KM) & (ports["choice"] == REVIEWED)]
    assert 0 < len(far) < 20
    reasons = tables["gateway_choice"].groupby("wpi_number")["reason"].agg(" ".join)
    for row in far.itertuples():
        assert (
            f"{row.snap_km / KM_PER_NAUTICAL_MILE:.0f} nautical miles off" in reasons[row.port_id.removeprefix("wpi-")]
        ), row.name


def test_overland_ways_are_the_same_in_every_case(distance):
    modes = distance.groupby(["from_iso3", "to_iso3"])["mode"].agg(
        lambda used: {"overland"} <= set(used) != {"overland"}
    )
    assert not modes.any()


def test_with_hormuz_closed_only_the_gulf_is_cut_off(distance):
    none = distance.query("mode == 'none'")
    assert set(none["route_case"]) == {"hormuz_closed"}
    gulf = {"ARE", "BHR", "IRN", "IRQ", "KWT", "QAT"}
    assert (none["from_iso3"].isin(gulf) | none["to_iso3"].isin(gulf)).all()
    assert set(none["from_iso3"]) >= gulf
    assert one(distance, "SAU", "IND", "hormuz_closed")["mode"] == "sea"


@pytest.mark.parametrize(
    ("exporter", "importer", "low_km", "high_km"),
    [
        ("JPN", "CHL", 16_500, 17_900),  # across the Pacific, not round the world
        ("CHN", "USA", 10_300, 11_000),
        ("AUS", "USA", 11_500, 12_300),
        ("NCL", "JPN", 6_500, 7_500),  # near the date line
        ("CHL", "NLD", 12_800, 13_600),
        ("BRA", "DEU", 7_500, 9_500),
    ],
)
def test_well_known_ways(distance, exporter, importer, low_km, high_km):
    row = one(distance, exporter, importer)
    assert row["mode"] == "sea"
    assert low_km < row["total_km"] < high_km


def test_the_pacific_needs_no_canal_and_the_gulf_needs_its_strait(distance):
    assert pd.isna(one(distance, "JPN", "CHL")["passages"])
    assert one(distance, "ARE", "JPN")["passages"] == "hormuz;malacca"
    assert one(distance, "CHN", "NLD")["passages"] == "bab_el_mandeb;gibraltar;malacca;suez"
    assert "suez" not in (one(distance, "EGY", "IND")["passages"] or "")
    assert "cape_of_good_hope" in one(distance, "CHN", "ITA", "cape_bulk")["passages"]


def test_neighbours_trade_overland(distance):
    for a, b in [("CAN", "USA"), ("MEX", "USA"), ("CAN", "MEX"), ("COD", "ZMB"), ("CHN", "MNG"), ("DEU", "POL")]:
        assert one(distance, a, b)["mode"] == "overland"
    for a, b in [("GBR", "FRA"), ("USA", "CUB"), ("JPN", "KOR"), ("AUS", "CHN")]:
        assert one(distance, a, b)["mode"] == "sea"


def test_every_passage_is_marked_near_where_the_map_has_it():
    points, findings = read_facts(TABLE_BY_NAME["passage_point"], PROJECT / "data" / "facts")
    assert not findings
    assert set(points["passage"]) == {passage.value for passage in Passage}
    # Whole degrees around each strait, canal or cape: coarse enough to be common knowledge, fine enough to catch a swap.
    windows = {
        "suez": (32, 33, 29, 32),
        "panama": (-81, -79, 8, 10),
        "malacca": (95, 104, 1, 7),
        "hormuz": (55, 58, 25, 28),
        "bab_el_mandeb": (42, 45, 11, 14),
        "gibraltar": (-7, -4, 35, 37),
        "cape_of_good_hope": (17, 23, -37, -33),
        "cape_horn": (-76, -63, -58, -51),
    }
    for row in points.to_dict("records"):
        west, east, south, north = windows.get(row["passage"], (-180, 180, -90, 90))
        assert west <= row["lon"] <= east, row
        assert south <= row["lat"] <= north, row
