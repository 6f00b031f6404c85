"""Tables of the Dependence page: what importers buy, hubs, next members, limits, all minerals, published measures.

Each is declared once as columns: page, file, JSON and receipts read them from here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from geo.errors import SelectionError
from geo.evidence.eu_risk import EuRisk
from geo.evidence.geography import Geography, load_geography
from geo.evidence.governance import estimates
from geo.evidence.output_columns import data, of_series
from geo.evidence.production import production
from geo.evidence.receipt_governance import governance_receipt
from geo.evidence.receipt_production import cells_of
from geo.figure.column import Column, Show, Table
from geo.figure.receipt import Receipt
from geo.figure.source import Source
from geo.model.exposure import LOW, stability_risk
from geo.model.gain import Series
from geo.model.interval import Interval, NoData
from geo.model.supply import TradeBasis
from geo.model.transit import Hub
from geo.schema.codes import Measure
from geo.store.database import Atlas
from geo.topics.dependence.answer.dependence import Dependence
from geo.topics.dependence.answer.gain import Gain
from geo.topics.dependence.answer.importer import Importer
from geo.topics.dependence.answer.trade import Imports, Traded, flows_into
from geo.topics.dependence.figures.benchmark import Subject
from geo.topics.dependence.figures.exposure import (
    imports_receipt,
    outside_receipt,
    score_receipt,
    sold_receipt,
    stability_receipt,
    supplier_receipt,
)
from geo.topics.dependence.figures.hub import (
    bought_receipt,
    excess_receipt,
    exports_receipt,
    own_supply_receipt,
    passed_on_receipt,
)
from geo.topics.dependence.figures.supply_risk import risk_receipt
from geo.view import words

Buyer: TypeAlias = tuple[Importer, Imports | NoData]
"""A row of what importers buy."""
Cell: TypeAlias = tuple[Series, Gain]
"""One cell of the matrix of possible next members, with the output behind its row."""


@dataclass(frozen=True)
class Asked:
    """An answer on dependence with the database behind it, and the editions of all minerals."""

    atlas: Atlas
    answer: Dependence
    governance_year: int
    sources: tuple[Source, ...]

    @cached_property
    def geography(self) -> Geography:
        """Countries and groups."""
        return load_geography(self.atlas)

    @property
    def names(self) -> Mapping[str, str]:
        """Country names."""
        return self.geography.names

    @cached_property
    def trade(self) -> Traded:
        """The trade; raises SelectionError where none is held."""
        if isinstance(self.answer.facts.trade, NoData):
            raise SelectionError(self.answer.facts.trade.reason)
        return self.answer.facts.trade

    @cached_property
    def producer(self) -> str | None:
        """The largest producer, where output is held."""
        held = self.answer.facts.held
        return None if isinstance(held, NoData) else held.result.leader.area

    @cached_property
    def subject(self) -> Subject:
        """Whose limits are measured, with the editions that the answer rests on."""
        held = tuple(dict.fromkeys((*self.answer.facts.sources, *self.sources)))
        return Subject(self.answer.facts.mineral, self.answer.gauge_set, self.names, held)

    def score(self, imports: Imports) -> Receipt:
        """Return how an exposure score came about; raises SelectionError where there is none."""
        facts = self.answer.facts
        output = production(self.atlas, Measure.PRODUCTION, facts.mineral, facts.stage, self.trade.hhi_year)
        return score_receipt(self.trade, imports, self.names, output, cells_of(self.atlas, output))

    def supply_risk(self, row: EuRisk) -> Receipt:
        """Return how both ends of an EU supply risk came about."""
        risks = self.answer.facts.risks
        return risk_receipt(risks, row, self.names, self.geography.eu, estimates(self.atlas, risks.governance_year))

    def governance(self, series: Series) -> Receipt:
        """Return how every figure on the governance of a mineral's suppliers came about."""
        held = estimates(self.atlas, self.governance_year)
        return of_series(self.atlas, series, lambda output, cells: governance_receipt(output, cells, held, self.names))


def ends(value: Interval | None) -> dict[str, float] | None:
    """Return both ends of a figure for JSON."""
    return None if value is None else {"low": value.low, "high": value.high}


def until(make: Callable[[Any, Any], Receipt | None], label: str) -> Callable[[Any, Any], Receipt | None]:
    """Return the maker of the same receipt up to the step of that label."""

    def made(context: Any, row: Any) -> Receipt | None:
        found = make(context, row)
        return None if found is None else found.until(label)

    return made


# What importers buy


