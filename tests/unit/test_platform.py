"""The need for `leave_pages_alone`: once this fails, it may go."""

from __future__ import annotations

from streamlit.runtime.pages_manager import PagesManager

from geo.settings import PROJECT


def test_the_platform_would_discover_our_pages_by_itself(monkeypatch):
    monkeypatch.setattr(PagesManager, "uses_pages_directory", None)
    PagesManager(str(PROJECT / "app.py"))
    assert PagesManager.uses_pages_directory
