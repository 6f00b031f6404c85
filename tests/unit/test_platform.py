"""Debts to the platform: the need for `leave_pages_alone` (once this fails, it may go), and what a table was asked."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.pages_manager import PagesManager

from geo.settings import PROJECT
from geo.ui.platform import ASKED, App, asked_place, is_asked


def test_the_platform_would_discover_our_pages_by_itself(monkeypatch):
    monkeypatch.setattr(PagesManager, "uses_pages_directory", None)
    PagesManager(str(PROJECT / "app.py"))
    assert PagesManager.uses_pages_directory


@pytest.mark.parametrize(
    ("asked", "with_boxes", "opens"),
    [
        (None, True, False),
        ("st-key-receipts-boxed-near-mix", True, True),
        ("st-key-receipts-plain-near-mix", False, True),
        ("st-key-receipts-plain-near-mix", True, False),
        ("st-key-receipts-boxed-near-mix-list", True, False),
    ],
)
def test_a_table_is_asked_by_its_own_figures_alone(monkeypatch, asked, with_boxes, opens):
    monkeypatch.setattr(st, "session_state", {ASKED: asked})
    assert is_asked(asked_place("near.mix", with_boxes=with_boxes)) == opens


def test_fewer_sessions_are_kept_than_the_platform_would(monkeypatch):
    class Session:
        def __init__(self, name: int) -> None:
            self.session, self.id = self, str(name)

    def kept(storage: MemorySessionStorage) -> int:
        for name in range(200):
            storage.save(Session(name))
        return len(storage.list())

    runtime = SimpleNamespace(_session_mgr=SimpleNamespace(_session_storage=MemorySessionStorage()))
    monkeypatch.setattr(st.App, "_create_runtime", lambda _app: runtime)
    assert kept(runtime._session_mgr._session_storage) == 128
    App(str(PROJECT / "app.py"), kept_sessions=16)._create_runtime()
    assert kept(runtime._session_mgr._session_storage) == 16


def test_every_script_of_ours_tells_the_server_by_the_one_way_that_waits():
    sending = [path for path in (PROJECT / "geo").rglob("*.py") if is_sending(path.read_text(encoding="utf-8"))]
    assert sending == [PROJECT / "geo" / "ui" / "component.py"]


def is_sending(code: str) -> bool:
    return any(way in code for way in ("setTriggerValue", "setStateValue", "components.v1", "components.v2"))
