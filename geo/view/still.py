"""A still picture of a map, drawn by the server from the very description that the browser draws the live map from.

There is no second list of layers: each layer of the deck is drawn here in its order, with its own colours, widths and
symbols, and what is not known here is refused. Lines and areas are drawn as matplotlib's paths, all of one colour in
one, which takes a fifth of the time of geopandas' plot by geometry. The objects of matplotlib are used directly, never
``pyplot``, so that many threads may draw at once.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from typing import Any

import numpy as np
from matplotlib import get_data_path
from matplotlib.artist import Artist
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from geo.remembered import Memory
from geo.view.draw import DrawMap, MapOptions, flat_map
from geo.view.expression import reader_of
from geo.view.icon_shapes import symbols
from geo.view.icons import CELL
from geo.view.payload import MapBase
from geo.view.projection import Box, Flat, Globe, projection_of
from geo.view.scene import MapScene
from geo.view.still_shapes import Form, Placed, Shapes, placed, shapes_of

Description = Mapping[str, Any]
Colour = tuple[float, float, float, float]

KEPT_SHAPES, KEPT_STILLS = 48, 24
POINTS_PER_INCH = 72
FONT_FILE = "fonts/ttf/DejaVuSans-Bold.ttf"
"""Bundled with matplotlib; no font of the machine is looked for."""
FONT_PART = 0.84
"""Size of that font, which runs wider than the page's, against the size asked for."""
_PLATE = "round,pad=0.22,rounding_size=0.2"
CLEAR = (0, 0, 0, 0)
_QUICK = 3
"""Level of compression: half the time of the usual one for a tenth more bytes."""


class Content:
    """Keeps what a deck publishes, by an address that changes only with it: the server's own side of the media store."""

    def __init__(self) -> None:
        self.of: dict[str, bytes] = {}

    def __call__(self, name: str, content: bytes, mimetype: str) -> str:  # noqa: ARG002 - the protocol has both
        """Return the address of `content`."""
        address = f"/{sha256(content).hexdigest()}"
        self.of[address] = content
        return address


def still_map(
    scene: MapScene, base: MapBase, options: MapOptions, draw: DrawMap = flat_map, *, pixel_ratio: float = 1.0
) -> bytes:
    """Return the map of `scene` as a PNG file, as large as the box of the options; made once for equal ones.

    Parameters
    ----------
    scene, base, options
        As for the live map.
    draw
        Flat map or globe.
    pixel_ratio
        Pixels of the picture for each of the box, 1 or 2.
    """
    content = Content()
    description = draw(scene, base, options, content).to_json()

    def make() -> bytes:
        picture = Picture(json.loads(description), content.of, options.box, base.memory)
        return picture.png(pixel_ratio, options.theme.sea)

    return base.memory.once(still_map, (description, options.box, options.theme.name, pixel_ratio), make, KEPT_STILLS)


@dataclass(frozen=True, slots=True)
class _Look:
    """How a path is drawn; `dash` in widths of the line."""

    colour: Colour
    width: float = 0.0
    dash: tuple[float, ...] = ()
    is_round: bool = False


