"""Published measures of dependence beside our own: EU supply risk as an interval, net import reliance of the United States."""

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
from geo.remembered import remembered
from geo.schema.codes import Mineral, RateStatus, ShareScope, Stage
from geo.store.database import Atlas
from geo.store.queries_dependence import eu_supply_shares, recycling_rates, us_import_reliance
from geo.topics.dependence.model.supply_risk import SupplierShare, SupplyRisk, bottleneck, reliance_bounds, supply_risk

STUDY_YEAR = 2021
"""Year of the governance indicators: with it most of the published risks of 2023 are reproduced."""

UNCLEAR_RATE = "The recycling rate is printed as zero, which may mean not assessed: any rate up to the highest of the study is possible."
NO_RATE = "No usable recycling rate is held: any rate up to the highest of the study is possible."
STRUCTURE = (
    "EU supply risk as recomputed here from the shares printed by the EU study of 2023 (averages of 2016 to 2020). It "
    "measures structure, not how likely a disruption is; the published figure has inputs that are not open."
)

Row = Mapping[Hashable, Any]


@dataclass(frozen=True, slots=True)
class PrintedShare:
    """One supplier of a material and stage, with the cell as printed."""

    supplier: SupplierShare
    scope: ShareScope
    printed: str
    source_id: str


@dataclass(frozen=True, slots=True)
class Rate:
    """One recycling rate as an input; ``share`` 0-1."""

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
    material, stage
        As the study prints them.
    risk
        The interval with its inputs and notes.
    shares
        The printed shares behind it, of both scopes.
    """

    material: str
    stage: Stage
    risk: SupplyRisk
    shares: tuple[PrintedShare, ...]

    def of_scope(self, scope: ShareScope) -> tuple[PrintedShare, ...]:
        """Return the printed shares of global supply or of EU sourcing."""
        return tuple(share for share in self.shares if share.scope is scope)


@dataclass(frozen=True)
class EuRisks:
    """EU supply risks of a mineral.

    Attributes
    ----------
    rows
        By material and stage.
    bottlenecks
        The larger one of the stages by material, which is what the study publishes, and the stages that can be it.
    rates
        Recycling rates behind the bounds: the mineral's own, and the highest of the study where the own is not known.
    governance_year
        Year of the indicators.
    """

    rows: tuple[EuRisk, ...]
    bottlenecks: Mapping[str, tuple[Interval, tuple[str, ...]]]
    rates: tuple[Rate, ...]
    governance_year: int
    sources: tuple[Source, ...]

    def of_stage(self, stage: Stage) -> tuple[EuRisk, ...]:
        """Return the risks of one stage."""
        return tuple(row for row in self.rows if row.stage is stage)


@dataclass(frozen=True, slots=True)
class UsReliance:
    """One printed net import reliance.

    Attributes
    ----------
    commodity, detail
        As printed.
    percent
        Bounds in percent of consumption; equal where a plain figure is printed.
    raw_value
        The cell.
    """

    commodity: str
    detail: str
    year: int
    percent: Interval | NoData
    is_net_exporter: bool
    is_estimate: bool
    raw_value: str
    source_id: str


@remembered
def _reliances(atlas: Atlas) -> pd.DataFrame:
    return us_import_reliance(atlas)


@remembered
def _study(atlas: Atlas) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the shares and the recycling rates of the EU study, of all minerals."""
    return eu_supply_shares(atlas), recycling_rates(atlas)


def us_reliances(atlas: Atlas, mineral: Mineral) -> tuple[UsReliance, ...]:
    """Return the net import reliances of the United States that are printed for the newest year, by form; empty if none is."""
    table = _reliances(atlas)
    table = table[(table["mineral"] == mineral) & (table["detail"] != "")]
    newest = table[table["year"] == table["year"].max()]
    return tuple(_reliance(row) for row in newest.to_dict("records"))


def _reliance(row: Row) -> UsReliance:
    percent, low, high = (cell_number(row[name]) for name in ("percent", "low_pct", "high_pct"))
    bounds: Interval | NoData
    if percent is not None:
        bounds = exactly(percent)
    elif low is None and high is None:
        bounds = NoData(f"printed as {row['raw_value']!r}")
    else:
        bounds = Interval(0.0 if low is None else low, 100.0 if high is None else high)
    return UsReliance(
        commodity=str(row["commodity"]),
        detail=str(row["detail"]),
        year=int(row["year"]),
        percent=bounds,
        is_net_exporter=bool(row["is_net_exporter"]),
        is_estimate=row["flag"] == "estimated",
        raw_value=str(row["raw_value"]),
        source_id=str(row["source_id"]),
    )


