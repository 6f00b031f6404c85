"""Colours, each with one meaning everywhere, in a light and a dark theme; classes of the map with fixed breaks.

The breaks never follow the data: a filter or another year must not change what a colour says. Marks (lines, symbols,
bars) keep 3:1 against land and sea, text keeps 4.5:1; areas are told apart by lightness, since a projector washes hues
out and one reader in twelve confuses some of them.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What a coloured mark or area stands for, seen from the home region."""

    HOME = "home"
    MEMBER = "member"
    PARTNER = "partner"
    RISK = "risk"
    OTHER = "other"
    NEUTRAL = "neutral"

    @property
    def label(self) -> str:
        """The words of the legend."""
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    Role.HOME: "In the region",
    Role.MEMBER: "Roster",
    Role.PARTNER: "Partner",
    Role.RISK: "Supplier at risk",
    Role.OTHER: "Rest of the world",
    Role.NEUTRAL: "Not graded",
}

RISK_DASH = (3, 1.2)
"""Dash and gap of a flow at risk, in widths of its line."""

ROLES = tuple(Role)
"""Order of the roles in every colour table that is sent to the map."""


class ThemeName(StrEnum):
    """The two designed themes."""

    LIGHT = "light"
    DARK = "dark"


class Ramp(StrEnum):
    """Which run of colours a scale uses."""

    SEQUENTIAL = "sequential"
    DIVERGING = "diverging"


@dataclass(frozen=True, slots=True)
class Scale:
    """Classes with fixed breaks.

    Attributes
    ----------
    title
        What is shown, with its unit.
    ramp
        Sequential or diverging.
    breaks
        Inner breaks, rising; class k holds values from break k-1 up to, but without, break k.
    labels
        One label a class, in the order of the breaks.
    """

    title: str
    ramp: Ramp
    breaks: tuple[float, ...]
    labels: tuple[str, ...]

    def class_of(self, value: float | None) -> int | None:
        """Return the class of `value`, or None where there are no data."""
        if value is None or math.isnan(value):
            return None
        return bisect_right(self.breaks, value)


WORLD_SHARE = Scale(
    title="Share of world output",
    ramp=Ramp.SEQUENTIAL,
    breaks=(0.01, 0.05, 0.10, 0.20, 0.40, 0.60),
    labels=("under 1 %", "1\u20135 %", "5\u201310 %", "10\u201320 %", "20\u201340 %", "40\u201360 %", "over 60 %"),
)
"""Shares 0-1 of the world total; six breaks give seven classes."""

NET_TRADE = Scale(
    title="Net trade, share of world trade",
    ramp=Ramp.DIVERGING,
    breaks=(-0.20, -0.05, -0.01, 0.01, 0.05, 0.20),
    labels=(
        "imports over 20 %",
        "5\u201320 %",
        "1\u20135 %",
        "balanced",
        "1\u20135 %",
        "5\u201320 %",
        "exports over 20 %",
    ),
)
"""Net exports over world trade, -1 to 1; negative for net importers."""

FLOW_BREAKS = (0.01, 0.05, 0.10, 0.25)
"""Breaks of a flow's share (0-1) of the total that the legend names."""
FLOW_WIDTHS_PX = (2.0, 3.5, 5.5, 7.5, 10.0)
"""Line widths of the five flow classes."""
FLOW_LABELS = ("under 1 %", "1\u20135 %", "5\u201310 %", "10\u201325 %", "over 25 %")


