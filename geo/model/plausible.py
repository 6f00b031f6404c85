"""Declarations that cannot be right: tonnes far too many for their value.

Customs data hold flows whose tonnes are off by a factor of ten and more: 1,049 t of cobalt oxides at 0.57 US dollars a
kilogram, where the world pays 10.95. One of them can be the whole spare capacity of a country. The rule: a flow whose
unit value lies under an eighth of the world's unit value of the code in that year has no tonnes that count. Its value
stays; its tonnes are neither corrected nor guessed. The world's unit value is the value of all flows with tonnes over
these tonnes, the doubtful ones among them, so the rule errs on the side of believing. Unit values that are too high are
left alone: they make too few tonnes, and so no capacity that is not there. So are flows of less than a
hundred-thousandth of the world's tonnes, since nothing hangs on them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from geo.model.supply import Flow

LEAST_UNIT_VALUE = 1 / 8
"""Part of the world's unit value below which tonnes do not count: the factor by which flows are flagged in the facts."""
LEAST_PART = 1e-5
"""Part of the world's tonnes below which a flow is not looked at."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A flow whose tonnes do not count, as declared.

    Attributes
    ----------
    usd_per_t
        Its unit value.
    """

    exporter: str
    importer: str
    quantity_t: float
    usd_per_t: float


@dataclass(frozen=True, slots=True)
class Plausible:
    """Result of `plausible`.

    Attributes
    ----------
    flows
        All flows; those in `doubtful` without tonnes.
    doubtful
        Most tonnes first.
    world_usd_per_t
        The world's unit value; None where no flow has tonnes.
    """

    flows: tuple[Flow, ...]
    doubtful: tuple[Doubtful, ...]
    world_usd_per_t: float | None


def plausible(flows: Iterable[Flow]) -> Plausible:
    """Return the flows of one code and year with the tonnes set aside that cannot be right."""
    held = tuple(flows)
    weighed = [(flow, flow.quantity_t) for flow in held if flow.quantity_t]
    tonnes = sum(quantity_t for _, quantity_t in weighed)
    if not tonnes > 0:
        return Plausible(held, (), None)
    world = sum(flow.value_usd for flow, _ in weighed) / tonnes
    found = [
        Doubtful(flow.exporter, flow.importer, quantity_t, flow.value_usd / quantity_t)
        for flow, quantity_t in weighed
        if flow.value_usd < LEAST_UNIT_VALUE * world * quantity_t and quantity_t >= LEAST_PART * tonnes
    ]
    pairs = {(each.exporter, each.importer) for each in found}
    kept = tuple(replace(flow, quantity_t=None) if (flow.exporter, flow.importer) in pairs else flow for flow in held)
    return Plausible(
        kept, tuple(sorted(found, key=lambda each: (-each.quantity_t, each.exporter, each.importer))), world
    )
