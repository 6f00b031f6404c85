"""Geometry of a description as arrays: parsed once, then placed and drawn at any view."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
from matplotlib.path import Path
from numpy.typing import NDArray

from geo.view.projection import Projection

Floats = NDArray[np.float64]
_AREA, _LINE, _POINT = "Polygon", "LineString", "Point"


class Form(Enum):
    """What a feature is; each is drawn by a sub-layer of its own."""

    AREA = _AREA
    LINE = _LINE
    POINT = _POINT


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """All features of one form, in one array.

    Attributes
    ----------
    rows
        Properties of each feature.
    positions
        Longitude and latitude in degrees and height in metres, shape (n, 3). Rings around areas run one way, those
        around holes the other.
    starts
        Where each line or ring begins in `positions`, and the end of the last; shape (k + 1,).
    owner
        Feature of each line, ring or point; shape (k,).
    """

    rows: tuple[Mapping[str, Any], ...]
    positions: Floats
    starts: NDArray[np.int64]
    owner: NDArray[np.int64]


def shapes_of(geojson: bytes | Mapping[str, Any]) -> Mapping[Form, Shapes]:
    """Return the features of a collection by form; a form that it does not hold is not named."""
    content = json.loads(geojson) if isinstance(geojson, bytes) else geojson
    rows: dict[Form, list[Mapping[str, Any]]] = {}
    lines: dict[Form, list[tuple[int, Floats]]] = {}
    for feature in content["features"]:
        form = Form(feature["geometry"]["type"].removeprefix("Multi"))
        own, parts = rows.setdefault(form, []), lines.setdefault(form, [])
        parts += [(len(own), line) for line in _lines(form, feature["geometry"])]
        own.append(feature["properties"])
    return {form: _shapes(rows[form], parts) for form, parts in lines.items()}


def _lines(form: Form, geometry: Mapping[str, Any]) -> list[Floats]:
    is_many = geometry["type"].startswith("Multi")
    parts = geometry["coordinates"] if is_many else [geometry["coordinates"]]
    if form is Form.POINT:
        return [_with_height([part]) for part in parts]
    if form is Form.LINE:
        return [_with_height(part) for part in parts]
    return [_turned(_with_height(ring), is_hole=k > 0) for part in parts for k, ring in enumerate(part)]


def _with_height(line: Sequence[Sequence[float]]) -> Floats:
    places = np.asarray(line, dtype=np.float64)
    return places if places.shape[1] == 3 else np.column_stack([places, np.zeros(len(places))])


def _turned(ring: Floats, *, is_hole: bool) -> Floats:
    """Return a ring in the direction that says whether it is filled."""
    x, y = ring[:, 0], ring[:, 1]
    is_left = float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) > 0
    return ring[::-1] if is_left == is_hole else ring


def _shapes(rows: list[Mapping[str, Any]], parts: list[tuple[int, Floats]]) -> Shapes:
    sizes = [len(line) for _, line in parts]
    return Shapes(
        rows=tuple(rows),
        positions=np.concatenate([line for _, line in parts]) if parts else np.empty((0, 3)),
        starts=np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]).astype(np.int64),
        owner=np.array([owner for owner, _ in parts], dtype=np.int64),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Shapes on a picture: pixels of every position, and which are on the side that is seen."""

    shapes: Shapes
    pixels: Floats
    is_seen: NDArray[np.bool_]
    copies: tuple[float, ...]

    def path(self, features: NDArray[np.bool_], *, is_area: bool) -> Path | None:
        """Return one path of all chosen features, or None where nothing of them is seen.

        Parameters
        ----------
        features
            Which features, one value each.
        is_area
            Whether lines are closed and what is behind the horizon is drawn along it; lines end there.
        """
        shapes = self.shapes
        chosen = features[shapes.owner]
        sizes = np.diff(shapes.starts)
        if is_area:
            chosen &= np.add.reduceat(self.is_seen, shapes.starts[:-1]) > 0
        points = np.repeat(chosen, sizes)
        codes = np.full(len(points), Path.LINETO, dtype=np.uint8)
        codes[shapes.starts[:-1]] = Path.MOVETO
        if is_area:
            codes[shapes.starts[1:] - 1] = Path.CLOSEPOLY
        else:
            hidden = ~self.is_seen
            codes[hidden] = Path.MOVETO
            codes[1:][hidden[:-1]] = Path.MOVETO
        pixels, codes = self.pixels[points], codes[points]
        if not len(pixels):
            return None
        copies = [pixels + np.array([shift, 0.0]) for shift in self.copies]
        return Path(np.concatenate(copies), np.tile(codes, len(copies)))


def placed(shapes: Shapes, projection: Projection) -> Placed:
    """Return `shapes` as they lie on a picture."""
    pixels, is_seen = projection.place(shapes.positions)
    return Placed(shapes, pixels, is_seen, projection.copies())
