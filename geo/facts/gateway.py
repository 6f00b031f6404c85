"""Gateway ports: which ports of the World Port Index (NGA, Pub. 150) stand for a country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from geo.errors import DataContractError, SourceError
from geo.facts.places import CountryIndex
from geo.schema.tables_transport import GATEWAY_CHOICE
from geo.schema.validate import FIRST_DATA_LINE
from geo.sources.published import first_line, printed_numbers, published_file, read_text_table
from geo.units import nautical_miles_to_km

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


NO_COUNTRY = ("Antarctica",)
"""Country names of the index that have no statistics; see table ``country``."""

HARBOR_SIZES = ("Large", "Medium", "Small", "Very Small")
"""Harbor Size, largest first; it ranks ports only where no reviewed row does, since it is not trade volume."""

FAR_FROM_NETWORK_KM = nautical_miles_to_km(30)
"""Ports farther than this from the sea network are chosen by the rule only where there is no nearer one."""

REVIEWED = "reviewed; see gateway_choice"
BY_RULE = "rule: within 30 nautical miles of the sea network if any is, then largest harbour, then deepest cargo pier"


def located_ports(index: pd.DataFrame, names: CountryIndex) -> pd.DataFrame:
    """Return the ports of the index with the ISO3 of the country in which they lie.

    Parameters
    ----------
    index
        As `read_world_port_index` returns it.

    Raises
    ------
    DataContractError
        If a country name is unknown.
    """
    ports = index[~index["country_name"].isin(NO_COUNTRY)].reset_index(drop=True)
    return ports.assign(iso3=names.codes(ports["country_name"], system="wpi", place="UpdatedPub150.csv"))


def country_gateways(ports: pd.DataFrame, choice: pd.DataFrame, country: pd.DataFrame) -> pd.DataFrame:
    """Return one row a country and gateway port.

    Parameters
    ----------
    ports
        From `located_ports`, with ``snap_km``, the stretch to the sea network.
    choice
        Reviewed table ``gateway_choice``. A country named there has these ports and no others.
    country
        Table ``country``. A country without reviewed row gets one port by rule; without any port it gets no row.

    Returns
    -------
    pd.DataFrame
        Columns iso3 (country served), port_iso3 (country of the port), port_id, name, coast, lon, lat, snap_km, choice.

    Raises
    ------
    DataContractError
        If a reviewed row names a port that is not in the index, or gives one port two coasts.
    """
    findings = list(_choice_findings(ports, choice))
    if findings:
        raise DataContractError(findings)
    named = ports[ports["wpi_number"].isin(choice["wpi_number"])]
    reviewed = choice.merge(
        named.rename(columns={"iso3": "port_iso3"}),
        left_on=["wpi_number", "port_name"],
        right_on=["wpi_number", "name"],
        validate="many_to_one",
    ).assign(choice=REVIEWED)
    unnamed = ports["iso3"].isin(country["iso3"]) & ~ports["iso3"].isin(choice["iso3"])
    chosen = pd.concat([reviewed, ports_by_rule(ports[unnamed])], ignore_index=True)
    port_id = "wpi-" + chosen["wpi_number"].str.replace(".", "-", regex=False)
    columns = ["iso3", "port_iso3", "port_id", "name", "coast", "lon", "lat", "snap_km", "choice"]
    return chosen.assign(port_id=port_id)[columns]


def ports_by_rule(ports: pd.DataFrame) -> pd.DataFrame:
    """Return one port a country: near the sea network, then largest harbour, then deepest cargo pier, then number."""
    ranked = ports.assign(
        port_iso3=ports["iso3"],
        # The water body lists the nearest sea first.
        coast=ports["water_body"].str.split(";").str[0],
        choice=BY_RULE,
        is_far=ports["snap_km"] > FAR_FROM_NETWORK_KM,
        size=ports["harbor_size"]
        .map({size: place for place, size in enumerate(HARBOR_SIZES)})
        .fillna(len(HARBOR_SIZES)),
    ).sort_values(
        ["iso3", "is_far", "size", "cargo_pier_depth_m", "wpi_number"],
        ascending=[True, True, True, False, True],
        na_position="last",
        kind="stable",
    )
    return ranked.drop_duplicates("iso3").drop(columns=["is_far", "size"])


def gateway_port_table(gateways: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of table ``gateway_port``: each port once, under the country in which it lies."""
    ports = gateways.drop(columns="iso3").rename(columns={"port_iso3": "iso3"}).drop_duplicates("port_id")
    return ports.assign(snap_km=ports["snap_km"].round(1), source_id=SOURCE_ID)


def _choice_findings(ports: pd.DataFrame, choice: pd.DataFrame) -> Iterator[str]:
    place = GATEWAY_CHOICE.file_name
    printed = Counter(zip(ports["wpi_number"], ports["name"], strict=True))
    for line, named in enumerate(zip(choice["wpi_number"], choice["port_name"], strict=True), FIRST_DATA_LINE):
        if printed[named] != 1:
            yield (
                f"{place} line {line}: port {named[0]} {named[1]!r} occurs {printed[named]} times "
                "in the World Port Index; correct number and name"
            )
    coasts = choice.groupby("wpi_number")["coast"].unique()
    for number, names in coasts.loc[coasts.map(len) > 1].items():
        yield f"{place}: port {number} has the coasts {', '.join(map(repr, names))}; give it one"
