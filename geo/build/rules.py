"""Rules that one column cannot state: between columns, between tables, between a preset and the countries.

A broken rule stops the build, since the figure that stands on it would be wrong or could not be explained.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from geo.schema.codes import OTHER, WORLD, UsItem, ValueFlag
from geo.schema.codes_publisher import publisher_of
from geo.schema.validate import FIRST_DATA_LINE, lines_of, listed

PLAIN_FLAGS = (ValueFlag.REPORTED.value, ValueFlag.ESTIMATED.value)
UNKNOWN_FLAGS = (ValueFlag.WITHHELD.value, ValueFlag.NOT_AVAILABLE.value)
GROUP_TOKENS = ("EU27",)
"""Tokens of a preset that stand for many countries."""

SERIES = ["measure", "mineral", "stage", "source_id"]
TRADE_KEY = ["source_id", "year", "hs6"]


def table_errors(frames: Mapping[str, pd.DataFrame]) -> list[str]:
    """Return every broken rule of the checked tables `frames`; an empty list means none."""
    return [
        *_unknown_areas(frames["statistic"], frames["country"]),
        *_flags_against_figures(frames["statistic"]),
        *_mixed_bases(frames["statistic"], frames["primary_series"], "primary_series"),
        *_mixed_bases(frames["statistic"], frames["publisher_series"], "publisher_series"),
        *_equal_ranks(frames["primary_series"], "primary_series"),
        *_equal_ranks(_with_publisher(frames["publisher_series"]), "publisher_series", ["publisher"]),
        *_unknown_preset_members(frames["roster_preset"], frames["country"]),
        *_basket_codes(frames["trade_code"], frames["hs_code"]),
        *_uncovered_flows(frames["trade_flow"], frames["trade_coverage"]),
        *_absent_pairs(frames),
    ]


def primary_rows(statistic: pd.DataFrame, primary_series: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `statistic` that a primary series names, with ``rank`` and ``year_from`` of the series."""
    series = primary_series[[*SERIES, "products", "year_from", "year_to", "rank"]].copy()
    series["product"] = series["products"].str.split(";")
    series = series.explode("product")
    series["product"] = series["product"].str.strip()
    joined = statistic.merge(series.drop(columns="products"), on=[*SERIES, "product"])
    return joined[(joined["year"] >= joined["year_from"]) & (joined["year"] <= joined["year_to"])]


def _unknown_areas(statistic: pd.DataFrame, country: pd.DataFrame) -> Iterator[str]:
    odd = ~statistic["area"].isin([*country["iso3"], OTHER, WORLD])
    if odd.any():
        codes = sorted(statistic.loc[odd, "area"].unique())
        yield f"statistic.parquet{lines_of(odd)}: area {listed(codes)} is not in country.iso3; correct the code or add the country"


def _flags_against_figures(statistic: pd.DataFrame) -> Iterator[str]:
    has_figure = statistic["quantity_t"].notna() | statistic["share"].notna()
    hidden = statistic["flag"].isin(UNKNOWN_FLAGS) & has_figure
    if hidden.any():
        yield (
            f"statistic.parquet{lines_of(hidden)}: flag is {statistic.loc[hidden, 'flag'].iloc[0]!r} beside a figure; "
            "a withheld or missing cell has no figure"
        )
    bare = statistic["flag"].isin(PLAIN_FLAGS) & ~has_figure
    if bare.any():
        yield (
            f"statistic.parquet{lines_of(bare)}: flag is {statistic.loc[bare, 'flag'].iloc[0]!r} without quantity_t or "
            "share; flag the cell not_available or give its figure"
        )


def _mixed_bases(statistic: pd.DataFrame, series: pd.DataFrame, table: str) -> Iterator[str]:
    rows = primary_rows(statistic, series)
    bases = rows.groupby([*SERIES, "year_from", "year"])["basis"].unique()
    for key, found in bases[bases.map(len) > 1].items():
        measure, mineral, stage, source_id, _, year = key if isinstance(key, tuple) else (key,)
        yield (
            f"{table}.csv: {measure} of {mineral} {stage} {year} from {source_id} would sum the bases "
            f"{listed(sorted(found))}; name products of one basis only"
        )


def _with_publisher(series: pd.DataFrame) -> pd.DataFrame:
    return series.assign(publisher=[publisher_of(code).value for code in series["source_id"]])


