"""Trade of one mineral and stage: the customs code that stands for it, its flows, and who supplies a region."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from geo.errors import SelectionError
from geo.evidence.geography import load_geography
from geo.evidence.rows import Row, cell_number, cell_text
from geo.evidence.sources import sources_of
from geo.figure.source import Source
from geo.model.supply import Flow, RegionSupply, region_supply
from geo.remembered import remembered
from geo.schema.codes import Mineral, Region, Stage, TradeScope
from geo.schema.doubt import Doubt
from geo.store.database import Atlas
from geo.store.queries_dependence import complete_flows
from geo.store.queries_trade import doubtful_flows, primary_trade, trade_codes, trade_flows, trade_years


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


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A flow whose declared tonnes do not count.

    Attributes
    ----------
    quantity_t, usd_per_t
        As declared.
    code_usd_per_t
        Value-weighted median of the code's other flows of the year; None where there is none.
    past_usd_per_t
        That median times what the pair paid against it in its past; None without a past.
    """

    exporter: str
    importer: str
    quantity_t: float
    usd_per_t: float
    code_usd_per_t: float | None
    past_usd_per_t: float | None
    doubt: Doubt


@dataclass(frozen=True)
class Trade:
    """Flows of one code and year.

    Attributes
    ----------
    flows
        Exporter-importer pairs, largest value first; tonnes that are not believed count in none of them.
    nomenclature
        HS edition of the flows.
    scope
        Complete, pruned or partial; totals are true for complete years only.
    years
        Years held for the code, newest first, in the edition in which years are shown.
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
    """Return the pure codes by mineral and stage: those with complete years first, the most valuable before the others.

    A code that newer editions have split or renamed comes after those in use.
    """
    found: dict[tuple[Mineral, Stage], list[Row]] = {}
    for row in trade_codes(atlas).to_dict("records"):
        found.setdefault((Mineral(row["mineral"]), Stage(row["stage"])), []).append(row)
    return {subject: tuple(map(_code, sorted(rows, key=_rank))) for subject, rows in found.items()}


def _rank(row: Row) -> tuple[object, ...]:
    value = cell_number(row["value_usd"])
    return value is None, not row["has_rows"], not row["is_current"], -(value or 0.0), row["hs6"]


def _code(row: Row) -> TradeCode:
    year = cell_number(row["last_complete_year"])
    return TradeCode(
        hs6=row["hs6"],
        form=row["form"],
        note=row["note"],
        description=row["description"],
        has_rows=bool(row["has_rows"]),
        complete_year=None if year is None else int(year),
    )


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
    """Return what is held of each code by year, the newest first, in one edition: one question for all of them."""
    found: dict[str, dict[int, Row]] = {}
    for row in trade_years(atlas).to_dict("records"):
        found.setdefault(row["hs6"], {})[int(row["year"])] = row
    return found


@remembered
def _primary(atlas: Atlas) -> Mapping[str, Row]:
    """Return the edition and year of each code that answers a question without a year."""
    return {str(row["hs6"]): row for row in primary_trade(atlas).to_dict("records")}


@remembered
def _newest_complete(atlas: Atlas) -> Mapping[str, tuple[Flow, ...]]:
    """Return the flows of each code in its newest complete year: one question for all of them."""
    rows = complete_flows(atlas)
    once = rows[~rows.duplicated(["hs6", "exporter_iso3", "importer_iso3"])]
    return {str(hs6): _flows(own) for hs6, own in once.groupby("hs6", sort=False)}


@remembered
def _doubtful(atlas: Atlas) -> Mapping[str, tuple[Doubtful, ...]]:
    found: dict[str, list[Doubtful]] = {}
    for row in doubtful_flows(atlas).to_dict("records"):
        each = Doubtful(
            exporter=str(row["exporter_iso3"]),
            importer=str(row["importer_iso3"]),
            quantity_t=float(row["quantity_t"]),
            usd_per_t=float(row["usd_per_t"]),
            code_usd_per_t=cell_number(row["code_usd_per_t"]),
            past_usd_per_t=cell_number(row["past_usd_per_t"]),
            doubt=Doubt(row["doubt"]),
        )
        found.setdefault(row["hs6"], []).append(each)
    return {hs6: tuple(rows) for hs6, rows in found.items()}


def doubtful_of(atlas: Atlas, code: TradeCode) -> tuple[Doubtful, ...]:
    """Return the flows whose tonnes are not believed in the edition and year that answer for `code`, most tonnes first."""
    return _doubtful(atlas).get(code.hs6, ())


def trade(atlas: Atlas, code: TradeCode, year: int | None) -> Trade:
    """Return the flows of `code`.

    Parameters
    ----------
    year
        One of the years shown, all of one edition; None for the newest complete year of the newest edition that has it.

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
    if year is not None and year not in years:
        listed = ", ".join(str(known) for known in sorted(years))
        raise SelectionError(f"no trade of {year} is held for customs code {code.hs6}; choose one of {listed}")
    return _trade(atlas, code, year)


@remembered
def _trade(atlas: Atlas, code: TradeCode, year: int | None) -> Trade:
    """Return the one reading of a code and year that all pages share."""
    held = _years(atlas)[code.hs6]
    primary = _primary(atlas)[code.hs6]
    entry = primary if year is None else held[year]
    # The newest year of the series is often that of the newest edition, read already.
    same = [entry[name] == primary[name] for name in ("source_id", "year", "scope")]
    is_read = all(same) and code.complete_year is not None
    flows = _newest_complete(atlas)[code.hs6] if is_read else _flows(trade_flows(atlas, [code.hs6], int(entry["year"])))
    return Trade(
        code=code,
        year=int(entry["year"]),
        flows=flows,
        scope=TradeScope(entry["scope"]),
        has_quantity=bool(entry["has_quantity"]),
        coverage_note=cell_text(entry["note"]),
        nomenclature=str(entry["nomenclature"]),
        years=tuple(held),
        source=sources_of(atlas, [str(entry["source_id"])])[0],
    )


def _flows(rows: pd.DataFrame) -> tuple[Flow, ...]:
    """Return the flows of one code and year, largest value first."""
    made = []
    for exporter, importer, value, tonnes, doubt in zip(
        rows["exporter_iso3"].tolist(),
        rows["importer_iso3"].tolist(),
        rows["value_usd"].astype(float).tolist(),
        rows["quantity_t"].astype(float).tolist(),
        rows["doubt"].tolist(),
        strict=True,
    ):
        declared = None if math.isnan(tonnes) else tonnes
        if isinstance(doubt, str):
            made.append(Flow(exporter, importer, value, None, declared, Doubt(doubt)))
        else:
            made.append(Flow(exporter, importer, value, declared))
    return tuple(sorted(made, key=lambda flow: (-flow.value_usd, flow.exporter, flow.importer)))


@remembered
def supply_of_region(atlas: Atlas, mineral: Mineral, stage: Stage, region: Region) -> tuple[Trade, RegionSupply] | None:
    """Return the newest complete trade of the region and who supplies it; None where no complete open trade is held."""
    code = next((code for code in codes_of(atlas, mineral, stage) if code.complete_year is not None), None)
    if code is None:
        return None
    flows = trade(atlas, code, None)
    return flows, region_supply(flows.flows, load_geography(atlas).region(region))
