"""The publisher on the pages: in the link, on the control, and a clear sentence where he prints nothing."""

from __future__ import annotations

import pytest

from tests.page.visit import visit


def shown(app):
    return " ".join(line.value for line in (*app.subheader, *app.markdown, *app.caption, *app.info, *app.warning))


@pytest.mark.parametrize("address", ["", "dependence"])
def test_a_publisher_in_the_link_is_shown_and_kept(address):
    app = visit(address, mineral="cobalt", stage="mined", publisher="iea")
    assert not app.exception
    assert app.session_state["publisher"] == "iea"
    assert "DR Congo mined 66.5" in shown(app)
    assert "(IEA)" in shown(app)
    assert "Between publishers, 2024" in shown(app)


@pytest.mark.parametrize("address", ["", "dependence"])
@pytest.mark.parametrize("publisher", ["iea", "moon"])
def test_a_publisher_who_prints_nothing_leaves_the_reviewed_series(address, publisher):
    app = visit(address, mineral="tungsten", stage="mined", publisher=publisher)
    assert not app.exception
    assert app.session_state["publisher"] == "reviewed"
    if publisher == "iea":
        assert "No figures of IEA are held for" in shown(app)
        assert "the reviewed series is shown" in shown(app)
    else:
        assert "“moon”" in shown(app)