def _known(get: Callable[[Asked, Imports], Any]) -> Callable[[Asked, Buyer], Any]:
    """Return a figure of what is bought; None where that is not known."""
    return lambda asked, row: None if isinstance(row[1], NoData) else get(asked, row[1])


def _in_basis(basis: TradeBasis, get: Callable[[Asked, Imports], Any]) -> Callable[[Asked, Buyer], Any]:
    return _known(lambda asked, imports: get(asked, imports) if imports.basis is basis else None)


def _score(asked: Asked, imports: Imports) -> Receipt | None:
    return None if imports.score is None else asked.score(imports)


def _total(asked: Asked, imports: Imports) -> Receipt:
    return imports_receipt(asked.trade, imports, asked.names)


def _from_producer(asked: Asked, imports: Imports) -> Receipt | None:
    return None if asked.producer is None else supplier_receipt(asked.trade, imports, asked.names, asked.producer)


MEMBERS: tuple[Column[Asked, Buyer], ...] = (
    Column("name", "Member", lambda _, row: row[0].name),
    Column(
        "counted_as",
        "Counted as",
        lambda asked, row: "one of 27 EU states" if row[0].code in asked.geography.eu else "one",
        in_json=False,
    ),
    Column(
        "imports_t",
        "Imports, t",
        _in_basis(TradeBasis.TONNES, lambda _, imports: imports.total),
        Show.FIGURE,
        receipt=_in_basis(TradeBasis.TONNES, _total),
        in_json=False,
    ),
    Column(
        "imports_usd",
        "Imports, USD",
        _in_basis(TradeBasis.VALUE, lambda _, imports: imports.total),
        Show.FIGURE,
        receipt=_in_basis(TradeBasis.VALUE, _total),
        in_json=False,
    ),
    Column(
        "outside_roster",
        "Outside the roster, %",
        _known(lambda asked, imports: imports.outside(asked.answer.roster.members)),
        Show.PART,
        receipt=_known(lambda asked, imports: outside_receipt(asked.trade, imports, asked.answer.roster, asked.names)),
    ),
    Column(
        "largest_supplier_name",
        "Largest supplier",
        _known(lambda asked, imports: asked.names[imports.suppliers[0][0]]),
        in_json=False,
    ),
    Column(
        "largest_share",
        "Its share, %",
        _known(lambda _, imports: imports.suppliers[0][1]),
        Show.PERCENT,
        receipt=_known(
            lambda asked, imports: supplier_receipt(asked.trade, imports, asked.names, imports.suppliers[0][0])
        ),
    ),
    Column(
        "largest_producer_share",
        "From the largest producer, %",
        _known(lambda asked, imports: None if asked.producer is None else imports.share_of(asked.producer)),
        Show.PERCENT,
        receipt=_known(_from_producer),
    ),
    Column(
        "score_low",
        "Score, low",
        _known(lambda _, imports: None if imports.score is None else imports.score.low),
        Show.THREE_DIGITS,
        receipt=until(_known(_score), f"Exposure score, {LOW}"),
    ),
    Column(
        "score_high",
        "Score, high",
        _known(lambda _, imports: None if imports.score is None else imports.score.high),
        Show.THREE_DIGITS,
        receipt=_known(_score),
    ),
    Column(
        "remark",
        "Remark",
        lambda _, row: words.sentence(row[1].reason) if isinstance(row[1], NoData) else "",
        in_json=False,
    ),
    Column("code", "Code", lambda _, row: row[0].code, Show.HIDDEN),
    data("no_data", lambda _, row: row[1].reason if isinstance(row[1], NoData) else None, is_optional=True),
    data("total", _known(lambda _, imports: imports.total), receipt=_known(_total)),
    data("basis", _known(lambda _, imports: imports.basis)),
    data("largest_supplier", _known(lambda _, imports: imports.suppliers[0][0])),
    data("risk_of_suppliers", _known(lambda _, imports: ends(imports.risk))),
    data("score", _known(lambda _, imports: ends(imports.score))),
)


def members_table(asked: Asked) -> Table[Asked, Buyer]:
    """Return one row a member with what it buys, the EU as one in front."""
    trade, answer = asked.trade, asked.answer
    title = f"Exposure by member, HS {trade.goods.hs6}, {trade.trade.year}, {answer.view.value}, roster {answer.roster.name}"
    return Table("dependence.members", title, MEMBERS, answer.members, asked, trade.sources)


