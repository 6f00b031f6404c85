"""Known answers and laws of the committed USGS rows: production 2020 to 2025, reserves, capacity."""

from __future__ import annotations

import functools

import pandas as pd
import pytest

from geo.facts.deviation import open_deviations, world_deviation
from geo.schema.codes import OTHER, WORLD
from geo.schema.columns import Table
from geo.schema.files import read_facts
from geo.schema.tables_fact import ACCEPTED_DEVIATION, STATISTIC, USGS_SERIES
from geo.settings import PROJECT

NEWEST = "usgs-mcs-2026"
OUTLOOK = "usgs-outlook-2025"

EDITION_OF_YEAR = {
    2020: "usgs-mcs-2022",
    2021: "usgs-mcs-2023",
    2022: "usgs-mcs-2024",
    2023: "usgs-mcs-2025",
    2024: NEWEST,
    2025: NEWEST,
}

LEADERS_2025 = [
    # mineral, stage, product, world as printed in tonnes, three largest producers, their tonnes
    ("lithium", "mined", "mine", 290_000, "AUS CHN CHL", (92_000, 62_000, 56_000)),
    ("cobalt", "mined", "mine", 310_000, "COD IDN RUS", (230_000, 44_000, 7_700)),
    ("nickel", "mined", "mine", 3_900_000, "IDN PHL RUS", (2_600_000, 270_000, 200_000)),
    ("copper", "mined", "mine", 23_000_000, "CHL COD PER", (5_300_000, 3_200_000, 2_700_000)),
    ("copper", "refined", "refinery", 29_000_000, "CHN COD CHL", (14_000_000, 2_800_000, 1_700_000)),
    ("manganese", "mined", "mine", 20_000_000, "ZAF GAB GHA", (7_600_000, 5_000_000, 2_000_000)),
    ("graphite", "mined", "natural", 1_800_000, "CHN MDG TZA", (1_400_000, 80_000, 75_000)),
    ("rare_earths", "mined", "reo", 390_000, "CHN USA AUS", (270_000, 51_000, 29_000)),
    ("gallium", "refined", "primary", 900, "CHN RUS JPN", (900, 6, 3)),
    ("tungsten", "mined", "mine", 85_000, "CHN VNM KAZ", (67_000, 3_000, 2_400)),
    ("antimony", "mined", "mine", 110_000, "CHN RUS TJK", (40_000, 32_000, 22_000)),
    ("bauxite", "mined", "mine", 440_000_000, "GIN AUS CHN", (150_000_000, 97_000_000, 87_000_000)),
    ("alumina", "refined", "alumina", 150_000_000, "CHN AUS BRA", (93_000_000, 17_000_000, 11_000_000)),
    ("aluminium", "refined", "primary", 74_000_000, "CHN IND RUS", (45_000_000, 4_200_000, 3_900_000)),
    ("chromium", "mined", "chromite", 51_000_000, "ZAF TUR KAZ", (23_000_000, 9_000_000, 7_000_000)),
    ("tin", "mined", "mine", 290_000, "CHN IDN PER", (71_000, 61_000, 33_000)),
    ("titanium", "mined", "ilmenite", 9_400_000, "CHN MOZ ZAF", (3_200_000, 1_900_000, 1_300_000)),
    ("titanium", "mined", "rutile", 450_000, "AUS SLE ZAF", (200_000, 110_000, 100_000)),
    ("titanium", "refined", "sponge", 370_000, "CHN JPN RUS", (260_000, 53_000, 25_000)),
    ("vanadium", "mined", "mine", 110_000, "CHN RUS BRA", (82_000, 21_000, 5_300)),
    ("platinum", "mined", "mine", 170, "ZAF RUS ZWE", (120, 20, 18)),
    ("palladium", "mined", "mine", 190, "RUS ZAF CAN", (84, 70, 16)),
    ("magnesium", "mined", "magnesite", 21_000_000, "CHN BRA RUS", (12_700_000, 1_800_000, 1_700_000)),
    ("magnesium", "refined", "metal", 1_100_000, "CHN RUS ISR", (950_000, 60_000, 20_000)),
    ("silicon", "refined", "silicon-metal", 4_600_000, "CHN BRA NOR", (4_000_000, 180_000, 130_000)),
    ("silicon", "refined", "ferrosilicon", 5_000_000, "CHN RUS BRA", (3_500_000, 420_000, 170_000)),
    ("niobium", "mined", "mine", 112_000, "BRA CAN COD", (104_000, 6_000, 970)),
    ("tantalum", "mined", "mine", 2_500, "COD RWA NGA", (1_300, 400, 390)),
    ("tellurium", "refined", "refinery", 1_000, "CHN RUS JPN", (800, 67, 61)),
    ("indium", "refined", "refinery", 1_100, "CHN KOR JPN", (760, 180, 65)),
    ("fluorspar", "mined", "mine", 10_000_000, "CHN MEX MNG", (6_000_000, 1_500_000, 1_500_000)),
    ("barite", "mined", "mine", 8_700_000, "IND CHN MAR", (3_000_000, 2_200_000, 1_000_000)),
    ("beryllium", "mined", "mine", 430, "USA BRA CHN", (230, 80, 77)),
    ("bismuth", "refined", "refinery", 16_000, "CHN KOR LAO", (14_000, 1_000, 500)),
    ("arsenic", "refined", "arsenic-trioxide", 61_000, "PER CHN MAR", (30_000, 24_000, 5_000)),
    ("zinc", "mined", "mine", 13_000_000, "CHN PER AUS", (4_100_000, 1_500_000, 1_100_000)),
    ("phosphate", "mined", "mine", 250_000_000, "CHN MAR USA", (110_000_000, 36_000_000, 20_000_000)),
]
"""The three largest producers of 2025 in the Mineral Commodity Summaries 2026."""

