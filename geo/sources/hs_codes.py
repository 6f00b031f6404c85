"""HS6 codes of critical minerals, compiled from published lists; HS texts of the United Nations."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.sources.published import published_file, read_text_table

SOURCE_ID = "hs-codes-compiled-2026"

COLUMNS = ["hs6", "revision", "description", "mineral", "stage", "pure", "source_list", "note"]


def read_hs_codes(raw: Path) -> pd.DataFrame:
    """Return one row a code, all text as compiled.

    Columns: hs6 (six digits), revision (``HS92-HS22``), description, mineral, stage (ore/concentrate, intermediate,
    refined, product or waste), pure (yes or no), source_list and note (may be empty text). Which delivered file has
    the code is not read: the trade files themselves say that.
    """
    path = published_file(raw, "hs_codes", "hs_codes.csv")
    return read_text_table(path, COLUMNS).loc[:, COLUMNS]
