"""Exposure of importers: whose goods they buy, and a score in the manner of GeoPolRisk.

Published source of the score: Gemechu and others 2016, Cimprich and others 2017, Koyamparambath and others 2024;
geopolrisk-py, Journal of Open Source Software, doi 10.21105/joss.09600. The scale of the political-stability risk is
this project's own and differs from that package, so the score is named "GeoPolRisk-style".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from geo.errors import SelectionError
from geo.model.interval import Interval
from geo.model.supply import LEAST_TONNES_COVERAGE, Flow, TradeBasis, imported, supplier_share
from geo.model.trace import FloatArray, Number, Scalar, largest, named, smallest, weighted

Numbers = npt.NDArray[np.float64]

STRONGEST_STABILITY, STABILITY_SPAN = 2.5, 5.0
STABILITY_RISK = "Political-stability risk"
STABILITY_RULE = f"({STRONGEST_STABILITY} - estimate) / {STABILITY_SPAN:g}, cut at 0 and 1"
LOW, HIGH = "low end", "high end"

SCORE_CAVEAT = (
    "GeoPolRisk-style: the political-stability risk is (2.5 - PV) / 5, a linear scale of this project, not the one of "
    "geopolrisk-py; compare importers within this table, not with published scores."
)
IMPORTS_ONLY = "Domestic output is not counted, as it is not published in the unit of the trade: the score of imports alone, an upper end."


@dataclass(frozen=True, slots=True)
class Goods:
    """What crosses the border under one customs code; ``is_pure`` says whether it is one mineral in one form."""

    hs6: str
    mineral: str
    is_pure: bool


@dataclass(frozen=True)
class ImportMatrix:
    """Imports of one pure code and year.

    Attributes
    ----------
    exporters, importers
        ISO3 codes in the order of rows and columns.
    amount
        Imports, shape (exporters, importers), in the basis of each column: tonnes or US dollars.
    bases
        Basis of each importer: tonnes where they cover enough of its value, else value.
    value_without_tonnes
        Part of each importer's value in flows without tonnes, 0-1; nan without imports.
    """

    goods: Goods
    exporters: tuple[str, ...]
    importers: tuple[str, ...]
    amount: Numbers
    bases: tuple[TradeBasis, ...]
    value_without_tonnes: Numbers

    @cached_property
    def totals(self) -> Numbers:
        """Imports of each importer in its basis, shape (importers,)."""
        return imported(self.amount, "") if len(self.amount) else np.zeros(len(self.importers))

    @cached_property
    def shares(self) -> Numbers:
        """Part of each importer's imports, 0-1, same shape as ``amount``; nan in a column without imports."""
        with np.errstate(invalid="ignore"):
            return supplier_share(self.amount, np.where(self.totals > 0, self.totals, np.nan))

    def shares_of(self, importer: str) -> dict[str, float]:
        """Return the suppliers of one importer with their shares, largest first; empty without imports.

        Raises
        ------
        SelectionError
            If the importer has no column.
        """
        if importer not in self.importers:
            raise SelectionError(
                f"no imports of {importer} under code {self.goods.hs6} are held; choose another importer"
            )
        column = self.shares[:, self.importers.index(importer)]
        held = [(exporter, float(share)) for exporter, share in zip(self.exporters, column, strict=True) if share > 0]
        return dict(sorted(held, key=lambda pair: (-pair[1], pair[0])))


def import_matrix(flows: Iterable[Flow], goods: Goods, importers: Sequence[str] | None = None) -> ImportMatrix:
    """Return who supplies each of `importers`.

    Parameters
    ----------
    flows
        Flows of the code in one complete year. A country's trade with itself is left out.
    importers
        Columns wanted, in this order; None for every importer, by code.

    Raises
    ------
    SelectionError
        If the code is a basket: its flows are no flows of one mineral.
    """
    if not goods.is_pure:
        raise SelectionError(
            f"code {goods.hs6} is a basket of several minerals; no share of {goods.mineral} can be read from it"
        )
    held = [flow for flow in flows if flow.exporter != flow.importer]
    columns = tuple(sorted({flow.importer for flow in held}) if importers is None else importers)
    place = {importer: column for column, importer in enumerate(columns)}
    wanted = [flow for flow in held if flow.importer in place]
    rows = tuple(sorted({flow.exporter for flow in wanted}))
    row_of = {exporter: row for row, exporter in enumerate(rows)}
    at = ([row_of[flow.exporter] for flow in wanted], [place[flow.importer] for flow in wanted])
    shape = (len(rows), len(columns))
    value = _summed(shape, at, [flow.value_usd for flow in wanted])
    tonnes = _summed(shape, at, [flow.quantity_t or 0.0 for flow in wanted])
    covered = _summed(shape, at, [0.0 if flow.quantity_t is None else flow.value_usd for flow in wanted])
    total = value.sum(axis=0)
    with np.errstate(invalid="ignore"):
        without = 1.0 - covered.sum(axis=0) / np.where(total > 0, total, np.nan)
    in_tonnes = without <= 1.0 - LEAST_TONNES_COVERAGE
    return ImportMatrix(
        goods=goods,
        exporters=rows,
        importers=columns,
        amount=np.where(in_tonnes, tonnes, value),
        bases=tuple(TradeBasis.TONNES if tonnes_used else TradeBasis.VALUE for tonnes_used in in_tonnes),
        value_without_tonnes=without,
    )


