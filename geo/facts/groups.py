"""Published groups of countries; the European Union as a party is told in words, never as 27 members."""

from __future__ import annotations

import pandas as pd

from geo.errors import DataContractError
from geo.facts.places import CountryIndex
from geo.sources.country_groups import SOURCE_ID

UNION = "EUU"
"""Code of the European Union as a party. It is no country: its states did not join by its joining."""


def group_table(groups: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Return one row a group.

    Where the European Union itself takes part, the note says so with its role, as it is not in the member table.

    Parameters
    ----------
    groups, members
        As the readers of `geo.sources.country_groups` return them.
    """
    union = members.loc[members["iso3"] == UNION]
    told = {group: _union_note(role) for group, role in zip(union["group_id"], union["role"], strict=True)}
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

    Raises
    ------
    DataContractError
        If a membership has ended; such a row must not pass as a member.
    """
    ended = members.loc[members["until"] != ""]
    if not ended.empty:
        raise DataContractError(
            [
                f"country_groups.csv: {row.iso3} left {row.group_id} on {row.until}; take the row out"
                for row in ended.itertuples(index=False)
            ]
        )
    rows = members.loc[members["iso3"] != UNION].reset_index(drop=True)
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


def _union_note(role: str) -> str:
    return (
        f"The European Union itself takes part as {role}; it is no row of the member table, and its states are not "
        "counted by that."
    )
