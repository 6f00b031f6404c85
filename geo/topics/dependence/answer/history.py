"""Trade over the years: who sold to an importer since the first year held, and what followed dated measures."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from geo.evidence.sources import sources_of
from geo.evidence.trade import Trade, TradeCode, codes_of, trade, why_no_trade
from geo.figure.source import Source
from geo.model.calendar import parse_day
from geo.model.interval import NoData
from geo.remembered import remembered
from geo.schema.codes import Mineral, Stage
from geo.schema.policy_codes import PolicyKind
from geo.store.database import Atlas
from geo.store.queries_trade import exports_by_year, imports_by_year, trade_years
from geo.topics.dependence.answer.importer import Importer
from geo.topics.dependence.answer.policy import Measure, policy_of
from geo.topics.dependence.model.history import Effect, ImportYear, drawn_suppliers, effect_of
from geo.topics.dependence.question import PolicyFilter

LEFT_OUT = 0.01
"""Part of a year's published value in flows of areas that are no country of today, from which on the year is marked."""
EXPORT_KINDS = (PolicyKind.EXPORT_LICENCE, PolicyKind.EXPORT_BAN, PolicyKind.EXPORT_QUOTA, PolicyKind.EXPORT_HALT)
"""Measures that bear on exports of goods."""
SHORTEST = 2
"""Years from which on a line is drawn."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A dated measure of an exporter with its part of the world's exports before and after."""

    measure: Measure
    area: str
    effect: Effect


@dataclass(frozen=True)
class History:
    """Imports of one importer under one code, in one edition of the HS throughout.

    Attributes
    ----------
    newest
        The newest year as published, which also says edition and source.
    years
        Oldest first; years in which nothing is bought are left out.
    drawn
        Suppliers with a band of their own.
    marked
        Years of which more than `LEFT_OUT` of the published value is left out, with that part, 0-1.
    followed
        Dated measures of exporters of the code, oldest first.
    world
        Part of the world's exports, 0-1, by country and year.
    """

    importer: Importer
    code: TradeCode
    newest: Trade
    years: tuple[ImportYear, ...]
    drawn: tuple[str, ...]
    marked: Mapping[int, float]
    followed: tuple[Followed, ...]
    world: Mapping[str, Mapping[int, float]]
    sources: tuple[Source, ...]

    @property
    def span(self) -> str:
        """Which edition, and which years, in words."""
        return f"{self.newest.nomenclature} throughout, {self.years[0].year} to {self.years[-1].year}"

    def at(self, year: int) -> ImportYear:
        """Return one year; raises KeyError if it is not held."""
        return {each.year: each for each in self.years}[year]


def history(
    atlas: Atlas, mineral: Mineral, stage: Stage, importer: Importer, hs6: str | None = None
) -> History | NoData:
    """Return what `importer` bought over the years; NoData with the reason where fewer than two are held.

    Parameters
    ----------
    hs6
        Customs code; None for the first under which any trade is held.
    """
    codes = codes_of(atlas, mineral, stage)
    code = next((each for each in codes if each.has_rows and hs6 in (None, each.hs6)), None)
    if code is None:
        return NoData(why_no_trade(codes, hs6))
    rows = imports_by_year(atlas, code.hs6, sorted(importer.members), sorted(importer.bloc))
    years = tuple(_year(year, rows[rows["year"] == year]) for year in sorted(set(rows["year"].astype(int))))
    if len(years) < SHORTEST:
        return NoData(
            f"{'no year' if not years else 'one year only'} of complete trade is held for customs code {code.hs6} and "
            f"{importer.name}; the full archive of CEPII's BACI, free of charge, closes the gap"
        )
    newest = trade(atlas, code, years[-1].year)
    world = _world(atlas, code.hs6)
    followed = _followed(atlas, mineral, world)
    return History(
        importer=importer,
        code=code,
        newest=newest,
        years=years,
        drawn=drawn_suppliers(years),
        marked=_marked(atlas).get(code.hs6, {}),
        followed=followed,
        world=world,
        sources=(newest.source, *sources_of(atlas, {code for each in followed for code in each.measure.source_ids})),
    )


def _year(year: int, rows: pd.DataFrame) -> ImportYear:
    own = rows[rows["value_usd"] > 0].sort_values(["value_usd", "area"], ascending=[False, True])
    weighed = own["quantity_t"].dropna()
    return ImportYear(
        year=year,
        value_usd=dict(zip(own["area"], own["value_usd"].astype(float), strict=True)),
        quantity_t=math.fsum(weighed) if len(weighed) else None,
        weighed_usd=math.fsum(own["weighed_usd"]),
    )


@remembered
def _world(atlas: Atlas, hs6: str) -> Mapping[str, Mapping[int, float]]:
    """Return each country's part of the world's exports by year, 0-1."""
    rows = exports_by_year(atlas, hs6)
    whole = rows.groupby("year")["value_usd"].transform("sum")
    rows = rows.assign(share=rows["value_usd"] / whole)
    held = sorted(int(year) for year in rows["year"].unique())
    return {
        str(area): dict.fromkeys(held, 0.0)
        | dict(zip(own["year"].astype(int), own["share"].astype(float), strict=True))
        for area, own in rows.groupby("area")
    }


@remembered
def _marked(atlas: Atlas) -> Mapping[str, Mapping[int, float]]:
    found: dict[str, dict[int, float]] = {}
    for row in trade_years(atlas).to_dict("records"):
        whole = float(row["left_out_usd"]) + float(row["value_usd"])
        part = float(row["left_out_usd"]) / whole if whole > 0 else 0.0
        if part > LEFT_OUT:
            found.setdefault(str(row["hs6"]), {})[int(row["year"])] = part
    return found


def _followed(atlas: Atlas, mineral: Mineral, world: Mapping[str, Mapping[int, float]]) -> tuple[Followed, ...]:
    measures = policy_of(atlas, mineral, PolicyFilter()).measures
    found = [
        Followed(measure, area, effect_of(parse_day(measure.starts), world[area]))
        for measure in measures
        if measure.starts is not None and measure.kind in EXPORT_KINDS and mineral in measure.minerals
        for area in measure.countries
        if area in world
    ]
    return tuple(sorted(found, key=lambda each: (each.measure.starts or "", each.measure.code, each.area)))
