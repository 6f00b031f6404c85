"""Page tests run the app as ``geo/serve/app.py`` does: with its own navigation from the first request on."""

from __future__ import annotations

import pytest
from streamlit.runtime.pages_manager import PagesManager


@pytest.fixture(autouse=True)
def _own_navigation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Turn off the platform's discovery of ``pages/``, which would run a page file alone, without bar and link."""
    made = PagesManager.__init__

    def without_discovery(self, *args, **settings):
        made(self, *args, **settings)
        PagesManager.uses_pages_directory = False

    monkeypatch.setattr(PagesManager, "__init__", without_discovery)
