"""Tables of use: both needs by area with band and rung, apparent consumption with its parts, figures read one by one."""

from __future__ import annotations

from typing import Any

from geo.evidence.leaf import published
from geo.evidence.output_columns import data
from geo.evidence.rows import Row
from geo.figure.column import Column, Show, Table
from geo.figure.receipt import Receipt, receipt_of
from geo.figure.source import Source, source_figures
from geo.model.trace import cell, named
from geo.schema.codes_use import NeedGround, NeedKind
from geo.topics.dependence.answer.use import Consumed, Need, Use
from geo.topics.dependence.model.use import share_of_world, two_digits
from geo.view import words
from geo.words.language import say

PLURAL = ("americas", "EU27")
"""Areas whose names take an article and that no list of countries holds."""
LOW, MIDDLE, HIGH = "low", "estimate", "high"
FROM_EU = "EU27"
"""How an estimate that is scaled from the European Union begins."""


def ground_words(row: Need) -> str:
    """Return what a figure of need rests on, with how it was made."""
    if not row.is_known:
        return say("Not known")
    if row.bought is not None:
        return row.how
    if row.ground is NeedGround.SCALED:
        origin = say("the EU") if row.how.startswith(FROM_EU) else say("the USA")
        return say("Estimate, scaled from {origin}; could be half or double ({how})", origin=origin, how=row.how)
    return say("{ground}: {how}", ground=row.ground.label, how=row.how)


def band_words(row: Need) -> str:
    """Return both ends of a need, in two digits; never the middle alone."""
    if row.low_t is None or row.high_t is None:
        return say("not known")
    return words.tonnes_range(two_digits(row.low_t), two_digits(row.high_t))


def need_sentence(row: Need, kind: NeedKind) -> str:
    """Return what one area needs, in words."""
    who = say("Plants") if kind is NeedKind.PLANTS else say("Buyers")
    area = say("the {area}", area=row.name) if row.area in PLURAL else words.in_sentence(row.name)
    if not row.is_known:
        return say("What {who} in {area} need of {what} is not known.", who=who.lower(), area=area, what=row.subject)
    return say(
        "{who} in {area} need {band} of {what} a year.", who=who, area=area, band=band_words(row), what=row.subject
    )


def needs_table(use: Use, kind: NeedKind) -> Table[Use, Need]:
    """Return one row an area: the need of plants or of buyers, with band and rung."""
    columns: tuple[Column[Use, Need], ...] = (
        Column("name", "Area", lambda _, row: row.name),
        Column("band", "A year, low to high", lambda _, row: band_words(row), in_json=False),
        Column("rung", "Rung, 1 to 5", lambda _, row: row.rung, Show.COUNT, help=RUNGS),
        Column("ground", "Rests on", lambda _, row: ground_words(row), is_wide=True),
        *(_end(key, header, end) for key, header, end in _ENDS),
        *(() if kind is NeedKind.BUYERS else (_share("low", LOW), _share("high", HIGH))),
        Column("subject", "Of what", lambda _, row: row.subject),
        Column("source_id", "Edition", lambda _, row: row.source_id),
        data("area", lambda _, row: row.area),
    )
    rows = use.needs[kind]
    sources = _sources(use, *(row.source_id for row in rows), *_behind(rows))
    title = f"{kind.label}, {use.mineral.label.lower()}, by area"
    return Table(f"dependence.use.{kind.value}", title, columns, rows, use, sources)


RUNGS = (
    "1 published, 2 derived from trade, 3 scaled from a published neighbour, 4 remainder of world use or range of methods, "
    "5 not known."
)
_ENDS = (("low_t", "Low", LOW), ("estimate_t", "Between", MIDDLE), ("high_t", "High", HIGH))


def _behind(rows: tuple[Need, ...]) -> tuple[str, ...]:
    return tuple(code for row in rows if row.bought is not None for code in row.bought.source_ids)


def _end(key: str, header: str, end: str) -> Column[Use, Need]:
    def receipt(_: Use, row: Need) -> Receipt | None:
        return None if row.bought is None else row.bought.receipt(end)

    return Column(
        key, header, lambda _, row: getattr(row, key), text=lambda _, row: _two(getattr(row, key)), receipt=receipt
    )


def _two(tonnes: float | None) -> str:
    return say("not known") if tonnes is None else words.tonnes(two_digits(tonnes))


def _share(key: str, end: str) -> Column[Use, Need]:
    def value(_: Use, row: Need) -> float | None:
        tonnes = getattr(row, f"{end}_t")
        return None if tonnes is None or row.world_t is None else share_of_world(tonnes, row.world_t, "")

    def receipt(use: Use, row: Need) -> Receipt | None:
        tonnes = getattr(row, f"{end}_t")
        if tonnes is None or row.world_t is None:
            return None
        source = use.sources[row.source_id]
        own = published(source, row.area, f"{row.name}, {end} end", tonnes, "t", basis=row.subject, note=row.how)
        world = published(source, "WORLD", "World use", row.world_t, "t", basis=row.subject)
        figure = share_of_world(cell(own), cell(world), f"Share of world use, {end} end")
        return receipt_of(f"Share of world use, {row.name}, {row.subject}", figure, (source,))

    return Column(f"share_{key}", f"Of world use, {key}, %", value, Show.PERCENT, receipt=receipt)


