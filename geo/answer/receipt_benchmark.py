"""Receipts of the gauges of the EU Act: each figure shown, the stand-ins too, from its published cells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from geo.answer.dependence_benchmark import Bought, Measured, Rate, crossing, made_by, traded_tonnes
from geo.answer.dependence_grounds import EU_PERIOD, Balance, Printed, PrintedRow, Sourcing
from geo.answer.dependence_trade import Importer
from geo.answer.trade import Trade
from geo.figure.receipt import Receipt, cited
from geo.figure.source import Source
from geo.model.benchmark import derived_consumption
from geo.model.concentration import AreaShare, Denominator
from geo.model.formula import grouped, number, part, total
from geo.model.gain import Series
from geo.model.interval import Interval, NoData
from geo.model.supply import Flow
from geo.model.trace import Input, Step
from geo.schema.codes import Benchmark, Mineral, Stage

OUTPUT, CONSUMPTION, BOUGHT, SOLD = "Output", "Consumption", "Imports from outside", "Exports to outside"
WORLD, NAMED, UNNAMED = "World", "Named countries", "Made by no named country"
OWN, REST = "EU members", "printed for no supplier"
LOW, HIGH = ", low end", ", high end"
OTHER_ROW = "Other countries"
WITHHELD_NOTE = (
    "Withheld by the publisher, and in no sum and no world total: {}. The part is at least the low end; nothing printed "
    "says how much more it is."
)
NO_TONNES = "no tonnes published; in no sum of tonnes"
UNNAMED_NOTE = (
    "The high end gives the members all that no named country makes, as one of them has no figure of its own."
)
EXPORTER_NOTE = "An exporter is not a producer."


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

    def edition(self, source_id: str) -> str:
        """Return the publisher's name of an edition; empty if it is not among the sources."""
        return next((source.edition for source in self.sources if source.source_id == source_id), "")


Made = tuple[list[Step], list[Input], list[str]]
"""Steps, inputs and notes."""


def gauge_receipt(row: Measured, subject: Subject) -> Receipt | None:
    """Return how the figure of a gauge, or of what stands in, came about; None where nothing is shown.

    The last step, or the last two where the figure has two ends, low before high, is the figure shown.
    """
    shown, ground = row.shown, row.ground
    if shown is None or ground is None:
        return None
    name = _figure(row)
    made: Made | None
    if isinstance(ground, Printed):
        made = _printed(ground, shown, name, subject)
    elif isinstance(ground, Balance):
        made = _balanced(ground, shown, name, subject)
    elif isinstance(ground, Sourcing):
        made = _sourced(ground, shown, name, subject)
    elif isinstance(ground, Bought):
        made = _bought(ground, row, name, subject)
    elif isinstance(ground, Rate):
        made = _rated(ground, name, subject)
    else:
        made = _world(ground, shown, name, subject)
    if made is None:
        return None
    steps, inputs, notes = made
    said = (*notes, *row.gauge.stands_in, *(() if row.stand_in is None else row.stand_in.stands_in), row.gauge.caveat)
    title = f"{name}: {subject.mineral.label.lower()}, {subject.members.name}, {row.period}"
    return Receipt(title, tuple(steps), tuple(inputs), cited(inputs, subject.sources), tuple(dict.fromkeys(said)))


def low_end(receipt: Receipt, row: Measured) -> Receipt:
    """Return the receipt of the low end of the figure shown: the whole one where the figure is known."""
    is_known = row.shown is None or row.shown.is_exact
    return receipt if is_known else receipt.until(receipt.steps[-2].label)


def _figure(row: Measured) -> str:
    benchmark = row.gauge.benchmark
    if row.stands_for is not None:
        return f"{benchmark.value.capitalize()}, in its place {row.stands_for.label}"
    if benchmark is Benchmark.SINGLE_COUNTRY:
        return "Largest third country"
    if isinstance(row.ground, Rate):
        return f"{benchmark.value.capitalize()}, input rate of the EU"
    return f"{benchmark.value.capitalize()}, output over consumption"


def _ends(name: str, rule: str, worked: Sequence[str], shown: Interval) -> list[Step]:
    """Return one step where the figure is known, else one for each end."""
    if shown.is_exact:
        return [Step(name, rule, worked[0], shown.low, "share")]
    return [
        Step(name + LOW, rule, worked[0], shown.low, "share"),
        Step(name + HIGH, rule, worked[1], shown.high, "share"),
    ]


