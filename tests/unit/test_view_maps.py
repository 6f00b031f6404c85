"""Maps as they are sent to the browser: what is asked of the network, what a change costs, what a click gives back."""

from __future__ import annotations

import json
from typing import Any

import pydeck as pdk
import pytest

from geo.errors import SelectionError
from geo.schema.codes import FacilityKind, Region
from geo.store.basemap import Basemap
from geo.view import layers, payload
from geo.view.deck import NUDGE, map_view, map_view_state, offline_deck
from geo.view.draw import USUAL_BOX, MapOptions, flat_map, globe_map, map_alt
from geo.view.frames import FRAMES, frame_named
from geo.view.icons import atlas_svg, icon_mapping
from geo.view.palette import DARK, LIGHT, ROLES, WORLD_SHARE, Role
from geo.view.payload import data_url, prepare_base
from geo.view.picking import Pick, PickKind, picked
from geo.view.scene import MAX_LABELS, Flow, Label, MapScene, Shading, Site, SiteKind, shade_by_class, shade_by_role
from geo.view.tooltip import tooltip

SQUARE = [[[0, 0], [10, 0], [10, 10], [0, 0]]]
ISO3 = ("CHL", "COD", None, "SGP")
HATCHES = (layers.HATCH, layers.FALLEN_HATCH)
CHILE_JAPAN = Flow("CHL-JPN", (-70.4, -23.6), (139.6, 35.4), 0.3, Role.RISK, "Chile to Japan\n12 kt")


def feature(i: int, iso3: str | None) -> dict[str, Any]:
    shape = {"type": "Polygon", "coordinates": SQUARE}
    return {"type": "Feature", "properties": {"i": i, "iso3": iso3}, "geometry": shape}


@pytest.fixture
def base() -> payload.MapBase:
    north = [[[0, 50], [10, 50], [10, 60], [0, 50]]]
    south = [[[0, -80], [10, -80], [10, -70], [0, -80]]]
    land = {"type": "MultiPolygon", "coordinates": [north, south]}
    basemap = Basemap(
        countries_geojson=json.dumps({"features": [feature(i, iso3) for i, iso3 in enumerate(ISO3)]}).encode(),
        targets_geojson=json.dumps({"features": [feature(i, iso3) for i, iso3 in enumerate(ISO3)]}).encode(),
        order=ISO3,
        land_geojson=json.dumps({"features": [{"geometry": land}]}).encode(),
        disputed=[[(1.0, 1.0), (2.0, 2.0)]],
        hatch={"CHL": [[(0.0, 0.0), (1.0, 1.0)]], "COD": [[(2.0, 2.0), (3.0, 3.0)]], "-1": [[(4.0, 4.0), (5.0, 5.0)]]},
        fallen_hatch={"CHL": [[(0.0, 1.0), (1.0, 0.0)]], "COD": [[(2.0, 3.0), (3.0, 2.0)]]},
        outlines={region: [[(0.0, 0.0), (1.0, 1.0)]] for region in Region},
        dots=[{"iso3": "SGP", "lon": 103.8, "lat": 1.35}, {"iso3": "XXX", "lon": 0.0, "lat": 0.0}],
    )
    return prepare_base(basemap, {"CHL": "Chile", "COD": "DR Congo", "SGP": "Singapore"})


