"""Tables of the Dependence page: the figures of its maps and charts, row by row; missing is empty, never zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from geo.answer.dependence import Dependence, Spot
from geo.answer.dependence_benchmark import Measured
from geo.answer.dependence_gain import Gain, NextMembers
from geo.answer.dependence_published import EuRisks, UsReliance
from geo.answer.dependence_trade import Importer, Imports, Traded
from geo.answer.geography import Geography
from geo.model.exposure import stability_risk
from geo.model.interval import Interval, NoData
from geo.model.supply import TradeBasis
from geo.schema.codes import Mineral
from geo.ui import dependence_words as say

RISK_FIGURES = (
    "Risk, low",
    "Risk, high",
    "Import reliance, low",
    "Import reliance, high",
    "Recycling, low",
    "Recycling, high",
    "Substitution, low",
    "Substitution, high",
)


def member_rows(answer: Dependence, geography: Geography) -> pd.DataFrame:
    """Return one row a member with what it buys, the EU as one in front."""
    held = answer.facts.held
    producer = None if isinstance(held, NoData) else held.result.leader.area
    return pd.DataFrame([_member(buyer, imports, answer, producer, geography) for buyer, imports in answer.members])


def _member(
    buyer: Importer, imports: Imports | NoData, answer: Dependence, producer: str | None, geography: Geography
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "Member": buyer.name,
        "Counted as": "one of 27 EU states" if buyer.code in geography.eu else "one",
        "Imports, t": None,
        "Imports, USD": None,
        "Outside the roster, %": None,
        "Largest supplier": "",
        "Its share, %": None,
        "From the largest producer, %": None,
        "Score, low": None,
        "Score, high": None,
        "Remark": say.sentence(imports.reason) if isinstance(imports, NoData) else "",
        "Code": buyer.code,
    }
    if isinstance(imports, NoData):
        return row
    first, share = imports.suppliers[0]
    column = "Imports, t" if imports.basis is TradeBasis.TONNES else "Imports, USD"
    return row | {
        column: imports.total,
        "Outside the roster, %": 100 * imports.outside(answer.roster.members),
        "Largest supplier": geography.names[first],
        "Its share, %": 100 * share,
        "From the largest producer, %": None if producer is None else 100 * imports.share_of(producer),
        "Score, low": None if imports.score is None else imports.score.low,
        "Score, high": None if imports.score is None else imports.score.high,
    }


def hub_amounts(trade: Traded) -> list[str]:
    """Return the names of the amounts in the table of hubs."""
    unit = "t" if trade.origin.basis is TradeBasis.TONNES else "USD"
    return [f"Exports, {unit}", f"Imports, {unit}", "Own supply at most, t"]


def hub_rows(trade: Traded, geography: Geography) -> pd.DataFrame:
    """Return one row a hub: why it is one, and where its goods come from."""
    exports, imports, own = hub_amounts(trade)
    return pd.DataFrame(
        [
            {
                "Hub": geography.names[hub.area],
                exports: hub.exports,
                imports: hub.imports,
                own: hub.own_supply_t,
                "Traced, %": 100 * hub.traced_share,
                "Buys from": ", ".join(
                    f"{geography.names[area]} {100 * part:.0f} %" for area, part in hub.suppliers[:3]
                ),
                "Remark": hub.caveat,
            }
            for hub in trade.origin.hubs
        ]
    )


def supplier_rows(answer: Dependence, trade: Traded, imports: Imports, geography: Geography) -> pd.DataFrame:
    """Return one row a supplier of the importer."""
    tonnes, value = _by_supplier(answer, trade)
    known = {area: float(stability_risk(estimate)) for area, estimate in trade.stability.items()}
    return pd.DataFrame(
        [
            {
                "Supplier": geography.names[area],
                "Share, %": 100 * share,
                "Tonnes": tonnes.get(area),
                "USD": value.get(area),
                "Roster": "yes" if area in answer.roster.members else "",
                "Transit hub": "yes" if area in trade.hubs else "",
                "Political-stability risk": known.get(area),
                "View": imports.view.value,
            }
            for area, share in imports.suppliers
        ]
    )


def _by_supplier(answer: Dependence, trade: Traded) -> tuple[dict[str, float], dict[str, float]]:
    tonnes: dict[str, float] = {}
    value: dict[str, float] = {}
    for flow in trade.side(answer.view).flows:
        if not answer.importer.counts(flow):
            continue
        value[flow.exporter] = value.get(flow.exporter, 0.0) + flow.value_usd
        if flow.quantity_t is not None:
            tonnes[flow.exporter] = tonnes.get(flow.exporter, 0.0) + flow.quantity_t
    return tonnes, value


def reliance_rows(rows: Iterable[UsReliance]) -> pd.DataFrame:
    """Return the printed net import reliances."""
    return pd.DataFrame(
        [
            {
                "Commodity": row.commodity,
                "Form as printed": row.detail,
                "Year": row.year,
                "Reliance": say.reliance(row),
                "As printed": row.raw_value,
                "Edition": row.source_id,
            }
            for row in rows
        ]
    )


def risk_rows(risks: EuRisks) -> pd.DataFrame:
    """Return the EU supply risks with the inputs that were used."""
    return pd.DataFrame(
        [
            {
                "Material": row.material,
                "Stage": row.stage.value,
                **_ends("Risk", row.risk.risk),
                "Critical": {True: "yes", False: "no", None: "undecided"}[row.risk.is_critical],
                **_ends("Import reliance", row.risk.import_reliance),
                **_ends("Recycling", row.risk.recycling),
                **_ends("Substitution", row.risk.substitution),
                "What stands in": " ".join(row.risk.notes),
            }
            for row in risks.rows
        ]
    )


def gain_rows(found: NextMembers, sources: Mapping[str, str]) -> pd.DataFrame:
    """Return the matrix as a long table: one row a mineral and candidate, in percent and points of world supply."""
    return pd.DataFrame(
        [_gain(mineral, cell, found, sources) for mineral in found.minerals for cell in found.gains(mineral)]
    )


def _gain(mineral: Mineral, cell: Gain, found: NextMembers, sources: Mapping[str, str]) -> dict[str, Any]:
    base, series = found.base(mineral), found.series(mineral)
    return {
        "Mineral": mineral.label,
        "Candidate": cell.candidate.name,
        "Roster now, low %": None if base is None else 100 * base.low,
        "Roster now, high %": None if base is None else 100 * base.high,
        "Gain, low points": 100 * cell.share.low,
        "Gain, high points": 100 * cell.share.high,
        "Remark": "withheld by the publisher" if cell.is_withheld else "",
        "Year": None if series is None else series.year,
        "Basis": "" if series is None else series.basis,
        "Publisher": "" if series is None else sources.get(series.source_id, ""),
        "Edition": "" if series is None else series.source_id,
    }


def gauge_rows(found: Iterable[Measured], geography: Geography) -> pd.DataFrame:
    """Return the four limits with state, figure, reason and what stands in."""
    return pd.DataFrame([_gauge(row, geography) for row in found])


def _gauge(row: Measured, geography: Geography) -> dict[str, Any]:
    gauge, shown = row.gauge, None if row.stand_in is None else row.stand_in.value
    notes = (*gauge.stands_in, *(() if row.stand_in is None else row.stand_in.stands_in))
    return {
        "Limit": gauge.benchmark.value.capitalize(),
        "At": f"{'at most' if gauge.benchmark.is_ceiling else 'at least'} {100 * gauge.benchmark.target:.0f} %",
        "State": gauge.state.value,
        "Figure, low %": None if gauge.value is None else 100 * gauge.value.low,
        "Figure, high %": None if gauge.value is None else 100 * gauge.value.high,
        "Country": "" if gauge.country is None else geography.names[gauge.country],
        "Part in world output, low %": None if shown is None else 100 * shown.low,
        "Part in world output, high %": None if shown is None else 100 * shown.high,
        "Year": row.year,
        "Why no data": say.sentence(gauge.reason) if gauge.reason else "",
        "What stands in": " ".join(notes),
    }


def spot_rows(spots: Iterable[Spot], geography: Geography) -> pd.DataFrame:
    """Return one row a mineral: concentration, governance of its suppliers, largest supplier."""
    return pd.DataFrame([_spot(spot, geography) for spot in spots])


def _spot(spot: Spot, geography: Geography) -> dict[str, Any]:
    result, governance = spot.series.result, spot.governance
    return {
        "Mineral": Mineral(spot.series.mineral).label,
        "HHI, low": result.hhi_low,
        "HHI, high": result.hhi_high,
        "Largest supplier": geography.names[result.leader.area],
        "Its share, %": 100 * result.top1,
        "Governance of the suppliers": governance.known,
        "if the unknown were weakest": governance.ends.low,
        "if the unknown were strongest": governance.ends.high,
        "Supply with an estimate, %": 100 * governance.known_share,
        "Year": spot.series.year,
        "Basis": spot.series.basis,
        "Edition": spot.series.source_id,
        "Code": spot.series.mineral,
    }


def _ends(name: str, value: Interval) -> dict[str, float]:
    return {f"{name}, low": value.low, f"{name}, high": value.high}