def suppliers_table(asked: Asked, imports: Imports) -> Table[Asked, str]:
    """Return one row a supplier of an importer."""
    trade, answer = asked.trade, asked.answer
    sold = flows_into(trade, imports)
    tonnes = {area: [flow.quantity_t for flow in own if flow.quantity_t is not None] for area, own in sold.items()}
    stability = trade.stability
    columns: tuple[Column[Asked, str], ...] = (
        Column("name", "Supplier", lambda asked, area: asked.names[area]),
        Column(
            "share",
            "Share, %",
            lambda _, area: imports.share_of(area),
            Show.PERCENT,
            receipt=lambda asked, area: supplier_receipt(asked.trade, imports, asked.names, area),
        ),
        Column(
            "quantity_t",
            "Tonnes",
            lambda _, area: math.fsum(tonnes[area]) if tonnes[area] else None,
            Show.FIGURE,
            receipt=lambda asked, area: sold_receipt(asked.trade, imports, asked.names, area, TradeBasis.TONNES),
        ),
        Column(
            "value_usd",
            "USD",
            lambda _, area: math.fsum(flow.value_usd for flow in sold[area]),
            Show.FIGURE,
            receipt=lambda asked, area: sold_receipt(asked.trade, imports, asked.names, area, TradeBasis.VALUE),
        ),
        Column(
            "in_roster_words",
            "Roster",
            lambda asked, area: "yes" if area in asked.answer.roster.members else "",
            in_json=False,
        ),
        Column("is_hub_words", "Transit hub", lambda _, area: "yes" if area in trade.hubs else "", in_json=False),
        Column(
            "political_stability_risk",
            "Political-stability risk",
            lambda _, area: stability_risk(stability[area]) if area in stability else None,
            Show.THREE_DIGITS,
            receipt=lambda asked, area: stability_receipt(asked.trade, asked.names, area),
        ),
        Column("view", "View", lambda _, __: imports.view.value, in_json=False),
        data("iso3", lambda _, area: area),
        data("in_roster", lambda asked, area: area in asked.answer.roster.members),
        data("is_hub", lambda _, area: area in trade.hubs),
        data("political_stability", lambda _, area: stability.get(area)),
    )
    who = words.in_sentence(imports.importer.name)
    title = f"Suppliers of {who}, HS {trade.goods.hs6}, {trade.trade.year}, {answer.view.value}"
    rows = [area for area, _ in imports.suppliers]
    return Table("dependence.flows", title, columns, rows, asked, (trade.trade.source,))


def _hub_unit(asked: Asked) -> str:
    return asked.trade.origin.basis.unit


HUBS: tuple[Column[Asked, Hub], ...] = (
    Column("name", "Hub", lambda asked, hub: asked.names[hub.area]),
    Column(
        "exports",
        lambda asked: f"Exports, {_hub_unit(asked)}",
        lambda _, hub: hub.exports,
        Show.FIGURE,
        receipt=lambda asked, hub: exports_receipt(asked.trade, hub, asked.names),
    ),
    Column(
        "imports",
        lambda asked: f"Imports, {_hub_unit(asked)}",
        lambda _, hub: hub.imports,
        Show.FIGURE,
        receipt=lambda asked, hub: bought_receipt(asked.trade, hub, asked.names),
    ),
    Column(
        "own_supply_at_most_t",
        "Own supply at most, t",
        lambda _, hub: hub.own_supply_t or None,
        Show.FIGURE,
        receipt=lambda asked, hub: own_supply_receipt(asked.trade, hub, asked.names),
    ),
    Column(
        "exports_over_own_supply",
        "Exports over own supply, times",
        lambda asked, hub: asked.trade.excess(hub),
        Show.ONE_DIGIT,
        receipt=lambda asked, hub: excess_receipt(asked.trade, hub, asked.names),
    ),
    Column(
        "traced_share",
        "Traced, %",
        lambda _, hub: hub.traced_share,
        Show.PERCENT,
        receipt=lambda asked, hub: passed_on_receipt(asked.trade, hub, asked.names),
    ),
    Column(
        "buys_from",
        "Buys from",
        lambda asked, hub: ", ".join(f"{asked.names[area]} {100 * part:.0f} %" for area, part in hub.suppliers[:3]),
        in_json=False,
    ),
    Column("remark", "Remark", lambda _, hub: hub.caveat),
    data("iso3", lambda _, hub: hub.area),
    data("basis", lambda asked, _: asked.trade.origin.basis),
    data("suppliers", lambda _, hub: dict(hub.suppliers)),
)


def hubs_table(asked: Asked) -> Table[Asked, Hub]:
    """Return one row a hub: why it is one, and where its goods come from."""
    trade = asked.trade
    title = f"Transit hubs, HS {trade.goods.hs6}, {trade.trade.year}"
    return Table("dependence.hubs", title, HUBS, trade.origin.hubs, asked, trade.sources)
