"""The overview: coverage of the need for all minerals and home regions; one click opens a cell."""

from __future__ import annotations

import streamlit as st

from geo.evidence.geography import Geography
from geo.figure.setting import setting_of
from geo.schema.codes import HOME_REGIONS, Mineral, Region, Stage
from geo.topics.nearshoring.answer.matrix import Cell, asked_for
from geo.topics.nearshoring.charts import PICK, Tile, overview_chart, overview_legend
from geo.topics.nearshoring.figures.mix_columns import Answers, cell_code, cells_table
from geo.topics.nearshoring.figures.ranking import Ledger
from geo.topics.nearshoring.page import answers
from geo.topics.nearshoring.page.controls import PAGE
from geo.topics.nearshoring.question import Question
from geo.topics.nearshoring.view import NearshoringTab, StageChoice, View
from geo.topics.nearshoring.words.answer import cell_sentence, cell_words, fallen, region_words, source_words
from geo.topics.nearshoring.words.binding import WHOLE
from geo.ui import cache, charts, frame, prose
from geo.ui.selection import Selection
from geo.ui.tables import show
from geo.ui.widget import control
from geo.view import words
from geo.view.legend import legend_html
from geo.words.language import say
from geo.words.series import short

CHART = "nearshoring.overview"
PICKED = "nearshoring.overview.picked"
ROW = "nearshoring.overview.row"
TABLE_PX = 320


def follow_overview() -> None:
    """Turn a click on a cell or a row of the table into the state of the page, before any widget is drawn."""
    session = st.session_state
    state = session.get(CHART)
    found = state["selection"].get(PICK) if state else None
    code = str(found[0]["id"]) if found else None
    is_new = code is not None and code != session.get(PICKED)
    session[PICKED] = code
    row = session.pop(ROW, None)
    if row is not None or (is_new and code is not None):
        _open(str(row or code))


def _open(code: str) -> None:
    mineral, stage, region = code.split("|")
    session = st.session_state
    session["mineral"], session["stage"], session["region"] = Mineral(mineral), Stage(stage), Region(region)
    session["tab"], session["option"] = NearshoringTab.OPTIONS, None
    session["to"], session["hs"], session["need"] = None, None, None


def show_overview(question: Question, selection: Selection, geography: Geography) -> None:
    """Draw the matrix, its legend and its table."""
    choice = st.session_state["stages"]
    stages = tuple(Stage) if choice is StageChoice.BOTH else (selection.stage,)
    cells = answers.matrix_of(question, stages)
    left, right = st.columns([2, 1], gap="medium")
    with left:
        _chart(cells, geography, both=choice is StageChoice.BOTH)
    with right, st.container(key="answer"):
        st.subheader(prose.text(_headline(cells, question, geography)), anchor=False)
        _numbers(cells)
        control(setting_of(View, "stages"), page=PAGE)
        st.caption(prose.text(_how_to_read(cells, stages)))
    _table(cells, question, geography)


def _chart(cells: tuple[Cell, ...], geography: Geography, *, both: bool) -> None:
    tiles = [
        Tile(
            id=cell_code(cell),
            row=f"{short(cache.subject(cell.mineral, cell.stage))}{f', {cell.stage.value}' if both else ''}",
            column=cell.region.label,
            left=None if cell.coverage is None or cell.coverage.high_share is None else 1 - cell.coverage.high_share,
            text=cell_words(cell),
            tip=cell_sentence(cell, geography.names),
        )
        for cell in cells
    ]
    title, look = "Part of the need that can be covered, low to high, and what stays open", frame.theme()
    names = [region.label for region in HOME_REGIONS]
    st.caption(f"{prose.text(title)}. Click a cell to open it.")
    shown = charts.described("overview", tuple(tiles), lambda: overview_chart(tiles, look, columns=names, title=title))
    st.vega_lite_chart(spec=shown, theme=None, key=CHART, on_select="rerun", selection_mode=PICK)
    st.html(legend_html(overview_legend(look), look))


