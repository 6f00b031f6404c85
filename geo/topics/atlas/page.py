"""The page of this topic."""

from __future__ import annotations

from geo.ui.atlas_page import atlas_page as show

__all__ = ["show"]
