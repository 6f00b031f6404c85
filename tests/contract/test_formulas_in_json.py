"""One formula for a figure: what JSON prints as a formula works out to the figure beside it, whatever the model says."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

import pytest

from geo.cli import main as cli
from geo.evidence.geography import load_geography
from geo.model.trace import largest, named
from geo.schema.codes import Mineral, Region, Stage
from geo.topics.nearshoring.answer import plan as plans
from geo.topics.nearshoring.answer.options import near_shoring
from geo.topics.nearshoring.figures import ways
from geo.topics.nearshoring.figures.columns import ranking_table
from geo.topics.nearshoring.figures.ranking import Ledger
from geo.topics.nearshoring.model import ceiling
from geo.topics.nearshoring.model.ceiling import Project, ProjectUse
from geo.topics.nearshoring.question import Question
from tests.arithmetic import largest_number, work_out
from tests.table_receipts import check_receipt

CELL = ("--mineral", "magnesium", "--stage", "refined", "--region", "europe")
COMMANDS = (
    ("options", *CELL),
    ("options", *CELL, "--redirect", "no"),
    ("options", "--mineral", "cobalt", "--stage", "refined", "--region", "europe", "--horizon", "2035"),
    ("options", "--mineral", "gallium", "--stage", "refined", "--region", "europe", "--need", "100"),
    ("mix", *CELL, "--cap", "0.3", "--outside-max", "0.2"),
    ("matrix", "--stage", "mined"),
    ("dependence", "--mineral", "vanadium", "--stage", "mined", "--importer", "JPN"),
    ("concentration", "--mineral", "cobalt", "--stage", "mined", "--year", "2025"),
)
FIGURES = {"formula": "quantity_t", "ceiling_formula": "ceiling_t"}
"""The figure that stands beside each formula."""


@pytest.fixture(autouse=True)
def _built(real_atlas, commands_read) -> None:
    """The commands read the built database of the committed facts."""
    commands_read(real_atlas)


def objects(found: Any) -> Iterator[dict[str, Any]]:
    """Walk over every object of a JSON document."""
    if isinstance(found, dict):
        yield found
    for each in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
        yield from objects(each)


@pytest.mark.parametrize("argv", COMMANDS, ids=" ".join)
def test_every_formula_in_json_works_out_to_the_figure_beside_it(capsys, argv):
    assert cli.main([*argv, "--json"]) == 0
    held = list(objects(json.loads(capsys.readouterr().out)))
    formulas = 0
    for found in held:
        for key in found:
            if not key.endswith("formula"):
                continue
            left, _, right = found[key].rpartition(" = ")
            figure, room = found[FIGURES[key]], max(1e-9, 1e-12 * largest_number(left))
            assert work_out(left) == pytest.approx(figure, rel=1e-9, abs=room), found[key]
            assert work_out(right.removesuffix(" t")) == pytest.approx(figure, rel=1e-9, abs=room), found[key]
            formulas += 1
        if "worked" in found:
            room = max(1e-9, 1e-12 * largest_number(found["worked"]))
            assert math.isclose(work_out(found["worked"]), found["result"], rel_tol=1e-8, abs_tol=room), found
    assert formulas or argv[0] != "options"


def ledger(real_atlas, **settings: Any) -> Ledger:
    question = Question(Mineral.MAGNESIUM, Stage.REFINED, Region.EUROPE, "washington-six", **settings)
    return Ledger(near_shoring(real_atlas, question), load_geography(real_atlas), real_atlas)


def ranked(held, figure, area):
    """Return the receipt of a cell of the ranking."""
    table = ranking_table(held)
    return next(table.receipts(row)[figure] for row in table.rows if row.area == area)


def test_a_project_that_counts_stands_in_the_receipt_of_the_ceiling(real_atlas, monkeypatch):
    bare = ledger(real_atlas)
    works = Project("New works", "ISR", 2028, 10_000.0, bare.plan.need.goods, bare.answer.trade.source.source_id)
    monkeypatch.setattr(plans, "projects_of", lambda _: {Mineral.MAGNESIUM: (works,)})
    for share in (1.0, 0.25):
        held = ledger(real_atlas, growth=share)
        row = held.plan.ceilings["ISR"]
        assert [each.use for each in row.projects] == [ProjectUse.COUNTED]
        assert row.total_t == pytest.approx(bare.plan.ceilings["ISR"].total_t + share * 10_000)
        receipt = ranked(held, "new_t", "ISR")
        check_receipt(receipt)
        assert receipt.step("Project of New works").result == share * 10_000
        assert receipt.steps[-1].result == row.new_t
        assert any(each.name == "New works: yearly capacity" for each in receipt.inputs)


def test_what_is_not_redirected_is_in_no_receipt_of_a_ceiling(real_atlas):
    held = ledger(real_atlas, redirect=False)
    offer = next(offer for offer in held.plan.filtered.kept if held.plan.ceilings[offer.area].redirected_t > 0)
    found = held.sent(offer.area)
    assert (found.redirected.value, found.ceiling.value) == (0.0, offer.new_t)


def stretched_twice(own, to_home, stretch):
    return largest(stretch * stretch * own - largest(own, to_home), 0.0)


def half_redirected(own, to_home, *, of=""):
    return named("Redirected tonnes", "half of them", "t", 0.5 * largest(own - to_home, 0.0), of=of)


def by_sea_alone(sea_km, land_km, by_sea, by_land, *, of=""):
    return named("Freight carbon", "kilometres by sea, times the factor of the ship", "kg CO2e per t", sea_km * by_sea)


@pytest.mark.parametrize(
    ("places", "name", "other", "figure"),
    [
        ((ceiling,), "extra_tonnes", stretched_twice, "new_t"),
        ((ceiling,), "redirected_tonnes", half_redirected, "redirected_t"),
        ((plans, ways), "freight_carbon", by_sea_alone, "kgco2e_per_t"),
    ],
    ids=["stretch counted twice", "half redirected", "by sea alone"],
)
def test_another_formula_changes_the_page_and_its_receipt_alike(real_atlas, monkeypatch, places, name, other, figure):
    def printed_and_worked_out(area):
        held = ledger(real_atlas)
        (printed,) = (row[figure] for row in (*shown(held),) if row["area"] == area)
        return printed, ranked(held, figure, area).steps[-1].result

    area = next(row["area"] for row in shown(ledger(real_atlas)) if row["redirected_t"] > 0)
    before, worked = printed_and_worked_out(area)
    assert worked == pytest.approx(before)
    for place in places:
        monkeypatch.setattr(place, name, other)
    after, worked = printed_and_worked_out(area)
    assert after != pytest.approx(before)
    assert worked == pytest.approx(after)


def shown(held):
    """Return the figures of the offers as page and JSON print them."""
    for offer in held.plan.filtered.kept:
        yield {
            "area": offer.area,
            "new_t": offer.new_t,
            "redirected_t": offer.redirected_t,
            "kgco2e_per_t": offer.profile.kgco2e_per_t,
        }
