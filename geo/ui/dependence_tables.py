"""Tables of the Dependence page: the figures of its maps and charts, row by row; missing is empty, never zero."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from geo.answer.dependence import Dependence, Spot
from geo.answer.dependence_gain import Gain, NextMembers
from geo.answer.dependence_output import Holding, Rivals
from geo.answer.dependence_published import EuRisks, UsReliance
from geo.answer.dependence_trade import Importer, Imports, Traded, flows_into
from geo.answer.geography import Geography
from geo.model.band import ShareBands
from geo.model.exposure import stability_risk
from geo.model.interval import Interval, NoData
from geo.model.supply import TradeBasis
from geo.schema.codes import Mineral
from geo.ui import dependence_words as say

HHI_LOW, HHI_HIGH = "HHI, low", "HHI, high"
LARGEST_SHARE, TOP_THREE = "Its share, %", "Top three, %"
UNNAMED = "Held by no named country, %"
IMPORTS_T, IMPORTS_USD = "Imports, t", "Imports, USD"
OUTSIDE, FROM_PRODUCER = "Outside the roster, %", "From the largest producer, %"
SCORE_LOW, SCORE_HIGH = "Score, low", "Score, high"
SHARE, TONNES, USD = "Share, %", "Tonnes", "USD"
STABILITY = "Political-stability risk"
TRACED, EXCESS = "Traced, %", "Exports over own supply, times"
BASE, P5, P95 = "Share in the draws, %", "5th percentile, %", "95th percentile, %"
LOW, HIGH = "Low, %", "High, %"
NOW_LOW, NOW_HIGH = "Roster now, low %", "Roster now, high %"
GAIN_LOW, GAIN_HIGH = "Gain, low points", "Gain, high points"
GOVERNANCE, WEAKEST, STRONGEST = (
    "Governance of the suppliers",
    "if the unknown were weakest",
    "if the unknown were strongest",
)
ESTIMATED = "Supply with an estimate, %"
RISK_LOW, RISK_HIGH = "Risk, low", "Risk, high"
RELIANCE_LOW, RELIANCE_HIGH = "Import reliance, low", "Import reliance, high"
RECYCLING_LOW, RECYCLING_HIGH = "Recycling, low", "Recycling, high"
RISK_FIGURES = (
    RISK_LOW,
    RISK_HIGH,
    RELIANCE_LOW,
    RELIANCE_HIGH,
    RECYCLING_LOW,
    RECYCLING_HIGH,
    "Substitution, low",
    "Substitution, high",
)


def year_rows(held: Holding, geography: Geography) -> pd.DataFrame:
    """Return one row a year of the history, newest first."""
    return pd.DataFrame(
        [
            {
                "Year": entry.year,
                HHI_LOW: entry.result.hhi_low,
                HHI_HIGH: entry.result.hhi_high,
                "Largest supplier": geography.names[entry.result.leader.area],
                LARGEST_SHARE: 100 * entry.result.top1,
                TOP_THREE: 100 * entry.result.top3,
                UNNAMED: 100 * entry.result.unattributed_share,
                "Publisher": held.publishers[entry.source_id].publisher,
                "Edition": entry.source_id,
            }
            for entry in reversed(held.history)
        ]
    )


def by_publisher(name: str) -> str:
    """Return the column of one publisher's shares."""
    return f"{name}, %"


def rival_rows(rivals: Rivals, geography: Geography) -> pd.DataFrame:
    """Return one row a country: its share by publisher, each of its own world, smallest to largest."""
    return pd.DataFrame(
        [
            {
                "Country": geography.names[row.area],
                LOW: 100 * row.range.low,
                HIGH: 100 * row.range.high,
                **{by_publisher(name): None for name in rivals.outputs},
                **{by_publisher(name): 100 * share for name, share in row.by_source},
            }
            for row in rivals.ranges
        ]
    )


def rival_index_rows(rivals: Rivals) -> pd.DataFrame:
    """Return one row a publisher: the bounds of the HHI of its own world."""
    return pd.DataFrame(
        [
            {
                "Publisher": name,
                HHI_LOW: output.concentration.hhi_low,
                HHI_HIGH: output.concentration.hhi_high,
                "Year": output.year,
                "Basis": output.basis,
                "Edition": output.source.source_id,
            }
            for name, output in rivals.outputs.items()
        ]
    )


