"""Tables of the U.S. Geological Survey about the United States, and its leading producers, as fact rows.

One printed cell is one row; nothing is summed or compared here.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from geo.errors import DataContractError
from geo.facts.dataset import Dataset, Inputs, Tables
from geo.facts.mineral_words import MineralWords
from geo.facts.places import CountryIndex
from geo.schema.codes import OTHER, UsItem, ValueFlag
from geo.schema.tables_dependence import US_IMPORT_RELIANCE, US_IMPORT_SOURCE, US_SALIENT, USGS_LEADING_PRODUCER
from geo.sources.usgs_cell import Cell, estimate_mark, footnote_words, read_cell
from geo.sources.usgs_mcs_us import (
    SOURCE_ID,
    read_import_sources,
    read_leading_producers,
    read_major_import_sources,
    read_net_import_reliance,
    read_salient,
)
from geo.units import GRAM_T, to_tonnes

SYSTEM = "usgs"
ESTIMATED_SINCE = 2025
"""The newest year of the edition is an estimate throughout."""
SALIENT_TABLE, RELIANCE_FIGURE = "salient statistics", "figure 2"
SOURCES_TABLE, SOURCES_FIGURE = "import sources", "figure 3"

ITEMS = {
    "Production": UsItem.PRODUCTION,
    "Import": UsItem.IMPORT,
    "Export": UsItem.EXPORT,
    "Consumption": UsItem.CONSUMPTION,
    "Stock": UsItem.STOCK,
}
"""Statistics taken from the salient tables; prices, employment and government shipments are left out."""
RELIANCE = "Net import reliance"
NET_EXPORTER = "E"

LEADERS_YEAR = 2025

OTHER_LABELS = ("Other countries", "Other")
HONG_KONG_NOTE = "Includes Hong Kong"

_BASIS = re.compile(
    r"\(Data in (?:thousand )?(?:metric (?:dry )?tons|kilograms)(?:, (.+?),?)? unless otherwise specified\)"
)
_NO_BASIS = "weight as printed; the chapter names no content"


def us_facts(inputs: Inputs) -> Tables:
    """Return ``us_salient``, ``us_import_reliance``, ``us_import_source`` and ``usgs_leading_producer``.

    Withheld, not-available and bounded figures stay rows; what the publisher printed is in ``raw_value``.

    Raises
    ------
    DataContractError
        If a name, unit or cell is not known, with every finding.
    """
    words = inputs.words("usgs-us")
    salient, reliance, forms, figure = (
        _ours(read(inputs.raw), words)
        for read in (read_salient, read_net_import_reliance, read_import_sources, read_major_import_sources)
    )
    findings: list[str] = []
    tables = {
        "us_salient": _table(US_SALIENT.column_names, _salient_rows(salient, findings)),
        "us_import_reliance": _table(
            US_IMPORT_RELIANCE.column_names, [*_reliance_rows(salient, findings), *_figure_rows(reliance, findings)]
        ),
        "us_import_source": _table(
            US_IMPORT_SOURCE.column_names, _source_rows(forms, figure, inputs.countries, findings)
        ),
        "usgs_leading_producer": _table(USGS_LEADING_PRODUCER.column_names, _leader_rows(inputs, findings)),
    }
    if findings:
        raise DataContractError(findings)
    return tables


DATASETS = (
    Dataset((SOURCE_ID,), ("us_salient", "us_import_reliance", "us_import_source", "usgs_leading_producer"), us_facts),
)


def _table(columns: list[str], rows: Iterable[dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame([*rows], columns=columns)


def _ours(printed: pd.DataFrame, words: MineralWords) -> pd.DataFrame:
    """Return the rows of this project's minerals, with ``mineral``; a commodity is one mineral or none."""
    meanings = words.alone(printed["commodity"], SOURCE_ID)
    mineral = printed["commodity"].map({name: found[0].mineral for name, found in meanings.items() if found})
    return printed[mineral.notna()].assign(mineral=mineral.dropna())


def _salient_rows(salient: pd.DataFrame, findings: list[str]) -> Iterator[dict[str, object]]:
    rows = salient[salient["statistics"].isin(list(ITEMS))]
    bases = rows.groupby("chapter")["chapter_note"].agg(_basis)
    for row in rows.to_dict("records"):
        cell = _cell(row, f"{row['commodity']}, {row['detail']} {row['year']}", findings)
        if cell is None:
            continue
        yield {
            **_shared(row, cell),
            "item": ITEMS[row["statistics"]].value,
            "basis": bases[row["chapter"]],
            "year": row["year"],
            "quantity_t": _tonnes(cell.quantity, row["unit"]),
            "low_t": _tonnes(cell.low, row["unit"]),
            "high_t": _tonnes(cell.high, row["unit"]),
            "flag": _flag(row, cell).value,
            "raw_unit": row["unit"],
        }


def _basis(notes: pd.Series) -> str:
    """Return what the chapter says a tonne is a tonne of; it stands beside most rows, not all."""
    found = {match[1] for note in notes if (match := _BASIS.search(note)) and match[1]}
    return "; ".join(sorted(found)) or _NO_BASIS


