"""The same mineral for the three home regions side by side: a sentence, three numbers and a mix each; no map."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo.evidence.geography import Geography
from geo.schema.codes import HOME_REGIONS
from geo.topics.nearshoring.answer.options import NearShoring
from geo.topics.nearshoring.figures.mix import mix_receipts
from geo.topics.nearshoring.figures.mix_columns import mix_words, regions_table
from geo.topics.nearshoring.figures.need import coverage_receipts
from geo.topics.nearshoring.page import answers
from geo.topics.nearshoring.page.answer import show_mix_bar
from geo.topics.nearshoring.page.controls import open_region
from geo.topics.nearshoring.question import Question
from geo.topics.nearshoring.words.answer import finding, new_and_redirected, short_range
from geo.ui import frame, prose
from geo.ui.receipt import figure, receipt_button
from geo.ui.tables import show
from geo.view import words


def show_regions(question: Question, geography: Geography) -> None:
    """Draw the three regions; suppliers named hold for each, an own need and own costs for the region of the bar."""
    elsewhere = replace(question, to=None, need=None, unit_costs=())
    found = [
        answers.near_shoring_of(
            replace(question, to=None) if region == question.region else replace(elsewhere, region=region)
        )
        for region in HOME_REGIONS
    ]
    for column, answer in zip(st.columns(3, gap="medium"), found, strict=True):
        with column, st.container(key=f"region-{answer.region.value}"):
            _region(answer, geography)
    st.caption(prose.text(next((new_and_redirected(answer.plan) for answer in found if answer.plan is not None), "")))
    frame.show_sources(found[0].sources, has_map=False)
    table = regions_table([answers.ledger_of(answer) for answer in found])
    if table.rows:
        show(table)


def _region(answer: NearShoring, geography: Geography) -> None:
    st.subheader(answer.region.label, anchor=False)
    if answer.plan is not None and answer.decision is not None:
        ledger, mix, cover = answers.ledger_of(answer), answer.decision.mix, answer.plan.coverage
        held = coverage_receipts(ledger)
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
            made, key = mix_receipts(ledger, mix)["remainder_share"], f"nearshoring.{answer.region.value}.mix"
            receipt_button("Mix", made, key=key, printed=mix_words(ledger))
    st.markdown(prose.text(finding(answer, geography.names)))
    st.button(
        f"Open {answer.region.label}",
        key=f"near.open.{answer.region.value}",
        on_click=open_region,
        args=(answer.region,),
        icon=":material/map:",
    )


def _less(share: float | None) -> float | None:
    return None if share is None else 1 - share
