"""Trade of one mineral and stage: the customs code that stands for it, its flows, and who supplies a region."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from geo.answer.geography import Geography
from geo.answer.rows import cell_number, cell_text
from geo.answer.sources import sources_of
from geo.errors import SelectionError
from geo.figure.source import Source
from geo.model.supply import Flow, RegionSupply, region_supply
from geo.schema.codes import Mineral, Region, Stage, TradeScope
from geo.store.database import Atlas
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


def codes_of(atlas: Atlas, mineral: Mineral, stage: Stage) -> tuple[TradeCode, ...]:
    """Return the pure codes of a mineral and stage, those with complete years first."""
    found = [
        TradeCode(
            row["hs6"],
            row["form"],
            row["note"],
            row["description"],
            bool(row["has_rows"]),
            None if pd.isna(row["last_complete_year"]) else int(row["last_complete_year"]),
        )
        for row in trade_codes(atlas, mineral, stage).to_dict("records")
    ]
    return tuple(sorted(found, key=lambda code: (code.complete_year is None, not code.has_rows, code.hs6)))


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


def trade(atlas: Atlas, code: TradeCode, year: int | None) -> Trade:
    """Return the flows of `code`; `year` None means the newest complete year, or else the newest.

    Raises
    ------
    SelectionError
        If no year, or not that year, is held.
    """
    held = trade_years(atlas, code.hs6)
    years = tuple(int(each) for each in held["year"])
    if not years:
        raise SelectionError(
            f"no open bilateral data for customs code {code.hs6} are held; load BACI with 'nearshore facts baci'"
        )
    chosen = year if year is not None else (code.complete_year or years[0])
    if chosen not in years:
        listed = ", ".join(str(known) for known in sorted(years))
        raise SelectionError(f"no trade of {chosen} is held for customs code {code.hs6}; choose one of {listed}")
    entry = held[held["year"] == chosen].iloc[0]
    rows = trade_flows(atlas, [code.hs6], chosen)
    return Trade(
        code=code,
        year=chosen,
        flows=tuple(
            Flow(
                row["exporter_iso3"],
                row["importer_iso3"],
                float(row["value_usd"]),
                cell_number(row["quantity_t"]),
                is_outlier=bool(row["is_unit_value_outlier"]),
            )
            for row in rows.to_dict("records")
        ),
        scope=TradeScope(entry["scope"]),
        has_quantity=bool(entry["has_quantity"]),
        coverage_note=cell_text(entry["note"]),
        nomenclature=str(entry["nomenclature"]),
        years=years,
        source=sources_of(atlas, [str(entry["source_id"])])[0],
    )


def supply_of_region(
    atlas: Atlas, geography: Geography, mineral: Mineral, stage: Stage, region: Region
) -> tuple[Trade, RegionSupply] | None:
    """Return the newest complete trade of the region and who supplies it; None where no complete open trade is held."""
    code = next((code for code in codes_of(atlas, mineral, stage) if code.complete_year is not None), None)
    if code is None:
        return None
    flows = trade(atlas, code, None)
    return flows, region_supply(flows.flows, geography.region(region))