def _reliance_rows(salient: pd.DataFrame, findings: list[str]) -> Iterator[dict[str, object]]:
    for row in salient[salient["statistics"] == RELIANCE].to_dict("records"):
        cell = _cell(row, f"{row['commodity']}, {row['detail']} {row['year']}", findings)
        if cell is not None:
            yield {**_shared(row, cell), **_reliance(row, cell), "printed_table": SALIENT_TABLE, "year": row["year"]}


def _figure_rows(figure: pd.DataFrame, findings: list[str]) -> Iterator[dict[str, object]]:
    for row in figure.assign(detail="", year=ESTIMATED_SINCE).to_dict("records"):
        cell = _cell(row, f"figure 2, {row['commodity']}", findings)
        if cell is not None:
            yield {
                **_shared(row, cell),
                **_reliance(row, cell),
                "printed_table": RELIANCE_FIGURE,
                "year": ESTIMATED_SINCE,
                "sources_text": row["sources"],
            }


def _reliance(row: Mapping[Hashable, Any], cell: Cell) -> dict[str, object]:
    return {
        "percent": cell.quantity,
        "low_pct": cell.low,
        "high_pct": cell.high,
        "is_net_exporter": row["value"] == NET_EXPORTER,
        "flag": _flag(row, cell).value,
        "sources_text": None,
    }


def _source_rows(
    forms: pd.DataFrame, figure: pd.DataFrame, index: CountryIndex, findings: list[str]
) -> Iterator[dict[str, object]]:
    by_form = forms.assign(printed_table=SOURCES_TABLE)
    by_country = figure.assign(printed_table=SOURCES_FIGURE, detail="", note="", period=by_form["period"].iloc[0])
    rows = pd.concat([by_form, by_country], ignore_index=True)
    is_other = rows["area"].isin(OTHER_LABELS)
    codes = rows["area"].mask(is_other, OTHER)
    codes[~is_other] = index.codes(rows.loc[~is_other, "area"], system=SYSTEM, place="U.S. import sources").astype(
        "object"
    )
    for row in rows.assign(code=codes).to_dict("records"):
        cell = _cell(row, f"{row['printed_table']}, {row['commodity']} {row['area']}", findings)
        if cell is not None:
            yield {
                **_shared(row, cell),
                "printed_table": row["printed_table"],
                "area": row["code"],
                "period": row["period"].replace("\N{EN DASH}", "-"),
                "percent": cell.quantity,
                "low_pct": cell.low,
                "high_pct": cell.high,
                "includes_hong_kong": HONG_KONG_NOTE in row["note"],
                "flag": cell.flag.value,
            }


def _leader_rows(inputs: Inputs, findings: list[str]) -> Iterator[dict[str, object]]:
    """Yield table T7: its quantity and world total are those of the mapped stage in the world tables of the edition."""
    table = read_leading_producers(inputs.raw)
    words = inputs.words("usgs-leaders")
    findings += words.unknown(((name, "") for name in table["commodity"]), "table T7")
    meanings = {name: found[0] for name in table["commodity"] if (found := words.find((name, "")))}
    rows = table[table["commodity"].isin(list(meanings))]
    codes = inputs.countries.codes(rows["area"], system=SYSTEM, place="table T7")
    for row in rows.assign(code=codes).to_dict("records"):
        meaning = meanings[row["commodity"]]
        share = _cell({**row, "value": row["percent"]}, f"table T7, {row['commodity']}", findings)
        quantity, world = (
            _cell({**row, "value": row[column]}, f"table T7, {row['commodity']}", findings)
            for column in ("quantity", "world")
        )
        if share is None or quantity is None or world is None:
            continue
        yield {
            "mineral": meaning.mineral.value,
            "stage": str(meaning.stage),
            "commodity": row["commodity"],
            "iso3": row["code"],
            "year": LEADERS_YEAR,
            "quantity_t": quantity.quantity,
            "world_t": world.quantity,
            "percent": share.quantity,
            "flag": (ValueFlag.ESTIMATED if share.flag is ValueFlag.REPORTED else share.flag).value,
            "raw_value": row["percent"],
            "note": row["note"] or None,
            "source_id": SOURCE_ID,
        }


def _cell(row: Mapping[Hashable, Any], place: str, findings: list[str]) -> Cell | None:
    if row["value"] == NET_EXPORTER:
        return Cell(None, None, 0.0, ValueFlag.AT_MOST, "Net exporter")
    try:
        return read_cell(row["value"], row["note"])
    except DataContractError as exc:
        findings.extend(f"{place}: {finding}" for finding in exc.findings)
        return None


def _flag(row: Mapping[Hashable, Any], cell: Cell) -> ValueFlag:
    is_estimate = row["year"] >= ESTIMATED_SINCE or estimate_mark(row["note"]) is True
    return ValueFlag.ESTIMATED if cell.flag is ValueFlag.REPORTED and is_estimate else cell.flag


def _shared(row: Mapping[Hashable, Any], cell: Cell) -> dict[str, object]:
    words = [words for words in (footnote_words(row["note"]), cell.note) if words]
    return {
        "mineral": str(row["mineral"]),
        "commodity": row["commodity"],
        "detail": row["detail"],
        "raw_value": row["value"],
        "note": " -- ".join(words) or None,
        "source_id": SOURCE_ID,
    }


def _tonnes(figure: float | None, unit: str) -> float | None:
    return None if figure is None else round(to_tonnes(figure, unit), GRAM_T)