class Picture:
    """One map in the making, from its description and what that names by address.

    Raises
    ------
    ValueError
        If the description holds what is not drawn here: a mistake in the code, not of the user.
    """

    def __init__(self, deck: Description, content: Mapping[str, bytes], box: Box, memory: Memory) -> None:
        self._deck, self._content, self._box, self._memory = deck, content, box, memory
        self.projection: Flat | Globe = projection_of(deck["views"][0], deck["initialViewState"], box)
        self.drawn: list[str] = []
        """Ids of the layers that were drawn, in their order."""

    def png(self, pixel_ratio: float, sea: str) -> bytes:
        """Return the file."""
        figure = Figure(
            figsize=(self._box.width / POINTS_PER_INCH, self._box.height / POINTS_PER_INCH),
            dpi=POINTS_PER_INCH * pixel_ratio,
        )
        # From pixels that run down to the figure's, which run up.
        place = Affine2D().scale(pixel_ratio, -pixel_ratio).translate(0.0, self._box.height * pixel_ratio)
        order = count()
        for layer in self._deck["layers"]:
            for artist in self._artists(layer):
                artist.set_transform(place)
                artist.set_zorder(next(order))
                figure.add_artist(artist)
            self.drawn.append(layer["id"])
        file = io.BytesIO()
        figure.savefig(file, format="png", dpi="figure", facecolor=sea, pil_kwargs={"compress_level": _QUICK})
        return file.getvalue()

    def _artists(self, layer: Description) -> Iterator[Artist]:
        kind = layer["@@type"]
        if kind == "GeoJsonLayer":
            for form, shapes in self._shapes(layer["data"]).items():
                yield from self._features(layer, form, placed(shapes, self.projection))
        elif kind == "TextLayer":
            yield from self._texts(layer)
        elif kind == "SolidPolygonLayer" and isinstance(self.projection, Globe):
            middle = (self._box.width / 2, self._box.height / 2)
            disc = Path.circle(middle, self.projection.disc_px)
            yield _patch(disc, _Look(_rgba(layer["getFillColor"])))
        else:
            raise ValueError(f"the layer {layer['id']!r} of type {kind} is drawn by the browser only")

    def _shapes(self, data: Any) -> Mapping[Form, Shapes]:
        if not isinstance(data, str):
            return shapes_of(data)
        content = self._content[data]
        return self._memory.once(shapes_of, data, lambda: shapes_of(content), KEPT_SHAPES)

    def _features(self, layer: Description, form: Form, features: Placed) -> Iterator[Artist]:
        if form is Form.AREA:
            if layer.get("filled", True):
                yield from _areas(layer, features)
            if layer.get("stroked", True):
                yield from _lines(layer, features, "polygons-stroke")
        elif form is Form.LINE:
            yield from _lines(layer, features, "linestrings")
        elif layer.get("pointType", "circle") == "icon":
            yield from self._icons(layer, features)
        else:
            yield from _circles(layer, features)

    def _icons(self, layer: Description, features: Placed) -> Iterator[Artist]:
        atlas = self._content[layer["iconAtlas"]]
        paths = self._memory.once(symbols, atlas, lambda: symbols(atlas))
        mapping, colour = layer["iconMapping"], _reader(layer, "points-icon", "getColor")
        name, size = reader_of(layer["getIcon"]), reader_of(layer["getIconSize"])
        angle = reader_of(layer.get("getIconAngle", 0))
        is_flat = not layer.get("iconBillboard", True)
        turn = 180.0 if is_flat and isinstance(self.projection, Globe) else 0.0
        drawn, colours = [], []
        for row, x, y in _points(features):
            cell = mapping[name(row)]
            # The symbol's middle comes to its place; the browser turns it against the clock.
            move = Affine2D().translate(-CELL / 2, -CELL / 2).scale(size(row) / CELL).rotate_deg(-(angle(row) + turn))
            drawn.append(move.translate(x, y).transform_path(paths[cell["x"], cell["y"]]))
            colours.append(_rgba(colour(row)))
        yield PathCollection(drawn, facecolors=colours, linewidths=0.0)

    def _texts(self, layer: Description) -> Iterator[Artist]:
        font = FontProperties(fname=f"{get_data_path()}/{FONT_FILE}")
        ink, plate = (
            _rgba(layer["_subLayerProps"][part][name])
            for part, name in (("characters", "getColor"), ("background", "getFillColor"))
        )
        height = layer["getSize"]
        for row in layer["data"]:
            position = np.array([[*row["p"], 0.0][:3]])
            pixels, is_seen = self.projection.place(position)
            for shift in self.projection.copies():
                x, y = pixels[0] + np.array(row["o"]) + np.array([shift, 0.0])
                if not is_seen[0]:
                    continue
                text = Text(x, y, row["t"], color=ink, fontproperties=font, size=height * FONT_PART)
                text.set(ha="center", va="center_baseline", parse_math=False)
                text.set_bbox({"boxstyle": _PLATE, "facecolor": plate, "edgecolor": "none"})
                yield text


