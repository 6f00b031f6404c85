"""World Port Index (Pub. 150) of the National Geospatial-Intelligence Agency."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.errors import SourceError
from geo.sources.published import first_line, printed_numbers, published_file, read_text_table

SOURCE_ID = "nga-wpi-2026"

TEXTS = {
    "World Port Index Number": "wpi_number",
    "Main Port Name": "name",
    "Alternate Port Name": "alternate_name",
    "UN/LOCODE": "unlocode",
    "Country Code": "country_name",
    "World Water Body": "water_body",
    "Harbor Size": "harbor_size",
    "Harbor Type": "harbor_type",
}

NUMBERS = {
    "Latitude": "lat",
    "Longitude": "lon",
}

DEPTHS = {
    "Channel Depth (m)": "channel_depth_m",
    "Cargo Pier Depth (m)": "cargo_pier_depth_m",
    "Maximum Vessel Draft (m)": "maximum_draft_m",
}

FARTHEST = {"lat": 90.0, "lon": 180.0}


def read_world_port_index(raw: Path) -> pd.DataFrame:
    """Return one row a port, in the order of the file.

    Columns: wpi_number, name, alternate_name, unlocode, country_name ("Country Code" holds an English name), water_body
    (nearest sea first), harbor_size, harbor_type, lat, lon (degrees, WGS 84), channel_depth_m, cargo_pier_depth_m and
    maximum_draft_m. A depth of 0 means "not given" and is empty here; a text cell that holds one blank is the empty
    text; runs of blanks in a text are one blank; UN/LOCODE has no blank. wpi_number is text without the ".0" of the file;
    two ports were squeezed in with a decimal part, and it is not unique: two ports are printed twice.

    Raises
    ------
    SourceError
        If the file is missing or cut short, or a number is not a number or out of range.
    """
    path = published_file(raw, "nga_world_port_index", "UpdatedPub150.csv")
    table = read_text_table(path, [*TEXTS, *NUMBERS, *DEPTHS])
    texts = {
        name: table[column].str.replace(r"\s+", " ", regex=True).str.strip().astype("string")
        for column, name in TEXTS.items()
    }
    numbers = {name: printed_numbers(table[column], path) for column, name in NUMBERS.items()}
    for name, farthest in FARTHEST.items():
        beyond = numbers[name].abs() > farthest
        if beyond.any():
            message = (
                f"{path}, line {first_line(beyond)}: {name} {numbers[name][beyond].iloc[0]:g} is no place on earth; "
                "fetch the file again"
            )
            raise SourceError(message)
    depths = {name: printed_numbers(table[column], path, may_be_empty=True) for column, name in DEPTHS.items()}
    result = pd.DataFrame({**texts, **numbers, **{name: depth.mask(depth == 0) for name, depth in depths.items()}})
    result["wpi_number"] = result["wpi_number"].str.removesuffix(".0")
    result["unlocode"] = result["unlocode"].str.replace(" ", "", regex=False)
    return result
