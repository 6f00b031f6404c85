from __future__ import annotations

import pandas as pd
import pytest

from geo.errors import SelectionError
from geo.evidence.sources import sources_of
from geo.schema import RELATIONS
from geo.store import queries_facility, queries_reference, queries_source, queries_trade
from geo.store.database import Atlas
from tests.factory import COUNTRIES, EU, SOURCES


def pairs(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return list(frame[list(columns)].itertuples(index=False, name=None))


def test_countries_are_in_the_order_of_their_names(tiny_atlas: Atlas) -> None:
    names = queries_reference.countries(tiny_atlas)["name"]
    assert list(names) == sorted(names)
    assert len(names) == len(COUNTRIES)


def test_group_members_by_group_and_by_country(tiny_atlas: Atlas) -> None:
    groups = queries_reference.country_groups(tiny_atlas).set_index("group_id")["members"]
    assert groups.to_dict() == {"EU27": 3, "G7": 6}
    assert tuple(queries_reference.country_group_members(tiny_atlas, group_id="EU27")["iso3"]) == EU
    assert list(queries_reference.country_group_members(tiny_atlas, iso3="DEU")["group_id"]) == ["EU27", "G7"]
    assert len(queries_reference.country_group_members(tiny_atlas)) == 9


def test_presets_come_with_the_smallest_first(tiny_atlas: Atlas) -> None:
    assert list(queries_reference.roster_presets(tiny_atlas)["preset_id"]) == ["washington-six", "washington-six-can"]


def test_governance_has_one_row_a_country_and_three_columns_an_indicator(tiny_atlas: Atlas) -> None:
    assert queries_reference.governance_years(tiny_atlas) == [2023, 2022]
    rows = queries_reference.governance(tiny_atlas, 2023).set_index("iso3")
    assert len(rows) == len(COUNTRIES)
    assert rows.loc["AUS", ["rl", "rl_se", "rl_pct"]].tolist() == [-1.0, 0.1, 0.0]
    assert queries_reference.governance(tiny_atlas, 1999).empty


def test_controls_by_mineral_and_by_country(tiny_atlas: Atlas) -> None:
    assert list(queries_reference.export_controls(tiny_atlas)["iso3"]) == ["CHN", "COD", "IDN"]
    assert list(queries_reference.export_controls(tiny_atlas, mineral="cobalt")["iso3"]) == ["COD"]
    ended = queries_reference.export_controls(tiny_atlas, iso3="IDN")
    assert pairs(ended, "is_in_force", "minerals") == [(False, "nickel")]


def test_distances_of_a_case_are_filtered_on_either_side(tiny_atlas: Atlas) -> None:
    count = len(COUNTRIES)
    assert len(queries_reference.distances(tiny_atlas, "open")) == count * (count - 1)
    some = queries_reference.distances(tiny_atlas, "suez_closed", from_iso3=["AUS"], to_iso3=["BRA", "CAN"])
    assert pairs(some, "to_iso3", "total_km", "from_port") == [
        ("BRA", 3000.0, "Port of Australia"),
        ("CAN", 4500.0, "Port of Australia"),
    ]
    assert queries_reference.distances(tiny_atlas, "open", from_iso3=[]).empty


def test_a_facility_shows_one_own_capacity_and_never_a_shared_one(tiny_atlas: Atlas) -> None:
    cobalt = queries_facility.facilities(tiny_atlas, "cobalt").set_index("facility_id")
    assert cobalt.loc["fin-cobalt-refinery", "capacity_t_per_year"] == 15_000
    assert cobalt.loc["fin-cobalt-refinery", "capacity_product"] == "cobalt chemicals"
    assert cobalt.loc["cod-big-mine", ["role", "capacity_t_per_year"]].tolist() == ["secondary", 25_000]
    assert pd.isna(cobalt.loc["can-project", "capacity_t_per_year"])
    nickel = queries_facility.facilities(tiny_atlas, "nickel").set_index("facility_id")
    assert pd.isna(nickel.loc["idn-smelter", "capacity_t_per_year"])
    assert nickel.loc["idn-smelter", "capacities"] == 0


def test_hidden_facilities_show_on_demand_only(tiny_atlas: Atlas) -> None:
    shown = set(queries_facility.facilities(tiny_atlas, "cobalt")["facility_id"])
    every = set(queries_facility.facilities(tiny_atlas, "cobalt", include_hidden=True)["facility_id"])
    assert every - shown == {"aus-doubtful-mine"}
    assert len(queries_facility.country_facilities(tiny_atlas, "AUS")) == 1
    assert len(queries_facility.country_facilities(tiny_atlas, "AUS", include_hidden=True)) == 2


def test_a_facility_leads_to_its_source_rows_and_minerals(tiny_atlas: Atlas) -> None:
    assert pairs(queries_facility.facility(tiny_atlas, "cod-big-mine"), "country", "region") == [("DR Congo", "africa")]
    assert queries_facility.facility(tiny_atlas, "no-such").empty
    assert pairs(queries_facility.facility_sources(tiny_atlas, "cod-big-mine"), "publisher", "native_id") == [
        ("SITES", "cod-big-mine")
    ]
    minerals = queries_facility.facility_commodities(tiny_atlas, "cod-big-mine")
    assert pairs(minerals, "mineral", "role") == [("copper", "primary"), ("cobalt", "secondary")]


def test_known_sites_are_counted_by_country_and_kind(tiny_atlas: Atlas) -> None:
    counts = queries_facility.facilities_by_country(tiny_atlas, "cobalt")
    assert pairs(counts, "iso3", "kind", "known", "operating") == [
        ("AUS", "mine", 1, 1),
        ("CAN", "project", 1, 0),
        ("COD", "mine", 1, 1),
        ("FIN", "refinery", 1, 1),
    ]


def test_deposits_and_coverage_note(tiny_atlas: Atlas) -> None:
    assert list(queries_facility.deposits(tiny_atlas, "cobalt")["deposit_id"]) == ["cod-deposit"]
    assert queries_facility.facility_coverage(tiny_atlas, "cobalt") == "A few sites for tests."
    assert queries_facility.facility_coverage(tiny_atlas, "tin") is None


def test_the_card_tables_hold_mines_and_plants_with_their_minerals(tiny_atlas: Atlas) -> None:
    mines = queries_source.table(tiny_atlas, "mine")
    assert pairs(mines, "facility_id", "minerals") == [
        ("aus-doubtful-mine", "cobalt"),
        ("aus-nickel-mine", "nickel;cobalt"),
        ("cod-big-mine", "copper;cobalt"),
    ]
    assert list(queries_source.table(tiny_atlas, "refinery")["kind"]) == ["refinery", "smelter"]


def test_codes_say_whether_there_are_rows(tiny_atlas: Atlas) -> None:
    codes = queries_trade.trade_codes(tiny_atlas)
    cobalt = codes[codes["mineral"] == "cobalt"]
    assert pairs(cobalt, "stage", "hs6", "has_rows") == [("refined", "282200", True), ("refined", "810520", False)]
    assert queries_trade.hs_codes(tiny_atlas).set_index("hs6").loc["811292", ["is_pure", "has_rows"]].tolist() == [
        False,
        True,
    ]


def test_the_fuller_source_of_a_year_is_read_and_sources_never_meet(tiny_atlas: Atlas) -> None:
    years = queries_trade.trade_years(tiny_atlas)
    assert pairs(years[years["hs6"] == "282200"], "year", "scope", "source_id") == [
        (2024, "complete", "baci-test"),
        (2023, "pruned", "baci-test"),
    ]
    flows = queries_trade.trade_flows(tiny_atlas, ["282200"], 2024)
    assert set(flows["source_id"]) == {"baci-test"}
    assert "IDN" not in set(flows["exporter_iso3"])


def test_flows_come_largest_first_and_missing_tonnes_stay_missing(tiny_atlas: Atlas) -> None:
    flows = queries_trade.trade_flows(tiny_atlas, ["282200", "811292"], 2024)
    assert list(flows["value_usd"]) == sorted(flows["value_usd"], reverse=True)
    japan = flows[(flows["exporter_iso3"] == "JPN")].iloc[0]
    assert pd.isna(japan["quantity_t"])


def test_pruned_years_have_flows_and_no_totals(tiny_atlas: Atlas) -> None:
    assert len(queries_trade.trade_flows(tiny_atlas, ["282200"], 2023)) == 2
    trade = queries_trade.country_trade(tiny_atlas, "USA")
    assert pairs(trade, "mineral", "hs6", "year", "imports_usd") == [("cobalt", "282200", 2024, 55e6)]


def test_sources_count_the_rows_of_every_table(tiny_atlas: Atlas) -> None:
    used = queries_source.sources(tiny_atlas).set_index("source_id")
    assert set(used.index) == set(SOURCES)
    assert used.loc["sites-test", "rows"] == 6 + 6 + 9 + 1
    assert used.loc["sites-test", "tables"] == "deposit;facility;facility_commodity;facility_source"
    assert set(queries_source.editions(tiny_atlas)["source_id"]) == set(SOURCES)
    named = sources_of(tiny_atlas, ["usgs-test", "iea-test", "usgs-test"])
    assert [source.source_id for source in named] == ["iea-test", "usgs-test"]


def test_coverage_counts_countries_with_a_figure(tiny_atlas: Atlas) -> None:
    cobalt = queries_source.coverage_matrix(tiny_atlas).set_index("mineral").loc["cobalt"]
    assert (cobalt["mined_from"], cobalt["mined_to"], cobalt["mined_countries"]) == (2024, 2025, 3)
    assert (cobalt["refined_to"], cobalt["refined_countries"]) == (2024, 3)
    assert (cobalt["reserves_countries"], cobalt["trade_codes"], cobalt["trade_complete_year"]) == (2, 1, 2024)
    assert (cobalt["mines"], cobalt["refineries"], cobalt["projects"], cobalt["deposits"]) == (2, 1, 1, 1)


def test_every_relation_can_be_had_whole_and_nothing_else(tiny_atlas: Atlas) -> None:
    sizes = queries_source.table_sizes(tiny_atlas).set_index("table_name")["rows"]
    for relation in RELATIONS:
        rows = queries_source.table(tiny_atlas, relation.name)
        assert list(rows.columns) == relation.column_names
        assert len(rows) == sizes[relation.name]
    with pytest.raises(SelectionError, match="table 'country; DROP' is not known"):
        queries_source.table(tiny_atlas, "country; DROP")


def test_a_value_is_bound_and_never_read_as_sql(tiny_atlas: Atlas) -> None:
    assert queries_facility.facilities(tiny_atlas, "' OR 1=1 --").empty
    assert queries_trade.trade_flows(tiny_atlas, ["' OR 1=1 --"], 2024).empty
