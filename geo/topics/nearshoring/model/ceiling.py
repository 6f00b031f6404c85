"""How many more tonnes a supplier can send to a region: from its exports today, a stretch factor and known projects.

Definition, all in tonnes of one customs code and complete year, for a supplier i, a home (the region without the
suppliers to be replaced) and a stretch factor s of 1 to 3 that the user sets:

- ``exports`` X: what i sends to all countries; ``to_home`` H: the part that goes to the home today. H is supply that
  the home already has; it stays, and it is no free capacity.
- ``passed_on`` P: what i imports of the same goods from the suppliers to be replaced, at most X. It may be their
  material on its way, so it replaces nothing. The strict reading takes all imports of i instead: net exports.
- ``own`` = X - P is what i is taken to have of its own, and s x own what it could export at the stretch.
- ``extra`` = (s - 1) x own: tonnes that nobody gets today; an assumption of the user as long as s is above 1.
- ``redirected`` = max(0, own - H): tonnes that other countries get today and would have to give up.
- ``growth``: what a publisher expects the country's output to grow by, as a part of own; see `geo.model.growth`.
- ``projects``: yearly capacity of sites that start after the year of the trade data and not after the horizon.

The ceiling is max(0, s x own - H) + growth + projects. Extra, growth and projects are its low end, since nobody loses
them; with what is redirected it is the high end. Where own falls short of H, the extra is what is left above H, and nothing is
redirected. A supplier to be replaced has a ceiling of zero.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from geo.errors import SelectionError
from geo.model.bilateral import BilateralTrade
from geo.model.growth import Growth, Outlook, growth_of
from geo.model.trace import Number, largest, named, total

LEAST_STRETCH, MOST_STRETCH = 1.0, 3.0


class PassedOn(StrEnum):
    """Which imports of a supplier count as material that is only passed on."""

    FROM_REPLACED = "from replaced suppliers"
    ALL_IMPORTS = "all imports"


class ProjectUse(StrEnum):
    """Whether a project is counted, and if not, why."""

    COUNTED = "counted"
    NOT_YET = "starts after the year chosen"
    IN_TODAYS_EXPORTS = "started by the year of the trade data"
    NO_START_YEAR = "no start year in the source"
    NO_CAPACITY = "no capacity in the source"
    OTHER_BASIS = "capacity is in other goods than the need"
    REPLACED = "lies in a supplier to be replaced"


@dataclass(frozen=True, slots=True)
class Project:
    """A named site that may add supply.

    Attributes
    ----------
    capacity_t_per_year
        None where no source gives one; the site is then listed and never counted.
    goods
        What a tonne of it is a tonne of; only the goods of the need are counted.
    source_id
        Edition that gives the site.
    """

    site: str
    area: str
    start_year: int | None
    capacity_t_per_year: float | None
    goods: str | None = None
    source_id: str = ""


@dataclass(frozen=True, slots=True)
class ProjectTonnes:
    """A project with the tonnes a year that are counted of it."""

    project: Project
    use: ProjectUse
    quantity_t: float


@dataclass(frozen=True, slots=True)
class CeilingRule:
    """What the user sets.

    Attributes
    ----------
    horizon
        Year for which the ceiling holds.
    stretch
        Exports that are possible over exports today, 1 to 3 (assumption).
    project_share
        Part of the expected growth, and of a project's capacity, that is counted, 0-1 (assumption); 1 is an upper bound.
    """

    horizon: int
    stretch: float = LEAST_STRETCH
    project_share: float = 1.0
    passed_on: PassedOn = PassedOn.FROM_REPLACED

    def __post_init__(self) -> None:
        """Refuse a setting outside its range; raises SelectionError."""
        if not LEAST_STRETCH <= self.stretch <= MOST_STRETCH:
            raise SelectionError(f"stretch factor {self.stretch} is not possible; choose 1 to 3")
        if not 0 <= self.project_share <= 1:
            raise SelectionError(f"project share {self.project_share} is not possible; choose 0 to 1")


def own_tonnes(exports: Number, passed_on: Number, *, of: str = "") -> Number:
    """Return what a supplier is taken to have of its own."""
    return named("Own exports", "exports less what may be passed on", "t", exports - passed_on, of=of)


def extra_tonnes(own: Number, to_home: Number, stretch: Number | float) -> Number:
    """Return what the stretch adds that nobody gets today; a part of the line of the new tonnes."""
    return largest(stretch * own - largest(own, to_home), 0.0)


def redirected_tonnes(own: Number, to_home: Number, *, of: str = "") -> Number:
    """Return what other buyers would give up."""
    return named("Redirected tonnes", "own exports less what the home gets", "t", largest(own - to_home, 0.0), of=of)


def counted_capacity(capacity: Number, counted_share: Number | float, *, of: str = "") -> Number:
    """Return what is counted of a project that starts in time."""
    return named("Project", "yearly capacity times the part that is counted", "t", capacity * counted_share, of=of)


def new_tonnes(extra: Number, growth: Number | float, projects: Number | float, *, of: str = "") -> Number:
    """Return the low end: what nobody gets today."""
    rule = (
        "stretch times own exports, less own exports or what the home gets, whichever is larger; and expected growth and "
        "projects"
    )
    return named("New tonnes", rule, "t", extra + growth + projects, of=of)


def ceiling_tonnes(new: Number, redirected: Number, *, of: str = "") -> Number:
    """Return the high end: new tonnes with what other countries would give up."""
    return named("Ceiling", "new and redirected tonnes", "t", new + redirected, of=of)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Result of `ceilings` for one supplier, in tonnes a year; see the definition at the head of the module.

    Attributes
    ----------
    exports_t
        None where no flow of the supplier has tonnes; nothing is then counted of its exports.
    to_home_t, passed_on_t, imports_t
        What stays with the home, what may be passed on, and all imports of the same goods.
    stretch
        Factor that was used.
    extra_t, redirected_t
        Parts of the ceiling that come from today's exports.
    without_quantity
        Flows out of the supplier without tonnes, and into it from the suppliers to be replaced: the ceiling is then
        uncertain.
    growth
        What an outlook adds; None where no publisher expects anything of the supplier.
    """

    area: str
    exports_t: float | None
    to_home_t: float
    passed_on_t: float
    imports_t: float
    stretch: float
    extra_t: float
    redirected_t: float
    projects: tuple[ProjectTonnes, ...]
    is_replaced: bool
    without_quantity: int
    growth: Growth | None = None

    @property
    def own_t(self) -> float:
        """Exports less what may be passed on."""
        return own_tonnes(self.exports_t or 0.0, self.passed_on_t)

    @property
    def growth_t(self) -> float:
        """Tonnes a year that an outlook adds."""
        return 0.0 if self.growth is None else self.growth.quantity_t

    @property
    def projects_t(self) -> float:
        """Tonnes a year of the projects that are counted."""
        return total(use.quantity_t for use in self.projects)

    @property
    def new_t(self) -> float:
        """Low end: what nobody gets today."""
        return new_tonnes(self.extra_t, self.growth_t, self.projects_t)

    @property
    def total_t(self) -> float:
        """High end: with what other countries would give up."""
        return ceiling_tonnes(self.new_t, self.redirected_t)


