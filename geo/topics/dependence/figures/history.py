"""Trade over the years as tables: every year of an importer, and what followed each dated export measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geo.evidence import leaf
from geo.evidence.output_columns import data
from geo.evidence.receipt_trade import EXPORTER_NOTE
from geo.figure.column import Column, Show, Table
from geo.figure.receipt import Receipt, receipt_of
from geo.model.line import Input
from geo.model.supply import TradeBasis, imported, supplier_share
from geo.model.trace import Traced, cell
from geo.topics.dependence.answer.history import Followed, History
from geo.topics.dependence.model.history import ImportYear, supplier_hhi
from geo.view import words

NO_YEAR_YET = "no trade year yet"
BEFORE_THE_FIRST = "no trade year held"
VALUE_NOTE = (
    "Shares are of value: over thirty years tonnes have gaps and gross outliers, and value has neither. Prices of suppliers "
    "may differ."
)


@dataclass(frozen=True)
class HistoryAsked:
    """What the tables are written against."""

    answer: History
    names: Mapping[str, str]

    def title(self) -> str:
        """Return whose imports of what, in which edition."""
        found = self.answer
        return (
            f"Imports of {words.in_sentence(found.importer.name)}, {found.code.form} (HS {found.code.hs6}), "
            f"{found.span}"
        )


def _cells(asked: HistoryAsked, year: ImportYear) -> dict[str, Input]:
    found = asked.answer
    basis = f"value, sum of its flows to {found.importer.name}"
    return {
        area: leaf.traded(
            found.newest,
            f"{area}-{year.year}",
            asked.names[area],
            value,
            TradeBasis.VALUE.unit,
            basis,
            year=year.year,
        )
        for area, value in year.value_usd.items()
    }


def _shares(asked: HistoryAsked, year: ImportYear) -> dict[str, Traced]:
    sold = {area: cell(each) for area, each in _cells(asked, year).items()}
    imports = imported([*sold.values()], TradeBasis.VALUE.unit)
    return {area: supplier_share(amount, imports, asked.names[area]) for area, amount in sold.items()}


def _receipt(asked: HistoryAsked, title: str, figure: Traced) -> Receipt:
    found = asked.answer
    whole = f"{title} of {found.importer.name}, HS {found.code.hs6} ({found.newest.nomenclature})"
    notes = (f"{found.code.note} {EXPORTER_NOTE}", VALUE_NOTE)
    return receipt_of(whole, figure, found.sources, notes)


def imports_receipt(asked: HistoryAsked, year: ImportYear) -> Receipt:
    """Return how the value of a year's imports came about."""
    sold = [cell(each) for each in _cells(asked, year).values()]
    return _receipt(asked, f"Imports in {year.year}", imported(sold, TradeBasis.VALUE.unit))


def leader_receipt(asked: HistoryAsked, year: ImportYear) -> Receipt:
    """Return how the part of a year's largest supplier came about."""
    return _receipt(asked, f"Largest supplier's part in {year.year}", _shares(asked, year)[year.leader])


def concentration_receipt(asked: HistoryAsked, year: ImportYear) -> Receipt:
    """Return how the concentration of a year's suppliers came about."""
    return _receipt(asked, f"HHI of the suppliers in {year.year}", supplier_hhi([*_shares(asked, year).values()]))


YEARS: tuple[Column[HistoryAsked, ImportYear], ...] = (
    Column("year", "Year", lambda _, year: year.year, Show.YEAR),
    Column("imports_usd", "Imports, USD", lambda _, year: year.total_usd, Show.FIGURE, receipt=imports_receipt),
    Column("leader", "Largest supplier", lambda asked, year: asked.names[year.leader]),
    Column(
        "leader_share", "Its part, %", lambda _, year: year.share(year.leader), Show.PERCENT, receipt=leader_receipt
    ),
    Column(
        "supplier_hhi", "HHI of suppliers", lambda _, year: year.hhi, Show.TWO_DIGITS, receipt=concentration_receipt
    ),
    Column("suppliers", "Suppliers", lambda _, year: len(year.value_usd), Show.COUNT),
    Column("believed_t", "Believed tonnes, gross", lambda _, year: year.quantity_t, Show.FIGURE),
    Column("believed_part", "Value with believed tonnes, %", lambda _, year: year.weighed, Show.PERCENT),
    Column("remark", "Remark", lambda asked, year: _remark(asked.answer, year)),
    data("leader_iso3", lambda _, year: year.leader),
    data("shares", lambda _, year: year.shares),
)


def _remark(found: History, year: ImportYear) -> str:
    said = []
    if year.year in found.marked:
        part = words.share(found.marked[year.year])
        said.append(f"{part} of the world's published value is left out: areas that are no country of today")
    if year.year == found.newest.year and found.newest.coverage_note and "provisional" in found.newest.coverage_note:
        said.append("provisional")
    return "; ".join(said)


def years_table(asked: HistoryAsked) -> Table[HistoryAsked, ImportYear]:
    """Return one row a year, newest first."""
    rows = tuple(reversed(asked.answer.years))
    return Table("dependence.trade_years", asked.title(), YEARS, rows, asked, (asked.answer.newest.source,))


FOLLOWED: tuple[Column[HistoryAsked, tuple[int, Followed]], ...] = (
    Column("number", "No.", lambda _, row: row[0], Show.COUNT),
    Column("who", "Who", lambda asked, row: asked.names[row[1].area]),
    Column("what", "Measure", lambda _, row: row[1].measure.what, is_wide=True),
    Column("starts", "Since", lambda _, row: row[1].measure.starts),
    Column("state", "State", lambda _, row: f"{row[1].measure.state.label} (known to {row[1].measure.known_up_to})"),
    Column("before_year", "Full year before", lambda _, row: _year(row[1].effect.before), Show.YEAR),
    Column("before", "Its part of world exports then, %", lambda _, row: _part(row[1].effect.before), Show.PERCENT),
    Column(
        "after_words",
        "First full year after",
        lambda _, row: NO_YEAR_YET if row[1].effect.after is None else str(row[1].effect.after[0]),
        in_json=False,
    ),
    data("after_year", lambda _, row: _year(row[1].effect.after)),
    Column("after", "Its part then, %", lambda _, row: _part(row[1].effect.after), Show.PERCENT),
    Column("measure", "Code", lambda _, row: row[1].measure.code),
)


def _year(found: tuple[int, float] | None) -> int | None:
    return None if found is None else found[0]


def _part(found: tuple[int, float] | None) -> float | None:
    return None if found is None else found[1]


def followed_table(asked: HistoryAsked) -> Table[HistoryAsked, tuple[int, Followed]]:
    """Return one row a dated export measure of an exporter of the goods, oldest first, numbered as in the chart."""
    found = asked.answer
    title = f"Export measures and trade before and after, {found.code.form} (HS {found.code.hs6})"
    rows = tuple(enumerate(found.followed, start=1))
    return Table("dependence.followed", title, FOLLOWED, rows, asked, found.sources)