LEADING_RESERVES = [
    # mineral, product, world as printed in tonnes, printed as "more than", three largest holders, their tonnes
    ("lithium", "mine", 37_000_000, False, "CHL AUS CHN", (9_200_000, 8_400_000, 4_600_000)),
    ("cobalt", "mine", 12_000_000, False, "COD AUS RUS", (6_000_000, 1_700_000, 800_000)),
    ("nickel", "mine", 140_000_000, True, "IDN AUS BRA", (62_000_000, 25_000_000, 16_000_000)),
    ("copper", "mine", 980_000_000, False, "CHL AUS PER", (180_000_000, 100_000_000, 85_000_000)),
    ("manganese", "mine", 1_700_000_000, False, "AUS ZAF BRA", (580_000_000, 550_000_000, 300_000_000)),
    ("graphite", "natural", 310_000_000, False, "CHN BRA MDG", (100_000_000, 74_000_000, 27_000_000)),
    ("rare_earths", "reo", 85_000_000, True, "CHN BRA AUS", (44_000_000, 21_000_000, 6_300_000)),
    ("tungsten", "mine", 4_700_000, True, "CHN AUS RUS", (2_500_000, 570_000, 400_000)),
    ("antimony", "mine", 2_000_000, True, "CHN RUS BOL", (830_000, 350_000, 310_000)),
    ("bauxite", "mine", 29_000_000_000, False, "GIN AUS VNM", (7_400_000_000, 3_700_000_000, 3_100_000_000)),
    ("tin", "mine", 6_000_000, True, "IDN CHN BRA", (1_400_000, 1_200_000, 700_000)),
    ("vanadium", "mine", 21_000_000, False, "AUS CHN RUS", (10_000_000, 5_800_000, 5_000_000)),
    ("platinum", "pgm-together", 76_000, True, "ZAF RUS ZWE", (63_000, 11_000, 1_300)),
    ("niobium", "mine", 21_000_000, True, "BRA CHN CAN", (14_000_000, 6_500_000, 640_000)),
    ("fluorspar", "mine", 330_000_000, False, "CHN MEX ZAF", (110_000_000, 68_000_000, 41_000_000)),
    ("zinc", "mine", 240_000_000, False, "AUS CHN RUS", (64_000_000, 60_000_000, 29_000_000)),
    ("phosphate", "mine", 73_000_000_000, False, "MAR CHN EGY", (50_000_000_000, 3_400_000_000, 2_800_000_000)),
    ("magnesium", "magnesite", 7_800_000_000, False, "RUS SVK CHN", (2_300_000_000, 1_200_000_000, 700_000_000)),
    ("titanium", "ilmenite", 490_000_000, True, "AUS CHN CAN", (170_000_000, 110_000_000, 50_000_000)),
    ("titanium", "rutile", 49_000_000, True, "AUS ZAF SLE", (35_000_000, 6_200_000, 2_900_000)),
]
"""The three largest reserves in the Mineral Commodity Summaries 2026."""

