"""What the Atlas shows: fill, year, layers, flows, and how the map is framed."""

from __future__ import annotations

from dataclasses import dataclass as plain_dataclass
from enum import StrEnum
from typing import Annotated

from pydantic.dataclasses import dataclass

from geo.evidence.shared import Dated
from geo.evidence.trade import TradeCode
from geo.figure.reading import parse_hs6, parse_iso3, parse_slug
from geo.figure.setting import STRICT, Setting
from geo.schema.codes import Stage
from geo.schema.codes_publisher import Publisher


class MapView(StrEnum):
    """How the world is drawn."""

    FLAT = "flat"
    GLOBE = "globe"


class Shown(StrEnum):
    """What the choropleth of the Atlas shows."""

    PRODUCTION = "production"
    RESERVES = "reserves"
    TRADE = "trade"


SHOWN_LABELS = {Shown.PRODUCTION: "Production", Shown.RESERVES: "Reserves", Shown.TRADE: "Net trade and flows"}


class TradeUnit(StrEnum):
    """What the thickness of a flow counts."""

    VALUE = "value"
    TONNES = "tonnes"


class Framing(StrEnum):
    """Named views of the map; a free view cannot be read back from the browser."""

    WORLD = "world"
    AMERICAS = "americas"
    EUROPE = "europe"
    ASIA_PACIFIC = "asia-pacific"


FRAMING_LABELS = {framing: framing.value.title() for framing in Framing}


class MapLayer(StrEnum):
    """What is switched on and off on the map of the Atlas."""

    MINES = "mines"
    PLANTS = "plants"
    RECYCLING = "recycling"
    PROJECTS = "projects"
    DEPOSITS = "deposits"
    UNCERTAIN = "uncertain"
    FLOWS = "flows"

    @property
    def label(self) -> str:
        """The words on the control."""
        return {
            "plants": "Smelters, refineries, plants",
            "deposits": "Deposits (geology)",
            "uncertain": "Sites hidden by default",
            "flows": "Trade flows",
        }.get(self.value, self.value.capitalize())


LAYERS_OF_STAGE = {
    stage: (MapLayer.MINES, MapLayer.PROJECTS) if stage is Stage.MINED else (MapLayer.PLANTS, MapLayer.RECYCLING)
    for stage in Stage
}
"""Layers that are on until a visitor chooses: the sites of the stage."""


@dataclass(frozen=True, slots=True, config=STRICT)
class View(Dated):
    """Settings of the page; ``country`` and ``site`` are those whose panel is open."""

    show: Annotated[Shown, Setting("Map shows", word="map content", labels=SHOWN_LABELS)] = Shown.PRODUCTION
    view: Annotated[MapView, Setting("View")] = MapView.FLAT
    frame: Annotated[Framing, Setting("Centre the map on", labels=FRAMING_LABELS)] = Framing.WORLD
    layers: Annotated[tuple[MapLayer, ...] | None, Setting("On the map", word="map layer", unset="")] = None
    by: Annotated[TradeUnit, Setting("Thickness of flows", word="unit of trade")] = TradeUnit.VALUE
    hs: Annotated[str | None, Setting("Customs code", word="customs code", read=parse_hs6, unset="")] = None
    country: Annotated[str | None, Setting("Country", read=parse_iso3, unset="")] = None
    site: Annotated[str | None, Setting("Site", read=parse_slug, unset="")] = None


@plain_dataclass(frozen=True, slots=True)
class AtlasView:
    """What the Atlas's controls say.

    ``code`` is the customs code shown, None where none stands for the mineral and stage; ``year`` None means that no
    figures are held for what is shown.
    """

    shown: Shown
    year: int | None
    publisher: Publisher
    code: TradeCode | None
    unit: TradeUnit
    view: MapView
    framing: Framing
    layers: tuple[MapLayer, ...]
    country: str | None
    site: str | None

    def has(self, layer: MapLayer) -> bool:
        """Return whether a layer is switched on."""
        return layer in self.layers
