"""From the trade publisher's areas to countries of today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from geo.errors import DataContractError
from geo.facts.places import CountryIndex

SYSTEM = "cepii"
"""System of the publisher's own codes in ``country_alias``: 251 is France, 490 ("S19") Taiwan, 699 India ..."""

FORMER_AREAS = {
    "200": "Czechoslovakia, to 1992",
    "278": "German Democratic Republic, to 1990",
    "280": "Federal Republic of Germany, to 1990",
    "530": "Netherlands Antilles, to 2010",
    "697": "Europe EFTA, not elsewhere specified",
    "711": "Southern African Customs Union, to 1999",
    "736": "Sudan, to 2011",
    "810": "USSR, to 1990",
    "891": "Serbia and Montenegro, to 2005",
    "ANT": "Netherlands Antilles, to 2010",
    "CSK": "Czechoslovakia, to 1992",
    "DDR": "German Democratic Republic, to 1990",
    "R20": "Europe EFTA, not elsewhere specified",
    "SCG": "Serbia and Montenegro, to 2005",
    "SUN": "USSR, to 1990",
    "ZA1": "Southern African Customs Union, to 1999",
}
"""Codes, numeric and alphabetic, of areas that are no country of today: their flows are left out and counted."""


@dataclass(frozen=True)
class PlacedFlows:
    """Flows between countries of today, and what was left out.

    Attributes
    ----------
    flows
        The rows given, with exporter_iso3 and importer_iso3 in the place of exporter and importer.
    left_out
        The rows that touch one of `FORMER_AREAS`, as given.
    """

    flows: pd.DataFrame
    left_out: pd.DataFrame


def place_flows(
    flows: pd.DataFrame,
    known: Mapping[str, pd.DataFrame],
    *,
    place: str,
    edition_areas: Mapping[str, str] | None = None,
) -> PlacedFlows:
    """Put ISO 3166-1 alpha-3 codes in the place of the publisher's areas.

    Parameters
    ----------
    flows
        Columns exporter and importer hold the publisher's codes as text, numeric or alphabetic.
    known
        Tables ``country`` and ``country_alias``.
    place
        File name for the message.
    edition_areas
        Code to ISO3 from the country file of an archive; asked only for codes that this project does not know yet.

    Raises
    ------
    DataContractError
        If a code is known to neither; lists every one of them.
    """
    index = CountryIndex(known["country"], known["country_alias"])
    areas = sorted(set(flows["exporter"].unique()) | set(flows["importer"].unique()))
    codes = {area: _country_of(area, index, edition_areas or {}) for area in areas}
    unknown = [area for area in areas if codes[area] is None and area not in FORMER_AREAS]
    if unknown:
        raise DataContractError(
            [
                f"{place}: country code {area!r} is not known; use the country file of the same edition, "
                f"or add the code to data/reviewed/extra_alias.csv (system {SYSTEM!r})"
                for area in unknown
            ]
        )
    placed = flows.assign(exporter_iso3=flows["exporter"].map(codes), importer_iso3=flows["importer"].map(codes))
    former = flows["exporter"].isin(FORMER_AREAS) | flows["importer"].isin(FORMER_AREAS)
    columns = [name for name in placed.columns if name not in ("exporter", "importer")]
    return PlacedFlows(placed.loc[~former, columns].reset_index(drop=True), flows.loc[former].reset_index(drop=True))


def _country_of(area: str, index: CountryIndex, edition_areas: Mapping[str, str]) -> str | None:
    if area in FORMER_AREAS:
        return None
    found = index.find(area, system=SYSTEM)
    return found if found is not None else index.find(edition_areas.get(area, ""), system=SYSTEM)
