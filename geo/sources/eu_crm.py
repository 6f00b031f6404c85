"""European Commission, Study on the Critical Raw Materials for the EU 2023, Annex 7: shares of supply."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.errors import SourceError
from geo.sources.published import first_line, printed_numbers, published_file, read_text_table, trimmed_columns

SOURCE_ID = "eu-crm-2023"
RESULTS_SOURCE_ID = "eu-crm-2023-results"
FOLDER = "eu_crm_2023_annexes"
EXTRACTION, PROCESSING = "E", "P"
PERCENT = 100.0
SHARE_DECIMALS = 6
"""Far below the printed tenth of a per cent: what is cut is the noise of the division."""


def read_global_supply_shares(raw: Path) -> pd.DataFrame:
    """Return the shares of world supply by material, stage (E extraction, P processing) and country.

    Averages of 2016 to 2020. Names are as printed. ``share`` is 0-1 and empty where the cell is a bound such as
    ``<0.1%``; the bound is then in ``share_below``. ``trade_factor`` is the study's variable t (0.8 EU member,
    1.0 baseline, above 1 export restriction). Shares of a material need not sum to 1: what the study left out stays out.
    """
    return _shares(published_file(raw, FOLDER, "global_supply_shares_2023.csv"))


def read_eu_sourcing_shares(raw: Path) -> pd.DataFrame:
    """Return the shares of the supply of the EU (own output and imports), only those of 1 % and more.

    Columns as in `read_global_supply_shares`.
    """
    return _shares(published_file(raw, FOLDER, "eu_sourcing_shares_2023.csv"))


def read_results(raw: Path) -> pd.DataFrame:
    """Return material, ``supply_risk`` and ``economic_importance`` as Annex 4 prints them, to one decimal."""
    path = published_file(raw, "eu_crm_2023_results", "sr_ei_2023.csv")
    columns = {"supply_risk_2023": "supply_risk", "economic_importance_2023": "economic_importance"}
    return trimmed_columns(
        read_text_table(path, ["material", *columns]), ["material", *columns], path, numbers=list(columns)
    ).rename(columns=columns)


def read_use_shares(raw: Path) -> pd.DataFrame:
    """Return applications by material as Annex 6 prints them: material, position, application, share (0-1), sector, value_added_eur_millions.

    Labels of sectors are misaligned in places of the copy; the value added is what counts. A share printed as ``>0`` is 0.
    """
    path = published_file(raw, FOLDER, "material_use_shares_2023.csv")
    table = read_text_table(path, ["Material", "Application", "Share", "NACE sector", "VA_million_EUR"])
    percent = printed_numbers(table["Share"].str.strip().str.lstrip("<>").str.removesuffix("%"), path)
    return pd.DataFrame(
        {
            "material": table["Material"].str.strip(),
            "position": table.groupby("Material").cumcount() + 1,
            "application": table["Application"].str.strip(),
            "share": (percent / PERCENT).round(SHARE_DECIMALS),
            "sector": table["NACE sector"].str.strip().where(table["NACE sector"].str.strip() != ""),
            "value_added_eur_millions": printed_numbers(table["VA_million_EUR"], path, may_be_empty=True),
        }
    )


def _shares(path: Path) -> pd.DataFrame:
    table = read_text_table(path, ["Material", "Stage", "Country", "Share", "t"])
    odd_stage = sorted(set(table["Stage"]) - {EXTRACTION, PROCESSING})
    if odd_stage:
        message = f"{path}: stage {odd_stage[0]!r} is neither E nor P; use the edition that its SOURCE.md names"
        raise SourceError(message)
    text = table["Share"].str.strip()
    is_bound = text.str.startswith("<")
    percent = printed_numbers(text.str.removeprefix("<").str.removesuffix("%"), path)
    # One cell lacks its sign (silicon metal, Germany, "6"). From 1 up it can only be per cent; below 1 it could be 0-1.
    unclear = ~text.str.endswith("%") & (percent < 1)
    if unclear.any():
        line = first_line(unclear)
        message = f"{path}, line {line}: share {text[unclear].iloc[0]!r} has no percent sign; fetch the file again"
        raise SourceError(message)
    fraction = (percent / PERCENT).round(SHARE_DECIMALS)
    return pd.DataFrame(
        {
            "material": table["Material"].str.strip(),
            "stage": table["Stage"],
            "country": table["Country"].str.strip(),
            "share": fraction.mask(is_bound),
            "share_below": fraction.where(is_bound),
            "share_text": text,
            "trade_factor": printed_numbers(table["t"], path),
        }
    )