def _printed(ground: Printed, shown: Interval, name: str, subject: Subject) -> Made | None:
    output, used = ground.amount(ground.output), ground.amount(ground.consumption)
    if isinstance(output, NoData) or isinstance(used, NoData):
        return None
    steps = []
    if ground.rounding_t > 0:
        half = number(ground.rounding_t / 2)
        for label, row, tonnes in (
            (OUTPUT, ground.output, output.tonnes),
            (CONSUMPTION, ground.consumption, used.tonnes),
        ):
            figure = number(row.quantity_t or 0.0)
            rule = f"printed figure, rounded to {number(ground.rounding_t)} t"
            steps.append(Step(label + LOW, rule, f"max(0, {figure} - {half})", tonnes.low, "t"))
            steps.append(Step(label + HIGH, rule, f"{figure} + {half}", tonnes.high, "t"))
    worked = [
        f"{number(output.tonnes.low)} / {number(used.tonnes.high)}",
        f"{number(output.tonnes.high)} / {number(used.tonnes.low)}",
    ]
    steps += _ends(name, "U.S. output over U.S. consumption, both as USGS prints them", worked, shown)
    cells = [_us_cell(ground, row, subject) for row in (ground.output, ground.consumption)]
    return steps, cells, [ground.reason]


def _us_cell(ground: Printed, row: PrintedRow, subject: Subject) -> Input:
    note = "; ".join([*(["estimate of the publisher"] if row.is_estimate else []), *([row.note] if row.note else [])])
    return Input(
        code="USA",
        name=f"{subject.names['USA']}: {ground.commodity}, {row.detail}",
        value=row.quantity_t,
        unit="t",
        year=row.year,
        basis=row.basis,
        printed=row.printed,
        edition=subject.edition(row.source_id),
        source_id=row.source_id,
        note=note,
    )


@dataclass(frozen=True)
class _Consumed:
    """Arithmetic of output and consumption of a balance, with both as bounds in tonnes."""

    steps: list[Step]
    cells: list[Input]
    notes: list[str]
    output: Interval
    used: Interval


def _balanced(ground: Balance, shown: Interval, name: str, subject: Subject) -> Made | None:
    found = _consumed(ground, subject)
    if found is None:
        return None
    output, used = found.output, found.used
    ends = sorted(((output.low / used.low, output.low, used.low), (output.high / used.high, output.high, used.high)))
    worked = [f"{number(made)} / {number(need)}" for _, made, need in ends]
    steps = _ends(name, "output over the consumption that goes with it", worked, shown)
    return [*found.steps, *steps], found.cells, found.notes


def _consumed(ground: Balance, subject: Subject) -> _Consumed | None:
    """Return how consumption is worked out; None where it cannot be."""
    own, trade = subject.own, ground.trade
    output, moved = made_by(ground.output, own), traded_tonnes(ground, own)
    if isinstance(output, NoData) or isinstance(moved, NoData):
        return None
    used = derived_consumption(output, *moved, ground.output.basis)
    if isinstance(used, NoData):
        return None
    steps = _made_steps(ground.output, own, output.tonnes)
    bought, sold = crossing(trade.flows, own)
    steps.append(Step(BOUGHT, "sum over suppliers", total(_sums(bought)), moved[0], "t"))
    steps.append(Step(SOLD, "sum over members", total(_sums(sold)), moved[1], "t"))
    rule = "output + imports - exports; trade among the members and changes of stocks are left out"
    labels = (CONSUMPTION,) if used.tonnes.is_exact else (CONSUMPTION + LOW, CONSUMPTION + HIGH)
    ends = ((output.tonnes.low, used.tonnes.low), (output.tonnes.high, used.tonnes.high))
    for label, (made, need) in zip(labels, ends, strict=False):
        worked = f"{number(made)} + {number(moved[0])} - {number(moved[1])}"
        steps.append(Step(label, rule, worked, need, "t"))
    cells = [*_output_cells(ground.output, subject), *_flow_cells(trade, [*bought, *sold], subject, by_tonnes=True)]
    notes = [ground.test, EXPORTER_NOTE, *([] if output.tonnes.is_exact else [UNNAMED_NOTE])]
    return _Consumed(steps, cells, notes, output.tonnes, used.tonnes)


