"""Under the near-shoring map: what a publisher expects each supplier to make, and what of it counts by the horizon."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.answer.geography import Geography
from geo.answer.options import NearShoring
from geo.answer.plan import Plan
from geo.answer.receipt_ledger import Ledger
from geo.answer.receipt_nearshoring import growth_receipt
from geo.model.growth import Growth, Outlook
from geo.ui import receipt
from geo.view.nearshoring_words import expected_growth

COUNTED = "Counted by the horizon, t"
NUMBER = st.column_config.NumberColumn(format="localized")


def show_outlook(answer: NearShoring, plan: Plan, ledger: Ledger, geography: Geography) -> None:
    """Draw the table of expected output; one line where no outlook may be used for these goods."""
    st.markdown("##### Growth that is expected")
    if answer.outlooks is None:
        st.markdown("_No outlook by country is held for these goods, so the horizon adds nothing here._")
        return
    st.caption(expected_growth(answer))
    rows = outlook_rows(answer, plan, geography)
    receipt.receipt_table(
        rows,
        {COUNTED: lambda row: growth_receipt(ledger, str(rows.iloc[row]["Code"]))},
        key="nearshoring.outlook",
        title=f"Expected output, {answer.mineral.label.lower()} ({answer.stage.value}), {answer.outlooks.basis}",
        sources=[answer.outlooks.source],
        columns={
            name: st.column_config.NumberColumn(format="%.1f") if name.endswith("%") else NUMBER
            for name in rows.columns
            if name.endswith((", t", "%"))
        }
        | {"Code": None},
    )


def outlook_rows(answer: NearShoring, plan: Plan, geography: Geography) -> pd.DataFrame:
    """Return one row a country that the outlook names: output by year, and what its growth adds; missing is empty."""
    if answer.outlooks is None:
        return pd.DataFrame()
    return pd.DataFrame(
        [
            _row(outlook, growth_in(plan, area), plan, geography, is_replaced=area in answer.replaced)
            for area, outlook in sorted(answer.outlooks.by_area.items(), key=lambda pair: geography.names[pair[0]])
        ]
    )


def growth_in(plan: Plan, area: str) -> Growth | None:
    """Return what the outlook adds to the ceiling of a country; None where it has no ceiling of its own."""
    ceiling = plan.ceilings.get(area)
    return None if ceiling is None else ceiling.growth


def _row(
    outlook: Outlook, growth: Growth | None, plan: Plan, geography: Geography, *, is_replaced: bool
) -> dict[str, object]:
    kept = {offer.area for offer in plan.filtered.kept}
    remark = "falls away" if is_replaced else "exports none of these goods" if growth is None else growth.remark
    return {
        "Country": geography.names[outlook.area],
        f"Output {outlook.base_year}, t": outlook.base_t,
        **{f"Expected {year}, t": tonnes for year, tonnes in outlook.later},
        "Growth by the horizon, %": None if growth is None or growth.factor is None else 100 * growth.factor,
        "Own exports, t": None if growth is None else growth.own_t,
        COUNTED: growth.quantity_t if growth is not None and growth.quantity_t > 0 else None,
        "Why nothing is counted": remark,
        "Passed the filters": "yes" if outlook.area in kept else "",
        "Code": outlook.area,
    }
