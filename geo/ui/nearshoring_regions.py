"""The same mineral for the three home regions side by side: a sentence, three numbers and a mix each; no map."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from geo.answer.geography import Geography
from geo.answer.options import NearShoring
from geo.answer.question import Question
from geo.model.mix import Mix
from geo.schema.codes import HOME_REGIONS
from geo.ui import frame, nearshoring_cache
from geo.ui.nearshoring_answer import show_mix_bar
from geo.ui.nearshoring_controls import open_region
from geo.ui.nearshoring_receipts import ledger_of, region_makers
from geo.ui.receipt import figure, receipt_button, receipt_table
from geo.view import words
from geo.view.nearshoring_words import fallen, finding, new_and_redirected, short_range

NUMBER = st.column_config.NumberColumn(format="localized")
ONE_DIGIT = st.column_config.NumberColumn(format="%.1f")


def show_regions(question: Question, geography: Geography) -> None:
    """Draw the three regions; suppliers named hold for each, an own need and own costs for the region of the bar."""
    elsewhere = replace(question, to=None, need=None, unit_costs=())
    answers = [
        nearshoring_cache.near_shoring_of(
            replace(question, to=None) if region == question.region else replace(elsewhere, region=region)
        )
        for region in HOME_REGIONS
    ]
    for column, answer in zip(st.columns(3, gap="medium"), answers, strict=True):
        with column, st.container(key=f"region-{answer.region.value}"):
            _region(answer, geography)
    st.caption(next((new_and_redirected(answer.plan) for answer in answers if answer.plan is not None), ""))
    frame.show_sources(answers[0].sources)
    _table(answers, geography)


def _region(answer: NearShoring, geography: Geography) -> None:
    st.subheader(answer.region.label, anchor=False)
    if answer.plan is not None and answer.decision is not None:
        ledger, mix, cover = ledger_of(answer, geography), answer.decision.mix, answer.plan.coverage
        held = ledger.coverage()
        printed = {
            "Need": ("need_t", words.tonnes(answer.plan.need_t)),
            "Covered": ("high_share", short_range(cover.low_share, cover.high_share)),
            "Open": ("remainder_share", short_range(_less(cover.high_share), _less(cover.low_share))),
        }
        for column, (label, (name, text)) in zip(st.columns(3), printed.items(), strict=True):
            with column:
                figure(label, text, held.get(name), key=f"nearshoring.{answer.region.value}.{name}")
        if mix.lines:
            show_mix_bar(answer, mix, geography, f"Cheapest mix by {mix.basis.label}")
            made, key = ledger.mix(mix)["remainder_share"], f"nearshoring.{answer.region.value}.mix"
            receipt_button("Mix", made, key=key, printed=_mix_words(mix, geography))
    st.markdown(finding(answer, geography.names))
    st.button(
        f"Open {answer.region.label}",
        key=f"near.open.{answer.region.value}",
        on_click=open_region,
        args=(answer.region,),
        icon=":material/map:",
    )


def _mix_words(mix: Mix, geography: Geography) -> str:
    return words.listing([f"{geography.names[line.area]} {words.share(line.share)}" for line in mix.lines])


def _less(share: float | None) -> float | None:
    return None if share is None else 1 - share


def _table(answers: list[NearShoring], geography: Geography) -> None:
    rows = region_rows(answers, geography)
    if rows.empty:
        return
    receipt_table(
        rows,
        region_makers([ledger_of(answer, geography) for answer in answers if answer.plan is not None]),
        key="nearshoring.regions",
        title=f"Three home regions, {answers[0].mineral.label.lower()} ({answers[0].stage.value})",
        sources=answers[0].sources,
        columns=dict.fromkeys(["Need, t", "New, t", "With redirected, t", "Open, t"], NUMBER),
    )


def region_rows(answers: list[NearShoring], geography: Geography) -> pd.DataFrame:
    """Return one row a region with a need."""
    return pd.DataFrame(
        [
            {
                "Home region": answer.region.label,
                "Falls away": fallen(answer.replaced, geography.names),
                "Need, t": answer.plan.need_t,
                "New, t": answer.plan.coverage.low_t,
                "With redirected, t": answer.plan.coverage.high_t,
                "Open, t": answer.plan.coverage.remainder_low_t,
                "Mix": _mix_words(answer.decision.mix, geography),
            }
            for answer in answers
            if answer.plan is not None and answer.decision is not None
        ]
    )
