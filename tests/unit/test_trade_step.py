"""The bundled trade files, in the form of their editions and with their traps, through readers and step."""

import json
from pathlib import Path

import pandas as pd
import pytest

from geo.errors import DataContractError, SourceError
from geo.facts.dataset import Inputs
from geo.facts.trade import trade_facts
from geo.facts.trade_area import place_flows
from geo.schema import TABLE_BY_NAME
from geo.schema.files import write_facts
from geo.sources import baci_asean, baci_sample

WORLD = "cepii_baci_v202601"
ASEAN = "cepii_baci_v202601_asean"
YEARS = "cepii_baci_v202601_hs92"
LABELS = {"lithium": "283691", "gallium": "811292", "germanium": "811292", "hafnium": "811231"}
KNOWN = {
    "country": pd.DataFrame(
        {
            "iso3": ["CHL", "CHN", "NAM", "TWN", "IDN", "BEL", "USA"],
            "name": ["Chile", "China", "Namibia", "Taiwan", "Indonesia", "Belgium", "United States"],
        }
    ),
    "extra_code": pd.DataFrame(
        [("260800", "zinc", "mined", None), ("711290", "precious metals", None, "any scrap")],
        columns=["hs6", "mineral_text", "stage", "note"],
    ).assign(is_waste=[False, True], is_pure=[True, False]),
    "country_alias": pd.DataFrame(
        [
            ("s19", "cepii", "TWN"),
            ("842", "cepii", "USA"),
            ("490", "cepii", "TWN"),
            ("152", "cepii", "CHL"),
            ("58", "cepii", "BEL"),
            ("cl", "iso2", "CHL"),
            ("cn", "iso2", "CHN"),
            ("na", "iso2", "NAM"),
            ("tw", "iso2", "TWN"),
        ],
        columns=["alias", "system", "iso3"],
    ),
}


def series(year: int, flows: list[tuple[str, str, int]]) -> str:
    rows = [{"from": exporter, "to": importer, "value": value} for exporter, importer, value in flows]
    mixed = [{"from": "CN", "to": "CL", "value": 5}]
    materials = {"lithium": rows, "gallium": mixed, "germanium": mixed, "hafnium": mixed}
    return json.dumps({"year": year, "source": "as published", "materials": materials})


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    world, asean, codes, years = tmp_path / WORLD, tmp_path / ASEAN, tmp_path / "hs_codes", tmp_path / YEARS
    for folder in (world, asean, codes, years):
        folder.mkdir()
    pd.DataFrame(
        [
            (2024, "CHL", "Chile", "CHN", "China", "283691", "lithium", 2027527.918, 185819.781),
            (2024, "CHL", "Chile", "S19", "Other Asia, nes", "283691", "lithium", 10.5, None),
            (2024, "NAM", "Namibia", "CHN", "China", "283691", "lithium", 20.0, 1.0),
            (2024, "ANT", "Netherlands Antilles", "CHN", "China", "283691", "lithium", 1.0, 1.0),
            (2024, "CHN", "China", "CHL", "Chile", "811292", "gallium", 0.005, 0.001),
        ],
        columns=[
            "year",
            "exporter",
            "exporter_name",
            "importer",
            "importer_name",
            "hs6",
            "material",
            "value_kusd",
            "qty_t",
        ],
    ).to_parquet(world / "baci_hs17_v202601_y2024_30hs6.parquet")
    (world / "baci_hs17_v202601_y2022_30hs6_value_only.csv").write_text(
        "i,j,cmd,value\nCHL,CHN,283691,5995868008.0\nNAM,S19,283691,41991.0\nCHN,CHL,811292,5.0\n"
    )
    for year in (2018, 2019, 2020, 2021, 2023):
        (world / f"flows_{year}.json").write_text(series(year, [("CL", "CN", 1000 + year), ("NA", "TW", 7)]))
    (world / "flows_2022.json").write_text(series(2022, [("CL", "CN", 5995868008)]))
    (world / "flows_2024.json").write_text(series(2024, [("CL", "CN", 2027527918)]))
    (world / "atlas_label_to_hs6_crosswalk.json").write_text(
        json.dumps({label: {"title_code": code} for label, code in LABELS.items()})
    )
    (world / "product_codes_HS17_V202301.csv").write_text(
        '"code","description"\n"10121","Horses: live"\n"260800","Zinc ores and concentrates"\n'
        '"790111","Zinc: unwrought, 99.99% or more"\n"790112","Zinc: unwrought, less"\n'
    )
    (asean / "baci-asean-minerals-bilateral-2010-2024.csv").write_text(
        "t,hs6,i,j,trade_usd_thousands,qty_tons,i_iso3,j_iso3,mineral\n"
        "2024,283691,360,156,6000.25,,IDN,CHN,Lithium carbonate\n"
        "2024,283691,156,360,7000.0,0.5,CHN,IDN,Lithium carbonate\n"
    )
    pd.DataFrame(
        [
            (1995, 152, 842, "283691", 5.5, 2.0),
            (1995, 711, 842, "283691", 9.0, 1.0),
            (2024, 842, 490, "283691", 7.0, None),
        ],
        columns=["t", "i", "j", "k", "v", "q"],
    ).astype({"t": "int16", "i": "int16", "j": "int16"}).to_parquet(years / "baci_hs92_v202601_1995_2024_74hs6.parquet")
    (years / "product_codes_HS92.csv").write_text(
        '"code","description"\n"711290","Metals: waste and scrap of precious metal"\n"260800","Zinc ores"\n'
    )
    (codes / "hs_codes.csv").write_text(
        "hs6,revision,description,mineral,stage,pure,source_list,note,available_in\n"
        "283691,HS92-HS22,Carbonates; lithium carbonate,lithium,refined,yes,WTO (Lithium),,baci_2024_tonnes\n"
        '811292,HS02-HS22,"Gallium, germanium",gallium and others,refined,no,WTO,mixed,baci_2024_tonnes\n'
    )
    return tmp_path


