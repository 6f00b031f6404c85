"""Freight factors and grid carbon: the publishers' forms with their traps, the step, and the questions asked of them."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.build.database import build_database
from geo.errors import DataContractError, SourceError
from geo.facts.dataset import Inputs, joined
from geo.facts.freight import read_freight_factors
from geo.facts.grid_carbon import read_carbon_intensity
from geo.facts.pipeline import STEPS
from geo.schema import TABLE_BY_NAME
from geo.schema.codes import FreightMode
from geo.schema.validate import check_table
from geo.store.database import open_atlas
from geo.store.queries_context import freight_factors, grid_carbon
from tests.factory import frames, write_data

FREIGHT = """ID,Scope,Level 1,Level 2,Level 3,Level 4,Column Text,UOM,GHG/Unit,GHG Conversion Factor 2025
27_320_3215_14_1,Scope 3,Freighting goods,Cargo ship,Bulk carrier,"200,000+ dwt",,tonne.km,kg CO2e,0.00253
27_320_3219_14_1,Scope 3,Freighting goods,Cargo ship,Bulk carrier,"10,000\u00ef\u00bf\u00bd34,999 dwt",,tonne.km,kg CO2e,0.008
27_319_3199_14_1,Scope 3,Freighting goods,Sea tanker,Products tanker ,Average,,tonne.km,kg CO2e,0.00902
27_318_3190_14_1,Scope 3,Freighting goods,Rail,Freight train,,,tonne.km,kg CO2e,0.02779
27_304_3150_14_1,Scope 3,Freighting goods,HGV (all diesel),Articulated (>33t),,Average laden,tonne.km,kg CO2e,0.07703
27_317_3189_14_1,Scope 3,Freighting goods,Freight flights,"Long-haul, to/from UK",,Without RF,tonne.km,kg CO2e,0.5313
"""
GRID = """Entity,Code,Year,Carbon intensity of electricity per kWh
ASEAN (Ember),,2024,571.72
Namibia,NAM,2017,60.1
Namibia,NAM,2023,61.5
Namibia,NAM,2024,62.5
North America,OWID_NAM,2024,350.5
Kosovo,OWID_KOS,2025,900.94
Central African Republic,CAF,2012,111.11
Central African Republic,CAF,2023,0
World,OWID_WRL,2024,471
"""
COUNTRY = pd.DataFrame({"iso3": ["NAM", "XKX", "CAF"], "name": ["Namibia", "Kosovo", "Central African Republic"]})
ALIAS = pd.DataFrame({"alias": ["owid_kos"], "system": ["owid"], "iso3": ["XKX"]})


CONTEXT = next(step for step in STEPS if step.name == "context")


def put(raw, freight=FREIGHT, grid=GRID):
    for folder, name, text in (
        ("defra_freight_2025", "freight_tonne_km_kgco2e_2025.csv", freight),
        ("owid_ember_carbon_intensity", "carbon-intensity-electricity.csv", grid),
    ):
        (raw / folder).mkdir(parents=True, exist_ok=True)
        (raw / folder / name).write_text(text, encoding="utf-8")
    return raw


def tables(raw):
    return joined(CONTEXT.datasets(), Inputs(raw, {"country": COUNTRY, "country_alias": ALIAS}))


def test_a_range_gets_its_lost_dash_back_and_labels_lose_blanks(tmp_path):
    factors = read_freight_factors(put(tmp_path)).set_index("factor_id")
    assert factors.loc["27_320_3219_14_1", "size"] == "10,000–34,999 dwt"
    assert factors.loc["27_319_3199_14_1", "vehicle"] == "Products tanker"
    assert factors.loc["27_320_3215_14_1", "kgco2e_per_tkm"] == 0.00253


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("tonne.km,kg CO2e,0.02779", "tonne.mile,kg CO2e,0.02779", "UOM"),
        ("kg CO2e,0.02779", "kg CO2,0.02779", "GHG/Unit"),
    ],
)
def test_another_unit_is_refused_by_line(tmp_path, old, new, named):
    with pytest.raises(SourceError, match=f"line 5: {named}"):
        read_freight_factors(put(tmp_path, freight=FREIGHT.replace(old, new)))


def test_every_family_has_a_mode(tmp_path):
    found = tables(put(tmp_path))["freight_factor"].set_index("factor_id")
    assert found["mode"].to_dict() == {
        "27_320_3215_14_1": "sea",
        "27_320_3219_14_1": "sea",
        "27_319_3199_14_1": "sea",
        "27_318_3190_14_1": "rail",
        "27_304_3150_14_1": "road",
        "27_317_3189_14_1": "air",
    }
    assert pd.isna(found.loc["27_318_3190_14_1", "variant"])
    with pytest.raises(DataContractError, match="family 'Airship' is not known"):
        tables(put(tmp_path, freight=FREIGHT.replace(",Rail,", ",Airship,")))


def test_aggregates_are_no_countries_and_a_rounded_zero_is_no_data(tmp_path):
    """OWID_NAM is North America, NAM is Namibia; the Central African figure of 0 is emissions that round to nothing."""
    found = tables(put(tmp_path))["grid_carbon"]
    rows = [(row.iso3, row.year, row.gco2e_per_kwh) for row in found.itertuples()]
    assert rows == [("NAM", 2023, 61.5), ("NAM", 2024, 62.5), ("XKX", 2025, 900.94)]


def test_an_unknown_code_is_named_and_not_dropped(tmp_path):
    with pytest.raises(DataContractError, match="OWID_XYZ"):
        tables(put(tmp_path, grid=GRID + "Somewhere,OWID_XYZ,2024,5\n"))
    with pytest.raises(SourceError, match=r"line 11: 'n/a' is not a number"):
        read_carbon_intensity(put(tmp_path, grid=GRID + "Namibia,NAM,2022,n/a\n"))


def test_the_tables_hold_the_declared_schema(tmp_path):
    for name, frame in tables(put(tmp_path)).items():
        assert check_table(TABLE_BY_NAME[name], frame.loc[:, TABLE_BY_NAME[name].column_names], name) == []


def test_questions_give_the_newest_year_of_each_country_and_one_mode(tmp_path):
    known = frames()
    source = {"source_id": "geo-test"}
    known["grid_carbon"] = pd.DataFrame(
        [{"iso3": iso3, "year": year, "gco2e_per_kwh": value, **source}
         for iso3, year, value in (("AUS", 2023, 500.0), ("AUS", 2024, 480.0), ("ZMB", 2023, 110.0))]
    )  # fmt: skip
    known["freight_factor"] = tables(put(tmp_path / "raw"))["freight_factor"].assign(**source)
    settings = write_data(tmp_path / "data", known)
    build_database(settings, lambda _line: None)
    atlas = open_atlas(settings)
    newest = grid_carbon(atlas)
    assert newest[["iso3", "name", "year", "gco2e_per_kwh"]].to_numpy().tolist() == [
        ["AUS", "Australia", 2024, 480.0],
        ["ZMB", "Zambia", 2023, 110.0],
    ]
    assert set(freight_factors(atlas, FreightMode.SEA)["vehicle"]) == {"Bulk carrier", "Products tanker"}
    assert len(freight_factors(atlas)) == 6
    atlas.close()
