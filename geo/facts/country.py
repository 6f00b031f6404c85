"""Countries and areas: codes, names, regions, income group, coast, label point; and publishers' names for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.errors import DataContractError, SourceError
from geo.facts.dataset import Dataset, Inputs, Tables
from geo.facts.places import ANY_SYSTEM, country_polygons, normal_name
from geo.schema.tables_reference import EXTRA_ALIAS, REGION_RULE
from geo.sources import natural_earth
from geo.sources.published import published_file, read_text_table, require_columns

SOURCE_ID = "datahub-country-codes-2026"

COLUMNS = {
    "ISO3166-1-Alpha-3": "iso3",
    "ISO3166-1-Alpha-2": "iso2",
    "M49": "m49",
    "CLDR display name": "cldr_name",
    "official_name_en": "un_name",
    "UNTERM English Short": "unterm_name",
    "Region Name": "un_region",
    "Sub-region Name": "un_subregion",
    "Intermediate Region Name": "un_intermediate_region",
    "Land Locked Developing Countries (LLDC)": "lldc",
}


def read_country_codes(raw: Path) -> pd.DataFrame:
    """Return one row an ISO 3166-1 area, all text as published.

    Columns: iso3, iso2, m49, cldr_name, un_name, unterm_name, un_region, un_subregion, un_intermediate_region and
    lldc ("x" for a landlocked developing country). Namibia's iso2 is the text "NA". M49 has no leading zeros, as in
    the file. Kosovo is not listed.
    """
    path = published_file(raw, "datahub_country_codes", "country-codes.csv")
    table = read_text_table(path, list(COLUMNS))
    return table[list(COLUMNS)].rename(columns=COLUMNS)


INCOME_SOURCE_ID = "worldbank-income-fy26"
INCOME_SHEET = "List of economies"


def read_income_groups(raw: Path) -> pd.DataFrame:
    """Return economy, code, region and income group of each economy, FY26.

    The aggregates below the list (they have no region) are left out. Venezuela and Ethiopia are in the list without
    an income group: unclassified, which is not low income. Codes are the bank's own (CHI, XKX).
    """
    path = published_file(raw, "worldbank_income_groups", "CLASS_2025_10_07.xlsx")
    try:
        table = pd.read_excel(path, sheet_name=INCOME_SHEET, dtype=object)
    except ValueError as exc:
        message = f"{path} has no sheet {INCOME_SHEET!r}; use the edition that its SOURCE.md names"
        raise SourceError(message) from exc
    require_columns(table, ["Economy", "Code", "Region", "Income group"], path)
    economies = table.loc[table["Region"].notna(), ["Economy", "Code", "Region", "Income group"]]
    return economies.set_axis(["economy", "code", "region", "income_group"], axis="columns").reset_index(drop=True)


KOSOVO = {"iso3": "XKX", "iso2": "XK", "cldr_name": "Kosovo"}
"""Not in ISO 3166-1; the World Bank and the EU use the user-assigned XKX."""

WITHOUT_STATISTICS = ("ATA",)
"""Antarctica has no region and no statistics; it stays in the backdrop of the map."""

PAGE_NAMES = {
    "BIH": "Bosnia and Herzegovina",
    "CIV": "Côte d'Ivoire",
    "COD": "DR Congo",
    "COG": "Republic of the Congo",
    "CPV": "Cabo Verde",
    "GBR": "United Kingdom",
    "UMI": "United States Minor Outlying Islands",
    "USA": "United States",
    "VIR": "United States Virgin Islands",
}
"""Page names where the CLDR display name is cut short or not the usual one."""

REGION_UNPUBLISHED = ("TWN",)
"""Listed in the compiled file with a region that the UN does not publish."""


def geography_facts(inputs: Inputs) -> Tables:
    """Return ``country`` and ``country_alias``."""
    codes = read_country_codes(inputs.raw)
    polygons = natural_earth.read_countries(inputs.raw)
    income = read_income_groups(inputs.raw)
    country = country_table(codes, polygons, income, inputs.reviewed(REGION_RULE))
    names = [codes_names(codes), polygon_names(polygons), income_names(income)]
    alias = alias_table(country, codes, names, inputs.reviewed(EXTRA_ALIAS))
    return {"country": country, "country_alias": alias}


DATASETS = (Dataset((SOURCE_ID, INCOME_SOURCE_ID), ("country", "country_alias"), geography_facts),)


def country_table(
    codes: pd.DataFrame, polygons: gpd.GeoDataFrame, income: pd.DataFrame, region_rule: pd.DataFrame
) -> pd.DataFrame:
    """Return one row a country or area with a region.

    Parameters
    ----------
    codes
        As `read_country_codes` returns them.
    polygons
        As `natural_earth.read_countries` returns them.
    income
        As `read_income_groups` returns them.
    region_rule
        Reviewed table of that name.

    Raises
    ------
    DataContractError
        If an area falls under no rule.
    """
    table = pd.concat([codes, pd.DataFrame([KOSOVO])], ignore_index=True)
    table = table[~table["iso3"].isin(WITHOUT_STATISTICS)]
    published = ~table["iso3"].isin(REGION_UNPUBLISHED)
    for column in ("un_region", "un_subregion", "un_intermediate_region"):
        table[column] = table[column].where(published & (table[column] != ""))
    shapes = country_polygons(polygons).dropna(subset=["iso3"]).set_index("iso3")
    bank = income.set_index("code")["income_group"]
    result = pd.DataFrame(
        {
            "iso3": table["iso3"],
            "iso2": table["iso2"],
            "name": [page_name(iso3, name) for iso3, name in zip(table["iso3"], table["cldr_name"], strict=True)],
            "region": regions(table, region_rule),
            "un_region": table["un_region"],
            "un_subregion": table["un_intermediate_region"].fillna(table["un_subregion"]),
            "income_group": table["iso3"].map(bank),
            "is_landlocked": table["iso3"].isin(landlocked_codes(polygons)),
            "has_polygon": table["iso3"].isin(shapes.index),
            "label_lon": table["iso3"].map(shapes["label_lon"]),
            "label_lat": table["iso3"].map(shapes["label_lat"]),
            "source_id": SOURCE_ID,
        }
    )
    return result.sort_values("iso3", kind="stable").reset_index(drop=True)


def page_name(iso3: str, cldr_name: str) -> str:
    """Return the name that pages print: the CLDR name, written out."""
    written_out = cldr_name.replace(" & ", " and ").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return PAGE_NAMES.get(iso3, re.sub(r"^St\. ", "Saint ", written_out))


def regions(table: pd.DataFrame, region_rule: pd.DataFrame) -> pd.Series:
    """Return the region of each row: by its country rule, else by its UN sub-region.

    Raises
    ------
    DataContractError
        If a row falls under no rule; lists all of them.
    """
    rules = region_rule.set_index(["kind", "key"])["region"]
    region = table["iso3"].map(rules.loc["country"]).fillna(table["un_subregion"].map(rules.loc["subregion"]))
    lost = table.loc[region.isna(), "iso3"]
    if not lost.empty:
        raise DataContractError(
            [f"country {iso3} has no region; add a rule to {REGION_RULE.file_name}" for iso3 in lost]
        )
    return region


def landlocked_codes(polygons: gpd.GeoDataFrame) -> set[str]:
    """Return the codes of the countries without sea coast.

    A country has a coast where its outline lies on the outer ring of a land mass. Shores of the Caspian and of lakes
    are inner rings of the land, and islands in them are within its filled outline: neither counts.
    """
    shapes = country_polygons(polygons)
    outlines = np.asarray(shapes.geometry.array)
    land = shapely.get_exterior_ring(shapely.get_parts(shapely.union_all(outlines)))
    # Union of the filled outlines swallows the islands of inner seas.
    filled = shapely.get_parts(shapely.union_all(shapely.polygons(land)))
    coast = shapely.union_all(shapely.get_exterior_ring(filled))
    touches = shapely.length(shapely.intersection(outlines, coast)) > 0
    return set(shapes.loc[~touches, "iso3"].dropna())


def codes_names(codes: pd.DataFrame) -> pd.DataFrame:
    """Return alias and iso3 from the English names of the code list, articles and footnote stars taken off."""
    columns = ("cldr_name", "un_name", "unterm_name")
    parts = [codes[["iso3", column]].set_axis(["iso3", "alias"], axis="columns") for column in columns]
    names = pd.concat(parts, ignore_index=True)
    names["alias"] = names["alias"].str.replace(r"\s*\*+$", "", regex=True).str.replace(r"\s*\(the\)$", "", regex=True)
    return names


def polygon_names(polygons: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return alias and iso3 from the names in Natural Earth, without its abbreviations."""
    coded = polygons[polygons["adm0_a3"].eq("KOS") | polygons["iso_a3_eh"].ne("-99")]
    # Parts of a country that have a name but no code of their own are not names of the country.
    coded = coded[~coded["adm0_a3"].isin(["IOA", "ATC"])]
    iso3 = coded["iso_a3_eh"].replace("-99", "XKX")
    parts = [pd.DataFrame({"iso3": iso3, "alias": coded[column]}) for column in ("name_long", "name_en")]
    return pd.concat(parts, ignore_index=True)


