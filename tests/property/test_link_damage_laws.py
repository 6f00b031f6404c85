"""A link that went through mail, chat or a newsletter opens the same view as the original, and nothing is said."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.figure.reading import parse_slug
from geo.ui.state import NOTES, load_link, settings_of_page, store_link
from tests.asked import values as values_of
from tests.enrolled import PAGE_SETTINGS

PAGES = [*PAGE_SETTINGS, "sources"]
LENT = [
    "utm_source=mail",
    "utm_medium=social%20media",
    "fbclid=Ab12Cd",
    "gclid=x",
    "mc_cid=9f",
    "msclkid=1",
    "_hsenc=p2",
]


class Query(dict[str, list[str]]):
    """Stands for ``st.query_params``; made of the query of a link as a server takes it apart."""

    @classmethod
    def of(cls, text):
        found = cls()
        for name, value in parse_qsl(text, keep_blank_values=True):
            found.setdefault(name, []).append(value)
        return found

    def get_all(self, key):
        return self.get(key, [])

    def from_dict(self, params):
        self.clear()
        self.update({name: [value] for name, value in params.items()})


def escaped(query):
    return query.replace("&", "&amp;")


def escaped_twice(query):
    return escaped(query).replace("&", "&amp;")


def encoded_again(query):
    return "&".join("=".join(quote(part, safe="") for part in pair.split("=", 1)) for pair in query.split("&"))


def encoded_as_one(query):
    return quote(query, safe="")


def wrapped(query):
    place = query.find("-") + 1 or len(query)
    return query[:place] + "%0D%0A%20" + query[place:]


def in_quotation_marks(query):
    return f"{query}%22"


def in_a_sentence(query):
    return f"{query})."


def in_blanks(query):
    return query.replace("&", "%20&") + "%20"


def quoted_printable(query):
    return query.replace("=", "=3D")


def in_capitals(query):
    return query.upper()


DAMAGES = [
    escaped,
    escaped_twice,
    encoded_again,
    wrapped,
    in_quotation_marks,
    in_a_sentence,
    in_blanks,
    quoted_printable,
    in_capitals,
    encoded_as_one,
]
ALONE = {encoded_as_one, quoted_printable, in_capitals}
"""Ways that are tried one at a time: no program does two of them to one link."""


def written(page, values):
    session, query = {}, Query()
    load_link(page, Query(), session)
    session.update(values)
    store_link(page, query, session)
    return "&".join(f"{name}={quote(value, safe=',')}" for name, (value,) in query.items())


def opened(page, text):
    session = {}
    load_link(page, Query.of(text), session)
    return {setting.name: session[setting.name] for setting in settings_of_page(page)}, session[NOTES]


def as_read(view):
    """The view as it is written, where case means nothing: rosters are found in any case."""
    values, notes = view
    return {name: str(value).casefold() for name, value in values.items()}, notes


@st.composite
def views(draw):
    page = draw(st.sampled_from(PAGES))
    known = [each for each in settings_of_page(page) if each.read is not parse_slug]
    asked = draw(st.lists(st.sampled_from(known), max_size=6, unique_by=lambda each: each.name))
    return page, {each.name: draw(values_of(each)) for each in asked}


@settings(max_examples=150)
@given(views(), st.lists(st.sampled_from([each for each in DAMAGES if each not in ALONE]), max_size=3), st.data())
def test_a_link_damaged_on_its_way_opens_the_same_view(view, damages, data):
    page, values = view
    link = written(page, values)
    right, notes = opened(page, link)
    lent = data.draw(st.lists(st.sampled_from(LENT), max_size=3, unique=True))
    sent = "&".join([link, *lent])
    for damage in damages:
        sent = damage(sent)
    assert opened(page, sent) == (right, notes)


@settings(max_examples=100)
@given(views(), st.sampled_from(sorted(ALONE, key=lambda each: each.__name__)))
def test_a_link_rewritten_as_a_whole_opens_the_same_view(view, damage):
    page, values = view
    link = written(page, values)
    assert as_read(opened(page, damage(link))) == as_read(opened(page, link))


@pytest.mark.parametrize(
    "query",
    [
        "mineral=lithium&amp;region=asia-pacific&amp;stage=mined",
        "mineral=lithium&region=asia-pacific&stage=mined&utm_source=newsletter&utm_medium=email",
        "mineral=lithium&region=asia-pacific&stage=mined&fbclid=Ab12Cd",
        "mineral=lithium&region=asia-pacific&stage=mined.",
        "mineral=lithium&region=asia-%20pacific&stage=mined%29",
        "Mineral=Lithium&REGION=ASIA-PACIFIC&Stage=Mined",
        "mineral%3Dlithium%26region%3Dasia-pacific%26stage%3Dmined",
        "mineral=lithium&region=asia%252Dpacific&stage=mined",
    ],
)
def test_links_of_the_field_open_lithium_mined_asia_pacific(query):
    view, notes = opened("near-shoring", query)
    assert (view["mineral"], view["stage"], view["region"]) == ("lithium", "mined", "asia-pacific")
    assert notes == []


def test_a_name_that_is_neither_ours_nor_a_tracker_is_still_said():
    _, notes = opened("near-shoring", "mineral=lithium&colour=red&utm_source=x")
    assert len(notes) == 1
    assert "colour" in notes[0]


def test_a_value_that_means_nothing_is_still_said():
    _, notes = opened("near-shoring", "mineral=unobtainium.")
    assert len(notes) == 1
    assert "unobtainium" in notes[0]
