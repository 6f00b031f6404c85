"""CEPII BACI V202601, HS17, as redistributed for 30 codes: 2024 and 2022 whole, other years pruned."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from geo.errors import SourceError
from geo.sources.published import printed_numbers, published_file, read_text_table, require_columns

SOURCE_ID = "cepii-baci-hs17-v202601"
NOMENCLATURE = "HS17"
FOLDER = "cepii_baci_v202601"

WORLD_2024_COLUMNS = ["year", "exporter", "importer", "hs6", "value_kusd", "qty_t"]


def read_world_2024(raw: Path) -> pd.DataFrame:
    """Return every flow of 2024: year, exporter, importer, hs6, value_kusd, qty_t.

    Exporter and importer are the publisher's ISO3 ("S19" is Taiwan), value_kusd is in thousand current USD (FOB),
    qty_t in tonnes, empty where the publisher has no quantity.
    """
    path = published_file(raw, FOLDER, "baci_hs17_v202601_y2024_30hs6.parquet")
    frame = pd.read_parquet(path)
    require_columns(frame, WORLD_2024_COLUMNS, path)
    return frame[WORLD_2024_COLUMNS]


def read_world_2022_values(raw: Path) -> pd.DataFrame:
    """Return every flow of 2022 without quantities: exporter, importer (publisher's ISO3), hs6, value_usd (USD)."""
    path = published_file(raw, FOLDER, "baci_hs17_v202601_y2022_30hs6_value_only.csv")
    table = read_text_table(path, ["i", "j", "cmd", "value"])
    table = table.rename(columns={"i": "exporter", "j": "importer", "cmd": "hs6", "value": "value_usd"})
    return table.assign(value_usd=printed_numbers(table["value_usd"], path))


def read_partner_series(raw: Path, year: int) -> pd.DataFrame:
    """Return the flows of one year between each country and its six largest partners a side.

    Columns: label (the compiler's word for a code), exporter_iso2, importer_iso2 (Namibia is the text "NA", Taiwan
    "TW") and value_usd (USD). The labels gallium, germanium and hafnium are one code three times.
    """
    path = published_file(raw, FOLDER, f"flows_{year}.json")
    document = _json(path)
    try:
        if document["year"] != year:
            message = f"{path} says it is of the year {document['year']}, not {year}; fetch the file again"
            raise SourceError(message)
        rows = [
            (label, flow["from"], flow["to"], float(flow["value"]))
            for label, flows in document["materials"].items()
            for flow in flows
        ]
    except (KeyError, TypeError, AttributeError) as exc:
        message = f"{path} does not have the form of its edition ({exc!r}); fetch the file again"
        raise SourceError(message) from exc
    return pd.DataFrame(rows, columns=["label", "exporter_iso2", "importer_iso2", "value_usd"])


def read_label_codes(raw: Path) -> dict[str, str]:
    """Return the HS6 code that the compiler's crosswalk gives for each label of the partner series."""
    path = published_file(raw, FOLDER, "atlas_label_to_hs6_crosswalk.json")
    return {label: entry["title_code"] for label, entry in _json(path).items()}


def read_product_texts(raw: Path) -> pd.DataFrame:
    """Return the publisher's HS17 product table: hs6 (six digits; the copy lost leading zeros) and description."""
    path = published_file(raw, FOLDER, "product_codes_HS17_V202301.csv")
    table = read_text_table(path, ["code", "description"])
    return pd.DataFrame({"hs6": table["code"].str.zfill(6), "description": table["description"]})


def _json(path: Path) -> dict:  # type: ignore[type-arg]
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as exc:
        message = f"{path} is not whole JSON: {exc}; fetch the file again"
        raise SourceError(message) from exc
    if not isinstance(document, dict):
        message = f"{path} does not have the form of its edition; fetch the file again"
        raise SourceError(message)
    return document
