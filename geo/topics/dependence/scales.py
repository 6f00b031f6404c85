"""Classes of the maps of the Dependence page, with fixed breaks."""

from __future__ import annotations

from geo.view.palette import Ramp, Scale

OUTSIDE_SHARE = Scale(
    title="Part of the imports from outside the roster",
    ramp=Ramp.SEQUENTIAL,
    breaks=(0.05, 0.20, 0.40, 0.60, 0.80, 0.95),
    labels=("under 5 %", "5\u201320 %", "20\u201340 %", "40\u201360 %", "60\u201380 %", "80\u201395 %", "over 95 %"),
)
"""Shares 0-1 of a country's imports under one customs code."""

EXPOSURE_SCORE = Scale(
    title="Exposure score, upper end",
    ramp=Ramp.SEQUENTIAL,
    breaks=(0.02, 0.05, 0.10, 0.20, 0.30, 0.45),
    labels=(
        "under 0.02",
        "0.02\u20130.05",
        "0.05\u20130.10",
        "0.10\u20130.20",
        "0.20\u20130.30",
        "0.30\u20130.45",
        "over 0.45",
    ),
)
"""GeoPolRisk-style score, 0-1."""
