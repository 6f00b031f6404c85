"""Dependence, overview, below the map: concentration by year, without the largest supplier, how sure, all suppliers."""

from __future__ import annotations

import math

import streamlit as st

from geo.evidence.output_columns import largest_receipt, output_table
from geo.evidence.spread import spread_table
from geo.figure.setting import setting_of
from geo.model.gain import Series
from geo.model.interval import Interval, NoData
from geo.schema.codes import Stage
from geo.topics.dependence import words as say
from geo.topics.dependence.answer.output import Holding
from geo.topics.dependence.charts.shares import RangeRow, YearFigures, concentration_history, range_rows
from geo.topics.dependence.figures.band import index_band_receipt
from geo.topics.dependence.figures.output import growth_receipt, left_receipt
from geo.topics.dependence.figures.output_columns import (
    Banded,
    bands_table,
    rival_indices_table,
    rivals_table,
    years_table,
)
from geo.topics.dependence.model.loss import DEMAND_HELD, DEMAND_REMOVED, DemandHeld, DemandRemoved
from geo.topics.dependence.page import answers
from geo.topics.dependence.page.controls import PAGE
from geo.topics.dependence.view import View
from geo.ui import cache, charts, frame, prose, receipt, tables
from geo.ui.selection import Selection
from geo.ui.widget import control
from geo.view import words
from geo.view.between import between_publishers

MOST_RANGES = 6
LEAST_HISTORY = 2
HELD_REMARK = (
    "One less the largest share. The low end supposes that all output which no named country holds comes from one country "
    "that is larger still."
)
TABLE_HEIGHT_PX = 240


def show(selection: Selection, held: Holding) -> None:
    """Draw concentration in full."""
    _history(held)
    _without_the_largest(held)
    _how_sure(held, selection)
    _table(held, selection)


def _history(held: Holding) -> None:
    st.markdown("##### Concentration by year")
    figures = [
        YearFigures(
            year=entry.year,
            period=entry.period,
            hhi_low=entry.result.hhi_low,
            hhi_high=entry.result.hhi_high,
            top1=entry.result.top1,
            series=held.publishers[entry.source_id].publisher,
            hhi_text=say.interval(Interval(entry.result.hhi_low, entry.result.hhi_high)),
            top1_text=f"{cache.geography().names[entry.result.leader.area]} {words.share(entry.result.top1)}",
        )
        for entry in held.history
    ]
    if len(figures) < LEAST_HISTORY:
        st.caption(f"Only one year is held ({prose.text(held.production.source.publisher)}).")
        return
    st.caption(
        "● HHI with its bounds (concentration: 1 is a single supplier) · ■ share of the largest supplier; a dashed line marks a "
        "change of publisher"
    )
    title = f"Concentration of {held.production.staged}"
    look = frame.theme()
    charts.draw("concentration", (title, tuple(figures)), lambda: concentration_history(figures, look, title=title))


def _without_the_largest(held: Holding) -> None:
    geography = cache.geography()
    name = geography.names[held.result.leader.area]
    st.markdown(f"##### Without the largest supplier ({prose.text(name)})")
    first, second = st.columns(2, gap="medium")
    with first, st.container(border=True):
        _definition(DEMAND_HELD, *_held_words(held.demand_held))
        left = held.demand_held
        if isinstance(left, DemandHeld):
            receipt.receipt_button(
                "How it is worked out",
                lambda: left_receipt(held.production, cache.cells_of(held.production)),
                key="left",
                printed=say.left_over(left.left),
            )
    with second, st.container(border=True):
        _definition(DEMAND_REMOVED, *_removed_words(held.demand_removed))
    chain = say.sole(held, geography)
    if chain:
        st.info(f"{prose.text(chain)} {prose.text(_other_stage(held))}", icon=":material/info:")
        _sole(held)


def _definition(name: str, figure: str, remark: str) -> None:
    st.metric(prose.text(name), prose.text(figure))
    st.caption(prose.text(remark))


def _held_words(left: DemandHeld | NoData) -> tuple[str, str]:
    if isinstance(left, NoData):
        return words.NO_DATA, words.sentence(left.reason)
    return say.left_over(left.left), HELD_REMARK


def _removed_words(removed: DemandRemoved | NoData) -> tuple[str, str]:
    if isinstance(removed, NoData):
        return words.NO_DATA, f"{words.sentence(removed.reason)} The other figure never stands in for it."
    return words.share(removed.coverage), removed.caveat


