"""``nearshore roster``: who is counted as the alliance, and where the list comes from."""

from __future__ import annotations

import argparse
from typing import Any

import pandas as pd

from geo.command.output import print_json, print_table
from geo.command.parser import Commands, add_answer, add_json
from geo.command.settings import add_setting
from geo.evidence.geography import Geography, load_geography
from geo.evidence.shared import Shared
from geo.figure.setting import setting_of
from geo.model.roster import Roster, tokens_of
from geo.store.database import Atlas
from geo.store.queries_reference import country_group_members


def register(commands: Commands) -> None:
    """Add the command."""
    parser = add_answer(
        commands,
        "roster",
        "List the countries of a roster with its note and date, or of an own list.",
        example="nearshore roster --roster AUS,CAN,EU27,GBR,JPN,USA --json",
        run=run,
    )
    add_setting(parser, setting_of(Shared, "roster"))
    add_json(parser)


def run(atlas: Atlas, arguments: argparse.Namespace) -> int:
    """Print the members."""
    geography = load_geography(atlas)
    figures = roster_figures(atlas, geography, geography.roster(arguments.roster))
    if arguments.json:
        print_json(figures)
        return 0
    count, states = figures["headline_count"], figures["states"]
    size = (
        f"{states} states" if count == states else f"{count} members with the EU counted once, {states} states in sums"
    )
    print(f"{figures['name']} ({figures['code']}): {size}")
    print(figures["note"])
    print_table(pd.DataFrame(figures["members"], columns=["iso3", "name", "region", "role", "since"]))
    return 0


def roster_figures(atlas: Atlas, geography: Geography, roster: Roster) -> dict[str, Any]:
    """Return the members of `roster`; those of a published group with role, date and source of the row."""
    listed = country_group_members(atlas, group_id=roster.code) if roster.is_published else pd.DataFrame()
    rows = {row["iso3"]: row for row in listed.to_dict("records")}
    return {
        "code": roster.code,
        "name": roster.name,
        "note": roster.note,
        "as_of": roster.as_of or None,
        "is_published_list": roster.is_published,
        "headline_count": roster.headline_count(geography.eu),
        "states": len(roster.members),
        "tokens": list(tokens_of(roster.members, geography.eu)),
        "members": [
            {
                "iso3": iso3,
                "name": geography.names[iso3],
                "region": geography.region_of[iso3],
                "role": rows.get(iso3, {}).get("role"),
                "since": rows.get(iso3, {}).get("since"),
                "note": rows.get(iso3, {}).get("note"),
                "source_id": rows.get(iso3, {}).get("source_id"),
                "groups": list(geography.groups_of.get(iso3, ())),
            }
            for iso3 in sorted(roster.members, key=geography.names.__getitem__)
        ],
    }
