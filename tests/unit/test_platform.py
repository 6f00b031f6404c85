"""Debts to the platform: the need for `leave_pages_alone` (once this fails, it may go), and what a table was asked."""

from __future__ import annotations

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from geo.settings import PROJECT
from geo.ui.platform import ASKED, is_asked


def test_the_platform_would_discover_our_pages_by_itself(monkeypatch):
    monkeypatch.setattr(PagesManager, "uses_pages_directory", None)
    PagesManager(str(PROJECT / "app.py"))
    assert PagesManager.uses_pages_directory


@pytest.mark.parametrize(
    ("asked", "with_boxes", "opens"),
    [
        (None, True, False),
        ({"table": "st-key-receipts-near-mix", "x": 200}, True, True),
        ({"table": "st-key-receipts-near-mix", "x": None}, True, True),
        ({"table": "st-key-receipts-near-mix", "x": 17}, True, False),
        ({"table": "st-key-receipts-near-mix", "x": 17}, False, True),
        ({"table": "st-key-receipts-near-mix-list", "x": 200}, True, False),
    ],
)
def test_a_table_is_asked_by_its_own_figures_alone(monkeypatch, asked, with_boxes, opens):
    monkeypatch.setattr(st, "session_state", {ASKED: asked})
    assert is_asked("near.mix", with_boxes=with_boxes) == opens
