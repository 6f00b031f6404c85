"""A new topic is a declaration: one control, one table and one map are in menu, link, command line, JSON and CSV."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pandas as pd
import pytest

import geo.topics
from geo.cli.main import main
from geo.model.line import BARE_UNITS
from geo.ui import cache
from tests.page import makers
from tests.page.visit import goto, visit
from tests.table_law import check_table

MOST_LINES = 60
ASKED = ["--mineral", "cobalt", "--stage", "mined", "--least-share", "0.02"]


@pytest.fixture(autouse=True)
def _enrolled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geo.topics, "TOPICS", (*geo.topics.TOPICS, makers.TOPIC))


def test_it_takes_less_than_sixty_lines():
    written = Path(makers.__file__).read_text(encoding="utf-8").splitlines()
    assert (
        len([line for line in written if line.strip() and not line.startswith(("from ", "import ", '"""'))])
        < MOST_LINES
    )


def test_it_stands_in_the_menu_and_its_page_has_control_map_sentence_and_table():
    app = visit("makers", mineral="cobalt", stage="mined")
    assert not app.exception
    assert not app.warning
    assert [page["page_name"] for page in app._registered_pages.values()][-1] == "Makers"
    assert [slider.label for slider in app.slider] == ["Least share of world output"]
    assert len(app.get("deck_gl_json_chart")) == 1
    few = len(app.dataframe[0].value)
    app.slider[0].set_value(0).run()
    assert app.query_params["least-share"] in ("0", ["0"])
    assert len(app.dataframe[0].value) > few
    assert app.subheader[0].value.startswith(str(len(app.dataframe[0].value)))


def test_a_link_sets_it_and_a_bad_one_is_said():
    assert visit("makers", mineral="cobalt", stage="mined", **{"least-share": "0.5"}).slider[0].value == 50
    app = visit("makers", mineral="cobalt", stage="mined", **{"least-share": "lots"})
    assert "lots" in app.warning[0].value
    assert app.slider[0].value == 10


def test_the_menu_leads_there_from_another_page():
    app = visit("", mineral="nickel")
    app.query_params.clear()
    goto(app, "makers").run()
    assert not app.exception
    assert "nickel" in app.subheader[0].value.casefold()


def test_the_command_line_prints_what_the_page_shows(capsys):
    assert main(["makers", *ASKED, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["inputs"]["least-share"] == 0.02
    assert found["sentence"].startswith(f"{len(found['tables']['makers'])} countries")
    shares = [row["share"] for row in found["tables"]["makers"]]
    assert min(shares) >= 0.02
    receipts = [row["share"]["steps"][-1] for row in found["receipts"]["makers"]]
    assert [step["result"] for step in receipts] == pytest.approx(shares)
    assert {step["unit"] for step in receipts} <= set(BARE_UNITS)
    assert main(["makers", *ASKED, "--csv", "makers"]) == 0
    text = capsys.readouterr().out
    rows = pd.read_csv(io.StringIO(text), comment="#")
    assert (rows["Share of world, %"] / 100).tolist() == pytest.approx(shares)
    assert "# Source: " in text


def test_a_bad_argument_is_one_sentence(capsys):
    with pytest.raises(SystemExit):
        main(["makers", "--least-share", "2"])
    assert "2" in capsys.readouterr().err
    assert main(["makers", *ASKED, "--csv", "nothing"]) == 2
    assert "makers" in capsys.readouterr().err


def test_its_table_keeps_the_law_of_tables():
    answer = makers.makers(cache.atlas(), makers.Question(mineral="cobalt", stage="mined", least_share=0))
    (table,) = makers.TOPIC.face.tables(answer)
    assert check_table(table)["share"] == len(answer.rows) > 0
