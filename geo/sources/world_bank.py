"""World Bank country and lending groups."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.errors import SourceError
from geo.sources.published import published_file, require_columns

SOURCE_ID = "worldbank-income-fy26"
SHEET = "List of economies"


def read_income_groups(raw: Path) -> pd.DataFrame:
    """Return economy, code, region and income group of each economy, FY26.

    The aggregates below the list (they have no region) are left out. Venezuela and Ethiopia are in the list without
    an income group: unclassified, which is not low income. Codes are the bank's own (CHI, XKX).
    """
    path = published_file(raw, "worldbank_income_groups", "CLASS_2025_10_07.xlsx")
    try:
        table = pd.read_excel(path, sheet_name=SHEET, dtype=object)
    except ValueError as exc:
        message = f"{path} has no sheet {SHEET!r}; use the edition that its SOURCE.md names"
        raise SourceError(message) from exc
    require_columns(table, ["Economy", "Code", "Region", "Income group"], path)
    economies = table.loc[table["Region"].notna(), ["Economy", "Code", "Region", "Income group"]]
    return economies.set_axis(["economy", "code", "region", "income_group"], axis="columns").reset_index(drop=True)
