"""What each country could supply of traded goods itself, in the goods' own weight as far as a conversion is held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geo.evidence.rows import Row
from geo.evidence.trade import Trade
from geo.model.transit import own_supply
from geo.remembered import remembered
from geo.schema.codes import ContainedBasis, Mineral, Stage
from geo.store.database import Atlas
from geo.store.queries_dependence import contained_shares, printed_output, upstream_imports

OUTPUT_YEARS = 6
"""Years back in which a printed output counts as "can make it itself"; an old one speaks against calling it a hub."""


@dataclass(frozen=True)
class OwnSupply:
    """Upper figure of what countries can supply themselves of one code.

    Attributes
    ----------
    tonnes
        By country, to be held against exports in gross weight.
    comparisons
        By country, in a sentence: what is compared with its exports, and by which conversion.
    output, ores
        Rows of the printed output and of the imported ores, by country.
    contained_share
        Contained tonnes in a tonne of the goods, 0-1; None where no conversion is held.
    is_assumed
        Whether that is an assumption.
    source_ids
        Editions behind the figures.
    """

    tonnes: Mapping[str, float]
    comparisons: Mapping[str, str]
    output: Mapping[str, Row]
    ores: Mapping[str, Row]
    contained_share: float | None
    is_assumed: bool
    source_ids: frozenset[str]


@remembered
def _contained(atlas: Atlas) -> Mapping[str, tuple[float, bool]]:
    """Return the contained tonnes in a tonne of goods by customs code, 0-1, and whether they are assumed."""
    rows = contained_shares(atlas)
    is_assumed = (rows["contained_basis"] == ContainedBasis.ASSUMPTION).tolist()
    return dict(zip(rows["hs6"], zip(rows["contained_share"].astype(float), is_assumed, strict=True), strict=True))


def own_supply_of(atlas: Atlas, mineral: Mineral, stage: Stage, held: Trade) -> OwnSupply:
    """Return what each country could supply itself of the goods of `held`, a trade of `mineral` at `stage`."""
    output = printed_output(atlas, mineral, since=held.year - OUTPUT_YEARS)
    ores = upstream_imports(atlas, mineral, stage, held.year)
    contained, is_assumed = _contained(atlas).get(held.code.hs6, (None, False))
    imported_t = dict(zip(ores["area"], ores["quantity_t"].astype(float), strict=True))
    tonnes = own_supply(
        dict(zip(output["area"], output["quantity_t"].astype(float), strict=True)),
        imported_t,
        contained_share=1.0 if contained is None else contained,
    )
    printed = {
        row["area"]: "its published share of the largest world output"
        if row["is_from_share"]
        else f"its printed output ({row['basis']})"
        for row in output.to_dict("records")
    }
    return OwnSupply(
        tonnes=tonnes,
        comparisons={
            area: _comparison(
                printed.get(area), imported_t.get(area, 0.0), held.code.form, contained, is_assumed=is_assumed
            )
            for area in tonnes
        },
        output={str(row["area"]): row for row in output.to_dict("records")},
        ores={str(row["area"]): row for row in ores.to_dict("records")},
        contained_share=contained,
        is_assumed=is_assumed,
        source_ids=frozenset({*output["source_id"], *ores["source_id"]}),
    )


def _comparison(printed: str | None, ores_t: float, form: str, contained: float | None, *, is_assumed: bool) -> str:
    output = [] if printed is None else [printed]
    ores = ["the ores that it imports (gross weight)"] if ores_t > 0 else []
    if contained is None or not output:
        return (
            f"Compared without conversion: {' and '.join([*output, *ores])} with its exports of {form} (gross weight)."
        )
    holds = f"the {contained:g} t that a tonne of the goods {'is taken to hold' if is_assumed else 'holds'}"
    converted = output[0] if contained == 1 else f"{output[0]}, divided by {holds},"
    return f"Compared in gross weight of {form}: {' and '.join([converted, *ores])} with its exports."
