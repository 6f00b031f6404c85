"""Use: bands against their points, rungs against what they rest on, totals against their parts."""

from __future__ import annotations

import pandas as pd

from geo.build.contradiction import Frames, Rule, apart, clash, numbers
from geo.schema.codes import WORLD
from geo.schema.codes_use import NeedGround

TWO_DIGITS = 0.06
"""Figures rounded to two digits differ from the sum of their parts by less than this part."""
EXACT = 1e-6
PRINTED_SUM = 0.001
TONNE = 0.01

RUNGS = {
    NeedGround.REPORTED.value: 1,
    NeedGround.DERIVED.value: 2,
    NeedGround.SCALED.value: 3,
    NeedGround.REMAINDER.value: 4,
    NeedGround.RANGE.value: 4,
    NeedGround.MAGNITUDE.value: 5,
}
OUTLOOK_WORLD, BATTERIES = "World", "Battery demand"


def _band(frames: Frames) -> pd.DataFrame:
    need = frames["regional_need"]
    low, high, point = (numbers(need[name]) for name in ("low_t", "high_t", "estimate_t"))
    said = need["low_t"].astype(str) + " to " + need["high_t"].astype(str)
    return clash((low > point) | (point > high), need["estimate_t"], said)


def _rung(frames: Frames) -> pd.DataFrame:
    need = frames["regional_need"]
    said = need["ground"].map(RUNGS)
    return clash(numbers(need["rung"]) != said, need["rung"], said)


def _parts(frames: Frames) -> pd.DataFrame:
    table = frames["apparent_consumption"]
    parts = numbers(table["production_t"]).fillna(0) + numbers(table["imports_t"]) - numbers(table["exports_t"])
    return clash(apart(table["apparent_t"], parts, relative=EXACT, absolute=TONNE), table["apparent_t"], parts)


def _printed_world(frames: Frames) -> pd.DataFrame:
    """The countries of one year of production add up to the printed world."""
    table = frames["apparent_consumption"]
    alone = table[table["imports_t"].isna()]
    is_world = alone["area"] == WORLD
    made = numbers(alone["production_t"])
    summed = made[~is_world].groupby([alone["mineral"], alone["production_year"]]).sum()
    world = alone[is_world]
    key = pd.MultiIndex.from_frame(world[["mineral", "production_year"]])
    other = summed.reindex(key).set_axis(world.index)
    return clash(apart(world["production_t"], other, relative=PRINTED_SUM), world["production_t"], other)


def _batteries(frames: Frames) -> pd.DataFrame:
    """Regions and modes of a year add up to the world of that year, as far as two digits tell."""
    table = frames["ev_outlook"]
    rows = table[(table["item"] == BATTERIES) & ~table["is_projection"].astype(bool)]
    is_world = rows["area"] == OUTLOOK_WORLD
    totals = numbers(rows["value"]).groupby([is_world, rows["year"]]).sum()
    world, parts = (totals.xs(key) if key in totals.index else totals.iloc[:0] for key in (True, False))
    first = (
        rows[is_world]
        .drop_duplicates("year")
        .set_index("year")
        .assign(row=rows[is_world].drop_duplicates("year").index)
    )
    index = first["row"].reindex(world.index).to_numpy()
    figure, other = world.set_axis(index), parts.reindex(world.index).set_axis(index)
    return clash(apart(figure, other, relative=TWO_DIGITS), figure, other)


USE_RULES = (
    Rule("band of need", "regional_need", "estimate_t", "its band is", _band),
    Rule("rung of need", "regional_need", "rung", "what it rests on is of rung", _rung, ("regional_need.rung",)),
    Rule(
        "parts of apparent consumption",
        "apparent_consumption",
        "apparent_t",
        "production + imports - exports is",
        _parts,
        ("apparent_consumption.imports_t", "apparent_consumption.exports_t"),
        step=TONNE,
    ),
    Rule("printed refined production", "apparent_consumption", "production_t", "its countries sum to", _printed_world),
    Rule("world of batteries", "ev_outlook", "value", "its regions sum to", _batteries),
)
