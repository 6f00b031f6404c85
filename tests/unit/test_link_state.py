"""The address bar: what is written can be read, what cannot be read is said, and the visitor's choice stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.answer.shared import Shared
from geo.errors import SelectionError
from geo.figure.setting import settings_of
from geo.schema.codes import HOME_REGIONS, Mineral, Stage
from geo.ui.state import (
    ASKED,
    NOTES,
    assumptions_of,
    drop_strangers,
    give_back,
    load_link,
    settings_of_page,
    store_link,
)
from tests.enrolled import PAGE_SETTINGS


class Query(dict[str, list[str]]):
    """Stands for ``st.query_params``."""

    def get_all(self, key):
        return self.get(key, [])

    def from_dict(self, params):
        self.clear()
        self.update({name: [value] for name, value in params.items()})


PAGES = [*PAGE_SETTINGS, "sources"]
SHARED = settings_of(Shared)


@given(
    mineral=st.sampled_from(list(Mineral)),
    stage=st.sampled_from(list(Stage)),
    region=st.sampled_from(HOME_REGIONS),
    year=st.none() | st.integers(2000, 2040),
)
def test_a_link_restores_what_it_was_made_from(mineral, stage, region, year):
    session = {}
    load_link("", Query(), session)
    session.update(mineral=mineral.value, stage=stage.value, region=region.value, year=year)
    query = Query()
    store_link("", query, session)
    restored = {}
    load_link("", query, restored)
    names = [setting.name for setting in settings_of_page("")]
    assert {name: restored[name] for name in names} == {name: session[name] for name in names}
    assert restored[NOTES] == []


@pytest.mark.parametrize("own", PAGES)
def test_defaults_are_left_out_of_the_link_but_no_view_has_a_bare_address(own):
    session, query = {}, Query()
    load_link(own, query, session)
    store_link(own, query, session)
    assert query == {"mineral": ["cobalt"]}


@given(page=st.sampled_from(PAGES), name=st.text(max_size=30), value=st.text(max_size=3000))
def test_any_link_gives_a_view_and_a_short_sentence(page, name, value):
    session = {}
    load_link(page, Query({name: [value]}), session)
    for setting in settings_of_page(page):
        assert setting.name in session
    assert all(len(note) < 700 for note in session[NOTES])
    store_link(page, Query(), session)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("mineral", "unobtainium", "unobtainium"),
        ("mineral", "", "empty"),
        ("region", "africa", "home region"),
        ("year", "20x4", "four digits"),
        ("colour", "red", "colour"),
    ],
)
def test_a_bad_value_is_named(name, value, said):
    session = {}
    load_link("", Query({name: [value]}), session)
    assert len(session[NOTES]) == 1
    assert said in session[NOTES][0]


@pytest.mark.parametrize("text", ["rare_earths", "Rare earths", "RARE-EARTHS", " rare_earths "])
def test_spellings_of_a_code_mean_the_same(text):
    session = {}
    load_link("", Query({"mineral": [text]}), session)
    assert session["mineral"] == "rare_earths"


def test_a_repeated_name_is_a_list():
    session = {}
    load_link("near-shoring", Query({"replace": ["CHN", "rus"]}), session)
    assert session["replace"] == ("CHN", "RUS")


def choice_of(page, session):
    """Return all values of a page."""
    return {setting.name: session[setting.name] for setting in settings_of_page(page)}


class Visit:
    """A session with the browser's history: what the menu, the widgets and the back button do to it."""

    def __init__(self, page, query=None):
        self.session, self.page, self.shown = {}, page, {}
        self.history, self.place = [], -1
        self._follow(page, query or {}, is_new=True)

    def run(self, query):
        """Run the script with the address `query`; return the address it writes."""
        address = Query({name: [value] for name, value in query.items()})
        load_link(self.page, address, self.session)
        drop_strangers(self.session)
        self.shown = choice_of(self.page, self.session)
        store_link(self.page, address, self.session)
        return {name: value[0] for name, value in address.items()}

    def _follow(self, page, query, *, is_new):
        self.page = page
        if is_new:
            self._push(query)
        written = self.run(query)
        if written != query and is_new:
            self._push(written)
        elif written != query:
            # After a step through its history the browser replaces the address where others would add one.
            self.history[self.place] = (self.page, written)

    def _push(self, query):
        self.history[self.place + 1 :] = [(self.page, query)]
        self.place += 1

    def menu(self, page):
        self._follow(page, {}, is_new=True)

    def choose(self, **values):
        self.session.update(values)
        query = self.history[self.place][1]
        written = self.run(query)
        if written != query:
            self._push(written)

    def step(self, by):
        self.place += by
        self._follow(*self.history[self.place], is_new=False)