def flow(tables: dict[str, pd.DataFrame], year: int, exporter: str, importer: str) -> pd.DataFrame:
    flows = tables["trade_flow"]
    return flows[(flows["year"] == year) & (flows["exporter_iso3"] == exporter) & (flows["importer_iso3"] == importer)]


def test_the_tables_fit_their_declaration(raw, tmp_path):
    for name, frame in trade_facts(Inputs(raw, KNOWN)).items():
        assert write_facts(TABLE_BY_NAME[name], frame, tmp_path / "facts").is_file()


def test_thousands_become_dollars_and_the_csv_of_2022_is_in_dollars_already(raw):
    tables = trade_facts(Inputs(raw, KNOWN))
    assert flow(tables, 2024, "CHL", "CHN")["value_usd"].tolist() == [2027527918.0]
    assert flow(tables, 2022, "CHL", "CHN")["value_usd"].tolist() == [5995868008.0]
    assert flow(tables, 2024, "IDN", "CHN")["value_usd"].tolist() == [6000250.0]


def test_missing_tonnes_stay_empty(raw):
    tables = trade_facts(Inputs(raw, KNOWN))
    assert flow(tables, 2024, "CHL", "TWN")["quantity_t"].isna().all()
    assert flow(tables, 2024, "IDN", "CHN")["quantity_t"].isna().all()
    assert flow(tables, 2022, "CHL", "CHN")["quantity_t"].isna().all()


def test_taiwan_and_namibia_survive_iso2_and_iso3(raw):
    tables = trade_facts(Inputs(raw, KNOWN))
    assert flow(tables, 2018, "NAM", "TWN")["value_usd"].tolist() == [7.0]
    assert flow(tables, 2022, "NAM", "TWN")["value_usd"].tolist() == [41991.0]


def test_one_code_with_three_labels_counts_once(raw):
    mixed = trade_facts(Inputs(raw, KNOWN))["trade_flow"].query("hs6 == '811292' and year == 2018")
    assert mixed["value_usd"].tolist() == [5.0]
    assert "811231" not in set(trade_facts(Inputs(raw, KNOWN))["trade_flow"]["hs6"])