LEADING_CAPACITY_2024 = [
    # mineral, product, sum of countries in tonnes, country, share of the sum in percent
    ("gallium", "primary", 859.5, "CHN", 87.3),
    ("magnesium", "metal", 2_100_000, "CHN", 85.7),
    ("titanium", "sponge", 486_300, "CHN", 65.8),
    ("titanium", "sponge", 486_300, "JPN", 13.4),
    ("titanium", "sponge", 486_300, "RUS", 9.6),
    ("cobalt", "mine", 379_100, "COD", 72.0),
    ("lithium", "mine", 265_800, "AUS", 40.1),
    ("lithium", "mine", 265_800, "CHL", 19.9),
    ("lithium", "mine", 265_800, "CHN", 18.8),
    ("platinum", "mine", 240.5, "ZAF", 70.7),
    ("palladium", "mine", 273.6, "ZAF", 40.2),
    ("palladium", "mine", 273.6, "RUS", 36.5),
]

WORLD_CAPACITY_2029 = {"lithium": 561_700, "cobalt": 483_100, "gallium": 959.5, "magnesium": 2_028_500}


def facts(table: Table, folder: str) -> pd.DataFrame:
    frame, findings = read_facts(table, PROJECT / "data" / folder)
    assert findings == []
    return frame


@functools.cache
def usgs() -> pd.DataFrame:
    rows = facts(STATISTIC, "facts")
    return rows[rows["source_id"].str.startswith("usgs-")].reset_index(drop=True)


def cells(measure: str, mineral: str, stage: str, product: str, year: int, source_id: str = NEWEST) -> pd.DataFrame:
    rows = usgs()
    wanted = {"measure": measure, "mineral": mineral, "stage": stage, "product": product, "source_id": source_id}
    keep = rows["year"] == year
    for column, value in wanted.items():
        keep &= rows[column] == value
    return rows[keep].set_index("area")


def countries(rows: pd.DataFrame) -> pd.Series:
    return rows.drop(index=[WORLD, OTHER], errors="ignore")["quantity_t"].sort_values(ascending=False, kind="stable")


@pytest.mark.parametrize(("mineral", "stage", "product", "world", "names", "tonnes"), LEADERS_2025)
def test_world_and_leaders_of_2025(
    mineral: str, stage: str, product: str, world: float, names: str, tonnes: tuple[float, ...]
) -> None:
    rows = cells("production", mineral, stage, product, 2025)
    assert rows.loc[WORLD, "quantity_t"] == pytest.approx(world, rel=1e-12)
    assert countries(rows).iloc[:3].tolist() == pytest.approx(list(tonnes), rel=1e-12)
    assert rows.loc[names.split(), "quantity_t"].tolist() == pytest.approx(list(tonnes), rel=1e-12)


