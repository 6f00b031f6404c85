"""Receipts of the governance of a mineral's suppliers, weighted with what they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from geo.evidence.governance import Estimates
from geo.evidence.production import Production
from geo.evidence.receipt_production import output_receipt, traced_output
from geo.figure.receipt import Receipt, cited
from geo.model.line import Input
from geo.model.lookout import GOVERNANCE, SCALE_END, supplier_governance

OWN_NOTE = (
    "The mean over the six estimates, and over suppliers by their shares, is this app's own; the bank publishes none."
)
UNKNOWN_NOTE = f"Whoever is not known has {-SCALE_END:g} at the low end and {SCALE_END:g} at the high end."


def governance_receipt(
    output: Production, cells: Sequence[Input], held: Estimates, names: Mapping[str, str]
) -> Receipt:
    """Return how the governance of the suppliers of `output` came about, its ends and the part that is known.

    The mean itself is left out where no supplier has an estimate.
    """
    suppliers = [row.area for row in output.rows if row.share]
    found = supplier_governance(traced_output(output, cells), held.traced(suppliers, names))
    known = [] if found.known is None else [found.known]
    receipt = output_receipt(
        output,
        GOVERNANCE,
        [*known, found.known_share, found.ends.low, found.ends.high],
        beside=(*cells, *held.cells(suppliers, names)),
    )
    sources = cited(receipt.inputs, [output.source, held.source])
    return replace(receipt, sources=sources, notes=(OWN_NOTE, UNKNOWN_NOTE, *receipt.notes))
