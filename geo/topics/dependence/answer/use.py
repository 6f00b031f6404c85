"""What plants of an area take in, and what is inside the goods bought there: two needs, never set against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from geo.evidence.geography import load_geography
from geo.evidence.rows import Row, cell_number, cell_text
from geo.evidence.sources import sources_of
from geo.figure.source import Source
from geo.remembered import remembered
from geo.schema.codes import HOME_REGIONS, Mineral
from geo.schema.codes_use import NOT_KNOWN_FROM, NeedGround, NeedKind
from geo.store.database import Atlas
from geo.store.queries_use import apparent_consumption, regional_need, reported_use
from geo.topics.dependence.answer.use_vehicles import Bought, vehicles_bought

AREAS = (*(region.value for region in HOME_REGIONS), "USA", "EU27", "CHN", "JPN", "KOR", "GBR")
"""Areas in the order of the tables: the home regions, then the large users."""
EU_NAME = "European Union"
SCOPE_DIFFERS = ("platinum", "palladium")
"""Use and supply of these are counted in different scopes: no figure of use stands beside one of supply."""


@dataclass(frozen=True)
class Need:
    """What one area needs.

    Attributes
    ----------
    low_t, estimate_t, high_t
        Band and middle figure in tonnes; None where nothing or only an order of magnitude is known.
    rung
        1 published to 4 remainder or range; 5 not known.
    world_t
        World use that the estimate was measured against; None where none was, or its scope differs.
    bought
        How a figure of electric vehicles came about; None for a figure that stands in a table.
    """

    area: str
    name: str
    subject: str
    low_t: float | None
    estimate_t: float | None
    high_t: float | None
    rung: int
    ground: NeedGround
    how: str
    world_t: float | None
    source_id: str
    bought: Bought | None = None

    @property
    def is_known(self) -> bool:
        """Whether there is a band."""
        return self.low_t is not None


@dataclass(frozen=True)
class Consumed:
    """Production + imports - exports of one area; parts are None where only the total is printed, or nothing is listed."""

    area: str
    name: str
    production_t: float | None
    production_year: int
    imports_t: float | None
    exports_t: float | None
    trade_year: int | None
    apparent_t: float
    note: str
    source_id: str


@dataclass(frozen=True)
class Use:
    """Everything that is held about the use of one mineral.

    Attributes
    ----------
    needs
        Whose need: one row an area of `AREAS`.
    consumed
        Apparent consumption, the largest first; hubs left out.
    hubs
        Names of the hubs that are left out.
    reported
        Figures read one by one, newest first.
    """

    atlas: Atlas
    mineral: Mineral
    needs: Mapping[NeedKind, tuple[Need, ...]]
    consumed: tuple[Consumed, ...]
    consumed_subject: str
    hubs: tuple[str, ...]
    reported: tuple[Row, ...]
    sources: Mapping[str, Source]

    def kinds(self) -> tuple[NeedKind, ...]:
        """Return whose need is known for at least one area."""
        return tuple(kind for kind, rows in self.needs.items() if any(row.is_known for row in rows))


@remembered
def use_of(atlas: Atlas, mineral: Mineral) -> Use:
    """Return what is held about the use of `mineral`; an area without a row is not known."""
    names = {**load_geography(atlas).names, **{region.value: region.label for region in HOME_REGIONS}, "EU27": EU_NAME}
    table = regional_need(atlas)
    held = table[table["mineral"] == mineral.value]
    plants = _rows(held[held["need"] == NeedKind.PLANTS.value], mineral, names)
    buyers = _rows(held[held["need"] == NeedKind.BUYERS.value], mineral, names)
    bought = vehicles_bought(atlas, mineral)
    buyers = tuple(_vehicles(row, bought[row.area], mineral) if row.area in bought else row for row in buyers)
    consumed = apparent_consumption(atlas, mineral.value)
    totals = consumed[consumed["apparent_t"].notna()]
    shown = totals[~totals["is_hub"].astype(bool)]
    reported = reported_use(atlas, mineral.value)
    codes = {*held["source_id"], *shown["source_id"], *reported["source_id"]}
    codes |= {code for each in bought.values() for code in each.source_ids}
    return Use(
        atlas=atlas,
        mineral=mineral,
        needs={NeedKind.PLANTS: plants, NeedKind.BUYERS: buyers},
        consumed=tuple(_consumed(row, names) for row in shown.to_dict("records")),
        consumed_subject="" if shown.empty else str(shown["subject"].iloc[0]),
        hubs=tuple(str(name) for name in totals.loc[totals["is_hub"].astype(bool), "name"]),
        reported=tuple(reported.to_dict("records")),
        sources={source.source_id: source for source in sources_of(atlas, sorted(codes))},
    )


def _rows(table: pd.DataFrame, mineral: Mineral, names: Mapping[str, str]) -> tuple[Need, ...]:
    by_area = {row["area"]: row for row in table.to_dict("records")}
    return tuple(_need(by_area.get(area), area, names[area], mineral) for area in AREAS if area in names)


def _need(row: Row | None, area: str, name: str, mineral: Mineral) -> Need:
    if row is None or row["rung"] >= NOT_KNOWN_FROM:
        subject = mineral.label.lower() if row is None else str(row["subject"])
        source_id = "" if row is None else str(row["source_id"])
        return Need(area, name, subject, None, None, None, NOT_KNOWN_FROM, NeedGround.MAGNITUDE, "", None, source_id)
    return Need(
        area=area,
        name=name,
        subject=str(row["subject"]),
        low_t=float(row["low_t"]),
        estimate_t=float(row["estimate_t"]),
        high_t=float(row["high_t"]),
        rung=int(row["rung"]),
        ground=NeedGround(row["ground"]),
        how=str(row["how"]),
        world_t=None if mineral.value in SCOPE_DIFFERS else cell_number(row["world_t"]),
        source_id=str(row["source_id"]),
    )


def _vehicles(row: Need, bought: Bought, mineral: Mineral) -> Need:
    return Need(
        area=row.area,
        name=row.name,
        subject=f"{mineral.label.lower()} in electric vehicles sold in {bought.year}",
        low_t=bought.low_t,
        estimate_t=bought.estimate_t,
        high_t=bought.high_t,
        rung=4,
        ground=NeedGround.RANGE,
        how=bought.how,
        world_t=None,
        source_id=bought.source_ids[0],
        bought=bought,
    )


def _consumed(row: Row, names: Mapping[str, str]) -> Consumed:
    year = cell_number(row["trade_year"])
    return Consumed(
        area=str(row["area"]),
        name=names.get(str(row["area"]), str(row["name"])),
        production_t=cell_number(row["production_t"]),
        production_year=int(row["production_year"]),
        imports_t=cell_number(row["imports_t"]),
        exports_t=cell_number(row["exports_t"]),
        trade_year=None if year is None else int(year),
        apparent_t=float(row["apparent_t"]),
        note=cell_text(row["note"]) or "",
        source_id=str(row["source_id"]),
    )
