"""The page of this topic."""

from __future__ import annotations

from geo.ui.nearshoring_page import nearshoring_page as show

__all__ = ["show"]
