"""Symbols of sites and the arrowhead, as one SVG atlas.

Each symbol exists twice: solid (row 0) and with a thick rim (row 1), which drawn first in the halo colour makes a ring
around it. The atlas is a mask, so the colour comes from the data. Shapes differ in outline, not only in detail, since
a projector shows 14 pixels as a blot.
"""

from __future__ import annotations

from collections.abc import Iterable

from geo.view.scene import SiteKind

CELL = 96
"""Width and height of a cell of the atlas."""
SHAPE = 64
"""Width and height of a symbol inside its cell; the rest is room for the halo."""
HALO = 13
"""Stroke width of the halo in the cell; half of it lies outside the symbol."""

ARROW = "arrow"

_RING = '<circle cx="48" cy="48" r="25" fill="none" stroke="#fff" stroke-width="12"/>'
_CROSS = '<path d="M48 20V76M20 48H76" fill="none" stroke="#fff" stroke-width="13"/>'
_SOLID: dict[str, str] = {
    SiteKind.MINE: '<circle cx="48" cy="48" r="29" fill="#fff"/>',
    SiteKind.REFINERY: '<rect x="21" y="21" width="54" height="54" fill="#fff"/>',
    SiteKind.SMELTER: '<path d="M21 21H75V75H21Z M37 37V59H59V37Z" fill="#fff" fill-rule="evenodd"/>',
    SiteKind.PROCESSING_PLANT: '<path d="M21 21H75V43H21Z M21 53H75V75H21Z" fill="#fff"/>',
    SiteKind.CHEMICAL_PLANT: '<path d="M48 16L76 32V64L48 80L20 64V32Z" fill="#fff"/>',
    SiteKind.RECYCLING: '<path d="M48 12L84 48L48 84L12 48Z" fill="#fff"/>',
    SiteKind.PROJECT: _RING,
    SiteKind.DEPOSIT: _CROSS,
    SiteKind.PASSAGE: '<path d="M18 20H78L58 48L78 76H18L38 48Z" fill="#fff"/>',
    ARROW: '<path d="M84 48L16 82L32 48L16 14Z" fill="#fff"/>',
}
_OUTLINE: dict[str, str] = {
    SiteKind.SMELTER: '<rect x="21" y="21" width="54" height="54" fill="#fff"/>',
    SiteKind.PROCESSING_PLANT: '<rect x="21" y="21" width="54" height="54" fill="#fff"/>',
    SiteKind.PROJECT: '<circle cx="48" cy="48" r="31" fill="#fff"/>',
    SiteKind.DEPOSIT: '<path d="M41.5 20H54.5V41.5H76V54.5H54.5V76H41.5V54.5H20V41.5H41.5Z" fill="#fff"/>',
}
_NAMES = tuple(_SOLID)


def atlas_svg() -> bytes:
    """Return the atlas as an SVG file."""
    cells = []
    for column, name in enumerate(_NAMES):
        rim = f'<g stroke="#fff" stroke-width="{HALO}" stroke-linejoin="round">{_OUTLINE.get(name, _SOLID[name])}</g>'
        cells.append(f'<g transform="translate({column * CELL} 0)">{_SOLID[name]}</g>')
        cells.append(f'<g transform="translate({column * CELL} {CELL})">{rim}</g>')
    width = CELL * len(_NAMES)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{2 * CELL}" '
        f'viewBox="0 0 {width} {2 * CELL}">{"".join(cells)}</svg>'
    )
    return svg.encode()


def icon_mapping(names: Iterable[str], *, halo: bool) -> dict[str, dict[str, object]]:
    """Return where the named symbols lie in the atlas; `halo` gives the row with the rims."""
    return {
        str(name): {"x": _NAMES.index(name) * CELL, "y": CELL * halo, "width": CELL, "height": CELL, "mask": True}
        for name in names
    }


def cell_px(shape_px: float) -> float:
    """Return the size to ask of the map so that the symbol itself is `shape_px` high."""
    return shape_px * CELL / SHAPE


ARROW_PX, ARROW_PX_PER_PX = 11.0, 2.6
"""Size of an arrowhead's cell on the thinnest of lines, and what each pixel of width adds."""


def arrow_px(width_px: float) -> float:
    """Return the size to ask of the map for the arrowhead of a line `width_px` wide."""
    return ARROW_PX + ARROW_PX_PER_PX * width_px


SYMBOL_BOX = "12 12 72 72"
"""View box of one symbol."""


def symbol(kind: SiteKind, colour: str) -> str:
    """Return the body of a symbol for a legend: the same shape as on the map, in `colour`."""
    return _SOLID[kind].replace("#fff", colour)
