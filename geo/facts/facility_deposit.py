"""Known deposits of USGS Professional Paper 1802: geology, never a facility."""

from __future__ import annotations

import pandas as pd

from geo.facts.facility_country import NEAR_KM
from geo.facts.facility_row import records
from geo.facts.facility_words import minerals_of
from geo.facts.places import PointCountries
from geo.sources import pp1802


def deposit_table(deposits: pd.DataFrame, points: PointCountries) -> pd.DataFrame:
    """Return the table deposit: one row a point and mineral of ours.

    The country is that of the point; it stays empty at sea, more than 25 km from any land. The publisher gives no
    key: the code holds the row of the file.
    """
    found = points.nearest(deposits["LONGITUDE"], deposits["LATITUDE"])
    country = found["iso3"].where(found["distance_km"] <= NEAR_KM)
    words = deposits["CRITICAL_MINERAL"].str.split(";")
    meaning = minerals_of((word.strip() for cell in words for word in cell), pp1802.SOURCE_ID)
    lines = []
    for row, iso3, cell in zip(records(deposits), country, words, strict=True):
        minerals = {mineral for word in cell for mineral in meaning[word.strip()][0]}
        lines += [
            {
                "deposit_id": f"pp1802-{row[pp1802.ROW]}",
                "mineral": mineral.value,
                "name": row["DEPOSIT_NAME"],
                "iso3": None if pd.isna(iso3) else iso3,
                "lon": round(row["LONGITUDE"], 6),
                "lat": round(row["LATITUDE"], 6),
                "deposit_type": row["DEPOSIT_TYPE"] or None,
                "source_id": pp1802.SOURCE_ID,
            }
            for mineral in sorted(minerals)
        ]
    return pd.DataFrame(lines)
