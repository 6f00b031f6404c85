"""Published sea distances between ports, compiled from pages of several publishers, with the points they were measured from."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.errors import SourceError
from geo.sources.published import printed_numbers, published_file, read_text_table

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
