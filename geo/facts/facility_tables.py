"""From located source rows to the facility tables: one place, its rows, its minerals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from geo.errors import DataContractError
from geo.facts.facility_merge import LEADS, Membership, Site, merge_sites
from geo.facts.facility_names import site_tokens
from geo.facts.facility_row import POSSIBLE, PRIMARY, SECONDARY, Product, SiteRow
from geo.great_circle import great_circle_km
from geo.schema.codes import FacilityConfidence, FacilityKind, FacilityStatus, Stage

KIND_ORDER = (
    FacilityKind.MINE,
    FacilityKind.REFINERY,
    FacilityKind.SMELTER,
    FacilityKind.CHEMICAL_PLANT,
    FacilityKind.RECYCLING,
    FacilityKind.PROCESSING_PLANT,
    FacilityKind.PROJECT,
)
"""Kind of a plant whose rows differ by product: the first that occurs."""

STATUS_ORDER = (
    FacilityStatus.OPERATING,
    FacilityStatus.ASSUMED_ACTIVE,
    FacilityStatus.DEVELOPING,
    FacilityStatus.SUSPENDED,
    FacilityStatus.CARE_AND_MAINTENANCE,
    FacilityStatus.EXPLORATION,
    FacilityStatus.CLOSED,
    FacilityStatus.UNKNOWN,
)
ROLE_ORDER = (PRIMARY, SECONDARY, POSSIBLE)


@dataclass(frozen=True, slots=True)
class Place:
    """One facility: its leading rows, then all others with the rule that joined them."""

    facility_id: str
    leading: tuple[SiteRow, ...]
    joined: tuple[tuple[SiteRow, str], ...]

    @property
    def lead(self) -> SiteRow:
        """The row that gives point and name."""
        return self.leading[0]

    @property
    def rows(self) -> list[SiteRow]:
        """All rows, leading ones first."""
        return [*self.leading, *(row for row, _ in self.joined)]


def facility_tables(rows: Sequence[SiteRow]) -> dict[str, pd.DataFrame]:
    """Return the tables facility, facility_source and facility_commodity.

    Parameters
    ----------
    rows
        Rows of all publishers with their country; the order does not matter.

    Raises
    ------
    DataContractError
        If one product of a place would get two capacities: they are never summed.
    """
    places = places_of(rows)
    return {
        "facility": pd.DataFrame([_facility(place) for place in places]),
        "facility_source": pd.DataFrame([line for place in places for line in _sources(place)]),
        "facility_commodity": pd.DataFrame(_commodities(places)),
    }


def places_of(rows: Sequence[SiteRow]) -> list[Place]:
    """Return the places, sorted by code; every row stands in exactly one."""
    by_site: dict[str, list[SiteRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda item: item.key):
        by_site[row.plant_key].append(row)
    site_of_row = {row.key: row.plant_key for row in rows}
    reviewed = {
        row.plant_key: site_of_row.get(row.same_place_as, row.same_place_as) for row in rows if row.same_place_as
    }
    membership = merge_sites([site_of(group) for group in by_site.values()], reviewed)
    members: dict[str, list[tuple[str, Membership]]] = defaultdict(list)
    for key in sorted(by_site):
        members[membership[key].leader].append((key, membership[key]))
    return sorted(
        (_place(leader, group, by_site) for leader, group in members.items()), key=lambda place: place.facility_id
    )


def _place(leader: str, group: list[tuple[str, Membership]], by_site: Mapping[str, list[SiteRow]]) -> Place:
    leading = tuple(by_site[leader])
    joined = [(row, member.rule) for key, member in group if key != leader for row in by_site[key]]
    joined.sort(key=lambda item: (item[0].rank, item[0].key))
    first = leading[0]
    native = first.plant.lower().removeprefix(first.dataset.name)
    return Place(f"{first.dataset.slug or first.dataset.name}-{native}", leading, tuple(joined))


def site_of(rows: Sequence[SiteRow]) -> Site:
    """Return what the merge needs to know of the rows of one plant."""
    first = rows[0]
    kind = kind_of(rows)
    names = [row.name for row in rows] + [name for row in rows for name in row.other_names.split(";")]
    return Site(
        key=first.plant_key,
        dataset=first.dataset,
        rank=first.rank,
        iso3=first.iso3,
        lon=first.lon,
        lat=first.lat,
        names=tuple(dict.fromkeys(site_tokens(name) for name in names)),
        families=families(rows, kind),
        minerals=frozenset(item.mineral for row in rows for item in row.products if item.matches),
        is_project=kind is FacilityKind.PROJECT,
        needs_name=all(row.needs_name for row in rows),
        is_works=kind not in (FacilityKind.MINE, FacilityKind.PROJECT),
    )


def kind_of(rows: Iterable[SiteRow]) -> FacilityKind:
    """Return the kind of a plant from the kinds of its rows."""
    kinds = {row.kind for row in rows}
    return next(kind for kind in KIND_ORDER if kind in kinds)


def families(rows: Iterable[SiteRow], kind: FacilityKind) -> frozenset[str]:
    """Return "mine", "plant" or both: which other rows a plant may be the same as."""
    stages = {item.stage for row in rows for item in row.products}
    if kind is FacilityKind.PROJECT:
        return frozenset({"mine" if Stage.MINED in stages else "plant"})
    if kind is FacilityKind.MINE:
        return frozenset({"mine", "plant"} if Stage.REFINED in stages else {"mine"})
    return frozenset({"plant"})


def _facility(place: Place) -> dict[str, object]:
    lead = place.lead
    status, year = _status(place)
    hidden = lead.hidden_reason if all(row.hidden_reason for row in place.leading) else ""
    return {
        "facility_id": place.facility_id,
        "name": lead.name,
        "kind": kind_of(place.leading).value,
        "iso3": lead.iso3,
        "lon": round(lead.lon, 6),
        "lat": round(lead.lat, 6),
        "is_location_approximate": lead.is_approximate,
        "status": status.value,
        "status_year": year,
        "operator": _first([row.operator for row in place.leading], [row.operator for row, _ in place.joined]),
        "owner": _first([row.owner for row in place.leading], [row.owner for row, _ in place.joined]),
        "confidence": lead.confidence.value,
        "is_default": not hidden,
        "hidden_reason": hidden or None,
        "source_rows": len(place.rows),
        "note": _note(place),
        "source_id": lead.source_id,
    }


def _status(place: Place) -> tuple[FacilityStatus, int | None]:
    """Return the newest state that a row of the leading kind gives, with its year.

    A mine takes no state from a project at the same place, and the other way round.
    """
    is_project = kind_of(place.leading) is FacilityKind.PROJECT
    told = [
        row
        for row in place.rows
        if row.status is not FacilityStatus.UNKNOWN and (row.kind is FacilityKind.PROJECT) == is_project
    ]
    if not told:
        return FacilityStatus.UNKNOWN, place.lead.status_year
    best = min(told, key=lambda row: (-(row.status_year or 0), row.rank, STATUS_ORDER.index(row.status)))
    return best.status, best.status_year


def _first(*choices: Iterable[str]) -> str | None:
    """Return the distinct texts of the first choice that has any, joined by "; "."""
    for texts in choices:
        held = list(dict.fromkeys(text for text in texts if text))
        if held:
            return "; ".join(held)
    return None


def _note(place: Place) -> str | None:
    lines = [words for row in place.leading for words in (row.note, row.correction) if words]
    for row, rule in place.joined:
        if rule.startswith(("listed twice", "reviewed")):
            lines.append(f"{row.source_id} lists it again {_km(place, row):.0f} km away")
        if row.correction:
            lines.append(row.correction)
    return "; ".join(dict.fromkeys(lines)) or None


def _km(place: Place, row: SiteRow) -> float:
    return float(great_circle_km(place.lead.lon, place.lead.lat, row.lon, row.lat))


def _sources(place: Place) -> Iterable[dict[str, object]]:
    for row, rule in [*((row, LEADS) for row in place.leading), *place.joined]:
        yield {
            "facility_source_id": row.key,
            "facility_id": place.facility_id,
            "source_id": row.source_id,
            "native_id": row.native_id,
            "name": row.printed_name or row.name,
            "other_names": row.other_names or None,
            "country_text": row.printed_country or row.country_text,
            "lon": round(row.lon, 6),
            "lat": round(row.lat, 6),
            "kind_text": row.kind_text or None,
            "commodity_text": row.commodity_text or None,
            "status_text": row.status_text or None,
            "owner_text": "; ".join(words for words in (row.operator, row.owner) if words) or None,
            "capacity_text": row.capacity_text or None,
            "year": row.year,
            "distance_km": round(_km(place, row), 3),
            "match_rule": rule,
            "correction": row.correction or None,
        }


def _commodities(places: Sequence[Place]) -> list[dict[str, object]]:
    lines: dict[tuple[str, str, str, str, str], Product] = {}
    findings = []
    for place in places:
        for row in place.rows:
            for item in _products(place, row):
                key = (place.facility_id, item.mineral.value, item.stage.value, item.product, row.source_id)
                held = lines.get(key)
                merged = item if held is None else _same_product(held, item)
                if merged is None:
                    findings.append(
                        f"facility {place.facility_id}: {item.product or item.mineral} has two capacities in "
                        f"{row.source_id}; they are never summed: keep the rows apart or correct one"
                    )
                    continue
                lines[key] = merged
    if findings:
        raise DataContractError(findings)
    return [
        {
            "facility_id": key[0],
            "mineral": key[1],
            "stage": key[2],
            "product": key[3],
            "role": item.role.value,
            "capacity_t_per_year": item.capacity_t_per_year,
            "capacity_basis": item.capacity_basis,
            "capacity_year": item.capacity_year,
            "is_capacity_combined": item.is_capacity_combined,
            "is_capacity_estimated": item.is_capacity_estimated,
            "source_id": key[4],
        }
        for key, item in lines.items()
    ]


def _products(place: Place, row: SiteRow) -> list[Product]:
    """Return what a row adds to its place.

    A Very Low entry only makes a mineral possible. A cluster of mine and works adds to a mine or plant of a file that
    lists both only what belongs to it, unless a mineral would be lost.
    """
    items = list(row.products)
    if row.confidence is FacilityConfidence.VERY_LOW and row not in place.leading:
        items = [replace(item, role=POSSIBLE) for item in items]
    if not place.lead.dataset.lists_plants or not row.dataset.lists_clusters:
        return items
    if len({item.stage for item in items}) == 1:
        return items
    side = Stage.MINED if "mine" in families(place.leading, kind_of(place.leading)) else Stage.REFINED
    kept = [item for item in items if item.stage is side]
    held = {item.mineral for item in kept}
    return kept + [item for item in items if item.mineral not in held]


def _same_product(held: Product, item: Product) -> Product | None:
    """Return the union of two rows for one product of a place, or None if they give two capacities."""
    capacities = {value for value in (held.capacity_t_per_year, item.capacity_t_per_year) if value is not None}
    if len(capacities) > 1:
        return None
    fuller = held if held.capacity_t_per_year is not None else item
    role = min(held.role, item.role, key=ROLE_ORDER.index)
    combined = held.is_capacity_combined or item.is_capacity_combined
    return replace(fuller, role=role, is_capacity_combined=combined)
