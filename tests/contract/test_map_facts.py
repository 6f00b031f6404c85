"""The committed map: land under every site, dashes along every disputed border."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely

from geo.facts.coast import NEAR_KM, km_from
from geo.facts.disputed import common_border
from geo.schema import TABLE_BY_NAME
from geo.schema.files import read_facts
from geo.settings import PROJECT
from geo.store.basemap import load_basemap
from geo.view.words import BOUNDARIES

BASEMAP = load_basemap(PROJECT / "data" / "basemap")
SOMALILAND, NORTHERN_CYPRUS, SIACHEN = (46.0, 9.5), (33.6, 35.3), (77.1, 35.4)
CLAIMS = (
    ("XKX", "SRB"),
    ("ESH", "MAR"),
    ("ISR", "PSE"),
    (SOMALILAND, "SOM"),
    (NORTHERN_CYPRUS, "CYP"),
    (SIACHEN, "IND"),
    (SIACHEN, "PAK"),
)
"""Natural Earth 5.1.1: neighbours of which its point-of-view columns count one as part of the other; a polygon without a
code is named by a point in it. Taiwan and the Falkland Islands have no neighbour by land."""

ROUGHLY_DEG = 0.6
"""The places below are named to about this."""

DASHED = {
    "Crimea and mainland Ukraine": (33.7, 46.1),
    "Kosovo and Serbia": (20.9, 43.1),
    "Northern Cyprus and Cyprus": (33.4, 35.15),
    "Somaliland and Somalia": (48.0, 9.0),
    "Western Sahara": (-11.0, 27.67),
    "Golan Heights, west": (35.6, 33.0),
    "Golan Heights, east": (35.85, 33.0),
    "Line of Control": (74.0, 34.6),
    "Aksai Chin": (78.7, 34.3),
    "Transnistria": (29.2, 47.3),
    "Donbas": (37.8, 48.0),
}


@pytest.fixture(scope="module")
def polygons():
    features = json.loads(BASEMAP.countries_geojson)["features"]
    shapes = np.array([shapely.from_geojson(json.dumps(row["geometry"])) for row in features], dtype=object)
    return [row["properties"]["iso3"] for row in features], shapes


@pytest.fixture(scope="module")
def dashes():
    return shapely.multilinestrings([shapely.LineString(line) for line in BASEMAP.disputed])


def shape_of(polygons, named):
    codes, shapes = polygons
    if isinstance(named, str):
        return shapes[codes.index(named)]
    (row,) = shapely.STRtree(shapes).query(shapely.Point(named), predicate="intersects")
    assert codes[row] is None
    return shapes[row]


@pytest.mark.parametrize(("one", "claimant"), CLAIMS)
def test_the_border_with_a_claimant_is_dashed_from_end_to_end(polygons, dashes, one, claimant):
    border = common_border(shape_of(polygons, one), shape_of(polygons, claimant))
    assert border.length > 0.1
    assert border.difference(dashes.buffer(1e-6)).length == pytest.approx(0, abs=1e-9)


def test_every_polygon_without_a_code_touches_a_claimant_above(polygons):
    uncoded = [shape for iso3, shape in zip(*polygons, strict=True) if iso3 is None]
    named = [shape_of(polygons, one) for one, _ in CLAIMS if not isinstance(one, str)]
    assert len(uncoded) == 3
    assert all(any(shape is each for each in named) for shape in uncoded)


@pytest.mark.parametrize("place", DASHED)
def test_a_border_that_is_known_to_be_disputed_is_dashed(dashes, place):
    assert dashes.distance(shapely.Point(DASHED[place])) < ROUGHLY_DEG


def test_no_line_is_dashed_twice(dashes):
    """Dashes over dashes look solid."""
    lines = [line for line in shapely.get_parts(dashes) if line.length > 0.5]
    for row, line in enumerate(lines):
        others = shapely.multilinestrings(lines[:row] + lines[row + 1 :])
        assert line.intersection(others.buffer(0.02)).length < 0.2


def test_borders_that_nobody_disputes_are_not_dashed(dashes):
    quiet = {"France and Spain": (0.5, 42.7), "Canada and United States": (-105.0, 49.0), "Brazil, Peru": (-73.0, -8.5)}
    assert all(dashes.distance(shapely.Point(place)) > 1 for place in quiet.values())


def test_the_line_under_the_map_says_which_lines_are_dashed_and_of_which_edition():
    for words in ("Natural Earth 5.1.1", "edition 4", "without control"):
        assert words in BOUNDARIES


def test_no_default_site_stands_in_the_sea_unless_it_says_so(polygons):
    frame, findings = read_facts(TABLE_BY_NAME["facility"], PROJECT / "data" / "facts")
    assert findings == []
    sites = frame[frame["is_default"]]
    land = shapely.get_parts(polygons[1])
    km = km_from(land, sites[["lon", "lat"]].to_numpy(dtype=float))
    at_sea = sites[km > NEAR_KM]
    said = at_sea["is_location_approximate"] | at_sea["note"].fillna("").str.contains("not drawn at 1:50m", regex=False)
    assert at_sea.loc[~said, ["facility_id", "name", "lon", "lat"]].to_dict("records") == []
    assert len(at_sea) < 10


@pytest.mark.parametrize(
    ("place", "lon", "lat"),
    [
        ("Christmas Island", 105.65, -10.492),
        ("Galang Batang refinery", 104.658061, 0.917952),
        ("Galang Batang bauxite", 104.62535, 0.926257),
        ("Kijang", 104.484334, 1.084778),
        ("Cagdianao Nickel Mine", 125.6681, 10.1618),
        ("Dinagat Chromite-Nickel Mine", 125.55, 10.08),
        ("Marcopper San Antonio", 121.96807, 13.460055),
        ("Anglesey", -4.603053, 53.296958),
        ("San Jorge Nickel", 159.6658, -8.5092),
        ("Goro Complex", 166.9719, -22.2925),
        ("CCR", -73.511778, 45.627518),
    ],
)
def test_land_is_kept_under_a_site_that_stood_in_the_sea(polygons, place, lon, lat):
    (km,) = km_from(shapely.get_parts(polygons[1]), np.array([[lon, lat]]))
    assert km < NEAR_KM, place


def test_the_lines_are_of_the_polygons_drawn(polygons, dashes):
    """A dash that runs along a border lies on it, so that the map shows one line and not two."""
    edges = shapely.STRtree(shapely.get_rings(polygons[1]))
    parts = shapely.get_parts(dashes)
    away = [shapely.points(shapely.get_coordinates(shapely.segmentize(line, 0.1))) for line in parts]
    far = [edges.query_nearest(points, return_distance=True, all_matches=False)[1] for points in away]
    on_borders = [deg for deg in far if (deg < 1e-6).all()]
    beside = [deg for deg in far if (deg > 1e-6).any() and (deg < 0.05).mean() > 0.5]
    assert len(on_borders) >= 10
    assert len(beside) <= 2
