"""The tables of the Near-shoring page, each declared as columns: ranking, options, suppliers, filters, outlook, projects.

Page, file, JSON and receipts read them from here; the context is the workings of the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from geo.figure.column import Column, Show, Table
from geo.figure.receipt import Receipt
from geo.model.options import Option
from geo.topics.nearshoring.answer.shelf import Control
from geo.topics.nearshoring.figures.mix import line_receipt
from geo.topics.nearshoring.figures.need import formula_of, tonnes_receipt
from geo.topics.nearshoring.figures.options import exports_receipt, production_share_receipt
from geo.topics.nearshoring.figures.ranking import Ledger, often_receipt, place_receipt, score_receipt, topsis_receipt
from geo.topics.nearshoring.figures.ways import carbon_receipt, distance_receipt, governance_receipt, way_receipt
from geo.topics.nearshoring.model.offer import Offer
from geo.topics.nearshoring.model.ranking import Ranked
from geo.topics.nearshoring.words.answer import TOPSIS_WORDS
from geo.topics.nearshoring.words.options import output_words, standing_words, way_words
from geo.view import words

GOVERNANCE_HELP = "Mean of the six World Bank indicators; the mean is this app's own, the bank publishes none."
YES = "yes"


def _sent(part: str) -> Callable[[Ledger, Ranked], Receipt]:
    """Return the receipt of a part of what an option can send."""
    titles = {"new": "New tonnes", "redirected": "Redirected tonnes"}
    return lambda held, row: tonnes_receipt(
        held, f"{titles[part]} of {held.names[row.area]}", getattr(held.sent(row.area), part)
    )


def _parts(held: Ledger, row: Ranked) -> dict[str, float]:
    return dict(zip([criterion.key for criterion in held.criteria], row.parts, strict=True))


def is_hub(held: Ledger, area: str) -> str:
    """Return yes for a country that passes on what others make."""
    transit = held.answer.transit
    return YES if transit is not None and area in transit.hubs else ""


def _profile(held: Ledger, row: Ranked) -> Any:
    return held.offers[row.area].profile


def _in_mix(held: Ledger, row: Ranked) -> float:
    lines = () if held.answer.decision is None else held.answer.decision.mix.lines
    return next((line.quantity_t for line in lines if line.area == row.area), 0.0)


def _line_receipt(held: Ledger, row: Ranked) -> Receipt | None:
    return None if held.answer.decision is None else line_receipt(held, held.answer.decision.mix, row.area)


RANKING: tuple[Column[Ledger, Ranked], ...] = (
    Column("place", "Place", lambda _, row: row.place, Show.COUNT, receipt=lambda w, row: place_receipt(w, row.area)),
    Column("name", "Country", lambda w, row: w.names[row.area]),
    Column("tier", "Tier", lambda w, row: standing_words(row.area, w.answer), in_json=False),
    Column(
        "score", "Score", lambda _, row: row.score, Show.TWO_DIGITS, receipt=lambda w, row: score_receipt(w, row.area)
    ),
    Column("parts", "", _parts, in_page=False),
    Column("topsis", "", lambda _, row: row.topsis, in_page=False),
    Column(
        "topsis_place",
        "TOPSIS place",
        lambda _, row: row.topsis_place,
        Show.COUNT,
        receipt=lambda w, row: topsis_receipt(w, row.area),
        help=TOPSIS_WORDS,
    ),
    Column(
        "first",
        "First, % of weightings",
        lambda _, row: row.first,
        Show.PERCENT,
        receipt=lambda w, row: often_receipt(w, row.area, among_three=False),
    ),
    Column(
        "top3",
        "In the first three, %",
        lambda _, row: row.top3,
        Show.PERCENT,
        receipt=lambda w, row: often_receipt(w, row.area, among_three=True),
    ),
    Column(
        "new_t", "New, t", lambda w, row: w.offers[row.area].new_t, Show.FIGURE, receipt=_sent("new"), in_json=False
    ),
    Column(
        "redirected_t",
        "Redirected, t",
        lambda w, row: w.offers[row.area].redirected_t,
        Show.FIGURE,
        receipt=_sent("redirected"),
        in_json=False,
    ),
    Column("in_mix_t", "In the mix, t", _in_mix, Show.FIGURE, receipt=_line_receipt, in_json=False),
    Column(
        "distance_km",
        "Distance, km",
        lambda w, row: _profile(w, row).distance_km,
        Show.WHOLE,
        receipt=lambda w, row: distance_receipt(w, row.area),
        in_json=False,
    ),
    Column(
        "kgco2e_per_t",
        "Freight, kg CO2e per t",
        lambda w, row: _profile(w, row).kgco2e_per_t,
        Show.ONE_DIGIT,
        receipt=lambda w, row: carbon_receipt(w, row.area),
        in_json=False,
    ),
    Column(
        "governance",
        "Governance",
        lambda w, row: _profile(w, row).governance,
        Show.TWO_DIGITS,
        receipt=lambda w, row: governance_receipt(w, row.area),
        in_json=False,
    ),
    Column(
        "grid", "Grid, g CO2e per kWh", lambda w, row: _profile(w, row).grid_gco2e_per_kwh, Show.WHOLE, in_json=False
    ),
    Column(
        "control",
        "Export control",
        lambda w, row: "in force" if _profile(w, row).has_export_control else "",
        in_json=False,
    ),
    Column("hub", "Transit hub", lambda w, row: is_hub(w, row.area), in_json=False),
    Column(
        "missing",
        "No data for (counted as worst)",
        lambda _, row: list(row.missing),
        text=lambda _, row: ", ".join(row.missing),
    ),
    Column("iso3", "Code", lambda _, row: row.area, Show.HIDDEN),
)

RANK_HEADERS = {
    "place": "Place",
    "name": "Country",
    "score": "Score",
    "first": "First",
    "top3": "Top three",
    "topsis_place": "TOPSIS",
}
"""Columns of the short ranking beside the map."""


def ranking_table(held: Ledger) -> Table[Ledger, Ranked]:
    """Return the ranked offers with what they were ranked by."""
    rows = () if held.answer.decision is None else held.answer.decision.ranking.rows
    title = f"Ranking of options for {held.answer.region.label}"
    return Table("nearshoring.ranking", title, RANKING, rows, held, held.answer.sources)


def rank_list(held: Ledger, most: int) -> Table[Ledger, Ranked]:
    """Return the first of the ranking, for the list beside the map."""
    columns = {column.key: column for column in RANKING}
    shown = tuple(
        replace(
            columns[key],
            header=header,
            show=Show.WHOLE_PERCENT if columns[key].show is Show.PERCENT else columns[key].show,
        )
        for key, header in RANK_HEADERS.items()
    )
    full = ranking_table(held)
    return replace(
        full, key="nearshoring.ranking.list", title="The first five options", columns=shown, rows=full.rows[:most]
    )


OFFERS: tuple[Column[Ledger, Offer], ...] = (
    Column("iso3", "", lambda _, row: row.area),
    Column("name", "", lambda w, row: w.names[row.area]),
    Column("tier", "", lambda _, row: row.tier),
    Column("new_t", "", lambda _, row: row.new_t),
    Column("redirected_t", "", lambda _, row: row.redirected_t),
    Column("growth_t", "", lambda w, row: w.plan.ceilings[row.area].growth_t),
    Column("ceiling_t", "", lambda _, row: row.ceiling_t),
    Column("ceiling_formula", "", lambda w, row: formula_of(w.sent(row.area).ceiling)),
    Column("region_distance_km", "", lambda _, row: row.profile.distance_km),
    Column("freight_kgco2e_per_t", "", lambda _, row: row.profile.kgco2e_per_t),
    Column("grid_gco2e_per_kwh", "", lambda _, row: row.profile.grid_gco2e_per_kwh),
)
"""Offers that passed the filters as they stand in JSON; the page shows them as ranking."""


def offers_table(held: Ledger) -> Table[Ledger, Offer]:
    """Return the offers that passed the filters."""
    return Table("offers", "Offers", OFFERS, held.plan.filtered.kept, held)


def _exports(*, by_tonnes: bool, to_home: bool) -> Callable[[Ledger, Option], Receipt | None]:
    def receipt(held: Ledger, row: Option) -> Receipt | None:
        own = row.candidate
        tonnes, value = (own.to_region_t, own.to_region_usd) if to_home else (own.exports_t, own.exports_usd)
        if (tonnes if by_tonnes else value) is None:
            return None
        return exports_receipt(held, row.area, by_tonnes=by_tonnes, to_home=to_home)

    return receipt


def distance_header(held: Ledger) -> str:
    """Return the header of the way to the reference country."""
    return f"Distance to {words.in_sentence(held.names[held.answer.reference])}, km"


def _controls(held: Ledger, row: Option) -> tuple[Control, ...]:
    return held.answer.controls.get(row.area, ())


def _control_figures(control: Control) -> dict[str, Any]:
    names = ("measure", "scope", "target", "status", "status_as_of", "is_in_force")
    return {name: getattr(control, name) for name in names}


def _controls_in_force(held: Ledger, row: Option) -> str:
    return "; ".join(
        f"{control.measure}: {control.scope} (as known on {control.status_as_of})"
        for control in _controls(held, row)
        if control.is_in_force
    )


def _indicators(held: Ledger, row: Option) -> dict[str, Any] | None:
    own = held.answer.governance.get(row.area)
    return None if own is None else dict(own.estimates) | {"year": own.year}


def _governance(held: Ledger, row: Option) -> float | None:
    own = held.answer.governance.get(row.area)
    return None if own is None else own.mean


OPTIONS: tuple[Column[Ledger, Option], ...] = (
    Column("name", "Country", lambda w, row: w.names[row.area]),
    Column("tier", "Tier", lambda _, row: row.tier, text=lambda w, row: standing_words(row.area, w.answer)),
    Column("hub", "Transit hub", lambda w, row: is_hub(w, row.area), in_json=False),
    Column("output", "Output", lambda _, row: output_words(row), in_json=False),
    Column("production_t", "", lambda _, row: row.candidate.production_t, in_page=False),
    Column(
        "production_share",
        "Output share, %",
        lambda _, row: row.candidate.production_share,
        Show.PERCENT,
        receipt=production_share_receipt,
    ),
    Column("production_flag", "", lambda _, row: row.candidate.production_flag, in_page=False),
    Column(
        "exports_t",
        "Exports, t",
        lambda _, row: row.candidate.exports_t,
        Show.FIGURE,
        receipt=_exports(by_tonnes=True, to_home=False),
    ),
    Column(
        "exports_usd",
        "Exports, USD",
        lambda _, row: row.candidate.exports_usd,
        Show.FIGURE,
        receipt=_exports(by_tonnes=False, to_home=False),
    ),
    Column(
        "to_region_t",
        "To the region, t",
        lambda _, row: row.candidate.to_region_t,
        Show.FIGURE,
        receipt=_exports(by_tonnes=True, to_home=True),
    ),
    Column(
        "to_region_usd",
        "To the region, USD",
        lambda _, row: row.candidate.to_region_usd,
        Show.FIGURE,
        receipt=_exports(by_tonnes=False, to_home=True),
    ),
    Column(
        "distance_km",
        distance_header,
        lambda _, row: None if row.way is None else row.way.total_km,
        Show.WHOLE,
        receipt=way_receipt,
    ),
    Column("way", "Way", lambda _, row: None if row.way is None else row.way.mode, text=lambda _, row: way_words(row)),
    Column("passages", "", lambda _, row: [] if row.way is None else list(row.way.passages), in_page=False),
    Column("governance", "", _indicators, in_page=False),
    Column(
        "governance_mean",
        "Governance, mean of six",
        _governance,
        Show.TWO_DIGITS,
        receipt=lambda w, row: governance_receipt(w, row.area),
        help=GOVERNANCE_HELP,
    ),
    Column(
        "groups",
        "Groups",
        lambda w, row: list(w.geography.groups_of.get(row.area, ())),
        text=lambda w, row: ", ".join(w.geography.groups_of.get(row.area, ())),
    ),
    Column(
        "export_controls",
        "Export controls in force",
        lambda w, row: [_control_figures(control) for control in _controls(w, row)],
        text=_controls_in_force,
    ),
    Column("known_mines", "Known mines", lambda _, row: row.candidate.mines, Show.COUNT),
    Column("known_plants", "Known plants", lambda _, row: row.candidate.plants, Show.COUNT),
    Column("known_projects", "Known projects", lambda _, row: row.candidate.projects, Show.COUNT),
    Column("iso3", "Code", lambda _, row: row.area, Show.HIDDEN),
)


def options_table(held: Ledger) -> Table[Ledger, Option]:
    """Return one row an option with everything that is known of it; missing is empty, never zero."""
    answer = held.answer
    title = f"Options for {answer.region.label}, {answer.goods}, roster {answer.roster.name}"
    return Table("nearshoring.options", title, OPTIONS, answer.options, held, answer.sources)
