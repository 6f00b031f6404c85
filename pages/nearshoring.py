"""Near-shoring: who supplies a region today, and who could supply instead."""

from __future__ import annotations

from geo.ui.nearshoring_page import nearshoring_page

nearshoring_page()
