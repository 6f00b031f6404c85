"""Values of settings, and whole questions, drawn from what the settings say of themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from geo.figure.reading import FIRST_YEAR, LAST_YEAR, parse_hs6, parse_iso3, parse_roster, parse_slug, parse_year
from geo.figure.setting import Kind, Setting, settings_of
from geo.schema.codes import Mineral, Stage
from geo.topics.dependence.question import parse_importer
from geo.topics.nearshoring.grammar import (
    MOST_WEIGHT,
    PRESETS,
    parse_partners,
    parse_replace,
    parse_unit_costs,
    parse_weights,
)
from geo.topics.nearshoring.model.costs import CostBasis
from geo.topics.nearshoring.model.criteria import CRITERIA
from geo.topics.nearshoring.question import DEFAULT_PARTNERS, Question

CODES = ["CHN", "RUS", "CAN", "DEU", "FIN", "CHL", "AUS"]
COUNTRIES = st.lists(st.sampled_from(CODES), min_size=1, max_size=4, unique=True).map(tuple)
WEIGHT = st.integers(1, MOST_WEIGHT).map(float)


def in_order(weights: dict[str, float]) -> tuple[tuple[str, float], ...]:
    """Return weights in the order of the criteria."""
    return tuple((each.key, weights[each.key]) for each in CRITERIA if each.key in weights)


BY_GRAMMAR = {
    parse_year: st.integers(FIRST_YEAR, LAST_YEAR),
    parse_hs6: st.from_regex(r"[0-9]{6}", fullmatch=True),
    parse_iso3: st.sampled_from(CODES),
    parse_slug: st.from_regex(r"[A-Za-z0-9_,.-]{1,40}", fullmatch=True),
    parse_roster: st.sampled_from(["washington-six", "G7", "none", "USA,JPN", "CHL,AUS,CAN", "EU27"]),
    parse_replace: st.sampled_from(PRESETS).map(lambda preset: (preset,)) | COUNTRIES,
    parse_partners: st.lists(st.sampled_from(["MSP", "US_FTA", "EU_FTA"]), unique=True).map(tuple),
    parse_weights: st.just(())
    | st.dictionaries(st.sampled_from([each.key for each in CRITERIA]), WEIGHT, min_size=1).map(in_order),
    parse_unit_costs: st.dictionaries(st.sampled_from(CODES), st.floats(0, 1e9)).map(
        lambda costs: tuple(sorted(costs.items()))
    ),
    parse_importer: st.sampled_from(["home", "europe", "EU27", "roster", *CODES]),
}
"""What the grammars of whole texts let through."""


def another(setting: Setting) -> Any:
    """Return a value that a setting may have and that is not its default."""
    others = {
        Kind.SWITCH: (not setting.default,),
        Kind.CHOICE: setting.choices,
        Kind.WHOLE: (setting.high, setting.low),
    }
    found = others.get(setting.kind, (setting.high, setting.low))
    return next(value for value in found if value != setting.default)


def values(setting: Setting, *, as_drawn: bool = False) -> st.SearchStrategy[Any]:
    """Return values that a setting may have; those that its control can set, if `as_drawn`."""
    found = _values(setting, as_drawn=as_drawn)
    return st.none() | found if setting.is_optional else found


def _values(setting: Setting, *, as_drawn: bool) -> st.SearchStrategy[Any]:
    if setting.read is not None:
        return BY_GRAMMAR[setting.read]
    if setting.kind is Kind.SWITCH:
        return st.booleans()
    if setting.kind is Kind.CHOICE:
        return st.sampled_from(setting.choices)
    if setting.kind is Kind.LIST:
        return st.lists(st.sampled_from(setting.choices), unique=True).map(tuple)
    if setting.kind is Kind.WHOLE:
        return st.integers(int(setting.low), int(setting.high))
    if as_drawn and setting.step:
        steps = round((setting.high - setting.low) / setting.step)
        return st.integers(0, steps).map(lambda step: round(setting.low + step * setting.step, 6))
    return st.floats(setting.low, setting.high)


def asked(kind: type, *, as_drawn: bool = False, **fixed: Any) -> st.SearchStrategy[Any]:
    """Return whole questions; ``fixed`` takes strategies in the place of those of the settings named."""
    drawn = {each.field: values(each, as_drawn=as_drawn) for each in settings_of(kind) if each.field not in fixed}
    return st.builds(kind, **drawn | fixed)


def asked_of(
    pairs: Sequence[tuple[Mineral, Stage]], *, as_drawn: bool = False, **fixed: Any
) -> st.SearchStrategy[Question]:
    """Return near-shoring questions about `pairs` that every region can be asked: no country of one, no code of one.

    Who falls away, own unit costs and the need hang on what is held, so they are few, and partners are the default, so
    that nobody who joins the roster brings a need with it; ``fixed`` as in `asked`.
    """
    few = {
        "replace": st.sampled_from([("largest",), ("outside",)]),
        "need": st.none() | st.sampled_from([0.0, 12.5, 250_000.0]),
        "cost": st.sampled_from([CostBasis.DISTANCE, CostBasis.CARBON]),
        "partners": st.just(DEFAULT_PARTNERS),
        "to": st.none(),
        "hs": st.none(),
        "unit_costs": st.just(()),
    }
    return st.sampled_from(pairs).flatmap(
        lambda pair: asked(
            Question, as_drawn=as_drawn, **few | fixed | {"mineral": st.just(pair[0]), "stage": st.just(pair[1])}
        )
    )
