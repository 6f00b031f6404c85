"""The agreement table: our figures beside those that publishers print themselves, worked out from the database."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd

from geo.evidence.agreement_study import study_cases, top_three_cases
from geo.evidence.rows import cell_number
from geo.evidence.series import newest_series
from geo.evidence.sources import sources_of
from geo.figure.source import Source
from geo.model.agreement import (
    Case,
    Comparison,
    Family,
    Tolerance,
    Verdict,
    compare,
    count_verdicts,
    net_import_reliance,
    rounding_half,
)
from geo.model.exposure import Goods, ImportMatrix, import_matrix
from geo.model.gain import Series
from geo.model.interval import Interval, NoData
from geo.model.supply import Flow
from geo.remembered import remembered
from geo.schema.codes import BalanceTerm, Mineral, ValueFlag
from geo.store.database import Atlas
from geo.store.queries_dependence import (
    accepted_deviations,
    complete_flows,
    leading_producers,
    published_distances,
    us_balance,
    us_matched_sources,
    us_trade_matches,
)
from geo.units import nautical_miles_to_km

HOME = "USA"
HONG_KONG, CHINA = "HKG", "CHN"
BALANCE_YEARS = 2
"""Newest years whose balances are struck; the last one is an estimate of the publisher."""

ESTIMATED = " The publisher's figures of this year are estimates, printed to two or three digits."

WHOLE_PERCENT = Tolerance(
    1.0, is_relative=False, reason="the publisher prints whole percents and rounds the tonnes behind them"
)
SAME_GOODS = Tolerance(
    10.0, is_relative=True, reason="two customs sources of one year; forms and quantities are reconciled differently"
)
OTHER_YEARS = Tolerance(10.0, is_relative=False, reason="one year against an average of four, by weight")
WORLD_LIMIT_PCT = 2.0
"""Sums of rounded countries and their printed total differ by this much; the check of the facts uses the same limit."""
ROUTE_MODEL = Tolerance(
    5.0, is_relative=True, reason="the route model is typically off by one percent, by five at most"
)


MADE_OF = (BalanceTerm.PRODUCTION, BalanceTerm.IMPORT)
"""Terms whose reviewed reason says what the balance is made of."""

Row = Mapping[Hashable, Any]


@dataclass(frozen=True)
class Agreement:
    """The agreement table.

    Attributes
    ----------
    rows
        Comparisons by family and subject; failures and rows that cannot be compared are among them.
    counts
        Rows by family and verdict.
    sources
        Editions behind both sides.
    """

    rows: tuple[Comparison, ...]
    counts: Mapping[Family, Mapping[Verdict, int]]
    sources: tuple[Source, ...]

    @property
    def failures(self) -> tuple[Comparison, ...]:
        """The rows that fail, the widest difference first."""
        failed = [row for row in self.rows if row.verdict is Verdict.FAIL]
        return tuple(sorted(failed, key=lambda row: -abs(row.difference or 0.0) / row.tolerance.size))


@remembered
def agreement(atlas: Atlas) -> Agreement:
    """Return every comparison that the database allows."""
    series = newest_series(atlas)
    bought = _home_imports(atlas)
    cases = [
        *_leading_shares(atlas, series),
        *_import_reliances(atlas),
        *_import_tonnes(atlas),
        *_import_sources(atlas, bought),
        *_world_sums(series, _accepted(atlas)),
        *_sea_distances(atlas),
        *study_cases(atlas),
        *top_three_cases(atlas),
    ]
    rows = tuple(compare(case) for case in cases)
    used = {code for row in rows for code in (row.our_source, row.published_source)}
    return Agreement(rows, count_verdicts(rows), sources_of(atlas, used))


def _leading_shares(atlas: Atlas, series: Sequence[Series]) -> Iterator[Case]:
    ours = {(entry.mineral, entry.stage): entry for entry in series}
    for row in leading_producers(atlas).to_dict("records"):
        yield Case(
            family=Family.LEADING_SHARE,
            subject=f"{_name(row)} {row['stage']} {row['year']}: {row['name']}",
            unit="percent of the world",
            ours=_share_of(ours.get((row["mineral"], row["stage"])), row),
            published=_plain(row["percent"], f"printed as {row['raw_value']!r}"),
            published_text=str(row["raw_value"]),
            tolerance=WHOLE_PERCENT,
            our_source=row["source_id"],
            published_source=row["source_id"],
            note=_words(row["note"]),
        )


def _share_of(entry: Series | None, row: Row) -> float | NoData:
    if entry is None or entry.year != row["year"] or entry.source_id != row["source_id"]:
        return NoData("our primary series is of another publisher or year")
    share = entry.result.share_of(row["iso3"])
    return NoData("no figure of ours for this country") if share is None else 100.0 * share


def _import_reliances(atlas: Atlas) -> Iterator[Case]:
    records = us_balance(atlas).to_dict("records")
    first_year = max(row["year"] for row in records) - BALANCE_YEARS + 1 if records else 0
    recent = (row for row in records if row["year"] >= first_year)
    for (commodity, year), group in groupby(recent, key=lambda row: (row["commodity"], row["year"])):
        terms: dict[BalanceTerm, list[Row]] = {term: [] for term in BalanceTerm}
        for row in group:
            terms[BalanceTerm(row["term"])].append(row)
        for printed in terms[BalanceTerm.RELIANCE]:
            yield Case(
                family=Family.IMPORT_RELIANCE,
                subject=f"United States, {commodity} {year}",
                unit="percent of consumption",
                ours=_reliance(terms),
                published=_printed(printed),
                published_text=str(printed["raw_value"]),
                tolerance=WHOLE_PERCENT,
                our_source=printed["source_id"],
                published_source=printed["source_id"],
                note=_reason(terms) + (ESTIMATED if printed["flag"] == ValueFlag.ESTIMATED else ""),
            )


def _reliance(terms: Mapping[BalanceTerm, Sequence[Row]]) -> float | NoData:
    """Return the reliance from the printed rows: by production where the review names some, else by trade and stocks."""
    needed = [row for term, rows in terms.items() if term is not BalanceTerm.RELIANCE for row in rows]
    unknown = next((row for row in needed if pd.isna(row["quantity_t"])), None)
    if unknown is not None:
        return NoData(f"{unknown['detail']} is printed as {unknown['raw_value']!r}.")
    sums = {term: sum(float(row["quantity_t"]) for row in rows) for term, rows in terms.items()}
    if terms[BalanceTerm.PRODUCTION]:
        return net_import_reliance(sums[BalanceTerm.CONSUMPTION], production_t=sums[BalanceTerm.PRODUCTION])
    stock = terms[BalanceTerm.STOCK]
    if any(pd.isna(row["previous_t"]) for row in stock):
        return NoData("the stock of the year before is not printed.")
    return net_import_reliance(
        sums[BalanceTerm.CONSUMPTION],
        imports_t=sums[BalanceTerm.IMPORT],
        exports_t=sums[BalanceTerm.EXPORT],
        stock_decrease_t=sum(float(row["previous_t"]) - float(row["quantity_t"]) for row in stock),
    )


def _reason(terms: Mapping[BalanceTerm, Sequence[Row]]) -> str:
    """Return why these rows make the balance, as reviewed."""
    return next((str(rows[0]["reason"]) for term in MADE_OF if (rows := terms[term])), "")


def _import_tonnes(atlas: Atlas) -> Iterator[Case]:
    table = us_trade_matches(atlas)
    for row in table[table["published_raw"].notna()].to_dict("records"):
        contained = 1.0 if pd.isna(row["contained_share"]) else float(row["contained_share"])
        note = row["reason"]
        if row["value_without_t"] > 0:
            note += f" Flows of {row['value_without_t']:,.0f} USD have no tonnes and are not in our figure."
        yield Case(
            family=Family.IMPORT_TONNES,
            subject=f"United States, {_name(row)} {row['year']}, code {row['hs6']}",
            unit="tonnes",
            ours=NoData("no tonnes are held.") if pd.isna(row["quantity_t"]) else float(row["quantity_t"]) * contained,
            published=_plain(row["published_t"], f"printed as {row['published_raw']!r}"),
            published_text=f"{row['published_raw']} {row['published_unit']}",
            tolerance=SAME_GOODS,
            our_source=row["trade_source_id"],
            published_source=row["published_source_id"],
            note=note,
        )


def _home_imports(atlas: Atlas) -> dict[str, tuple[ImportMatrix, int, str]]:
    """Return the imports of the United States by code, with year and source."""
    found = {}
    for hs6, rows in complete_flows(atlas, importers=[HOME]).groupby("hs6"):
        first = rows.iloc[0]
        flows = [
            Flow(
                row["exporter_iso3"],
                row["importer_iso3"],
                float(row["value_usd"]),
                cell_number(row["quantity_t"]),
            )
            for row in rows.to_dict("records")
        ]
        goods = Goods(str(hs6), str(first["mineral"]), bool(first["is_pure"]))
        found[str(hs6)] = (import_matrix(flows, goods, [HOME]), int(first["year"]), str(first["source_id"]))
    return found


def _import_sources(atlas: Atlas, bought: Mapping[str, tuple[ImportMatrix, int, str]]) -> Iterator[Case]:
    table = us_matched_sources(atlas)
    for row in table[table["hs6"].isin(list(bought))].to_dict("records"):
        matrix, year, source_id = bought[row["hs6"]]
        shares = matrix.shares_of(HOME)
        share = shares.get(row["area"], 0.0)
        if row["includes_hong_kong"] and row["area"] == CHINA:
            share += shares.get(HONG_KONG, 0.0)
        yield Case(
            family=Family.IMPORT_SOURCE,
            subject=f"United States, {_name(row)} from {row['name']}, {year} against {row['period']}, code {row['hs6']}",
            unit=f"percent of imports by {matrix.bases[0]}",
            ours=100.0 * share,
            published=_printed(row),
            published_text=str(row["raw_value"]),
            tolerance=OTHER_YEARS,
            our_source=source_id,
            published_source=row["source_id"],
        )


def _accepted(atlas: Atlas) -> dict[tuple[str, str, int, str], str]:
    """Return the reviewed reasons for differences of world totals, by mineral, stage, year and source."""
    return {
        (row["mineral"], row["stage"], int(row["year"]), row["source_id"]): row["reason"]
        for row in accepted_deviations(atlas, "production").to_dict("records")
    }


def _world_sums(series: Sequence[Series], accepted: Mapping[tuple[str, str, int, str], str]) -> Iterator[Case]:
    for entry in series:
        reported, summed = entry.result.reported_t, entry.result.summed_t
        if reported is None or summed is None:
            continue
        withheld = ", ".join(entry.result.withheld)
        reason = accepted.get((entry.mineral, entry.stage, entry.year, entry.source_id), "")
        words = (f"Withheld and in no sum: {withheld}." if withheld else "", f"Reviewed: {reason}" if reason else "")
        yield Case(
            family=Family.WORLD_SUM,
            subject=f"{entry.subject[:1].upper()}{entry.subject[1:]} {entry.stage} {entry.period}",
            unit=f"tonnes, {entry.basis}",
            ours=summed,
            published=Interval(reported, math.inf) if entry.is_bound else reported,
            published_text=f"{'>' if entry.is_bound else ''}{reported:,.3f}".rstrip("0").rstrip("."),
            tolerance=_rounding(reported),
            our_source=entry.source_id,
            published_source=entry.source_id,
            note=" ".join(word for word in words if word),
        )


def _rounding(total: float) -> Tolerance:
    """Return the tolerance of a printed world total: the usual limit, or what its own rounding allows if that is more."""
    half_pct = 100.0 * rounding_half(total) / total
    if half_pct <= WORLD_LIMIT_PCT:
        return Tolerance(WORLD_LIMIT_PCT, is_relative=True, reason="countries and printed total are rounded one by one")
    return Tolerance(half_pct, is_relative=True, reason="half of the last digit to which the total is rounded")


def _sea_distances(atlas: Atlas) -> Iterator[Case]:
    for row in published_distances(atlas).to_dict("records"):
        yield Case(
            family=Family.SEA_DISTANCE,
            subject=f"{row['from_port']} to {row['to_port']}, {row['route_case'].replace('_', ' ')}",
            unit="km",
            ours=float(row["modelled_km"]),
            published=nautical_miles_to_km(float(row["published_nm"])),
            published_text=f"{row['published_nm']:,.0f} nautical miles ({row['note']})",
            tolerance=ROUTE_MODEL,
            our_source=row["route_source_id"],
            published_source=row["source_id"],
            note=f"{row['publisher']}; {row['document']}.",
        )


def _printed(row: Row) -> Interval | float | NoData:
    """Return a printed percentage as figure, as bound, or as what stands in its place."""
    percent, low, high = (cell_number(row[column]) for column in ("percent", "low_pct", "high_pct"))
    if percent is not None:
        return percent
    if low is None and high is None:
        return NoData(f"printed as {row['raw_value']!r}.")
    return Interval(-math.inf if low is None else low, math.inf if high is None else high)


def _plain(value: float | None, why: str) -> float | NoData:
    figure = cell_number(value)
    return NoData(f"{why}.") if figure is None else figure


def _name(row: Row) -> str:
    return Mineral(row["mineral"]).label


def _words(value: str | None) -> str:
    return value if isinstance(value, str) else ""
