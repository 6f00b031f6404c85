"""EU supply risk of every material and stage of the study of 2023, recomputed as an interval from what the study prints.

Materials are those of the study: aluminium, whose ore is bauxite in our lists, is one material with two stages. Which
source of supply was taken, and rates that the list leaves open, are reviewed tables.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from geo.evidence.geography import load_geography
from geo.evidence.governance import estimates
from geo.evidence.rows import cell_number, cell_text
from geo.evidence.sources import sources_of
from geo.figure.source import Source
from geo.model.interval import Interval, NoData, exactly
from geo.model.supply_risk import (
    LEAST_PRINTED,
    ROUNDING_CAVEAT,
    UNTOLD,
    SupplierShare,
    SupplyRisk,
    bottleneck,
    printed_part,
    printed_share,
    reliance_bounds,
    supply_risk,
)
from geo.remembered import remembered
from geo.schema.codes import Mineral, RateStatus, ShareScope, Stage
from geo.store.database import Atlas
from geo.store.queries_dependence import eu_settled_rates, eu_supply_options, eu_supply_shares, recycling_rates

STUDY_YEAR = 2021
"""Year of the governance indicators: with it most of the published risks of 2023 are reproduced."""

NO_RATE = "No usable recycling rate is held: any rate up to the highest of the minerals held ({highest:.0%}) is taken as possible."
SETTLED_RATE = "The recycling rate is bounded by a review: {reason}"
STRUCTURE = (
    "EU supply risk as recomputed here from the shares printed by the EU study of 2023 (averages of 2016 to 2020). It "
    "measures structure, not how likely a disruption is; the published figure has inputs that are not open."
)

Row = Mapping[Hashable, Any]


@dataclass(frozen=True, slots=True)
class PrintedShare:
    """One supplier of a material and stage, with the cell as printed.

    Attributes
    ----------
    supplier
        With the ends of its share.
    share, half
        The printed share, None where a bound is printed, and half of its last digit, 0-1.
    """

    supplier: SupplierShare
    scope: ShareScope
    printed: str
    share: float | None
    half: float
    source_id: str


@dataclass(frozen=True, slots=True)
class Rate:
    """One recycling rate as an input; ``share`` 0-1; ``source_id`` is empty for a bound that a review set."""

    mineral: str
    material: str
    share: float
    note: str
    source_id: str


@dataclass(frozen=True)
class EuRisk:
    """EU supply risk of one material and stage of the study.

    Attributes
    ----------
    mineral
        The mineral whose stage it is in our lists.
    material, stage
        As the study prints them.
    risk
        The interval with its inputs and notes.
    shares
        The printed shares behind it, of both scopes.
    option
        The one source that was taken; None: both.
    rates
        What the recycling rate rests on: the rate; both ends of a reviewed bound; or the own row and the highest held.
    """

    mineral: Mineral
    material: str
    stage: Stage
    risk: SupplyRisk
    shares: tuple[PrintedShare, ...]
    option: ShareScope | None
    rates: tuple[Rate, ...]

    def of_scope(self, scope: ShareScope) -> tuple[PrintedShare, ...]:
        """Return the printed shares of global supply or of EU sourcing."""
        return tuple(share for share in self.shares if share.scope is scope)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A stage whose risk cannot be told, with the reason."""

    material: str
    stage: Stage
    reason: str


@dataclass(frozen=True)
class EuRisks:
    """EU supply risks of a mineral, or of all.

    Attributes
    ----------
    rows
        By material and stage; all stages of every material that the mineral is a stage of.
    left_out
        Stages whose risk cannot be told.
    bottlenecks
        The larger one of the stages by material, which is what the study publishes, and the stages that can be it; without
        an upper end where a stage is left out.
    governance_year
        Year of the indicators.
    """

    rows: tuple[EuRisk, ...]
    left_out: tuple[LeftOut, ...]
    bottlenecks: Mapping[str, tuple[Interval, tuple[str, ...]]]
    governance_year: int
    sources: tuple[Source, ...]

    def of_stage(self, stage: Stage) -> tuple[EuRisk, ...]:
        """Return the risks of one stage."""
        return tuple(row for row in self.rows if row.stage is stage)


@remembered
def study_risks(atlas: Atlas) -> EuRisks:
    """Return the EU supply risk of every material and stage whose global shares are printed."""
    held = estimates(atlas, STUDY_YEAR)
    shares, rates = eu_supply_shares(atlas), recycling_rates(atlas)
    settled = {row["material"]: row for row in eu_settled_rates(atlas).to_dict("records")}
    options = {
        (row["material"], Stage(row["stage"])): ShareScope(row["option"])
        for row in eu_supply_options(atlas).to_dict("records")
    }
    eu = load_geography(atlas).eu
    rows: list[EuRisk] = []
    left_out: list[LeftOut] = []
    for (name, stage_code), group in shares.groupby(["material", "stage"]):
        material, stage = str(name), Stage(str(stage_code))
        mineral = Mineral(group["mineral"].iloc[0])
        printed = _printed(group)
        bounds, known, caveat = rate_of(rates, settled, mineral, material)
        option = options.get((material, stage))
        risk = _risk(printed, held.means, bounds, eu, option)
        if isinstance(risk, NoData):
            left_out.append(LeftOut(material, stage, risk.reason))
        elif risk is not None:
            notes = (*risk.notes, ROUNDING_CAVEAT, *([caveat] if caveat else []))
            rows.append(EuRisk(mineral, material, stage, replace(risk, notes=notes), printed, option, known))
    used = {held.source.source_id, *shares["source_id"], *rates["source_id"]}
    return EuRisks(
        tuple(rows), tuple(left_out), _bottlenecks(rows, left_out), held.year, sources_of(atlas, used) if rows else ()
    )


