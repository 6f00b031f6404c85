"""The legend: what it says, and how it is written as HTML that a page can print under its map.

Built from the same palette, symbols and widths as the map itself, so the two cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from html import escape
from urllib.parse import quote

from geo.view.icons import SYMBOL_BOX, symbol
from geo.view.palette import FLOW_LABELS, FLOW_WIDTHS_PX, RISK_DASH, ROLES, Role, Scale, Theme
from geo.view.scene import MapScene, SiteKind
from geo.view.words import NO_DATA

_SAFE = "/:=' ,.;()"
"""Signs that need no escape in the address of an image; every byte here travels with each change of the map."""


class Swatch(StrEnum):
    """How a legend entry is drawn."""

    FILL = "fill"
    HATCH = "hatch"
    OUTLINE = "outline"
    DASHES = "dashes"
    FLOW = "flow"
    AREA_AND_FLOW = "area-and-flow"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One sign and its meaning.

    Attributes
    ----------
    swatch
        How it is drawn.
    colour
        ``#RRGGBB``; of the line if there is an area too.
    label
        Its meaning.
    area
        Fill behind the line.
    across
        Colour of the lines across that fill, as over suppliers that fall away; empty for none.
    kind
        Symbol, for a site.
    """

    swatch: Swatch
    colour: str
    label: str
    area: str = ""
    across: str = ""
    kind: SiteKind | None = None


@dataclass(frozen=True, slots=True)
class LegendRamp:
    """Classes side by side, of colour or of width.

    Attributes
    ----------
    title
        What the classes count.
    colours, labels
        One a class.
    widths_px
        Line widths if the classes are flows; empty for fills.
    """

    title: str
    colours: tuple[str, ...]
    labels: tuple[str, ...]
    widths_px: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Legend:
    """Ramps first, then single signs, in the order in which they are read."""

    ramps: tuple[LegendRamp, ...]
    entries: tuple[LegendEntry, ...]


def legend_of(
    scene: MapScene,
    theme: Theme,
    *,
    scale: Scale | None = None,
    flow_total: str = "",
    plain_land: str = "Not listed by the publisher",
    role_labels: dict[Role, str] | None = None,
) -> Legend:
    """Return the legend of what `scene` shows, and of nothing else.

    Parameters
    ----------
    scene
        The map.
    theme
        Colours.
    scale
        Classes of the fills; None if countries are shaded by role or not at all.
    flow_total
        Of what a flow's width is a share, e.g. "Trade flow, share of world trade".
    plain_land
        Meaning of land in its plain colour, where `scale` is given; empty if it has none.
    role_labels
        Words for the roles on this page where they differ from the general ones.
    """
    words = {role: role.label for role in ROLES} | (role_labels or {})
    ramps = []
    if scale is not None:
        ramps.append(LegendRamp(scale.title, theme.ramp(scale), scale.labels))
    if scene.flows:
        colour = theme.marks[_common_role(scene)]
        ramps.append(LegendRamp(flow_total, (colour,) * len(FLOW_LABELS), FLOW_LABELS, FLOW_WIDTHS_PX))
    entries = _roles(scene, theme, words, shaded=scale is None)
    if plain_land and scale is not None:
        entries.append(LegendEntry(Swatch.FILL, theme.land, plain_land))
    entries.append(LegendEntry(Swatch.HATCH, theme.hatch, NO_DATA.capitalize()))
    if scene.home is not None:
        entries.append(LegendEntry(Swatch.OUTLINE, theme.marks[Role.HOME], f"Home region: {scene.home.label}"))
    entries += _site_kinds(scene, theme)
    entries.append(LegendEntry(Swatch.DASHES, theme.disputed, "Disputed boundary"))
    return Legend(tuple(ramps), tuple(entries))


def legend_html(legend: Legend, theme: Theme, *, text_px: int = 13) -> str:
    """Return `legend` as one block of HTML without script, ids or outside references; all text is escaped.

    The platform removes inline SVG from HTML, so each sign is an image whose data stand in its address.

    Parameters
    ----------
    legend
        What it says.
    theme
        Colours of text and borders.
    text_px
        Size of text; 24 suits a projector.
    """
    row = "display:flex;flex-wrap:wrap;align-items:flex-end;gap:.45em 1.5em"
    ramps = "".join(_ramp_html(ramp, theme) for ramp in legend.ramps)
    entries = "".join(_entry_html(entry, theme) for entry in legend.entries)
    return (
        f'<div role="group" aria-label="Legend" style="{row};font-size:{text_px}px;line-height:1.25;color:{theme.ink}">'
        f"{ramps}"
        f'<div role="list" style="display:flex;flex-wrap:wrap;gap:.3em 1.1em;align-items:center">{entries}</div></div>'
    )


def _common_role(scene: MapScene) -> Role:
    """Return the role of the flows if they share one; widths of mixed flows are shown in ink."""
    roles = {flow.role for flow in scene.flows}
    return roles.pop() if len(roles) == 1 else Role.NEUTRAL


def _roles(scene: MapScene, theme: Theme, words: dict[Role, str], *, shaded: bool) -> list[LegendEntry]:
    """Return one sign a role: its area, its flows, or both in one."""
    fills = {*scene.shading.colours.values(), theme.land} if shaded else set()
    drawn = {flow.role for flow in scene.flows}
    entries = []
    for role in (role for role in ROLES if role is not Role.NEUTRAL):
        area = theme.areas[role] if theme.areas[role] in fills else ""
        across = theme.fallen if role is Role.RISK and scene.shading.fallen else ""
        if role in drawn:
            swatch = Swatch.AREA_AND_FLOW if area else Swatch.FLOW
            entries.append(LegendEntry(swatch, theme.marks[role], words[role], area, across))
        elif area:
            entries.append(LegendEntry(Swatch.FILL, area, words[role], across=across))
    return entries


