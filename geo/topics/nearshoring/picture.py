"""From the near-shoring answer to its map: who falls away, what reaches the region instead, and from which sites."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from geo.evidence.geography import Geography
from geo.evidence.shared import Origin
from geo.model.options import Option
from geo.model.roster import Tier
from geo.model.supply import RegionSupply, Supplier, TradeBasis
from geo.schema.codes import FacilityKind, Passage, Stage
from geo.topics.nearshoring.answer.options import NearShoring
from geo.topics.nearshoring.model.mix import MixLine
from geo.topics.nearshoring.view import Supply
from geo.topics.nearshoring.words.options import output_words, passages_words, roles_of, standing_words, way_passages
from geo.view import words
from geo.view.label_places import place_labels
from geo.view.palette import Role, Theme
from geo.view.scene import Flow as FlowMark
from geo.view.scene import Label, MapScene, Site, SiteKind, shade_by_role

MOST_FLOWS = 15
MOST_LABELS = 11

REFINED_KINDS = frozenset(
    {FacilityKind.SMELTER, FacilityKind.REFINERY, FacilityKind.CHEMICAL_PLANT, FacilityKind.PROCESSING_PLANT}
)


def scene(
    answer: NearShoring,
    geography: Geography,
    facilities: pd.DataFrame,
    theme: Theme,
    *,
    chosen: str | None,
    shown: Supply,
    origin: Origin,
) -> MapScene:
    """Return fills by role, flows of the old or the new supply, sites of the options and the names that matter.

    The flows are those of `shown` and no others: where there is no new mix, none is drawn.
    """
    decide = roles_of(answer)
    graded = answer.partners | answer.roster.members | answer.region_countries | set(answer.replaced)
    is_new = shown is Supply.NEW
    return MapScene(
        shading=shade_by_role(
            {area: decide(area) for area in graded},
            theme,
            no_data=_without_figure(answer),
            tips=_tips(answer, geography),
        ),
        flows=_new_flows(answer, geography) if is_new else _old_flows(answer, geography, origin),
        sites=_sites(answer, facilities, geography) + (_passages(answer, geography) if is_new else ()),
        labels=_labels(answer, geography, shown, origin),
        home=answer.region,
        chosen_country=chosen,
    )


def mix_lines(answer: NearShoring) -> tuple[MixLine, ...]:
    """Return the lines of the mix; none where there is no plan."""
    return () if answer.decision is None else answer.decision.mix.lines


def supply_shown(answer: NearShoring, origin: Origin) -> RegionSupply | None:
    """Return today's suppliers as declared, or traced one step back."""
    return answer.traced if origin is Origin.TRACED else answer.supply


def _without_figure(answer: NearShoring) -> frozenset[str]:
    if answer.production is None or answer.trade is not None:
        return frozenset()
    return frozenset(row.area for row in answer.production.rows if row.share is None)


def _tips(answer: NearShoring, geography: Geography) -> dict[str, str]:
    tips = {option.area: option_words(option, answer) for option in answer.options}
    for iso3 in answer.replaced:
        tips[iso3] = "supplier that falls away in this view" + _hub_words(iso3, answer, geography)
    for line in mix_lines(answer):
        tips[line.area] = (
            f"new mix: {words.tonnes(line.quantity_t)}, {words.share(line.share)} of the need; "
            + tips.get(line.area, "")
        )
    return {area: text for area, text in tips.items() if area in geography.names}


def _hub_words(iso3: str, answer: NearShoring, geography: Geography) -> str:
    hub = None if answer.transit is None else answer.transit.hubs.get(iso3)
    if hub is None:
        return ""
    origins = words.listing(
        [f"{words.in_sentence(geography.names[area])} {words.share(part)}" for area, part in hub.suppliers[:2]]
    )
    return f"; transit hub, itself supplied by {origins}"


def hub_sentences(answer: NearShoring, geography: Geography, areas: Iterable[str]) -> list[str]:
    """Return what must be said of `areas` that pass on what others make."""
    hubs = {} if answer.transit is None else answer.transit.hubs
    return [
        f"{words.at_start(words.in_sentence(geography.names[area]))} is a transit hub{_hub_words(area, answer, geography).removeprefix('; transit hub')}. "
        f"{hubs[area].caveat}"
        for area in areas
        if area in hubs
    ]


def option_words(option: Option, answer: NearShoring) -> str:
    """Return an option in one line: tier, output, exports, distance, whether it is a hub."""
    own = option.candidate
    parts = [standing_words(option.area, answer).lower()]
    if answer.transit is not None and option.area in answer.transit.hubs:
        parts.append("transit hub")
    if answer.production is not None and own.production_flag is not None:
        parts.append(f"{answer.stage.value} {output_words(option)}")
    if own.exports_usd is not None:
        parts.append(f"exports {words.dollars(own.exports_usd)}")
    if option.way is not None and option.way.total_km:
        parts.append(words.kilometres(option.way.total_km))
    return ", ".join(parts)


def _old_flows(answer: NearShoring, geography: Geography, origin: Origin) -> tuple[FlowMark, ...]:
    """Return today's suppliers, the largest first."""
    supply = supply_shown(answer, origin)
    return _supplier_flows(() if supply is None else supply.suppliers, answer, geography)