def _sole(held: Holding) -> None:
    """Offer the receipts of the figures in the sentence on a sole holder."""
    sole, entry = held.sole, _other_series(held)
    with st.container(horizontal=True, gap="small"):
        if sole is not None and math.isfinite(sole.growth):
            receipt.receipt_button(
                "Growth of all others",
                lambda: growth_receipt(held.production, cache.cells_of(held.production)),
                key="growth",
                printed=say.times(sole.growth),
            )
        if entry is not None:
            receipt.receipt_button(
                f"Largest share, {entry.stage}",
                lambda: largest_receipt(cache.atlas(), entry),
                key="other-stage",
                printed=words.share(entry.result.top1),
            )


def _other_stage(held: Holding) -> str:
    """Return what the other stage of the chain looks like, where figures are held."""
    entry = _other_series(held)
    if entry is None:
        return ""
    name = cache.geography().names[entry.result.leader.area]
    return f"At the {entry.stage} stage {words.in_sentence(name)} has {words.share(entry.result.top1)} of {entry.subject} ({entry.period})."


def _other_series(held: Holding) -> Series | None:
    output = held.production
    other = Stage.MINED if output.stage is Stage.REFINED else Stage.REFINED
    return answers.world().newest(output.mineral).get(other)


def _how_sure(held: Holding, selection: Selection) -> None:
    st.markdown("##### How sure are the shares?")
    ranges, drawn = st.columns(2, gap="medium")
    with ranges:
        _between_publishers(held)
    with drawn:
        _bands(held, selection)


def _between_publishers(held: Holding) -> None:
    if held.spread is not None:
        st.caption(prose.text(between_publishers(held.spread, cache.geography().names)))
        tables.show(spread_table(held.spread, key="dependence.spread"))
    rivals = held.rivals
    if rivals is None:
        st.caption("Only one publisher prints this product, so no range between publishers can be shown.")
        return
    names = cache.geography().names
    rows = [
        RangeRow(
            names[row.area],
            row.range.low,
            row.range.high,
            row.by_source,
            words.share_range(row.range.low, row.range.high),
        )
        for row in rivals.ranges[:MOST_RANGES]
    ]
    st.caption(f"What publishers print for {prose.text(rivals.period)}, each of its own world.")
    title, look = f"Shares by publisher, {rivals.period}", frame.theme()
    charts.draw("ranges", (title, tuple(rows)), lambda: range_rows(rows, look, title=title))
    height = TABLE_HEIGHT_PX if len(rivals.ranges) > MOST_RANGES else None
    tables.show(rivals_table(cache.atlas(), rivals), height_px=height)
    tables.show(rival_indices_table(rivals))


def _bands(held: Holding, selection: Selection) -> None:
    control(setting_of(View, "error"), page=PAGE)
    points = st.session_state["error"]
    found = answers.bands_of(
        selection.mineral, selection.stage, held.production.year, points / 100, held.production.publisher
    )
    if found is None:
        return
    names = cache.geography().names
    rows = [
        RangeRow(names[area], band.p5, band.p95, (("Published", band.base),), words.share_range(band.p5, band.p95))
        for area, band in list(found.shares.items())[:MOST_RANGES]
    ]
    title, look = "Bands on the shares", frame.theme()
    charts.draw("ranges", (title, tuple(rows)), lambda: range_rows(rows, look, title=title))
    st.caption(f"{prose.text(found.caveat)} {found.draws:,} draws, seed {prose.text(found.seed)}.")
    printed = f"{found.hhi.base:.2f}, band {found.hhi.p5:.2f} to {found.hhi.p95:.2f}"
    receipt.receipt_button(
        f"HHI {printed}",
        lambda: index_band_receipt(held.production, found, points / 100, cache.cells_of(held.production)),
        key="band",
        printed=printed,
    )
    banded = Banded(cache.atlas(), held.production, found, points / 100)
    tables.show(bands_table(banded), height_px=TABLE_HEIGHT_PX if len(found.shares) > MOST_RANGES else None)


def _table(held: Holding, selection: Selection) -> None:
    st.markdown("##### Suppliers")
    output = held.production
    region = cache.geography().region(selection.region)
    title = f"{words.at_start(output.staged)}, output {output.period}, {output.basis}"
    sets = (("Roster", selection.roster.members), ("Home region", region))
    tables.show(output_table(cache.atlas(), output, key="dependence.suppliers", title=title, sets=sets))
    if len(held.history) >= LEAST_HISTORY:
        st.markdown("##### Years")
        tables.show(years_table(cache.atlas(), held))
