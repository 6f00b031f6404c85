"""A series is called by what it counts, and by the years that it is of, in every text of every page and command."""

from __future__ import annotations

import re
from functools import cache

import pytest

from geo.cli.main import main
from geo.errors import SelectionError
from geo.evidence.geography import load_geography
from geo.evidence.production import production
from geo.evidence.receipt_production import printed_cells, production_receipts
from geo.evidence.subject import subject_of
from geo.schema.codes import Measure, Mineral, Stage
from geo.words.series import is_average, short
from tests.page.visit import visit

MEAN_YEAR = re.compile(r"(?<!to )(?<!shown under )(?<!2016-)\b2020\b(?!-\d\d-)")
"""2020 by itself; a mean of 2016 to 2020 ends in it, and the link has it in that place."""


@cache
def narrower(atlas) -> tuple[tuple[Mineral, Stage, str], ...]:
    """Every mineral and stage whose series counts something else than the mineral."""
    pairs = ((mineral, stage, subject_of(atlas, mineral, stage)) for mineral in Mineral for stage in Stage)
    return tuple((mineral, stage, subject) for mineral, stage, subject in pairs if subject != mineral.label.lower())


def alone(mineral: Mineral, stage: Stage, subject: str, text: str) -> list[str]:
    """Return where a text names the mineral at the stage and nothing more: ``refined graphite``, ``Graphite, refined``."""
    name, label = re.escape(mineral.label), short(subject).lower()
    other = text.lower().replace(subject.lower(), "(counted)").replace(label, "(counted)")
    return re.findall(rf"\b{stage.value} {name}\b.{{20}}|\b{name},? \(?{stage.value}\b", other, re.IGNORECASE)


def said(app) -> str:
    """Every text that a visit sends: headings, captions, labels, help, titles of tables, pictures with their words."""
    return "\n".join(str(element.proto) for element in app._tree if hasattr(element, "proto"))


@pytest.mark.parametrize(
    ("page", "query", "mineral"),
    [
        ("", {}, Mineral.GRAPHITE),
        ("", {"country": "CHN"}, Mineral.RARE_EARTHS),
        ("dependence", {}, Mineral.GRAPHITE),
        ("dependence", {"tab": "minerals"}, Mineral.GRAPHITE),
        ("dependence", {"tab": "alliance"}, Mineral.RARE_EARTHS),
        ("near-shoring", {"tab": "options"}, Mineral.RARE_EARTHS),
        ("near-shoring", {"tab": "overview", "stages": "both"}, Mineral.GRAPHITE),
    ],
    ids=lambda each: "-".join(each.values()) if isinstance(each, dict) else each,
)
def test_no_text_of_a_page_names_the_mineral_where_its_series_counts_something_else(real_atlas, page, query, mineral):
    text = said(visit(page, mineral=mineral.value, stage="refined", **query))
    for stage, subject in ((stage, subject) for own, stage, subject in narrower(real_atlas) if own is mineral):
        assert alone(mineral, stage, subject, text) == []


def test_commands_and_receipts_name_what_is_counted_and_of_which_years(real_atlas, capsys):
    roster = load_geography(real_atlas).roster("washington-six")
    for mineral in Mineral:
        for stage in Stage:
            try:
                answer = production(real_atlas, Measure.PRODUCTION, mineral, stage, None)
            except SelectionError:
                continue
            titles = [
                each.title for each in production_receipts(answer, printed_cells(real_atlas, answer), roster).values()
            ]
            assert main(["concentration", "--mineral", mineral.value, "--stage", stage.value]) == 0
            told = "\n".join([capsys.readouterr().out, *titles])
            assert answer.subject.lower() in told.lower()
            if answer.subject != mineral.label.lower():
                assert alone(mineral, stage, answer.subject, told) == []
            if is_average(answer.basis):
                assert MEAN_YEAR.findall(told) == []
                assert answer.period == "2016 to 2020"


def test_the_command_of_dependence_prints_a_mean_with_its_years(real_atlas, capsys):
    assert main(["dependence", "--mineral", "tungsten", "--stage", "refined"]) == 0
    told = capsys.readouterr().out
    assert MEAN_YEAR.findall(told) == []
    assert "period: 2016 to 2020" in told


@pytest.mark.parametrize("page", ["", "dependence", "near-shoring"])
def test_a_mean_is_printed_with_its_years(page):
    text = said(visit(page, mineral=Mineral.TUNGSTEN.value, stage="refined"))
    assert MEAN_YEAR.findall(text) == []
    assert "2016 to 2020" in text or page == "near-shoring"
