"""What may leave: no file holds a row of an edition whose licence forbids it, whatever the table, and it says so."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.evidence.sources import all_sources, released_table, whole_csv
from geo.figure.file import as_csv
from geo.figure.release import released, sources_in
from geo.figure.source import Source
from geo.schema.codes import Mineral, Stage
from geo.schema.policy_codes import Release
from geo.store.queries_source import DOWNLOADS, licences, table
from geo.topics import TOPICS


def edition(code: str, release: Release) -> Source:
    return Source(code, f"Publisher of {code}", "T", "E", f"Licence of {code}", "C", "https://example.org", release)


FREE, CREDITED = edition("free-1", Release.FREE), edition("credit-1", Release.CREDIT)
HELD = [edition(f"held-{place}", each) for place, each in enumerate(Release) if not each.may_leave]
ALL = [FREE, CREDITED, *HELD]


def body(text: bytes) -> list[list[str]]:
    lines = [line for line in text.decode().splitlines() if not line.startswith("#")]
    return list(csv.reader(io.StringIO("\n".join(lines))))


@given(st.lists(st.lists(st.sampled_from(ALL), min_size=1, max_size=2, unique=True), max_size=12))
def test_no_row_of_a_held_edition_leaves_and_every_other_does(rows):
    frame = pd.DataFrame(
        {
            "Figure": range(len(rows)),
            "Edition": [";".join(each.source_id for each in named) for named in rows],
        }
    )
    kept, left = released(frame, ALL)
    is_free = [all(each.release.may_leave for each in named) for named in rows]
    assert kept["Figure"].tolist() == [place for place, free in enumerate(is_free) if free]
    assert sum(each.rows for each in left) == is_free.count(False)
    text = as_csv(frame, "Table", ALL, "0" * 64).decode()
    assert all(each.line in text for each in left)
    assert not any(f"Source: {each.line}" in text for each in HELD)
    assert f"# Source: {CREDITED.line}" in text


@pytest.mark.parametrize("held", HELD, ids=[each.release.value for each in HELD])
def test_rows_that_name_no_edition_cannot_be_told_apart_and_all_stay(held):
    frame = pd.DataFrame({"Figure": [1, 2, 3]})
    kept, (left,) = released(frame, [FREE, held])
    assert kept.empty
    assert left.line.startswith(f"3 rows of Publisher of {held.source_id}")
    assert held.release.label in left.line
    assert released(frame, [FREE, CREDITED]) == (frame, ()) or released(frame, [FREE, CREDITED])[1] == ()


def test_every_licence_that_an_edition_states_is_decided(real_atlas):
    found = licences(real_atlas)
    named = {code for codes in found["editions"] for code in codes.split(";")}
    assert named == {source.source_id for source in all_sources(real_atlas)}
    held = {source.source_id for source in all_sources(real_atlas) if not source.release.may_leave}
    assert "companionality-2026" in held
    assert all(source.release.may_leave for source in all_sources(real_atlas) if source.source_id.startswith("usgs-"))


@pytest.mark.parametrize("name", [name for name in DOWNLOADS if name != "source"])
def test_no_whole_table_holds_a_row_whose_licence_forbids_it(real_atlas, name):
    held = {source.source_id for source in all_sources(real_atlas) if not source.release.may_leave}
    whole = table(real_atlas, name)
    rows, left = released_table(real_atlas, name)
    assert not {source.source_id for source in sources_in(rows, all_sources(real_atlas))} & held
    assert len(rows) + sum(each.rows for each in left) == len(whole)
    if left:
        text = whole_csv(real_atlas, name)
        assert all(each.line in text.decode() for each in left)
        assert len(body(text)) == 1 + len(rows)


def test_an_acknowledgement_goes_along_with_what_is_not_confirmed(real_atlas):
    """The British Geological Survey wants one wherever its data appear; commercial redistribution is not confirmed."""
    text = whole_csv(real_atlas, "statistic").decode()
    assert "contributed by permission of the British Geological Survey" in text
    assert "commercial redistribution is not confirmed" in text


FACES = [topic for topic in TOPICS if topic.face is not None]
ASKED = [
    (Mineral.COBALT, Stage.REFINED),
    (Mineral.GALLIUM, Stage.REFINED),
    (Mineral.LITHIUM, Stage.MINED),
    (Mineral.VANADIUM, Stage.MINED),
]


@pytest.mark.parametrize("topic", FACES, ids=lambda topic: topic.name)
@pytest.mark.parametrize(("mineral", "stage"), ASKED)
def test_no_table_of_a_topic_leaves_with_a_row_whose_licence_forbids_it(real_atlas, topic, mineral, stage):
    known = {source.source_id: source for source in all_sources(real_atlas)}
    answer = topic.face.answer(real_atlas, topic.face.question(mineral=mineral, stage=stage))
    for each in topic.face.tables(answer):
        rows = body(as_csv(each.frame(), each.title, each.sources, real_atlas.hash))[1:]
        behind = [source for source in each.sources if not source.release.may_leave]
        if behind and not any(cell in known for row in rows for cell in row):
            assert rows == [], each.key
        named = {cell for row in rows for cell in row if cell in known}
        assert all(known[code].release.may_leave for code in named), each.key