def test_a_bare_address_keeps_the_view_of_the_session_and_is_written_again():
    visit = Visit("")
    visit.choose(roster="washington-six-can", mineral="tin")
    visit.menu("near-shoring")
    assert visit.history[-2:] == [
        ("near-shoring", {}),
        ("near-shoring", {"mineral": "tin", "roster": "washington-six-can"}),
    ]
    visit.step(-1)
    assert visit.shown["roster"] == "washington-six-can"
    assert visit.history[visit.place] == visit.history[-1]
    visit.step(-1)
    assert (visit.page, visit.shown["mineral"], visit.shown["roster"]) == ("", "tin", "washington-six-can")


def test_back_to_the_first_view_is_the_first_view():
    visit = Visit("near-shoring")
    first = visit.shown
    visit.choose(mineral="lithium", replace=("CHL",))
    visit.step(-1)
    assert visit.shown == first


def test_an_address_is_a_whole_view_on_whichever_page_it_is_met():
    visit = Visit("near-shoring", {"mineral": "lithium"})
    visit.menu("dependence")
    visit.choose(roster="G7", region="americas")
    visit.step(-3)
    assert visit.page == "near-shoring"
    assert visit.shown["roster"] == "washington-six"
    assert visit.shown["region"] == "europe"


STEPS = st.one_of(
    st.tuples(st.just("menu"), st.sampled_from(list(PAGE_SETTINGS))),
    st.tuples(st.just("mineral"), st.sampled_from(list(Mineral))),
    st.tuples(st.just("roster"), st.sampled_from(["washington-six", "G7", "none"])),
    st.tuples(st.just("tab"), st.integers(0, 2)),
    st.tuples(st.just("step"), st.sampled_from([-2, -1, 1])),
)
TABS = {
    "near-shoring": ["overview", "options", "regions"],
    "dependence": ["overview", "exposure", "minerals"],
    "sources-and-method": ["sources", "method", "regions"],
}


@given(st.lists(STEPS, max_size=12))
def test_whatever_the_way_the_address_is_the_view_and_nothing_is_lost_unsaid(steps):
    visit = Visit("")
    for kind, value in steps:
        if kind == "menu":
            before = {name: visit.session[name] for name in ("mineral", "stage", "region", "roster")}
            visit.menu(value)
            assert {name: visit.shown[name] for name in before} == before
        elif kind == "step":
            if 0 <= visit.place + value < len(visit.history):
                visit.step(value)
        elif kind == "tab":
            if visit.page in TABS:
                visit.choose(tab=TABS[visit.page][value])
        else:
            visit.choose(**{kind: value})
        assert visit.session[NOTES] == []
        page, address = visit.history[visit.place]
        assert page == visit.page
        assert Visit(page, address).shown == choice_of(page, visit.session)


def test_a_tab_belongs_to_its_page():
    visit = Visit("dependence", {"tab": "overview"})
    visit.menu("near-shoring")
    assert visit.shown["tab"] == "options"
    visit.choose(tab="regions")
    visit.menu("sources-and-method")
    assert visit.shown["tab"] == "sources"
    visit.menu("near-shoring")
    assert visit.shown["tab"] == "regions"
    visit.menu("dependence")
    assert visit.shown["tab"] == "overview"


@pytest.mark.parametrize("text", ["declared", "traced", "2021", "283691", "overview", "CHL"])
def test_a_name_that_pages_share_means_the_same_on_each(text):
    def meaning(setting):
        try:
            return setting.parse(text), setting.default
        except SelectionError:
            return None, setting.default

    meanings = {}
    for page in PAGE_SETTINGS:
        for setting in settings_of_page(page)[len(SHARED) :]:
            if not setting.own:
                meanings.setdefault(setting.name, set()).add(meaning(setting))
    assert {name: len(found) for name, found in meanings.items()} == dict.fromkeys(meanings, 1)
    assert not {setting.name for setting in SHARED} & set(meanings)


def test_the_session_knows_which_names_a_new_address_gave():
    session, query = {}, Query({"mineral": ["tin"], "hs": ["253090"], "colour": ["red"]})
    load_link("near-shoring", query, session)
    assert session[ASKED] == {"mineral", "hs"}
    store_link("near-shoring", query, session)
    load_link("near-shoring", query, session)
    assert session[ASKED] == set()