def eu_risks(atlas: Atlas, mineral: Mineral) -> EuRisks:
    """Return the EU supply risks of the materials that `mineral` is a stage of, all their stages."""
    study = study_risks(atlas)
    own = {row.material for row in study.rows if row.mineral is mineral}
    return replace(
        study,
        rows=tuple(row for row in study.rows if row.material in own),
        left_out=tuple(row for row in study.left_out if row.material in own),
        bottlenecks={name: found for name, found in study.bottlenecks.items() if name in own},
        sources=study.sources if own else (),
    )


def _bottlenecks(
    rows: Collection[EuRisk], left_out: Collection[LeftOut]
) -> dict[str, tuple[Interval, tuple[str, ...]]]:
    untold = {row.material for row in left_out}
    return {
        material: bottleneck(
            {row.stage.value: row.risk for row in rows if row.material == material}, is_whole=material not in untold
        )
        for material in dict.fromkeys(row.material for row in rows)
    }


def rate_of(
    rates: pd.DataFrame, settled: Mapping[str, Row], mineral: Mineral, material: str
) -> tuple[Interval, tuple[Rate, ...], str | None]:
    """Return the recycling rate of a material as bounds, what they rest on, and what must be said where it is not known.

    Parameters
    ----------
    rates
        As `recycling_rates` returns them.
    settled
        Reviewed bounds by material; they go before the list.
    """
    bound = settled.get(material)
    if bound is not None:
        reason = str(bound["reason"])
        ends = Interval(float(bound["low_share"]), float(bound["high_share"]))
        found = tuple(Rate(mineral, material, share, reason, "") for share in (ends.low, ends.high))
        return ends, found, SETTLED_RATE.format(reason=reason)
    assessed = rates[rates["status"] == RateStatus.ASSESSED]
    own = rates[rates["mineral"] == mineral]
    if len(own) and own["status"].iloc[0] == RateStatus.ASSESSED:
        return exactly(float(own["rate_share"].iloc[0])), _rates(own.head(1)), None
    highest = float(assessed["rate_share"].max()) if len(assessed) else 1.0
    beside = pd.concat([own, assessed.nlargest(1, "rate_share")])
    return Interval(0.0, highest), _rates(beside), NO_RATE.format(highest=highest)


def _rates(rows: pd.DataFrame) -> tuple[Rate, ...]:
    return tuple(
        Rate(
            mineral=str(row["mineral"]),
            material=str(row["material"]),
            share=float(row["rate_share"]),
            note="; ".join(text for text in (RateStatus(row["status"]).label, cell_text(row["note"])) if text),
            source_id=str(row["source_id"]),
        )
        for row in rows.to_dict("records")
    )


def _risk(
    printed: Collection[PrintedShare],
    means: Mapping[str, float],
    recycling: Interval,
    eu: Collection[str],
    option: ShareScope | None,
) -> SupplyRisk | NoData | None:
    world, sourcing = (
        [share.supplier for share in printed if share.scope is scope]
        for scope in (ShareScope.GLOBAL_SUPPLY, ShareScope.EU_SOURCING)
    )
    if not world:
        return None
    told = printed_part(sourcing)
    if sourcing and told < LEAST_PRINTED:
        return NoData(UNTOLD.format(sum=told))
    bounds = reliance_bounds(sourcing, eu)
    reliance = None if isinstance(bounds, NoData) else bounds
    return supply_risk(world, sourcing, means, recycling, import_reliance=reliance, is_proxy=True, option=option)


def _printed(group: pd.DataFrame) -> tuple[PrintedShare, ...]:
    found = []
    for row in group.to_dict("records"):
        share, half = cell_number(row["share"]), half_digit(str(row["raw_value"]))
        high = cell_number(row["high_share"])
        ends = Interval(0.0, 1.0 if high is None else high) if share is None else printed_share(share, half)
        found.append(
            PrintedShare(
                supplier=SupplierShare(row["iso3"], ends, row["trade_factor"]),
                scope=ShareScope(row["scope"]),
                printed=str(row["raw_value"]),
                share=share,
                half=half,
                source_id=str(row["source_id"]),
            )
        )
    return tuple(found)


def half_digit(printed: str) -> float:
    """Return half of the last digit of a printed percent such as ``85.6%``, 0-1."""
    digits = len(printed.rstrip("% ").partition(".")[2])
    return 0.5 * 10.0 ** -(digits + 2)
