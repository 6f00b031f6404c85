"""From the near-shoring answer to what its map and tables show."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from geo.answer.geography import Geography
from geo.answer.options import Control, NearShoring
from geo.model.options import Option
from geo.model.roster import Tier
from geo.model.supply import Supplier
from geo.schema.codes import FacilityKind, RouteMode, Stage, ValueFlag
from geo.view import words
from geo.view.label_places import place_labels
from geo.view.palette import Role, Theme
from geo.view.scene import Flow as FlowMark
from geo.view.scene import Label, MapScene, Site, SiteKind, shade_by_role

MOST_FLOWS = 30
MOST_LABELS = 11

ROLE_OF_TIER = {Tier.IN_REGION: Role.HOME, Tier.ROSTER: Role.MEMBER, Tier.ELSEWHERE: Role.OTHER}
TIER_LABELS = {Tier.IN_REGION: "In the region", Tier.ROSTER: "Roster", Tier.ELSEWHERE: "Elsewhere"}
REFINED_KINDS = frozenset(
    {FacilityKind.SMELTER, FacilityKind.REFINERY, FacilityKind.CHEMICAL_PLANT, FacilityKind.PROCESSING_PLANT}
)


def scene(
    answer: NearShoring, geography: Geography, facilities: pd.DataFrame, theme: Theme, chosen: str | None
) -> MapScene:
    """Return fills by role, today's flows into the region, the sites of the stage and the names that matter."""
    region = geography.region(answer.region)
    roles = dict.fromkeys(answer.roster.members, Role.MEMBER) | dict.fromkeys(region, Role.HOME)
    roles |= dict.fromkeys(answer.replaced, Role.RISK)
    shading = shade_by_role(roles, theme, no_data=_without_figure(answer), tips=_tips(answer, geography))
    return MapScene(
        shading=shading,
        flows=_flow_marks(answer, geography),
        sites=_sites(answer, facilities, geography),
        labels=_labels(answer, geography),
        home=answer.region,
        chosen_country=chosen,
    )


def _without_figure(answer: NearShoring) -> frozenset[str]:
    if answer.production is None:
        return frozenset()
    return frozenset(row.area for row in answer.production.rows if row.share is None)


def _tips(answer: NearShoring, geography: Geography) -> dict[str, str]:
    tips = {option.area: option_words(option, answer) for option in answer.options}
    for iso3 in answer.replaced:
        tips[iso3] = "supplier that falls away in this view"
    return {area: words_ for area, words_ in tips.items() if area in geography.names}


def option_words(option: Option, answer: NearShoring) -> str:
    """Return an option in one line: tier, output, exports, distance."""
    own = option.candidate
    parts = [TIER_LABELS[option.tier].lower()]
    if answer.production is not None and own.production_flag is not None:
        parts.append(f"{answer.stage.value} {output_words(option)}")
    if own.exports_usd is not None:
        parts.append(f"exports {words.dollars(own.exports_usd)}")
    if option.way is not None and option.way.total_km:
        parts.append(words.kilometres(option.way.total_km))
    return ", ".join(parts)


def output_words(option: Option) -> str:
    """Return the output of an option as printed."""
    own = option.candidate
    if own.production_flag is None:
        return "not listed"
    if own.production_t is None and own.production_share is not None:
        return f"{words.share(own.production_share)} of the world"
    return words.figure(ValueFlag(own.production_flag), own.production_t)


def _flow_marks(answer: NearShoring, geography: Geography) -> tuple[FlowMark, ...]:
    """Return one arrow a supplier, to its largest importer in the region; a bundle of pairs could not be read."""
    points = geography.label_points
    suppliers = () if answer.supply is None else answer.supply.suppliers[:MOST_FLOWS]
    return tuple(
        FlowMark(
            id=f"{supplier.area}-{supplier.largest_importer}",
            origin=points[supplier.area],
            target=points[supplier.largest_importer],
            share=supplier.share,
            role=_flow_role(supplier.area, answer),
            tip=f"{geography.names[supplier.area]} to {answer.region.label}: {words.tonnes(supplier.quantity_t)}, "
            f"{words.dollars(supplier.value_usd)}, mostly to {geography.names[supplier.largest_importer]}",
        )
        for supplier in suppliers
        if supplier.area in points and supplier.largest_importer in points
    )


