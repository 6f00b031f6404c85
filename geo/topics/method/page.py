"""The page of this topic."""

from __future__ import annotations

from geo.ui.sources_page import sources_page as show

__all__ = ["show"]
