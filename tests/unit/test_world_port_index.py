"""Reader of the World Port Index: a small file in the publisher's form, with its traps."""

from __future__ import annotations

import math

import pytest

from geo.errors import SourceError
from geo.facts.gateway import read_world_port_index

HEADER = (
    "OID_,World Port Index Number,Region Name,Main Port Name,Alternate Port Name,UN/LOCODE,Country Code,"
    "World Water Body,Channel Depth (m),Cargo Pier Depth (m),Maximum Vessel Draft (m),Harbor Size,Harbor Type,"
    "Latitude,Longitude"
)
SHANGHAI = (
    "1.0,59970.0,China -- 59840,Shanghai,Shanghai Gang; Wusong,CNSGH,China,East China Sea; North Pacific Ocean,"
    "7.1,11.0,0.0,Large,River (Natural),31.216667,121.5"
)
ANTOFAGASTA = (
    "2.0,14660.0,Chile -- 14070,Antofagasta,Mejillones,CL ANF,Chile,South Pacific Ocean,"
    "0.0,9.4,0.0,Medium,Coastal (Breakwater),-23.65,-70.416667"
)
PROGRESO = (
    "3.0,9510.1, ,Puerto  Progreso, , ,Mexico,Gulf of Mexico; North Atlantic Ocean,0.0,0.0,0.0, , ,21.35,-89.683333"
)


def written(raw, *lines):
    folder = raw / "nga_world_port_index"
    folder.mkdir()
    (folder / "UpdatedPub150.csv").write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8-sig")
    return raw


def test_zero_depth_is_no_depth(tmp_path):
    ports = read_world_port_index(written(tmp_path, SHANGHAI, ANTOFAGASTA)).set_index("name")
    assert ports.loc["Shanghai", "channel_depth_m"] == 7.1
    assert math.isnan(ports.loc["Antofagasta", "channel_depth_m"])
    assert ports["maximum_draft_m"].isna().all()


def test_number_keeps_its_decimal_part_only_where_printed(tmp_path):
    assert read_world_port_index(written(tmp_path, SHANGHAI, PROGRESO))["wpi_number"].tolist() == ["59970", "9510.1"]


def test_blanks_are_no_text(tmp_path):
    ports = read_world_port_index(written(tmp_path, ANTOFAGASTA, PROGRESO))
    assert ports["unlocode"].tolist() == ["CLANF", ""]
    assert ports["name"].tolist() == ["Antofagasta", "Puerto Progreso"]
    assert ports["harbor_size"].tolist() == ["Medium", ""]


def test_country_is_the_printed_name(tmp_path):
    assert read_world_port_index(written(tmp_path, SHANGHAI))["country_name"].tolist() == ["China"]


def test_a_cut_row_is_named_by_its_line(tmp_path):
    with pytest.raises(SourceError, match="line 3"):
        read_world_port_index(written(tmp_path, SHANGHAI, ANTOFAGASTA.rsplit(",", 2)[0]))


def test_a_place_off_the_earth_is_named_by_its_line(tmp_path):
    with pytest.raises(SourceError, match=r"line 2: lon 1215 "):
        read_world_port_index(written(tmp_path, SHANGHAI.replace("121.5", "1215")))


def test_another_edition_is_refused_by_column(tmp_path):
    folder = tmp_path / "nga_world_port_index"
    folder.mkdir()
    (folder / "UpdatedPub150.csv").write_text(HEADER.replace("Harbor Size", "Size") + "\n" + SHANGHAI + "\n")
    with pytest.raises(SourceError, match="Harbor Size"):
        read_world_port_index(tmp_path)
