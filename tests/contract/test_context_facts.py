"""The committed freight factors and grid carbon against the publishers' own figures."""

from __future__ import annotations

import pytest

from geo.schema import TABLE_BY_NAME
from geo.schema.files import read_facts
from geo.schema.validate import check_references
from geo.settings import PROJECT

FACTS, REVIEWED = PROJECT / "data" / "facts", PROJECT / "data" / "reviewed"


@pytest.fixture(scope="module")
def tables():
    result = {}
    for name, folder in (("freight_factor", FACTS), ("grid_carbon", FACTS), ("country", FACTS), ("source", REVIEWED)):
        result[name], findings = read_facts(TABLE_BY_NAME[name], folder)
        assert findings == []
    return result


def test_every_row_leads_to_a_country_and_a_source(tables):
    assert check_references(tables) == []


def test_factors_are_those_that_the_publisher_prints(tables):
    factors = tables["freight_factor"]
    assert len(factors) == 127
    assert factors["mode"].value_counts().to_dict() == {"road": 65, "sea": 53, "air": 8, "rail": 1}

    def factor(vehicle, size=None, variant=None, family=None):
        rows = factors[factors["vehicle"] == vehicle]
        for column, wanted in (("size", size), ("variant", variant), ("family", family)):
            rows = rows if wanted is None else rows[rows[column] == wanted]
        (value,) = rows["kgco2e_per_tkm"]
        return value

    assert factor("Bulk carrier", "Average") == 0.00353
    assert factor("Bulk carrier", "200,000+ dwt") == 0.00253
    assert factor("Bulk carrier", "10,000–34,999 dwt") == 0.008
    assert factor("Container ship", "Average") == 0.01612
    assert factor("General cargo", "Average") == 0.01321
    assert factor("Freight train") == 0.02779
    assert factor("Articulated (>33t)", variant="Average laden", family="HGV (all diesel)") == 0.07703
    assert factor("All HGVs", variant="Average laden", family="HGV (all diesel)") == 0.10163
    assert factor("Long-haul, to/from UK", variant="Without RF") == 0.5313


def test_no_label_holds_a_broken_character(tables):
    words = tables["freight_factor"][["family", "vehicle", "size", "variant"]].fillna("").to_numpy().ravel()
    assert not [word for word in words if set(word) - set("–") and not word.replace("–", "").isascii()]


def test_a_lighter_vehicle_never_emits_less_than_a_heavier_one_of_the_same_kind(tables):
    bulk = tables["freight_factor"].query("vehicle == 'Bulk carrier' and size != 'Average'")
    assert bulk.sort_values("factor_id")["kgco2e_per_tkm"].is_monotonic_increasing


def test_grids_are_those_that_the_publisher_prints(tables):
    grid = tables["grid_carbon"].set_index(["iso3", "year"])["gco2e_per_kwh"]
    printed = {"CHN": 586.75, "AUS": 577.86, "ZAF": 729.02, "NOR": 29.64}
    assert {iso3: grid[iso3, 2022] for iso3 in printed} == printed
    assert grid["XKX", 2025] == 900.94
    assert grid.min() > 0
    assert grid.max() < 1500
    # Zero since 2013 in the file: rounded away, so no data.
    assert "CAF" not in grid.index.get_level_values("iso3")


def test_the_newest_year_differs_between_countries(tables):
    newest = tables["grid_carbon"].groupby("iso3")["year"].max()
    assert newest.value_counts().sort_index().to_dict() == {2022: 2, 2023: 14, 2024: 105, 2025: 91}
