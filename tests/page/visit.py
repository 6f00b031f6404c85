"""Visits to the app as a browser makes them: to an address with a query, then on by menu."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

APP = str(Path(__file__).resolve().parents[2] / "app.py")
PATIENCE_S = 300
"""Ends a test whose page hangs; a slow machine may take its time."""


def visit(address: str = "", **query: str) -> AppTest:
    """Return the app after a visit to the page at `address` with `query`."""
    app = AppTest.from_file(APP, default_timeout=PATIENCE_S)
    app.query_params.update(query)
    return goto(app, address).run()


def goto(app: AppTest, address: str) -> AppTest:
    """Turn to the page at `address`, as the menu does; the next run shows it.

    The platform's own ``switch_page`` knows pages that are files only.
    """
    app._page_hash = calc_hash(address)
    return app