def consumption_table(use: Use) -> Table[Use, Consumed]:
    """Return production + imports - exports by area, with its parts where they are printed."""
    columns: tuple[Column[Use, Consumed], ...] = (
        Column("name", "Area", lambda _, row: row.name),
        Column(
            "production_t",
            "Production",
            lambda _, row: row.production_t,
            text=lambda _, row: words.tonnes(row.production_t),
        ),
        Column("production_year", "Production of", lambda _, row: row.production_year, Show.YEAR),
        Column("imports_t", "Imports", lambda _, row: row.imports_t, text=lambda _, row: words.tonnes(row.imports_t)),
        Column("exports_t", "Exports", lambda _, row: row.exports_t, text=lambda _, row: words.tonnes(row.exports_t)),
        Column("trade_year", "Trade of", lambda _, row: row.trade_year, Show.YEAR),
        Column(
            "apparent_t",
            "Apparent consumption",
            lambda _, row: row.apparent_t,
            text=lambda _, row: words.tonnes(row.apparent_t),
            receipt=_consumed,
        ),
        Column("note", "Remark", lambda _, row: row.note, is_wide=True),
        Column("source_id", "Edition", lambda _, row: row.source_id),
        data("area", lambda _, row: row.area),
    )
    sources = _sources(use, *(row.source_id for row in use.consumed))
    title = f"Apparent consumption, {use.consumed_subject or use.mineral.label.lower()}"
    return Table("dependence.use.apparent", title, columns, use.consumed, use, sources)


def _consumed(use: Use, row: Consumed) -> Receipt | None:
    """Return the sum of the parts; None where only the total is printed."""
    if row.imports_t is None or row.exports_t is None:
        return None
    source = use.sources[row.source_id]
    made, bought, sold = (
        cell(
            published(
                source, f"{row.area} {what}", f"{row.name}: {what}", tonnes, "t", year=year, basis=use.consumed_subject
            )
        )
        for what, tonnes, year in (
            ("production", row.production_t or 0.0, row.production_year),
            ("imports", row.imports_t, row.trade_year),
            ("exports", row.exports_t, row.trade_year),
        )
    )
    figure = named("Apparent consumption", "production + imports - exports", "t", made + bought - sold)
    notes = [row.note] if row.note else []
    return receipt_of(f"Apparent consumption, {row.name}, {use.consumed_subject}", figure, (source,), notes)


def reported_table(use: Use) -> Table[Use, Row]:
    """Return the figures of use that were read one by one, in the words and units of their publishers."""
    columns: tuple[Column[Use, Row], ...] = (
        Column("form", "Form", lambda _, row: row["form"]),
        Column("area", "Area as printed", lambda _, row: row["area"]),
        Column("year", "Year", lambda _, row: int(row["year"]), Show.YEAR),
        Column("value", "Figure", lambda _, row: float(row["value"]), Show.FIGURE),
        Column("raw_unit", "Unit as printed", lambda _, row: row["raw_unit"]),
        Column("basis", "Basis", lambda _, row: row["basis"]),
        Column("source_title", "Document", lambda _, row: row["source_title"], is_wide=True),
        Column("confidence", "Confidence", lambda _, row: row["confidence"]),
        Column("note", "Remark", lambda _, row: row["note"], is_wide=True),
    )
    sources = _sources(use, *(str(row["source_id"]) for row in use.reported))
    title = f"Figures of use read one by one, {use.mineral.label.lower()}"
    return Table("dependence.use.reported", title, columns, use.reported, use, sources)


def use_tables(use: Use) -> tuple[Table[Any, Any], ...]:
    """Return every table of use that has rows; of needs only those known for an area."""
    found: list[Table[Any, Any]] = [needs_table(use, kind) for kind in use.kinds()]
    found += [consumption_table(use), reported_table(use)]
    return tuple(table for table in found if table.rows)


def use_figures(use: Use) -> dict[str, Any]:
    """Return every figure of use for JSON: tonnes, shares 0-1, None where not known; the two needs under their own names."""
    return {
        "mineral": use.mineral,
        **{f"{kind.value}_need": needs_table(use, kind).figures() for kind in NeedKind},
        "apparent_consumption": consumption_table(use).figures(),
        "hubs_left_out": list(use.hubs),
        "reported_use": reported_table(use).figures(),
        "sources": [source_figures(source) for source in use.sources.values()],
    }


def _sources(use: Use, *codes: str) -> tuple[Source, ...]:
    return tuple(use.sources[code] for code in dict.fromkeys(codes) if code in use.sources)
