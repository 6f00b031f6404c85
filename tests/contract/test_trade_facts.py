"""Trade facts as committed: the publishers' own figures, coverage that agrees with the flows, pure codes only."""

from pathlib import Path

import pandas as pd
import pytest

from geo.schema import TABLE_BY_NAME
from geo.schema.codes import Mineral
from geo.schema.files import read_facts
from geo.schema.validate import check_references
from geo.settings import PROJECT

FACTS = PROJECT / "data" / "facts"
REVIEWED = PROJECT / "data" / "reviewed"
WORLD = "cepii-baci-hs17-v202601"
ASEAN = "cepii-baci-hs07-v202601-asean"
THIRTY_YEARS = "cepii-baci-hs92-v202601"


def table(name: str, folder: Path) -> pd.DataFrame:
    frame, findings = read_facts(TABLE_BY_NAME[name], folder)
    assert findings == []
    return frame


@pytest.fixture(scope="module")
def flows() -> pd.DataFrame:
    return table("trade_flow", FACTS)


@pytest.fixture(scope="module")
def coverage() -> pd.DataFrame:
    return table("trade_coverage", FACTS)


@pytest.fixture(scope="module")
def codes() -> pd.DataFrame:
    return table("hs_code", FACTS)


@pytest.fixture(scope="module")
def trade_codes() -> pd.DataFrame:
    return table("trade_code", REVIEWED)


def select(flows: pd.DataFrame, **values: object) -> pd.DataFrame:
    for column, value in values.items():
        flows = flows[flows[column] == value]
    return flows


# The publisher's own figures, BACI V202601, 2024, as they stand in the complete file: value in million USD, tonnes.
@pytest.mark.parametrize(
    ("hs6", "exporter", "importer", "million_usd", "tonnes"),
    [
        ("283691", "CHL", "CHN", 2027.5, 185_820),
        ("740311", "COD", "CHN", 13683.7, 1_449_784),
        ("260600", "GIN", "CHN", 7589.4, 110_091_480),
        ("282200", "NAM", "CHN", 72.8, 8_357),
        ("252910", "CHN", "TWN", 24.1, 141_026),
        ("280429", "DZA", "FRA", 365.7, 3_247),
        ("711021", "RUS", "USA", 877.8, 28),
        ("810820", "JPN", "USA", 327.2, 27_955),
        ("251010", "JOR", "IND", 706.9, 4_810_090),
        ("280469", "NOR", "DEU", 261.5, 101_027),
    ],
)
def test_flows_of_2024_are_the_publishers(flows, hs6, exporter, importer, million_usd, tonnes):
    row = select(flows, source_id=WORLD, year=2024, hs6=hs6, exporter_iso3=exporter, importer_iso3=importer)
    assert len(row) == 1
    assert row["value_usd"].item() / 1e6 == pytest.approx(million_usd, abs=0.051)
    assert row["quantity_t"].item() == pytest.approx(tonnes, abs=0.51)


@pytest.mark.parametrize(
    ("hs6", "exporter", "importer", "million_usd", "tonnes"),
    [
        ("260400", "PHL", "CHN", 1551.8, 34_450_444),
        ("720260", "IDN", "CHN", 12559.9, 8_852_842),
        ("750110", "IDN", "CHN", 2107.3, 299_865),
        ("260300", "IDN", "JPN", 2289.1, 673_102),
    ],
)
def test_asean_flows_of_2024_are_the_publishers(flows, hs6, exporter, importer, million_usd, tonnes):
    row = select(flows, source_id=ASEAN, year=2024, hs6=hs6, exporter_iso3=exporter, importer_iso3=importer)
    assert row["value_usd"].item() / 1e6 == pytest.approx(million_usd, abs=0.051)
    assert row["quantity_t"].item() == pytest.approx(tonnes, abs=0.51)


@pytest.mark.parametrize(
    ("hs6", "million_usd", "tonnes"),
    [
        ("740311", 86802.8, 9_445_978),
        ("283691", 3779.1, 327_224),
        ("260600", 11533.1, 182_929_197),
        ("270112", 119402.5, 876_063_152),
        ("811212", 27.4, 689),
        ("850511", 4962.9, 187_827),
    ],
)
def test_world_totals_of_2024(flows, hs6, million_usd, tonnes):
    world = select(flows, source_id=WORLD, year=2024, hs6=hs6)
    assert world["value_usd"].sum() / 1e6 == pytest.approx(million_usd, abs=0.051)
    assert world["quantity_t"].sum() == pytest.approx(tonnes, abs=0.51)


@pytest.mark.parametrize(
    ("hs6", "tonnes"), [("740311", 892_256), ("260600", 2_924_119), ("283691", 15_580), ("280469", 166_984)]
)
def test_imports_of_the_united_states_2024(flows, hs6, tonnes):
    imports = select(flows, source_id=WORLD, year=2024, hs6=hs6, importer_iso3="USA")
    assert imports["quantity_t"].sum() == pytest.approx(tonnes, abs=0.51)


