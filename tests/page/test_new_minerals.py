"""Minerals of which output and reserves are held and nothing else: every page says so and none fails."""

from __future__ import annotations

import pytest

from tests.page.visit import visit


@pytest.mark.parametrize("mineral", ["lead", "molybdenum", "rhenium", "silver"])
@pytest.mark.parametrize("address", ["", "near-shoring", "dependence"])
def test_a_mineral_without_trade_and_sites_has_its_pages(address, mineral):
    app = visit(address, mineral=mineral, stage="mined")
    assert not app.exception
    assert app.session_state["mineral"] == mineral
    assert app.subheader or app.info
