"""International Energy Agency, Critical Minerals Dataset: supply by country, observed years and base-case projections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from geo.errors import DataContractError, SourceError
from geo.facts.dataset import Dataset, Inputs, Tables
from geo.facts.mineral_words import MineralWords
from geo.facts.places import CountryIndex
from geo.facts.statistic import production_table
from geo.schema.codes import OTHER, WORLD, ValueFlag
from geo.sources.published import printed_numbers, published_file, read_text_table
from geo.sources.workbook import sheet_rows
from geo.units import GRAM_T, to_tonnes

SOURCE_ID_2024 = "iea-cm-2024"
SOURCE_ID_2025 = "iea-cm-2025"

UNIT = "kt"
REST = "Rest of world"
TOTALS = ("Total", "Total clean technologies")
"""Labels of the total row; the 2024 workbook calls the one of refined cobalt by the second name."""

SHEET_2024 = "2 Total supply for key minerals"
FILE_2024 = "CM_Data_Explorer May 2024 (2).xlsx"
TOP_SHARE = "Top 3 share"
PANEL_STARTS = (0, 6)
"""First column of the two panels of the sheet, mining on the left and refining on the right."""
YEARS_PER_PANEL = 4

COLUMNS = ["mineral", "process", "country", "year", "quantity_kt", "quantity_text"]


def read_supply_2025(raw: Path) -> pd.DataFrame:
    """Return the May 2025 edition: 2024 and the base case of 2030, 2035 and 2040.

    One row a block (mineral, process), country and year, labels as printed; ``quantity_kt`` in kilotonnes of the
    block's own definition, ``quantity_text`` the cell as text. "Rest of world" and "Total" are rows like the others.
    """
    path = published_file(raw, "iea_critical_minerals_2025", "supply_by_country_base_case.csv")
    table = read_text_table(path, ["mineral", "stage", "country", "year", "kt"])
    result = pd.DataFrame(
        {
            "mineral": table["mineral"],
            "process": table["stage"],
            "country": table["country"],
            "year": printed_numbers(table["year"], path).astype("int64"),
            "quantity_kt": printed_numbers(table["kt"], path),
            "quantity_text": table["kt"],
        }
    )
    _require_totals(result, path)
    return result


def read_supply_2024(raw: Path) -> pd.DataFrame:
    """Return the May 2024 edition: 2023 and the base case of 2030, 2035 and 2040.

    Columns as in `read_supply_2025`; ``process`` is the second half of the block's heading, e.g. ``Mining (natural)``
    or ``Battery grade``. The rows "Top 3 share" are ratios of the others and are left out.

    Raises
    ------
    SourceError
        If the sheet or its row of years is not there, a cell is not a number or a block has no total.
    """
    rows = _printed_2024(raw)
    result = rows[rows["country"] != TOP_SHARE].reset_index(drop=True)
    _require_totals(result, Path(FILE_2024))
    return result


def read_top_three_2024(raw: Path) -> pd.DataFrame:
    """Return the rows "Top 3 share" of the same sheet, 0-1 in the column of the figures."""
    rows = _printed_2024(raw)
    return rows[rows["country"] == TOP_SHARE].reset_index(drop=True)


def _printed_2024(raw: Path) -> pd.DataFrame:
    """Return every row of both panels that has figures."""
    path = published_file(raw, "iea_critical_minerals_2024", FILE_2024)
    cells = sheet_rows(path, SHEET_2024)
    rows = [row for start in PANEL_STARTS for row in _panel(cells, start, path)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _panel(cells: Sequence[tuple[object, ...]], start: int, path: Path) -> Iterator[tuple[object, ...]]:
    """Yield the rows of one panel whose labels stand in column `start`; a heading has no figures beside it."""
    years: list[int] = []
    heading: tuple[str, str] | None = None
    for line, row in enumerate(cells, start=1):
        label, figures = _label_and_figures(row, start)
        if not years:
            if label is None and figures and all(isinstance(figure, int) for figure in figures):
                years = [int(str(figure)) for figure in figures]
            continue
        if label is None:
            continue
        if all(figure is None for figure in figures):
            mineral, dash, process = label.partition(" - ")
            heading = (mineral.strip(), process.strip()) if dash else None
        elif heading is not None:
            for year, figure in zip(years, figures, strict=True):
                yield (*heading, label, year, _number(figure, path, line), str(figure))
    if not years:
        message = f"{path}, sheet {SHEET_2024!r}: no row of years was found; use the edition that its SOURCE.md names"
        raise SourceError(message)


def _label_and_figures(row: tuple[object, ...], start: int) -> tuple[str | None, tuple[object, ...]]:
    padded = row + (None,) * (start + 1 + YEARS_PER_PANEL - len(row))
    label = padded[start]
    text = label.strip() if isinstance(label, str) and label.strip() else None
    return text, padded[start + 1 : start + 1 + YEARS_PER_PANEL]


def _number(figure: object, path: Path, line: int) -> float:
    if isinstance(figure, bool) or not isinstance(figure, (int, float)):
        message = f"{path}, sheet {SHEET_2024!r}, line {line}: {figure!r} is not a number; fetch the file again"
        raise SourceError(message)
    return float(figure)


def _require_totals(table: pd.DataFrame, path: Path) -> None:
    """Check that every block and year has one total; a file cut short loses it first."""
    blocks = table["mineral"] + " " + table["process"] + " " + table["year"].astype(str)
    totals = table["country"].isin(TOTALS).groupby(blocks).sum()
    odd = sorted(totals.index[totals != 1])
    if odd or table.empty:
        message = f"{path} has not one total row for {', '.join(odd) or 'any block'}; fetch the file again"
        raise SourceError(message)


SYSTEM = "iea"
OBSERVED_2024 = 2023
OBSERVED_2025 = 2024

SHARE_DECIMALS = 12
"""What is cut is the noise of binary fractions."""
SAME = 1e-6
"""Two figures are the same if they differ by less than this part of the world total: rounding of the arithmetic."""


def iea_facts(inputs: Inputs) -> Tables:
    """Return statistic rows of both IEA editions, in tonnes.

    The May 2024 edition gives 2023 only, the May 2025 edition gives 2024 and the base case of 2030, 2035 and 2040:
    the scopes changed between the two, so they are never one projection. Named countries are a selection; the rest
    row becomes OTHER, the total WORLD. In every block and year the named countries and OTHER sum to WORLD: where the
    file's rest row counts one named country twice it is put right and says so.

    Raises
    ------
    DataContractError
        If a block or a country is not known, or a total cannot be explained.
    """
    older = read_supply_2024(inputs.raw)
    older = older[older["year"] == OBSERVED_2024].reset_index(drop=True)
    newer = read_supply_2025(inputs.raw)
    rows = [
        statistic_rows(older, inputs.words("iea-2024"), SOURCE_ID_2024, OBSERVED_2024, inputs.countries),
        statistic_rows(newer, inputs.words("iea-2025"), SOURCE_ID_2025, OBSERVED_2025, inputs.countries),
    ]
    top = read_top_three_2024(inputs.raw)
    top = top[top["year"] == OBSERVED_2024].reset_index(drop=True)
    return {
        "statistic": pd.concat(rows, ignore_index=True),
        "iea_top_three": top_three_rows(top, inputs.words("iea-2024")),
    }


DATASETS = (Dataset((SOURCE_ID_2024, SOURCE_ID_2025), ("statistic", "iea_top_three"), iea_facts),)


def top_three_rows(printed: pd.DataFrame, words: MineralWords) -> pd.DataFrame:
    """Return the printed shares of the three largest as rows of ``iea_top_three``; see `read_top_three_2024`."""
    keys = list(zip(printed["mineral"], printed["process"], strict=True))
    meanings = words.of(keys, SOURCE_ID_2024)
    meant = [meanings[key][0] for key in keys]
    return pd.DataFrame(
        {
            "mineral": [block.mineral.value for block in meant],
            "stage": [str(block.stage) for block in meant],
            "product": [block.product for block in meant],
            "year": printed["year"],
            "share": printed["quantity_kt"].round(SHARE_DECIMALS),
            "source_id": SOURCE_ID_2024,
        }
    )


def statistic_rows(
    supply: pd.DataFrame, words: MineralWords, source_id: str, observed_year: int, index: CountryIndex
) -> pd.DataFrame:
    """Return one edition's `supply` as statistic rows.

    Parameters
    ----------
    supply
        Frame of `read_supply_2024` or `read_supply_2025`.
    words
        What each printed pair of mineral and process counts.
    observed_year
        The edition's base year; later years are projections.
    """
    keys = list(zip(supply["mineral"], supply["process"], strict=True))
    meanings = words.of(keys, source_id)
    table = rest_reconciled(supply, source_id)
    meant = [meanings[key][0] for key in keys]
    return production_table(
        table,
        mineral=[block.mineral.value for block in meant],
        stage=[str(block.stage) for block in meant],
        product=[block.product for block in meant],
        area=_areas(table["country"], source_id, index),
        source_id=source_id,
        basis=[block.basis for block in meant],
        quantity_t=(to_tonnes(1.0, UNIT) * table["quantity_kt"]).round(GRAM_T),
        flag=ValueFlag.REPORTED.value,
        is_projection=table["year"] > observed_year,
        raw_value=table["quantity_text"],
        raw_unit=UNIT,
    )


def rest_reconciled(supply: pd.DataFrame, source_id: str) -> pd.DataFrame:
    """Return `supply` with a column ``note`` and rest rows that close every block on its total.

    The workbook's rest of nickel and of graphite includes one country that is also named (Australia, Canada, Tanzania,
    Germany); the total does not. There ``quantity_kt`` of the rest becomes the total minus the named countries; ``quantity_text`` keeps
    the printed cell.

    Raises
    ------
    DataContractError
        If the rest is off by anything else than one named country: then nobody knows which row is wrong.
    """
    result = supply.copy()
    result["note"] = None
    findings: list[str] = []
    for (mineral, process, year), block in result.groupby(["mineral", "process", "year"], sort=False):
        place = f"{source_id}: {mineral} - {process} {year}"
        for row, quantity, note in _corrections(block, place, findings):
            result.loc[row, "quantity_kt"] = quantity
            result.loc[row, "note"] = note
    if findings:
        raise DataContractError(findings)
    return result


def _corrections(block: pd.DataFrame, place: str, findings: list[str]) -> Iterator[tuple[int, float, str]]:
    total = float(block.loc[block["country"].isin(TOTALS), "quantity_kt"].iloc[0])
    is_rest = block["country"] == REST
    named = block[~is_rest & ~block["country"].isin(TOTALS)]
    if is_rest.sum() != 1:
        findings.append(f"{place} has {is_rest.sum()} rows {REST!r}; one is expected, so check the file")
        return
    printed = float(block.loc[is_rest, "quantity_kt"].iloc[0])
    recomputed = total - float(named["quantity_kt"].sum())
    excess = printed - recomputed
    if abs(excess) <= SAME * total:
        return
    twice = named.loc[(named["quantity_kt"] - excess).abs() <= SAME * total, "country"]
    if twice.empty:
        findings.append(f"{place}: rows exceed the total by {excess:g} kt, which is no named country; check the file")
        return
    note = (
        f"Printed {printed:,.1f} kt counts {' or '.join(twice)} ({excess:,.1f} kt) a second time; "
        f"recomputed as total minus named countries"
    )
    yield int(block.index[is_rest][0]), recomputed, note


def _areas(labels: pd.Series, source_id: str, index: CountryIndex) -> pd.Series:
    fixed = {REST: OTHER} | dict.fromkeys(TOTALS, WORLD)
    areas = labels.map(fixed)
    is_country = areas.isna()
    areas[is_country] = index.codes(labels[is_country], system=SYSTEM, place=source_id)
    return areas
