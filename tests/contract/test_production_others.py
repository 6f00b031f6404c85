"""Known answers and laws of the committed rows of IEA, the EU study and BGS, and of the table of primary series."""

from __future__ import annotations

import functools

import pandas as pd
import pytest

from geo.facts.deviation import world_deviation
from geo.schema import TABLE_BY_NAME
from geo.schema.codes import OTHER, WORLD, Mineral
from geo.schema.files import read_facts
from geo.settings import PROJECT

IEA = ["iea-cm-2024", "iea-cm-2025"]
EU = "eu-crm-2023"
BGS = "bgs-wms-2023"
BLOCK = ["source_id", "mineral", "stage", "product", "year"]
SERIES = ["measure", "mineral", "stage", "source_id", "year_from"]


@functools.cache
def statistic() -> pd.DataFrame:
    frame, findings = read_facts(TABLE_BY_NAME["statistic"], PROJECT / "data" / "facts")
    assert findings == []
    return frame


@functools.cache
def primary_series() -> pd.DataFrame:
    frame, findings = read_facts(TABLE_BY_NAME["primary_series"], PROJECT / "data" / "reviewed")
    assert findings == []
    return frame


@functools.cache
def primary_rows() -> pd.DataFrame:
    """Rows of ``statistic`` that a primary series names; ``line`` is the series' position."""
    series = primary_series().reset_index(names="line").drop(columns="note")
    series["product"] = series["products"].str.split(";")
    keys = ["measure", "mineral", "stage", "source_id", "product"]
    joined = statistic().merge(series.explode("product"), on=keys)
    return joined[joined["year"].between(joined["year_from"], joined["year_to"])]


def table(source_id: str, mineral: str, stage: str, product: str, year: int) -> pd.DataFrame:
    rows = statistic()
    return rows[
        (rows["source_id"] == source_id)
        & (rows["mineral"] == mineral)
        & (rows["stage"] == stage)
        & (rows["product"] == product)
        & (rows["year"] == year)
        & (rows["measure"] == "production")
    ].set_index("area")


# Figures of the publishers, as the notes took them from the files: world in kt, then leaders with their shares.
IEA_ANSWERS = [
    ("lithium", "refined", "chemicals", 241.6, [("CHN", 169.7, 70.2), ("CHL", 49.3, 20.4), ("ARG", 13.2, 5.5)]),
    ("cobalt", "refined", "refined", 250.1, [("CHN", 196.1, 78.4), ("FIN", 20.1, 8.0), ("JPN", 5.6, 2.3)]),
    ("nickel", "refined", "refined", 3483.7, [("IDN", 1493.2, 42.9), ("CHN", 1091.1, 31.3), ("RUS", 126.0, 3.6)]),
    ("graphite", "refined", "battery-grade", 1875.3, [("CHN", 1794.8, 95.7), ("JPN", 45.0, 2.4), ("USA", 1.1, 0.1)]),
    ("rare_earths", "refined", "magnet", 80.8, [("CHN", 73.8, 91.3), ("MYS", 3.6, 4.5), ("USA", 1.0, 1.2)]),
    ("copper", "refined", "refinery", 26944.0, [("CHN", 11860.0, 44.0), ("CHL", 1966.0, 7.3), ("JPN", 1578.0, 5.9)]),
    ("lithium", "mined", "mine", 255.4, [("AUS", 90.0, 35.2), ("CHN", 56.9, 22.3), ("CHL", 49.3, 19.3)]),
    ("cobalt", "mined", "mine", 273.3, [("COD", 181.8, 66.5), ("IDN", 33.2, 12.2), ("AUS", 6.4, 2.3)]),
    ("nickel", "mined", "mine", 3861.0, [("IDN", 2463.0, 63.8), ("PHL", 345.0, 8.9), ("RUS", 190.0, 4.9)]),
    ("graphite", "mined", "natural", 1847.2, [("CHN", 1580.0, 85.5), ("MDG", 73.0, 4.0), ("BRA", 68.7, 3.7)]),
    ("rare_earths", "mined", "magnet", 75.1, [("CHN", 45.8, 61.0), ("MMR", 12.1, 16.1), ("USA", 6.9, 9.1)]),
]


