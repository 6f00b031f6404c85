"""Trade of one mineral and stage: the customs code that stands for it, its flows, and who supplies a region."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from geo.errors import SelectionError
from geo.evidence.geography import load_geography
from geo.evidence.rows import Row, cell_text
from geo.evidence.sources import sources_of
from geo.figure.source import Source
from geo.model.supply import Flow, RegionSupply, region_supply
from geo.remembered import remembered
from geo.schema.codes import Mineral, Region, Stage, TradeScope
from geo.store.database import Atlas
from geo.store.queries_dependence import complete_flows
from geo.store.queries_trade import trade_codes, trade_flows, trade_years


@dataclass(frozen=True, slots=True)
class TradeCode:
    """A pure customs code that stands for a mineral and stage.

    ``complete_year`` is the newest year whose flows are complete for the world; None if there is none.
    """

    hs6: str
    form: str
    note: str
    description: str
    has_rows: bool
    complete_year: int | None


@dataclass(frozen=True)
class Trade:
    """Flows of one code and year.

    Attributes
    ----------
    flows
        Exporter-importer pairs, largest value first.
    scope
        Complete, pruned or partial; totals are true for complete years only.
    years
        Years held for the code, newest first.
    """

    code: TradeCode
    year: int
    flows: tuple[Flow, ...]
    scope: TradeScope
    has_quantity: bool
    coverage_note: str | None
    nomenclature: str
    years: tuple[int, ...]
    source: Source

    @property
    def is_complete(self) -> bool:
        """Whether sums over flows are sums over the world."""
        return self.scope is TradeScope.COMPLETE

    @property
    def value_usd(self) -> float:
        """Value of all flows held."""
        return sum(flow.value_usd for flow in self.flows)


@remembered
def all_codes(atlas: Atlas) -> Mapping[tuple[Mineral, Stage], tuple[TradeCode, ...]]:
    """Return the pure codes by mineral and stage, those with complete years first: one question for all of them."""
    found: dict[tuple[Mineral, Stage], list[TradeCode]] = {}
    for row in trade_codes(atlas).to_dict("records"):
        year = None if pd.isna(row["last_complete_year"]) else int(row["last_complete_year"])
        code = TradeCode(row["hs6"], row["form"], row["note"], row["description"], bool(row["has_rows"]), year)
        found.setdefault((Mineral(row["mineral"]), Stage(row["stage"])), []).append(code)
    return {
        subject: tuple(sorted(codes, key=lambda code: (code.complete_year is None, not code.has_rows, code.hs6)))
        for subject, codes in found.items()
    }


def codes_of(atlas: Atlas, mineral: Mineral, stage: Stage) -> tuple[TradeCode, ...]:
    """Return the pure codes of a mineral and stage, those with complete years first."""
    return all_codes(atlas).get((mineral, stage), ())


def not_a_code(hs6: str, mineral: Mineral, stage: Stage, codes: Collection[TradeCode]) -> str:
    """Return that a customs code does not stand for a mineral and stage, and which do, as a part of a sentence."""
    what = f"customs code {hs6!r} does not stand for {stage.value} {mineral.label.lower()} alone"
    known = ", ".join(code.hs6 for code in codes)
    return f"{what}; use one of: {known}" if known else f"{what}, and no other code does"


def why_no_trade(codes: Collection[TradeCode], hs6: str | None = None) -> str:
    """Return why no complete trade is held under the pure codes of a mineral and stage, or under `hs6` of them."""
    if not codes:
        return "no customs code stands for this mineral and stage alone, so no share can be read from trade"
    wanted = [code.hs6 for code in codes if hs6 in (None, code.hs6)]
    held = [code.hs6 for code in codes if code.has_rows and code.hs6 in wanted]
    lack = "only part of the world's trade is held" if held else "no open trade between countries is held"
    return (
        f"{lack} under customs code {', '.join(held or wanted)}; the full archive of CEPII's BACI, free of charge, closes "
        "the gap (Sources and method says how)"
    )


@remembered
def _years(atlas: Atlas) -> Mapping[str, Mapping[int, Row]]:
    """Return what is held of each code by year, the newest first: one question for all of them."""
    found: dict[str, dict[int, Row]] = {}
    for row in trade_years(atlas).to_dict("records"):
        found.setdefault(row["hs6"], {})[int(row["year"])] = row
    return found


@remembered
def _newest_complete(atlas: Atlas) -> Mapping[str, tuple[Flow, ...]]:
    """Return the flows of each code in its newest complete year: one question for all of them."""
    rows = complete_flows(atlas)
    once = rows[~rows.duplicated(["hs6", "exporter_iso3", "importer_iso3"])]
    return {str(hs6): _flows(own) for hs6, own in once.groupby("hs6", sort=False)}


def trade(atlas: Atlas, code: TradeCode, year: int | None) -> Trade:
    """Return the flows of `code`; `year` None means the newest complete year, or else the newest.

    Raises
    ------
    SelectionError
        If no year, or not that year, is held.
    """
    years = tuple(_years(atlas).get(code.hs6, ()))
    if not years:
        raise SelectionError(
            f"no open bilateral data for customs code {code.hs6} are held; load BACI with 'nearshore facts baci'"
        )
    chosen = year if year is not None else (code.complete_year or years[0])
    if chosen not in years:
        listed = ", ".join(str(known) for known in sorted(years))
        raise SelectionError(f"no trade of {chosen} is held for customs code {code.hs6}; choose one of {listed}")
    return _trade(atlas, code, chosen)


@remembered
def _trade(atlas: Atlas, code: TradeCode, year: int) -> Trade:
    """Return the one reading of a code and year that all pages share."""
    held = _years(atlas)[code.hs6]
    entry = held[year]
    is_newest = year == code.complete_year
    return Trade(
        code=code,
        year=year,
        flows=_newest_complete(atlas)[code.hs6] if is_newest else _flows(trade_flows(atlas, [code.hs6], year)),
        scope=TradeScope(entry["scope"]),
        has_quantity=bool(entry["has_quantity"]),
        coverage_note=cell_text(entry["note"]),
        nomenclature=str(entry["nomenclature"]),
        years=tuple(held),
        source=sources_of(atlas, [str(entry["source_id"])])[0],
    )


def _flows(rows: pd.DataFrame) -> tuple[Flow, ...]:
    """Return the flows of one code and year, largest value first."""
    made = [
        Flow(exporter, importer, value, None if math.isnan(tonnes) else tonnes, is_outlier=bool(outlier))
        for exporter, importer, value, tonnes, outlier in zip(
            rows["exporter_iso3"].tolist(),
            rows["importer_iso3"].tolist(),
            rows["value_usd"].astype(float).tolist(),
            rows["quantity_t"].astype(float).tolist(),
            rows["is_unit_value_outlier"].tolist(),
            strict=True,
        )
    ]
    return tuple(sorted(made, key=lambda flow: (-flow.value_usd, flow.exporter, flow.importer)))


@remembered
def supply_of_region(atlas: Atlas, mineral: Mineral, stage: Stage, region: Region) -> tuple[Trade, RegionSupply] | None:
    """Return the newest complete trade of the region and who supplies it; None where no complete open trade is held."""
    code = next((code for code in codes_of(atlas, mineral, stage) if code.complete_year is not None), None)
    if code is None:
        return None
    flows = trade(atlas, code, None)
    return flows, region_supply(flows.flows, load_geography(atlas).region(region))
