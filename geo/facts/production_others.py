"""Statistic rows of the publishers beside USGS: IEA, the EU study and BGS."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.facts.places import CountryIndex
from geo.facts.production_bgs import bgs_rows
from geo.facts.production_eu import eu_rows
from geo.facts.production_iea import iea_rows


def other_statistic_rows(raw: Path, index: CountryIndex) -> pd.DataFrame:
    """Return the rows of table ``statistic`` that IEA, the EU study and BGS give, each with its own ``source_id``.

    Nothing is reconciled between the publishers: which one stands for a mineral, stage and year is decided in
    data/reviewed/primary_series.csv.

    Parameters
    ----------
    raw
        Folder of the publishers' files.
    index
        Names of countries.
    """
    return pd.concat([iea_rows(raw, index), eu_rows(raw, index), bgs_rows(raw, index)], ignore_index=True)