def _equal_ranks(series: pd.DataFrame, table: str, more: Sequence[str] = ()) -> Iterator[str]:
    """Yield pairs of series of one rank that cover the same year: which one stands would be chance."""
    keys = ["measure", "mineral", "stage", "rank", *more]
    pairs = series.merge(series, on=keys, suffixes=("", "_other"))
    is_later = (pairs["source_id"] < pairs["source_id_other"]) | (
        (pairs["source_id"] == pairs["source_id_other"]) & (pairs["year_from"] < pairs["year_from_other"])
    )
    overlap = (pairs["year_from"] <= pairs["year_to_other"]) & (pairs["year_from_other"] <= pairs["year_to"])
    for row in pairs[is_later & overlap].to_dict("records"):
        yield (
            f"{table}.csv: {row['measure']} of {row['mineral']} {row['stage']} has rank {row['rank']} twice for "
            f"{max(row['year_from'], row['year_from_other'])}: {row['source_id']} and {row['source_id_other']}; "
            "give one a higher number"
        )


def _unknown_preset_members(preset: pd.DataFrame, country: pd.DataFrame) -> Iterator[str]:
    known = {*country["iso3"], *GROUP_TOKENS}
    for line, row in enumerate(preset.to_dict("records"), start=FIRST_DATA_LINE):
        odd = sorted({token.strip() for token in row["iso3_list"].split(";")} - known)
        if odd:
            yield f"roster_preset.csv line {line}: iso3_list names {listed(odd)}, which is no country; correct the code"


def _basket_codes(trade_code: pd.DataFrame, hs_code: pd.DataFrame) -> Iterator[str]:
    pure = hs_code.loc[hs_code["is_pure"], "hs6"]
    basket = ~trade_code["hs6"].isin(pure)
    if basket.any():
        codes = sorted(trade_code.loc[basket, "hs6"].unique())
        yield f"trade_code.csv{lines_of(basket)}: hs6 {listed(codes)} is a basket; only a pure code stands for one mineral"


def _uncovered_flows(flow: pd.DataFrame, coverage: pd.DataFrame) -> Iterator[str]:
    held = flow.groupby(TRADE_KEY).size().rename("held").reset_index()
    both = held.merge(coverage[[*TRADE_KEY, "flows"]], on=TRADE_KEY, how="outer")
    bare = both[both["flows"].isna()]
    if not bare.empty:
        yield f"trade_flow: {_keys(bare)} has flows but no row in trade_coverage; say what the source covers"
    empty = both[both["held"].isna()]
    if not empty.empty:
        yield f"trade_coverage: {_keys(empty)} has no flows; remove the row or add the flows"
    wrong = both[both["held"].notna() & both["flows"].notna() & (both["held"] != both["flows"])]
    if not wrong.empty:
        yield (
            f"trade_coverage: {_keys(wrong)} says {wrong['flows'].iloc[0]:.0f} flows, trade_flow holds "
            f"{wrong['held'].iloc[0]:.0f}; write both from one run"
        )


def _absent_pairs(frames: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """Yield rows of the benchmark tables that name what is not held, and limits with two accepted U.S. pairs."""
    salient, us = frames["us_salient"], frames["benchmark_us_pair"]
    for item, column in ((UsItem.PRODUCTION, "output_detail"), (UsItem.CONSUMPTION, "consumption_detail")):
        held = salient.loc[salient["item"] == item, ["mineral", "commodity", "detail"]].rename(
            columns={"detail": column}
        )
        yield from _unheld("benchmark_us_pair.csv", us, held, "us_salient")
    accepted = us[us["is_accepted"].astype(bool)]
    repeated = accepted.index[accepted.duplicated(["benchmark", "mineral"], keep=False)]
    if len(repeated):
        twice = pd.Series(us.index.isin(repeated), index=us.index)
        yield f"benchmark_us_pair.csv{lines_of(twice)}: two accepted pairs of one limit and mineral; refuse one"
    trade = frames["benchmark_trade_pair"]
    yield from _unheld(
        "benchmark_trade_pair.csv", trade, frames["trade_code"][["mineral", "stage", "hs6"]], "trade_code"
    )
    yield from _unheld(
        "benchmark_trade_pair.csv", trade, frames["statistic"][["mineral", "stage", "basis"]], "statistic"
    )
    materials = frames["eu_supply_share"][["mineral", "stage", "material"]]
    yield from _unheld("benchmark_eu_material.csv", frames["benchmark_eu_material"], materials, "eu_supply_share")


def _unheld(file: str, rows: pd.DataFrame, held: pd.DataFrame, table: str) -> Iterator[str]:
    """Yield the lines of `rows` whose columns of `held` meet no row of it."""
    columns = list(held.columns)
    absent = ~rows[columns].astype("str").apply(tuple, axis=1).isin(
        set(held.astype("str").itertuples(index=False, name=None))
    )
    if len(rows) and absent.any():
        names = listed(sorted({" / ".join(map(str, row)) for row in rows.loc[absent, columns].itertuples(index=False)}))
        yield f"{file}{lines_of(absent)}: {table} has no row of {names}; correct {', '.join(columns)}"


def _keys(rows: pd.DataFrame) -> str:
    return listed([f"{row['source_id']} {row['year']} {row['hs6']}" for row in rows.to_dict("records")])
