"""Where names stand on the map, so that no two overlap at world zoom: the most important name is placed first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from geo.view.scene import MAX_LABELS, Label
from geo.view.sphere import mercator_y

WORLD_PX = 800.0
"""Width of the world in the narrowest chart; on a wider one labels stand farther apart."""
LETTER_PX = 7.6
PLATE_PX = 16.0
LINE_PX = 21.0
OFFSETS = ((0, 18), (0, -18))
"""Below its point, else above, as (right, down) in pixels; aside or farther away a name is read as a neighbour's."""

Box = tuple[float, float, float, float]


def place_labels(labels: Iterable[Label]) -> tuple[Label, ...]:
    """Return the labels that find a place, each moved to the first of its places that is free.

    Parameters
    ----------
    labels
        Most important first; a name that finds no free place is left out, and the table still has it.
    """
    placed: list[Label] = []
    taken: list[Box] = []
    for label in labels:
        if len(placed) == MAX_LABELS:
            break
        for dx, dy in OFFSETS:
            box = _box(label, dx, dy)
            if not any(_overlap(box, other) for other in taken):
                placed.append(replace(label, dx=dx, dy=dy))
                taken.append(box)
                break
    return tuple(placed)


def _box(label: Label, dx: int, dy: int) -> Box:
    """Return left, top, right, bottom in pixels of a world map WORLD_PX wide."""
    x = (label.lon + 180.0) / 360.0 * WORLD_PX + dx
    y = -mercator_y(label.lat) / 360.0 * WORLD_PX + dy
    half = (len(label.text) * LETTER_PX + PLATE_PX) / 2
    return (x - half, y - LINE_PX / 2, x + half, y + LINE_PX / 2)


def _overlap(first: Box, second: Box) -> bool:
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]
