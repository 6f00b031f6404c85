"""Countries, regions, groups and rosters as every answer needs them, loaded once per database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from geo.errors import SelectionError, quote
from geo.model.roster import EU27, Roster, expand_members, resolve_roster, tokens_of
from geo.remembered import remembered
from geo.schema.codes import THROUGH_UNION, Passage, Region
from geo.store.database import Atlas
from geo.store.queries_reference import (
    countries,
    country_group_members,
    country_groups,
    passage_points,
    roster_presets,
)

EU_GROUP = "EU27"
UNION_NAME = "European Union"
ATTENDANCE_ROLES = frozenset(
    {"delegation", "attendee", "participant", "observer", "host", "summit participant, not signatory"}
)
"""Roles that are no membership: a group of these is offered as a scenario set and named so."""
ANCHORS = {
    "EU_CRM_PARTNER": EU27,
    "EU_FTA": EU27,
    "US_CM_BILATERAL": "USA",
    "US_FTA": "USA",
    "IRA_30D_FTA": "USA",
}
"""Side of a bilateral group that its list leaves out: it makes partners only if that side is in the roster."""
DEFAULT_PARTNERS = ("MSP", "EU_CRM_PARTNER", "US_CM_BILATERAL", "US_FTA", "EU_FTA")
"""Published groups that make a country a partner until the user picks others; each has a date."""
OFFICES = frozenset({"chair"})
"""Roles that say who holds an office; of a group of which nothing else is known there is no list."""


@dataclass(frozen=True)
class Geography:
    """Countries with their names and groupings.

    Attributes
    ----------
    names
        English short name by ISO3 code.
    region_of
        Region by ISO3 code.
    label_points
        Longitude and latitude, in degrees, at which a country is labelled and flows end.
    groups_of
        Codes of published groups that a country belongs to, itself or through the Union (attendance left out).
    income_of
        World Bank income group; a country that is not classified has no entry.
    passage_points
        Longitude and latitude at which a chokepoint or cape is marked.
    eu
        The 27 states.
    rosters
        Presets first, then published groups, by code.
    """

    names: Mapping[str, str]
    region_of: Mapping[str, Region]
    label_points: Mapping[str, tuple[float, float]]
    groups_of: Mapping[str, tuple[str, ...]]
    income_of: Mapping[str, str]
    passage_points: Mapping[Passage, tuple[float, float]]
    eu: frozenset[str]
    rosters: Mapping[str, Roster]

    def region(self, region: Region) -> frozenset[str]:
        """Return the countries of `region`."""
        return frozenset(iso3 for iso3, own in self.region_of.items() if own is region)

    @property
    def candidates(self) -> tuple[str, ...]:
        """Partners of the scenario presets, those of the first preset first; the Union as one."""
        scenarios = [roster for roster in self.rosters.values() if not roster.is_published]
        return tuple(dict.fromkeys(code for roster in scenarios for code in tokens_of(roster.members, self.eu)))

    def partner(self, code: str) -> str:
        """Return the name of a country, or of the Union for its token."""
        return UNION_NAME if code == EU27 else self.country(code)

    def roster(self, code: str) -> Roster:
        """Return the roster that `code` means; raises SelectionError if it is none."""
        return resolve_roster(code, self.rosters, self.names, self.eu)

    def country(self, iso3: str) -> str:
        """Return the name of a country; raises SelectionError if the code is unknown."""
        if iso3 not in self.names:
            raise SelectionError(f"country {iso3!r} is not known; use an ISO code of three letters such as CHL")
        return self.names[iso3]


def partners_of(geography: Geography, groups: Iterable[str], roster: Collection[str]) -> frozenset[str]:
    """Return members of those `groups` that hold a roster member; attendance at a meeting is no membership.

    Raises
    ------
    SelectionError
        If a group is not a published one.
    """
    found: set[str] = set()
    for group in groups:
        members = {iso3 for iso3, own in geography.groups_of.items() if group in own}
        if not members:
            listed = ", ".join(sorted({code for own in geography.groups_of.values() for code in own}))
            raise SelectionError(f"group {quote(group)} has no members here; use published groups such as {listed}")
        anchor = expand_members([ANCHORS[group]], geography.names, geography.eu) if group in ANCHORS else members
        if anchor & set(roster):
            found |= members
    return frozenset(found)


@remembered
def load_geography(atlas: Atlas) -> Geography:
    """Return the countries, groups and rosters of the database."""
    table = countries(atlas)
    members = country_group_members(atlas)
    eu = frozenset(members.loc[members["group_id"] == EU_GROUP, "iso3"])
    placed = table.dropna(subset=["label_lon", "label_lat"])
    classified = table.dropna(subset=["income_group"])
    belongs = _joined(members)
    names = dict(zip(table["iso3"], table["name"], strict=True))
    return Geography(
        names=names,
        region_of={iso3: Region(region) for iso3, region in zip(table["iso3"], table["region"], strict=True)},
        label_points={
            row["iso3"]: (float(row["label_lon"]), float(row["label_lat"])) for row in placed.to_dict("records")
        },
        groups_of={str(iso3): tuple(rows["group_id"]) for iso3, rows in belongs.groupby("iso3")},
        income_of=dict(zip(classified["iso3"], classified["income_group"], strict=True)),
        passage_points={
            Passage(row["passage"]): (float(row["lon"]), float(row["lat"]))
            for row in passage_points(atlas).to_dict("records")
        },
        eu=eu,
        rosters=_presets(atlas, names, eu) | _groups(atlas, members, names),
    )


def _presets(atlas: Atlas, names: Mapping[str, str], eu: frozenset[str]) -> dict[str, Roster]:
    return {
        row["preset_id"]: Roster(
            row["preset_id"], row["name"], expand_members(row["iso3_list"].split(";"), names, eu), row["note"]
        )
        for row in roster_presets(atlas).to_dict("records")
    }


def _groups(atlas: Atlas, members: pd.DataFrame, names: Mapping[str, str]) -> dict[str, Roster]:
    """Return a roster a published list; where some have joined, those who only took part are left out."""
    found: dict[str, Roster] = {}
    for group in country_groups(atlas).to_dict("records"):
        code, as_of = group["group_id"], group["as_of"]
        listed = members[(members["group_id"] == code) & ~members["role"].isin(OFFICES)]
        if listed.empty:
            continue
        joined = _joined(listed)
        is_attendance = joined.empty
        note = f"Published list of {group['publisher']}, known as of {as_of}."
        if is_attendance:
            note += " Attendance at a meeting, not membership."
        if not pd.isna(group["note"]):
            note += f" {group['note']}"
        if code in ANCHORS:
            side = UNION_NAME if ANCHORS[code] == EU27 else names[ANCHORS[code]]
            note += f" The list holds partners only; their other side ({side}) is not in it."
        found[code] = Roster(
            code,
            f"{group['name']} ({as_of})",
            frozenset((listed if is_attendance else joined)["iso3"]),
            note,
            str(as_of),
        )
    return found


def _joined(members: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose role is a membership: neither attendance at a meeting nor an office."""
    roles = members["role"].str.removesuffix(THROUGH_UNION)
    return members[~roles.isin(ATTENDANCE_ROLES | OFFICES)]