@pytest.mark.parametrize(("mineral", "product", "world", "is_bound", "names", "tonnes"), LEADING_RESERVES)
def test_world_and_leaders_of_reserves(
    mineral: str, product: str, world: float, is_bound: bool, names: str, tonnes: tuple[float, ...]
) -> None:
    rows = cells("reserves", mineral, "mined", product, 2025)
    assert rows.loc[WORLD, "flag"] == ("at_least" if is_bound else "reported")
    assert rows.loc[WORLD, "low_t" if is_bound else "quantity_t"] == pytest.approx(world, rel=1e-12)
    assert countries(rows).iloc[:3].tolist() == pytest.approx(list(tonnes), rel=1e-12)
    assert rows.loc[names.split(), "quantity_t"].tolist() == pytest.approx(list(tonnes), rel=1e-12)


@pytest.mark.parametrize(("mineral", "product", "total", "iso3", "percent"), LEADING_CAPACITY_2024)
def test_shares_of_capacity_2024(mineral: str, product: str, total: float, iso3: str, percent: float) -> None:
    stage = "refined" if mineral in ("gallium", "magnesium", "titanium") else "mined"
    rows = cells("capacity", mineral, stage, product, 2024, OUTLOOK)["quantity_t"]
    summed = rows.drop(WORLD).sum()
    assert summed == pytest.approx(total, rel=1e-9)
    assert 100 * rows[iso3] / summed == pytest.approx(percent, abs=0.05)


def test_world_capacity_of_2029_is_a_projection() -> None:
    rows = usgs()
    found = rows[(rows["source_id"] == OUTLOOK) & (rows["year"] == 2029)]
    assert set(found["area"]) == {WORLD}
    assert found["is_projection"].all()
    held = found.set_index("mineral")["quantity_t"].to_dict()
    assert {mineral: held[mineral] for mineral in WORLD_CAPACITY_2029} == pytest.approx(WORLD_CAPACITY_2029)


def test_projections_are_the_outlook_from_2025_and_nothing_else() -> None:
    rows = usgs()
    assert (rows["is_projection"] == ((rows["source_id"] == OUTLOOK) & (rows["year"] >= 2025))).all()


def test_gallium_of_2025_exceeds_its_rounded_world() -> None:
    rows = cells("production", "gallium", "refined", "primary", 2025)["quantity_t"]
    assert rows[WORLD] == 900
    assert rows["CHN"] == 900
    assert rows.drop(WORLD).sum() == 909


def test_vanadium_reserves_are_thousand_tonnes() -> None:
    row = cells("reserves", "vanadium", "mined", "mine", 2025).loc["AUS"]
    assert row["quantity_t"] == 10_000_000
    assert (row["raw_value"], row["raw_unit"]) == ("10,000", "metric tons")
    assert "thousand metric tons" in row["note"]


def test_capacity_is_not_output() -> None:
    assert cells("capacity", "gallium", "refined", "primary", 2025).loc[WORLD, "quantity_t"] == 1_700
    assert cells("capacity", "titanium", "refined", "pigment", 2025).loc[WORLD, "quantity_t"] == 9_900_000


def test_ilmenite_and_rutile_are_two_products_and_their_printed_total_is_the_world_alone() -> None:
    sums = {
        product: cells("production", "titanium", "mined", product, 2025)["quantity_t"].drop(WORLD).sum()
        for product in ("ilmenite", "rutile")
    }
    assert sums == {"ilmenite": 9_370_000, "rutile": 452_000}
    both = cells("production", "titanium", "mined", "ilmenite-and-rutile", 2025)
    assert both["quantity_t"].to_dict() == {WORLD: 9_800_000}


def test_each_year_of_production_has_one_edition() -> None:
    rows = usgs()
    found = rows[rows["measure"] == "production"].groupby("year")["source_id"].unique()
    assert {int(year): list(sources) for year, sources in found.items()} == {
        year: [source] for year, source in EDITION_OF_YEAR.items()
    }


