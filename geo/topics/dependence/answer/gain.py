"""What each possible next member would add to the roster's share of world supply, per mineral at one stage.

Arithmetic on published shares, no recommendation: a share says nothing about policy, price, or whether anybody would
sell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.evidence.geography import Geography
from geo.model.concentration import RosterShare, roster_share
from geo.model.gain import GainMatrix, Series, gain_matrix
from geo.model.interval import Interval
from geo.model.roster import EU27, Roster
from geo.schema.codes import Mineral, Stage
from geo.store.database import Atlas
from geo.store.queries_reference import country_group_members

LINKED_GROUPS = (
    "US_CM_BILATERAL",
    "EU_CRM_PARTNER",
    "US_EU_JP_2026",
    "FORGE",
    "MSP",
    "MSP_FORUM",
    "PAX_SILICA",
    "QUAD",
    "CMM_2026",
    "IPEF",
    "CPTPP",
    "US_FTA",
    "EU_FTA",
    "EFTA",
)
"""Published groups that link a country with a roster member: minerals partnerships, trade agreements, and who sent a
delegation to the Washington ministerial of 4 February 2026. A rule that anybody can check, not a choice of ours."""

LINKED_WORDS = (
    "Countries that share a published minerals partnership or trade agreement with the United States, the European Union or "
    "Japan, or sent a delegation to the Washington ministerial of 4 February 2026."
)
MOST_CANDIDATES = 16
NO_POLICY = (
    "A gain in share is arithmetic on published output. It is no recommendation and says nothing about policy, prices, or "
    "whether anybody would join or sell."
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A country that could join, or the EU as one.

    Attributes
    ----------
    code, name, countries
        ISO3 or EU27, its name, and the countries that would join with it.
    is_linked
        Whether a published group links it with a roster member.
    in_preset
        Whether a preset of the roster names it.
    """

    code: str
    name: str
    countries: frozenset[str]
    is_linked: bool
    in_preset: bool


@dataclass(frozen=True, slots=True)
class Gain:
    """What one candidate adds to one mineral, low to high, in shares 0-1 of world supply."""

    candidate: Candidate
    share: Interval
    is_withheld: bool


@dataclass(frozen=True)
class NextMembers:
    """The matrix minerals x candidates of one stage.

    Attributes
    ----------
    matrix
        All minerals of the stage by all candidates.
    candidates
        Those shown, by the sum of their gains over all minerals, largest first.
    minerals
        Rows by the largest gain among those shown, largest first.
    everyone
        Whether every country outside the roster is a candidate, or those only that a published group links.
    """

    stage: Stage
    matrix: GainMatrix
    candidates: tuple[Candidate, ...]
    minerals: tuple[Mineral, ...]
    everyone: bool
    left_out: int

    def series(self, mineral: Mineral) -> Series | None:
        """Return the shares behind a row; None where the stage of the mineral has no figures."""
        return next((entry for entry in self.matrix.series if entry.mineral == mineral), None)

    def base(self, mineral: Mineral) -> Interval | None:
        """Return the roster's share without any candidate, low to high."""
        row = self._row(mineral)
        if row is None:
            return None
        return Interval(float(self.matrix.base_low[row]), float(self.matrix.base_high[row]))

    def gain(self, mineral: Mineral, candidate: Candidate) -> Gain | None:
        """Return one cell; None where the stage of the mineral has no figures."""
        row = self._row(mineral)
        if row is None:
            return None
        column = self.matrix.candidates.index(candidate.code)
        low, high = float(self.matrix.gain_low[row, column]), float(self.matrix.gain_high[row, column])
        # Both ends are sums of the same shares in another order; a last digit may not turn them round.
        return Gain(candidate, Interval(low, max(low, high)), bool(self.matrix.is_withheld[row, column]))

    def gains(self, mineral: Mineral) -> tuple[Gain, ...]:
        """Return a whole row among the candidates shown, largest first."""
        cells = (self.gain(mineral, candidate) for candidate in self.candidates)
        held = [cell for cell in cells if cell is not None]
        return tuple(sorted(held, key=lambda cell: (-cell.share.low, -cell.share.high, cell.candidate.name)))

    def joined(self, mineral: Mineral, candidate: Candidate, roster: Roster) -> RosterShare | None:
        """Return what the roster would hold with a candidate, low to high; None where the stage has no figures."""
        entry = self.series(mineral)
        return None if entry is None else roster_share(entry.result, roster.members | candidate.countries)

    def _row(self, mineral: Mineral) -> int | None:
        return next((row for row, entry in enumerate(self.matrix.series) if entry.mineral == mineral), None)


def linked_countries(atlas: Atlas) -> frozenset[str]:
    """Return the countries that a published group links with a roster member."""
    members = country_group_members(atlas)
    return frozenset(members.loc[members["group_id"].isin(LINKED_GROUPS), "iso3"])


def preset_countries(geography: Geography) -> frozenset[str]:
    """Return the countries that any preset of the roster names."""
    presets = [roster.members for roster in geography.rosters.values() if not roster.is_published]
    return frozenset[str]().union(*presets)


def candidates_of(
    geography: Geography, roster: Roster, linked: frozenset[str], presets: frozenset[str]
) -> dict[str, Candidate]:
    """Return everybody who could join, by code; the EU joins as one if it is not in the roster yet."""
    outside = set(geography.names) - roster.members
    missing_eu = geography.eu - roster.members
    found = {
        iso3: Candidate(iso3, geography.names[iso3], frozenset({iso3}), iso3 in linked, iso3 in presets)
        for iso3 in sorted(outside - missing_eu)
    }
    if missing_eu:
        found[EU27] = Candidate(EU27, "European Union", frozenset(missing_eu), is_linked=True, in_preset=True)
    return found


def next_members(
    series: Sequence[Series], possible: Mapping[str, Candidate], roster: Roster, stage: Stage, *, everyone: bool
) -> NextMembers:
    """Return what each candidate would add at `stage`.

    Parameters
    ----------
    series
        Newest shares of all minerals and stages.
    possible
        From `candidates_of`.
    everyone
        Whether countries without a link are candidates too; they are as well where no link is held at all.
    """
    rows = [entry for entry in series if entry.stage == stage]
    no_link = not any(candidate.is_linked for candidate in possible.values())
    eligible = {
        code: candidate
        for code, candidate in possible.items()
        if everyone or no_link or candidate.is_linked or candidate.in_preset
    }
    matrix = gain_matrix(rows, {code: candidate.countries for code, candidate in eligible.items()}, roster.members)
    total = dict(zip(matrix.candidates, matrix.gain_low.sum(axis=0), strict=True))
    order = [code for code in matrix.by_gain if total[code] > 0 or eligible[code].in_preset]
    shown = order[:MOST_CANDIDATES]
    kept = [code for code in order if code in shown or eligible[code].in_preset]
    columns = [matrix.candidates.index(code) for code in kept]
    best = matrix.gain_low[:, columns].max(axis=1, initial=0.0)
    ranked = sorted(range(len(rows)), key=lambda row: (-float(best[row]), rows[row].mineral))
    return NextMembers(
        stage=stage,
        matrix=matrix,
        candidates=tuple(eligible[code] for code in kept),
        minerals=tuple(Mineral(rows[row].mineral) for row in ranked),
        everyone=everyone or no_link,
        left_out=len(order) - len(kept),
    )
