"""Receipts of the governance of a mineral's suppliers, weighted with what they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from geo.answer.governance import Estimates
from geo.answer.production import Production
from geo.answer.receipt_production import NAMED, amounts_of, concentration_receipt, whole_of
from geo.figure.receipt import Receipt
from geo.model.formula import grouped, number, part, total
from geo.model.lookout import SCALE_END, SupplierGovernance
from geo.model.trace import Input, Step

WITH_ESTIMATE, WEIGHTED = "Shares with an estimate", "Shares times their estimates"
GOVERNANCE, ESTIMATED = "Governance of the suppliers", "Supply with an estimate"
WEAKEST, STRONGEST = "Governance, if the unknown were weakest", "Governance, if the unknown were strongest"
OWN_NOTE = (
    "The mean over the six estimates, and over suppliers by their shares, is this app's own; the bank publishes none."
)
UNKNOWN_NOTE = f"Whoever is not known has {-SCALE_END:g} at the low end and {SCALE_END:g} at the high end."


def governance_receipt(
    found: SupplierGovernance, output: Production, cells: Sequence[Input], held: Estimates, names: Mapping[str, str]
) -> Receipt:
    """Return how the governance of the suppliers of `output` came about, its ends and the part that is known.

    `GOVERNANCE` is left out where no supplier has an estimate.
    """
    index = concentration_receipt(output, cells)
    whole = max(1.0, output.concentration.share_sum)
    rows = [row for row in output.rows if row.share and row.area in held.means]
    amounts = amounts_of(rows, output)
    means = [held.means[row.area] for row in rows]
    products = [f"{number(amount)} × {number(mean)}" for amount, mean in zip(amounts, means, strict=True)]
    world = whole_of(output)
    share = sum(row.share or 0.0 for row in rows)
    weighted = sum((row.share or 0.0) * mean for row, mean in zip(rows, means, strict=True))
    over = "" if world is None else f" / {number(world)}"
    left = f"max(0, {number(whole)} - {number(share)}) × {SCALE_END:g}"
    ends = ((WEAKEST, "-", found.ends.low), (STRONGEST, "+", found.ends.high))
    steps = [
        *(
            Step(f"Estimate of {row.name}", "mean of the six estimates", held.worked(row.area), mean, "index")
            for row, mean in zip(rows, means, strict=True)
        ),
        Step(WITH_ESTIMATE, "sum of the shares of suppliers with an estimate", part(amounts, world), share, "share"),
        Step(
            WEIGHTED,
            "sum of these shares, each times its estimate",
            f"{grouped(' + '.join(products) or '0')}{over}",
            weighted,
            "index",
        ),
        *(
            []
            if found.known is None
            else [
                Step(
                    GOVERNANCE,
                    "shares times their estimates, over these shares",
                    f"{grouped(' + '.join(products))} / {grouped(total(amounts))}",
                    found.known,
                    "index",
                )
            ]
        ),
        Step(
            ESTIMATED,
            "shares with an estimate, over the world or the sum of the named shares where that is more",
            f"min(1, {number(share)} / {number(whole)})",
            found.known_share,
            "share",
        ),
        *(
            Step(
                label,
                f"the unknown part at {sign}{SCALE_END:g}",
                f"({number(weighted)} {sign} {left}) / {number(whole)}",
                end,
                "index",
            )
            for label, sign, end in ends
        ),
    ]
    suppliers = [row.area for row in output.rows if row.share]
    return replace(
        index,
        title=index.title.replace("HHI", GOVERNANCE, 1),
        steps=(*index.until(NAMED).steps, *steps),
        inputs=(*index.inputs, *held.cells(suppliers, names)),
        sources=tuple(dict.fromkeys((*index.sources, held.source))),
        notes=(OWN_NOTE, UNKNOWN_NOTE, *index.notes),
    )