@pytest.mark.parametrize(("mineral", "stage", "product", "world_kt", "leaders"), IEA_ANSWERS)
def test_iea_2024(
    mineral: str, stage: str, product: str, world_kt: float, leaders: list[tuple[str, float, float]]
) -> None:
    rows = table("iea-cm-2025", mineral, stage, product, 2024)
    world = rows.loc[WORLD, "quantity_t"]
    assert world / 1000 == pytest.approx(world_kt, abs=0.05)
    named = rows.drop(index=[WORLD, OTHER])["quantity_t"].nlargest(3)
    assert list(named.index) == [iso3 for iso3, _, _ in leaders]
    for iso3, quantity_kt, share_pct in leaders:
        assert named[iso3] / 1000 == pytest.approx(quantity_kt, abs=0.05)
        assert 100 * named[iso3] / world == pytest.approx(share_pct, abs=0.05)


@pytest.mark.parametrize(
    ("mineral", "product", "leader", "share_pct"),
    [
        ("lithium", "chemicals", "CHN", 64.6),
        ("cobalt", "refined", "CHN", 76.7),
        ("nickel", "refined", "IDN", 37.2),
        ("graphite", "battery-grade", "CHN", 90.9),
        ("rare_earths", "magnet", "CHN", 92.1),
        ("copper", "refinery", "CHN", 43.8),
    ],
)
def test_iea_2023_comes_from_the_2024_edition(mineral: str, product: str, leader: str, share_pct: float) -> None:
    rows = table("iea-cm-2024", mineral, "refined", product, 2023)
    named = rows.drop(index=[WORLD, OTHER])["quantity_t"]
    assert named.idxmax() == leader
    assert 100 * named.max() / rows.loc[WORLD, "quantity_t"] == pytest.approx(share_pct, abs=0.05)


def test_iea_editions_hold_their_years_and_only_projections_are_projections() -> None:
    rows = statistic()
    assert set(rows.loc[rows["source_id"] == "iea-cm-2024", "year"]) == {2023}
    newer = rows[rows["source_id"] == "iea-cm-2025"]
    assert set(newer["year"]) == {2024, 2030, 2035, 2040}
    assert (newer["is_projection"] == (newer["year"] > 2024)).all()


def test_every_iea_block_closes_on_its_total() -> None:
    rows = statistic()
    blocks = rows[rows["source_id"].isin(IEA)].groupby(BLOCK)
    assert len(blocks) == 60
    for key, block in blocks:
        figures = block.set_index("area")["quantity_t"]
        assert figures.drop(WORLD).sum() == pytest.approx(figures[WORLD], rel=1e-9), key
        assert (figures >= 0).all(), key


# The rest counts one named country twice in these blocks; the printed cell stays beside the recomputed one.
@pytest.mark.parametrize(
    ("source_id", "mineral", "stage", "year", "country", "printed", "recomputed_t"),
    [
        ("iea-cm-2025", "nickel", "refined", 2024, "Canada", "631.4200000000001", 518_320),
        ("iea-cm-2025", "nickel", "mined", 2024, "Australia", "629.0", 529_000),
        ("iea-cm-2025", "graphite", "mined", 2024, "Tanzania", "58.01135330645093", 48_952),
        ("iea-cm-2025", "graphite", "refined", 2030, "Germany", "372.09405443811056", 328_644.8),
        ("iea-cm-2024", "nickel", "refined", 2023, "Canada", "889.6999999999998", 753_800),
        ("iea-cm-2024", "graphite", "refined", 2023, "Germany", "44.899999999999864", 16_700),
    ],
)
def test_a_recomputed_rest_says_so(
    source_id: str, mineral: str, stage: str, year: int, country: str, printed: str, recomputed_t: float
) -> None:
    rows = statistic()
    rest = rows[
        (rows["source_id"] == source_id)
        & (rows["mineral"] == mineral)
        & (rows["stage"] == stage)
        & (rows["year"] == year)
        & (rows["area"] == OTHER)
    ].iloc[0]
    assert rest["raw_value"] == printed
    assert rest["quantity_t"] == pytest.approx(recomputed_t, rel=1e-6)
    assert f"counts {country} (" in rest["note"]


