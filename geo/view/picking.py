"""What a click on the map chose, read from the platform's selection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from geo.view.layers import DOT_TARGETS, FLOW_TARGETS, LAND_TARGETS, SITES


class PickKind(StrEnum):
    """Kinds of things that answer to a click."""

    COUNTRY = "country"
    SITE = "site"
    FLOW = "flow"


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing that was clicked.

    Attributes
    ----------
    kind
        Country, site or flow.
    id
        ISO3, or the id that the scene gave. The data may have changed since the click: look it up before use.
    """

    kind: PickKind
    id: str


_LAYERS = (
    (SITES, PickKind.SITE, "id"),
    (FLOW_TARGETS, PickKind.FLOW, "id"),
    (DOT_TARGETS, PickKind.COUNTRY, "iso3"),
    (LAND_TARGETS, PickKind.COUNTRY, "iso3"),
)


def picked(objects: Mapping[str, Sequence[Mapping[str, Any]]]) -> Pick | None:
    """Return what is selected, or None: nothing, open sea, or land without statistics.

    Parameters
    ----------
    objects
        ``event.selection.objects`` of the chart: layer id to the clicked rows, whole features with their geometry.
        Rows are known by their id; their index depends on how a flow was cut.
    """
    for layer, kind, name in _LAYERS:
        for row in objects.get(layer, ()):
            found = row.get("properties", row).get(name)
            if isinstance(found, str) and found:
                return Pick(kind, found)
    return None
