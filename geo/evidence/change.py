"""What a change of the shared bar does to its two head figures: supply inside the roster, imports from outside it."""

from __future__ import annotations

from dataclasses import dataclass

from geo.evidence.geography import Geography
from geo.evidence.production import Production
from geo.evidence.trade import Trade
from geo.model.change import MemberChange, member_change
from geo.model.concentration import RosterShare, roster_share
from geo.model.roster import Roster
from geo.model.supply import RegionSupply
from geo.schema.codes import Mineral, Region, Stage


@dataclass(frozen=True, slots=True)
class Reading:
    """What the shared bar says, with the figures that hang on the roster.

    Attributes
    ----------
    goods
        What the output figures count, as it stands in a sentence; the mineral's name where none are held.
    inside, inside_period
        Part of world output inside the roster, 0-1, and the years that it is of; None where no figures by country are held.
    outside, outside_year, bought
        Part of the region's imports from outside the region that comes from outside the roster too, 0-1, its year and
        what is imported; None where no complete trade is held.
    """

    mineral: Mineral
    stage: Stage
    region: Region
    roster: Roster
    goods: str
    inside: RosterShare | None
    inside_period: str | None
    outside: float | None
    outside_year: int | None
    bought: str | None

    @property
    def subject(self) -> str:
        """Goods with their stage in words, e.g. ``refined cobalt``."""
        return f"{self.stage.value} {self.goods}"


@dataclass(frozen=True, slots=True)
class Change:
    """Two readings and the members that moved between them."""

    before: Reading
    after: Reading
    members: MemberChange

    @property
    def is_of_roster(self) -> bool:
        """Whether nothing but the roster changed, so that the two figures are of one thing."""
        return self._subject(self.before) == self._subject(self.after) and self.before.region is self.after.region

    @property
    def is_of_region(self) -> bool:
        """Whether nothing but the home region changed."""
        return (
            self._subject(self.before) == self._subject(self.after)
            and self.before.roster.members == self.after.roster.members
        )

    @staticmethod
    def _subject(reading: Reading) -> tuple[Mineral, Stage]:
        return reading.mineral, reading.stage


def reading(
    subject: tuple[Mineral, Stage, Region],
    roster: Roster,
    output: Production | None,
    bought: tuple[Trade, RegionSupply] | None,
) -> Reading:
    """Return the figures under one state of the bar.

    Parameters
    ----------
    subject
        Mineral, stage and home region.
    roster
        The members.
    output
        World output of the mineral and stage in its newest year; None where none is held.
    bought
        The region's imports in the newest complete year; None where none are held.
    """
    mineral, stage, region = subject
    has_shares = output is not None and output.has_shares
    outside = None if bought is None else bought[1].share_outside(roster.members)
    return Reading(
        mineral=mineral,
        stage=stage,
        region=region,
        roster=roster,
        goods=mineral.label.lower() if output is None else output.subject,
        inside=roster_share(output.concentration, roster.members) if output is not None and has_shares else None,
        inside_period=output.period if output is not None and has_shares else None,
        outside=outside,
        outside_year=None if bought is None or outside is None else bought[0].year,
        bought=None if bought is None or outside is None else bought[0].code.form,
    )


def change(before: Reading, after: Reading, geography: Geography) -> Change:
    """Return the two readings with the members that joined and left."""
    return Change(before, after, member_change(before.roster.members, after.roster.members, geography.eu))
