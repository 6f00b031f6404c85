"""Questions about carbon: factors of freight and the intensity of national grids."""

from __future__ import annotations

import pandas as pd

from geo.schema.codes import FreightMode
from geo.store.database import Atlas


def freight_factors(atlas: Atlas, mode: FreightMode | None = None) -> pd.DataFrame:
    """Return factor_id, mode, family, vehicle, size, variant, kgco2e_per_tkm, source_id of one mode or all; by mode and publisher's code.

    Tank-to-wheel: what the vehicle burns, without the making of its fuel.
    """
    return atlas.frame(
        """
        SELECT factor_id, mode, family, vehicle, size, variant, kgco2e_per_tkm, source_id
        FROM freight_factor WHERE $mode IS NULL OR mode = $mode ORDER BY mode, factor_id
        """,
        {"mode": None if mode is None else mode.value},
    )


def background_sources(atlas: Atlas) -> dict[str, str]:
    """Return the code of the edition behind each table that knows countries whatever the mineral."""
    found = atlas.frame("""
        SELECT 'distance' AS name, min(source_id) AS source_id FROM distance
        UNION ALL SELECT 'freight_factor', min(source_id) FROM freight_factor
        UNION ALL SELECT 'governance', min(source_id) FROM governance
        UNION ALL SELECT 'grid_carbon', min(source_id) FROM grid_carbon
    """)
    return dict(zip(found["name"], found["source_id"], strict=True))


def grid_carbon(atlas: Atlas) -> pd.DataFrame:
    """Return iso3, name, year, gco2e_per_kwh, source_id of the newest year of each country; by country.

    The years differ between countries and belong beside the figure. National average of generation, no account of
    imports: not what one smelter draws.
    """
    return atlas.frame("""
        SELECT g.iso3, c.name, g.year, g.gco2e_per_kwh, g.source_id
        FROM grid_carbon g JOIN country c USING (iso3)
        JOIN (SELECT iso3, max(year) AS year FROM grid_carbon GROUP BY iso3) USING (iso3, year)
        ORDER BY g.iso3
    """)