EU_ANSWERS = [
    ("tungsten", "processed", [("CHN", 85.6), ("USA", 4.4), ("VNM", 2.8)], 6),
    ("antimony", "processed", [("CHN", 51.8), ("BEL", 8.6), ("VNM", 6.4)], 68),
    ("tin", "processed", [("CHN", 50.1), ("IDN", 19.7), ("MYS", 7.0)], 16),
    ("zinc", "processed", [("CHN", 45.0), ("KOR", 7.3), ("IND", 5.2)], 30),
    ("vanadium", "processed", [("CHN", 61.5), ("RUS", 9.0), ("ZAF", 8.2)], 9),
    ("manganese", "alloys-metal", [("CHN", 58.2), ("IND", 13.1), ("UKR", 4.4)], 57),
    ("chromium", "ferrochrome", [("CHN", 40.4), ("ZAF", 24.1), ("KAZ", 13.9)], 16),
    ("niobium", "ferro-niobium", [("BRA", 88.8), ("CAN", 11.2)], 2),
    ("beryllium", "processed", [("USA", 50.2), ("KAZ", 25.0), ("JPN", 16.9)], 4),
    ("germanium", "processed", [("CHN", 83.1), ("RUS", 5.0), ("BEL", 4.5)], 7),
    ("platinum", "processed", [("ZAF", 70.8), ("RUS", 12.1), ("ZWE", 8.0)], 10),
    ("palladium", "processed", [("RUS", 40.4), ("ZAF", 36.1), ("CAN", 10.0)], 10),
    ("rare_earths", "lree", [("CHN", 84.9), ("MYS", 10.5), ("RUS", 1.9)], 7),
    ("rare_earths", "hree", [("CHN", 100.0)], 1),
    ("phosphate", "phosphorus", [("CHN", 78.5), ("USA", 10.6), ("KAZ", 6.4)], 4),
    ("titanium", "sponge", [("CHN", 42.8), ("JPN", 26.0), ("RUS", 20.3)], 7),
    ("nickel", "processed", [("CHN", 33.4), ("IDN", 12.2)], 27),
    ("cobalt", "processed", [("CHN", 59.6)], 16),
]


@pytest.mark.parametrize(("mineral", "product", "leaders", "countries"), EU_ANSWERS)
def test_eu_processing_shares(mineral: str, product: str, leaders: list[tuple[str, float]], countries: int) -> None:
    rows = table(EU, mineral, "refined", product, 2020)
    assert len(rows) == countries
    for iso3, share_pct in leaders:
        assert 100 * rows.loc[iso3, "share"] == pytest.approx(share_pct)
    assert rows["share"].max() == rows.loc[leaders[0][0], "share"]


def test_eu_heavy_rare_earths_at_the_mine() -> None:
    rows = table(EU, "rare_earths", "mined", "dysprosium-terbium", 2020)
    assert rows["share"].nlargest(2).to_dict() == {"CHN": 0.844, "MMR": 0.093}


def test_eu_shares_stay_as_printed() -> None:
    rows = statistic()
    eu = rows[rows["source_id"] == EU]
    assert set(eu["year"]) == {2020}
    assert eu["basis"].str.contains("average 2016-2020").all()
    assert eu["quantity_t"].isna().all()
    assert eu["share"].le(1).sum() == eu["share"].notna().sum()
    is_bound = eu["raw_value"].str.startswith("<")
    assert (eu["flag"] == "at_most").eq(is_bound).all()
    assert eu.loc[is_bound, "share"].isna().all()
    assert eu.loc[is_bound, "high_share"].eq(0.001).all()
    # A law that could break by scaling: what the study left out stays out, and rounding adds at most 0.4 points.
    sums = eu.groupby(["stage", "mineral", "product"])["share"].sum()
    assert sums.max() <= 1.0045
    assert sums["refined", "vanadium", "processed"] == pytest.approx(0.887)
    assert sums["refined", "titanium", "processed"] == pytest.approx(0.92)
    assert sums["mined", "nickel", "mine"] == pytest.approx(0.909)
    assert not eu["area"].isin([WORLD, OTHER]).any()