def recycling_interval(rates: pd.DataFrame, mineral: Mineral) -> tuple[Interval, str | None]:
    """Return the recycling rate as bounds, and what must be said where it is not known."""
    assessed = rates[rates["status"] == RateStatus.ASSESSED]
    highest = float(assessed["rate_share"].max()) if len(assessed) else 1.0
    own = rates[rates["mineral"] == mineral]
    status = None if own.empty else RateStatus(own["status"].iloc[0])
    if status is RateStatus.ASSESSED:
        return exactly(float(own["rate_share"].iloc[0])), None
    return Interval(0.0, highest), UNCLEAR_RATE if status is RateStatus.ZERO_UNCLEAR else NO_RATE


def eu_risks(atlas: Atlas, mineral: Mineral) -> EuRisks:
    """Return the EU supply risk of every material and stage of `mineral` whose global shares are printed."""
    held = estimates(atlas, STUDY_YEAR)
    printed_shares, rates = _study(atlas)
    shares = printed_shares[printed_shares["mineral"] == mineral]
    recycling, caveat = recycling_interval(rates, mineral)
    rows = [
        EuRisk(str(material), Stage(str(stage)), risk, printed)
        for (material, stage), group in shares.groupby(["material", "stage"])
        if (risk := _risk(printed := _printed(group), held.means, recycling, load_geography(atlas).eu, caveat))
        is not None
    ]
    materials = dict.fromkeys(row.material for row in rows)
    return EuRisks(
        rows=tuple(rows),
        bottlenecks={
            material: bottleneck({row.stage.value: row.risk for row in rows if row.material == material})
            for material in materials
        },
        rates=_rates(rates, mineral, recycling),
        governance_year=held.year,
        sources=sources_of(atlas, {held.source.source_id, *shares["source_id"], *rates["source_id"]}) if rows else (),
    )


def _rates(rates: pd.DataFrame, mineral: Mineral, recycling: Interval) -> tuple[Rate, ...]:
    """Return the mineral's own rate, and the highest one where the own is not known."""
    assessed = rates[rates["status"] == RateStatus.ASSESSED]
    own = rates[rates["mineral"] == mineral]
    highest = assessed.iloc[:0] if recycling.is_exact else assessed.nlargest(1, "rate_share")
    return tuple(
        Rate(
            mineral=str(row["mineral"]),
            material=str(row["material"]),
            share=float(row["rate_share"]),
            note="; ".join(text for text in (RateStatus(row["status"]).label, cell_text(row["note"])) if text),
            source_id=str(row["source_id"]),
        )
        for row in (*own.to_dict("records"), *highest.to_dict("records"))
    )


def _risk(
    printed: Collection[PrintedShare],
    means: Mapping[str, float],
    recycling: Interval,
    eu: Collection[str],
    caveat: str | None,
) -> SupplyRisk | None:
    world, sourcing = (
        [share.supplier for share in printed if share.scope is scope]
        for scope in (ShareScope.GLOBAL_SUPPLY, ShareScope.EU_SOURCING)
    )
    if not world:
        return None
    bounds = reliance_bounds(sourcing, eu)
    reliance = None if isinstance(bounds, NoData) else bounds
    found = supply_risk(world, sourcing, means, recycling, import_reliance=reliance, is_proxy=True)
    return replace(found, notes=found.notes if caveat is None else (*found.notes, caveat))


def _printed(group: pd.DataFrame) -> tuple[PrintedShare, ...]:
    return tuple(
        PrintedShare(
            supplier=SupplierShare(
                row["iso3"], _share(cell_number(row["share"]), cell_number(row["high_share"])), row["trade_factor"]
            ),
            scope=ShareScope(row["scope"]),
            printed=str(row["raw_value"]),
            source_id=str(row["source_id"]),
        )
        for row in group.to_dict("records")
    )


def _share(share: float | None, high: float | None) -> Interval:
    return exactly(share) if share is not None else Interval(0.0, 1.0 if high is None else high)
