"""Published sea distances, against which our own routes are held."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.errors import DataContractError
from geo.facts.dataset import Dataset, Inputs, Tables
from geo.facts.distance_routes import SOURCE_ID as ROUTE_SOURCE_ID
from geo.facts.distance_routes import route_errors
from geo.schema.codes import RouteCase
from geo.schema.tables_dependence import PUBLISHED_DISTANCE
from geo.sources.sea_distances import SOURCE_ID, read_published_distances
from geo.units import nautical_miles_to_km

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
    unknown = sorted(set(printed["route"]) - set(ROUTE_CASES))
    if unknown:
        raise DataContractError(
            [f"{SOURCE_ID}: route {name!r} has no route case; add it to ROUTE_CASES" for name in unknown]
        )
    ports = printed["pair"].str.split("-", expand=True)
    modelled = route_errors(printed.assign(route_case=printed["route"].map(ROUTE_CASES).map(str)))
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