BGS_ANSWERS = [
    ("cobalt", "refined", 175_706, [("CHN", 140_000), ("FIN", 10_627), ("CAN", 4_923)], 13),
    ("nickel", "smelter-refinery", 3_408_039, [("IDN", 1_410_000), ("CHN", 970_000), ("RUS", 156_500)], 23),
    ("copper", "smelter", 21_533_889, [("CHN", 11_833_000), ("JPN", 1_174_623), ("CHL", 1_073_900)], 33),
    ("copper", "refinery", 27_588_772, [("CHN", 12_988_000), ("COD", 2_210_000), ("CHL", 2_075_900)], 40),
    ("gallium", "primary", 643, [("CHN", 621), ("RUS", 15), ("JPN", 3)], 5),
    ("germanium", "metal", 211, [("CHN", 200), ("USA", 6), ("RUS", 5)], 3),
    ("magnesium", "metal", 860_858, [("CHN", 805_000), ("BRA", 20_000), ("ISR", 17_000)], 6),
    ("silicon", "silicon-metal", 4_296_900, [("CHN", 3_630_000), ("NOR", 220_000), ("BRA", 200_000)], 9),
    ("niobium", "ferro-niobium", 96_000, [("BRA", 86_000), ("CAN", 10_000)], 2),
]


@pytest.mark.parametrize(("mineral", "product", "summed_t", "leaders", "producers"), BGS_ANSWERS)
def test_bgs_2023(
    mineral: str, product: str, summed_t: float, leaders: list[tuple[str, float]], producers: int
) -> None:
    rows = table(BGS, mineral, "refined", product, 2023)["quantity_t"]
    assert rows.sum() == pytest.approx(summed_t)
    assert list(rows.nlargest(len(leaders)).items()) == leaders
    assert (rows > 0).sum() == producers


# The 2016 figures that a second, independent extraction of the same interface confirms.
@pytest.mark.parametrize(
    ("mineral", "stage", "product", "iso3", "quantity_t"),
    [
        ("cobalt", "refined", "refined", "CHN", 45_046),
        ("copper", "refined", "refinery", "CHN", 8_420_611),
        ("nickel", "refined", "smelter-refinery", "CHN", 573_400),
        ("magnesium", "refined", "metal", "CHN", 872_768),
        ("antimony", "mined", "mine", "CHN", 107_535),
        ("manganese", "mined", "ore", "CHN", 15_484_000),
        ("rare_earths", "mined", "reo", "CHN", 140_000),
        ("palladium", "mined", "mine", "CHN", 1.4),
        ("platinum", "mined", "mine", "CHN", 2.9),
        ("graphite", "mined", "natural", "MEX", 14_200),
        ("nickel", "mined", "mine", "GTM", 36_939),
        ("tungsten", "mined", "mine", "BDI", 73),
    ],
)
def test_bgs_2016(mineral: str, stage: str, product: str, iso3: str, quantity_t: float) -> None:
    assert table(BGS, mineral, stage, product, 2016).loc[iso3, "quantity_t"] == pytest.approx(quantity_t)


def test_bgs_has_no_world_and_the_two_congos_stay_apart() -> None:
    rows = statistic()
    bgs = rows[rows["source_id"] == BGS]
    assert set(bgs["year"]) == set(range(2000, 2024))
    assert not (bgs["area"] == WORLD).any()
    copper = table(BGS, "copper", "refined", "refinery", 2023)["quantity_t"]
    assert (copper["COG"], copper["COD"]) == (8_400, 2_210_000)
    assert (bgs.loc[bgs["area"] == OTHER, "year"] < 2006).all()


def test_a_bgs_cell_without_figure_is_never_zero() -> None:
    rows = statistic()
    bgs = rows[rows["source_id"] == BGS]
    gap = bgs["raw_value"] == "..."
    assert gap.sum() == (bgs["flag"] == "not_available").sum() > 0
    assert bgs.loc[gap, "quantity_t"].isna().all()
    assert bgs.loc[bgs["raw_value"] == "-----", "quantity_t"].eq(0).all()


def test_the_ferro_alloys_that_leave_out_the_largest_producers_are_not_held() -> None:
    rows = statistic()
    bgs = rows[(rows["source_id"] == BGS) & (rows["stage"] == "refined")]
    assert not bgs["mineral"].isin(["chromium", "manganese", "vanadium", "lithium"]).any()