def test_lithium_carbonate_of_2022_agrees_with_unctad(flows):
    published = {("ARG", "CHN"): 289.5, ("ARG", "JPN"): 193.5, ("ARG", "KOR"): 97.7}
    carbonate = select(flows, source_id=WORLD, year=2022, hs6="283691")
    held = carbonate.set_index(["exporter_iso3", "importer_iso3"])["value_usd"] / 1e6
    assert {pair: round(held[pair], 1) for pair in published} == published


def test_pairs_of_the_whole_years(flows):
    assert len(select(flows, source_id=WORLD, year=2024)) == 21_723
    assert len(select(flows, source_id=WORLD, year=2022)) == 23_167


def test_only_2022_and_2024_are_complete(coverage):
    scopes = {year: set(part["scope"]) for year, part in coverage[coverage["source_id"] == WORLD].groupby("year")}
    whole, cut = {"complete"}, {"pruned"}
    assert scopes == {2018: cut, 2019: cut, 2020: cut, 2021: cut, 2022: whole, 2023: cut, 2024: whole}
    assert set(coverage.loc[coverage["source_id"] == ASEAN, "scope"]) == {"partial"}


def test_each_world_year_has_each_of_the_30_codes_once(coverage):
    per_year = coverage[coverage["source_id"] == WORLD].groupby("year")["hs6"].nunique()
    assert set(per_year) == {30}


def test_tonnes_exist_only_where_the_coverage_says_so(flows, coverage):
    key = ["source_id", "nomenclature", "year", "hs6"]
    held = flows.groupby(key)["quantity_t"].count().gt(0).rename("held").reset_index()
    merged = coverage.merge(held, on=key, how="outer", validate="one_to_one")
    assert (merged["has_quantity"] == merged["held"]).all()
    assert set(coverage.loc[(coverage["source_id"] == WORLD) & coverage["has_quantity"], "year"]) == {2024}


def test_coverage_counts_what_the_flows_hold(flows, coverage):
    key = ["source_id", "nomenclature", "year", "hs6"]
    counted = flows.groupby(key).agg(n=("value_usd", "size"), usd=("value_usd", "sum")).reset_index()
    merged = coverage.merge(counted, on=key, how="outer", validate="one_to_one")
    assert (merged["flows"] == merged["n"]).all()
    assert merged["value_usd"].to_numpy() == pytest.approx(merged["usd"].to_numpy(), abs=0.01)


def test_a_missing_quantity_stays_missing(flows):
    year = select(flows, source_id=WORLD, year=2024)
    assert int(year["quantity_t"].isna().sum()) == 1_030
    assert (flows["quantity_t"].dropna() > 0).all()


def test_taiwan_namibia_and_own_codes_are_countries(flows):
    year = select(flows, source_id=WORLD, year=2024)
    assert {"TWN", "NAM", "FRA", "NOR", "IND", "CHE", "USA", "BEL"} <= set(year["exporter_iso3"])
    assert not {"S19", "R20", "ZA1", "ANT"} & (set(flows["exporter_iso3"]) | set(flows["importer_iso3"]))
    assert {2018, 2022, 2023, 2024} <= set(select(flows, exporter_iso3="NAM")["year"])


def test_trade_inside_the_european_union_stays(flows):
    assert len(select(flows, source_id=WORLD, year=2024, exporter_iso3="DEU", importer_iso3="FRA")) > 0


def test_codes_lead_to_countries_codes_and_sources(flows, coverage, codes, trade_codes):
    frames = {
        "trade_flow": flows,
        "trade_coverage": coverage,
        "hs_code": codes,
        "trade_code": trade_codes,
        "country": table("country", FACTS),
        "source": table("source", REVIEWED),
    }
    assert check_references(frames) == []


def test_a_basket_never_stands_for_a_mineral(codes, trade_codes):
    pure = set(codes.loc[codes["is_pure"], "hs6"])
    assert set(trade_codes["hs6"]) <= pure
    assert not {"811292", "253090", "850511", "270112", "261590", "282560", "280450"} & set(trade_codes["hs6"])


def test_minerals_without_a_pure_code_have_none(trade_codes):
    absent = {mineral.value for mineral in Mineral} - set(trade_codes["mineral"])
    assert absent == {"bismuth", "gallium", "germanium", "indium", "rhenium", "tellurium"}


def test_notes_begin_with_what_a_tonne_is(trade_codes):
    assert all(note.startswith("Gross weight") for note in trade_codes["note"])


def test_contained_tonnes_say_how_they_are_known(trade_codes):
    known = trade_codes["contained_share"].notna()
    assert (known == trade_codes["contained_basis"].notna()).all()
    assert (trade_codes.loc[trade_codes["contained_basis"] == "metal", "contained_share"] == 1).all()
    assert (
        trade_codes.loc[trade_codes["contained_basis"].isin(["assumption", "stoichiometry"]), "contained_note"]
        .notna()
        .all()
    )


