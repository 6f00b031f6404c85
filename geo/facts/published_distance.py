"""Published sea distances between ports, compiled from several publishers, against which our own routes are held."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from geo.errors import DataContractError, SourceError
from geo.facts.dataset import Dataset, Inputs, Tables, coded
from geo.facts.distance_routes import SOURCE_ID as ROUTE_SOURCE_ID
from geo.facts.distance_routes import route_errors
from geo.schema.codes import RouteCase
from geo.schema.tables_dependence import PUBLISHED_DISTANCE
from geo.sources.published import printed_numbers, published_file, read_text_table
from geo.units import nautical_miles_to_km

SOURCE_ID = "sea-distances-compiled-2026"
FOLDER = "facts_sea_distances"
PAIR = ["pair", "route"]
_POINTS = ("origin_lon", "origin_lat", "dest_lon", "dest_lat")
_WORDS = ("publisher", "document", "url", "document_date", "unit_note", "confidence")


def read_published_distances(raw: Path) -> pd.DataFrame:
    """Return one row a pair of ports and route.

    Columns: pair (``Ras Tanura-Rotterdam``), route (suez, cape, panama, any), published_nm (nautical miles), the words of
    publisher, document, url, document_date, unit_note, confidence, and the points of the ports in degrees: origin_lon,
    origin_lat, dest_lon, dest_lat. The publishers rarely name a berth; the points are the compiler's.

    Raises
    ------
    SourceError
        If a published pair has no points.
    """
    published = published_file(raw, FOLDER, "published_port_distances.csv")
    measured = published_file(raw, FOLDER, "route_model_measurements.csv")
    table = read_text_table(published, (*PAIR, "published_nm", *_WORDS))
    points = read_text_table(measured, (*PAIR, *_POINTS))
    table["published_nm"] = printed_numbers(table["published_nm"], published)
    for column in _POINTS:
        points[column] = printed_numbers(points[column], measured)
    joined = table.merge(points[[*PAIR, *_POINTS]], on=PAIR, how="left", validate="one_to_one")
    bare = joined["origin_lon"].isna()
    if bare.any():
        first = joined.loc[bare, "pair"].iloc[0]
        message = f"{measured} has no points for {first!r}; restore the folder {FOLDER}"
        raise SourceError(message)
    return joined[[*PAIR, "published_nm", *_WORDS, *_POINTS]]


ROUTE_CASES = {
    "suez": RouteCase.OPEN,
    "panama": RouteCase.OPEN,
    "any": RouteCase.OPEN,
    "cape": RouteCase.CAPE_BULK,
}
"""Our case of each published route; with all passages open ours takes the canal that the publisher names."""

HM = 1
"""Decimals kept of a distance in km."""


def distance_facts(inputs: Inputs) -> Tables:
    """Return ``published_distance``."""
    return {"published_distance": published_distances(read_published_distances(inputs.raw))}


DATASETS = (Dataset((SOURCE_ID, ROUTE_SOURCE_ID), ("published_distance",), distance_facts),)


def published_distances(printed: pd.DataFrame) -> pd.DataFrame:
    """Return table ``published_distance``: each published distance with our route between the same two points.

    Raises
    ------
    DataContractError
        If a route has no case of ours, a pair is not two ports, or our network has no way.
    """
    case = coded(printed["route"], ROUTE_CASES, f"{SOURCE_ID}: route")
    ports = printed["pair"].str.split("-", expand=True)
    modelled = route_errors(printed.assign(route_case=case))
    lost = printed.loc[~np.isfinite(modelled["modelled_nm"]), "pair"]
    if len(ports.columns) != 2 or not lost.empty:
        listed = ", ".join(lost) or "a name with a hyphen"
        raise DataContractError(
            [f"{SOURCE_ID}: no route between two ports for {listed}; correct the points or the name"]
        )
    table = pd.DataFrame(
        {
            "from_port": ports[0],
            "to_port": ports[1],
            "route_case": modelled["route_case"],
            "from_lon": printed["origin_lon"],
            "from_lat": printed["origin_lat"],
            "to_lon": printed["dest_lon"],
            "to_lat": printed["dest_lat"],
            "published_nm": printed["published_nm"],
            "modelled_km": modelled["modelled_nm"].map(nautical_miles_to_km).round(HM),
            "publisher": printed["publisher"],
            "document": printed["document"] + " (" + printed["document_date"] + ")",
            "url": printed["url"],
            "confidence": printed["confidence"],
            "note": printed["unit_note"],
            "source_id": SOURCE_ID,
            "route_source_id": ROUTE_SOURCE_ID,
        }
    )
    return table[PUBLISHED_DISTANCE.column_names]
