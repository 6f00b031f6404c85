"""Which tonnes of declared trade to believe: a flow's unit value against the code's and against its own past.

Customs data hold flows whose tonnes are off by a factor of ten and more: 1,049 t of cobalt oxides at 0.57 US dollars a
kilogram where the world pays 10.95, or 13.8 Mt of bauxite in a year between two of 70 and 110 Mt. One of them can be the
whole spare capacity of a country, or a third of the world's trade. Four rules, all but one the same upwards and downwards:

- *unit value*: dollars a tonne lie outside a factor of 3 of the code's value-weighted median of the year, and outside a
  factor of 3 of what the same pair paid in the ten years before, in dollars as well as held against that median. A code
  with two kinds of goods (laterite and concentrate of nickel) makes pairs that are always off the median, and a price
  may rise eightfold (lithium in 2022): their own past, read either way, speaks for them.
- *no past*: a pair with fewer than three such years is outside a factor of 8; of 3 if it holds more than a tenth of the
  code's tonnes.
- *another form*: in a code of one kind of goods, a pair that pays less than an eighth year after year ships something else
  under the code (ore declared as carbonate), or weighs it wrongly. A code has one kind where at most a quarter of its
  value of the year lies outside a factor of 3 of the median. A dearer form (calcined bauxite for refractories) is left:
  its tonnes are few and its own.
- *jump*: tonnes change by more than a factor of 2 from one year to the next while the value changes by less than a
  third, and the unit value lies outside a factor of 2 of the median and of the pair's own past.

The median is that of the other flows: one that holds most of the trade would else vouch for itself. Where there is no
other, the pair's past is held against itself. A doubtful flow keeps its value and loses its tonnes; they are neither
corrected nor guessed. Flows of less than a hundred-thousandth of a code's tonnes and value are not looked at, since
nothing hangs on them.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.schema.codes import TradeScope
from geo.schema.doubt import (
    FACTOR,
    FACTOR_OF_JUMP,
    FACTOR_WITHOUT_PAST,
    LARGE_PART,
    LEAST_CHANGE_OF_VALUE,
    LEAST_PART,
    LEAST_PAST,
    MOST_OF_OTHER_KINDS,
    PAST_YEARS,
    Doubt,
)
from geo.schema.tables_derived import DOUBTFUL_FLOW

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

PAIR = ["hs6", "exporter_iso3", "importer_iso3"]


EDITION = ["source_id", "nomenclature"]


def doubtful_rows(flows: pd.DataFrame, coverage: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of ``doubtful_flow`` for ``trade_flow`` and ``trade_coverage``.

    Each edition is judged by itself, and only where it covers the world. A pair's past in years that an edition lacks is
    that of the longest edition, under codes that both have: unit values agree between editions, totals do not.
    """
    whole = coverage[(coverage["scope"] == TradeScope.COMPLETE.value) & coverage["has_quantity"].astype(bool)]
    held = flows.astype(dict.fromkeys((*EDITION, *PAIR), "category"))
    years = whole.groupby(EDITION)["year"].nunique().sort_values(ascending=False, kind="stable")
    found, longest = [], held.iloc[:0]
    for source_id, nomenclature in years.index:
        is_own = (held["source_id"] == source_id) & (held["nomenclature"] == nomenclature)
        own = _complete(held[is_own], whole[(whole[EDITION] == [source_id, nomenclature]).all(axis=1)])
        past = longest[~longest["year"].isin(own["year"]) & longest["hs6"].isin(own["hs6"].unique())]
        judged = doubtful_flows(pd.concat([own, past], ignore_index=True))
        judged = judged[judged["year"].isin(own["year"])]
        found.append(judged.assign(source_id=source_id, nomenclature=nomenclature))
        longest = own if longest.empty else longest
    columns = DOUBTFUL_FLOW.column_names
    made = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=columns)
    return made.astype(dict.fromkeys(PAIR, "str")).loc[:, columns]


def _complete(flows: pd.DataFrame, whole: pd.DataFrame) -> pd.DataFrame:
    """Return the flows of the codes and years in `whole`, all of one edition."""
    codes = flows["hs6"].cat.categories
    first = int(flows["year"].min())
    is_whole = np.zeros((len(codes), int(flows["year"].max()) - first + 1), dtype=bool)
    is_whole[codes.get_indexer(pd.Index(whole["hs6"])), whole["year"].to_numpy(dtype=np.int64) - first] = True
    return flows[is_whole[flows["hs6"].cat.codes, flows["year"].to_numpy(dtype=np.int64) - first]]


