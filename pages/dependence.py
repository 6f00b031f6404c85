"""Dependence: who holds a mineral, who buys it from whom, and what the roster changes."""

from __future__ import annotations

from geo.ui.dependence_page import dependence_page

dependence_page()