class Store:
    """Stands for the server's media store: an address that changes only with the content."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}

    def __call__(self, name: str, content: bytes, mimetype: str) -> str:
        self.content[name] = content
        return f"/media/{name}-{abs(hash(content)):x}.{'svg' if 'svg' in mimetype else 'json'}"


def scene(**more: Any) -> MapScene:
    shading = shade_by_class({"CHL": 0.3, "COD": None}, WORLD_SHARE, LIGHT, {"CHL": "230 kt"})
    sites = (Site("s1", 20.0, -10.0, SiteKind.MINE, tip="Mine"), Site("s2", 30.0, 0.0, SiteKind.REFINERY))
    whole = {"shading": shading, "flows": (CHILE_JAPAN,), "sites": sites, "labels": (Label("Chile", -71, -35),)}
    return MapScene(**(whole | {"home": Region.EUROPE} | more))


def options(**more: Any) -> MapOptions:
    return MapOptions(**({"theme": LIGHT, "frame": FRAMES["world"]} | more))


def described(shown: MapScene, base: payload.MapBase, **more: Any) -> dict[str, Any]:
    return json.loads(flat_map(shown, base, options(**more), Store()).to_json())


def layer_of(spec: dict[str, Any], layer_id: str) -> dict[str, Any]:
    return next(layer for layer in spec["layers"] if layer["id"] == layer_id)


@pytest.mark.parametrize("maker", [flat_map, globe_map])
def test_no_map_names_an_outside_address_or_a_tile_provider(maker, base: payload.MapBase) -> None:
    text = maker(
        scene(chosen_country="CHL", chosen_site="s1", chosen_flow="CHL-JPN"), base, options(), Store()
    ).to_json()
    spec = json.loads(text)
    assert "http" not in text
    assert "mapProvider" not in spec
    assert spec["mapStyle"] == "__MAP_STYLE__", "the front end drops this one; None would fetch tiles"
    assert all(layer["data"].startswith("/media/") for layer in spec["layers"] if isinstance(layer["data"], str))


@pytest.mark.parametrize(
    "address", ["https://example.org/x.json", "HTTP://example.org/x", "//example.org/x.json", "  https://example.org"]
)
def test_a_deck_with_an_outside_address_is_refused(address: str) -> None:
    layer = pdk.Layer("GeoJsonLayer", id="x", data=address)
    state = map_view_state(FRAMES["world"], USUAL_BOX)
    with pytest.raises(ValueError, match="may not ask for"):
        offline_deck([layer], view=map_view(interactive=True), view_state=state)
    nested = pdk.Layer("GeoJsonLayer", id="x", data=[], _sub_layer_props={"a": {"b": [f"@@={address}"]}})
    with pytest.raises(ValueError, match="may not ask for"):
        offline_deck([nested], view=map_view(interactive=True), view_state=state)


def test_a_recolour_moves_no_geometry_and_no_view(base: payload.MapBase) -> None:
    before = described(scene(), base)
    after = described(scene(shading=shade_by_class({"CHL": 0.7}, WORLD_SHARE, LIGHT)), base)
    assert before["views"] == after["views"]
    assert before["initialViewState"] == after["initialViewState"]
    for layer_id in (layers.LAND, layers.DOTS, layers.FLOWS, layers.SITES):
        assert layer_of(before, layer_id)["data"] == layer_of(after, layer_id)["data"]
    fills = [layer_of(spec, layers.LAND)["_subLayerProps"]["polygons-fill"] for spec in (before, after)]
    assert fills[0]["getFillColor"] != fills[1]["getFillColor"]
    assert fills[0]["updateTriggers"] != fills[1]["updateTriggers"], "or the map keeps the old colour"


def test_the_description_stays_small_however_much_is_shown(base: payload.MapBase) -> None:
    many = tuple(Site(f"s{k}", k / 10, 0.0, SiteKind.MINE, tip="A mine") for k in range(900))
    flows = tuple(Flow(f"f{k}", (0.0, 0.0), (float(k), 40.0), 0.1) for k in range(60))
    store = Store()
    text = flat_map(scene(sites=many, flows=flows), base, options(), store).to_json()
    assert len(text.encode()) < 10_000
    assert len(store.content[layers.SITES]) > 50_000


def test_another_theme_changes_colours_only(base: payload.MapBase) -> None:
    light, dark = described(scene(), base), described(scene(), base, theme=DARK)
    assert [layer["data"] for layer in light["layers"] if isinstance(layer["data"], str)] == [
        layer["data"] for layer in dark["layers"] if isinstance(layer["data"], str)
    ]
    assert light["layers"] != dark["layers"]


def test_nothing_that_the_platform_fades_is_on_a_layer(base: payload.MapBase) -> None:
    for layer in described(scene(chosen_country="CHL", chosen_site="s1"), base)["layers"]:
        assert not {"getFillColor", "getLineColor", "getColor"} & set(layer), layer["id"]


def test_only_countries_sites_and_flows_answer(base: payload.MapBase) -> None:
    spec = described(scene(), base)
    pickable = {layer["id"] for layer in spec["layers"] if layer["pickable"]}
    assert pickable == {layers.LAND_TARGETS, layers.DOT_TARGETS, layers.FLOW_TARGETS, layers.SITES}
    assert all("autoHighlight" not in layer for layer in spec["layers"]), "it makes slow machines lose clicks"
    order = [layer["id"] for layer in spec["layers"]]
    assert order.index(layers.LAND_TARGETS) < order.index(layers.FLOW_TARGETS) < order.index(layers.SITES)
    stage = described(scene(), base, interactive=False)
    assert not any(layer["pickable"] for layer in stage["layers"])
    assert stage["views"][0]["controller"]["keyboard"] is False


def test_no_data_is_hatched_and_never_coloured() -> None:
    shading = shade_by_class({"CHL": None, "COD": 0.0}, WORLD_SHARE, LIGHT)
    assert shading.no_data == {"CHL"}
    assert shading.colours == {"COD": LIGHT.sequential[0]}


def test_polygons_without_statistics_are_always_hatched(base: payload.MapBase) -> None:
    lines = json.loads(payload.hatch_lines(base, frozenset({"COD"})))["features"][0]["geometry"]["coordinates"]
    assert lines == [[[4.0, 4.0], [5.0, 5.0]], [[2.0, 2.0], [3.0, 3.0]]]


def test_a_supplier_that_falls_away_is_hatched_its_own_way(base: payload.MapBase) -> None:
    shading = shade_by_role({"CHL": Role.RISK, "SGP": Role.HOME}, LIGHT, frozenset({"COD"}))
    assert shading.fallen == {"CHL"}
    store = Store()
    spec = json.loads(flat_map(scene(shading=shading), base, options(), store).to_json())
    shown = {name: json.loads(store.content[name])["features"][0]["geometry"]["coordinates"] for name in HATCHES}
    assert shown[layers.FALLEN_HATCH] == [[[0.0, 1.0], [1.0, 0.0]]]
    assert [[0.0, 0.0], [1.0, 1.0]] not in shown[layers.HATCH]
    lines = [layer_of(spec, name)["_subLayerProps"]["linestrings"]["getColor"] for name in HATCHES]
    assert lines[0] != lines[1]
    order = [layer["id"] for layer in spec["layers"]]
    assert order.index(layers.LAND) < order.index(layers.FALLEN_HATCH) < order.index(layers.FLOWS)


def test_without_a_supplier_that_falls_away_nothing_is_sent_for_it(base: payload.MapBase) -> None:
    assert layers.FALLEN_HATCH not in {layer["id"] for layer in described(scene(), base)["layers"]}


def test_coarse_land_is_kept_only_south_of_all_countries(base: payload.MapBase) -> None:
    kept = json.loads(base.antarctica)["features"][0]["geometry"]["coordinates"]
    assert [ring[0][0][1] for ring in kept] == [-80]


def test_countries_carry_their_names_and_dots_their_row(base: payload.MapBase) -> None:
    assert [row["properties"]["tip"] for row in json.loads(base.land)["features"]][:2] == ["Chile", "DR Congo"]
    assert [row["properties"] for row in json.loads(base.targets)["features"]] == [
        row["properties"] for row in json.loads(base.land)["features"]
    ]
    dots = json.loads(base.dots)["features"]
    assert [row["properties"] for row in dots] == [{"i": 3, "iso3": "SGP", "tip": "Singapore"}]


def test_a_flow_that_is_cut_stays_one_row_with_two_arrows() -> None:
    rows = json.loads(payload.flows((CHILE_JAPAN,)))["features"]
    line, *arrows = rows
    assert len(line["geometry"]["coordinates"]) == 2
    assert {row["properties"]["id"] for row in rows} == {"CHL-JPN"}
    assert {row["properties"]["w"] for row in rows} == {10.0}
    assert [row["properties"]["r"] for row in rows] == [ROLES.index(Role.RISK)] * 3
    assert all(abs(arrow["properties"]["a"]) > 90 for arrow in arrows), "to the west"


def test_a_flow_without_room_for_two_arrows_has_one() -> None:
    near = Flow("near", (8.0, 47.0), (10.0, 51.0), 0.5)
    thin = Flow("thin", (0.0, 0.0), (27.0, 0.0), 0.005)
    thick = Flow("thick", (0.0, 0.0), (27.0, 0.0), 0.5)
    rows = [row["properties"] for row in json.loads(payload.flows((near, thin, thick)))["features"]]
    assert {id_: sum(row["id"] == id_ and "a" in row for row in rows) for id_ in ("near", "thin", "thick")} == {
        "near": 1,
        "thin": 2,
        "thick": 1,
    }


def test_thick_flows_lie_below_thin_ones() -> None:
    flows = tuple(Flow(f"{share}", (0.0, 0.0), (10.0, 10.0), share) for share in (0.02, None, 0.5))
    rows = json.loads(payload.flows(flows))["features"][:3]
    assert [row["properties"]["id"] for row in rows] == ["0.5", "0.02", "None"]
    assert [row["properties"]["k"] for row in rows] == [2, 0, 1]


def test_a_chosen_flow_keeps_its_colour_and_the_rest_dim(base: payload.MapBase) -> None:
    other = Flow("other", (0.0, 0.0), (10.0, 10.0), 0.1)
    spec = described(scene(flows=(other, CHILE_JAPAN), chosen_flow="CHL-JPN"), base)
    expression = layer_of(spec, layers.FLOWS)["_subLayerProps"]["linestrings"]["getColor"]
    assert ".k == 1 ?" in expression
    gone = described(scene(chosen_flow="no longer shown"), base)
    assert "?" not in layer_of(gone, layers.FLOWS)["_subLayerProps"]["linestrings"]["getColor"]


def test_what_is_chosen_but_not_there_is_not_drawn(base: payload.MapBase) -> None:
    spec = described(scene(chosen_country="ATL", chosen_site="gone"), base)
    assert layers.CHOSEN_SITE not in {layer["id"] for layer in spec["layers"]}
    assert json.loads(payload.country_shape(base, "ATL"))["features"] == []


def test_foreign_text_is_never_read_as_an_expression_or_a_field() -> None:
    site = Site("s", 0.0, 0.0, SiteKind.MINE, tip="@@=1+1 {id}")
    assert json.loads(payload.sites((site,)))["features"][0]["properties"]["tip"] == "=1+1 (id)"


def test_only_so_many_labels_are_drawn(base: payload.MapBase) -> None:
    names = tuple(Label(f"L{k}", 0.0, 0.0) for k in range(40))
    assert len(layer_of(described(scene(labels=names), base), layers.LABELS)["data"]) == MAX_LABELS


def test_every_kind_of_facility_has_a_symbol_of_its_own() -> None:
    assert {kind.value for kind in FacilityKind} | {"deposit", "passage"} == {kind.value for kind in SiteKind}
    places = [tuple(cell.values()) for cell in icon_mapping(SiteKind, halo=False).values()]
    assert len(set(places)) == len(places)
    assert all(cell["y"] > 0 for cell in icon_mapping(SiteKind, halo=True).values())
    assert b"http://www.w3.org/2000/svg" in atlas_svg()


def test_pressing_home_always_changes_each_number_of_the_view() -> None:
    frame = FRAMES["asia-pacific"]
    states = [json.loads(str(map_view_state(frame, USUAL_BOX, presses))) for presses in (0, 1, 2)]
    for name in ("longitude", "latitude", "zoom"):
        values = [state[name] for state in states]
        assert len(set(values)) == 3
        assert max(values) - min(values) < 10 * NUDGE


def test_each_frame_has_a_view_of_its_own_that_is_one_world_wide() -> None:
    states = [json.loads(str(map_view_state(frame, USUAL_BOX))) for frame in FRAMES.values()]
    assert len({state["zoom"] for state in states}) == len(FRAMES)
    for state in states:
        (west, _), (east, _) = state["maxBounds"]
        assert east - west == 360
        assert (west + east) / 2 == state["longitude"]
        assert 0 <= state["zoom"] < 1e-3, "below any chart, so that the browser raises it to fill the width"
    assert {region.value for region in (Region.AMERICAS, Region.EUROPE, Region.ASIA_PACIFIC)} < set(FRAMES)


def test_an_unknown_frame_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SelectionError, match="choose one of world, europe"):
        frame_named("mars")


@pytest.mark.parametrize(
    ("objects", "pick"),
    [
        ({}, None),
        ({"land-targets": [{"type": "Feature", "properties": {"i": 1, "iso3": "COD"}}]}, Pick(PickKind.COUNTRY, "COD")),
        ({"dot-targets": [{"properties": {"iso3": "SGP"}}]}, Pick(PickKind.COUNTRY, "SGP")),
        ({"land-targets": [{"properties": {"i": 2, "iso3": None}}]}, None),
        ({"flow-targets": [{"properties": {"id": "CHL-JPN"}}]}, Pick(PickKind.FLOW, "CHL-JPN")),
        (
            {"land-targets": [{"properties": {"iso3": "CHL"}}], "sites": [{"properties": {"id": "s1"}}]},
            Pick(PickKind.SITE, "s1"),
        ),
        ({"sites": [{"id": "plain"}]}, Pick(PickKind.SITE, "plain")),
        ({"sites": []}, None),
        ({"unknown": [{"properties": {"id": "x"}}]}, None),
    ],
)
def test_a_click_gives_back_an_id(objects: dict[str, Any], pick: Pick | None) -> None:
    assert picked(objects) == pick


def test_the_box_under_the_pointer_cannot_be_broken_out_of() -> None:
    html = str(tooltip({"CHL": 'a"b</style><script>{tip}\\'}, LIGHT)["html"])
    assert html.count("</style>") == 1
    assert "<script>" not in html
    assert html.count("{tip}") == 1


def test_alt_text_counts_what_is_drawn() -> None:
    assert map_alt("Cobalt mined 2025", scene()) == (
        "World map. Cobalt mined 2025. It shows 1 shaded country, 1 flow, 2 sites. "
        "The table with the same figures follows."
    )


def test_shading_by_role_uses_the_colours_of_areas() -> None:
    shading = shade_by_role({"CHL": Role.MEMBER}, DARK, frozenset({"COD"}))
    assert shading == Shading({"CHL": DARK.areas[Role.MEMBER]}, frozenset({"COD"}))


def test_without_a_server_bytes_travel_in_their_address() -> None:
    assert data_url("x", b"{}", "application/json") == "data:application/json;base64,e30="
