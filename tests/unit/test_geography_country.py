"""Countries: regions by rule, coast by geometry, names by publisher."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.errors import DataContractError
from geo.facts.country import alias_table, country_table, landlocked_codes, page_name, regions
from geo.facts.places import CountryIndex, PointCountries, country_polygons, polygon_code

RULES = pd.DataFrame(
    [
        ("subregion", "Eastern Europe", "europe", "M49"),
        ("subregion", "Western Asia", "middle-east", "M49"),
        ("country", "RUS", "central-asia", "supplier region"),
    ],
    columns=["kind", "key", "region", "reason"],
)


def polygons(rows):
    columns = ["iso_a3_eh", "adm0_a3", "name", "name_long", "name_en", "label_lon", "label_lat", "geometry"]
    filled = [(iso, adm0, adm0, adm0, adm0, lon, lat, shape) for iso, adm0, lon, lat, shape in rows]
    return gpd.GeoDataFrame(pd.DataFrame(filled, columns=columns), geometry="geometry", crs="EPSG:4326")


def codes(*rows):
    columns = ["iso3", "iso2", "m49", "cldr_name", "un_subregion"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(
        un_name=table["cldr_name"], unterm_name="", un_region="Somewhere", un_intermediate_region="", lldc=""
    )


def test_a_country_rule_wins_over_the_sub_region():
    table = codes(("RUS", "RU", "643", "Russia", "Eastern Europe"), ("POL", "PL", "616", "Poland", "Eastern Europe"))
    assert regions(table, RULES).tolist() == ["central-asia", "europe"]


def test_all_countries_without_a_region_are_named_at_once():
    table = codes(
        ("AAA", "AA", "1", "A", "Nowhere"),
        ("BBB", "BB", "2", "B", "Nowhere"),
        ("POL", "PL", "3", "P", "Eastern Europe"),
    )
    with pytest.raises(DataContractError) as caught:
        regions(table, RULES)
    assert len(caught.value.findings) == 2
    assert "AAA" in caught.value.findings[0]
    assert "BBB" in caught.value.findings[1]


def test_country_row_carries_label_income_and_no_invented_region():
    rules = pd.concat(
        [
            RULES,
            pd.DataFrame(
                [("country", "TWN", "asia-pacific", "x"), ("country", "XKX", "europe", "x")], columns=RULES.columns
            ),
        ]
    )
    table = country_table(
        codes(("TWN", "TW", "158", "Taiwan", "Eastern Asia"), ("POL", "PL", "616", "Poland", "Eastern Europe")),
        polygons([("POL", "POL", 19.0, 52.0, shapely.box(14, 49, 24, 55))]),
        pd.DataFrame({"economy": ["Poland"], "code": ["POL"], "region": ["ECA"], "income_group": ["High income"]}),
        rules,
    ).set_index("iso3")
    assert table.index.tolist() == ["POL", "TWN", "XKX"]
    assert table.loc["POL", ["income_group", "has_polygon", "label_lon"]].tolist() == ["High income", True, 19.0]
    assert pd.isna(table.loc["TWN", "un_region"])
    assert pd.isna(table.loc["TWN", "income_group"])
    assert not table.loc["TWN", "has_polygon"]


def test_inner_sea_and_its_islands_give_no_coast_but_the_open_sea_does():
    # A ring of three countries round a lake with an island; a fourth inside the first; a fifth on its own island.
    inner_sea = shapely.box(2, 2, 4, 4)
    west = shapely.box(0, 0, 3, 6) - inner_sea - shapely.box(0.5, 2, 1.5, 3)
    east = shapely.box(3, 0, 6, 6) - inner_sea - shapely.box(4.5, 2, 5.5, 4)
    shore = shapely.union_all([shapely.box(4.5, 2, 5.5, 4), shapely.box(2.8, 2.8, 3.2, 3.2)])
    enclave = shapely.box(0.5, 2, 1.5, 3)
    island = shapely.box(10, 0, 11, 1)
    table = polygons(
        [
            ("WES", "WES", 0, 0, west),
            ("EAS", "EAS", 0, 0, east),
            ("SHO", "SHO", 0, 0, shore),
            ("ENC", "ENC", 0, 0, enclave),
            ("ISL", "ISL", 0, 0, island),
        ]
    )
    assert landlocked_codes(table) == {"SHO", "ENC"}


def test_polygons_of_one_code_become_one_with_the_label_of_the_largest():
    table = country_polygons(
        polygons(
            [
                ("AUS", "IOA", 105.0, -10.0, shapely.box(105, -11, 106, -10)),
                ("AUS", "AUS", 134.0, -24.0, shapely.box(120, -35, 150, -15)),
                ("-99", "SOL", 46.0, 9.0, shapely.box(44, 8, 48, 10)),
            ]
        )
    )
    assert table["iso3"].tolist()[0] == "AUS"
    assert table["iso3"].isna().tolist() == [False, True]
    assert table.loc[0, "label_lon"] == 134.0
    assert shapely.area(table.geometry.iloc[0]) == pytest.approx(1 + 30 * 20)


def test_a_new_polygon_without_code_is_an_error_not_a_guess():
    assert polygon_code("-99", "KOS") == "XKX"
    assert polygon_code("-99", "KAS") is None
    with pytest.raises(DataContractError, match="NEW"):
        polygon_code("-99", "NEW")


@pytest.mark.parametrize(
    ("iso3", "cldr_name", "printed"),
    [
        ("USA", "US", "United States"),
        ("COD", "Congo - Kinshasa", "DR Congo"),
        ("KNA", "St. Kitts & Nevis", "Saint Kitts and Nevis"),
        ("CIV", "Côte d’Ivoire", "Côte d'Ivoire"),
        ("STP", "São Tomé & Príncipe", "São Tomé and Príncipe"),
    ],
)
def test_page_names_are_written_out(iso3, cldr_name, printed):
    assert page_name(iso3, cldr_name) == printed


COUNTRY = pd.DataFrame(
    {"iso3": ["COD", "COG", "FRA"], "iso2": ["CD", "CG", "FR"], "name": ["DR Congo", "Congo", "France"]}
)


def index(*aliases):
    return CountryIndex(COUNTRY, pd.DataFrame(aliases, columns=["alias", "system", "iso3"]))


def test_a_publishers_own_name_wins_over_the_general_one():
    names = index(("congo", "any", "COG"), ("congo", "wpi", "COD"))
    assert names.find("Congo", system="wpi") == "COD"
    assert names.find("Congo", system="bgs") == "COG"
    assert names.find("  DR\u00a0Congo ", system="usgs") == "COD"


def test_every_unknown_name_is_listed_in_one_error():
    with pytest.raises(DataContractError) as caught:
        index().codes(pd.Series(["France", "Zaire", "Rhodesia", "Zaire", None]), system="bgs", place="BGS_x.csv")
    listed = "\n".join(caught.value.findings)
    assert len(caught.value.findings) == 3
    assert "BGS_x.csv" in listed
    assert "'Zaire'" in listed
    assert "'Rhodesia'" in listed


def test_codes_keep_the_index_of_the_names():
    result = index().codes(pd.Series(["France", "cod"], index=[7, 3]), system="usgs", place="x")
    assert result.to_dict() == {7: "FRA", 3: "COD"}


def test_one_alias_for_two_countries_is_refused():
    listed = codes(("COD", "CD", "180", "Congo", "Middle Africa"), ("COG", "CG", "178", "Congo", "Middle Africa"))
    names = listed.loc[:, ["iso3", "cldr_name"]].set_axis(["iso3", "alias"], axis="columns")
    no_extra = pd.DataFrame(columns=["alias", "system", "iso3"])
    with pytest.raises(DataContractError, match="COD, COG"):
        alias_table(COUNTRY.assign(name=["A", "B", "C"]), listed, [names], no_extra)


def test_nearest_country_is_measured_on_the_globe_not_in_degrees():
    # At 60 degrees north a degree of longitude is half as long: the eastern square is nearer though 1.5 degrees away.
    squares = PointCountries(
        pd.Series(["EAS", "SOU"], dtype=object).to_numpy(),
        pd.Series([shapely.box(1.5, 59, 3, 61), shapely.box(-1, 57, 1, 59)], dtype=object).to_numpy(),
    )
    found = squares.nearest([0.0, 2.0], [60.0, 60.0])
    assert found["iso3"].tolist() == ["EAS", "EAS"]
    assert found["distance_km"].iloc[0] == pytest.approx(83.4, abs=0.5)
    assert found["distance_km"].iloc[1] == 0.0
