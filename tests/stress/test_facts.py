"""Facts changed by accident do not pass, also where the list of sums was written anew with them."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from geo.build.contradictions import RULES, contradictions
from geo.errors import SourceError
from geo.schema import TABLE_BY_NAME
from geo.schema.files import read_facts
from geo.schema.sums import SUMS_FILE, sum_findings
from tests.conftest import Tries
from tests.stress.altered import (
    DATA,
    altered_bytes,
    altered_figure,
    breaks,
    figures,
    is_out_of_bounds,
    rules_of,
    true_facts,
    what_build_finds,
)

GUARDED = sorted({cell for rule in RULES for cell in rule.cells})
BYTES_OF = ("statistic", "trade_flow", "trade_coverage", "facility", "country", "hs_code")


def test_the_true_facts_break_no_rule():
    assert contradictions(true_facts()) == []


@pytest.mark.stress
@pytest.mark.parametrize("cell", GUARDED)
def test_a_figure_that_another_column_contradicts_is_refused(cell: str, tries: Tries):
    table, column = cell.split(".")
    rules = tuple(rule for rule in RULES if cell in rule.cells)
    step = max(rule.step for rule in rules)
    chance = random.Random(cell)
    for _ in range(tries.count(2, 40)):
        altered = altered_figure(table, column, chance)
        if altered is None:  # nothing but zeros, which no factor changes
            return
        facts, change, difference = altered
        # A change below the rounding of what it is compared with is one that nobody can see.
        is_seen = is_out_of_bounds(facts, table, column, change) or breaks(rules, facts)
        assert is_seen or difference <= step, change


@pytest.mark.stress
def test_what_no_second_column_can_contradict_is_counted(tries: Tries):
    """Nine figures of ten stand in columns that are guarded wholly; of the others it is counted, and said, how many are."""
    chance = random.Random(8)
    held = {
        (table.name, column.name): int(true_facts()[table.name][column.name].notna().sum())
        for table, column in figures()
    }
    guarded = sum(count for (table, column), count in held.items() if f"{table}.{column}" in GUARDED)
    assert guarded > 0.9 * sum(count for (_, column), count in held.items() if column != "year")
    others = [place for place, count in held.items() if count and ".".join(place) not in GUARDED]
    shares = {}
    for table, column in chance.sample(others, tries.count(4, len(others))):
        found = tried = 0
        for _ in range(tries.count(1, 30)):
            altered = altered_figure(table, column, chance)
            if altered is None:
                continue
            facts, change, _ = altered
            tried += 1
            found += is_out_of_bounds(facts, table, column, change) or breaks(rules_of(table), facts)
        shares[table, column] = found / tried if tried else 1.0
    refused = guarded + sum(held[place] * share for place, share in shares.items())
    looked_at = guarded + sum(held[place] for place in shares)
    in_part = [
        f"{table}.{column} {share:.0%} of {held[table, column]:,}" for (table, column), share in sorted(shares.items())
    ]
    tries.counted(
        f"figures changed by over a tenth: {refused / looked_at:.2%} of {looked_at:,} are refused; {len(GUARDED)} columns "
        f"wholly, by another column; others: {'; '.join(in_part)}"
    )


@pytest.mark.stress
def test_random_bytes_in_facts_are_refused_by_layers(tries: Tries, tmp_path: Path):
    chance = random.Random(2026)
    by_list: Counter[str] = Counter()
    by_layer: Counter[str] = Counter()
    accepted = []
    (tmp_path / SUMS_FILE).write_bytes((DATA / "facts" / SUMS_FILE).read_bytes())
    for name in BYTES_OF:
        table = TABLE_BY_NAME[name]
        content = (DATA / "facts" / table.file_name).read_bytes()
        for number in range(tries.count(3, 100)):
            changed = altered_bytes(content, chance)
            (tmp_path / table.file_name).write_bytes(changed)
            is_listed = not any(f"{table.file_name} is not the file" in text for text in sum_findings(tmp_path))
            assert is_listed == (changed == content)
            by_list["accepted" if is_listed else "refused"] += 1
            layer = _layer(name, tmp_path)
            by_layer[layer or "accepted"] += 1
            if layer is None:
                accepted.append(f"{name} {number}")
        (tmp_path / table.file_name).unlink()
    tries.counted(
        f"{by_list.total()} mutated facts: {by_list['refused']} refused by the list of sums; with the list written anew "
        + ", ".join(f"{count} {layer}" for layer, count in by_layer.most_common())
        + "; 0 tracebacks"
    )


def _layer(name: str, folder: Path) -> str | None:
    """Return which layer behind the list refuses the file; None where its rows pass and differ from the true ones."""
    table = TABLE_BY_NAME[name]
    try:
        frame, findings = read_facts(table, folder)
    except SourceError as exc:
        return "refused by the checksum of a page" if "CRC" in str(exc) else "refused as unreadable"
    if findings:
        return "refused by the schema"
    try:
        pd.testing.assert_frame_equal(frame, true_facts()[name])
    except AssertionError:
        found = what_build_finds(table, frame)
        return None if found is None else f"refused by {'a reference' if found == 'schema' else 'a contradiction'}"
    return "with the same rows"