def band_rows(found: ShareBands, geography: Geography) -> pd.DataFrame:
    """Return one row a country: the band on its share."""
    return pd.DataFrame(
        [
            {"Country": geography.names[area], BASE: 100 * band.base, P5: 100 * band.p5, P95: 100 * band.p95}
            for area, band in found.shares.items()
        ]
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
        IMPORTS_T: None,
        IMPORTS_USD: None,
        OUTSIDE: None,
        "Largest supplier": "",
        LARGEST_SHARE: None,
        FROM_PRODUCER: None,
        SCORE_LOW: None,
        SCORE_HIGH: None,
        "Remark": say.sentence(imports.reason) if isinstance(imports, NoData) else "",
        "Code": buyer.code,
    }
    if isinstance(imports, NoData):
        return row
    first, share = imports.suppliers[0]
    column = IMPORTS_T if imports.basis is TradeBasis.TONNES else IMPORTS_USD
    return row | {
        column: imports.total,
        OUTSIDE: 100 * imports.outside(answer.roster.members),
        "Largest supplier": geography.names[first],
        LARGEST_SHARE: 100 * share,
        FROM_PRODUCER: None if producer is None else 100 * imports.share_of(producer),
        SCORE_LOW: None if imports.score is None else imports.score.low,
        SCORE_HIGH: None if imports.score is None else imports.score.high,
    }


def hub_amounts(trade: Traded) -> list[str]:
    """Return the names of the amounts in the table of hubs."""
    unit = "t" if trade.origin.basis is TradeBasis.TONNES else USD
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
                own: hub.own_supply_t or None,
                EXCESS: trade.excess(hub),
                TRACED: 100 * hub.traced_share,
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
    sold = flows_into(trade, imports)
    tonnes = {area: [flow.quantity_t for flow in own if flow.quantity_t is not None] for area, own in sold.items()}
    known = {area: float(stability_risk(estimate)) for area, estimate in trade.stability.items()}
    return pd.DataFrame(
        [
            {
                "Supplier": geography.names[area],
                SHARE: 100 * share,
                TONNES: math.fsum(tonnes[area]) if tonnes[area] else None,
                USD: math.fsum(flow.value_usd for flow in sold[area]),
                "Roster": "yes" if area in answer.roster.members else "",
                "Transit hub": "yes" if area in trade.hubs else "",
                STABILITY: known.get(area),
                "View": imports.view.value,
            }
            for area, share in imports.suppliers
        ]
    )


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
        NOW_LOW: None if base is None else 100 * base.low,
        NOW_HIGH: None if base is None else 100 * base.high,
        GAIN_LOW: 100 * cell.share.low,
        GAIN_HIGH: 100 * cell.share.high,
        "Remark": "withheld by the publisher" if cell.is_withheld else "",
        "Year": None if series is None else series.year,
        "Basis": "" if series is None else series.basis,
        "Publisher": "" if series is None else sources.get(series.source_id, ""),
        "Edition": "" if series is None else series.source_id,
    }


def spot_rows(spots: Iterable[Spot], geography: Geography) -> pd.DataFrame:
    """Return one row a mineral: concentration, governance of its suppliers, largest supplier."""
    return pd.DataFrame([_spot(spot, geography) for spot in spots])


def _spot(spot: Spot, geography: Geography) -> dict[str, Any]:
    result, governance = spot.series.result, spot.governance
    return {
        "Mineral": Mineral(spot.series.mineral).label,
        HHI_LOW: result.hhi_low,
        HHI_HIGH: result.hhi_high,
        "Largest supplier": geography.names[result.leader.area],
        LARGEST_SHARE: 100 * result.top1,
        GOVERNANCE: governance.known,
        WEAKEST: governance.ends.low,
        STRONGEST: governance.ends.high,
        ESTIMATED: 100 * governance.known_share,
        "Year": spot.series.year,
        "Basis": spot.series.basis,
        "Edition": spot.series.source_id,
        "Code": spot.series.mineral,
    }


def _ends(name: str, value: Interval) -> dict[str, float]:
    return {f"{name}, low": value.low, f"{name}, high": value.high}
