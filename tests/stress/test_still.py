"""Still maps of scenes and views that nobody chose: always the size asked for, every layer, every class in its colour."""

from __future__ import annotations

import io
import json
import random

import numpy as np
import pytest
import shapely
from PIL import Image

from geo.schema.codes import HOME_REGIONS
from geo.settings import load_settings
from geo.store.basemap import load_basemap
from geo.view.deck import Place
from geo.view.draw import MapOptions, flat_map, globe_map
from geo.view.frames import FRAMES, filled_frame
from geo.view.palette import ROLES, THEMES, WORLD_SHARE, rgb
from geo.view.payload import MapBase, prepare_base
from geo.view.projection import Box, projection_of
from geo.view.scene import Flow, Label, MapScene, Site, SiteKind, shade_by_class
from geo.view.still import Content, Picture
from tests.conftest import Tries

EDGE_PX = 4


@pytest.fixture(scope="module")
def base() -> MapBase:
    return prepare_base(load_basemap(load_settings().basemap), {})


@pytest.mark.stress
def test_a_still_of_any_scene_at_any_view_is_true_to_its_deck(base: MapBase, tries: Tries):
    chance = random.Random(1200)
    middles = {iso3: middle for iso3 in base.shapes if (middle := middle_of(base, iso3)) is not None}
    times, looked = tries.count(6, 300), 0
    for _ in range(times):
        theme = chance.choice(list(THEMES.values()))
        maker = chance.choice([flat_map, globe_map])
        # Nothing but fills: marks may lie over the places that are looked at.
        values = {iso3: chance.choice([None, chance.random()]) for iso3 in base.shapes if chance.random() < 0.7}
        shading = shade_by_class(values, WORLD_SHARE, theme)
        options = any_options(base, chance, theme)
        drawn(any_scene(chance, shading), base, options, maker)
        pixels, deck = drawn(MapScene(shading), base, options, maker)
        projection = projection_of(deck["views"][0], deck["initialViewState"], options.box)
        for iso3, (lon, lat, radius) in middles.items():
            aside = [[lon, lat, 0.0], [lon, lat + 0.5 * radius, 0.0], [lon + 0.5 * radius, lat, 0.0]]
            places, is_seen = projection.place(np.array(aside))
            # The shortest way to a border, also where the globe turns away aslant.
            size = float(np.linalg.svd(places[1:] - places[0], compute_uv=False).min())
            for shift in projection.copies():
                x, y = places[0] + np.array([shift, 0.0])
                inside = EDGE_PX < x < options.box.width - EDGE_PX and EDGE_PX < y < options.box.height - EDGE_PX
                if is_seen.all() and inside and size > EDGE_PX and iso3 not in shading.no_data:
                    looked += 1
                    assert pixels[int(y), int(x)].tolist() == rgb(shading.colours.get(iso3, theme.land)), iso3
    assert looked > times
    tries.counted(
        f"{2 * times} still maps of random scenes and views: {looked} countries looked at, all in their class"
    )


def any_options(base: MapBase, chance: random.Random, theme) -> MapOptions:
    at = Place(chance.uniform(-180, 180), chance.uniform(-80, 80), chance.uniform(0, 5))
    return MapOptions(
        theme=theme,
        frame=filled_frame(chance.choice(list(FRAMES)), base.outlines),
        box=Box(float(chance.randrange(240, 900, 10)), float(chance.randrange(240, 600, 10))),
        at=chance.choice([None, at]),
    )


def any_scene(chance: random.Random, shading) -> MapScene:
    def place() -> tuple[float, float]:
        return chance.uniform(-180, 180), chance.uniform(-60, 78)

    flows = [
        Flow(f"f{k}", place(), place(), chance.random(), chance.choice(ROLES)) for k in range(chance.randrange(20))
    ]
    sites = [Site(f"s{k}", *place(), chance.choice(list(SiteKind))) for k in range(chance.randrange(50))]
    return MapScene(
        shading=shading,
        flows=tuple(flows),
        sites=tuple(sites),
        labels=tuple(Label(f"Name {k}", *place()) for k in range(chance.randrange(12))),
        home=chance.choice([None, *HOME_REGIONS]),
        chosen_country=chance.choice([None, "CHL", "XXX"]),
        chosen_site="s0",
        chosen_flow=chance.choice([None, "f0"]),
    )


def drawn(scene: MapScene, base: MapBase, options: MapOptions, maker) -> tuple[np.ndarray, dict]:
    """Return pixels and description of a still that has every layer of its deck and the size asked for."""
    content = Content()
    deck = json.loads(maker(scene, base, options, content).to_json())
    picture = Picture(deck, content.of, options.box, base.memory)
    pixels = np.asarray(Image.open(io.BytesIO(picture.png(1.0, options.theme.sea))).convert("RGB"))
    assert picture.drawn == [layer["id"] for layer in deck["layers"]]
    assert pixels.shape == (options.box.height, options.box.width, 3)
    return pixels, deck


def middle_of(base: MapBase, iso3: str) -> tuple[float, float, float] | None:
    """Return the place of a country that is farthest from its borders and hatches, and how far; None for small ones."""
    shape = shapely.geometry.shape(base.shapes[iso3])
    largest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
    lines = [shapely.LineString(line) for line in base.disputed]
    circle = shapely.maximum_inscribed_circle(largest)
    (lon, lat), radius = circle.coords[0], circle.length
    is_clear = shapely.distance(shapely.MultiLineString(lines), shapely.Point(lon, lat)) > radius / 2
    return (lon, lat, radius) if radius > 1.0 and is_clear else None
