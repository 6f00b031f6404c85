"""Policy measures and events of 2025 and 2026, which tell newer states of export controls."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from geo.errors import DataContractError
from geo.facts.dataset import Dataset, Inputs, Tables, coded
from geo.facts.mineral_words import MineralWords
from geo.facts.places import CountryIndex
from geo.schema.policy_codes import Confidence, PolicyState
from geo.schema.tables_policy import POLICY_EVENT_KIND
from geo.sources.published import published_file, read_text_table

SOURCE_ID = "policy-compiled-2026"
PLACE = "policy_events.csv"
COLUMNS = (
    "event_id",
    "who",
    "minerals",
    "what",
    "date",
    "until",
    "state",
    "state_as_of",
    "source_title",
    "source_date",
    "link",
    "confidence",
    "note",
)

STATES = {
    # Ended by its text in November 2026; the list is known up to October, and two texts contradict each other.
    "DISPUTED: ended or extended": PolicyState.NOT_VERIFIED,
    "not verified after the end date": PolicyState.NOT_VERIFIED,
    "DISPUTED in part": PolicyState.DISPUTED,
    "in force": PolicyState.IN_FORCE,
    "announced": PolicyState.ANNOUNCED,
    "launched": PolicyState.LAUNCHED,
    "published": PolicyState.REPORTED,
    "reported": PolicyState.REPORTED,
}
"""Reviewed reading of each state as worded."""

NO_COUNTRY = ("54 countries and EU", "OECD", "world")
"""Actors that are no list of countries; no member list of the forum is published."""
ALL_MINERALS = ("all", "critical minerals")
"""Items that mean every critical mineral."""
CONFIDENCES = {each.value: each for each in Confidence}


def read_policy_events(raw: Path) -> pd.DataFrame:
    """Return one row an event, all text; actors and minerals are separated by semicolons."""
    path = published_file(raw, "facts_policy_2026", PLACE)
    return read_text_table(path, COLUMNS).loc[:, list(COLUMNS)]


def policy_facts(inputs: Inputs) -> Tables:
    """Return policy events with the countries that act and the minerals that are named.

    Raises
    ------
    DataContractError
        If a state, an actor or an item is not known, or an event has no reviewed kind.
    """
    events = read_policy_events(inputs.raw)
    kinds = inputs.reviewed(POLICY_EVENT_KIND)
    return {
        "policy_event": event_table(events, kinds),
        "policy_event_country": event_countries(events, inputs.countries),
        "policy_event_mineral": event_minerals(events, inputs.words("policy")),
    }


DATASETS = (Dataset((SOURCE_ID,), ("policy_event", "policy_event_country", "policy_event_mineral"), policy_facts),)


def event_table(events: pd.DataFrame, kinds: pd.DataFrame) -> pd.DataFrame:
    """Return one row an event, its state read and its kind as reviewed."""
    kind_of = dict(zip(kinds["event_id"], kinds["kind"], strict=True))
    unread = sorted(set(events["event_id"]) - set(kind_of))
    if unread:
        raise DataContractError(
            [f"{PLACE}: event {each} has no kind; add it to data/reviewed/policy_event_kind.csv" for each in unread]
        )
    return pd.DataFrame(
        {
            "event_id": events["event_id"],
            "actor": events["who"].str.replace(";", ", "),
            "what": events["what"],
            "kind": events["event_id"].map(kind_of),
            "starts": events["date"],
            "ends": filled(events["until"]),
            "state": coded(events["state"], STATES, f"{PLACE}: state"),
            "status": events["state"],
            "state_as_of": events["state_as_of"],
            "covers_all": [any(item in ALL_MINERALS for item in items_of(each)) for each in events["minerals"]],
            "document": events["source_title"],
            "document_date": events["source_date"],
            "url": filled(events["link"]),
            "confidence": coded(events["confidence"], CONFIDENCES, f"{PLACE}: confidence"),
            "note": filled(events["note"]),
            "source_id": SOURCE_ID,
        }
    )


def event_countries(events: pd.DataFrame, index: CountryIndex) -> pd.DataFrame:
    """Return the countries that act in each event; actors that are no list of countries have none."""
    named = events[~events["who"].isin(NO_COUNTRY)]
    pairs = pd.DataFrame(
        [
            (event, who)
            for event, actors in zip(named["event_id"], named["who"], strict=True)
            for who in items_of(actors)
        ],
        columns=["event_id", "who"],
    )
    return pd.DataFrame({"event_id": pairs["event_id"], "iso3": index.codes(pairs["who"], system="any", place=PLACE)})


def event_minerals(events: pd.DataFrame, words: MineralWords) -> pd.DataFrame:
    """Return the minerals of this project that each event names, each once."""
    pairs = [
        (event, item)
        for event, items in zip(events["event_id"], events["minerals"], strict=True)
        for item in items_of(items)
    ]
    meant = words.alone((item for _, item in pairs), PLACE)
    rows = {(event, meaning.mineral.value): None for event, item in pairs for meaning in meant[item]}
    return pd.DataFrame(list(rows), columns=["event_id", "mineral"])


def items_of(text: str) -> Iterator[str]:
    """Yield the items of a list separated by semicolons."""
    return (item.strip() for item in text.split(";"))


def filled(cells: pd.Series) -> pd.Series:
    """Return a column of text in which an empty cell is no value."""
    return cells.where(cells != "")
