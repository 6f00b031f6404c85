"""Tables of the cheapest mix, line by line, and of the frontier of cost against security, point by point."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.answer.geography import Geography
from geo.answer.options import Decision, NearShoring
from geo.answer.plan import Plan
from geo.answer.receipt_ledger import Ledger
from geo.answer.receipt_mix import binding_words
from geo.model.frontier import FrontierPoint
from geo.model.mix import Binding, CostBasis, Mix
from geo.ui import frame
from geo.ui.nearshoring_receipts import frontier_makers, mix_makers
from geo.ui.nearshoring_scene import standing_words
from geo.ui.receipt import receipt_table

MIX_TABLE = "nearshoring.mix"
FRONTIER_TABLE = "nearshoring.frontier"
FRONTIER_HEIGHT_PX = 280
NUMBER = st.column_config.NumberColumn(format="localized")
ONE_DIGIT = st.column_config.NumberColumn(format="%.1f")

COST_COLUMNS = {
    CostBasis.DISTANCE: ("Distance, km", "Transport, t km"),
    CostBasis.CARBON: ("Freight, kg CO2e per t", "Freight, kg CO2e"),
    CostBasis.OWN: ("Your cost, USD per t (assumption)", "Your cost, USD (assumption)"),
}
"""Cost of a tonne, and of all tonnes of a line."""


def show_mix_tables(answer: NearShoring, plan: Plan, decision: Decision, ledger: Ledger, geography: Geography) -> None:
    """Draw both tables; a row of the mix opens the country's panel."""
    if not plan.need_t > 0:
        return
    _mix(answer, decision.mix, ledger, geography)
    _frontier(answer, decision.frontier, ledger, geography)


def _mix(answer: NearShoring, mix: Mix, ledger: Ledger, geography: Geography) -> None:
    per_tonne, in_all = COST_COLUMNS[mix.basis]
    st.markdown(f"##### Cheapest mix by {mix.basis.label}")
    rows = mix_rows(answer, mix, geography)
    receipt_table(
        rows,
        mix_makers(ledger, mix, cost_figures(mix)),
        key=MIX_TABLE,
        title=f"Cheapest mix by {mix.basis.label} for {answer.region.label}",
        sources=answer.sources,
        columns={
            "Part of the need, %": ONE_DIGIT,
            "Code": None,
            **dict.fromkeys(["Tonnes", "Redirected, t", "Ceiling, t", per_tonne, in_all], NUMBER),
        },
    )
    is_new, row = frame.new_row(MIX_TABLE)
    if is_new and row is not None and row < len(mix.lines):
        st.session_state["option"] = mix.lines[row].area
        st.rerun()


def cost_figures(mix: Mix) -> dict[str, str]:
    """Return the columns of the cost of a tonne and of a line with the names of their figures."""
    return dict(zip(COST_COLUMNS[mix.basis], ("cost_per_t", "cost"), strict=True))


def mix_rows(answer: NearShoring, mix: Mix, geography: Geography) -> pd.DataFrame:
    """Return one row a line of the mix, and what stays open; there must be a need."""
    per_tonne, in_all = COST_COLUMNS[mix.basis]
    rows: list[dict[str, object]] = [
        {
            "Country": geography.names[line.area],
            "Tier": standing_words(line.area, answer),
            "Tonnes": line.quantity_t,
            "Part of the need, %": 100 * line.share,
            "Redirected, t": line.redirected_t,
            "Ceiling, t": line.ceiling_t,
            per_tonne: line.cost_per_t,
            in_all: line.quantity_t * line.cost_per_t,
            "Held by": "" if line.binding is Binding.NOTHING else line.binding.value,
            "Code": line.area,
        }
        for line in mix.lines
    ]
    share = mix.remainder_t / mix.need_t
    rows.append({"Country": "Open", "Tonnes": mix.remainder_t, "Part of the need, %": 100 * share, "Code": ""})
    columns = ["Country", "Tier", "Tonnes", "Part of the need, %", "Redirected, t", "Ceiling, t"]
    return pd.DataFrame(rows, columns=[*columns, per_tonne, in_all, "Held by", "Code"])


def _frontier(answer: NearShoring, points: tuple[FrontierPoint, ...], ledger: Ledger, geography: Geography) -> None:
    st.markdown("##### Cost against security")
    st.caption(
        "The cheapest mix under each limit on all countries outside the roster together. A tight limit can look cheap "
        "because it covers little: read cost and open part together."
    )
    cost = mean_column(points[0].mix)
    receipt_table(
        frontier_rows(points, geography),
        frontier_makers(ledger, points, cost),
        key=FRONTIER_TABLE,
        title=f"Frontier of cost against security for {answer.region.label}",
        sources=answer.sources,
        columns={
            "At most from outside the roster, %": ONE_DIGIT,
            "Open, t": NUMBER,
            "Open, % of the need": ONE_DIGIT,
            cost: ONE_DIGIT,
        },
        height_px=FRONTIER_HEIGHT_PX,
    )


def mean_column(mix: Mix) -> str:
    """Return the column of the mean cost of a covered tonne."""
    return f"Mean {COST_COLUMNS[mix.basis][0][:1].lower()}{COST_COLUMNS[mix.basis][0][1:]}"


def frontier_rows(points: tuple[FrontierPoint, ...], geography: Geography) -> pd.DataFrame:
    """Return one row a point; the mean cost is empty where nothing is covered."""
    return pd.DataFrame(
        [
            {
                "At most from outside the roster, %": 100 * point.limit,
                "Open, t": point.mix.remainder_t,
                "Open, % of the need": 100 * point.mix.remainder_t / point.mix.need_t,
                mean_column(point.mix): point.mix.cost_per_covered_t,
                "Countries": len(point.mix.lines),
                "Limits that bind": binding_words(point.mix, geography.names),
            }
            for point in points
        ]
    )
