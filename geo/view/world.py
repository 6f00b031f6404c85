"""What maps of several pages share: output as fills, names of the countries that matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from geo.evidence.geography import Geography
from geo.evidence.production import Production
from geo.schema.codes import ValueFlag
from geo.view import words
from geo.view.label_places import place_labels
from geo.view.palette import WORLD_SHARE, Scale, Theme
from geo.view.scene import Label, Shading, shade_by_class

MOST_LABELS = 12
LEAST_LABELLED_SHARE = 0.01


def production_scene(production: Production, theme: Theme) -> tuple[Shading, Scale]:
    """Return the fills for shares of world output or reserves, and their classes."""
    values = {row.area: row.share for row in production.rows}
    tips = {
        row.area: f"{words.figure(ValueFlag(row.flag), row.quantity_t, row.low_t, row.high_t)}, {words.share(row.share)} of the world"
        for row in production.rows
    }
    return shade_by_class(values, production_scale(production), theme, tips), production_scale(production)


def production_scale(production: Production) -> Scale:
    """Return the fixed classes with a title that names measure, mineral, stage and year."""
    what = "reserves" if production.measure == "reserves" else f"{production.stage.value} output"
    return replace(WORLD_SHARE, title=f"Share of world {what}, {production.subject}, {production.period}")


def country_labels(sizes: Mapping[str, float | None], geography: Geography, chosen: str | None) -> tuple[Label, ...]:
    """Return names of the countries that matter most in this view, the chosen one always."""
    ranked = sorted(
        (area for area, size in sizes.items() if size is not None and abs(size) >= LEAST_LABELLED_SHARE),
        key=lambda area: (-abs(sizes[area] or 0.0), area),
    )[:MOST_LABELS]
    named = dict.fromkeys(([chosen] if chosen else []) + ranked)
    points = geography.label_points
    return place_labels(Label(geography.names[area], *points[area]) for area in named if area in points)
