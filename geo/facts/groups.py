"""Country groups and their members, compiled from published lists with date and document.

The European Union as a party counts as its states, each row saying so.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.errors import DataContractError
from geo.facts.dataset import Dataset, Inputs, Tables
from geo.facts.places import CountryIndex
from geo.schema.codes import THROUGH_UNION
from geo.sources.published import published_file, read_text_table

SOURCE_ID = "country-groups-compiled-2026"
FOLDER = "facts_country_groups"

GROUP_COLUMNS = (
    "group_id",
    "group_name",
    "kind",
    "as_of",
    "publisher",
    "document",
    "document_date",
    "url",
    "evidence",
    "confidence",
    "note",
)
MEMBER_COLUMNS = ("group_id", "iso3", "role", "since", "until", "source", "confidence", "note")


def read_groups(raw: Path) -> pd.DataFrame:
    """Return one row a group, all text; empty text where nothing is given."""
    path = published_file(raw, FOLDER, "groups.csv")
    return read_text_table(path, GROUP_COLUMNS)[list(GROUP_COLUMNS)]


def read_members(raw: Path) -> pd.DataFrame:
    """Return one row a membership, all text; EUU stands for the European Union as a party, XKX for Kosovo."""
    path = published_file(raw, FOLDER, "country_groups.csv")
    return read_text_table(path, MEMBER_COLUMNS)[list(MEMBER_COLUMNS)]


UNION = "EUU"
"""Code of the European Union as a party. It is no country, so its states stand for it where it is counted."""
UNION_GROUP = "EU27"
"""Group that lists its states."""


def group_facts(inputs: Inputs) -> Tables:
    """Return ``country_group`` and ``country_group_member``."""
    groups, members = read_groups(inputs.raw), read_members(inputs.raw)
    return {
        "country_group": group_table(groups, members),
        "country_group_member": member_table(members, inputs.countries),
    }


DATASETS = (Dataset((SOURCE_ID,), ("country_group", "country_group_member"), group_facts),)


def group_table(groups: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Return one row a group.

    Where the European Union itself takes part, the note says in which role, and whether its states are counted by that.

    Parameters
    ----------
    groups, members
        As `read_groups` and `read_members` return them.
    """
    dates = dict(zip(groups["group_id"], groups["as_of"], strict=True))
    told = {
        group: _union_note(members, group, role, dates.get(UNION_GROUP, ""))
        for group, role in _union_roles(members).items()
    }
    union_note = pd.Series([told.get(group, "") for group in groups["group_id"]], index=groups.index)
    note = (groups["note"] + " " + union_note).str.strip()
    dated = groups["document_date"] != ""
    document = groups["document"].where(~dated, groups["document"] + " (" + groups["document_date"] + ")")
    return pd.DataFrame(
        {
            "group_id": groups["group_id"],
            "name": groups["group_name"],
            "kind": groups["kind"],
            "as_of": groups["as_of"],
            "publisher": groups["publisher"],
            "document": document,
            "url": groups["url"].where(groups["url"] != ""),
            "evidence": groups["evidence"],
            "confidence": groups["confidence"],
            "note": note.where(note != ""),
            "source_id": SOURCE_ID,
        }
    )


def member_table(members: pd.DataFrame, index: CountryIndex) -> pd.DataFrame:
    """Return one row a country of a group, with its role.

    Where the European Union takes part as most of the listed countries do, each of its states that is not listed itself
    has a row too, whose role ends with THROUGH_UNION.

    Raises
    ------
    DataContractError
        If a membership has ended; such a row must not pass as a member.
    """
    ended = members[members["until"] != ""]
    if not ended.empty:
        raise DataContractError(
            [
                f"country_groups.csv: {row.iso3} left {row.group_id} on {row.until}; take the row out"
                for row in ended.itertuples(index=False)
            ]
        )
    listed = members[members["iso3"] != UNION]
    rows = pd.concat([listed, *(_through_union(members, group) for group in _union_roles(members))], ignore_index=True)
    read_in = "Read in: " + rows["source"]
    return pd.DataFrame(
        {
            "group_id": rows["group_id"],
            "iso3": index.codes(rows["iso3"], system="any", place="country_groups.csv"),
            "role": rows["role"],
            "since": rows["since"].where(rows["since"] != ""),
            "confidence": rows["confidence"],
            "note": read_in.where(rows["note"] == "", rows["note"] + ". " + read_in),
            "source_id": SOURCE_ID,
        }
    )


def _union_roles(members: pd.DataFrame) -> dict[str, str]:
    """Return the role of the Union in each group in which it takes part as a body."""
    union = members[members["iso3"] == UNION]
    return dict(zip(union["group_id"], union["role"], strict=True))


def _usual_role(members: pd.DataFrame, group: str) -> str:
    """Return the role that most of the listed countries have."""
    listed = members.loc[(members["group_id"] == group) & (members["iso3"] != UNION), "role"]
    return str(listed.mode().iloc[0])


def _through_union(members: pd.DataFrame, group: str) -> pd.DataFrame:
    """Return a row for each state that `group` counts only because the Union takes part; none if it counts for less."""
    own = members[members["group_id"] == group]
    union = own[own["iso3"] == UNION].iloc[0]
    states = members.loc[members["group_id"] == UNION_GROUP, "iso3"]
    missing = states[~states.isin(own["iso3"])] if union["role"] == _usual_role(members, group) else states.iloc[:0]
    return pd.DataFrame(
        [
            {
                **union,
                "iso3": iso3,
                "role": union["role"] + THROUGH_UNION,
                "note": f'Not listed itself: the European Union is, as "{union["role"]}"',
            }
            for iso3 in missing
        ],
        columns=members.columns,
    )


def _union_note(members: pd.DataFrame, group: str, role: str, as_of: str) -> str:
    usual = _usual_role(members, group)
    if role != usual:
        return (
            f'The European Union as a body is in the list as "{role}", not as "{usual}": '
            "its states are not counted by that."
        )
    states, added = int((members["group_id"] == UNION_GROUP).sum()), len(_through_union(members, group))
    return (
        f'The European Union as a body is in the list as "{role}": it counts as its {states} states (as of {as_of}; not '
        f"listed themselves: {added}), and once in headlines."
    )