def test_world_as_reported_is_world_as_summed_for_iea() -> None:
    deviations = world_deviation(statistic())
    iea = deviations[deviations["source_id"].isin(IEA)]
    assert len(iea) == 60
    assert iea["deviation_pct"].abs().max() < 1e-6


def test_every_primary_series_has_rows_in_its_first_and_last_year() -> None:
    series = primary_series()
    years = primary_rows().groupby("line")["year"].agg(["min", "max"])
    assert list(years.index) == list(series.index), "a series without any row"
    assert (years["min"] == series["year_from"]).all()
    assert (years["max"] == series["year_to"]).all()


def test_every_product_of_a_primary_series_is_held_in_each_of_its_years() -> None:
    rows = primary_rows()
    held = rows.groupby(["line", "year"])["product"].nunique()
    wanted = primary_series()["products"].str.split(";").map(len)
    assert (held == wanted.reindex(held.index.get_level_values("line")).to_numpy()).all()


def test_a_mineral_stage_and_year_has_one_first_source_and_one_basis() -> None:
    rows = primary_rows()
    first = rows[rows["rank"] == 1].groupby(["measure", "mineral", "stage", "year"])
    assert first["source_id"].nunique().max() == 1
    assert first["line"].nunique().max() == 1
    assert first["basis"].nunique().max() == 1


def test_no_two_first_series_overlap_in_a_year() -> None:
    series = primary_series()
    for key, group in series[series["rank"] == 1].groupby(["measure", "mineral", "stage"]):
        ordered = group.sort_values("year_from")
        assert (ordered["year_from"].iloc[1:].to_numpy() > ordered["year_to"].iloc[:-1].to_numpy()).all(), key


def test_a_primary_year_that_is_not_projected_has_countries_with_figures() -> None:
    rows = primary_rows()
    countries = rows[~rows["area"].isin([WORLD, OTHER]) & (rows["quantity_t"].notna() | rows["share"].notna())]
    keys = ["measure", "mineral", "stage", "year"]
    held = set(countries[keys].itertuples(index=False, name=None))
    observed = set(rows.loc[~rows["is_projection"], keys].itertuples(index=False, name=None))
    assert observed <= held


def test_projections_are_never_in_a_series_with_observed_years() -> None:
    assert primary_rows().groupby("line")["is_projection"].nunique().max() == 1


def test_every_mineral_has_a_primary_series_and_gaps_are_the_known_ones() -> None:
    series = primary_series()
    production = series[series["measure"] == "production"]
    assert set(series["mineral"]) == {mineral.value for mineral in Mineral}
    without_refined = {mineral.value for mineral in Mineral} - set(
        production.loc[production["stage"] == "refined", "mineral"]
    )
    metals = {"lead", "molybdenum", "rhenium", "silver"}
    assert without_refined == {"tantalum", "fluorspar", "barite", "bauxite", *metals}
    without_mined = {mineral.value for mineral in Mineral} - set(
        production.loc[production["stage"] == "mined", "mineral"]
    )
    assert without_mined == {
        "alumina",
        "aluminium",
        "arsenic",
        "bismuth",
        "gallium",
        "germanium",
        "indium",
        "silicon",
        "tellurium",
    }


def test_refined_cobalt_and_nickel_change_publisher_where_the_table_says() -> None:
    rows = primary_rows()
    for mineral in ("cobalt", "nickel"):
        refined = rows[(rows["mineral"] == mineral) & (rows["stage"] == "refined") & (rows["measure"] == "production")]
        by_year = refined.groupby("year")["source_id"].first()
        assert set(by_year.loc[2010:2022]) == {BGS}
        assert by_year[2023] == "iea-cm-2024"
        assert set(by_year.loc[2024:]) == {"iea-cm-2025"}


def test_refined_copper_is_never_the_iea_table_that_hides_dr_congo() -> None:
    rows = primary_rows()
    copper = rows[(rows["mineral"] == "copper") & (rows["stage"] == "refined")]
    assert not copper["source_id"].isin(IEA).any()
    assert (copper[copper["area"] == "COD"]["quantity_t"] > 0).all()
