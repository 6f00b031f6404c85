"""How alike two site names are: a token-set score on names without the words that every site has."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_COMMON = (
    "a ag al and as at base co company complex corp de del deposit do facility gmbh in inc limited llc ltd metal metals mine mines near "
    "nv of operation operations open pit plant plants plc precious pt project projects refinery s sa salar smelter smelters sl "
    "srl the underground unknown work works"
)
COMMON_WORDS = frozenset(_COMMON.split())
"""Words that say nothing about which site it is."""

SHORTEST_NAME = 4
"""Letters that must be left for a name to be compared."""


def site_tokens(name: str) -> tuple[str, ...]:
    """Return the telling words of a site name: no accents, lower case, sorted, each once."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(letter)
    )
    words = set(re.findall(r"[^\W_]+", plain)) - COMMON_WORDS
    return tuple(sorted(words)) if sum(map(len, words)) >= SHORTEST_NAME else ()


def common_length(a: str, b: str) -> int:
    """Return the length of the longest common subsequence (Hyyrö's bit-parallel form)."""
    masks: dict[str, int] = {}
    for position, letter in enumerate(a):
        masks[letter] = masks.get(letter, 0) | 1 << position
    full = (1 << len(a)) - 1
    state = full
    for letter in b:
        matched = state & masks.get(letter, 0)
        state = (state + matched | state - matched) & full
    return len(a) - state.bit_count()


def similarity(a: str, b: str) -> float:
    """Return 0 to 100: twice the common subsequence over the two lengths; two empty texts are not alike."""
    return 200 * common_length(a, b) / (len(a) + len(b)) if a and b else 0.0


@lru_cache(maxsize=200_000)
def token_set_score(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Return 0 to 100 for two sets of telling words; 100 where one set holds the other.

    The best of three similarities: the shared words against each whole set, and the two whole sets with their shared
    words in front. Names without a telling word score 0, and so do names with different numbers (No. 6, No. 12).
    """
    numbers_a, numbers_b = ({word for word in words if word.isdigit()} for words in (a, b))
    if not a or not b or (numbers_a and numbers_b and not numbers_a & numbers_b):
        return 0.0
    shared = sorted(set(a) & set(b))
    if len(shared) in (len(a), len(b)):
        return 100.0
    start = " ".join(shared)
    whole_a = " ".join([*shared, *sorted(set(a) - set(shared))])
    whole_b = " ".join([*shared, *sorted(set(b) - set(shared))])
    return max(similarity(start, whole_a), similarity(start, whole_b), similarity(whole_a, whole_b))
