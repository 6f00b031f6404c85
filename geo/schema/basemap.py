"""Files of the basemap folder; written by the facts step, read by the server."""

from __future__ import annotations

COUNTRIES_FILE = "countries.geojson"
"""Clickable polygons; feature properties are ``i`` (row) and ``iso3`` (null where there are no statistics)."""

TARGETS_FILE = "targets.geojson"
"""The same polygons, coarse and never drawn: what answers to the pointer, cheap to search without a graphics chip."""

LAND_FILE = "land_110m.geojson"
"""Coarse land, drawn below everything."""

DISPUTED_FILE = "disputed.json"
"""Disputed and breakaway boundary lines: a list of paths."""

HATCH_FILE = "hatch.json"
"""Hatch lines of every polygon: iso3, or "-1", "-2" ... for a polygon without code, to a list of paths."""

FALLEN_HATCH_FILE = "fallen_hatch.json"
"""Hatch lines of every polygon for a supplier that falls away: denser, and across the lines that mean "no data"."""

OUTLINES_FILE = "outlines.json"
"""Outline of every region: region code to a list of paths, closed unless they end at 180 degrees."""

DOTS_FILE = "dots.json"
"""Points for countries that are too small to click: a list of iso3, lon, lat."""

BASEMAP_FILES = (
    COUNTRIES_FILE,
    TARGETS_FILE,
    LAND_FILE,
    DISPUTED_FILE,
    HATCH_FILE,
    FALLEN_HATCH_FILE,
    OUTLINES_FILE,
    DOTS_FILE,
)