def ceilings(
    trade: BilateralTrade,
    region: Collection[str],
    replaced: Collection[str],
    rule: CeilingRule,
    *,
    trade_year: int,
    goods: str,
    projects: Iterable[Project] = (),
    outlooks: Mapping[str, Outlook] | None = None,
    declared: BilateralTrade | None = None,
) -> tuple[Ceiling, ...]:
    """Return the ceiling of every country that exports or has a project, by code.

    Parameters
    ----------
    trade
        Flows of one code and year that are complete for the world.
    region
        ISO3 codes of the home region; countries of it are options like others.
    replaced
        Suppliers to be replaced.
    trade_year, goods
        Year of the flows, and what a tonne of them is a tonne of.
    projects
        Named sites; those that are not counted come back with the reason.
    outlooks
        Expected output by country, of goods whose exports may be taken to grow in step.
    declared
        The same flows with all declared tonnes, where `trade` leaves some out: imports are taken from it, so that tonnes
        in doubt never make a supplier's own exports larger.
    """
    expected = outlooks or {}
    gone = frozenset(replaced)
    home = trade.mask(set(region) - gone)
    exports, to_home = trade.exports(), trade.exports(to=home)
    inward = trade if declared is None else declared
    imports, from_gone = inward.imports(), inward.imports(of=inward.mask(gone))
    through = imports if rule.passed_on is PassedOn.ALL_IMPORTS else from_gone
    passed_on = np.minimum(exports.quantity_t, through.quantity_t)
    own = own_tonnes(exports.quantity_t, passed_on)
    extra = extra_tonnes(own, to_home.quantity_t, rule.stretch)
    redirected = redirected_tonnes(own, to_home.quantity_t)
    columns = zip(
        trade.areas,
        exports.flows.tolist(),
        exports.quantity_t.tolist(),
        exports.without_quantity.tolist(),
        to_home.quantity_t.tolist(),
        passed_on.tolist(),
        imports.quantity_t.tolist(),
        own.tolist(),
        extra.tolist(),
        redirected.tolist(),
        through.without_quantity.tolist(),
        strict=True,
    )
    sites = {area: tuple(uses) for area, uses in _uses(projects, rule, trade_year, goods, gone).items()}
    found = [
        Ceiling(
            area=area,
            exports_t=exports_t if bare < flows else None,
            to_home_t=to_home_t,
            passed_on_t=passed_on_t,
            imports_t=imports_t,
            stretch=rule.stretch,
            extra_t=0.0 if area in gone else extra_t,
            redirected_t=0.0 if area in gone else redirected_t,
            projects=sites.pop(area, ()),
            is_replaced=area in gone,
            without_quantity=bare + bare_in,
            growth=_growth(expected.get(area), area, own_t, rule, gone),
        )
        for area, flows, exports_t, bare, to_home_t, passed_on_t, imports_t, own_t, extra_t, redirected_t, bare_in in columns
        if flows > 0
    ]
    found += [
        Ceiling(area, 0.0, 0.0, 0.0, 0.0, rule.stretch, 0.0, 0.0, uses, area in gone, 0) for area, uses in sites.items()
    ]
    return tuple(sorted(found, key=lambda ceiling: ceiling.area))