def test_a_bad_region_is_told_the_regions_that_are_accepted():
    session = {}
    load_link("", Query({"region": ["atlantis"]}), session)
    named = session[NOTES][0].split("use one of: ")[1].split(".")[0].split(", ")
    assert set(named) == set(HOME_REGIONS)
    for code in named:
        load_link("", Query({"region": [code]}), session)
        assert session[NOTES] == []


def test_the_visitor_wins_over_a_link_that_has_not_changed():
    query, session = Query({"mineral": ["tin"]}), {}
    load_link("", query, session)
    store_link("", query, session)
    session["mineral"] = "zinc"
    load_link("", query, session)
    assert session["mineral"] == "zinc"


# Assumptions

ASSUMED = {"need": "150", "unit-costs": "CAN:2100,FIN:2500"}
"""A value of each setting that is an assumption about something, as a link writes it."""
OWNED = [(page, each.name) for page in PAGE_SETTINGS for each in assumptions_of(page)]
FULL = {"mineral": "gallium", "stage": "refined", "region": "asia-pacific"}
CHOICES = st.one_of(
    st.tuples(st.just("mineral"), st.sampled_from(["gallium", "nickel", "copper"])),
    st.tuples(st.just("stage"), st.sampled_from(["refined", "mined"])),
    st.tuples(st.just("region"), st.sampled_from(["asia-pacific", "europe", "americas"])),
)


def assuming(page, name, **link):
    return Visit(page, FULL | {name: ASSUMED[name]} | link)


def test_a_value_of_every_assumption_is_tried_here():
    assert OWNED
    assert {name for _, name in OWNED} == set(ASSUMED)


@pytest.mark.parametrize(("page", "name"), OWNED)
def test_a_link_that_names_what_an_assumption_is_about_keeps_it(page, name):
    visit = assuming(page, name)
    assert visit.session[NOTES] == []
    assert visit.history[visit.place][1][name] == ASSUMED[name]
    again = Visit(*visit.history[visit.place])
    assert again.shown == visit.shown


@pytest.mark.parametrize(("page", "name"), OWNED)
@given(changes=st.lists(CHOICES, min_size=1, max_size=4), away=st.sampled_from(PAGES))
def test_an_assumption_never_speaks_of_anything_but_what_it_was_made_for(page, name, changes, away):
    default = {setting.name: setting.default for setting in settings_of_page(page)}[name]
    visit = assuming(page, name)
    for owner, value in changes:
        before = {**visit.shown}
        visit.choose(**{owner: value})
        is_another = before[owner] != value
        assert visit.shown[name] == (default if is_another else before[name])
        assert bool(visit.session[NOTES]) == (is_another and before[name] != default)
        assert all(name in note and ASSUMED[name][:3] in note for note in visit.session[NOTES])
        visit.menu(away)
        visit.menu(page)
        assert visit.shown[name] == (default if is_another else before[name])


@pytest.mark.parametrize(("page", "name"), OWNED)
@pytest.mark.parametrize("away", ["", "sources-and-method"])
def test_a_change_on_another_page_is_told_where_the_assumption_stands(page, name, away):
    visit = assuming(page, name)
    visit.menu(away)
    visit.choose(mineral="nickel")
    assert visit.session[NOTES] == []
    visit.menu(page)
    assert len(visit.session[NOTES]) == 1
    visit.step(-visit.place)
    assert (visit.page, visit.shown["mineral"]) == (page, "gallium")
    assert visit.history[visit.place][1][name] == ASSUMED[name]


@pytest.mark.parametrize(("page", "name"), OWNED)
@pytest.mark.parametrize("link", [{"mineral": "unobtainium"}, {"region": "africa"}, {"stage": ""}])
def test_an_assumption_about_what_is_not_known_is_not_made_about_the_default(page, name, link):
    visit = assuming(page, name, **link)
    assert name not in visit.history[visit.place][1]
    assert any(name in note for note in visit.session[NOTES])


@pytest.mark.parametrize(("page", "name"), OWNED)
def test_undo_brings_back_what_the_change_set_aside(page, name):
    visit = assuming(page, name)
    first = visit.shown
    visit.choose(mineral="nickel")
    visit.session["mineral"] = "gallium"
    give_back(visit.session)
    visit.choose()
    assert visit.shown == first
    assert visit.session[NOTES] == []


def test_what_is_typed_while_something_is_shown_is_about_that():
    visit = Visit("near-shoring", FULL)
    visit.choose(need=150.0, mineral="nickel")
    assert visit.shown["need"] is None
    visit.choose(need=20.0)
    assert visit.shown["need"] == 20.0
    visit.choose(roster="G7")
    assert visit.shown["need"] == 20.0
