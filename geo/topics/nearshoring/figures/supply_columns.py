"""The tables of the Near-shoring page on tonnes, each declared as columns: suppliers, filters, outlook, projects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from geo.figure.column import Column, Show, Table
from geo.figure.receipt import Receipt
from geo.model.growth import Growth, Outlook
from geo.model.supply import Supplier, TradeBasis
from geo.topics.nearshoring.figures.columns import YES, is_hub
from geo.topics.nearshoring.figures.need import growth_receipt, sum_receipt
from geo.topics.nearshoring.figures.options import amount_receipt, share_of_supplier
from geo.topics.nearshoring.figures.ranking import Ledger
from geo.topics.nearshoring.model.ceiling import ProjectTonnes, ProjectUse
from geo.topics.nearshoring.model.filters import FilterStep
from geo.topics.nearshoring.words.answer import filter_sentence


def _stands(held: Ledger, row: Supplier) -> str:
    answer = held.answer
    where = "roster" if row.area in answer.roster.members else "partner" if row.area in answer.partners else "outside"
    return f"{where}, falls away" if row.area in answer.replaced else where


def _note(held: Ledger, row: Supplier) -> str:
    notes = ["falls away"] if row.area in held.answer.replaced else []
    return "; ".join([*notes, *(["transit hub"] if is_hub(held, row.area) else [])])


def _suppliers(*, traced: bool) -> tuple[Column[Ledger, Supplier], ...]:
    def amount(basis: TradeBasis) -> Callable[[Ledger, Supplier], Receipt | None]:
        return lambda held, row: amount_receipt(held, row, basis, traced=traced)

    def basis_of(held: Ledger) -> TradeBasis:
        supply = held.answer.traced if traced else held.answer.supply
        return TradeBasis.VALUE if supply is None else supply.basis

    return (
        Column("iso3", "Code", lambda _, row: row.area, Show.HIDDEN),
        Column("name", "Supplier", lambda w, row: w.names[row.area]),
        Column(
            "share",
            "Share, %",
            lambda _, row: row.share,
            Show.PERCENT,
            receipt=lambda held, row: share_of_supplier(held, row.area, traced=traced),
        ),
        Column("quantity_t", "Tonnes", lambda _, row: row.quantity_t, Show.FIGURE, receipt=amount(TradeBasis.TONNES)),
        Column("value_usd", "USD", lambda _, row: row.value_usd, Show.FIGURE, receipt=amount(TradeBasis.VALUE)),
        Column("stands", "Stands", _stands, in_json=False),
        Column("hub", "Transit hub", lambda w, row: is_hub(w, row.area), in_json=False),
        Column("mostly_to", "Mostly to", lambda w, row: w.names[row.largest_importer], in_json=False),
        Column(
            "value",
            "",
            lambda w, row: row.quantity_t if basis_of(w) is TradeBasis.TONNES else row.value_usd,
            in_page=False,
        ),
        Column("unit", "", lambda w, _: "t" if basis_of(w) is TradeBasis.TONNES else "USD", in_page=False),
        Column("note", "", _note, in_page=False),
        Column("is_in_roster", "", lambda w, row: row.area in w.answer.roster.members, in_page=False),
    )


SUPPLIERS = {is_traced: _suppliers(traced=is_traced) for is_traced in (False, True)}
"""Today's suppliers by whether they are traced one step back."""


def suppliers_view(held: Ledger, *, traced: bool) -> str:
    """Return how today's suppliers are read, in a sentence."""
    if traced and held.answer.transit is not None:
        return held.answer.transit.view.view.sentence
    return "Trade as reported: the exporter need not be the producer."


def suppliers_table(held: Ledger, *, traced: bool) -> Table[Ledger, Supplier]:
    """Return today's suppliers from outside the region, as declared or traced one step back."""
    answer, trade = held.answer, held.answer.trade
    supply = answer.traced if traced else answer.supply
    rows, title, sources = (() if supply is None else supply.suppliers), "Suppliers", ()
    if trade is not None:
        view = suppliers_view(held, traced=traced)
        title = f"Suppliers of {answer.region.label}, HS {trade.code.hs6}, {trade.year}. {view}"
        return Table(_supplier_key(traced=traced), title, SUPPLIERS[traced], rows, held, (trade.source,))
    return Table(_supplier_key(traced=traced), title, SUPPLIERS[traced], rows, held, sources)


def _supplier_key(*, traced: bool) -> str:
    return f"nearshoring.suppliers.{'traced' if traced else 'declared'}"


@dataclass(frozen=True, slots=True)
class Sifted:
    """Offers that one filter removed, or in the last row those that are left."""

    step: FilterStep | None
    areas: tuple[str, ...]


def _removed(part: str) -> Column[Ledger, Sifted]:
    header = {"new": "New, t", "redirected": "Redirected, t"}[part]

    def receipt(held: Ledger, row: Sifted) -> Receipt | None:
        of = "left" if row.step is None else f"removed by the filter {row.step.kind.value}"
        found = [getattr(held.sent(area), part) for area in row.areas]
        return sum_receipt(held, f"{header.partition(',')[0]} tonnes {of}", found) if found else None

    def tonnes(held: Ledger, row: Sifted) -> float:
        if row.step is not None:
            return float(getattr(row.step, f"{part}_t"))
        return sum(float(getattr(offer, f"{part}_t")) for offer in held.plan.filtered.kept)

    return Column(f"{part}_t", header, tonnes, Show.FIGURE, receipt=receipt)


