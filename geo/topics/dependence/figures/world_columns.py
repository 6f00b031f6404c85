"""Tables of the Dependence page over several minerals or published elsewhere: next members, limits, risks, all minerals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from geo.evidence.eu_risk import EuRisk
from geo.evidence.output_columns import SERIES, data, of_series
from geo.evidence.receipt_production import inside_receipt
from geo.figure.column import Column, Show, Table
from geo.figure.receipt import Receipt, input_figures, receipt_figures
from geo.figure.source import Source
from geo.model.concentration import INSIDE_LOW
from geo.model.gain import GAIN_LOW, Series
from geo.model.interval import Interval, NoData
from geo.model.lookout import ESTIMATED, GOVERNANCE, STRONGEST, WEAKEST
from geo.model.supply_risk import RELIANCE_LOW, RISK_LOW
from geo.schema.codes import Mineral
from geo.topics.dependence.answer.benchmark import Measured
from geo.topics.dependence.answer.dependence import Spot
from geo.topics.dependence.answer.published import UsReliance
from geo.topics.dependence.figures.benchmark import gauge_receipt, low_end
from geo.topics.dependence.figures.columns import Asked, Cell, ends, until
from geo.topics.dependence.figures.output import gain_receipt
from geo.topics.dependence.figures.supply_risk import reliance_receipt
from geo.view import words
from geo.words.language import say

# Next members


def _inside(asked: Asked, cell: Cell) -> Receipt:
    roster = asked.answer.roster
    return of_series(asked.atlas, cell[0], lambda output, cells: inside_receipt(output, cells, roster))


def _gained(asked: Asked, cell: Cell) -> Receipt:
    roster = asked.answer.roster
    return of_series(asked.atlas, cell[0], lambda output, cells: gain_receipt(cell[1], roster, output, cells))


def _base(asked: Asked, cell: Cell) -> Interval:
    base = asked.answer.next_members.base(Mineral(cell[0].mineral))
    assert base is not None
    return base


def _publisher(asked: Asked, cell: Cell) -> str:
    return next((source.publisher for source in asked.sources if source.source_id == cell[0].source_id), "")


GAINS: tuple[Column[Asked, Cell], ...] = (
    Column("mineral_name", "Mineral", lambda _, cell: words.at_start(cell[0].subject), in_json=False),
    Column("name", "Candidate", lambda _, cell: cell[1].candidate.name),
    Column(
        "roster_now_low",
        "Roster now, low %",
        lambda asked, cell: _base(asked, cell).low,
        Show.POINTS,
        receipt=until(_inside, INSIDE_LOW),
    ),
    Column(
        "roster_now_high",
        "Roster now, high %",
        lambda asked, cell: _base(asked, cell).high,
        Show.POINTS,
        receipt=_inside,
    ),
    Column("low", "Gain, low points", lambda _, cell: cell[1].share.low, Show.POINTS, receipt=until(_gained, GAIN_LOW)),
    Column("high", "Gain, high points", lambda _, cell: cell[1].share.high, Show.POINTS, receipt=_gained),
    Column(
        "remark", "Remark", lambda _, cell: "withheld by the publisher" if cell[1].is_withheld else "", in_json=False
    ),
    Column("period", "Year", lambda _, cell: cell[0].period, in_json=False),
    Column("basis", "Basis", lambda _, cell: cell[0].basis, in_json=False),
    Column("publisher", "Publisher", _publisher, in_json=False),
    Column("source_id", "Edition", lambda _, cell: cell[0].source_id, in_json=False),
    data("code", lambda _, cell: cell[1].candidate.code),
    data("is_withheld", lambda _, cell: cell[1].is_withheld),
)


def gains_table(asked: Asked) -> Table[Asked, Cell]:
    """Return the matrix as a long table: one row a mineral and candidate, in percent and points of world supply."""
    found = asked.answer.next_members
    rows = [(found.series(mineral), mineral) for mineral in found.minerals]
    cells = [(series, gain) for series, mineral in rows if series is not None for gain in found.gains(mineral)]
    title = f"What each possible member would add to {asked.answer.roster.name}, {found.stage.value} stage"
    used = {series.source_id for series in found.matrix.series}
    return Table("dependence.gains", title, GAINS, cells, asked, _editions(asked, used))


def _editions(asked: Asked, used: set[str]) -> tuple[Source, ...]:
    return tuple(source for source in asked.sources if source.source_id in used)


def next_members_figures(asked: Asked) -> list[dict[str, Any]]:
    """Return the matrix for JSON: one row a mineral with what the roster holds now and the gain of each candidate."""
    table = gains_table(asked)
    by_mineral: dict[str, list[Cell]] = {}
    for cell in table.rows:
        by_mineral.setdefault(cell[0].mineral, []).append(cell)
    found = asked.answer.next_members
    return [
        {
            **series_figures(series, asked),
            "roster_now": ends(found.base(mineral)),
            "gains": [table.figures_of(cell) for cell in by_mineral.get(mineral, [])],
        }
        for mineral in found.minerals
        if (series := found.series(mineral)) is not None and found.base(mineral) is not None
    ]


def series_figures(series: Series, asked: Asked) -> dict[str, Any]:
    """Return concentration of one mineral, stage and year for JSON."""
    return {key: column.value(asked.atlas, series) for key, column in SERIES.items() if column.in_json}


# All minerals


def _governed(label: str) -> Callable[[Asked, Spot], Receipt | None]:
    def made(asked: Asked, spot: Spot) -> Receipt | None:
        is_missing = label == GOVERNANCE and spot.governance.known is None
        return None if is_missing else asked.governance(spot.series).until(label)

    return made


def _of_spot(key: str, **changed: Any) -> Column[Asked, Spot]:
    """Return a column of a mineral, stage and year over the minerals of a stage."""
    column = SERIES[key]
    make = column.receipt
    receipt = None if make is None else lambda asked, spot: make(asked.atlas, spot.series)
    return Column[Asked, Spot](
        key,
        column.header if isinstance(column.header, str) else "",
        lambda asked, spot: column.value(asked.atlas, spot.series),
        **{"show": column.show, "receipt": receipt, "in_page": column.in_page, "in_json": column.in_json, **changed},
    )


SPOTS: tuple[Column[Asked, Spot], ...] = (
    Column("mineral_name", "Mineral", lambda _, spot: words.at_start(spot.series.subject), in_json=False),
    _of_spot("hhi_low", show=Show.TWO_DIGITS),
    _of_spot("hhi_high", show=Show.TWO_DIGITS),
    _of_spot("top1_name"),
    _of_spot("top1_share"),
    Column(
        "governance",
        "Governance of the suppliers",
        lambda _, spot: spot.governance.known,
        Show.TWO_DIGITS,
        receipt=_governed(GOVERNANCE),
    ),
    Column(
        "governance_low",
        "if the unknown were weakest",
        lambda _, spot: spot.governance.ends.low,
        Show.TWO_DIGITS,
        receipt=_governed(WEAKEST),
    ),
    Column(
        "governance_high",
        "if the unknown were strongest",
        lambda _, spot: spot.governance.ends.high,
        Show.TWO_DIGITS,
        receipt=_governed(STRONGEST),
    ),
    Column(
        "supply_with_estimate",
        "Supply with an estimate, %",
        lambda _, spot: spot.governance.known_share,
        Show.PERCENT,
        receipt=_governed(ESTIMATED),
    ),
    _of_spot("period"),
    _of_spot("basis"),
    _of_spot("source_id"),
    Column("mineral", "Code", lambda _, spot: spot.series.mineral, Show.HIDDEN),
    *(_of_spot(key, in_page=False) for key in ("year", "subject", "stage", "top1", "top3_share", "unattributed_share")),
    data("governance_ends", lambda _, spot: ends(spot.governance.ends)),
    data("governance_year", lambda asked, _: asked.governance_year),
)


def spots_table(asked: Asked) -> Table[Asked, Spot]:
    """Return one row a mineral: concentration, governance of its suppliers, largest supplier."""
    used = {spot.series.source_id for spot in asked.answer.spots}
    sources = tuple(source for source in asked.sources if source.source_id in used or "wgi" in source.source_id)
    title = f"Concentration and governance, {asked.answer.facts.stage.value} stage"
    return Table("dependence.minerals", title, SPOTS, asked.answer.spots, asked, sources)


# The four limits


def _of_gauge(*, of_stand_in: bool, is_low: bool) -> Callable[[Asked, Measured], Receipt | None]:
    def made(asked: Asked, row: Measured) -> Receipt | None:
        receipt = gauge_receipt(row, asked.subject) if (row.stand_in is not None) is of_stand_in else None
        return low_end(receipt, row) if receipt is not None and is_low else receipt

    return made


def _value(row: Measured) -> Interval | None:
    return row.gauge.value


def _stand_in(row: Measured) -> Interval | None:
    return None if row.stand_in is None else row.stand_in.value


def _gauge_ends(
    key: str, header: str, get: Callable[[Measured], Interval | None], *, of_stand_in: bool
) -> tuple[Column[Asked, Measured], Column[Asked, Measured]]:
    def end(value: Interval | None, *, is_low: bool) -> float | None:
        return None if value is None else value.low if is_low else value.high

    return (
        Column(
            f"{key}_low",
            f"{header}, low %",
            lambda _, row: end(get(row), is_low=True),
            Show.PERCENT,
            receipt=_of_gauge(of_stand_in=of_stand_in, is_low=True),
        ),
        Column(
            f"{key}_high",
            f"{header}, high %",
            lambda _, row: end(get(row), is_low=False),
            Show.PERCENT,
            receipt=_of_gauge(of_stand_in=of_stand_in, is_low=False),
        ),
    )


def _notes(row: Measured) -> list[str]:
    return [*row.gauge.stands_in, *([] if row.stand_in is None else row.stand_in.stands_in)]


def _gauge_receipt(asked: Asked, row: Measured) -> dict[str, Any] | None:
    receipt = gauge_receipt(row, asked.subject)
    return None if receipt is None else receipt_figures(receipt) | {"inputs": input_figures(receipt.inputs)}


GAUGES: tuple[Column[Asked, Measured], ...] = (
    Column("limit_name", "Limit", lambda _, row: row.gauge.benchmark.value.capitalize(), in_json=False),
    Column(
        "at",
        "At",
        lambda _, row: (
            f"{'at most' if row.gauge.benchmark.is_ceiling else 'at least'} {100 * row.gauge.benchmark.target:.0f} %"
        ),
        in_json=False,
    ),
    Column("state", "State", lambda _, row: row.gauge.state.value),
    *_gauge_ends("value", "Figure", _value, of_stand_in=False),
    Column(
        "country_name",
        "Country",
        lambda asked, row: "" if row.gauge.country is None else asked.names[row.gauge.country],
        in_json=False,
    ),
    *_gauge_ends("stand_in", "Stand-in", _stand_in, of_stand_in=True),
    Column(
        "stand_in_is",
        "Stand-in is",
        lambda _, row: "" if row.stands_for is None else row.stands_for.label,
        in_json=False,
    ),
    Column("years", "Years", lambda _, row: row.period or "", in_json=False),
    Column(
        "why_no_data",
        "Why no data",
        lambda _, row: words.sentence(row.gauge.reason) if row.gauge.reason else "",
        in_json=False,
    ),
    Column(
        "notes_words",
        "Notes",
        lambda _, row: " ".join([*([row.reason] if row.reason else []), *_notes(row)]),
        in_json=False,
    ),
    data("limit", lambda _, row: row.gauge.benchmark),
    data("target", lambda _, row: row.gauge.benchmark.target),
    data("is_ceiling", lambda _, row: row.gauge.benchmark.is_ceiling),
    data("value", lambda _, row: ends(row.gauge.value)),
    data("country", lambda _, row: row.gauge.country),
    data("no_data", lambda _, row: row.gauge.reason),
    data(
        "stand_in",
        lambda _, row: None if _stand_in(row) is None else {"is": row.stands_for, **(ends(_stand_in(row)) or {})},
    ),
    data("notes", lambda _, row: _notes(row)),
    data("period", lambda _, row: row.period),
    data("caveat", lambda _, row: row.gauge.caveat),
    data("receipt", _gauge_receipt),
)


def gauges_table(asked: Asked, title: str = "", sources: tuple[Source, ...] = ()) -> Table[Asked, Measured]:
    """Return the four limits with state, figure, reason and what stands in."""
    return Table("dependence.gauges", title, GAUGES, asked.answer.gauges, asked, sources)


# Published measures


RELIANCES: tuple[Column[Asked, UsReliance], ...] = (
    Column("commodity", "Commodity", lambda _, row: row.commodity),
    Column("form", "Form as printed", lambda _, row: row.detail),
    Column("year", "Year", lambda _, row: row.year, Show.YEAR),
    Column("reliance", "Reliance", lambda _, row: reliance_words(row), in_json=False),
    Column("as_printed", "As printed", lambda _, row: row.raw_value),
    Column("source_id", "Edition", lambda _, row: row.source_id),
    data(
        "percent",
        lambda _, row: {"no_data": row.percent.reason} if isinstance(row.percent, NoData) else ends(row.percent),
    ),
    data("is_net_exporter", lambda _, row: row.is_net_exporter),
)


def reliances_table(asked: Asked) -> Table[Asked, UsReliance]:
    """Return the printed net import reliances of the United States."""
    facts = asked.answer.facts
    title = f"U.S. net import reliance, {facts.mineral.label.lower()}"
    return Table("dependence.reliance", title, RELIANCES, facts.reliances, asked, facts.reliance_sources)


def reliance_words(row: UsReliance) -> str:
    """Return a printed net import reliance in words."""
    if row.is_net_exporter:
        return say("net exporter")
    if isinstance(row.percent, NoData):
        return words.sentence(row.percent.reason)
    low, high = f"{row.percent.low:g}", f"{row.percent.high:g}"
    percent = f"{words.THIN_SPACE}%"
    if row.percent.is_exact:
        amount = f"{low}{percent}"
        return say("{amount} (estimate)", amount=amount) if row.is_estimate else amount
    if row.percent.high >= 100:
        return say("more than {amount}", amount=f"{low}{percent}")
    return say("less than {amount}", amount=f"{high}{percent}")


def _reliance(asked: Asked, row: EuRisk) -> Receipt | None:
    return reliance_receipt(asked.answer.facts.risks, row, asked.names, asked.geography.eu)


def _risk_ends(
    key: str,
    header: str,
    get: Callable[[EuRisk], Interval],
    receipts: Sequence[Callable[[Asked, EuRisk], Receipt | None] | None] = (None, None),
) -> tuple[Column[Asked, EuRisk], ...]:
    low, high = receipts
    return (
        Column(f"{key}_low", f"{header}, low", lambda _, row: get(row).low, Show.TWO_DIGITS, receipt=low),
        Column(f"{key}_high", f"{header}, high", lambda _, row: get(row).high, Show.TWO_DIGITS, receipt=high),
        data(key, lambda _, row: ends(get(row))),
    )


RISKS: tuple[Column[Asked, EuRisk], ...] = (
    Column("material", "Material", lambda _, row: row.material),
    Column("stage", "Stage", lambda _, row: row.stage.value),
    *_risk_ends("risk", "Risk", lambda row: row.risk.risk, (until(Asked.supply_risk, RISK_LOW), Asked.supply_risk)),
    Column(
        "is_critical_words",
        "Critical",
        lambda _, row: {True: "yes", False: "no", None: "undecided"}[row.risk.is_critical],
        in_json=False,
    ),
    *_risk_ends(
        "import_reliance",
        "Import reliance",
        lambda row: row.risk.import_reliance,
        (until(_reliance, RELIANCE_LOW), _reliance),
    ),
    *_risk_ends("recycling", "Recycling", lambda row: row.risk.recycling),
    *_risk_ends("substitution", "Substitution", lambda row: row.risk.substitution),
    Column("stands_in", "What stands in", lambda _, row: " ".join(row.risk.notes), in_json=False),
    data("is_critical", lambda _, row: row.risk.is_critical),
    data("global_term", lambda _, row: ends(row.risk.global_term)),
    data("sourcing_term", lambda _, row: ends(row.risk.sourcing_term)),
    data("notes", lambda _, row: list(row.risk.notes)),
)


def risks_table(asked: Asked) -> Table[Asked, EuRisk]:
    """Return the EU supply risks with the inputs that were used."""
    facts = asked.answer.facts
    title = f"EU supply risk, {facts.mineral.label.lower()}"
    return Table("dependence.risk", title, RISKS, facts.risks.rows, asked, facts.risks.sources)
