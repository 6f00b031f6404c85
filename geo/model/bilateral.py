"""Trade of one customs code and year as arrays, so that a sum over any set of countries takes microseconds.

The overview matrix asks some two hundred times who sends what to whom; walking over flows one by one would take
seconds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from geo.errors import SelectionError
from geo.model.supply import LEAST_TONNES_COVERAGE, Flow

FloatArray = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Amounts:
    """Trade added up by country, arrays of shape (areas,).

    Attributes
    ----------
    quantity_t
        Tonnes of the flows that have them; zero where no flow has.
    value_usd
        Value of all flows.
    flows
        How many there are.
    without_quantity, without_quantity_usd
        Flows without tonnes: how many, and their value.
    """

    quantity_t: FloatArray
    value_usd: FloatArray
    flows: npt.NDArray[np.int64]
    without_quantity: npt.NDArray[np.int64]
    without_quantity_usd: FloatArray

    @property
    def has_tonnes(self) -> bool:
        """Whether the flows with tonnes hold enough of the value for tonnes to stand for the whole."""
        value = float(self.value_usd.sum())
        return value > 0 and value - float(self.without_quantity_usd.sum()) >= LEAST_TONNES_COVERAGE * value


@dataclass(frozen=True, slots=True, eq=False)
class BilateralTrade:
    """Flows of one code and year, complete for the world.

    Attributes
    ----------
    areas
        ISO3 codes of every country that trades, in order.
    place
        Position in `areas` by code.
    exporter, importer
        Positions in `areas`, shape (flows,), ordered by exporter, then importer.
    quantity_t
        Tonnes, NaN where the publisher has none.
    value_usd
        US dollars.
    """

    areas: tuple[str, ...]
    place: Mapping[str, int]
    exporter: npt.NDArray[np.int64]
    importer: npt.NDArray[np.int64]
    quantity_t: FloatArray
    value_usd: FloatArray

    def mask(self, countries: Collection[str]) -> Mask:
        """Return which of `areas` are in `countries`."""
        chosen = np.zeros(len(self.areas), dtype=np.bool_)
        chosen[[self.place[country] for country in countries if country in self.place]] = True
        return chosen

    def exports(self, *, to: Mask | None = None) -> Amounts:
        """Return exports by exporter, to the importers marked in `to` or to all."""
        return self._sum(self.exporter, None if to is None else to[self.importer])

    def imports(self, *, of: Mask | None = None, to: Mask | None = None) -> Amounts:
        """Return imports by importer, from the exporters marked in `of`, by the importers marked in `to`, or all."""
        wanted = None if of is None else of[self.exporter]
        if to is not None:
            wanted = to[self.importer] if wanted is None else wanted & to[self.importer]
        return self._sum(self.importer, wanted)

    def _sum(self, by: npt.NDArray[np.int64], wanted: Mask | None) -> Amounts:
        quantity, value = self.quantity_t, self.value_usd
        if wanted is not None:
            by, quantity, value = by[wanted], quantity[wanted], value[wanted]
        bare, count = np.isnan(quantity), len(self.areas)
        return Amounts(
            quantity_t=_added(by, np.where(bare, 0.0, quantity), count),
            value_usd=_added(by, value, count),
            flows=np.bincount(by, minlength=count),
            without_quantity=np.bincount(by[bare], minlength=count),
            without_quantity_usd=_added(by[bare], value[bare], count),
        )


def _added(by: npt.NDArray[np.int64], amounts: FloatArray, count: int) -> FloatArray:
    return np.bincount(by, amounts, count).astype(np.float64, copy=False)


def bilateral_trade(flows: Iterable[Flow]) -> BilateralTrade:
    """Return `flows` as arrays; their order changes nothing.

    Raises
    ------
    SelectionError
        If a pair occurs twice: tonnes of two customs codes are of different goods and are never added.
    """
    ordered = sorted(flows, key=lambda flow: (flow.exporter, flow.importer))
    for first, second in pairwise(ordered):
        if (first.exporter, first.importer) == (second.exporter, second.importer):
            raise SelectionError(
                f"the flow from {first.exporter} to {first.importer} occurs twice; choose one customs code and year"
            )
    areas = tuple(sorted({flow.exporter for flow in ordered} | {flow.importer for flow in ordered}))
    place = {area: position for position, area in enumerate(areas)}
    return BilateralTrade(
        areas=areas,
        place=place,
        exporter=np.array([place[flow.exporter] for flow in ordered], dtype=np.int64),
        importer=np.array([place[flow.importer] for flow in ordered], dtype=np.int64),
        quantity_t=np.array(
            [np.nan if flow.quantity_t is None else flow.quantity_t for flow in ordered], dtype=np.float64
        ),
        value_usd=np.array([flow.value_usd for flow in ordered], dtype=np.float64),
    )
