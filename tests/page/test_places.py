"""Where things stand on a page: what moves to another place is built anew in the browser, and a map loses its view."""

from __future__ import annotations

import altair as alt
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from geo.ui import charts
from geo.view.charts import Bar, share_bars, spec
from geo.view.palette import LIGHT, Role
from tests.page.visit import visit

MAP = "deck_gl_json_chart"
PAGES = ("", "near-shoring", "dependence")


def visited(address: str, **query: str) -> AppTest:
    app = visit(address, **query)
    assert not app.exception
    return app


def place(block: Block, kind: str, path: tuple[int, ...] = ()) -> tuple[int, ...] | None:
    """Return the way down the page to its first element of a kind."""
    for at, child in block.children.items():
        if child.type == kind:
            return (*path, at)
        below = place(child, kind, (*path, at)) if isinstance(child, Block) else None
        if below is not None:
            return below
    return None


@pytest.mark.parametrize("address", PAGES)
def test_the_map_keeps_its_place_when_the_line_that_says_what_changed_comes_and_goes(address):
    app = visited(address)
    stands = place(app.main, MAP)
    assert stands is not None
    ticks = app.button_group(key="roster.ticks")
    ticks.set_value([*ticks.value, "CAN"]).run()
    assert any(button.key == "change.dismiss" for button in app.button)
    assert place(app.main, MAP) == stands
    app.button(key="change.dismiss").click().run()
    assert not any(button.key == "change.dismiss" for button in app.button)
    assert place(app.main, MAP) == stands


@pytest.mark.parametrize("address", PAGES)
def test_the_map_keeps_its_place_when_a_link_is_put_right(address):
    stands = place(visited(address).main, MAP)
    app = visited(address, mineral="unobtainium")
    assert app.warning
    assert place(app.main, MAP) == stands


def test_rows_are_sent_as_the_chart_has_them():
    def made() -> alt.LayerChart:
        bars = [Bar("Chile", 0.5, "half"), Bar("Others", None, "no data", Role.OTHER)]
        return share_bars(bars, LIGHT, title="Shares")

    plain, sent = spec(made), charts.described("test of rows", "Shares", made)
    assert plain["datasets"].keys() == sent["datasets"].keys()
    for name, rows in plain["datasets"].items():
        assert pa.ipc.open_stream(sent["datasets"][name]).read_all().to_pylist() == rows
    assert {**sent, "datasets": None} == {**plain, "datasets": None}
