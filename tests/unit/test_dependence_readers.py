"""Readers and rows of the U.S. tables, the EU rates and the published distances: symbols survive, traps are not fallen into."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geo.errors import DataContractError, SourceError
from geo.facts.dataset import Inputs
from geo.facts.dependence_eu import eu_facts
from geo.facts.dependence_usgs import us_facts
from geo.facts.mineral_words import mineral_words
from geo.facts.published_distance import published_distances, read_published_distances
from geo.schema import TABLE_BY_NAME
from geo.schema.validate import check_table
from geo.sources.usgs_mcs_us import read_leading_producers, read_salient
from geo.units import KM_PER_NAUTICAL_MILE
from tests.usgs_files import Row, long_file, long_row

SALIENT = "Salient Statistics—United States"
FOLDER = "usgs_mcs_2026"
T7_HEADER = (
    "Source,Year,Units,Critical_mineral,Leading_source_country,Leading_country_prod,Leading_source_precent_world,"
    "World_total_prod,World_prod_notes\n"
)
T7_ROW = "MCS2026,2025_estimated,metric tons,Cobalt,Congo (Kinshasa),230000,74,310000,\n"
NAMES = {
    "Chile": "CHL",
    "China": "CHN",
    "Congo (Kinshasa)": "COD",
    "Congo, D.R.": "COD",
    "Finland": "FIN",
    "Peru": "PER",
    "Togo": "TGO",
    "United States": "USA",
}


@pytest.fixture
def known() -> dict[str, pd.DataFrame]:
    alias = pd.DataFrame([{"alias": name, "system": "any", "iso3": code} for name, code in NAMES.items()])
    return {"country": pd.DataFrame(columns=["iso3", "name"]), "country_alias": alias}


def salient_row(commodity: str, statistics: str, detail: str, year: str, value: str, **more: str) -> Row:
    unit = "percent" if statistics == "Net import reliance" else more.pop("unit", "metric tons")
    return long_row(
        commodity,
        "United States",
        value,
        section=SALIENT,
        statistics=statistics,
        detail=detail,
        year=year,
        unit=unit,
        **more,
    )


def source_row(commodity: str, detail: str, country: str, value: str, notes: str = "") -> Row:
    return long_row(
        commodity,
        country,
        value,
        section="Import Sources",
        statistics="Import sources 2021-2024",
        detail=detail,
        unit="percent",
        year="2021–24",
        notes=notes,
    )


ROWS = [
    salient_row("Cobalt", "Production", "Production: Secondary", "2024", "2,050"),
    salient_row("Cobalt", "Production", "Production: Secondary", "2025", "2,000"),
    salient_row("Cobalt", "Price", "Price, average", "2025", "15", unit="dollars per pound"),
    salient_row("Cobalt", "Stock", "Stocks, yearend", "2024", "956", unit="kilograms"),
    salient_row("Lithium", "Consumption", "Consumption, apparent", "2024", "W"),
    salient_row("Bismuth", "Import", "Imports: Other", "2021", "NA"),
    salient_row("Copper", "Import", "Imports: Ore and concentrate", "2024", "s", unit="thousand metric tons"),
    salient_row("Niobium (Columbium)", "Shipment", "Shipments from Government stockpile", "2021", "?1"),
    salient_row("Cobalt", "Net import reliance", "Net import reliance", "2024", "74"),
    salient_row("Lithium", "Net import reliance", "Net import reliance", "2024", ">50"),
    salient_row("Beryllium", "Net import reliance", "Net import reliance", "2024", "E"),
    salient_row("Cement", "Import", "Imports", "2024", "24,000"),
    source_row("Phosphate Rock", "All", "Peru", ">99"),
    source_row("Phosphate Rock", "All", "Other countries", "<1"),
    source_row("Barite", "All", "China", "21", notes="Includes Hong Kong."),
]
FIGURE_2 = (
    "Source,Import_Share_Order,Commodity,Net_Import_Reliance_pct_2025,Major_Import_Sources_2021_24,Notes\n"
    'MCS2026,1,"CHROMIUM, all forms ",79,"South Africa, Kazakhstan",Descending order.\n'
    'MCS2026,2,COBALT,79,"Norway, Finland",Descending order.\n'
    "MCS2026,3,CEMENT,21,Turkey,Descending order.\n"
)
FIGURE_3 = "Source,Commodity,Import_Source_2021_24,Percent,NIR,Critical_Mineral\nMCS2026,Lithium,Chile,54,50,Y\nMCS2026,Lithium,Other,46,50,Y\n"


def write_usgs(raw: Path, rows: list[Row] = ROWS, leaders: str = T7_ROW) -> Path:
    long_file(raw, rows)
    folder = raw / FOLDER
    (folder / "MCS2026_Fig2_Net_Import_Reliance.csv").write_text(FIGURE_2, encoding="utf-8-sig")
    (folder / "MCS2026_Fig3_Major_Import_Sources.csv").write_text(FIGURE_3, encoding="utf-8-sig")
    (folder / "MCS2026_T7_Critical_Minerals_Salient.csv").write_text(T7_HEADER + leaders, encoding="utf-8-sig")
    return raw


def one(table: pd.DataFrame, **values: object) -> pd.Series:
    for column, value in values.items():
        table = table[table[column] == value]
    assert len(table) == 1
    return table.iloc[0]


def test_salient_rows_keep_every_symbol_and_leave_prices_and_shipments_out(
    tmp_path: Path, known: dict[str, pd.DataFrame]
) -> None:
    table = us_facts(Inputs(write_usgs(tmp_path), known))["us_salient"]
    assert set(table["item"]) == {"production", "stock", "consumption", "import"}
    assert one(table, item="production", year=2024)["flag"] == "reported"
    assert one(table, item="production", year=2025)["flag"] == "estimated"
    assert one(table, item="stock")["quantity_t"] == pytest.approx(0.956)
    withheld = one(table, commodity="Lithium")
    assert (withheld["flag"], withheld["raw_value"]) == ("withheld", "W")
    assert pd.isna(withheld["quantity_t"])
    assert pd.isna(one(table, commodity="Bismuth")["quantity_t"])
    trace = one(table, commodity="Copper")
    assert (trace["flag"], trace["low_t"], trace["high_t"]) == ("trace", 0.0, 500.0)
    assert check_table(TABLE_BY_NAME["us_salient"], table, "us_salient") == []


def test_reliance_keeps_bounds_and_calls_a_net_exporter_one(tmp_path: Path, known: dict[str, pd.DataFrame]) -> None:
    table = us_facts(Inputs(write_usgs(tmp_path), known))["us_import_reliance"]
    printed = table[table["printed_table"] == "salient statistics"]
    assert one(printed, commodity="Cobalt")["percent"] == 74
    bound = one(printed, commodity="Lithium")
    assert (bound["low_pct"], bound["flag"]) == (50.0, "at_least")
    assert pd.isna(bound["percent"])
    exporter = one(printed, commodity="Beryllium")
    assert (bool(exporter["is_net_exporter"]), exporter["high_pct"], exporter["raw_value"]) == (True, 0.0, "E")
    figure = table[table["printed_table"] == "figure 2"]
    assert figure["commodity"].tolist() == ["CHROMIUM, all forms", "COBALT"]
    assert one(figure, commodity="COBALT")["sources_text"] == "Norway, Finland"
    assert check_table(TABLE_BY_NAME["us_import_reliance"], table, "us_import_reliance") == []


def test_import_sources_keep_bounds_the_rest_and_hong_kong(tmp_path: Path, known: dict[str, pd.DataFrame]) -> None:
    table = us_facts(Inputs(write_usgs(tmp_path), known))["us_import_source"]
    peru = one(table, area="PER")
    assert (peru["low_pct"], peru["raw_value"], peru["period"]) == (99.0, ">99", "2021-24")
    assert one(table, commodity="Phosphate Rock", area="OTHER")["high_pct"] == 1.0
    assert bool(one(table, commodity="Barite")["includes_hong_kong"])
    assert one(table, printed_table="figure 3", area="CHL")["percent"] == 54
    assert check_table(TABLE_BY_NAME["us_import_source"], table, "us_import_source") == []


def test_leaders_lose_their_footnote_digit_and_keep_na(tmp_path: Path, known: dict[str, pd.DataFrame]) -> None:
    leaders = (
        T7_ROW
        + "MCS2026,2025_estimated,metric tons,Rare earths (compounds and metals)9,China,270000,69,390000,\n"
        + "MCS2026,2025_estimated,metric tons,Arsenic ,Peru,30000,49,61000,Arsenic trioxide.\n"
        + "MCS2026,2025_estimated,metric tons,Germanium,China,NA,NA,NA,\n"
        + "MCS2026,2025_estimated,metric tons,Boron,China,W,W,W,\n"
    )
    table = us_facts(Inputs(write_usgs(tmp_path, leaders=leaders), known))["usgs_leading_producer"]
    assert one(table, mineral="rare_earths")["percent"] == 69
    assert one(table, mineral="arsenic")["stage"] == "refined"
    germanium = one(table, mineral="germanium")
    assert (germanium["flag"], germanium["raw_value"]) == ("not_available", "NA")
    assert len(table) == 4


def test_every_unknown_cell_and_commodity_is_named_at_once(tmp_path: Path, known: dict[str, pd.DataFrame]) -> None:
    rows = [
        *ROWS,
        salient_row("Tin", "Import", "Imports: Refined", "2024", "about 9"),
        salient_row("Zinc", "Export", "Exports: Refined", "2024", "?5"),
    ]
    leaders = T7_ROW + "MCS2026,2025_estimated,metric tons,Unobtainium,Chile,1,2,3,\n"
    with pytest.raises(DataContractError) as caught:
        us_facts(Inputs(write_usgs(tmp_path, rows, leaders), known))
    text = str(caught.value)
    assert "'about 9'" in text
    assert "'?5'" in text
    assert "'Unobtainium'" in text


def test_a_table_t7_of_another_year_or_unit_is_refused(tmp_path: Path) -> None:
    write_usgs(tmp_path, leaders=T7_ROW.replace("metric tons", "kilograms"))
    with pytest.raises(SourceError, match="kilograms"):
        read_leading_producers(tmp_path)


def test_a_long_file_without_the_section_is_refused(tmp_path: Path) -> None:
    long_file(tmp_path, [long_row("Cobalt", "Canada", "1")])
    with pytest.raises(SourceError, match="no section 'Salient Statistics'"):
        read_salient(tmp_path)


def write_eu(raw: Path) -> Path:
    annex = raw / "eu_crm_2023_annexes"
    annex.mkdir()
    header = "Material,Stage,Country,Share,t\n"
    rows = "".join(f"{name},{stage},Chile,50%,1.0\n" for name, stage in mineral_words("eu-shares", {}).mapped())
    extra = "Aluminium,E,China,60%,1.1\nAluminium,P,China,70%,1.1\nGold,E,Peru,9%,1.0\nTin,E,Togo,<0.1%,1.0\n"
    (annex / "global_supply_shares_2023.csv").write_text(header + rows + extra, encoding="utf-8")
    (annex / "eu_sourcing_shares_2023.csv").write_text(
        header + 'Cobalt,P,"Congo, D.R.",2%,1.1\nCobalt,P,Finland,62%,0.8\n', encoding="utf-8"
    )
    (annex / "material_use_shares_2023.csv").write_text(
        "Material,Application,Share,NACE sector,VA_million_EUR\n"
        "Cobalt,Batteries,44%,C27 - Manufacture of electrical equipment,84000\nCobalt,Other,>0%,,\n",
        encoding="utf-8",
    )
    results = raw / "eu_crm_2023_results"
    results.mkdir()
    (results / "sr_ei_2023.csv").write_text(
        "material,supply_risk_2023,economic_importance_2023\nCobalt,2.8,6.8\n", encoding="utf-8"
    )
    rates = raw / "eu_eol_rir_2023"
    rates.mkdir()
    sheet = "https://scrreen.eu/SCRREEN2_factsheets_"
    lines = [
        f"x,{name},Processing,1,{'0.0' if name == 'Lithium' else '0.2'},{sheet}{name.upper()}.pdf"
        for name, _ in mineral_words("eu-rates", {}).mapped()
    ]
    lines = [line.replace("GALLIUM.pdf", "").replace(sheet, "") if ",Gallium," in line else line for line in lines]
    text = (
        "wmd_sheet,material,hs_stage,hs6,eol_rir_2023,reference\n"
        + "\n".join([*lines, "x,Gold,Processing,1,0.05,"])
        + "\n"
    )
    (rates / "eol_rir_and_hs_map.csv").write_text(text, encoding="utf-8")
    return raw


def test_eu_shares_keep_stage_material_t_and_bounds(tmp_path: Path, known: dict[str, pd.DataFrame]) -> None:
    table = eu_facts(Inputs(write_eu(tmp_path), known))["eu_supply_share"]
    aluminium = table.query("material == 'Aluminium' and iso3 == 'CHN'").set_index("stage")["mineral"]
    assert aluminium.to_dict() == {"mined": "bauxite", "refined": "aluminium"}
    bound = one(table, material="Tin", iso3="TGO")
    assert pd.isna(bound["share"])
    assert bound["high_share"] == pytest.approx(0.001)
    sourcing = one(table, scope="eu_sourcing", iso3="FIN")
    assert (sourcing["share"], sourcing["trade_factor"]) == (0.62, 0.8)
    assert "Gold" not in set(table["material"])
    assert check_table(TABLE_BY_NAME["eu_supply_share"], table.reset_index(drop=True), "eu_supply_share") == []


def test_a_rate_of_zero_beside_its_own_factsheet_is_zero_and_one_with_anothers_unverified(
    tmp_path: Path, known: dict[str, pd.DataFrame]
) -> None:
    table = eu_facts(Inputs(write_eu(tmp_path), known))["recycling_rate"].set_index("material")
    assert table.loc["Lithium", "status"] == "assessed"
    assert table.loc["Cobalt", "status"] == "assessed"
    assert table.loc["Titanium", "status"] == "unverified"
    assert table.loc["Gallium", "status"] == "unverified"
    assert "tungsten" in table.loc["Titanium", "note"]


def test_a_material_that_no_file_has_is_named(tmp_path: Path, known: dict[str, pd.DataFrame]) -> None:
    path = write_eu(tmp_path) / "eu_crm_2023_annexes" / "global_supply_shares_2023.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Tungsten,", "Wolfram,"), encoding="utf-8")
    with pytest.raises(DataContractError, match="'Tungsten / E' is not in the files"):
        eu_facts(Inputs(tmp_path, known))


DISTANCE_HEADER = "pair,route,published_nm,publisher,document,url,document_date,unit_note,confidence\n"
DISTANCE_ROW = (
    "Jeddah-Piraeus,suez,1320,Suez Canal Authority,Saving in distance,https://example.org,undated,nautical miles,high\n"
)
POINT_HEADER = "pair,route,origin_lon,origin_lat,dest_lon,dest_lat,published_nm\n"
POINT_ROW = "Jeddah-Piraeus,suez,39.17,21.48,23.62,37.94,1320\n"


def write_distances(raw: Path, rows: str = DISTANCE_ROW, points: str = POINT_ROW) -> Path:
    folder = raw / "facts_sea_distances"
    folder.mkdir()
    (folder / "published_port_distances.csv").write_text(DISTANCE_HEADER + rows, encoding="utf-8")
    (folder / "route_model_measurements.csv").write_text(POINT_HEADER + points, encoding="utf-8")
    return raw


def test_a_published_distance_stands_beside_our_route(tmp_path: Path) -> None:
    table = published_distances(read_published_distances(write_distances(tmp_path)))
    row = table.iloc[0]
    assert (row["from_port"], row["to_port"], row["route_case"]) == ("Jeddah", "Piraeus", "open")
    assert row["modelled_km"] == pytest.approx(1320 * KM_PER_NAUTICAL_MILE, rel=0.05)
    assert check_table(TABLE_BY_NAME["published_distance"], table, "published_distance") == []


def test_a_distance_without_points_or_case_is_refused(tmp_path: Path) -> None:
    raw = write_distances(tmp_path, points="")
    with pytest.raises(SourceError, match="no points for 'Jeddah-Piraeus'"):
        read_published_distances(raw)
    printed = pd.DataFrame({"pair": ["A-B"], "route": ["northwest"]})
    with pytest.raises(DataContractError, match="route 'northwest' is not known"):
        published_distances(printed)