def _filter_words(held: Ledger, row: Sifted) -> str:
    if row.step is None:
        return f"Left: {len(row.areas)} of {len(held.plan.offers)} countries."
    return filter_sentence(row.step, held.names)


FILTERS: tuple[Column[Ledger, Sifted], ...] = (
    Column("sentence", "Filter", _filter_words, is_wide=True, in_json=False),
    Column("filter", "", lambda _, row: None if row.step is None else row.step.kind, in_page=False),
    Column("limit", "", lambda _, row: None if row.step is None else row.step.limit, in_page=False),
    Column("countries", "Countries", lambda _, row: len(row.areas), Show.COUNT, in_json=False),
    Column("removed", "", lambda _, row: list(row.areas), in_page=False),
    Column(
        "blind",
        "Without a figure",
        lambda _, row: None if row.step is None else len(row.step.without_figure),
        Show.COUNT,
        in_json=False,
    ),
    Column(
        "without_figure", "", lambda _, row: [] if row.step is None else list(row.step.without_figure), in_page=False
    ),
    _removed("new"),
    _removed("redirected"),
)


def filters_table(held: Ledger) -> Table[Ledger, Sifted]:
    """Return what each filter removed, in the order in which they run, and what is left in the last row."""
    filtered = held.plan.filtered
    rows = [*(Sifted(step, step.removed) for step in filtered.steps)]
    rows.append(Sifted(None, tuple(offer.area for offer in filtered.kept)))
    title = f"What the filters removed, {held.answer.region.label}, tonnes a year at the ceilings"
    return Table("nearshoring.filters", title, FILTERS, rows, held, held.answer.sources)


def _growth(held: Ledger, row: Outlook) -> Growth | None:
    ceiling = held.plan.ceilings.get(row.area)
    return None if ceiling is None else ceiling.growth


def _growth_remark(held: Ledger, row: Outlook) -> str:
    growth = _growth(held, row)
    if row.area in held.answer.replaced:
        return "falls away"
    return "exports none of these goods" if growth is None else growth.remark


def _of_growth(figure: Callable[[Growth], float | None]) -> Callable[[Ledger, Outlook], float | None]:
    return lambda held, row: None if (growth := _growth(held, row)) is None else figure(growth)


def _expected(year: int) -> Column[Ledger, Outlook]:
    return Column(f"expected_{year}_t", f"Expected {year}, t", lambda _, row: dict(row.later).get(year), Show.FIGURE)


def outlook_table(held: Ledger) -> Table[Ledger, Outlook]:
    """Return one row a country that the outlook names: output by year, and what its growth adds; missing is empty."""
    expected, answer = held.answer.outlooks, held.answer
    rows = [] if expected is None else sorted(expected.by_area.values(), key=lambda row: held.names[row.area])
    years = sorted({year for row in rows for year, _ in row.later})
    base = rows[0].base_year if rows else None
    columns: tuple[Column[Ledger, Outlook], ...] = (
        Column("name", "Country", lambda w, row: w.names[row.area]),
        Column("base_t", f"Output {base}, t", lambda _, row: row.base_t, Show.FIGURE),
        *(_expected(year) for year in years),
        Column("growth", "Growth by the horizon, %", _of_growth(lambda growth: growth.factor), Show.PERCENT),
        Column("own_t", "Own exports, t", _of_growth(lambda growth: growth.own_t), Show.FIGURE),
        Column(
            "growth_t",
            "Counted by the horizon, t",
            _of_growth(lambda growth: growth.quantity_t if growth.quantity_t > 0 else None),
            Show.FIGURE,
            receipt=lambda w, row: growth_receipt(w, row.area),
        ),
        Column("remark", "Why nothing is counted", _growth_remark),
        Column("passed", "Passed the filters", lambda w, row: YES if row.area in w.offers else ""),
        Column("iso3", "Code", lambda _, row: row.area, Show.HIDDEN),
    )
    basis = "" if expected is None else f", {expected.basis}"
    title = f"Expected output, {answer.goods}{basis}"
    sources = () if expected is None else (expected.source,)
    return Table("nearshoring.outlook", title, columns, rows, held, sources)


PROJECTS: tuple[Column[Ledger, ProjectTonnes], ...] = (
    Column("site", "Project", lambda _, row: row.project.site),
    Column("name", "Country", lambda w, row: w.names[row.project.area]),
    Column("passed", "Passed the filters", lambda w, row: YES if row.project.area in w.offers else ""),
    Column(
        "counted_t",
        "Tonnes counted",
        lambda _, row: row.quantity_t if row.use is ProjectUse.COUNTED else None,
        Show.FIGURE,
    ),
    Column("why_not", "Why not", lambda _, row: "" if row.use is ProjectUse.COUNTED else row.use.value),
)


def projects_table(held: Ledger) -> Table[Ledger, ProjectTonnes]:
    """Return the known projects, those of countries that passed the filters first."""
    uses = [use for ceiling in held.plan.ceilings.values() for use in ceiling.projects]
    uses.sort(key=lambda use: (use.project.area not in held.offers, held.names[use.project.area], use.project.site))
    title = f"Projects, {held.answer.mineral.label.lower()}"
    return Table("nearshoring.projects", title, PROJECTS, uses, held, held.answer.sources)
