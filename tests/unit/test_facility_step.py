"""The whole step on one or two rows a publisher, between two drawn countries."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.errors import DataContractError
from geo.facts import dataset
from geo.facts.dataset import Inputs, joined
from geo.facts.pipeline import STEPS
from geo.facts.places import PointCountries
from geo.schema import TABLE_BY_NAME
from geo.schema.validate import check_table
from tests.facility_files import (
    africa_feature,
    icmm_row,
    put_africa,
    put_busch,
    put_exploration,
    put_ga,
    put_hotmaps,
    put_icmm,
    put_indopacific,
    put_nrcan,
    put_pp1802,
)

FACILITY = next(step for step in STEPS if step.name == "facility")
BOXES = {
    "ZMB": shapely.box(22, -18, 34, -8),
    "CAN": shapely.box(-141, 42, -52, 70),
    "AUS": shapely.box(113, -39, 154, -11),
    "MYS": shapely.box(100, 1, 119, 7),
    "NOR": shapely.box(5, 58, 31, 71),
    "CHL": shapely.box(-75, -55, -67, -18),
}
NAMES = {"ZMB": "Zambia", "CAN": "Canada", "AUS": "Australia", "MYS": "Malaysia", "NOR": "Norway", "CHL": "Chile"}
ALIASES = pd.DataFrame({"alias": ["x"], "system": ["any"], "iso3": ["ZMB"]})
NO_CORRECTION = pd.DataFrame(columns=["source_id", "native_id", "field", "old", "new", "reason"])
NCHANGA = {
    "ICMMID": "ICMM1",
    "Confidence Factor": "High",
    "Mine Name ": "Nchanga",
    "Latitude": -12.53,
    "Longitude": 27.86,
}
NCHANGA |= {"Asset Type": "Smelter", "Country": "Zambia", "Primary Commodity": "copper", "Secondary Commodity": None}


def correction(**given):
    line = {"source_id": "usgs-africa-2021", "native_id": "ZMB042-1", "field": "DsgAttr07", "old": "311000"}
    return pd.DataFrame([{**line, "new": None, "reason": "Repeats the copper figure", **given}])


@pytest.fixture
def raw(tmp_path, monkeypatch):
    points = PointCountries(np.array(list(BOXES), dtype=object), np.array(list(BOXES.values()), dtype=object))
    monkeypatch.setattr(dataset, "point_countries", lambda _: points)
    put_icmm(tmp_path, [icmm_row(), icmm_row(**NCHANGA)])
    plant = {"Country": "Zambia", "FeatureNam": "Nchanga Copper Smelter", "FeatureTyp": "Mineral Processing Plants"}
    plant |= {"DsgAttr01": "Metal", "DsgAttr03": "Metal", "DsgAttr08": "Metric tons", "LocOpStat": "Assumed Active"}
    plant |= {"LocConfid": "A"}
    put_africa(tmp_path, *(africa_feature(DsgAttr02=metal, **plant) for metal in ("Cobalt", "Copper")))
    put_exploration(tmp_path, {}, {"FeatureUID": "CDx016", "DsgAttr01": "Gold"})
    put_indopacific(tmp_path, {})
    put_nrcan(tmp_path, {})
    put_ga(tmp_path, [1, "Greenbushes", "WA", -33.86, 116.06, "Operating mine", "Battery/Alloy metals - Li, Ta"])
    put_busch(
        tmp_path,
        "1,Australia,Greenbushes,Hard Rock,-33.85,116.06,Producing,1,NA,Hard Rock",
        "2,Chile,Salar de Tambo,Brine,-19.09,-68.9,No info,1,NA,Brine",
    )
    put_hotmaps(
        tmp_path,
        '752;"ERAMET";"ERAMET NORWAY AS, Porsgrunn";;;"Porsgrunn";"Norway";"SRID=4326;POINT(9.62 59.13)";"Iron and steel";;',
    )
    put_pp1802(tmp_path, "1,2,Chambishi,Cobalt,Sediment,-12.6,28.0,Zambia,", "1,2,Nowhere,Rhenium,Porphyry,0,0,Ocean,")
    return tmp_path


def known(corrections=NO_CORRECTION):
    works = {"native_id": "752", "site_name": "ERAMET NORWAY AS, Porsgrunn", "mineral": "manganese", "stage": "refined"}
    return {
        "country": pd.DataFrame({"iso3": list(NAMES), "name": list(NAMES.values())}),
        "country_alias": ALIASES,
        "facility_correction": corrections,
        "hotmaps_assignment": pd.DataFrame([{**works, "kind": "smelter", "reason": "Makes manganese alloys"}]),
    }


def facility_facts(raw, tables):
    return joined(FACILITY.datasets(), Inputs(raw, tables))


def test_the_step_gives_four_tables_that_hold_their_declaration(raw):
    tables = facility_facts(raw, known())
    assert list(tables) == ["facility", "facility_source", "facility_commodity", "deposit"]
    assert [
        finding for name, frame in tables.items() for finding in check_table(TABLE_BY_NAME[name], frame, name)
    ] == []
    assert tables["facility"]["facility_id"].tolist() == [
        "busch-2",
        "ga-1",
        "hotmaps-752",
        "nrcan-7",
        "usgs-africa-cdx015",
        "usgs-africa-zmb042-1",
        "usgs-indopacific-mys108-1",
    ]
    assert tables["deposit"]["name"].tolist() == ["Chambishi"]


def test_rows_of_one_place_meet_at_the_better_source(raw):
    tables = facility_facts(raw, known())
    home = tables["facility_source"].set_index("facility_source_id")["facility_id"]
    assert home["icmm-gmd-2025:ICMM1"] == home["usgs-africa-2021:ZMB042-2"] == "usgs-africa-zmb042-1"
    assert home["busch-lithium-2024:1"] == "ga-1"


def test_a_reviewed_capacity_is_taken_away(raw):
    lines = facility_facts(raw, known(correction()))["facility_commodity"]
    tonnes = lines[lines["product"] == "Metal"].set_index("mineral")["capacity_t_per_year"]
    assert pd.isna(tonnes["cobalt"])
    assert tonnes["copper"] == 311_000


def test_a_correction_of_a_row_that_no_file_has_is_named(raw):
    with pytest.raises(DataContractError, match="usgs-africa-2021:ZMB999-1 is in no publisher's file"):
        facility_facts(raw, known(correction(native_id="ZMB999-1")))


def test_an_unknown_country_is_named(raw):
    countries = known()
    countries["country"] = countries["country"][countries["country"]["iso3"] != "CHL"]
    with pytest.raises(DataContractError, match="'Chile' is not known"):
        facility_facts(raw, countries)
