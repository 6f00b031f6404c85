"""Atlas: where a mineral is mined, refined, held in reserve and traded."""

from __future__ import annotations

from geo.ui.atlas_page import atlas_page

atlas_page()
