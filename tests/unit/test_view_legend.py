"""The legend says what the map shows, and nothing else."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from geo.schema.codes import Region
from geo.view.legend import _ACROSS, _BOXES, Legend, LegendEntry, LegendRamp, Swatch, legend_html, legend_of
from geo.view.palette import DARK, LIGHT, WORLD_SHARE, Role
from geo.view.scene import Flow, MapScene, Site, SiteKind, shade_by_class, shade_by_role

FLOW = Flow("f", (0.0, 0.0), (1.0, 1.0), 0.1, Role.RISK)


def labels(legend: Legend) -> list[str]:
    return [entry.label for entry in legend.entries]


def test_classes_of_the_map_are_the_classes_of_the_legend() -> None:
    scene = MapScene(shading=shade_by_class({"CHL": 0.3}, WORLD_SHARE, DARK))
    ramp = legend_of(scene, DARK, scale=WORLD_SHARE).ramps[0]
    assert ramp.colours == DARK.sequential
    assert ramp.labels == WORLD_SHARE.labels
    assert scene.shading.colours["CHL"] in ramp.colours


def test_no_data_and_disputed_boundaries_are_always_explained() -> None:
    shown = labels(legend_of(MapScene(), LIGHT))
    assert "No data" in shown
    assert "Disputed boundary" in shown


def test_only_what_is_on_the_map_is_listed() -> None:
    bare = labels(legend_of(MapScene(), LIGHT))
    assert "Mine" not in bare
    assert not any(label.startswith("Home region") for label in bare)
    site = Site("s", 0.0, 0.0, SiteKind.MINE)
    full = legend_of(MapScene(sites=(site,), home=Region.ASIA_PACIFIC, flows=(FLOW,)), LIGHT, flow_total="Of trade")
    assert "Mine" in labels(full)
    assert "Refinery" not in labels(full)
    assert "Home region: Asia-Pacific" in labels(full)
    assert [ramp.title for ramp in full.ramps] == ["Of trade"]


def test_a_role_with_area_and_flow_is_one_sign() -> None:
    shading = shade_by_role({"CHN": Role.RISK, "USA": Role.MEMBER}, LIGHT)
    entries = legend_of(MapScene(shading=shading, flows=(FLOW,)), LIGHT, flow_total="Of trade").entries
    risk = next(entry for entry in entries if entry.label == Role.RISK.label)
    assert (risk.swatch, risk.colour, risk.area) == (
        Swatch.AREA_AND_FLOW,
        LIGHT.marks[Role.RISK],
        LIGHT.areas[Role.RISK],
    )
    assert next(entry for entry in entries if entry.label == "Roster").swatch is Swatch.FILL


def test_the_sign_of_what_falls_away_has_the_lines_of_the_map_and_no_data_has_others() -> None:
    shading = shade_by_role({"CHN": Role.RISK, "USA": Role.MEMBER}, LIGHT)
    for flows in ((), (FLOW,)):
        legend = legend_of(MapScene(shading=shading, flows=flows), LIGHT, flow_total="Of trade")
        across = {entry.label: entry.across for entry in legend.entries}
        assert {label for label, colour in across.items() if colour} == {Role.RISK.label}
        html = legend_html(legend, LIGHT)
        assert html.count(quote(LIGHT.fallen)) == 1
        assert html.count(quote(LIGHT.hatch)) == 1


@pytest.mark.parametrize("sign", [_ACROSS, _BOXES[Swatch.HATCH]], ids=["falls away", "no data"])
def test_lines_of_a_sign_climb_for_no_data_and_fall_for_what_falls_away(sign: str) -> None:
    path = re.search(r'<path d="([^"]+)"', sign)
    assert path is not None
    for line in path[1].split("M")[1:]:
        (x_from, y_from), (x_to, y_to) = (map(float, place.split(" ")) for place in line.split("L"))
        climbs = (y_to - y_from) / (x_to - x_from) < 0  # down the screen is positive
        assert climbs is (sign is not _ACROSS)


def test_a_page_may_word_its_roles_its_own_way() -> None:
    shading = shade_by_role({"CHN": Role.RISK}, LIGHT)
    shown = labels(legend_of(MapScene(shading=shading), LIGHT, role_labels={Role.RISK: "Taken away"}))
    assert "Taken away" in shown
    assert Role.RISK.label not in shown


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_html_is_escaped_and_asks_for_nothing(theme) -> None:
    ramp = LegendRamp('<b>"t"', ("#000000",), ("<i>",), (2.0,))
    entry = LegendEntry(Swatch.HATCH, "#000000", "<script>alert(1)</script>")
    html = legend_html(Legend((ramp,), (entry,)), theme)
    assert "<script" not in html
    assert "<i>" not in html
    assert "<b>" not in html
    assert 'src="http' not in html
    assert "<svg" not in html, "the platform would remove it"


def test_every_sign_is_drawn() -> None:
    site = Site("s", 0.0, 0.0, SiteKind.PROJECT)
    shading = shade_by_role({"CHN": Role.RISK, "USA": Role.MEMBER}, LIGHT)
    legend = legend_of(
        MapScene(shading=shading, sites=(site,), home=Region.EUROPE, flows=(FLOW,)), LIGHT, flow_total="Of trade"
    )
    html = legend_html(legend, LIGHT)
    beside = 1  # what falls away has its area and its flow side by side
    assert html.count("<img ") == len(legend.entries) + beside + len(legend.ramps[0].labels)
    assert html.count('role="listitem"') == len(legend.entries) + len(legend.ramps[0].labels)
    assert len(html) < 12_000
