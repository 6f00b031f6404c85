"""Settings: stated at a field, they read the same in a link, on the command line, in JSON and in the tests themselves."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from functools import cache
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic.dataclasses import dataclass

from geo.command.parser import Parser
from geo.command.settings import add_settings, asked_by_arguments
from geo.errors import SelectionError
from geo.figure.setting import STRICT, Kind, Setting, asked_by, figures_of, from_figures, setting_of, settings_of
from geo.schema.codes import Mineral, Region, RouteCase
from geo.topics.dependence import question
from geo.topics.nearshoring import view
from geo.topics.nearshoring.command.figures import inputs_figures
from geo.topics.nearshoring.model.ceiling import CeilingRule
from geo.topics.nearshoring.model.costs import CostBasis
from geo.topics.nearshoring.model.coverage import Limits
from geo.topics.nearshoring.model.filters import Circle
from geo.topics.nearshoring.question import Buyers, Exports, LandVehicle, Question, Vessel
from geo.ui.state import NOTES, enrol, load_link, settings_of_page, store_link
from tests.asked import asked, values
from tests.enrolled import PAGE_SETTINGS
from tests.unit.test_link_state import Query

QUESTIONS = (Question, question.Question)
KINDS = list(dict.fromkeys(kind for own in PAGE_SETTINGS.values() for kind in own))
ALL = [(kind, each) for kind in KINDS for each in settings_of(kind)]
IDS = [f"{kind.__module__.rpartition('.')[2]}-{each.name}" for kind, each in ALL]
HOSTILE = 800
"""Links a page; with four pages more than three thousand."""
BAD = (
    "",
    " ",
    "none",
    "off",
    "auto",
    "nan",
    "inf",
    "1e999",
    "-1",
    "1,2,3",
    "a" * 5000,
    "9" * 400,
    "<b>",
    "CHN:1,CHN:2",
)
LONGEST_NOTE = 700


@cache
def parser_of(kind: type) -> Parser:
    parser = Parser(prog="nearshore")
    add_settings(parser, kind)
    return parser


def through_the_command_line(kind: type, question):
    """Return the question that its own settings ask on a command line."""
    said = [(each, getattr(question, each.field)) for each in settings_of(kind)]
    words = [f"--{each.name}={each.write(value)}" for each, value in said if value is not None]
    return asked_by_arguments(kind, parser_of(kind).parse_args(words))


def through_a_link(address: str, session: dict) -> dict:
    """Return the session that the link of another one opens."""
    query, opened = Query(), {}
    store_link(address, query, session)
    load_link(address, query, opened)
    assert opened[NOTES] == []
    return opened


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
@given(data=st.data(), as_drawn=st.booleans())
def test_what_is_written_reads_back_as_the_same(kind, data, as_drawn):
    question = data.draw(asked(kind, as_drawn=as_drawn))
    for setting in settings_of(kind):
        for value in (getattr(question, setting.field), setting.default):
            assert setting.check(value) == value
            assert value is None or setting.parse(setting.write(value)) == value


@pytest.mark.parametrize("kind", QUESTIONS)
@given(data=st.data())
def test_a_question_survives_file_and_command_line(kind, data):
    question = data.draw(asked(kind))
    assert from_figures(kind, json.loads(json.dumps(figures_of(question)))) == question
    assert through_the_command_line(kind, question) == question
    in_effect = from_figures(kind, json.loads(json.dumps(figures_of(question, in_effect=True))))
    assert figures_of(in_effect, in_effect=True) == figures_of(question, in_effect=True)


@pytest.mark.parametrize("address", PAGE_SETTINGS)
@given(data=st.data())
def test_a_view_survives_its_link(address, data):
    session = {each.name: data.draw(values(each)) for each in settings_of_page(address)}
    opened = through_a_link(address, {**session})
    assert {name: opened[name] for name in session} == session


@pytest.mark.parametrize("address", PAGE_SETTINGS)
def test_no_link_can_do_harm(address):
    """Values that are no values, values of other settings, and numbers out of all bounds."""
    draw = random.Random(address)
    names = [each.name for each in settings_of_page(address)]
    good = [each.write(each.default) for each in settings_of_page(address)]
    for _ in range(HOSTILE):
        asked_for = {
            draw.choice(names): draw.choice(
                [*BAD, *good, "".join(map(chr, draw.choices(range(0x2FF), k=draw.randrange(60))))]
            )
            for _ in range(draw.randrange(1, 6))
        }
        session = {}
        load_link(address, Query({name: [text] for name, text in asked_for.items()}), session)
        assert all(len(note) < LONGEST_NOTE for note in session[NOTES])
        through_a_link(address, session)


OLD_LINK = {
    "mineral": "rare_earths",
    "region": "asia-pacific",
    "roster": "AUS,CAN,EU27",
    "replace": "chn,RUS",
    "partners": "MSP,US_FTA",
    "circle": "any",
    "in-region": "yes",
    "no-control": "no",
    "governance-min": "-0.5",
    "corruption-min": "off",
    "distance-max": "12000",
    "least": "0.02",
    "ceiling": "2",
    "horizon": "2033",
    "growth": "0.5",
    "redirect": "no",
    "exports": "own",
    "buyers": "all",
    "all-declared": "yes",
    "need": "150",
    "cap": "0.5",
    "outside-max": "0.4",
    "cost": "own",
    "unit-costs": "CAN=2100,FIN:2500",
    "vessel": "bulk",
    "land": "rail",
    "weights": "distance:2,governance:1",
    "to": "auto",
    "route": "suez_closed",
    "hs": "280530",
}
OLD_INPUTS = [
    "replace",
    "partners",
    "circle",
    "in-region",
    "governance-min",
    "corruption-min",
    "no-control",
    "distance-max",
    "least",
    "ceiling",
    "horizon",
    "growth",
    "exports",
    "redirect",
    "buyers",
    "all-declared",
    "cap",
    "outside-max",
    "cost",
    "unit-costs",
    "weights",
    "vessel",
    "land",
    "need",
    "to",
    "route",
    "hs",
]


def test_a_link_of_before_opens_and_json_keeps_its_names():
    session = {}
    load_link("near-shoring", Query({name: [text] for name, text in OLD_LINK.items()}), session)
    assert session[NOTES] == []
    assert asked_by(Question, session) == Question(
        mineral=Mineral.RARE_EARTHS,
        region=Region.ASIA_PACIFIC,
        roster="AUS,CAN,EU27",
        replace=("CHN", "RUS"),
        partners=("MSP", "US_FTA"),
        circle=Circle.ANY,
        in_region=True,
        governance_min=-0.5,
        distance_max=12_000.0,
        least=0.02,
        ceiling=2.0,
        horizon=2033,
        growth=0.5,
        redirect=False,
        exports=Exports.OWN,
        buyers=Buyers.ALL,
        all_declared=True,
        need=150.0,
        cap=0.5,
        outside_max=0.4,
        cost=CostBasis.OWN,
        unit_costs=(("CAN", 2100.0), ("FIN", 2500.0)),
        vessel=Vessel.BULK,
        land=LandVehicle.RAIL,
        weights=(("distance", 2.0), ("governance", 1.0)),
        route=RouteCase.SUEZ_CLOSED,
        hs="280530",
    )
    assert sorted(inputs_figures(Question())) == sorted(OLD_INPUTS)


@pytest.mark.parametrize(("kind", "setting"), ALL, ids=IDS)
def test_a_bad_text_is_said_with_name_value_and_what_to_do(kind, setting):
    with pytest.raises(SelectionError) as fault:
        setting.parse("\x00<b>?")
    assert any(mark in str(fault.value) for mark in ("use ", "write ", "codes have"))
    assert "“·<b>?”" in str(fault.value).replace("<B>", "<b>")


@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_name_is_the_same_everywhere_and_stands_in_the_help(kind):
    text = " ".join(parser_of(kind).format_help().split())
    for each in settings_of(kind):
        assert each.name == each.field.replace("_", "-")
        assert f"--{each.name} " in text
        assert each.label in text
        assert each.write(each.default) in text or each.default in (None, ())
    assert list(figures_of(kind())) == [each.name for each in settings_of(kind)]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ceiling", 7, "ceiling “7” is not possible; use a number from 1 to 3"),
        ("ceiling", float("nan"), "ceiling “nan” is not possible; use a number from 1 to 3"),
        ("horizon", 2030.5, "horizon “2030.5” is no horizon; use a year from 2025 to 2035"),
        ("region", "africa", "home region “africa” is not known; use one of: americas, europe, asia-pacific"),
        ("to", "Germany", "to “Germany” is no country code"),
        ("cost", 3, "cost “3” is not known; use one of: distance, carbon, own"),
        ("replace", (), "replace “none” is no country code"),
        ("weights", {"luck": 1}, "criterion “luck” is not known"),
    ],
)
def test_no_question_can_hold_what_a_setting_does_not_allow(name, value, said):
    for make in (lambda: Question(**{name: value}), lambda: from_figures(Question, {name: value})):
        with pytest.raises(SelectionError) as fault:
            make()
        assert str(fault.value).startswith(said.replace("“none”", "“NONE”"))
    with pytest.raises(SelectionError, match="setting “luck” is not known"):
        from_figures(Question, {"luck": 1})


@pytest.mark.parametrize(
    ("name", "of_model"),
    [
        ("ceiling", lambda value: CeilingRule(2030, value)),
        ("growth", lambda value: CeilingRule(2030, project_share=value)),
        ("cap", lambda value: Limits(third_country_cap=value)),
        ("outside-max", lambda value: Limits(outside_roster_max=value)),
    ],
)
def test_model_and_setting_agree_on_the_bounds(name, of_model):
    setting = setting_of(Question, name)
    for value in (setting.low, setting.high):
        of_model(value)
        setting.check(value)
    for value in (setting.low - 0.01, setting.high + 0.01):
        with pytest.raises(SelectionError):
            of_model(value)
        with pytest.raises(SelectionError):
            setting.check(value)


@dataclass(frozen=True, slots=True, config=STRICT)
class Larger(Question):
    """A question with one setting more."""

    patience: Annotated[int, Setting("Months that a buyer can wait", group="Amounts", low=0, high=24, unit="month")] = 6


@given(question=asked(Larger))
def test_one_new_field_is_in_link_command_line_file_and_strategy(question):
    enrol("dummy", Larger, view.View)
    (new,) = [each for each in settings_of(Larger) if each.name not in figures_of(Question())]
    assert (new.name, new.kind, new.default) == ("patience", Kind.WHOLE, 6)
    assert figures_of(question)["patience"] == question.patience
    assert through_the_command_line(Larger, question).patience == question.patience
    session = {}
    load_link("dummy", Query({"patience": [str(question.patience)]}), session)
    assert (session["patience"], session[NOTES]) == (question.patience, [])
    load_link("dummy", Query({"patience": ["25"]}), session)
    assert session[NOTES] == ["patience “25” is no patience; use a month from 0 to 24. The default is shown"]
    assert replace(question, patience=0).patience == 0