@pytest.mark.parametrize(
    ("mineral", "product", "area", "year", "tonnes"),
    [
        ("cobalt", "mine", "COD", 2020, 98_000),
        ("graphite", "natural", "CHN", 2020, 762_000),
        ("cobalt", "mine", WORLD, 2021, 165_000),
        ("chromium", "chromite", "ZAF", 2021, 18_600_000),
        ("lithium", "mine", "AUS", 2022, 74_700),
        ("vanadium", "mine", "RUS", 2022, 20_000),
        ("nickel", "mine", "NCL", 2022, 200_000),
        ("cobalt", "mine", "COD", 2023, 175_000),
        ("titanium", "ilmenite", "CHN", 2023, 3_250_000),
        ("antimony", "mine", "CHN", 2024, 40_000),
    ],
)
def test_earlier_years_as_their_editions_print_them(
    mineral: str, product: str, area: str, year: int, tonnes: float
) -> None:
    rows = cells("production", mineral, "mined", product, year, EDITION_OF_YEAR[year])
    assert rows.loc[area, "quantity_t"] == tonnes


def test_production_of_2025_is_flagged_as_an_estimate() -> None:
    rows = usgs()
    newest = rows[(rows["measure"] == "production") & (rows["year"] == 2025) & rows["quantity_t"].notna()]
    assert set(newest["flag"]) == {"estimated"}


@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025])
@pytest.mark.parametrize(
    ("mineral", "stage", "product"),
    [
        ("lithium", "mined", "mine"),
        ("bauxite", "mined", "mine"),
        ("barite", "mined", "mine"),
        ("silicon", "refined", "silicon-metal"),
        ("tellurium", "refined", "refinery"),
    ],
)
def test_a_withheld_country_stays_withheld_in_every_edition(mineral: str, stage: str, product: str, year: int) -> None:
    row = cells("production", mineral, stage, product, year, EDITION_OF_YEAR[year]).loc["USA"]
    assert row["flag"] == "withheld"
    assert pd.isna(row["quantity_t"])


def test_no_quantity_stands_where_the_print_has_none() -> None:
    rows = usgs()
    without = rows["flag"].isin(["withheld", "not_available", "at_least", "at_most", "range", "trace"])
    assert (rows["quantity_t"].isna() == without).all()
    printed_empty = rows["raw_value"].str.strip() == ""
    assert rows.loc[printed_empty, "flag"].isin(["withheld", "not_available"]).all()
    assert (rows.loc[rows["raw_value"].str.strip() == "W", "flag"] == "withheld").all()


def test_reserves_of_the_platinum_group_say_that_they_are_shared() -> None:
    rows = {metal: cells("reserves", metal, "mined", "pgm-together", 2025) for metal in ("platinum", "palladium")}
    assert rows["platinum"]["raw_value"].equals(rows["palladium"]["raw_value"])
    for metal in rows.values():
        assert metal["basis"].str.contains("all platinum-group metals together").all()
    own = usgs().query("measure == 'reserves' and mineral in ['platinum', 'palladium'] and product != 'pgm-together'")
    assert own.empty


def test_every_declared_series_has_rows_of_its_basis() -> None:
    key = ["measure", "mineral", "stage", "product", "source_id"]
    declared = facts(USGS_SERIES, "reviewed").set_index(key)["basis"]
    held = usgs().groupby(key)["basis"].unique()
    assert {name: [basis] for name, basis in declared.items()} == {name: list(basis) for name, basis in held.items()}


def test_every_deviation_from_a_world_total_has_a_reviewed_reason() -> None:
    accepted = facts(ACCEPTED_DEVIATION, "reviewed")
    assert open_deviations(usgs(), accepted).empty
    # A reason without its deviation is stale and would hide the next one.
    ours = accepted[accepted["source_id"].str.startswith("usgs-")]
    key = ["measure", "mineral", "stage", "product", "year", "source_id"]
    found = world_deviation(usgs()).merge(ours, on=key, suffixes=("", "_accepted"))
    assert len(found) == len(ours)
    assert (found["deviation_pct"].abs() > 2).all()