def income_names(income: pd.DataFrame) -> pd.DataFrame:
    """Return alias and iso3 from the World Bank's names; the Channel Islands have no single code."""
    kept = income[income["code"] != "CHI"]
    return kept[["code", "economy"]].set_axis(["iso3", "alias"], axis="columns")


def alias_table(
    country: pd.DataFrame, codes: pd.DataFrame, names: list[pd.DataFrame], extra: pd.DataFrame
) -> pd.DataFrame:
    """Return one row an alias and system, from code lists, publishers' names and the reviewed extra names.

    Raises
    ------
    DataContractError
        If one alias would mean two countries in the same system.
    """
    listed = codes[codes["iso3"].isin(country["iso3"])]
    own = [
        pd.DataFrame({"alias": country["iso3"], "system": ANY_SYSTEM, "iso3": country["iso3"]}),
        pd.DataFrame({"alias": country["name"], "system": ANY_SYSTEM, "iso3": country["iso3"]}),
        pd.DataFrame({"alias": country["iso2"], "system": "iso2", "iso3": country["iso3"]}),
        # CEPII numbers countries by M49; the few exceptions are in the extra names.
        *(pd.DataFrame({"alias": listed["m49"], "system": name, "iso3": listed["iso3"]}) for name in ("m49", "cepii")),
    ]
    table = pd.concat([*own, *(part.assign(system=ANY_SYSTEM) for part in names), extra], ignore_index=True)
    table["alias"] = table["alias"].map(normal_name)
    table = table[(table["alias"] != "") & table["iso3"].isin(country["iso3"])]
    table = table[["alias", "system", "iso3"]].drop_duplicates()
    clashes = list(_clashes(table))
    if clashes:
        raise DataContractError(clashes)
    return table.sort_values(["alias", "system"], kind="stable").reset_index(drop=True)


def _clashes(table: pd.DataFrame) -> Iterator[str]:
    double = table[table.duplicated(["alias", "system"], keep=False)]
    for (alias, system), rows in double.groupby(["alias", "system"]):
        codes = ", ".join(sorted(rows["iso3"]))
        yield f"country name {alias!r} means {codes} in system {system!r}; give each publisher its own row"
