"""Basemap files: made from polygons, written whole, loaded with clear words for faults."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.errors import DatabaseError, DataContractError, EnvironmentFaultError, SourceError
from geo.facts import basemap as made
from geo.schema.basemap import (
    BASEMAP_FILES,
    COUNTRIES_FILE,
    DOTS_FILE,
    FALLEN_HATCH_FILE,
    HATCH_FILE,
    OUTLINES_FILE,
    TARGETS_FILE,
)
from geo.schema.codes import Region
from geo.settings import PROJECT
from geo.store.basemap import load_basemap

COMMITTED = PROJECT / "data" / "basemap"


def layer(iso3, shapes):
    published = tuple(f"{row:03d}" for row in range(len(shapes)))
    return made.ClickableLayer(tuple(iso3), np.array(shapes, dtype=object), np.zeros((len(shapes), 2)), published)


def test_islands_go_but_not_the_last_and_not_one_that_touches_a_neighbour():
    tiny = 0.2
    mainland = shapely.box(0, 0, 5, 5)
    enclave = shapely.box(5, 1, 5 + tiny, 1 + tiny)
    far = shapely.box(20, 20, 20 + tiny, 20 + tiny)
    only = shapely.box(30, 30, 30 + tiny, 30 + tiny)
    shapes = np.array([mainland, shapely.multipolygons([shapely.box(9, 9, 12, 12), enclave, far]), only], dtype=object)
    kept = made.without_small_islands(shapes)
    assert [shapely.get_num_geometries(shape) for shape in kept] == [1, 2, 1]
    assert not kept[1].intersects(far)


def test_a_coverage_that_breaks_is_refused():
    overlapping = np.array([shapely.box(0, 0, 3, 3), shapely.box(2, 0, 5, 3)], dtype=object)
    with pytest.raises(DataContractError, match="neighbours overlap"):
        made.simplified(overlapping)


def test_uncoded_polygons_are_drawn_with_keys_of_their_own():
    squares = layer([None, "AAA", None], [shapely.box(0, 0, 9, 9), shapely.box(9, 0, 20, 9), shapely.box(30, 0, 39, 9)])
    hatch = made.hatch_by_polygon(squares, made.NO_DATA)
    assert list(hatch) == ["-1", "AAA", "-2"]
    features = json.loads(made.countries_geojson(squares, squares.shapes))["features"]
    assert [feature["properties"] for feature in features] == [
        {"i": 0, "iso3": None},
        {"i": 1, "iso3": "AAA"},
        {"i": 2, "iso3": None},
    ]


def test_outline_has_no_inner_border_no_speck_and_no_line_at_the_antimeridian():
    parts = layer(
        ["AAA", "BBB", None],
        [
            shapely.multipolygons(
                [shapely.box(170, 0, 180, 10), shapely.box(-180, 0, -175, 10), shapely.box(100, 0, 100.2, 0.2)]
            ),
            shapely.box(160, 0, 170, 10),
            shapely.box(150, 0, 160, 10),
        ],
    )
    outlines = made.outlines_by_region(parts, {"AAA": "europe", "BBB": "europe"})
    lines = shapely.multilinestrings([shapely.LineString(path) for path in outlines["europe"]])
    assert lines.length == pytest.approx((30 + 10 + 30) + (5 + 10 + 5))
    assert lines.intersection(shapely.LineString([(180, 1), (180, 9)])).length == 0


def test_france_overseas_is_outlined_with_its_own_region():
    france = shapely.multipolygons([shapely.box(-5, 42, 8, 51), shapely.box(-54.5, 2, -51.5, 6)])
    region = {"FRA": "europe", "GUF": "americas"}
    outlines = made.outlines_by_region(layer(["FRA"], [france]), region)
    assert {name: len(paths) for name, paths in outlines.items()} == {"europe": 1, "americas": 1}


def test_dots_stand_for_small_countries_only():
    shapes = [shapely.box(0, 0, 1, 1), shapely.box(0, 0, 0.3, 0.3), shapely.box(0, 0, 0.1, 0.1)]
    assert [dot["iso3"] for dot in made.dots(layer(["BIG", "SML", None], shapes))] == ["SML"]


def test_folder_that_cannot_be_written_is_told_in_words(tmp_path, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise PermissionError

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(EnvironmentFaultError, match="cannot be written"):
        made.write_basemap({"a.json": b"[]"}, tmp_path)


def test_what_is_written_is_what_is_loaded(tmp_path):
    files = {name: (COMMITTED / name).read_bytes() for name in BASEMAP_FILES}
    made.write_basemap(files, tmp_path / "basemap")
    assert {path.name for path in (tmp_path / "basemap").iterdir()} == set(BASEMAP_FILES)
    loaded = load_basemap(tmp_path / "basemap")
    assert loaded.countries_geojson == files[COUNTRIES_FILE]
    assert set(loaded.outlines) == set(Region)


@pytest.fixture
def folder(tmp_path) -> Path:
    return Path(shutil.copytree(COMMITTED, tmp_path / "basemap"))


@pytest.mark.parametrize("name", BASEMAP_FILES)
def test_missing_file_is_named_with_what_to_do(folder, name):
    (folder / name).unlink()
    with pytest.raises(SourceError, match=f"{name} is missing; restore it"):
        load_basemap(folder)


@pytest.mark.parametrize("name", [name for name in BASEMAP_FILES if name != "land_110m.geojson"])
def test_cut_file_is_named_as_damaged(folder, name):
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DatabaseError, match=f"{name} is damaged"):
        load_basemap(folder)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (COUNTRIES_FILE, {"features": [{"properties": {"i": 1, "iso3": "AAA"}}]}),
        (COUNTRIES_FILE, {"features": [{"properties": {"iso3": "AAA"}}]}),
        (COUNTRIES_FILE, []),
        (HATCH_FILE, [1]),
        (HATCH_FILE, {"AAA": [[1, 2]]}),
        (FALLEN_HATCH_FILE, {"AAA": [[1, 2]]}),
        (OUTLINES_FILE, {"europe": []}),
        (DOTS_FILE, {"iso3": "AAA"}),
        (DOTS_FILE, [{"iso3": "AAA", "lon": "x", "lat": 0}]),
    ],
)
def test_content_of_another_form_is_named_as_damaged(folder, name, content):
    (folder / name).write_text(json.dumps(content))
    with pytest.raises(DatabaseError, match=f"{name} is damaged"):
        load_basemap(folder)


def test_what_answers_to_the_pointer_has_the_same_countries_in_the_same_order():
    drawn = json.loads((COMMITTED / COUNTRIES_FILE).read_bytes())["features"]
    targets = json.loads((COMMITTED / TARGETS_FILE).read_bytes())["features"]
    assert [feature["properties"] for feature in targets] == [feature["properties"] for feature in drawn]


def test_what_answers_to_the_pointer_covers_what_is_drawn_but_for_its_edge():
    drawn = json.loads((COMMITTED / COUNTRIES_FILE).read_bytes())["features"]
    targets = json.loads((COMMITTED / TARGETS_FILE).read_bytes())["features"]
    for fine, coarse in zip(drawn, targets, strict=True):
        shape, target = shapely.geometry.shape(fine["geometry"]), shapely.geometry.shape(coarse["geometry"])
        if shape.area > 50:
            assert shape.intersection(target).area > 0.85 * shape.area, fine["properties"]