def _supplier_flows(suppliers: Sequence[Supplier], answer: NearShoring, geography: Geography) -> tuple[FlowMark, ...]:
    """Return one arrow a supplier, to its largest importer in the region; a bundle of pairs could not be read."""
    points = geography.label_points
    return tuple(
        FlowMark(
            id=f"{supplier.area}-{supplier.largest_importer}",
            origin=points[supplier.area],
            target=points[supplier.largest_importer],
            share=supplier.share,
            role=Role.RISK if supplier.area in answer.replaced else Role.OTHER,
            tip=f"{geography.names[supplier.area]} to {answer.region.label} today: {words.tonnes(supplier.quantity_t)}, "
            f"{words.dollars(supplier.value_usd)}, mostly to {words.in_sentence(geography.names[supplier.largest_importer])}",
        )
        for supplier in suppliers[:MOST_FLOWS]
        if supplier.area in points and supplier.largest_importer in points
    )


def _new_flows(answer: NearShoring, geography: Geography) -> tuple[FlowMark, ...]:
    """Return one arrow a supplier that falls away and a line of the mix; widths are parts of today's total.

    What falls away is what is declared: the need is counted on it.
    """
    if not mix_lines(answer):
        return ()
    suppliers = () if answer.supply is None else answer.supply.suppliers
    gone = [supplier for supplier in suppliers if supplier.area in answer.replaced]
    total, decide = flow_total(answer), roles_of(answer)
    points, importers = geography.label_points, _importers(answer)
    found = []
    for line in mix_lines(answer):
        target = next((area for area in importers if area != line.area and area in points), None)
        if target is None or line.area not in points:
            continue
        found.append(
            FlowMark(
                id=f"mix-{line.area}",
                origin=points[line.area],
                target=points[target],
                share=line.quantity_t / total if total else line.share,
                role=decide(line.area),
                tip=f"New mix, {words.in_sentence(geography.names[line.area])} to {answer.region.label}: {words.tonnes(line.quantity_t)}, "
                f"{words.share(line.share)} of the need, drawn to {words.in_sentence(geography.names[target])}"
                + passages_words(way_passages(answer, line.area)),
            )
        )
    return (*_supplier_flows(gone, answer, geography), *found)


def flow_total(answer: NearShoring) -> float | None:
    """Return what the width of every flow is a part of: the region's imports from outside it, where in tonnes."""
    if answer.supply is None or answer.supply.basis is not TradeBasis.TONNES:
        return None
    return answer.supply.total


def _importers(answer: NearShoring) -> list[str]:
    need = () if answer.plan is None else answer.plan.need.importers
    return [answer.reference, *(area for area, _ in need)]


def _sites(answer: NearShoring, facilities: pd.DataFrame, geography: Geography) -> tuple[Site, ...]:
    kinds = {FacilityKind.MINE} if answer.stage is Stage.MINED else REFINED_KINDS
    options = {option.area for option in answer.options if option.tier is not Tier.ELSEWHERE}
    in_mix = options if answer.decision is None else {line.area for line in mix_lines(answer)}
    shown = facilities[
        facilities["is_default"]
        & facilities["kind"].isin([kind.value for kind in kinds])
        & facilities["iso3"].isin(options | in_mix)
    ]
    return tuple(
        Site(
            row["facility_id"],
            row["lon"],
            row["lat"],
            SiteKind(row["kind"]),
            is_faint=row["iso3"] not in in_mix,
            tip=f"{row['name']}, {geography.names[row['iso3']]}: {FacilityKind(row['kind']).label.lower()}, "
            f"status {row['status'].replace('_', ' ')}",
        )
        for row in shown.to_dict("records")
    )


def _passages(answer: NearShoring, geography: Geography) -> tuple[Site, ...]:
    """Return the chokepoints that the new mix passes, each with who passes it."""
    ways = {option.area: option.way for option in answer.options}
    users: dict[Passage, list[str]] = {}
    for line in mix_lines(answer):
        way = ways.get(line.area)
        for passage in () if way is None else way.passages:
            users.setdefault(Passage(passage), []).append(geography.names[line.area])
    return tuple(
        Site(
            f"passage:{passage.value}",
            *geography.passage_points[passage],
            SiteKind.PASSAGE,
            tip=f"{passage.label}: on the way from {words.listing(names)} (modelled route)",
        )
        for passage, names in sorted(users.items())
        if passage in geography.passage_points
    )


def _labels(answer: NearShoring, geography: Geography, shown: Supply, origin: Origin) -> tuple[Label, ...]:
    supply = supply_shown(answer, origin)
    suppliers = [] if supply is None else [supplier.area for supplier in supply.suppliers[:4]]
    near = [
        option.area
        for option in answer.options
        if option.tier is not Tier.ELSEWHERE and (option.candidate.production_share or option.candidate.exports_usd)
    ]
    mixed = near if answer.decision is None else [*(line.area for line in mix_lines(answer)), answer.reference]
    others = mixed if shown is Supply.NEW else suppliers or near
    named = list(dict.fromkeys([*answer.replaced[:3], *others]))[:MOST_LABELS]
    points = geography.label_points
    return place_labels(Label(geography.names[area], *points[area]) for area in named if area in points)
