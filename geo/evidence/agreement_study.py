"""Comparisons with the results of two studies: the EU list of 2023, and the three largest as the IEA prints them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from geo.evidence.eu_risk import study_risks
from geo.evidence.rows import cell_number, published_result
from geo.model.agreement import Case, Family, Tolerance, Verdict, compare, count_verdicts
from geo.model.economic_importance import economic_importance
from geo.model.interval import Interval, NoData
from geo.remembered import remembered
from geo.schema.codes import Mineral
from geo.store.database import Atlas
from geo.store.queries_dependence import eu_results, eu_use_shares, iea_top_three

ONE_DECIMAL = Tolerance(0.05, is_relative=False, reason="the study prints one decimal")
SAME_TABLE = Tolerance(0.05, is_relative=False, reason="both are worked out from the same cells of one workbook")


def study_cases(atlas: Atlas) -> Iterator[Case]:
    """Yield a case for each printed result of the EU study of a material that is held, supply risk first."""
    results = eu_results(atlas)
    groups = [(str(name), rows.to_dict("records")) for name, rows in results.groupby("material", sort=True)]
    risks, importances = study_risks(atlas), _importances(atlas)
    known = {name: ends for name, (ends, _) in risks.bottlenecks.items()}
    untold = {row.material: row.reason for row in risks.left_out}
    taken = {row.material for row in risks.rows if row.option is not None}
    source = risks.rows[0].shares[0].source_id if risks.rows else ""
    for name, rows in groups:
        materials = [str(row["study_material"]) for row in rows]
        ours = _risk(materials, known, untold)
        option = any(material in taken for material in materials)
        yield _case(
            Family.EU_SUPPLY_RISK,
            name,
            ours,
            float(rows[0]["supply_risk"]),
            source,
            rows[0]["source_id"],
            _note(materials, is_option=option),
        )
    for name, rows in groups:
        materials = [str(row["study_material"]) for row in rows]
        printed = float(rows[0]["economic_importance"])
        yield _case(
            Family.EU_IMPORTANCE,
            name,
            _mean(materials, importances),
            printed,
            source,
            rows[0]["source_id"],
            _note(materials),
        )


@remembered
def risks_reproduced(atlas: Atlas) -> tuple[int, int]:
    """Return how many printed supply risks our intervals hold, and with how many they can be compared."""
    rows = [compare(case) for case in study_cases(atlas) if case.family is Family.EU_SUPPLY_RISK]
    counts = count_verdicts(rows)[Family.EU_SUPPLY_RISK]
    return counts[Verdict.PASS], counts[Verdict.PASS] + counts[Verdict.FAIL]


def _case(
    family: Family, name: str, ours: Interval | NoData, printed: float, source: str, published: str, note: str
) -> Case:
    return Case(
        family=family,
        subject=f"European Union, {name}, study of 2023",
        unit="index",
        ours=ours,
        published=printed,
        published_text=f"{printed:.1f}",
        tolerance=ONE_DECIMAL,
        our_source=source or published,
        published_source=published,
        note=note,
    )


def _note(materials: Sequence[str], *, is_option: bool = False) -> str:
    notes = ["Mean of the members."] if len(materials) > 1 else []
    notes += (
        ["Which single source the study took was told by this printed result, or by that of 2017."] if is_option else []
    )
    return " ".join(
        [*notes, "Ours is an interval: a pass says that it holds the printed figure, not that it meets it."]
    )


def _risk(materials: Sequence[str], known: Mapping[str, Interval], untold: Mapping[str, str]) -> Interval | NoData:
    reason = next((f"{material}: {untold[material]}." for material in materials if material in untold), None)
    return NoData(reason) if reason is not None else _mean(materials, known)


def _mean(materials: Sequence[str], known: Mapping[str, Interval]) -> Interval | NoData:
    """Return the mean of the materials' intervals, which is what is printed of a group."""
    missing = [material for material in materials if material not in known]
    if missing:
        return NoData(f"not worked out for {', '.join(missing)}, of which no inputs are held.")
    count = len(materials)
    return Interval(
        math.fsum(known[each].low for each in materials) / count,
        math.fsum(known[each].high for each in materials) / count,
    )


def _importances(atlas: Atlas) -> dict[str, Interval]:
    """Return the economic importance by material of the shares; the largest sector is that of the whole annex."""
    uses = eu_use_shares(atlas)
    if uses.empty:
        return {}
    largest = float(uses["value_added_eur_millions"].max())
    return {
        str(name): economic_importance(
            [(float(row["share"]), cell_number(row["value_added_eur_millions"])) for row in rows.to_dict("records")],
            largest,
        )
        for name, rows in uses.groupby("material")
    }


def top_three_cases(atlas: Atlas) -> Iterator[Case]:
    """Yield a case for each printed share of the three largest; ours is of the same edition, block and year."""
    records = iea_top_three(atlas).to_dict("records")
    for key, group in groupby(records, key=lambda row: (row["mineral"], row["stage"], row["product"], row["year"])):
        rows = [{**row, "share": row["own_share"], "printed": row["share"]} for row in group]
        found = published_result(rows)
        mineral, stage, product, year = key
        yield Case(
            family=Family.TOP_THREE,
            subject=f"{Mineral(mineral).label} {stage} ({product}) {year}",
            unit="percent of the world",
            ours=NoData("no country has a figure.") if found is None else 100.0 * found[0].top3,
            published=100.0 * float(rows[0]["printed"]),
            published_text=f"{100.0 * float(rows[0]['printed']):.4g} %, row “Top 3 share”",
            tolerance=SAME_TABLE,
            our_source=rows[0]["source_id"],
            published_source=rows[0]["source_id"],
            note="The row of the workbook holds the three largest named countries of its own table over its total.",
        )