def test_three_labels_that_part_are_an_error(raw):
    path = raw / WORLD / "flows_2018.json"
    document = json.loads(path.read_text())
    document["materials"]["hafnium"][0]["value"] = 6
    path.write_text(json.dumps(document))
    with pytest.raises(DataContractError, match="no longer the same flows"):
        trade_facts(Inputs(raw, KNOWN))


def test_a_pruned_flow_that_differs_from_the_whole_file_is_an_error(raw):
    (raw / WORLD / "flows_2022.json").write_text(series(2022, [("CL", "CN", 5995868108)]))
    with pytest.raises(DataContractError, match="2022 / 283691 / CHL / CHN differs"):
        trade_facts(Inputs(raw, KNOWN))


def test_areas_of_the_past_are_left_out_and_counted(raw):
    tables = trade_facts(Inputs(raw, KNOWN))
    coverage = tables["trade_coverage"].set_index(["source_id", "year", "hs6"])
    row = coverage.loc[("cepii-baci-hs17-v202601", 2024, "283691")]
    assert row["flows"] == 3
    assert row["value_usd"] == pytest.approx(2027527918.0 + 10500 + 20000)
    assert "1 flows of areas that are no country of today" in row["note"]
    assert "1 of 3 flows have no tonnes" in row["note"]


def test_pruned_notes_state_the_share_kept(raw):
    coverage = trade_facts(Inputs(raw, KNOWN))["trade_coverage"].query("scope == 'pruned' and hs6 == '283691'")
    assert len(coverage) == 5
    assert coverage["note"].str.contains("keeps at least 99.9 % of this code's value").all()


def test_every_unknown_area_is_listed():
    flows = pd.DataFrame({"exporter": ["999", "842", "XYZ"], "importer": ["842", "998", "842"]})
    with pytest.raises(DataContractError) as caught:
        place_flows(flows, KNOWN, place="a file")
    assert [finding.split("'")[1] for finding in caught.value.findings] == ["998", "999", "XYZ"]


def test_belgium_and_luxembourg_before_1999_are_belgium():
    flows = pd.DataFrame({"exporter": ["58"], "importer": ["842"]})
    assert place_flows(flows, KNOWN, place="a file").flows["exporter_iso3"].tolist() == ["BEL"]


def test_a_code_new_in_an_edition_is_read_from_its_country_file():
    flows = pd.DataFrame({"exporter": ["777"], "importer": ["842"]})
    placed = place_flows(flows, KNOWN, place="a file", edition_areas={"777": "CHL", "842": "CHN"})
    assert placed.flows["exporter_iso3"].tolist() == ["CHL"]
    assert placed.flows["importer_iso3"].tolist() == ["USA"]


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("flows_2018.json", "{", "not whole JSON"),
        ("flows_2018.json", "[]", "form of its edition"),
        ("flows_2018.json", '{"year": 2018}', "form of its edition"),
        ("flows_2018.json", series(2019, []), "of the year 2019"),
        ("baci_hs17_v202601_y2022_30hs6_value_only.csv", "i,j,cmd\nCHL,CHN,283691\n", "lacks the columns value"),
        (
            "baci_hs17_v202601_y2022_30hs6_value_only.csv",
            "i,j,cmd,value\nCHL,CHN,283691,x\n",
            "line 2: 'x' is not a number",
        ),
    ],
)
def test_an_altered_file_is_named(raw, file, content, words):
    (raw / WORLD / file).write_text(content)
    with pytest.raises(SourceError, match=words) as caught:
        trade_facts(Inputs(raw, KNOWN))
    assert file in str(caught.value)


def test_a_missing_file_is_named(raw):
    (raw / WORLD / "flows_2023.json").unlink()
    with pytest.raises(SourceError, match=r"flows_2023\.json is missing"):
        trade_facts(Inputs(raw, KNOWN))


def test_an_asean_value_must_be_a_number(raw):
    path = raw / ASEAN / "baci-asean-minerals-bilateral-2010-2024.csv"
    path.write_text(path.read_text().replace("6000.25", "n/a"))
    with pytest.raises(SourceError, match="'n/a' is not a number"):
        baci_asean.read_asean_flows(raw)


def test_product_codes_get_their_leading_zero_back(raw):
    assert baci_sample.read_product_texts(raw)["hs6"].tolist()[0] == "010121"