def _headline(cells: tuple[Cell, ...], question: Question, geography: Geography) -> str:
    known = [cell for cell in cells if cell.coverage is not None and cell.coverage.need_t > 0]
    if not known:
        return "No complete open trade is held at this stage: there is no need to work out."
    worst = min(known, key=lambda cell: (cell.coverage.high_share or 0.0) if cell.coverage else 0.0)
    new, whole = (sum(_covers(cell, end) for cell in known) for end in ("low_share", "high_share"))
    told = say(
        "{who} can cover the whole need in {new} of {known} cases{more}.",
        who=words.at_start(source_words(question.rules)),
        new=new,
        known=len(known),
        more=say(", and in {count} more with tonnes redirected from other buyers", count=whole - new)
        if whole > new
        else "",
    )
    return told if whole == len(known) else f"{told} {_widest_gap(worst, geography)}"


def _covers(cell: Cell, end: str) -> bool:
    """Return whether a cell is covered wholly at the low or the high end, as its words say it."""
    return (getattr(cell.coverage, end) or 0.0) >= WHOLE


def _widest_gap(cell: Cell, geography: Geography) -> str:
    low, high = (
        (0.0, 0.0) if cell.coverage is None else (cell.coverage.low_share or 0.0, cell.coverage.high_share or 0.0)
    )
    row, goods = short(cache.subject(cell.mineral, cell.stage)), cell.form.partition(",")[0]
    return say(
        "The widest gap is {row} in {region}: without {who}, {share} of the need{goods} stays open.",
        row=row[:1].lower() + row[1:],
        region=region_words(cell.region),
        who=fallen(cell.replaced, geography.names),
        share=words.share_range(1 - high, 1 - low),
        # A row is called by what the mineral's output counts; what is traded may be another form of it.
        goods="" if goods.casefold() == row.casefold() else say(" ({goods})", goods=goods),
    )


def _numbers(cells: tuple[Cell, ...]) -> None:
    columns = st.columns(3)
    for column, region in zip(columns, HOME_REGIONS, strict=True):
        own = [cell for cell in cells if cell.region is region and cell.coverage is not None]
        known = [cell for cell in own if cell.coverage is not None and cell.coverage.need_t > 0]
        gaps = sum(not _covers(cell, "high_share") for cell in known)
        column.metric(
            f"{region.label}: gaps",
            f"{prose.text(gaps)} of {len(known)}",
            help="Minerals whose need stays partly open, with all redirected tonnes counted.",
        )


def _how_to_read(cells: tuple[Cell, ...], stages: tuple[Stage, ...]) -> str:
    held = {(cell.mineral, cell.stage) for cell in cells}
    missing = [
        cache.staged_subject(mineral, stage)
        for mineral, own in cache.stages().items()
        for stage in own
        if stage in stages and (mineral, stage) not in held
    ]
    listed = f" No complete open trade is held for: {'; '.join(missing)}." if missing else ""
    return (
        "Need: what the region gets today from the suppliers that fall away. Low: tonnes that nobody gets today. High: "
        f"with tonnes redirected from other buyers. Each cell is one mineral in its own tonnes; cells are never summed.{listed}"
    )


def _table(cells: tuple[Cell, ...], question: Question, geography: Geography) -> None:
    if not cells:
        return
    sources = {market.trade.source for cell in cells if (market := answers.market_of(cell.mineral, cell.stage))}

    def behind(cell: Cell) -> Ledger:
        asked = asked_for(question, cell.mineral, cell.stage, cell.region)
        return answers.ledger_of(answers.near_shoring_of(asked))

    ordered = tuple(sorted(sources, key=lambda source: source.source_id))
    chosen = show(cells_table(cells, Answers(geography.names, behind), ordered), height_px=TABLE_PX)
    if chosen is not None:
        st.session_state[ROW] = cell_code(chosen)
        st.rerun()
