"""Which rows of different publishers describe one place: leaders by rank, joined by mineral, distance and name.

A row joins a leader, never another follower, so that places do not grow into chains; the result does not depend on
the order of the rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from geo.errors import DataContractError
from geo.facts.facility_names import token_set_score
from geo.facts.facility_row import SiteDataset
from geo.great_circle import great_circle_km
from geo.schema.codes import Mineral

NEAR_KM, NAMED_KM, TWICE_KM = 5.0, 15.0, 60.0
"""Same place on mineral or name; on a close name; a smelter that ICMM lists twice, once at its town."""
LIKE_SCORE, CLOSE_SCORE, TWICE_SCORE = 85.0, 92.0, 88.0
"""Name scores (0 to 100) that go with the three distances."""
LEADS = "leads the place"


@dataclass(frozen=True, slots=True)
class Site:
    """What the merge knows of one plant of one dataset.

    Attributes
    ----------
    names
        Telling words of the printed name and, after it, of the other names.
    families
        "mine", "plant" or both; a row joins only its own family.
    minerals
        Minerals that may join two rows on distance.
    is_project
        A planned or explored site; it is not a working one on distance alone.
    needs_name
        See `SiteRow.needs_name`.
    is_works
        A smelter, refinery or plant without a mine.
    """

    key: str
    dataset: SiteDataset
    rank: int
    iso3: str
    lon: float
    lat: float
    names: tuple[tuple[str, ...], ...]
    families: frozenset[str]
    minerals: frozenset[Mineral]
    is_project: bool = False
    needs_name: bool = False
    is_works: bool = False

    @property
    def order(self) -> tuple[int, str]:
        """Who leads: the lower rank, then the lower key."""
        return self.rank, self.key


@dataclass(frozen=True, slots=True)
class Membership:
    """The place of a site, and why."""

    leader: str
    rule: str


@dataclass(frozen=True, slots=True)
class _Match:
    score: float
    distance_km: float
    rule: str

    @property
    def order(self) -> tuple[bool, float, float]:
        """A like name beats a near stranger; then the nearer one."""
        return self.score < LIKE_SCORE, self.distance_km, -self.score


def merge_sites(sites: Sequence[Site], reviewed: Mapping[str, str]) -> dict[str, Membership]:
    """Return for each site key the leader of its place.

    Parameters
    ----------
    sites
        Distinct keys.
    reviewed
        Site key to the site key at whose place it stands, by a reviewed decision; such a site leads nothing.

    Raises
    ------
    DataContractError
        If a reviewed decision names a site that does not exist, or one that is itself decided.
    """
    keys = {site.key for site in sites}
    findings = [
        f"facility_correction.csv: {key} is said to be at the place of {target}, which is no site of its own"
        for key, target in sorted(reviewed.items())
        if target not in keys or target in reviewed
    ]
    if findings:
        raise DataContractError(findings)
    by_country: dict[str, list[Site]] = defaultdict(list)
    for site in sorted(sites, key=lambda item: item.order):
        if site.key not in reviewed:
            by_country[site.iso3].append(site)
    result: dict[str, Membership] = {}
    for iso3 in sorted(by_country):
        result.update(_merge_country(by_country[iso3]))
    for key, target in sorted(reviewed.items()):
        result[key] = Membership(result[target].leader, "reviewed by hand")
    return result


def _merge_country(sites: list[Site]) -> dict[str, Membership]:
    """Join inside the files that list a site twice first, then between files: both points of a double can match."""
    distances = _distances([site.lon for site in sites], [site.lat for site in sites])
    groups: list[list[int]] = []
    result: dict[str, Membership] = {}
    for here, site in enumerate(sites):
        candidates = [group for group in groups if sites[group[0]].dataset is site.dataset]
        found = _best(sites, distances, [here], [group[:1] for group in candidates])
        if found is None:
            groups.append([here])
            result[site.key] = Membership(site.key, LEADS)
        else:
            match, position = found
            candidates[position].append(here)
            result[site.key] = Membership(sites[candidates[position][0]].key, match.rule)
    places: list[list[int]] = []
    for group in groups:
        candidates = [place for place in places if sites[place[0]].dataset is not sites[group[0]].dataset]
        found = _best(sites, distances, group, candidates)
        if found is None:
            places.append(group)
            continue
        match, position = found
        leader = sites[candidates[position][0]].key
        result[sites[group[0]].key] = Membership(leader, match.rule)
        for member in group[1:]:
            result[sites[member].key] = Membership(leader, result[sites[member].key].rule)
    return result


def _best(
    sites: list[Site], distances: npt.NDArray[np.float64], group: list[int], others: list[list[int]]
) -> tuple[_Match, int] | None:
    """Return the best match of `group` among `others` and its position, or None."""
    best: tuple[_Match, int] | None = None
    for position, other in enumerate(others):
        for a, b in product(group, other):
            match = match_of(sites[a], sites[b], float(distances[a, b])) if distances[a, b] <= TWICE_KM else None
            if match is not None and (best is None or match.order < best[0].order):
                best = match, position
    return best


def match_of(a: Site, b: Site, distance_km: float) -> _Match | None:
    """Return how two sites of one country match, or None; the same whichever comes first.

    Rules, in the order of their distances: up to 5 km a shared mineral or a like name; up to 15 km a close name; up
    to 60 km two works of ICMM with one primary metal and a like name. Inside one file a shared mineral and a like
    name are both asked. Salars, mineral sands and projects beside working sites are never joined without a like name.
    """
    is_same_file = a.dataset is b.dataset
    if not a.families & b.families or distance_km > TWICE_KM:
        return None
    if is_same_file and not a.dataset.lists_twice:
        return None
    shares = bool(a.minerals & b.minerals)
    if is_same_file and not shares:
        return None
    if not shares and distance_km > NAMED_KM:
        return None
    score = _name_score(a, b)
    asks_name = is_same_file or a.needs_name or b.needs_name or a.is_project != b.is_project
    rule = None
    if distance_km <= NEAR_KM and score >= LIKE_SCORE:
        rule = "like name within 5 km"
    elif distance_km <= NEAR_KM and shares and not asks_name:
        rule = "same mineral within 5 km"
    elif distance_km <= NAMED_KM and score >= CLOSE_SCORE:
        rule = "close name within 15 km"
    elif is_same_file and a.dataset.lists_clusters and a.is_works and b.is_works and score >= TWICE_SCORE:
        rule = f"listed twice by {a.dataset.name.upper()}: same metal and name within 60 km"
    return None if rule is None else _Match(score, distance_km, f"{rule} (name score {score:.0f})")


def _name_score(a: Site, b: Site) -> float:
    """Return the score of the printed names; between files also of one's printed name and the other's other names."""
    if a.dataset is b.dataset:
        return token_set_score(a.names[0], b.names[0])
    pairs = [(a.names[0], name) for name in b.names] + [(name, b.names[0]) for name in a.names]
    return max(token_set_score(first, second) for first, second in pairs)


def _distances(lon: Sequence[float], lat: Sequence[float]) -> npt.NDArray[np.float64]:
    """Return great-circle distances in km between all pairs."""
    x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    return great_circle_km(x[:, None], y[:, None], x, y)