def _flow_role(exporter: str, answer: NearShoring) -> Role:
    if exporter in answer.replaced:
        return Role.RISK
    return Role.MEMBER if exporter in answer.roster.members else Role.OTHER


def _sites(answer: NearShoring, facilities: pd.DataFrame, geography: Geography) -> tuple[Site, ...]:
    kinds = {FacilityKind.MINE} if answer.stage is Stage.MINED else REFINED_KINDS
    options = {option.area for option in answer.options if option.tier is not Tier.ELSEWHERE}
    shown = facilities[facilities["is_default"] & facilities["kind"].isin([kind.value for kind in kinds])]
    return tuple(
        Site(
            row["facility_id"],
            row["lon"],
            row["lat"],
            SiteKind(row["kind"]),
            is_faint=row["iso3"] not in options,
            tip=f"{row['name']}, {geography.names[row['iso3']]}: {FacilityKind(row['kind']).label.lower()}, "
            f"status {row['status'].replace('_', ' ')}",
        )
        for row in shown.to_dict("records")
    )


def _labels(answer: NearShoring, geography: Geography) -> tuple[Label, ...]:
    suppliers = [] if answer.supply is None else [supplier.area for supplier in answer.supply.suppliers[:4]]
    near = [
        option.area
        for option in answer.options
        if option.tier is not Tier.ELSEWHERE and (option.candidate.production_share or option.candidate.exports_usd)
    ]
    named = list(dict.fromkeys([*answer.replaced, *suppliers, *near]))[:MOST_LABELS]
    points = geography.label_points
    return place_labels(Label(geography.names[area], *points[area]) for area in named if area in points)


def option_rows(answer: NearShoring, geography: Geography) -> pd.DataFrame:
    """Return one row an option with everything that is known of it; missing is empty, never zero."""
    return pd.DataFrame([_option_row(option, answer, geography) for option in answer.options])


def _option_row(option: Option, answer: NearShoring, geography: Geography) -> dict[str, object]:
    own, way = option.candidate, option.way
    governance = answer.governance.get(option.area)
    controls = [control for control in answer.controls.get(option.area, ()) if control.is_in_force]
    return {
        "Country": geography.names[option.area],
        "Tier": TIER_LABELS[option.tier],
        "Output": output_words(option),
        "Output share, %": None if own.production_share is None else 100 * own.production_share,
        "Exports, t": own.exports_t,
        "Exports, USD": own.exports_usd,
        "To the region, t": own.to_region_t,
        "To the region, USD": own.to_region_usd,
        "Distance, km": None if way is None else way.total_km,
        "Way": _way_words(option),
        "Governance, mean of six": None if governance is None else governance.mean,
        "Groups": ", ".join(geography.groups_of.get(option.area, ())),
        "Export controls in force": "; ".join(map(_control_words, controls)),
        "Known mines": own.mines,
        "Known plants": own.plants,
        "Known projects": own.projects,
        "Code": option.area,
    }


def _way_words(option: Option) -> str:
    way = option.way
    if way is None:
        return "no data"
    if way.mode == RouteMode.NONE:
        return "no way in this route case"
    if way.mode == "domestic":
        return "domestic"
    if way.mode == RouteMode.OVERLAND:
        return "overland"
    through = f" by {', '.join(way.passages)}" if way.passages else ""
    return f"sea, {way.from_port} to {way.to_port}{through}"


def _control_words(control: Control) -> str:
    return f"{control.measure}: {control.scope} (as known on {control.status_as_of})"


def supplier_rows(answer: NearShoring, geography: Geography) -> pd.DataFrame:
    """Return today's suppliers from outside the region."""
    suppliers: Iterable[Supplier] = () if answer.supply is None else answer.supply.suppliers
    region = geography.region(answer.region)
    return pd.DataFrame(
        [
            {
                "Supplier": geography.names[supplier.area],
                "Share, %": 100 * supplier.share,
                "Tonnes": supplier.quantity_t,
                "USD": supplier.value_usd,
                "Tier": "Roster"
                if supplier.area in answer.roster.members and supplier.area not in region
                else "Outside the roster",
                "Mostly to": geography.names[supplier.largest_importer],
                "Code": supplier.area,
            }
            for supplier in suppliers
        ]
    )
