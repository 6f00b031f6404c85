"""Leaves of receipts: one maker a kind of fact, each a cell with its edition, for formulas and for lists of inputs.

Every maker gives an `Input`; ``geo.model.trace.cell`` makes a number of it, ``gathered`` a sum of several.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from geo.evidence.production import Printed, Production
from geo.evidence.rows import cell_number, cell_text
from geo.evidence.trade import Trade
from geo.figure.source import Source
from geo.model.concentration import Concentration, Supply, World, concentration
from geo.model.growth import Outlook
from geo.model.line import Input
from geo.model.supply import Flow
from geo.model.trace import Traced, cell, gathered, named, total
from geo.schema.codes import ValueFlag

NO_TONNES = "no tonnes published; in no sum of tonnes"


def published(
    source: Source,
    code: str,
    name: str,
    value: float | None,
    unit: str,
    *,
    year: int | None = None,
    stage: str = "",
    basis: str = "",
    printed: str = "",
    note: str = "",
) -> Input:
    """Return a cell of an edition; what every other maker ends in."""
    return Input(code, name, value, unit, year, stage, basis, printed, source.edition, source.source_id, note)


def traded(
    trade: Trade,
    code: str,
    name: str,
    value: float | None,
    unit: str,
    basis: str,
    note: str = "",
    *,
    year: int | None = None,
) -> Input:
    """Return a figure that comes from the flows of one customs code and year: `year` of the same edition, or its own."""
    stage = f"HS {trade.code.hs6}, {trade.code.form}"
    return published(
        trade.source, code, name, value, unit, year=year or trade.year, stage=stage, basis=basis, note=note
    )


def flow(trade: Trade, found: Flow, names: Mapping[str, str], *, by_tonnes: bool, note: str = "") -> Input:
    """Return one flow in tonnes or in value; its remarks come after `note`."""
    remarks = [note] if note else []
    if found.doubt is not None:
        remarks.append(found.doubt.sentence + ("; tonnes set aside" if found.quantity_t is None else ""))
    elif by_tonnes and found.quantity_t is None:
        remarks.append(NO_TONNES)
    return traded(
        trade,
        f"{found.exporter}-{found.importer}",
        f"{names[found.exporter]} to {names[found.importer]}",
        found.quantity_t if by_tonnes else found.value_usd,
        "t" if by_tonnes else "USD",
        "gross weight" if by_tonnes else "value",
        "; ".join(remarks),
    )


def flow_sum(trade: Trade, area: str, name: str, quantity_t: float | None, note: str = "") -> Traced:
    """Return a sum of flows of one country that the arrays of trade have added up, in tonnes; nothing where none has any."""
    return gathered(quantity_t or 0.0, [traded(trade, area, name, quantity_t, "t", "gross weight, sum of flows", note)])


def distance(source: Source, from_area: str, to_area: str, name: str, km: float, basis: str = "modelled") -> Input:
    """Return modelled kilometres."""
    note = "within the country: zero by definition" if from_area == to_area else ""
    return published(source, f"{from_area}-{to_area}", name, km, "km", basis=basis, note=note)


def factor(source: Source, vehicle: str, kgco2e_per_tkm: float) -> Input:
    """Return the carbon factor of a vehicle."""
    return published(source, "factor", vehicle, kgco2e_per_tkm, "kg CO2e per t and km")


def indicator(source: Source, area: str, name: str, value: float | None, year: int) -> Input:
    """Return an estimate of the Worldwide Governance Indicators."""
    return published(source, area, name, value, "estimate", year=year, basis="about -2.5 weak to 2.5 strong")


def share(trade: Trade, area: str, name: str, value: float, basis: str) -> Input:
    """Return a share, 0-1, that was worked out from trade before."""
    return traded(trade, area, name, value, "share", basis)


def outlook(found: Outlook, source: Source, name: str, year: int, tonnes: float, note: str = "") -> Input:
    """Return what an outlook prints of one country and year: output, or output expected."""
    what = "output" if year == found.base_year else "output expected"
    return published(source, found.area, f"{name}: {what}", tonnes, "t", year=year, basis=found.basis, note=note)


def statistics(table: pd.DataFrame, answer: Production) -> tuple[Input, ...]:
    """Return the rows of `table`, which has the columns of ``statistic_inputs``, as the cells behind `answer`."""
    rows = (*answer.rows, *(row for row in (answer.other, answer.world) if row is not None))
    order = {row.area: (place, row.name) for place, row in enumerate(rows)}
    records = sorted(table.to_dict("records"), key=lambda record: order[record["area"]][0])
    return tuple(
        published(
            answer.source,
            record["area"],
            order[record["area"]][1],
            cell_number(record["share"] if pd.isna(record["quantity_t"]) else record["quantity_t"]),
            "share" if pd.isna(record["quantity_t"]) and not pd.isna(record["share"]) else "t",
            year=answer.year,
            stage=answer.stage.value,
            basis=f"{record['product']}, {record['basis']}",
            printed=f"{cell_text(record['raw_value']) or ''} {cell_text(record['raw_unit']) or ''}".strip(),
            note=remark(record["flag"], cell_text(record["note"])),
        )
        for record in records
    )


def remark(flag: str, note: str | None) -> str:
    """Return the publisher's flag in words, if it is one, with its remark."""
    known = ValueFlag(flag)
    words = [] if known is ValueFlag.REPORTED else [known.label]
    return "; ".join([*words, *([note] if note else [])])


def tonnes(cells: Iterable[Input], area: str, name: str) -> Traced | None:
    """Return the tonnes that a publisher prints for an area: one cell, or the sum of its products; None without."""
    held = [cell(each) for each in cells if each.code == area and each.unit == "t" and each.value is not None]
    if len(held) > 1:
        return named(f"Tonnes of {name}", "sum of the publisher's products", "t", total(held))
    return held[0] if held else None


def concentrated(answer: Production, cells: Sequence[Input]) -> Concentration[Traced]:
    """Return shares and concentration of `answer`, worked out from its published cells."""

    def printed_t(row: Printed | None) -> Traced | None:
        return None if row is None or row.quantity_t is None else tonnes(cells, row.area, row.name)

    shares = {each.code: cell(each) for each in cells if each.unit == "share" and each.value is not None}
    supplies = [Supply(row.area, printed_t(row), shares.get(row.area), row.flag, row.name) for row in answer.rows]
    return concentration(supplies, World(printed_t(answer.world), printed_t(answer.other)))