# The publisher's own figures, BACI V202601 in HS92: value in million USD, tonnes.
@pytest.mark.parametrize(
    ("year", "hs6", "exporter", "importer", "million_usd", "tonnes"),
    [
        (2024, "283691", "CHL", "CHN", 2034.6, 186_168),
        (2022, "810510", "COD", "CHN", 5741.0, 355_060),
        (2024, "260600", "GIN", "CHN", 7589.4, 110_091_480),
        (2024, "810510", "COD", "CHN", 3019.5, 628_191),
        (2023, "284690", "MMR", "CHN", 1441.9, 72_074),
        (2024, "282520", "CHN", "KOR", 1347.8, 83_852),
        (2024, "280530", "CHN", "JPN", 62.0, 5_236),
        (2010, "284690", "CHN", "JPN", 278.9, 8_643),
        (2011, "284690", "CHN", "JPN", 1079.1, 6_069),
        (2024, "250410", "MDG", "KOR", 0.1, 69),
        (2024, "260400", "PHL", "CHN", 1509.4, 34_655_155),
        (2013, "260400", "IDN", "CHN", 1447.4, 50_908_729),
        (2015, "260400", "IDN", "CHN", 3.3, 174_110),
        (2024, "260300", "PER", "CHN", 15599.7, 6_984_345),
        (2024, "261000", "ZAF", "CHN", 4724.6, 12_003_900),
        (2024, "261710", "TJK", "CHN", 18.7, 6_060),
        (2024, "720293", "BRA", "CHN", 1060.1, 41_331),
        (2024, "760110", "RUS", "CHN", 3545.6, 1_397_135),
        (2021, "283691", "CHL", "KOR", 289.6, 35_590),
        (2000, "283691", "CHL", "USA", 19.9, 13_413),
        (1995, "250410", "CHN", "USA", 6.7, 13_651),
        (2024, "284690", "MYS", "CHN", 199.8, 13_658),
        (2024, "261000", "ZAF", "MOZ", 1893.2, 8_266_403),
    ],
)
def test_flows_of_thirty_years_are_the_publishers(flows, year, hs6, exporter, importer, million_usd, tonnes):
    row = select(flows, source_id=THIRTY_YEARS, year=year, hs6=hs6, exporter_iso3=exporter, importer_iso3=importer)
    assert len(row) == 1
    assert row["value_usd"].item() / 1e6 == pytest.approx(million_usd, abs=0.051)
    assert row["quantity_t"].item() == pytest.approx(tonnes, abs=0.51)


def test_chinas_exports_of_rare_earth_compounds_2023(flows):
    sold = select(flows, source_id=THIRTY_YEARS, year=2023, hs6="284690", exporter_iso3="CHN")
    assert sold["quantity_t"].sum() == pytest.approx(27_950, abs=0.51)


def test_every_published_dollar_of_thirty_years_is_held_or_said_to_be_left_out(coverage):
    """48.99 trillion USD of 74 codes, as the publisher's file sums; former states and unions hold 0.4 % of it."""
    own = coverage[coverage["source_id"] == THIRTY_YEARS]
    assert own["hs6"].nunique() == 74
    assert (own["year"].min(), own["year"].max()) == (1995, 2024)
    assert own["value_usd"].sum() + own["left_out_usd"].sum() == pytest.approx(48_987_650_482_057, abs=1_000)
    assert own["left_out_usd"].sum() == pytest.approx(181_418_479_893, abs=1_000)
    assert (own.loc[own["year"] >= 2012, "left_out_usd"] == 0).all()
    assert set(own["scope"]) == {"complete"}


def test_world_totals_and_customs_are_the_published_ones():
    """As their publishers' notes say: magnets and batteries of 2024, British lithium carbonate and Brazilian niobium of 2025."""
    totals = table("trade_total", FACTS).set_index(["hs6", "year"])
    assert len(totals) == 344
    assert totals.loc[("850511", 2024), "quantity_t"] == pytest.approx(187_827, abs=0.51)
    assert totals.loc[("850760", 2024), "value_usd"] / 1e9 == pytest.approx(115.7, abs=0.051)
    assert totals.loc[("850760", 2024), "china_share"] == pytest.approx(0.59, abs=0.0051)
    months = table("customs_month", FACTS)
    assert months["rows"].sum() == 14_456
    year = months[months["year"] == 2025]
    carbonate = select(year, reporter="GBR", hs6="283691", direction="imports")
    assert carbonate["quantity_t"].sum() == pytest.approx(1_875, abs=0.51)
    assert select(carbonate, partner="NLD")["quantity_t"].sum() == pytest.approx(979, abs=0.51)
    assert select(year, reporter="BRA", hs6="720293", direction="exports")["quantity_t"].sum() == pytest.approx(
        98_628, abs=0.51
    )


def test_totals_of_2024_equal_the_complete_file(flows):
    totals = table("trade_total", FACTS)
    totals = totals[totals["year"] == 2024].set_index("hs6")
    whole = select(flows, source_id=WORLD, year=2024).groupby("hs6")[["value_usd", "quantity_t"]].sum()
    both = sorted(set(totals.index) & set(whole.index))
    assert len(both) == 12
    for name in ("value_usd", "quantity_t"):
        assert totals.loc[both, name].to_numpy() == pytest.approx(whole.loc[both, name].to_numpy(), rel=1e-5)
