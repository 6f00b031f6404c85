"""Linear programs with HiGHS; the only module that knows the solver.

A model keeps the solver's last basis, so that a changed limit or cost is solved again from there in well under a
millisecond. One thread and the simplex method are set, so that equal input gives equal output. A model belongs to
one thread; make one per request.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

import highspy
import numpy as np
import numpy.typing as npt

from geo.errors import SolverError

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int32]

TOLERANCE = 1e-9
"""Reduced costs and duals below this are zero; costs are scaled to about 1 by the caller."""

OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "solver": "simplex",
    "presolve": "off",  # it would throw away the basis
    "primal_feasibility_tolerance": 1e-10,
    "dual_feasibility_tolerance": 1e-10,
}


def _take_the_banner() -> None:
    """Make the first solver of the process, whose banner no option silences (seen in 1.16), where nobody reads it."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.suppress(OSError))  # no output stream: nothing to keep clean
        kept = os.dup(1)
        stack.callback(os.close, kept)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        stack.callback(os.close, nowhere)
        os.dup2(nowhere, 1)
        stack.callback(os.dup2, kept, 1)
        highspy.Highs()  # type: ignore[no-untyped-call]


# While modules are loaded, before there are threads that print.
_take_the_banner()


class SolveStatus(StrEnum):
    """What the solver says of a program."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, eq=False)
class LinearProgram:
    """Minimise ``cost @ x`` with ``lower <= x <= upper`` and ``row_lower <= A @ x <= row_upper``.

    Attributes
    ----------
    cost, lower, upper
        Shape (columns,).
    row_lower, row_upper
        Shape (rows,).
    rows, columns, entries
        Entries of A that are not zero, shape (entries,); each place at most once.
    """

    cost: FloatArray
    lower: FloatArray
    upper: FloatArray
    row_lower: FloatArray
    row_upper: FloatArray
    rows: IntArray
    columns: IntArray
    entries: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """Result of a solve; arrays are empty unless the status is optimal.

    Attributes
    ----------
    x, reduced_cost
        Shape (columns,); a reduced cost is what the objective rises by a unit of the column.
    activity, dual
        ``A @ x`` and what the objective rises by a unit of the row's limit, shape (rows,). Where several duals are
        optimal, this is one of them.
    iterations
        Steps of the simplex method.
    """

    status: SolveStatus
    objective: float
    x: FloatArray
    reduced_cost: FloatArray
    activity: FloatArray
    dual: FloatArray
    iterations: int


class LinearModel:
    """A linear program inside the solver, to be changed and solved again."""

    def __init__(self, program: LinearProgram) -> None:
        self._cost, self._lower, self._upper = program.cost.copy(), program.lower.copy(), program.upper.copy()
        self._row_lower, self._row_upper = program.row_lower.copy(), program.row_upper.copy()
        self._index = np.arange(program.cost.size, dtype=np.int32)
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in OPTIONS.items():
            self._highs.setOptionValue(name, value)
        self._highs.passModel(_highs_program(program))

    def set_upper(self, upper: FloatArray) -> None:
        """Change the upper limits of all columns."""
        self._upper = upper.copy()
        self._send_bounds(self._lower, self._upper)

    def set_row(self, row: int, lower: float, upper: float) -> None:
        """Change the limits of one row."""
        self._row_lower[row], self._row_upper[row] = lower, upper
        self._highs.changeRowBounds(row, lower, upper)

    def solve(self) -> Solution:
        """Return the optimum for the present limits, from the last basis."""
        self._highs.run()
        status = _status(self._highs.getModelStatus())
        info = self._highs.getInfo()
        if status is not SolveStatus.OPTIMAL:
            empty = np.zeros(0)
            return Solution(status, np.nan, empty, empty, empty, empty, info.simplex_iteration_count)
        found = self._highs.getSolution()
        return Solution(
            status=status,
            objective=float(info.objective_function_value),
            x=np.asarray(found.col_value),
            reduced_cost=np.asarray(found.col_dual),
            activity=np.asarray(found.row_value),
            dual=np.asarray(found.row_dual),
            iterations=int(info.simplex_iteration_count),
        )

    def solve_in_order(self, further: Sequence[FloatArray]) -> Solution:
        """Return the optimum that is also best by each of the `further` costs in turn, so that ties have one answer.

        After each solve the program is narrowed to its optimal face: a column or row with a reduced cost or dual
        other than zero keeps its value in every optimum. Duals and the objective of the result are those of the
        first solve; limits and costs are as before.
        """
        first = best = self.solve()
        if first.status is not SolveStatus.OPTIMAL:
            return first
        with self._kept_limits():
            lower, upper = self._lower.copy(), self._upper.copy()
            row_lower, row_upper = self._row_lower.copy(), self._row_upper.copy()
            for cost in further:
                fixed = (np.abs(best.reduced_cost) > TOLERANCE) | (lower == upper)
                lower[fixed], upper[fixed] = best.x[fixed], best.x[fixed]
                if fixed.all():
                    break
                tight = np.abs(best.dual) > TOLERANCE
                row_lower[tight], row_upper[tight] = best.activity[tight], best.activity[tight]
                self._send_bounds(lower, upper)
                self._send_rows(row_lower, row_upper)
                self._highs.changeColsCost(cost.size, self._index, cost)
                best = self.solve()
                if best.status is not SolveStatus.OPTIMAL:
                    raise SolverError(f"the solver stopped ({best.status}) on the ties of an optimum; reload the page")
        return Solution(
            first.status, first.objective, best.x, first.reduced_cost, best.activity, first.dual, first.iterations
        )

    @contextmanager
    def _kept_limits(self) -> Iterator[None]:
        try:
            yield
        finally:
            self._send_bounds(self._lower, self._upper)
            self._send_rows(self._row_lower, self._row_upper)
            self._highs.changeColsCost(self._cost.size, self._index, self._cost)

    def _send_bounds(self, lower: FloatArray, upper: FloatArray) -> None:
        self._highs.changeColsBounds(lower.size, self._index, lower, upper)

    def _send_rows(self, lower: FloatArray, upper: FloatArray) -> None:
        for row, (low, high) in enumerate(zip(lower.tolist(), upper.tolist(), strict=True)):
            self._highs.changeRowBounds(row, low, high)


def _highs_program(program: LinearProgram) -> highspy.HighsLp:
    order = np.lexsort((program.rows, program.columns))
    counts = np.bincount(program.columns, minlength=program.cost.size)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = program.cost.size, program.row_lower.size
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = program.cost, program.lower, program.upper
    lp.row_lower_, lp.row_upper_ = program.row_lower, program.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    lp.a_matrix_.index_ = program.rows[order].astype(np.int32)
    lp.a_matrix_.value_ = program.entries[order]
    return lp


def _status(status: highspy.HighsModelStatus) -> SolveStatus:
    known = {
        highspy.HighsModelStatus.kOptimal: SolveStatus.OPTIMAL,
        highspy.HighsModelStatus.kInfeasible: SolveStatus.INFEASIBLE,
        highspy.HighsModelStatus.kUnbounded: SolveStatus.UNBOUNDED,
    }
    return known.get(status, SolveStatus.STOPPED)