def _made_steps(entry: Series, own: Collection[str], tonnes: Interval) -> list[Step]:
    result = entry.result
    held = [row.quantity_t for row in result.shares if row.area in own and row.quantity_t]
    rule = "sum of the members that the publisher names"
    if tonnes.is_exact:
        return [Step(OUTPUT, rule, total(held), tonnes.low, "t")]
    worked = f"{number(tonnes.low)} + {number(result.unattributed_share)} × {number(result.denominator_t or 0.0)}"
    return [
        *_world_steps(entry),
        Step(OUTPUT + LOW, rule, total(held), tonnes.low, "t"),
        Step(OUTPUT + HIGH, "the same, and all that no named country makes", worked, tonnes.high, "t"),
    ]


def _world_steps(entry: Series) -> list[Step]:
    """Return the world, what its named countries make, and what no named country makes."""
    result, whole = entry.result, entry.result.denominator_t
    named = part([figure for row in result.shares if (figure := _figure_of(row, whole)) is not None], whole)
    of = "the publisher's own total" if result.denominator is Denominator.REPORTED else "sum of all that is printed"
    world = [] if whole is None else [Step(WORLD, of, number(whole), whole, "t")]
    rule, left = "one less that part, not below zero", f"1 - {grouped(named) if whole is None else named}"
    worked = f"max(0, {left})"
    if whole is not None and result.other_share is not None:
        rule = f'one less that part, or the "{OTHER_ROW}" row over the world if that is larger'
        worked = f"min(1, max(0, {left}, {number(result.other_share * whole)} / {number(whole)}))"
    return [
        *world,
        Step(NAMED, "all that the publisher prints by country, over the world", named, result.share_sum, "share"),
        Step(UNNAMED, rule, worked, result.unattributed_share, "share"),
    ]


def _figure_of(row: AreaShare, whole: float | None) -> float | None:
    """Return the tonnes of a country with a share, or the share where the publisher prints no tonnes."""
    if row.share is None:
        return None
    return row.share if whole is None else row.quantity_t


def _sourced(ground: Sourcing, shown: Interval, name: str, subject: Subject) -> Made:
    steps = []
    for material in ground.materials:
        rows, own = ground.of(material), ground.own(material, subject.own)
        lows = [row.share.low for row in rows if row.iso3 in subject.own and row.share.low > 0]
        printed = [row.share.high for row in rows]
        rest = max(0.0, 1.0 - sum(printed))
        held = [row.share.high for row in rows if row.iso3 in subject.own and row.share.high > 0]
        steps += [
            Step(
                f"{material}: {OWN}{LOW}", "sum of the members' printed shares", _capped(total(lows)), own.low, "share"
            ),
            Step(
                f"{material}: {REST}", "one less all printed shares", f"max(0, 1 - ({total(printed)}))", rest, "share"
            ),
            Step(
                f"{material}: {OWN}{HIGH}",
                "the members' printed shares and all that is printed for no supplier",
                _capped(f"{total(held)} + {number(rest)}"),
                own.high,
                "share",
            ),
        ]
    rule = "the EU's own part" if len(ground.materials) == 1 else "the least and the most of the materials"
    steps += _ends(name, rule, [number(shown.low), number(shown.high)], shown)
    cells = [
        Input(
            code=f"{row.iso3}-EU27",
            name=f"{row.material}: {subject.names[row.iso3]}",
            value=row.share.high if row.share.is_exact else None,
            unit="share",
            year=None,
            stage=ground.stage.value,
            basis=f"part of EU sourcing, {EU_PERIOD}",
            printed=row.printed,
            edition=subject.edition(ground.source_id),
            source_id=ground.source_id,
        )
        for row in ground.rows
    ]
    return steps, cells, []


def _world(ground: Series, shown: Interval, name: str, subject: Subject) -> Made:
    result, whole = ground.result, ground.result.denominator_t
    held = [
        figure for row in result.shares if row.area in subject.own and (figure := _figure_of(row, whole)) is not None
    ]
    withheld = [subject.names[area] for area in result.withheld if area in subject.own]
    most = "1" if withheld else _capped(f"{number(shown.low)} + {number(result.unattributed_share)}")
    rule, notes = "members' output over the world", [] if shown.is_exact else [UNNAMED_NOTE]
    if withheld:
        rule, notes = f"{rule}; nothing bounds it above", [WITHHELD_NOTE.format(", ".join(withheld))]
    elif not shown.is_exact:
        rule += "; the high end adds what no named country makes"
    steps = [*_world_steps(ground), *_ends(name, rule, [_capped(part(held, whole)), most], shown)]
    return steps, _output_cells(ground, subject), notes


