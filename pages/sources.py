"""Sources and method: every source, formula, table and word."""

from __future__ import annotations

from geo.ui.sources_page import sources_page

sources_page()