def _areas(layer: Description, features: Placed) -> Iterator[Artist]:
    colour = _reader(layer, "polygons-fill", "getFillColor")
    for look, chosen in _alike([_Look(_rgba(colour(row))) for row in features.shapes.rows]):
        path = features.path(chosen, is_area=True)
        if path is not None:
            yield _patch(path, look)


def _lines(layer: Description, features: Placed, part: str) -> Iterator[Artist]:
    """Draw lines, those that follow one another and look the same in one path."""
    colour, width = _reader(layer, part, "getColor"), reader_of(layer["getLineWidth"])
    dash = reader_of(layer.get("getDashArray", ()))
    is_round = bool(layer.get("lineCapRounded", False))
    looks = [
        _Look(_rgba(colour(row)), float(width(row)), tuple(dash(row)) if any(dash(row)) else (), is_round)
        for row in features.shapes.rows
    ]
    for look, chosen in _alike(looks):
        path = features.path(chosen, is_area=False)
        if path is not None:
            yield _patch(path, look)


def _circles(layer: Description, features: Placed) -> Iterator[Artist]:
    parts = layer["_subLayerProps"]["points-circle"]
    fill, edge = (reader_of(parts.get(name, CLEAR)) for name in ("getFillColor", "getLineColor"))
    radius, width = reader_of(layer["getPointRadius"]), reader_of(layer.get("getLineWidth", 0))
    is_filled, is_stroked = layer.get("filled", True), layer.get("stroked", True)
    points = list(_points(features))
    yield PathCollection(
        [Affine2D().scale(radius(row)).translate(x, y).transform_path(Path.unit_circle()) for row, x, y in points],
        facecolors=[_rgba(fill(row) if is_filled else CLEAR) for row, *_ in points],
        edgecolors=[_rgba(edge(row) if is_stroked else CLEAR) for row, *_ in points],
        linewidths=[float(width(row)) for row, *_ in points],
    )


def _points(features: Placed) -> Iterator[tuple[Mapping[str, Any], float, float]]:
    for k, ((x, y), is_seen) in enumerate(zip(features.pixels.tolist(), features.is_seen.tolist(), strict=True)):
        for shift in features.copies if is_seen else ():
            yield features.shapes.rows[features.shapes.owner[k]], x + shift, y


def _alike(looks: Sequence[_Look]) -> Iterator[tuple[_Look, NDArray[np.bool_]]]:
    """Return each look that can be seen, and which features have it: those that follow one another without a gap.

    Areas do not overlap, so all of one look go together; lines of several looks may cross, and keep their order.
    """
    order = list(dict.fromkeys(looks))
    is_area = all(look.width == 0.0 for look in order)
    numbers = np.array([order.index(look) for look in looks], dtype=np.int64)
    runs = numbers if is_area else np.concatenate([[0], np.cumsum(np.diff(numbers) != 0)])
    for run in np.unique(runs).tolist():
        chosen = runs == run
        look = order[int(numbers[chosen][0])]
        if look.colour[3] > 0:
            yield look, chosen


def _patch(path: Path, look: _Look) -> PathPatch:
    if look.width == 0.0:
        return PathPatch(path, facecolor=look.colour, edgecolor="none", linewidth=0.0)
    cap = "round" if look.is_round else "butt"
    patch = PathPatch(path, fill=False, edgecolor=look.colour, linewidth=look.width, capstyle=cap, joinstyle="round")
    if look.dash:
        patch.set_linestyle((0.0, look.dash))
    return patch


def _reader(layer: Description, part: str, name: str) -> Any:
    return reader_of(layer["_subLayerProps"][part][name])


def _rgba(colour: Sequence[int]) -> Colour:
    red, green, blue, alpha = (*colour, 255)[:4]
    return red / 255, green / 255, blue / 255, alpha / 255