def _site_kinds(scene: MapScene, theme: Theme) -> list[LegendEntry]:
    kinds = {site.kind for site in scene.sites}
    return [LegendEntry(Swatch.SITE, theme.ink, kind.label, kind=kind) for kind in SiteKind if kind in kinds]


def _ramp_html(ramp: LegendRamp, theme: Theme) -> str:
    cells = []
    widths: Sequence[float | None] = ramp.widths_px or [None] * len(ramp.colours)
    for colour, label, width in zip(ramp.colours, ramp.labels, widths, strict=True):
        sample = _fill_cell(colour, theme) if width is None else _flow_image(colour, width, 44)
        cells.append(
            '<span role="listitem" style="display:inline-flex;flex-direction:column;align-items:center;'
            f'min-width:3.6em;white-space:nowrap;font-size:.92em">{sample}<span style="padding:0 .45em">{escape(label)}</span></span>'
        )
    return (
        f'<div role="list" aria-label="{escape(ramp.title)}"><div style="color:{theme.muted_ink}">'
        f'{escape(ramp.title)}</div><div style="display:flex;flex-wrap:wrap">{"".join(cells)}</div></div>'
    )


def _fill_cell(colour: str, theme: Theme) -> str:
    border = f"border:solid {theme.border};border-width:1px 0"
    return f'<span aria-hidden="true" style="width:100%;height:11px;background:{colour};{border}"></span>'


def _entry_html(entry: LegendEntry, theme: Theme) -> str:
    return (
        '<span role="listitem" style="display:inline-flex;align-items:center;gap:.4em;white-space:nowrap">'
        f"{_swatch_html(entry, theme)}{escape(entry.label)}</span>"
    )


def _swatch_html(entry: LegendEntry, theme: Theme) -> str:
    if entry.swatch is Swatch.SITE and entry.kind is not None:
        return _image(symbol(entry.kind, entry.colour), 14, 14, SYMBOL_BOX)
    if entry.across and entry.area:
        # Side by side: under the flow the lines across the area could not be seen.
        area = LegendEntry(Swatch.FILL, entry.area, entry.label, across=entry.across)
        return _swatch_html(area, theme) + _swatch_html(replace(entry, area="", across=""), theme)
    if entry.swatch in (Swatch.FLOW, Swatch.AREA_AND_FLOW):
        is_risk = entry.colour == theme.marks[Role.RISK]
        return _flow_image(entry.colour, 3.0, 30, entry.area, dashes=RISK_DASH if is_risk else None)
    body = _BOXES[entry.swatch].format(colour=entry.colour, land=theme.land, border=theme.border)
    across = _ACROSS.format(colour=entry.across) if entry.across else ""
    return _image(body + across, 22, 13, "0 0 22 13")


_BOXES = {
    Swatch.FILL: '<rect x=".5" y=".5" width="21" height="12" fill="{colour}" stroke="{border}"/>',
    Swatch.HATCH: (
        '<rect x=".5" y=".5" width="21" height="12" fill="{land}" stroke="{border}"/>'
        '<path d="M2 12L13 1M9 12L20 1M1 6L6 1M16 12L21 7" stroke="{colour}" stroke-width="1.2"/>'
    ),
    Swatch.OUTLINE: '<rect x="1.5" y="1.5" width="19" height="10" fill="none" stroke="{colour}" stroke-width="2.4"/>',
    Swatch.DASHES: '<path d="M1 6.5H21" stroke="{colour}" stroke-width="1.6" stroke-dasharray="4 2.5"/>',
}


_ACROSS = '<path d="M1 7L6 12M1 2L11 12M5 1L16 12M10 1L21 12M15 1L21 7" stroke="{colour}" stroke-width="1.4"/>'
"""The other way than the lines of no data, and denser, as on the map."""


def _image(body: str, width: int, height: int, view_box: str) -> str:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="{view_box}">{body}</svg>'
    address = f"data:image/svg+xml,{quote(svg.replace(chr(34), chr(39)), safe=_SAFE)}"
    return f'<img src="{address}" width="{width}" height="{height}" alt="" style="display:block">'


def _flow_image(
    colour: str, width_px: float, length_px: int, area: str = "", dashes: tuple[float, float] | None = None
) -> str:
    """Return a line with an arrowhead in its middle, as on the map, on `area` if it has one."""
    pattern = f' stroke-dasharray="{dashes[0] * 2:g} {dashes[1] * 2:g}"' if dashes else ""
    head = 4.0 + width_px * 0.55
    middle = length_px / 2
    behind = f'<rect y="0" width="{length_px}" height="16" fill="{area}"/>' if area else ""
    body = (
        f'{behind}<path d="M1 8H{length_px - 1}" stroke="{colour}" stroke-width="{width_px}"{pattern}/>'
        f'<path d="M{middle + head:g} 8L{middle - head:g} {8 - head:g}V{8 + head:g}Z" fill="{colour}"/>'
    )
    return _image(body, length_px, 20, f"0 -2 {length_px} 20")
