"""What a map shows, in plain values; the makers of layers and legends read it, nothing here draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from geo.schema.codes import Region
from geo.view.palette import Role, Scale, Theme


class SiteKind(StrEnum):
    """Kinds of points; the codes of ``FacilityKind``, deposits, and chokepoints on a route."""

    MINE = "mine"
    PROCESSING_PLANT = "processing_plant"
    SMELTER = "smelter"
    REFINERY = "refinery"
    CHEMICAL_PLANT = "chemical_plant"
    RECYCLING = "recycling"
    PROJECT = "project"
    DEPOSIT = "deposit"
    PASSAGE = "passage"

    @property
    def label(self) -> str:
        """The words of the legend."""
        return "Chokepoint on the way" if self is SiteKind.PASSAGE else self.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Flow:
    """A quantity that travels from one place to another.

    Attributes
    ----------
    id
        Stable id; a click gives it back.
    origin, target
        (lon, lat) in degrees.
    share
        Part, 0-1, of the total that the legend names; sets the width. None is drawn thinnest.
    role
        Sets the colour.
    tip
        Text under the pointer; plain text.
    """

    id: str
    origin: tuple[float, float]
    target: tuple[float, float]
    share: float | None
    role: Role = Role.NEUTRAL
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """A mine, plant, project or deposit.

    Attributes
    ----------
    id
        Stable id; a click gives it back.
    lon, lat
        Degrees.
    kind
        Sets the shape.
    role
        Sets the colour; ink unless sites are graded.
    is_faint
        Draws it paler: closed, or not part of the question.
    tip
        Text under the pointer; plain text.
    """

    id: str
    lon: float
    lat: float
    kind: SiteKind
    role: Role = Role.NEUTRAL
    is_faint: bool = False
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A name on the map; the caller chooses which matter, at most ``MAX_LABELS`` are drawn.

    Attributes
    ----------
    text
        Latin letters only; the bundled font has no other script.
    lon, lat
        Degrees.
    dx, dy
        Offset in pixels, right and down.
    """

    text: str
    lon: float
    lat: float
    dx: int = 0
    dy: int = 0


MAX_LABELS = 15


@dataclass(frozen=True, slots=True)
class Shading:
    """Fills of countries.

    Attributes
    ----------
    colours
        ISO3 to ``#RRGGBB``; a country that is not named here has the colour of land.
    no_data
        ISO3 of the countries to hatch: the question applies, the figure is missing.
    fallen
        ISO3 of the suppliers that fall away, hatched the other way.
    tips
        ISO3 to the words that follow the country's name under the pointer.
    """

    colours: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    no_data: frozenset[str] = frozenset()
    fallen: frozenset[str] = frozenset()
    tips: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def shade_by_class(
    values: Mapping[str, float | None], scale: Scale, theme: Theme, tips: Mapping[str, str] | None = None
) -> Shading:
    """Return fills by class of `scale`; a country whose value is missing is hatched.

    Parameters
    ----------
    values
        ISO3 to a value in the unit of the scale; None where there are no data. Countries left out stay plain land.
    scale
        Fixed classes.
    theme
        Colours.
    tips
        ISO3 to words under the pointer.
    """
    ramp = theme.ramp(scale)
    classes = {iso3: scale.class_of(value) for iso3, value in values.items()}
    return Shading(
        colours={iso3: ramp[found] for iso3, found in classes.items() if found is not None},
        no_data=frozenset(iso3 for iso3, found in classes.items() if found is None),
        tips=dict(tips or {}),
    )


def shade_by_role(
    roles: Mapping[str, Role],
    theme: Theme,
    no_data: frozenset[str] = frozenset(),
    tips: Mapping[str, str] | None = None,
) -> Shading:
    """Return fills by role: the home region, the roster, partners, the supplier at risk, which is hatched as well."""
    return Shading(
        colours={iso3: theme.areas[role] for iso3, role in roles.items()},
        no_data=no_data,
        fallen=frozenset(iso3 for iso3, role in roles.items() if role is Role.RISK),
        tips=dict(tips or {}),
    )


@dataclass(frozen=True, slots=True)
class MapScene:
    """All that one map shows.

    Attributes
    ----------
    shading
        Country fills and hatches.
    flows, sites, labels
        Drawn in this order; later ones lie on top.
    home
        Region whose outline is drawn.
    chosen_country, chosen_site, chosen_flow
        ISO3 or id of what the page has chosen, from its own state; marked with an outline, a ring, full strength.
    """

    shading: Shading = field(default_factory=Shading)
    flows: tuple[Flow, ...] = ()
    sites: tuple[Site, ...] = ()
    labels: tuple[Label, ...] = ()
    home: Region | None = None
    chosen_country: str | None = None
    chosen_site: str | None = None
    chosen_flow: str | None = None