def _rated(ground: Rate, name: str, subject: Subject) -> Made:
    cell = Input(
        code="EU27",
        name=f"European Union: {ground.material}",
        value=ground.share,
        unit="share",
        year=None,
        basis="old scrap in the input of material, end-of-life recycling input rate",
        edition=subject.edition(ground.source_id),
        source_id=ground.source_id,
        note=ground.reference,
    )
    return [Step(name, "as the study prints it", number(ground.share), ground.share, "share")], [cell], []


def _bought(ground: Bought, row: Measured, name: str, subject: Subject) -> Made | None:
    shown, country = row.gauge.value, row.gauge.country
    if shown is None or country is None:
        return None
    amounts = dict(sorted(ground.by_supplier.items(), key=lambda pair: (-pair[1], pair[0])))
    held = [amount for amount in amounts.values() if amount > 0]
    unit = "t" if ground.by_tonnes else "USD"
    largest = f"{name}, {subject.names[country]}"
    cells = list(_flow_cells(ground.trade, ground.flows, subject, by_tonnes=ground.by_tonnes))
    notes = [ground.trade.code.note, EXPORTER_NOTE]
    found = None if ground.balance is None or not ground.by_tonnes else _consumed(ground.balance, subject)
    if found is None:
        whole = sum(amounts.values())
        step = Step(BOUGHT, "sum over suppliers; trade among the members left out", total(held), whole, unit)
        ends = _ends(largest, "the largest supplier over all imports", [part([amounts[country]], whole)], shown)
        return [step, *ends], cells, notes
    worked = [f"{number(amounts[country])} / {number(end)}" for end in (found.used.high, found.used.low)]
    ends = _ends(largest, "what the largest supplier sells, over consumption", worked, shown)
    return [*found.steps, *ends], found.cells, [*notes, *found.notes]


def _capped(text: str) -> str:
    return f"min(1, {text})"


def _sums(flows: Iterable[Flow]) -> list[float]:
    """Return the tonnes of each exporter, largest first; those without tonnes left out."""
    found: dict[str, float] = {}
    for flow in flows:
        found[flow.exporter] = found.get(flow.exporter, 0.0) + (flow.quantity_t or 0.0)
    return sorted((tonnes for tonnes in found.values() if tonnes > 0), reverse=True)


def _output_cells(entry: Series, subject: Subject) -> list[Input]:
    """Return the printed countries, the members first, and the world where the publisher prints it."""
    result, by_share = entry.result, entry.result.denominator_t is None
    rows = sorted(result.shares, key=lambda row: row.area not in subject.own)
    cells = [(row.area, subject.names[row.area], row.share if by_share else row.quantity_t, row.flag) for row in rows]
    if result.other_share is not None and result.denominator_t is not None:
        cells.append(("OTHER", OTHER_ROW, result.other_share * result.denominator_t, "reported"))
    if result.reported_t is not None:
        cells.append(("WORLD", "World, as published", result.reported_t, "reported"))
    return [
        Input(
            code=code,
            name=name,
            value=value,
            unit="share" if by_share else "t",
            year=entry.year,
            stage=Stage(entry.stage).value,
            basis=entry.basis,
            edition=subject.edition(entry.source_id),
            source_id=entry.source_id,
            note="" if flag == "reported" else flag.replace("_", " "),
        )
        for code, name, value, flag in cells
    ]


def _flow_cells(trade: Trade, flows: Iterable[Flow], subject: Subject, *, by_tonnes: bool) -> list[Input]:
    return [
        Input(
            code=f"{flow.exporter}-{flow.importer}",
            name=f"{subject.names[flow.exporter]} to {subject.names[flow.importer]}",
            value=flow.quantity_t if by_tonnes else flow.value_usd,
            unit="t" if by_tonnes else "USD",
            year=trade.year,
            stage=f"HS {trade.code.hs6}, {trade.code.form}",
            basis="gross weight" if by_tonnes else "value",
            edition=trade.source.edition,
            source_id=trade.source.source_id,
            note=NO_TONNES if by_tonnes and flow.quantity_t is None else "",
        )
        for flow in sorted(flows, key=lambda flow: (-flow.value_usd, flow.exporter, flow.importer))
    ]
