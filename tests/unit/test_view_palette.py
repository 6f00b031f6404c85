"""Contrast, lightness and colour blindness of both themes; the configuration repeats the palette."""

from __future__ import annotations

import tomllib
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest

from geo.view.palette import (
    FLOW_BREAKS,
    FLOW_LABELS,
    FLOW_WIDTHS_PX,
    NET_TRADE,
    THEMES,
    WORLD_SHARE,
    Ramp,
    Role,
    Theme,
    flow_width_px,
    rgb,
)

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"
# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
SIGHT = {
    "full": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
MARKS = [role for role in Role if role is not Role.NEUTRAL]

themes = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)


def linear(colour: str) -> np.ndarray:
    part = np.array(rgb(colour)) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast."""
    low, high = sorted(float(linear(colour) @ TO_XYZ[1]) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(light: np.ndarray) -> np.ndarray:
    part = TO_XYZ @ light / np.array([0.95047, 1, 1.08883])
    bent = np.where(part > 0.008856, np.cbrt(part), 7.787 * part + 16 / 116)
    return np.array([116 * bent[1] - 16, 500 * (bent[0] - bent[1]), 200 * (bent[1] - bent[2])])


def lightness(colour: str) -> float:
    return float(lab(linear(colour))[0])


def worst_difference(one: str, other: str) -> float:
    """The smallest CIELAB difference over full and impaired sight."""
    return min(
        float(np.linalg.norm(np.subtract(*(lab(np.clip(eye @ linear(c), 0, 1)) for c in (one, other)))))
        for eye in SIGHT.values()
    )


@themes
def test_text_is_legible(theme: Theme) -> None:
    for ground in (theme.sea, theme.panel, theme.land, theme.halo):
        assert contrast(theme.ink, ground) >= 4.5
        assert contrast(theme.muted_ink, ground) >= 4.5


@themes
def test_marks_stand_out_from_land_and_sea(theme: Theme) -> None:
    for role in Role:
        for ground in (theme.sea, theme.land, theme.panel):
            assert contrast(theme.marks[role], ground) >= 3, role


@themes
def test_sites_and_flows_stand_out_from_their_halo(theme: Theme) -> None:
    assert all(contrast(theme.marks[role], theme.halo) >= 3 for role in Role)


@themes
def test_marks_are_told_apart_without_full_colour_sight(theme: Theme) -> None:
    for one, other in combinations(MARKS, 2):
        assert worst_difference(theme.marks[one], theme.marks[other]) >= 9, (one, other)
    assert worst_difference(theme.marks[Role.HOME], theme.marks[Role.RISK]) >= 40


@themes
def test_areas_of_roles_are_told_apart(theme: Theme) -> None:
    for one, other in combinations(MARKS, 2):
        assert worst_difference(theme.areas[one], theme.areas[other]) >= 8, (one, other)
    for role in (Role.HOME, Role.MEMBER, Role.PARTNER, Role.RISK):
        assert abs(lightness(theme.areas[role]) - lightness(theme.land)) >= 9, role


@themes
def test_what_falls_away_is_not_taken_for_no_data(theme: Theme) -> None:
    assert contrast(theme.fallen, theme.areas[Role.RISK]) >= 3, "its lines are seen on their own area"
    assert worst_difference(theme.fallen, theme.hatch) >= 20
    assert worst_difference(theme.areas[Role.RISK], theme.land) >= 20


@themes
def test_each_class_differs_from_the_next_by_lightness(theme: Theme) -> None:
    steps = [lightness(colour) for colour in (theme.land, *theme.sequential)]
    rising = theme.name == "dark"
    for before, after in pairwise(steps):
        assert (after - before if rising else before - after) >= 6.5


@themes
def test_both_arms_of_the_diverging_scale_leave_the_middle(theme: Theme) -> None:
    ramp = [lightness(colour) for colour in theme.diverging]
    middle = len(ramp) // 2
    away = [abs(step - ramp[middle]) for step in ramp]
    assert all(after - before >= 7 for before, after in pairwise(away[middle:]))
    assert all(after - before >= 7 for before, after in pairwise(away[middle::-1]))
    for low, high in zip(theme.diverging[:middle], reversed(theme.diverging[middle + 1 :]), strict=True):
        assert worst_difference(low, high) >= 30
    assert worst_difference(theme.diverging[middle], theme.land) >= 8


@themes
def test_no_colour_has_two_meanings(theme: Theme) -> None:
    scales = set(theme.sequential) | set(theme.diverging)
    marked = [theme.marks[role] for role in Role]
    assert len(set(marked)) == len(marked)
    assert not scales & (set(marked) | {theme.areas[role] for role in Role} | {theme.land})


def test_red_and_green_are_never_a_pair() -> None:
    for theme in THEMES.values():
        red, green, _ = rgb(theme.marks[Role.RISK])
        assert red > green
        red, green, blue = rgb(theme.marks[Role.HOME])
        assert abs(green - blue) < 12, "teal, not green"


@pytest.mark.parametrize(("scale", "count"), [(WORLD_SHARE, 7), (NET_TRADE, 7)])
def test_scales_have_a_colour_and_a_label_for_each_class(scale, count: int) -> None:
    assert list(scale.breaks) == sorted(set(scale.breaks))
    assert len(scale.breaks) + 1 == len(scale.labels) == count
    for theme in THEMES.values():
        assert len(theme.ramp(scale)) == count


def test_classes_hold_their_lower_break() -> None:
    assert WORLD_SHARE.class_of(0.0) == 0
    assert WORLD_SHARE.class_of(0.01) == 1
    assert WORLD_SHARE.class_of(0.742) == 6
    assert WORLD_SHARE.class_of(1.02) == 6, "a share of a rounded total"
    assert WORLD_SHARE.class_of(None) is None
    assert WORLD_SHARE.class_of(float("nan")) is None
    assert NET_TRADE.class_of(0.0) == 3
    assert NET_TRADE.ramp is Ramp.DIVERGING


def test_wider_flows_carry_more() -> None:
    assert len(FLOW_BREAKS) + 1 == len(FLOW_WIDTHS_PX) == len(FLOW_LABELS)
    assert list(FLOW_WIDTHS_PX) == sorted(FLOW_WIDTHS_PX)
    assert flow_width_px(None) == flow_width_px(float("nan")) == FLOW_WIDTHS_PX[0] == 2.0
    assert flow_width_px(1.0) == FLOW_WIDTHS_PX[-1] == 10.0


@themes
def test_the_configuration_repeats_the_palette(theme: Theme) -> None:
    section = tomllib.loads(CONFIG.read_text())["theme"][theme.name]
    assert section["backgroundColor"] == theme.sea
    assert section["secondaryBackgroundColor"] == theme.panel
    assert section["textColor"] == theme.ink
    assert section["borderColor"] == theme.border
    assert section["primaryColor"] == theme.marks[Role.HOME]
    assert section["grayTextColor"] == theme.muted_ink
    assert section["chartCategoricalColors"] == [theme.marks[role] for role in MARKS]
    for name, ramp in (("chartSequentialColors", theme.sequential), ("chartDivergingColors", theme.diverging)):
        assert len(section[name]) == 10
        assert (section[name][0], section[name][-1]) == (ramp[0], ramp[-1])


def test_every_text_colour_of_the_configuration_is_legible() -> None:
    config = tomllib.loads(CONFIG.read_text())["theme"]
    for name in THEMES:
        section = config[name]
        for tone in ("green", "red", "orange", "yellow", "blue", "gray"):
            for ground in (section["backgroundColor"], section[f"{tone}BackgroundColor"]):
                assert contrast(section[f"{tone}TextColor"], ground) >= 4.5, (name, tone)
        assert contrast(section["linkColor"], section["backgroundColor"]) >= 4.5


def test_the_configuration_keeps_the_app_on_this_machine() -> None:
    text = CONFIG.read_text()
    config = tomllib.loads(text)
    assert "http" not in text
    assert config["server"]["address"] == "127.0.0.1"
    assert config["browser"]["gatherUsageStats"] is False
    assert config["client"]["showErrorDetails"] == "none"
    assert config["client"]["showErrorLinks"] is False
