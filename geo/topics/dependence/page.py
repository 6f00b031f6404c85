"""The page of this topic."""

from __future__ import annotations

from geo.ui.dependence_page import dependence_page as show

__all__ = ["show"]