def doubtful_flows(flows: pd.DataFrame) -> pd.DataFrame:
    """Return the flows whose tonnes are not to be believed.

    Parameters
    ----------
    flows
        One edition: hs6, year, exporter_iso3, importer_iso3, value_usd, quantity_t (empty where there is none); each
        code, year and pair once.

    Returns
    -------
    hs6, year, exporter_iso3, importer_iso3, quantity_t, usd_per_t, code_usd_per_t and past_usd_per_t (USD a tonne, empty
    where there is nothing to compare with) and doubt, by code, year and pair.
    """
    held = flows[(flows["quantity_t"] > 0) & (flows["value_usd"] > 0)]
    held = held.sort_values(["hs6", "year", "exporter_iso3", "importer_iso3"], ignore_index=True)
    value, tonnes = held["value_usd"].to_numpy(float), held["quantity_t"].to_numpy(float)
    unit = value / tonnes
    of_code: IntArray = np.asarray(held.groupby(["hs6", "year"], sort=False, observed=True).ngroup(), dtype=np.int64)
    part_t, part_usd = tonnes / _total(tonnes, of_code), value / _total(value, of_code)
    median = _median_of_others(unit, value, of_code)
    own: IntArray = np.asarray(held.groupby(PAIR, sort=False, observed=True).ngroup(), dtype=np.int64)
    year = held["year"].to_numpy(np.int64)
    compared = np.where(np.isfinite(median), median, 1.0)
    past, years = _own_past(unit / compared, own, year)
    away = _times(unit / median)
    from_past = np.minimum(_times(unit / compared / past), _times(unit / _own_past(unit, own, year)[0]))
    jumps = _jumps(value, tonnes, own, year)
    has_past, alone = years >= LEAST_PAST, ~np.isfinite(median)
    is_one_kind = _total(np.where(away > FACTOR, value, 0.0), of_code) / _total(value, of_code) <= MOST_OF_OTHER_KINDS
    found = np.full(len(held), "", dtype=object)
    found[jumps & (away > FACTOR_OF_JUMP) & ((from_past > FACTOR_OF_JUMP) | ~has_past)] = Doubt.JUMP.value
    limit = np.where(part_t > LARGE_PART, FACTOR, FACTOR_WITHOUT_PAST)
    found[~has_past & (away > limit)] = Doubt.NO_PAST.value
    found[has_past & is_one_kind & (away > FACTOR_WITHOUT_PAST) & (unit < compared)] = Doubt.FORM.value
    found[has_past & (from_past > FACTOR) & ((away > FACTOR) | alone)] = Doubt.UNIT_VALUE.value
    counted = (found != "") & ((part_t >= LEAST_PART) | (part_usd >= LEAST_PART))
    rows: pd.DataFrame = held.loc[counted, ["hs6", "year", "exporter_iso3", "importer_iso3", "quantity_t"]]
    return rows.assign(
        usd_per_t=unit[counted],
        code_usd_per_t=median[counted],
        past_usd_per_t=np.where(has_past, compared * past, np.nan)[counted],
        doubt=found[counted],
    )


def _times(ratio: FloatArray) -> FloatArray:
    """Return how many times off a ratio is, upwards or downwards; 1 where there is nothing to compare with."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.isfinite(ratio) & (ratio > 0), np.maximum(ratio, 1 / ratio), 1.0)


def _total(amounts: FloatArray, group: IntArray) -> FloatArray:
    """Return, for each row, the sum over its group."""
    return np.asarray(np.bincount(group, weights=amounts)[group], dtype=np.float64)


def _median_of_others(unit: FloatArray, weight: FloatArray, group: IntArray) -> FloatArray:
    """Return, for each row, the weighted median of `unit` over the other rows of its group; NaN where there is none.

    `group` is in ascending order. The median is the least unit at which the weights up to it reach half of their sum.
    """
    made = np.full(len(unit), np.nan)
    ends = np.flatnonzero(np.diff(group, append=-1)) + 1
    for start, end in zip(np.r_[0, ends][:-1], ends, strict=True):
        if end - start < 2:
            continue
        order = np.argsort(unit[start:end], kind="stable")
        units, weights = unit[start:end][order], weight[start:end][order]
        until = np.cumsum(weights)
        half = (until[-1] - weights) / 2
        place = np.arange(len(units))
        below = np.searchsorted(until, half)
        above = np.searchsorted(until, half + weights)
        above = np.where(above == place, place + 1, above)
        chosen = np.where(below < place, below, np.minimum(above, len(units) - 1))
        # Rounding may point at the row itself where it is the last: then the one before it.
        chosen = np.where(chosen == place, np.where(place > 0, place - 1, place + 1), chosen)
        made[start + order] = units[chosen]
    return made


def _own_past(ratio: FloatArray, own: IntArray, year: IntArray) -> tuple[FloatArray, IntArray]:
    """Return, for each row, the median of `ratio` over the pair's last years before it, and how many they are.

    The median of an even number of years is the lower one of the middle.
    """
    if not len(ratio):
        return ratio, np.zeros(0, dtype=np.int64)
    first = int(year.min())
    span = int(year.max()) - first + 1
    table = np.full((int(own.max()) + 1, span), np.nan)
    table[own, year - first] = ratio
    past, count = np.full(len(ratio), np.nan), np.zeros(len(ratio), dtype=np.int64)
    for column in range(1, span):
        rows = np.flatnonzero(year == first + column)
        before = np.sort(table[own[rows], max(0, column - PAST_YEARS) : column], axis=1)  # gaps come last
        known = np.isfinite(before).sum(axis=1)
        count[rows] = known
        past[rows] = np.where(known > 0, before[np.arange(len(rows)), np.maximum(known - 1, 0) // 2], np.nan)
    return past, count


def _jumps(value: FloatArray, tonnes: FloatArray, own: IntArray, year: IntArray) -> BoolArray:
    """Return where tonnes change by more than `FACTOR_OF_JUMP` against the year before and the value by little."""
    order = np.lexsort((year, own))
    before = np.full(len(value), -1)
    follows = (np.diff(own[order]) == 0) & (np.diff(year[order]) == 1)
    before[order[1:][follows]] = order[:-1][follows]
    held = before >= 0
    changed = _times(np.where(held, tonnes / tonnes[before], 1.0)) > FACTOR_OF_JUMP
    steady = np.abs(value / value[before] - 1) < LEAST_CHANGE_OF_VALUE
    jumps: BoolArray = held & changed & steady
    return jumps
