"""Reviewed tables: decisions that a person keeps by hand, read with the same checks as facts."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from geo.errors import DataContractError
from geo.schema.columns import Table
from geo.schema.files import read_facts
from geo.settings import load_settings


def reviewed_table(table: Table, known: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return a reviewed table, from `known` if it is there, else from the reviewed folder.

    Raises
    ------
    DataContractError
        If a row breaks the declaration.
    """
    if table.name in known:
        return known[table.name]
    frame, findings = read_facts(table, load_settings().reviewed)
    if findings:
        raise DataContractError(findings)
    return frame
