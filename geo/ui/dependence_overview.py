"""Dependence, overview: who holds it, how exposed we are, what the roster changes; then concentration in full."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.answer.dependence import Dependence
from geo.answer.dependence_output import Holding
from geo.answer.receipt_dependence import effective_receipt, left_receipt, outside_receipt
from geo.answer.receipt_production import concentration_receipt, inside_receipt, top_three_receipt
from geo.model.concentration import Denominator
from geo.model.interval import Interval, NoData
from geo.model.loss import DEMAND_HELD, DEMAND_REMOVED, DemandHeld, DemandRemoved
from geo.model.roster import tier_of
from geo.schema.codes import Stage
from geo.ui import cache, charts, frame, receipt
from geo.ui import dependence_words as say
from geo.ui.atlas_answer import HHI_HELP
from geo.ui.atlas_tables import SHARE_COLUMN, TONNES_COLUMN, production_rows
from geo.ui.dependence_codes import ERRORS, HOME, Fill
from geo.ui.dependence_controls import MAP_KEY, DependenceView
from geo.ui.dependence_scene import scene
from geo.ui.media import publish
from geo.ui.nearshoring_scene import ROLE_OF_TIER
from geo.ui.selection import Selection
from geo.view import words
from geo.view.charts import Bar, share_bars
from geo.view.charts_dependence import RangeRow, YearFigures, concentration_history, range_rows
from geo.view.deck import frame_named
from geo.view.draw import MapOptions, flat_map, map_alt
from geo.view.legend import legend_html, legend_of
from geo.view.palette import Role

MOST_BARS = 4
MOST_RANGES = 6
LEAST_HISTORY = 2
HELD_REMARK = (
    "One less the largest share. The low end supposes that all output which no named country holds comes from one country "
    "that is larger still."
)
ROLE_WORDS = {Role.HOME: "in the region", Role.MEMBER: "roster", Role.OTHER: "outside"}


def show(selection: Selection, view: DependenceView, answer: Dependence) -> None:
    """Draw the overview."""
    held = answer.facts.held
    left, right = st.columns([2, 1], gap="medium")
    with left:
        _map(selection, view, answer)
    with right, st.container(key="answer"):
        _holder(selection, answer)
        _exposed(selection, answer)
        _changes(answer)
    parts = [part.sources for part in (held, answer.facts.trade) if not isinstance(part, NoData)]
    frame.show_sources(dict.fromkeys(source for part in parts for source in part), *_notes(answer))
    if isinstance(held, NoData):
        return
    _history(held)
    _without_the_largest(held)
    _how_sure(held, selection)
    _table(held, selection)


def _map(selection: Selection, view: DependenceView, answer: Dependence) -> None:
    theme, geography = frame.theme(), cache.geography()
    shown, scale = scene(answer, view.fill, selection.region, geography, theme)
    buyer = answer.importer.name
    legend = legend_of(
        shown,
        theme,
        scale=scale,
        flow_total=f"Flow, share of the imports of {buyer}",
        plain_land="Not listed by the publisher" if view.fill is Fill.OUTPUT else "Outside the question",
        role_labels={Role.RISK: "Largest supplier outside the roster", Role.OTHER: "Other supplier"},
    )
    options = MapOptions(theme=theme, frame=frame_named(selection.region.value), otherwise="no figure in this view")
    frame.show_map(
        flat_map(shown, cache.map_base(), options, publish),
        key=MAP_KEY,
        alt=map_alt(f"{view.fill.label}, {selection.subject}", shown),
        legend=legend_html(legend, theme),
    )


def _holder(selection: Selection, answer: Dependence) -> None:
    held = answer.facts.held
    if isinstance(held, NoData):
        st.subheader(say.sentence(held.reason), anchor=False)
        return
    st.subheader(say.holder(held), anchor=False)
    output, result = held.production, held.result
    index, top, effective = st.columns([1.15, 1, 1])
    with index:
        receipt.figure(
            "HHI, 0 to 1",
            say.interval(Interval(result.hhi_low, result.hhi_high)),
            lambda: concentration_receipt(output, cache.cells_of(output)),
            key="hhi",
            help=HHI_HELP,
        )
    with top:
        receipt.figure(
            "Top three",
            f"{'≥ ' if result.top3_is_lower_bound else ''}{words.share(result.top3)}",
            lambda: top_three_receipt(output, cache.cells_of(output)),
            key="top-three",
        )
    with effective:
        receipt.figure(
            "Effective number",
            say.interval(held.effective, 1),
            lambda: effective_receipt(held, cache.cells_of(output)),
            key="effective",
            help="Effective number of suppliers, 1 / HHI: as concentrated as that many of equal size.",
        )
    _bars(selection, held)


def _bars(selection: Selection, held: Holding) -> None:
    region = cache.geography().region(selection.region)
    bars = [
        Bar(
            row.name,
            row.share,
            words.share(row.share),
            ROLE_OF_TIER[tier_of(row.area, region, selection.roster.members)],
        )
        for row in held.production.rows[:MOST_BARS]
    ]
    title = f"Share of world output, {held.production.subject}, {held.production.year}"
    look = frame.theme()
    charts.draw("bars.held", (title, tuple(bars)), lambda: share_bars(bars, look, title=title, role_labels=ROLE_WORDS))


def _exposed(selection: Selection, answer: Dependence) -> None:
    geography = cache.geography()
    who = say.whose(answer.importer)
    st.markdown(f"**How exposed is {who}?** {say.exposed(answer, geography)}")
    trade, imports = answer.facts.trade, answer.imports
    if not isinstance(trade, NoData) and not isinstance(imports, NoData):
        behind = say.hub_origin(imports, trade, geography)
        if behind:
            st.caption(behind)
        outside = words.share(imports.outside(selection.roster.members))
        receipt.receipt_button(
            f"Outside the roster: {outside}",
            lambda: outside_receipt(trade, imports, selection.roster, geography.names),
            key="outside",
            printed=outside,
        )
    if answer.importer.code != selection.region.value:
        st.button(
            f"Back to {selection.region.label}",
            icon=":material/home:",
            type="tertiary",
            on_click=_back,
            key="dependence.home",
        )


def _changes(answer: Dependence) -> None:
    st.markdown(f"**What does the roster change?** {say.changes(answer)}")
    held, inside = answer.facts.held, answer.inside
    if isinstance(held, NoData) or inside is None:
        return
    printed = words.share_range(inside.low, inside.high)
    receipt.receipt_button(
        f"Inside the roster: {printed}",
        lambda: inside_receipt(held.production, cache.cells_of(held.production), answer.roster),
        key="inside",
        printed=printed,
    )


def _back() -> None:
    st.session_state["importer"] = HOME


def _notes(answer: Dependence) -> list[str]:
    held, trade = answer.facts.held, answer.facts.trade
    notes = []
    if not isinstance(held, NoData):
        output, result = held.production, held.result
        notes.append(
            f"Output {output.year}: {output.choice_note} Basis: {output.basis}. Shares are {result.denominator.sentence}."
        )
        if result.withheld:
            names = words.listing([row.name for row in output.rows if row.area in result.withheld])
            notes.append(f"Withheld by the publisher and in no share: {names}.")
    if isinstance(trade, NoData):
        notes.append(f"Imports: {trade.reason}.")
    else:
        notes.append(
            f"Trade {trade.trade.year}, HS {trade.trade.code.hs6}: {trade.trade.code.note} {answer.view.sentence}"
        )
    return notes


def _history(held: Holding) -> None:
    st.markdown("##### Concentration by year")
    figures = [
        YearFigures(
            year=entry.year,
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
        st.caption(f"Only one year is held ({held.production.source.publisher}).")
        return
    st.caption("● HHI with its bounds · ■ share of the largest supplier; a dashed line marks a change of publisher")
    title = f"Concentration of {held.production.stage.value} {held.production.subject}"
    look = frame.theme()
    charts.draw("concentration", (title, tuple(figures)), lambda: concentration_history(figures, look, title=title))


def _without_the_largest(held: Holding) -> None:
    geography = cache.geography()
    name = geography.names[held.result.leader.area]
    st.markdown(f"##### Without the largest supplier ({name})")
    first, second = st.columns(2, gap="medium")
    with first, st.container(border=True):
        _definition(DEMAND_HELD, *_held_words(held.demand_held))
        left = held.demand_held
        if isinstance(left, DemandHeld):
            receipt.receipt_button(
                "How it is worked out",
                lambda: left_receipt(held, left, cache.cells_of(held.production)),
                key="left",
                printed=say.left_over(left.left),
            )
    with second, st.container(border=True):
        _definition(DEMAND_REMOVED, *_removed_words(held.demand_removed))
    chain = say.sole(held, geography)
    if chain:
        st.info(f"{chain} {_other_stage(held)}", icon=":material/info:")


def _definition(name: str, figure: str, remark: str) -> None:
    st.metric(name, figure)
    st.caption(remark)


def _held_words(left: DemandHeld | NoData) -> tuple[str, str]:
    if isinstance(left, NoData):
        return words.NO_DATA, say.sentence(left.reason)
    return say.left_over(left.left), HELD_REMARK


def _removed_words(removed: DemandRemoved | NoData) -> tuple[str, str]:
    if isinstance(removed, NoData):
        return words.NO_DATA, f"{say.sentence(removed.reason)} The other figure never stands in for it."
    return words.share(removed.coverage), removed.caveat


def _other_stage(held: Holding) -> str:
    """Return what the other stage of the chain looks like, where figures are held."""
    output = held.production
    other = Stage.MINED if output.stage is Stage.REFINED else Stage.REFINED
    entry = cache.world().newest(output.mineral).get(other)
    if entry is None:
        return ""
    name = cache.geography().names[entry.result.leader.area]
    return f"At the {other.value} stage {name} has {words.share(entry.result.top1)} ({entry.year})."


def _how_sure(held: Holding, selection: Selection) -> None:
    st.markdown("##### How sure are the shares?")
    ranges, drawn = st.columns(2, gap="medium")
    with ranges:
        _between_publishers(held)
    with drawn:
        _bands(held, selection)


def _between_publishers(held: Holding) -> None:
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
    indices = "; ".join(f"{name} {say.interval(hhi)}" for name, hhi in rivals.hhi.items())
    st.caption(f"What publishers print for {rivals.year}, each of its own world. HHI: {indices}.")
    title, look = f"Shares by publisher, {rivals.year}", frame.theme()
    charts.draw("ranges", (title, tuple(rows)), lambda: range_rows(rows, look, title=title))


def _bands(held: Holding, selection: Selection) -> None:
    st.segmented_control(
        "Assumption: error of a share of one half, in points",
        ERRORS,
        key="error",
        required=True,
    )
    points = int(st.session_state["error"])
    found = cache.bands_of(selection.mineral, selection.stage, held.production.year, points / 100)
    if found is None:
        return
    names = cache.geography().names
    rows = [
        RangeRow(names[area], band.p5, band.p95, (("Published", band.base),), words.share_range(band.p5, band.p95))
        for area, band in list(found.shares.items())[:MOST_RANGES]
    ]
    title, look = "Bands on the shares", frame.theme()
    charts.draw("ranges", (title, tuple(rows)), lambda: range_rows(rows, look, title=title))
    st.caption(
        f"HHI {found.hhi.base:.2f}, band {found.hhi.p5:.2f} to {found.hhi.p95:.2f}. {found.caveat} "
        f"{found.draws:,} draws, seed {found.seed}."
    )


def _table(held: Holding, selection: Selection) -> None:
    st.markdown("##### Suppliers")
    output = held.production
    table = production_rows(output)
    members, region = selection.roster.members, cache.geography().region(selection.region)
    table.insert(3, "Roster", ["yes" if code in members else "" for code in table["Code"]])
    table.insert(4, "Home region", ["yes" if code in region else "" for code in table["Code"]])
    columns: dict[str, object] = {"Share of world, %": SHARE_COLUMN, "Tonnes": TONNES_COLUMN, "Code": None}
    if held.result.denominator is Denominator.PUBLISHED_SHARES:
        columns["Tonnes"] = None
    frame.show_table(
        table,
        key="dependence.suppliers",
        title=f"{selection.mineral.label}, {output.stage.value}, output {output.year}, {output.basis}",
        sources=[output.source],
        columns=columns,
    )
    if len(held.history) >= LEAST_HISTORY:
        _history_table(held)


def _history_table(held: Holding) -> None:
    names = cache.geography().names
    rows = pd.DataFrame(
        [
            {
                "Year": entry.year,
                "HHI, low": entry.result.hhi_low,
                "HHI, high": entry.result.hhi_high,
                "Largest supplier": names[entry.result.leader.area],
                "Its share, %": 100 * entry.result.top1,
                "Top three, %": 100 * entry.result.top3,
                "Held by no named country, %": 100 * entry.result.unattributed_share,
                "Publisher": held.publishers[entry.source_id].publisher,
                "Edition": entry.source_id,
            }
            for entry in reversed(held.history)
        ]
    )
    number = st.column_config.NumberColumn(format="%.1f")
    index = st.column_config.NumberColumn(format="%.3f")
    st.markdown("##### Years")
    frame.show_table(
        rows,
        key="dependence.years",
        title=f"Concentration by year, {held.production.stage.value} {held.production.mineral.label.lower()}",
        sources=held.publishers.values(),
        columns={
            "Year": st.column_config.NumberColumn(format="%d"),
            "HHI, low": index,
            "HHI, high": index,
            **dict.fromkeys(["Its share, %", "Top three, %", "Held by no named country, %"], number),
        },
    )
