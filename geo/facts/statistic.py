"""Step "statistic": production, capacity and reserves of all publishers in one table, not reconciled."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from geo.facts.places import CountryIndex
from geo.facts.production_others import other_statistic_rows
from geo.facts.production_usgs import usgs_statistic_rows


def statistic_facts(raw: Path, known: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return table ``statistic``.

    Publishers stand side by side, each row with its edition; which one is shown for a mineral, stage and year is
    decided in data/reviewed/primary_series.csv.

    Parameters
    ----------
    raw
        Folder of the publishers' files.
    known
        Tables made by earlier steps; ``country`` and ``country_alias`` are used.
    """
    index = CountryIndex(known["country"], known["country_alias"])
    rows = pd.concat([usgs_statistic_rows(raw, index, known), other_statistic_rows(raw, index)], ignore_index=True)
    return {"statistic": rows}
