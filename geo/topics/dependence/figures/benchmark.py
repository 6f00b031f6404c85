"""Receipts of the gauges of the EU Act: each figure shown, the stand-ins too, from its published cells."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from geo.evidence import leaf
from geo.evidence.receipt_trade import EXPORTER_NOTE
from geo.evidence.trade import Trade
from geo.figure.receipt import Receipt, receipt_of
from geo.figure.source import Source
from geo.model.concentration import Supply, World, concentration
from geo.model.gain import Series
from geo.model.interval import Interval, NoData, exactly
from geo.model.line import Input
from geo.model.supply import Flow
from geo.model.supply_risk import SupplierShare, own_part
from geo.model.trace import Traced, cell, gathered
from geo.schema.codes import Benchmark, Mineral, Stage
from geo.topics.dependence.answer.benchmark import Bought, Measured, Rate, crossing, made_by, traded_tonnes
from geo.topics.dependence.answer.grounds import EU_PERIOD, Balance, Printed, PrintedRow, Sourced, Sourcing
from geo.topics.dependence.answer.importer import Importer
from geo.topics.dependence.model.benchmark import (
    Amount,
    balance_gauge,
    bought,
    derived_consumption,
    output_gauge,
    part_of_sourcing,
    part_of_world,
    recycled,
    rounded,
    single_country_gauge,
    sold,
)

OTHER_ROW = "Other countries"
WITHHELD_NOTE = (
    "Withheld by the publisher, and in no sum and no world total: {}. The part is at least the low end; nothing printed "
    "says how much more it is."
)
UNNAMED_NOTE = (
    "The high end gives the members all that no named country makes, as one of them has no figure of its own."
)


@dataclass(frozen=True)
class Subject:
    """Whose gauges they are, of which mineral, with the names and editions that receipts print."""

    mineral: Mineral
    members: Importer
    names: Mapping[str, str]
    sources: tuple[Source, ...]

    @property
    def own(self) -> frozenset[str]:
        """The members."""
        return self.members.members

    def source(self, source_id: str) -> Source:
        """Return an edition; raises StopIteration if it is not among the sources."""
        return next(source for source in self.sources if source.source_id == source_id)


@dataclass(frozen=True)
class _Shown:
    """A figure shown, worked out from cells, with cells and notes beside it."""

    figure: Interval[Traced] | None
    beside: tuple[Input, ...] = ()
    notes: tuple[str, ...] = ()


def gauge_receipt(row: Measured, subject: Subject) -> Receipt | None:
    """Return how the figure of a gauge, or of what stands in, came about; None where nothing is shown.

    The last step is the figure shown; where it has two ends that is the high one, and `low_end` gives the low one.
    """
    shown, ground = row.shown, row.ground
    if shown is None or ground is None:
        return None
    if isinstance(ground, Printed):
        found = _printed(ground, row.gauge.benchmark, subject)
    elif isinstance(ground, Balance):
        found = _balanced(ground, row.gauge.benchmark, subject)
    elif isinstance(ground, Sourcing):
        found = _sourced(ground, subject)
    elif isinstance(ground, Bought):
        found = _bought(ground, subject)
    elif isinstance(ground, Rate):
        found = _rated(ground, subject)
    else:
        found = _world(ground, subject)
    if found.figure is None:
        return None
    low, high = found.figure.low, found.figure.high
    said = (*found.notes, *row.gauge.stands_in, *(() if row.stand_in is None else row.stand_in.stands_in))
    return receipt_of(
        f"{_figure(row)}: {subject.mineral.label.lower()}, {subject.members.name}, {row.period}",
        [low] if low is high else [low, high],
        subject.sources,
        dict.fromkeys((*said, row.gauge.caveat)),
        beside=found.beside,
    )


def low_end(receipt: Receipt, row: Measured) -> Receipt:
    """Return the receipt of the low end of the figure shown: the whole one where the figure is known."""
    is_known = row.shown is None or row.shown.is_exact
    return receipt if is_known else receipt.until(receipt.steps[-1].label.replace(", high end", ", low end"))


def _figure(row: Measured) -> str:
    benchmark = row.gauge.benchmark
    if row.stands_for is not None:
        return f"{benchmark.value.capitalize()}, in its place {row.stands_for.label}"
    if benchmark is Benchmark.SINGLE_COUNTRY:
        return "Largest third country"
    if isinstance(row.ground, Rate):
        return f"{benchmark.value.capitalize()}, input rate of the EU"
    return f"{benchmark.value.capitalize()}, output over consumption"


def _printed(ground: Printed, benchmark: Benchmark, subject: Subject) -> _Shown:
    rows = (ground.output, ground.consumption)
    cells = [_us_cell(ground, row, subject) for row in rows]
    made, used = (_us_amount(ground, row, own) for row, own in zip(rows, cells, strict=True))
    figure = None if made is None or used is None else output_gauge(benchmark, made, used).value
    return _Shown(figure, tuple(cells), (ground.reason,))


def _us_amount(ground: Printed, row: PrintedRow, own: Input) -> Amount[Traced] | None:
    if isinstance(row.tonnes, NoData):
        return None
    low = gathered(row.tonnes.low, [own])
    printed = exactly(low) if row.tonnes.is_exact else Interval(low, gathered(row.tonnes.high, [own]))
    return Amount(rounded(ground.label(row), printed, ground.rounding_t), row.basis)


def _us_cell(ground: Printed, row: PrintedRow, subject: Subject) -> Input:
    note = "; ".join([*(["estimate of the publisher"] if row.is_estimate else []), *([row.note] if row.note else [])])
    return leaf.published(
        subject.source(row.source_id),
        "USA",
        f"{subject.names['USA']}: {ground.commodity}, {row.detail}",
        row.quantity_t,
        "t",
        year=row.year,
        basis=row.basis,
        printed=row.printed,
        note=note,
    )


@dataclass(frozen=True)
class _Consumed:
    """Output and trade of a balance, worked out from their cells."""

    output: Amount[Traced]
    bought: Traced
    sold: Traced
    cells: tuple[Input, ...]
    notes: tuple[str, ...]


def _balanced(ground: Balance, benchmark: Benchmark, subject: Subject) -> _Shown:
    found = _consumed(ground, subject)
    if found is None:
        return _Shown(None)
    gauge = balance_gauge(benchmark, found.output, found.bought, found.sold, ground.output.basis)
    return _Shown(gauge.value, found.cells, found.notes)


def _consumed(ground: Balance, subject: Subject) -> _Consumed | None:
    """Return what consumption is worked out from; None where it cannot be."""
    output = made_by(_series(ground.output, subject), subject.own)
    if isinstance(output, NoData) or isinstance(traded_tonnes(ground, subject.own), NoData):
        return None
    inward, outward = (
        _by_exporter(ground.trade, flows, subject, by_tonnes=True)
        for flows in crossing(ground.trade.flows, subject.own)
    )
    cells = [*_output_cells(ground.output, subject), *_cells_of(inward), *_cells_of(outward)]
    notes = [ground.test, EXPORTER_NOTE, *([] if output.tonnes.is_exact else [UNNAMED_NOTE])]
    bought_t, sold_t = bought(_amounts(inward), "t"), sold(_amounts(outward), "t")
    return _Consumed(output, bought_t, sold_t, tuple(cells), tuple(notes))


def _world(ground: Series, subject: Subject) -> _Shown:
    share = part_of_world(_series(ground, subject).result, subject.own)
    withheld = [subject.names[area] for area in ground.result.withheld if area in subject.own]
    notes = [] if share.is_exact else [UNNAMED_NOTE]
    if withheld:
        notes = [WITHHELD_NOTE.format(", ".join(withheld))]
    return _Shown(share, tuple(_output_cells(ground, subject)), tuple(notes))


def _sourced(ground: Sourcing, subject: Subject) -> _Shown:
    parts = [
        own_part([_sourced_share(ground, row, subject) for row in ground.of(material)], subject.own, of=material)
        for material in ground.materials
    ]
    cells = tuple(_sourced_cell(ground, row, subject) for row in ground.rows)
    return _Shown(part_of_sourcing(parts), cells)


def _sourced_share(ground: Sourcing, row: Sourced, subject: Subject) -> SupplierShare[Traced]:
    high = gathered(row.share.high, [_sourced_cell(ground, row, subject)])
    low = high if row.share.is_exact else Traced(row.share.low)
    return SupplierShare(row.iso3, Interval(low, high), Traced(1.0))


def _sourced_cell(ground: Sourcing, row: Sourced, subject: Subject) -> Input:
    return leaf.published(
        subject.source(ground.source_id),
        f"{row.iso3}-EU27",
        f"{row.material}: {subject.names[row.iso3]}",
        row.share.high if row.share.is_exact else None,
        "share",
        stage=ground.stage.value,
        basis=f"part of EU sourcing, {EU_PERIOD}",
        printed=row.printed,
    )


def _rated(ground: Rate, subject: Subject) -> _Shown:
    rate = leaf.published(
        subject.source(ground.source_id),
        "EU27",
        f"European Union: {ground.material}",
        ground.share,
        "share",
        basis="old scrap in the input of material, end-of-life recycling input rate",
        note=ground.reference,
    )
    return _Shown(recycled(cell(rate)))


def _bought(ground: Bought, subject: Subject) -> _Shown:
    held = _by_exporter(ground.trade, ground.flows, subject, by_tonnes=ground.by_tonnes)
    balance = None if ground.balance is None or not ground.by_tonnes else _consumed(ground.balance, subject)
    used: Amount[Traced] | NoData = NoData("")
    cells, notes = _cells_of(held), [ground.trade.code.note, EXPORTER_NOTE]
    if balance is not None:
        used = derived_consumption(balance.output, balance.bought, balance.sold, balance.output.basis)
        cells, notes = [*cells, *balance.cells], [*notes, *balance.notes]
    basis, unit = "" if isinstance(used, NoData) else used.basis, "t" if ground.by_tonnes else "USD"
    gauge = single_country_gauge(held, subject.own, used, basis=basis, unit=unit, imports_stand_in=True)
    return _Shown(gauge.value, tuple(cells), tuple(notes))


def _by_exporter(trade: Trade, flows: Iterable[Flow], subject: Subject, *, by_tonnes: bool) -> dict[str, Traced]:
    """Return what each exporter sends, largest first."""
    cells: dict[str, list[Input]] = {}
    for flow in sorted(flows, key=lambda flow: (-flow.value_usd, flow.exporter, flow.importer)):
        cells.setdefault(flow.exporter, []).append(leaf.flow(trade, flow, subject.names, by_tonnes=by_tonnes))
    sums = {area: gathered(math.fsum(each.value or 0.0 for each in own), own) for area, own in cells.items()}
    return dict(sorted(sums.items(), key=lambda pair: (-pair[1].value, pair[0])))


def _amounts(held: Mapping[str, Traced]) -> list[Traced]:
    return [amount for amount in held.values() if amount.value > 0] or [Traced(0.0)]


def _cells_of(held: Mapping[str, Traced]) -> list[Input]:
    return [each for amount in held.values() for each in amount.cells]


def _series(entry: Series, subject: Subject) -> Series[Traced]:
    """Return a series worked out again from its cells."""
    cells = {each.code: cell(each) for each in _output_cells(entry, subject) if each.value is not None}
    by_share = entry.result.denominator_t is None
    supplies = [
        Supply(
            row.area,
            None if by_share else cells.get(row.area),
            cells.get(row.area) if by_share else None,
            row.flag,
            subject.names[row.area],
        )
        for row in entry.result.shares
    ]
    world = World(cells.get("WORLD"), cells.get("OTHER"), entry.result.world.reported_is_bound)
    result = concentration(supplies, world)
    return Series(entry.mineral, entry.stage, entry.year, result, entry.basis, entry.source_id, entry.is_bound)


def _output_cells(entry: Series, subject: Subject) -> list[Input]:
    """Return the printed countries, the members first, and the world where the publisher prints it."""
    result, by_share = entry.result, entry.result.denominator_t is None
    rows = sorted(result.shares, key=lambda row: row.area not in subject.own)
    found = [(row.area, subject.names[row.area], row.share if by_share else row.quantity_t, row.flag) for row in rows]
    world = (("OTHER", OTHER_ROW, result.world.other_t), ("WORLD", "World, as published", result.world.reported_t))
    found += [(code, name, tonnes, "reported") for code, name, tonnes in world if tonnes is not None]
    return [
        leaf.published(
            subject.source(entry.source_id),
            code,
            name,
            value,
            "share" if by_share else "t",
            year=entry.year,
            stage=Stage(entry.stage).value,
            basis=entry.basis,
            note="" if flag == "reported" else flag.replace("_", " "),
        )
        for code, name, value, flag in found
    ]
