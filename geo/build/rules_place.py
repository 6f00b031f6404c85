"""Ways against places: distances and coordinates say the same twice."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.build.contradiction import Frames, Rule, apart, clash, numbers
from geo.great_circle import great_circle_km
from geo.schema.codes import Passage
from geo.units import KM_PER_NAUTICAL_MILE

ROUNDED_KM = 0.51
"""Ways between countries are written in whole kilometres."""
METRE_KM = 0.001
"""Distances of source rows from their facility are written in metres."""
CLOSE = 1e-4
PUBLISHED_BAND = (0.93, 1.03)
"""Published over modelled sea distance, from the narrowest to the widest that the network gives, with a margin."""

POINT = ["lon", "lat"]
TONNES_PER_CAPACITY_UNIT = {
    "kilograms": 0.001,
    "kg": 0.001,
    "metric tons": 1.0,
    "mt": 1.0,
    "thousand metric tons": 1e3,
    "kmt": 1e3,
    "million mt": 1e6,
}
UNITS = "|".join(sorted(TONNES_PER_CAPACITY_UNIT, key=len, reverse=True))
CAPACITY = rf"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>(?i:{UNITS}))\b"


@dataclass(frozen=True, slots=True)
class Places:
    """Points by name: ``names`` of the rows that ask, and where these names lie."""

    names: pd.Series
    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]


def _places(table: pd.DataFrame, key: str, columns: tuple[str, str], names: pd.Series) -> Places:
    """Return where `names` lie by `table`; NaN where it has none."""
    codes, known = pd.factorize(names)
    found = table.set_index(key)[list(columns)].reindex(known).to_numpy(dtype=float, na_value=np.nan)
    return Places(pd.Series(codes, index=names.index), found[:, 0], found[:, 1])


def _end(frames: Frames, frame: pd.DataFrame, end: str, kind: str) -> Places:
    if kind == "port":
        return _places(frames["gateway_port"], "port_id", ("lon", "lat"), frame[f"{end}_port_id"])
    return _places(frames["country"], "iso3", ("label_lon", "label_lat"), frame[f"{end}_iso3"])


def _between(start: Places, end: Places) -> pd.Series:
    """Return great-circle kilometres row by row, worked out once for each pair of names; NaN without a point."""
    codes = start.names.to_numpy(np.int64) * len(end.lon) + end.names.to_numpy(np.int64)
    pairs, place = np.unique(codes, return_inverse=True)
    first, second = np.divmod(pairs, max(len(end.lon), 1))
    ends = np.array([start.lon[first], start.lat[first], end.lon[second], end.lat[second]])
    known = np.isfinite(ends).all(axis=0)
    ways = np.full(len(pairs), np.nan)
    ways[known] = great_circle_km(*ends[:, known])
    return pd.Series(ways[place], index=start.names.index)


def _straight(frame: pd.DataFrame, start: tuple[str, str], end: tuple[str, str]) -> pd.Series:
    """Return great-circle kilometres between two points that stand in the row itself."""
    return pd.Series(great_circle_km(*(frame[name].astype(float) for name in (*start, *end))), index=frame.index)


def _total(frames: Frames) -> pd.DataFrame:
    frame = frames["distance"]
    overland = numbers(frame["overland_km"])
    sea = numbers(frame["sea_km"])
    for leg in ("from_land_km", "to_land_km"):
        sea = sea + numbers(frame[leg]).fillna(0)
    total = sea.mask(frame["mode"] == "overland", overland)
    wrong = apart(frame["total_km"], total, relative=CLOSE) | (frame["total_km"].isna() != total.isna())
    return clash(wrong & (frame["mode"] != "none"), frame["total_km"], total)


def _way_back(frames: Frames) -> pd.DataFrame:
    """Rows whose sea way is not that of the way back; as a square of countries a route case."""
    frame = frames["distance"]
    codes, names = pd.factorize(pd.concat([frame["from_iso3"], frame["to_iso3"]]))
    case, cases = pd.factorize(frame["route_case"])
    start, end = codes[: len(frame)], codes[len(frame) :]
    ways = np.full((len(cases), len(names), len(names)), np.nan)
    sea = numbers(frame["sea_km"])
    ways[case, start, end] = sea
    back = pd.Series(ways[case, end, start], index=frame.index)
    return clash(apart(sea, back, relative=CLOSE), sea, back)


def _leg(frames: Frames, *, column: str, ends: tuple[tuple[str, str], tuple[str, str]]) -> pd.DataFrame:
    frame = frames["distance"]
    frame = frame[frame[column].notna()]
    way = _between(*(_end(frames, frame, end, kind) for end, kind in ends))
    return clash(apart(frame[column], way, relative=CLOSE, absolute=ROUNDED_KM) | way.isna(), frame[column], way)


def _shorter_than_straight(frames: Frames) -> pd.DataFrame:
    frame = frames["distance"]
    frame = frame[frame["sea_km"].notna()]
    way = _between(*(_end(frames, frame, end, "port") for end in ("from", "to")))
    return clash((numbers(frame["sea_km"]) < way - ROUNDED_KM) | way.isna(), frame["sea_km"], way)


def _passages(frames: Frames) -> pd.DataFrame:
    frame = frames["distance"]
    words = pd.Series(frame["passages"].dropna().unique(), dtype="string")
    known = {passage.value for passage in Passage}
    odd = {text for text in words if not known.issuperset(text.split(";"))}
    wrong = frame["passages"].isin(odd)
    return clash(wrong, frame["passages"], pd.Series("not in the list of passages", index=frame.index))


def _published(frames: Frames) -> pd.DataFrame:
    frame = frames["published_distance"]
    km, modelled = numbers(frame["published_nm"]) * KM_PER_NAUTICAL_MILE, numbers(frame["modelled_km"])
    return clash(~(km / modelled).between(*PUBLISHED_BAND), frame["published_nm"], modelled)


def _published_points(frames: Frames) -> pd.DataFrame:
    frame = frames["published_distance"]
    way = _straight(frame, ("from_lon", "from_lat"), ("to_lon", "to_lat"))
    return clash(numbers(frame["modelled_km"]) < way, frame["modelled_km"], way)


def _source_distance(frames: Frames) -> pd.DataFrame:
    frame = frames["facility_source"]
    points = frames["facility"].set_index("facility_id")[POINT].add_prefix("own_")
    way = _straight(frame.join(points, on="facility_id"), ("lon", "lat"), ("own_lon", "own_lat"))
    wrong = apart(frame["distance_km"], way, relative=CLOSE, absolute=METRE_KM) | way.isna()
    return clash(wrong, frame["distance_km"], way)


def _source_rows(frames: Frames) -> pd.DataFrame:
    frame, rows = frames["facility"], frames["facility_source"]["facility_id"].value_counts()
    held = pd.Series(rows.reindex(frame["facility_id"]).fillna(0).to_numpy(int), index=frame.index)
    return clash(numbers(frame["source_rows"]) != held, frame["source_rows"], held)


def _capacity(frames: Frames) -> pd.DataFrame:
    """Capacities that stand in no printed text of the same facility and source."""
    frame, source = frames["facility_commodity"], frames["facility_source"]
    frame = frame[frame["capacity_t_per_year"].notna()]
    key = ["facility_id", "source_id"]
    texts = source.dropna(subset=["capacity_text"]).set_index(key)["capacity_text"].astype(str)
    found = texts.str.extractall(CAPACITY)
    unit = numbers(found["unit"].str.lower().map(TONNES_PER_CAPACITY_UNIT))
    printed = (numbers(found["number"].str.replace(",", "")) * unit).rename("printed").reset_index(level=key)
    pairs = frame[key].reset_index(names="row").merge(printed, on=key)
    figure = numbers(frame["capacity_t_per_year"])
    near = ~apart(pairs["row"].map(figure), pairs["printed"], relative=CLOSE)
    wrong = pd.Series(~frame.index.isin(pairs.loc[near, "row"]), index=frame.index)
    shown = texts.groupby(level=key).agg(" | ".join).reindex(pd.MultiIndex.from_frame(frame[key]))
    return clash(wrong, frame["capacity_t_per_year"], pd.Series(shown.to_numpy(), index=frame.index))


def _one_deposit(frames: Frames, *, column: str) -> pd.DataFrame:
    frame = frames["deposit"]
    first = frame.groupby("deposit_id")[column].transform("median")
    return clash(apart(frame[column], first, relative=0, absolute=CLOSE), frame[column], first)


PLACE_RULES = (
    Rule(
        "legs of a way",
        "distance",
        "total_km",
        "its legs sum to",
        _total,
        ("distance.total_km", "distance.from_land_km", "distance.to_land_km"),
    ),
    Rule("way back", "distance", "sea_km", "the way back is", _way_back, ("distance.sea_km",)),
    *(
        Rule(
            "straight line",
            "distance",
            column,
            "between the two points are",
            partial(_leg, column=column, ends=ends),
            (f"distance.{column}",),
            step=2 * ROUNDED_KM,
        )
        for column, ends in (
            ("from_land_km", (("from", "country"), ("from", "port"))),
            ("to_land_km", (("to", "port"), ("to", "country"))),
            ("overland_km", (("from", "country"), ("to", "country"))),
        )
    ),
    Rule("shortest sea way", "distance", "sea_km", "straight between the ports are", _shorter_than_straight),
    Rule("passages", "distance", "passages", "it is", _passages),
    Rule(
        "published distance",
        "published_distance",
        "published_nm",
        "the modelled kilometres are",
        _published,
        ("published_distance.published_nm", "published_distance.modelled_km"),
    ),
    Rule("published points", "published_distance", "modelled_km", "straight between the points are", _published_points),
    Rule(
        "distance of a source row",
        "facility_source",
        "distance_km",
        "from the facility's point are",
        _source_distance,
        ("facility_source.distance_km", "facility_source.lon", "facility_source.lat", "facility.lon", "facility.lat"),
        step=2 * METRE_KM,
    ),
    Rule(
        "source rows",
        "facility",
        "source_rows",
        "the rows in facility_source are",
        _source_rows,
        ("facility.source_rows",),
    ),
    Rule(
        "printed capacity",
        "facility_commodity",
        "capacity_t_per_year",
        "the source prints",
        _capacity,
        ("facility_commodity.capacity_t_per_year",),
    ),
    *(
        Rule("one deposit", "deposit", axis, "another mineral of the deposit has", partial(_one_deposit, column=axis))
        for axis in POINT
    ),
)
