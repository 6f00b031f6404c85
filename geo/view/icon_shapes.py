"""The symbols of the SVG atlas as paths, for a map that no browser draws; read from the atlas itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import reduce
from xml.etree import ElementTree as ET

import numpy as np
import shapely
from matplotlib.path import Path
from shapely.geometry.base import BaseGeometry

Corner = tuple[float, float]

_SVG = "{http://www.w3.org/2000/svg}"
_PLACE = re.compile(r"translate\((\S+) (\S+)\)")
_STEP = re.compile(r"([MLHVZ])([^MLHVZ]*)")
_ROUND = 16
"""Corners of a quarter of a circle."""


def symbols(atlas: bytes) -> Mapping[Corner, Path]:
    """Return the symbol of each cell of the atlas by the cell's left upper corner, in the cell's own pixels.

    Raises
    ------
    ValueError
        If the atlas holds a form that is not known here: a mistake in the code, not of the user.
    """
    found = {}
    for cell in ET.fromstring(atlas):  # noqa: S314 - our own atlas
        place = _PLACE.fullmatch(cell.get("transform", ""))
        if place is None:
            raise ValueError(f"a cell of the symbols has no place: {ET.tostring(cell)[:80]!r}")
        found[float(place[1]), float(place[2])] = _path(shapely.union_all(list(_forms(cell, {}))))
    return found


def _forms(group: ET.Element, inherited: Mapping[str, str]) -> Iterator[BaseGeometry]:
    for child in group:
        look = {**inherited, **child.attrib}
        if child.tag == f"{_SVG}g":
            yield from _forms(child, look)
            continue
        line = _line(child, look)
        if look.get("fill") != "none":
            yield _filled(line, is_even_odd=look.get("fill-rule") == "evenodd")
        if "stroke" in look:
            join = "round" if look.get("stroke-linejoin") == "round" else "mitre"
            yield line.buffer(float(look["stroke-width"]) / 2, cap_style="flat", join_style=join, quad_segs=_ROUND)


def _line(form: ET.Element, look: Mapping[str, str]) -> BaseGeometry:
    """Return the line of a form, closed where the form is."""
    if form.tag == f"{_SVG}circle":
        middle = shapely.Point(float(look["cx"]), float(look["cy"]))
        return middle.buffer(float(look["r"]), quad_segs=_ROUND).exterior
    if form.tag == f"{_SVG}rect":
        x, y, width, height = (float(look[name]) for name in ("x", "y", "width", "height"))
        return shapely.box(x, y, x + width, y + height).exterior
    if form.tag == f"{_SVG}path":
        return shapely.multilinestrings([shapely.linestrings(piece) for piece in _pieces(look["d"])])
    raise ValueError(f"the symbols hold a {form.tag}, which is drawn by the browser only")


def _pieces(steps: str) -> list[list[Corner]]:
    """Return the corners of each piece of a path."""
    pieces: list[list[Corner]] = []
    for sign, numbers in _STEP.findall(steps):
        values = [float(number) for number in numbers.split()]
        if sign == "M":
            pieces.append([(values[0], values[1])])
        elif sign == "Z":
            pieces[-1].append(pieces[-1][0])
        else:
            pieces[-1] += _corners(sign, values, pieces[-1][-1])
    return pieces


def _corners(sign: str, values: list[float], last: Corner) -> list[Corner]:
    if sign == "H":
        return [(values[0], last[1])]
    if sign == "V":
        return [(last[0], values[0])]
    return list(zip(values[::2], values[1::2], strict=True))


def _filled(line: BaseGeometry, *, is_even_odd: bool) -> BaseGeometry:
    rings = [shapely.polygons(ring.coords) for ring in getattr(line, "geoms", [line])]
    return reduce(shapely.symmetric_difference, rings) if is_even_odd else shapely.union_all(rings)


def _path(shape: BaseGeometry) -> Path:
    """Return polygons with their holes as one path; holes run the other way."""
    turned = shapely.orient_polygons(shape)
    polygons = getattr(turned, "geoms", [turned])
    rings = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
    return Path.make_compound_path(*(Path(np.asarray(ring.coords), closed=True) for ring in rings))
