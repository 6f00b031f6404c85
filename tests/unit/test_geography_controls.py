"""Groups, governance and export controls: what a state means, who is counted, what is left out."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.errors import DataContractError
from geo.facts.controls import COMPILED_COLUMNS, control_minerals, control_table, minerals_in, states
from geo.facts.governance import governance_table
from geo.facts.groups import GROUP_COLUMNS, MEMBER_COLUMNS, group_table, member_table
from geo.facts.mineral_words import mineral_words
from geo.facts.places import CountryIndex
from geo.schema.codes import Mineral

COUNTRY = pd.DataFrame(
    {
        "iso3": ["CHN", "COD", "DEU", "FIN", "IDN", "JPN", "USA"],
        "name": ["China", "DR Congo", "Germany", "Finland", "Indonesia", "Japan", "United States"],
    }
)
GOODS = mineral_words("controls", {})
INDEX = CountryIndex(
    COUNTRY,
    pd.DataFrame([("congo (kinshasa)", "usgs", "COD"), ("zar", "wgi", "COD")], columns=["alias", "system", "iso3"]),
)


def measures(*rows):
    table = pd.DataFrame(rows)
    for column in COMPILED_COLUMNS:
        if column not in table.columns:
            table[column] = ""
    return table


def listed(*rows):
    return pd.DataFrame(rows, columns=["country", "measure", "commodity_year"]).assign(
        url="https://example.org", note="N."
    )


@pytest.mark.parametrize(
    ("status", "end_date", "state"),
    [
        ("in force", "", "in_force"),
        ("in force", "2027-12-31", "in_force"),
        ("in force", "2025-12-31", "ended"),
        ("announced", "", "announced"),
        ("suspended 2025-11-07 to 2026-11-10", "", "suspended"),
        ("ended, replaced by quotas", "2025-10-15", "ended"),
        ("Article 2 suspended until 2026-11-27", "", "suspended"),
    ],
)
def test_a_measure_stands_where_its_words_and_its_end_say(status, end_date, state):
    assert states(pd.Series([status]), pd.Series([end_date])).tolist() == [state]


def test_a_state_that_nobody_has_read_is_an_error():
    with pytest.raises(DataContractError, match="state 'under review' is not known"):
        states(pd.Series(["in force", "under review"]), pd.Series(["", ""]))


@pytest.mark.parametrize(
    ("words", "minerals"),
    [
        ("Bauxite (2023), copper concentrates (2023), and nickel ore (2020).", ["bauxite", "copper", "nickel"]),
        ("cassiterite, columbite-tantalite, rhodium", ["niobium", "tantalum", "tin"]),
        ("iron, lead-zinc, chromite, apatite", ["chromium", "phosphate", "zinc"]),
        ("samarium;gadolinium;yttrium", ["rare_earths"]),
        ("items related to lithium batteries (2025)", []),
        ("Copper (refined and alloys) and aluminum ingots (2025).", ["aluminium", "copper"]),
        ("silver, silicon carbide wafers", []),
    ],
)
def test_minerals_are_those_that_the_words_name(words, minerals):
    assert minerals_in(words, GOODS) == [Mineral(name) for name in minerals]


def test_compiled_rows_that_repeat_the_usgs_table_give_way_to_it():
    compiled = measures(
        {
            "control_id": "IDN-2019-11",
            "jurisdiction_iso3": "IDN",
            "minerals": "nickel",
            "measure_type": "export ban",
            "status": "in force",
        },
        {
            "control_id": "IDN-USGS-NICKEL",
            "jurisdiction_iso3": "IDN",
            "minerals": "nickel",
            "status": "in force as listed",
        },
    )
    usgs = listed(
        ("Congo (Kinshasa)", "Export quota", "Cobalt (2025)."),
        ("China", "Export licensing requirement", "Gallium (2023), indium (2025)."),
    )
    table = control_table(compiled, usgs, INDEX).set_index("control_id")
    assert table.index.tolist() == ["IDN-2019-11", "USGS-T4-01", "USGS-T4-02"]
    assert table.loc["USGS-T4-01", ["iso3", "effective", "scope"]].tolist() == ["COD", "2025", "Cobalt (2025)"]
    assert table.loc["USGS-T4-02", "effective"] is None or pd.isna(table.loc["USGS-T4-02", "effective"])
    touched = control_minerals(compiled, usgs, GOODS)
    assert touched.groupby("control_id")["mineral"].agg(list).to_dict() == {
        "IDN-2019-11": ["nickel"],
        "USGS-T4-01": ["cobalt"],
        "USGS-T4-02": ["gallium", "indium"],
    }


def test_an_unknown_item_of_the_compiled_list_is_named():
    compiled = measures({"control_id": "X", "minerals": "nickel;unobtainium;superhard materials", "status": "in force"})
    with pytest.raises(DataContractError, match="unobtainium") as caught:
        control_minerals(compiled, listed(), GOODS)
    assert len(caught.value.findings) == 1


def members(*rows):
    table = pd.DataFrame(rows)
    for column in MEMBER_COLUMNS:
        if column not in table.columns:
            table[column] = ""
    return table.fillna("")


UNION_STATES = (
    {"group_id": "EU27", "iso3": "DEU", "role": "member", "source": "S"},
    {"group_id": "EU27", "iso3": "FIN", "role": "member", "source": "S"},
)
TRIO = (
    {"group_id": "TRIO", "iso3": "USA", "role": "party", "source": "S"},
    {"group_id": "TRIO", "iso3": "JPN", "role": "party", "source": "S", "note": "Seen"},
    {"group_id": "TRIO", "iso3": "FIN", "role": "party", "source": "S"},
)


def group_rows(*rows):
    table = pd.DataFrame(rows)
    for column in GROUP_COLUMNS:
        if column not in table.columns:
            table[column] = ""
    return table.fillna("")


def test_the_union_counts_as_its_states_where_it_takes_part_as_the_countries_do():
    rows = members(
        *UNION_STATES, *TRIO, {"group_id": "TRIO", "iso3": "EUU", "role": "party", "since": "2026-02-04", "source": "S"}
    )
    groups = group_rows(
        {"group_id": "TRIO", "note": "First.", "document": "Statement", "document_date": "2026-02-04"},
        {"group_id": "EU27", "as_of": "2020-02-01"},
    )
    table = group_table(groups, rows).set_index("group_id")
    assert table.loc["TRIO", "note"] == (
        'First. The European Union as a body is in the list as "party": it counts as its 2 states (as of 2020-02-01; '
        "not listed themselves: 1), and once in headlines."
    )
    assert table.loc["TRIO", "document"] == "Statement (2026-02-04)"
    assert pd.isna(table.loc["EU27", "note"])
    counted = member_table(rows, INDEX).query("group_id == 'TRIO'").set_index("iso3")
    assert counted["role"].to_dict() == {
        "USA": "party",
        "JPN": "party",
        "FIN": "party",
        "DEU": "party, through the European Union",
    }
    assert counted.loc["DEU", "since"] == "2026-02-04"
    assert counted.loc["JPN", "note"] == "Seen. Read in: S"
    assert counted.loc["DEU", "note"] == 'Not listed itself: the European Union is, as "party". Read in: S'


def test_the_union_in_another_role_than_the_countries_is_told_and_not_counted():
    rows = members(*UNION_STATES, *TRIO, {"group_id": "TRIO", "iso3": "EUU", "role": "guest", "source": "S"})
    note = group_table(group_rows({"group_id": "TRIO"}), rows)["note"].item()
    assert note.startswith('The European Union as a body is in the list as "guest", not as "party"')
    assert member_table(rows, INDEX).query("group_id == 'TRIO'")["iso3"].tolist() == ["USA", "JPN", "FIN"]


def test_a_membership_that_ended_must_not_pass_as_one():
    rows = members({"group_id": "EU27", "iso3": "JPN", "role": "member", "until": "2020-01-31"})
    with pytest.raises(DataContractError, match="JPN left EU27 on 2020-01-31"):
        member_table(rows, INDEX)


def test_governance_takes_new_codes_recent_years_and_no_empty_estimate():
    rows = [
        ("ZAR", "Congo, Dem. Rep.", 2023, "cc", -1.5, 0.2, 3.0),
        ("ZAR", "Congo, Dem. Rep.", 2017, "cc", -1.4, 0.2, 3.0),
        ("USA", "United States", 2023, "va", None, None, None),
        ("ANT", "Netherlands Antilles (former)", 2023, "cc", 1.0, 0.2, 80.0),
    ]
    columns = ["code", "economy", "year", "indicator", "estimate", "std_error", "rank_pct"]
    table = governance_table(pd.DataFrame(rows, columns=columns), INDEX)
    assert table[["iso3", "year", "estimate"]].to_numpy().tolist() == [["COD", 2023, -1.5]]