def stability_risk(estimate: Number, *, of: str = "") -> Number:
    """Return the political-stability risk 0-1 of the WGI estimate "pv": ``(2.5 - pv) / 5``, cut at 0 and 1.

    Linear, 0 for the strongest estimate of the scale and 1 for the weakest; nan stays nan.
    """
    scaled = (STRONGEST_STABILITY - estimate) / STABILITY_SPAN
    return named(STABILITY_RISK, STABILITY_RULE, "index", largest(0.0, smallest(1.0, scaled)), of=of)


def mean_risk(
    end: str, risks: Sequence[Scalar] | FloatArray, amounts: Sequence[Scalar] | FloatArray, imports: Number
) -> Number:
    """Return the risk of the suppliers, weighted with what they sell; `end` says which one of two it is."""
    rule = "imports weighted with the political-stability risk of each supplier, over all imports"
    return named(f"Mean risk of the suppliers, {end}", rule, "index", weighted(risks, amounts, like=imports) / imports)


def exposure_score(end: str, hhi: Number | float, risk: Number, part: Number | None = None) -> Number:
    """Return the score from the HHI of world output and the mean risk.

    Parameters
    ----------
    part
        Part of what the importer uses that it imports; None where its own output is not counted.
    """
    score = hhi * risk if part is None else hhi * risk * part
    return named(f"Exposure score, {end}", f"HHI of world output, {end}, times that risk", "index", score)


@dataclass(frozen=True)
class Exposure:
    """GeoPolRisk-style scores of one code, one entry an importer in the order of ``importers``.

    Attributes
    ----------
    low, high
        Ends of the score, 0-1; nan without imports. They differ where governance is missing or the HHI has bounds.
    import_risk_low, import_risk_high
        Mean risk of the suppliers, weighted with imports, before concentration and domestic output.
    without_governance
        Part of imports from countries without an estimate, 0-1.
    counts_domestic
        Whether the importer's own output is in the denominator.
    notes
        What must be said with any of the figures.
    """

    goods: Goods
    importers: tuple[str, ...]
    bases: tuple[TradeBasis, ...]
    low: Numbers
    high: Numbers
    import_risk_low: Numbers
    import_risk_high: Numbers
    without_governance: Numbers
    counts_domestic: tuple[bool, ...]
    notes: tuple[str, ...] = (SCORE_CAVEAT,)


def exposure(
    matrix: ImportMatrix,
    stability: Mapping[str, float],
    hhi: Interval,
    domestic_t: Mapping[str, Interval] | None = None,
) -> Exposure:
    """Return ``HHI * sum_i g_i f_i / (p + F)`` for every importer of `matrix`.

    Parameters
    ----------
    stability
        WGI estimate "pv" by country. A supplier without one has any risk from 0 to 1: its imports are kept and the
        score becomes an interval.
    hhi
        Concentration of world production of the mineral, 0-1.
    domestic_t
        Output of each importer in tonnes of these very goods (not of contained metal), low to high; None where the
        publisher counts another basis. An importer that is not named, or whose basis is value, is scored on imports
        alone.
    """
    known = np.array([stability.get(exporter, np.nan) for exporter in matrix.exporters], dtype=np.float64)
    risk = stability_risk(known)
    is_missing = np.isnan(risk)
    imports = np.where(matrix.totals > 0, matrix.totals, np.nan)
    import_low = mean_risk(LOW, np.where(is_missing, 0.0, risk), matrix.amount, imports)
    import_high = mean_risk(HIGH, np.where(is_missing, 1.0, risk), matrix.amount, imports)
    own = [_own(matrix, column, domestic_t) for column in range(len(matrix.importers))]
    least = np.array([0.0 if amount is None else amount.low for amount in own])
    most = np.array([0.0 if amount is None else amount.high for amount in own])
    with np.errstate(invalid="ignore"):
        most_imported, least_imported = imports / (imports + least), imports / (imports + most)
    counted = tuple(amount is not None for amount in own)
    return Exposure(
        goods=matrix.goods,
        importers=matrix.importers,
        bases=matrix.bases,
        low=exposure_score(LOW, hhi.low, import_low, least_imported),
        high=exposure_score(HIGH, hhi.high, import_high, most_imported),
        import_risk_low=import_low,
        import_risk_high=import_high,
        without_governance=is_missing.astype(np.float64) @ matrix.shares,
        counts_domestic=counted,
        notes=(SCORE_CAVEAT,) if all(counted) else (SCORE_CAVEAT, IMPORTS_ONLY),
    )


def _own(matrix: ImportMatrix, column: int, domestic_t: Mapping[str, Interval] | None) -> Interval | None:
    if domestic_t is None or matrix.bases[column] is not TradeBasis.TONNES:
        return None
    return domestic_t.get(matrix.importers[column])


def _summed(shape: tuple[int, int], at: tuple[list[int], list[int]], amounts: list[float]) -> Numbers:
    matrix = np.zeros(shape)
    np.add.at(matrix, at, amounts)
    return matrix