def _growth(
    outlook: Outlook | None, area: str, own_t: float, rule: CeilingRule, gone: Collection[str]
) -> Growth | None:
    if outlook is None or area in gone:
        return None
    return growth_of(outlook, own_t, rule.horizon, rule.project_share)


def _uses(
    projects: Iterable[Project], rule: CeilingRule, trade_year: int, goods: str, gone: Collection[str]
) -> dict[str, list[ProjectTonnes]]:
    found: dict[str, list[ProjectTonnes]] = {}
    for project in sorted(projects, key=lambda project: (project.area, project.start_year or 0, project.site)):
        use = _reason(project, rule.horizon, trade_year, goods, gone)
        capacity = project.capacity_t_per_year
        is_counted = use is ProjectUse.COUNTED and capacity is not None
        counted = counted_capacity(capacity or 0.0, rule.project_share) if is_counted else 0.0
        found.setdefault(project.area, []).append(ProjectTonnes(project, use, counted))
    return found


def _reason(project: Project, horizon: int, trade_year: int, goods: str, gone: Collection[str]) -> ProjectUse:
    year = project.start_year
    rules = (
        (project.area in gone, ProjectUse.REPLACED),
        (project.capacity_t_per_year is None, ProjectUse.NO_CAPACITY),
        (project.goods != goods, ProjectUse.OTHER_BASIS),
        (year is None, ProjectUse.NO_START_YEAR),
        (year is not None and year <= trade_year, ProjectUse.IN_TODAYS_EXPORTS),
        (year is not None and year > horizon, ProjectUse.NOT_YET),
    )
    return next((reason for applies, reason in rules if applies), ProjectUse.COUNTED)


def ceilings_of_output(
    output_t: Mapping[str, float],
    region: Collection[str],
    replaced: Collection[str],
    rule: CeilingRule,
    *,
    outlooks: Mapping[str, Outlook] | None = None,
) -> tuple[Ceiling, ...]:
    """Return ceilings from output where no trade is known, by code: an upper bound, since exports are not known.

    All output of a country outside the home counts as if it could be redirected; that of the home itself serves the
    home already, and only what the stretch adds to it counts.

    Parameters
    ----------
    output_t
        Printed output by country, in tonnes of the statistic's basis.
    outlooks
        Expected output by country, of the same edition and basis.
    """
    expected = outlooks or {}
    gone = frozenset(replaced)
    home = set(region) - gone
    found = []
    for area, tonnes in sorted(output_t.items()):
        to_home = tonnes if area in home else 0.0
        parts = (extra_tonnes(tonnes, to_home, rule.stretch), redirected_tonnes(tonnes, to_home))
        parts = (0.0, 0.0) if area in gone else parts
        growth = _growth(expected.get(area), area, tonnes, rule, gone)
        found.append(Ceiling(area, tonnes, to_home, 0.0, 0.0, rule.stretch, *parts, (), area in gone, 0, growth))
    return tuple(found)
