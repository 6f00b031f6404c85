"""The country of a site: the printed one if the point lies in it or within 25 km, else the row is hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from geo.facts.facility_row import SiteRow
from geo.facts.places import AREAS_INSIDE, CountryIndex, PointCountries

NEAR_KM = 25.0
"""Borders at 1:50m are this uncertain at worst; a site farther outside its printed country is a mistake somewhere."""


def located(rows: Sequence[SiteRow], index: CountryIndex, points: PointCountries) -> list[SiteRow]:
    """Return the rows with ``iso3``, in the order given.

    A row more than 25 km outside its printed country gets the country of its point and is hidden, with the reason; a
    reviewed correction keeps it.

    Raises
    ------
    DataContractError
        If a printed country is unknown; lists all of them.
    """
    frame = pd.DataFrame(
        {
            "dataset": [row.dataset.name for row in rows],
            "system": [row.dataset.system for row in rows],
            "country": [row.country_text for row in rows],
            "lon": [row.lon for row in rows],
            "lat": [row.lat for row in rows],
        }
    )
    named = pd.concat(
        [
            index.codes(part["country"], system=str(system), place=f"facilities of {dataset}")
            for (dataset, system), part in frame.groupby(["dataset", "system"], sort=True)
        ]
    ).sort_index()
    found = points.nearest(frame["lon"], frame["lat"])
    owner = named.map(lambda code: AREAS_INSIDE.get(code, code))
    distance = pd.Series(0.0, index=frame.index)
    away = (found["iso3"] != owner) | (found["distance_km"] > 0)
    for code, part in frame[away].groupby(owner[away], sort=True):
        distance[part.index] = points.of(str(code)).nearest(part["lon"], part["lat"])["distance_km"]
    return [
        _with_country(row, str(code), str(at), float(km))
        for row, code, at, km in zip(rows, named, found["iso3"], distance, strict=True)
    ]


def _with_country(row: SiteRow, named: str, at_point: str, outside_km: float) -> SiteRow:
    if outside_km <= NEAR_KM or row.country_stands:
        return replace(row, iso3=named)
    reason = f"Its point lies {outside_km:,.0f} km outside {row.country_text}, the country that the source prints"
    return replace(row, iso3=at_point, hidden_reason=row.hidden_reason or reason, is_approximate=True)