def flow_width_px(share: float | None) -> float:
    """Return the line width of a flow; one of unknown size is drawn thinnest, never left out."""
    if share is None or math.isnan(share):
        return FLOW_WIDTHS_PX[0]
    return FLOW_WIDTHS_PX[bisect_right(FLOW_BREAKS, share)]


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of one theme as ``#RRGGBB``.

    Attributes
    ----------
    name
        Light or dark.
    sea
        Page and sea: paper, or ink-blue.
    globe_sea
        Sea of the globe, set off from the page so that the disc is seen.
    panel
        Controls, tables, tooltips.
    border
        Lines around panels and chart grids.
    ink
        Text, sites, neutral flows.
    muted_ink
        Second-rank text; still 4.5:1 on sea and panel.
    land
        Land without a figure of its own: not listed by the publisher, or not part of the question.
    coast
        Hairlines between countries.
    halo
        Ring around sites, casing of flows, plate behind labels.
    hatch
        Lines that mean "no data".
    fallen
        Lines across the area of a supplier that falls away, in the other direction than those of "no data".
    disputed
        Dashes of disputed boundaries.
    marks
        Lines, symbols and bars by role; 3:1 against sea and land.
    areas
        Country fills by role, paler than the marks.
    sequential
        Seven fills from the lowest to the highest class.
    diverging
        Seven fills from net importer to net exporter.
    """

    name: ThemeName
    sea: str
    globe_sea: str
    panel: str
    border: str
    ink: str
    muted_ink: str
    land: str
    coast: str
    halo: str
    hatch: str
    fallen: str
    disputed: str
    marks: Mapping[Role, str]
    areas: Mapping[Role, str]
    sequential: tuple[str, ...]
    diverging: tuple[str, ...]

    def ramp(self, scale: Scale) -> tuple[str, ...]:
        """Return the fills of `scale`, one a class."""
        return self.sequential if scale.ramp is Ramp.SEQUENTIAL else self.diverging


LIGHT = Theme(
    name=ThemeName.LIGHT,
    sea="#FBFAF7",
    globe_sea="#D3DEE2",
    panel="#F1EFE8",
    border="#DAD6CA",
    ink="#1B2A33",
    muted_ink="#55626A",
    land="#E9E6DD",
    coast="#FFFFFF",
    halo="#FFFFFF",
    hatch="#8A8471",
    fallen="#8F3D0C",
    disputed="#55626A",
    marks=MappingProxyType(
        {
            Role.HOME: "#0B6E6E",
            Role.MEMBER: "#508B77",
            Role.PARTNER: "#4F6F96",
            Role.RISK: "#BE5A1E",
            Role.OTHER: "#6F6752",
            Role.NEUTRAL: "#1B2A33",
        }
    ),
    areas=MappingProxyType(
        {
            Role.HOME: "#6FABA7",
            Role.MEMBER: "#AFD2C2",
            Role.PARTNER: "#A2B6D0",
            Role.RISK: "#DFA67E",
            Role.OTHER: "#E9E6DD",
            Role.NEUTRAL: "#E9E6DD",
        }
    ),
    sequential=("#C8D4DF", "#ABBDCF", "#8BA4BD", "#6B89A8", "#4E6F94", "#32527A", "#17345A"),
    diverging=("#6F4A08", "#A8803A", "#CBAE78", "#CFD1CF", "#9DB2C7", "#6885A4", "#32527A"),
)

DARK = Theme(
    name=ThemeName.DARK,
    sea="#10202A",
    globe_sea="#0A161D",
    panel="#182B37",
    border="#2E444F",
    ink="#E9EEF0",
    muted_ink="#A9B8C0",
    land="#22343F",
    coast="#10202A",
    halo="#10202A",
    hatch="#71828C",
    fallen="#10202A",
    disputed="#A9B8C0",
    marks=MappingProxyType(
        {
            Role.HOME: "#2FB3AA",
            Role.MEMBER: "#9AD6C3",
            Role.PARTNER: "#86A6CC",
            Role.RISK: "#E88A4C",
            Role.OTHER: "#B8AE93",
            Role.NEUTRAL: "#E9EEF0",
        }
    ),
    areas=MappingProxyType(
        {
            Role.HOME: "#17696B",
            Role.MEMBER: "#4A7365",
            Role.PARTNER: "#364F70",
            Role.RISK: "#9C5C33",
            Role.OTHER: "#22343F",
            Role.NEUTRAL: "#22343F",
        }
    ),
    sequential=("#3A5265", "#4C6A82", "#6083A0", "#7A9EBB", "#98B8D0", "#BBD2E3", "#E3EEF6"),
    diverging=("#F0C878", "#B58B3E", "#75602F", "#43515B", "#4C6A82", "#7A9EBB", "#C3D8E8"),
)

THEMES: Mapping[ThemeName, Theme] = MappingProxyType({ThemeName.LIGHT: LIGHT, ThemeName.DARK: DARK})


def theme_named(name: str | None) -> Theme:
    """Return the theme that the browser reports, light where it reports none."""
    return DARK if name == ThemeName.DARK else LIGHT


def rgb(colour: str) -> list[int]:
    """Return ``#RRGGBB`` as three numbers 0-255."""
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def rgba(colour: str, alpha: int) -> list[int]:
    """Return ``#RRGGBB`` with an opacity 0-255."""
    return [*rgb(colour), alpha]
