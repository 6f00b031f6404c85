"""The still map: what stands on it is what the browser would draw, layer by layer, place by place, colour by colour."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely
from PIL import Image

from geo.evidence.geography import load_geography
from geo.schema.codes import HOME_REGIONS, Region
from geo.settings import load_settings
from geo.store.basemap import load_basemap
from geo.view.deck import Place
from geo.view.draw import USUAL_BOX, MapOptions, flat_map, globe_map
from geo.view.expression import reader_of
from geo.view.frames import FRAMES, WORLD, filled_frame
from geo.view.icon_shapes import symbols
from geo.view.icons import CELL, atlas_svg, icon_mapping
from geo.view.palette import DARK, LIGHT, WORLD_SHARE, Role, Theme, rgb
from geo.view.payload import MapBase, prepare_base
from geo.view.projection import Box, Flat, Globe, projection_of
from geo.view.scene import Flow, Label, MapScene, Site, SiteKind, shade_by_class, shade_by_role
from geo.view.still import Content, Picture, still_map

LARGE = ("USA", "CAN", "BRA", "AUS", "CHN", "RUS", "DZA", "COD", "KAZ", "ARG", "IND", "MEX")
KINDS = tuple(SiteKind)
FLOWS = (Flow("a", (-70.4, -23.6), (139.6, 35.4), 0.3, Role.RISK), Flow("b", (25.0, -5.0), (10.0, 50.0), 0.06))
SITES = tuple(Site(f"s{k}", -100.0 + 20.0 * k, 0.0, kind, is_faint=k % 2 == 1) for k, kind in enumerate(KINDS))
FULL = MapScene(
    shading=replace(shade_by_role({"CHL": Role.RISK, "USA": Role.HOME}, LIGHT, frozenset({"AUS"})), tips={}),
    flows=FLOWS,
    sites=SITES,
    labels=(Label("Chile", -71.0, -35.0), Label("Côte d'Ivoire $5$", -5.0, 7.0)),
    home=Region.EUROPE,
    chosen_country="CHL",
    chosen_site="s2",
    chosen_flow="a",
)


@pytest.fixture(scope="module")
def base() -> MapBase:
    return prepare_base(load_basemap(load_settings().basemap), {})


def options(**more: Any) -> MapOptions:
    return MapOptions(**({"theme": LIGHT, "frame": FRAMES[WORLD]} | more))


def picture_of(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def place(description: dict[str, Any], box: Box, lon: float, lat: float) -> tuple[int, int]:
    projection = projection_of(description["views"][0], description["initialViewState"], box)
    pixels, is_seen = projection.place(np.array([[lon, lat, 0.0]]))
    shifted = [pixels[0, 0] + shift for shift in projection.copies()]
    inside = [x for x in shifted if 0 <= x < box.width]
    return (int(inside[0]), int(pixels[0, 1])) if is_seen[0] and inside else (-1, -1)


@pytest.mark.parametrize("maker", [flat_map, globe_map])
@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("scene", [FULL, MapScene()])
def test_every_layer_of_the_deck_is_on_the_still_in_its_order(base: MapBase, maker: Any, theme: Theme, scene: MapScene):
    content = Content()
    deck = json.loads(maker(scene, base, options(theme=theme), content).to_json())
    picture = Picture(deck, content.of, USUAL_BOX, base.memory)
    png = picture.png(1.0, theme.sea)
    assert picture.drawn == [layer["id"] for layer in deck["layers"]]
    assert picture_of(png).shape == (410, 800, 3)


@pytest.mark.parametrize("more", [{"flows": ()}, {"sites": ()}, {"labels": ()}, {"home": None}, {"chosen_site": None}])
def test_what_is_taken_from_the_scene_is_gone_from_the_still(base: MapBase, more: dict[str, Any]):
    whole = picture_of(still_map(FULL, base, options()))
    less = picture_of(still_map(replace(FULL, **more), base, options()))
    assert np.any(whole != less)


@pytest.mark.parametrize("frame", [*FRAMES])
@pytest.mark.parametrize("maker", [flat_map, globe_map])
@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_country_has_the_colour_of_its_class_where_the_live_map_has_it(
    base: MapBase, maker: Any, theme: Theme, frame: str
):
    values = {iso3: 0.005 + 0.08 * k for k, iso3 in enumerate(LARGE)}
    shading = shade_by_class(values, WORLD_SHARE, theme)
    shown = options(theme=theme, frame=filled_frame(frame, base.outlines))
    scene = MapScene(shading)
    pixels = picture_of(still_map(scene, base, shown, maker))
    description = json.loads(maker(scene, base, shown, Content()).to_json())
    looked = 0
    for iso3 in LARGE:
        shape = shapely.geometry.shape(base.shapes[iso3])
        largest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
        inside = shapely.maximum_inscribed_circle(largest).coords[0]
        x, y = place(description, USUAL_BOX, *inside)
        if 3 <= x < 797 and 3 <= y < 407:
            looked += 1
            assert pixels[y, x].tolist() == rgb(shading.colours[iso3]), (iso3, x, y)
    assert looked >= (1 if maker is globe_map or frame == Region.EUROPE.value else 4)


def test_twice_the_pixels_show_the_same_map(base: MapBase):
    single = picture_of(still_map(FULL, base, options()))
    double = picture_of(still_map(FULL, base, options(), pixel_ratio=2))
    assert double.shape == (820, 1600, 3)
    halved = np.asarray(Image.fromarray(double).resize((800, 410), Image.Resampling.BOX), dtype=float)
    assert np.mean(np.abs(halved - single)) < 3


def test_many_threads_draw_what_one_draws(base: MapBase):
    shown = [
        options(theme=theme, frame=filled_frame(name, base.outlines)) for theme in (LIGHT, DARK) for name in FRAMES
    ]
    alone = [still_map(FULL, prepared(base), each) for each in shown]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda each: still_map(FULL, prepared(base), each), shown))
    assert together == alone


def prepared(base: MapBase) -> MapBase:
    """Return the base with a memory of its own, so that nothing is taken from there."""
    return replace(base, memory=type(base.memory)())


def test_every_choice_of_the_centre_changes_the_picture(base: MapBase):
    for maker in (flat_map, globe_map):
        pictures = [
            picture_of(still_map(FULL, base, options(frame=filled_frame(name, base.outlines)), maker))
            for name in FRAMES
        ]
        for k, one in enumerate(pictures):
            for other in pictures[k + 1 :]:
                assert np.mean(np.any(one != other, axis=2)) > 0.15


@pytest.mark.parametrize("region", HOME_REGIONS)
@pytest.mark.parametrize("box", [Box(800, 410), Box(1230, 770), Box(340, 400)])
def test_a_region_fills_the_map_and_lies_within_it(base: MapBase, region: Region, box: Box):
    frame = filled_frame(region.value, base.outlines)
    assert frame.bounds is not None
    west, south, east, north = frame.bounds
    for maker in (flat_map, globe_map):
        deck = json.loads(maker(MapScene(), base, options(frame=frame, box=box), Content()).to_json())
        projection = projection_of(deck["views"][0], deck["initialViewState"], box)
        lon, lat = (each.ravel() for each in np.meshgrid(np.linspace(west, east, 9), np.linspace(south, north, 9)))
        pixels, is_seen = projection.place(np.column_stack([lon, lat, 0 * lon]))
        taken = np.ptp(pixels, axis=0) / np.array([box.width, box.height])
        assert is_seen.all() or maker is globe_map
        if maker is flat_map and not at_world_zoom(projection, box):
            assert 0.9 <= taken.max() <= 0.95
            assert pixels.min() >= 0
        if maker is flat_map:
            # No region is smaller than on the map of the world.
            assert projection.zoom >= np.log2(box.width / 512) - 1e-3


def at_world_zoom(projection: Flat | Globe, box: Box) -> bool:
    return projection.zoom < max(np.log2(box.width / 512), np.log2(box.height / 512 * 360 / 299)) + 0.05


@pytest.mark.parametrize(
    ("region", "towns"),
    [
        (Region.EUROPE, [(-9.1, 38.7), (-21.9, 64.1), (25.7, 66.5), (23.7, 38.0), (30.5, 50.4)]),
        (Region.ASIA_PACIFIC, [(174.8, -41.3), (77.2, 28.6), (141.3, 43.1), (144.9, -37.8)]),
        (Region.AMERICAS, [(-149.9, 61.2), (-70.9, -53.1), (-35.0, -8.0), (-123.1, 49.3)]),
    ],
)
def test_no_town_of_a_region_is_left_out_of_its_view(base: MapBase, region: Region, towns: list[tuple[float, float]]):
    bounds = filled_frame(region.value, base.outlines).bounds
    assert bounds is not None
    west, south, east, north = bounds
    assert all(west <= lon <= east and south <= lat <= north for lon, lat in towns)


def test_a_map_that_was_lost_stands_where_it_was(base: MapBase):
    at = Place(-20.0, 25.0, 2.5)
    deck = json.loads(flat_map(FULL, base, options(at=at), Content()).to_json())
    projection = projection_of(deck["views"][0], deck["initialViewState"], USUAL_BOX)
    assert (projection.longitude, projection.zoom) == (-20.0, pytest.approx(2.5, abs=1e-5))
    assert projection.latitude == pytest.approx(25.0)


@pytest.mark.parametrize(("zoom", "diameter"), [(0.5, 211), (1.3, 345), (2.2, 579)])
def test_the_globe_is_as_large_as_the_browser_draws_it(zoom: float, diameter: float):
    """Measured in Chromium on a chart 700 pixels high, seen from the equator."""
    assert 2 * Globe(Box(1400, 700), 0.0, 0.0, zoom).disc_px == pytest.approx(diameter, abs=7)


def test_the_flat_map_is_held_at_the_edges_of_the_world(base: MapBase):
    for box in (Box(800, 410), Box(1900, 900), Box(300, 600)):
        deck = json.loads(flat_map(FULL, base, options(at=Place(170.0, 80.0, 0.0)), Content()).to_json())
        projection = projection_of(deck["views"][0], deck["initialViewState"], box)
        corners, _ = projection.place(np.array([[191.0, 84.0, 0.0], [-169.0, -78.0, 0.0]]))
        assert corners[0, 0] >= box.width - 1e-6
        assert corners[0, 1] <= 1e-6
        assert corners[1, 0] <= 1e-6
        assert corners[1, 1] >= box.height - 1e-6


@pytest.mark.parametrize(
    ("text", "row", "value"),
    [
        ("@@=properties.w+2.5", {"w": 3.5}, 6.0),
        ("@@=11.0+properties.w*2.6", {"w": 10}, 37.0),
        ("@@=([[1,2,3],[4,5,6]])[('0110')[properties.i]]", {"i": 2}, [4, 5, 6]),
        ("@@=('01')[properties.i] * 2.5 + 1.5", {"i": 1}, 4.0),
        ("@@=properties.r == 3 ? [3,1.2] : [0,0]", {"r": 3}, [3, 1.2]),
        ("@@=([7,8,9])[__source.object.properties.k == 1 ? 0 : __source.object.properties.r + 1]", {"k": 2, "r": 1}, 9),
        ([1, 2, 3], {}, [1, 2, 3]),
        ("plain", {}, "plain"),
    ],
)
def test_an_expression_is_read_as_the_browser_reads_it(text: Any, row: dict[str, Any], value: Any):
    assert reader_of(text)(row) == pytest.approx(value) if isinstance(value, float) else reader_of(text)(row) == value


@pytest.mark.parametrize(
    "text", ["@@=alert(1)", "@@=properties.w -", "@@=[1,", "@@=a ? 1", "@@=1 2", "@@=window.x", "@@="]
)
def test_an_expression_of_another_kind_is_refused(text: str):
    with pytest.raises(ValueError, match="cannot be read"):
        reader_of(text)


def test_a_layer_of_another_kind_is_refused(base: MapBase):
    content = Content()
    deck = json.loads(flat_map(MapScene(), base, options(), content).to_json())
    deck["layers"].append({"@@type": "HexagonLayer", "id": "six"})
    with pytest.raises(ValueError, match="'six' of type HexagonLayer"):
        Picture(deck, content.of, USUAL_BOX, base.memory).png(1.0, "#FFFFFF")


def test_every_symbol_is_read_from_the_atlas_with_its_halo():
    found = symbols(atlas_svg())
    for kind in SiteKind:
        sizes = []
        for halo in (False, True):
            cell = icon_mapping([kind], halo=halo)[kind.value]
            extent = found[cell["x"], cell["y"]].get_extents()
            assert (extent.x0 >= 0, extent.y0 >= 0, extent.x1 <= CELL, extent.y1 <= CELL) == (True,) * 4
            sizes.append(extent.width)
        assert sizes[0] < sizes[1]


def test_nothing_of_the_drawing_is_loaded_before_it_is_needed():
    """The start of the server is not slower for it."""
    code = "import sys, geo.ui.frame, geo.topics; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_names_of_the_real_countries_are_drawn_as_they_are(real_atlas: Any, base: MapBase):
    names = sorted(set(load_geography(real_atlas).names.values()))
    for k in range(0, len(names), 60):
        shown = tuple(Label(name, -170.0 + 6 * (j % 60), 10.0) for j, name in enumerate(names[k : k + 60]))
        still_map(MapScene(labels=shown), base, options(), flat_map)
