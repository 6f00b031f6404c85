"""Mix, frontier, ranking, overview matrix and transport programs: milliseconds, printed; nothing asserts a time.

The same random transport problem goes to HiGHS by this project (cold, and warm after one supply changes), to scipy's
HiGHS and to networkx's network simplex; their optima must agree, or the comparison would mean nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog
from scipy.sparse import coo_array

from geo.model.bilateral import bilateral_trade
from geo.model.solve import LinearModel, LinearProgram
from geo.model.supply import Flow
from geo.schema import TABLE_BY_NAME
from geo.schema.codes import HOME_REGIONS, Stage
from geo.schema.files import read_facts
from geo.settings import PROJECT
from geo.topics.nearshoring.model.ceiling import CeilingRule, ceilings
from geo.topics.nearshoring.model.costs import CostBasis
from geo.topics.nearshoring.model.coverage import Limits, coverage
from geo.topics.nearshoring.model.criteria import default_weights, offer_criteria
from geo.topics.nearshoring.model.filters import Circle, FilterRules, apply_filters
from geo.topics.nearshoring.model.frontier import FrontierAxis, frontier
from geo.topics.nearshoring.model.mix import MixModel, cheapest_mix
from geo.topics.nearshoring.model.need import ReplacedPreset, need_from_trade, replaced_by_preset
from geo.topics.nearshoring.model.offer import offers
from geo.topics.nearshoring.model.ranking import rank
from tests.nearshoring_oracle import offer

pytestmark = pytest.mark.bench

SHORTAGE_COST = 100_000
REPEATS = 15


def milliseconds(call: Callable[[], object], repeats: int = REPEATS) -> tuple[float, float]:
    """Return the median and the slowest of some runs."""
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        taken.append(1000 * (time.perf_counter() - start))
    return float(np.median(taken)), max(taken)


def show(name: str, call: Callable[[], object], repeats: int = REPEATS) -> None:
    median, slowest = milliseconds(call, repeats)
    print(f"{name:<60} median {median:9.2f} ms   slowest {slowest:9.2f} ms")


def some_offers(count: int):
    random = np.random.default_rng(1)
    codes = [f"{chr(65 + at // 26)}{chr(65 + at % 26)}X" for at in range(count)]
    return [
        offer(
            code,
            float(random.integers(0, 20)),
            float(random.integers(0, 80)),
            km=float(random.integers(500, 20_000)),
            carbon=float(random.integers(5, 80)),
            governance=float(random.normal()),
            grid_gco2e_per_kwh=float(random.integers(20, 800)),
            roster=codes[::3],
        )
        for code in codes
    ]


def test_mix_frontier_and_ranking():
    made = some_offers(40)
    print()
    for basis in (CostBasis.DISTANCE, CostBasis.CARBON):
        show(
            f"one mix of 40 offers by {basis.value}, cold",
            lambda basis=basis: cheapest_mix(1000.0, made, Limits(), basis),
        )
        model = MixModel(1000.0, made, basis)
        tight = [Limits(0.65, limit) for limit in np.linspace(0, 1, 50).tolist()]
        show(
            f"one mix of 40 offers by {basis.value}, warm",
            lambda model=model, tight=tight: model.solve(tight.pop()),
            repeats=50,
        )
    mix = model.solve(Limits(0.65, 0.5))
    show(f"one more tonne for {len(mix.lines)} lines", lambda: model.one_more_tonne(mix))
    show("frontier of 21 points, warm", lambda: frontier(model, Limits(), FrontierAxis.OUTSIDE_ROSTER))
    weights = default_weights(Stage.REFINED)
    for count in (20, 40):
        options = offer_criteria(1000.0, made[:count], {"CHL": 600.0, "AUS": 400.0})
        show(f"ranking of {count} offers with TOPSIS and 10,000 draws", lambda options=options: rank(options, weights))


def transport(suppliers: int, customers: int):
    random = np.random.default_rng(suppliers * 1000 + customers)
    supply = random.integers(10, 1000, suppliers)
    demand = random.integers(10, 1000, customers)
    cost = random.integers(500, 20_000, (suppliers, customers))
    return supply, demand, cost


def program(supply, demand, cost) -> LinearProgram:
    """Return the transport problem with a shortage column for each customer."""
    suppliers, customers = cost.shape
    arcs = np.arange(suppliers * customers)
    short = arcs.size + np.arange(customers)
    return LinearProgram(
        cost=np.append(cost.ravel(), np.full(customers, SHORTAGE_COST)) / SHORTAGE_COST,
        lower=np.zeros(arcs.size + customers),
        upper=np.full(arcs.size + customers, np.inf),
        row_lower=np.append(np.full(suppliers, -np.inf), demand),
        row_upper=np.append(supply, demand).astype(float),
        rows=np.concatenate([arcs // customers, suppliers + arcs % customers, suppliers + np.arange(customers)]),
        columns=np.concatenate([arcs, arcs, short]),
        entries=np.ones(2 * arcs.size + customers),
    )


def by_scipy(problem: LinearProgram, suppliers: int) -> float:
    shape = (problem.row_lower.size, problem.cost.size)
    matrix = coo_array((problem.entries, (problem.rows, problem.columns)), shape=shape).tocsr()
    found = linprog(
        problem.cost,
        A_ub=matrix[:suppliers],
        b_ub=problem.row_upper[:suppliers],
        A_eq=matrix[suppliers:],
        b_eq=problem.row_lower[suppliers:],
        method="highs-ds",
    )
    return float(found.fun)


def network(supply, demand, cost) -> nx.DiGraph:
    """Return the same problem as a balanced network: a dummy supplier for shortage, a dummy customer for the rest."""
    graph = nx.DiGraph()
    for at, tonnes in enumerate(supply.tolist()):
        graph.add_node(("s", at), demand=-tonnes)
        graph.add_edge(("s", at), "unused", weight=0)
    for at, tonnes in enumerate(demand.tolist()):
        graph.add_node(("c", at), demand=tonnes)
        graph.add_edge("short", ("c", at), weight=SHORTAGE_COST)
    graph.add_node("short", demand=-int(demand.sum()))
    graph.add_node("unused", demand=int(supply.sum()))
    graph.add_edge("short", "unused", weight=0)
    graph.add_edges_from(
        (("s", row), ("c", column), {"weight": weight})
        for row, weights in enumerate(cost.tolist())
        for column, weight in enumerate(weights)
    )
    return graph


@pytest.mark.parametrize("size", [(60, 200), (200, 200)])
def test_transport_programs(size):
    supply, demand, cost = transport(*size)
    problem = program(supply, demand, cost)
    model = LinearModel(problem)
    ours = model.solve().objective
    graph = network(supply, demand, cost)
    flow_cost, _ = nx.network_simplex(graph)
    assert ours == pytest.approx(by_scipy(problem, size[0]))
    assert ours == pytest.approx(flow_cost / SHORTAGE_COST)
    label = f"{size[0]} x {size[1]} ({problem.cost.size:,} columns)"
    print()
    show(f"{label}: HiGHS, cold, model built", lambda: LinearModel(problem).solve(), repeats=5)
    changes = iter(np.linspace(0.5, 1.5, REPEATS).tolist())

    def one_supply_changes():
        model.set_row(0, -np.inf, float(supply[0]) * next(changes))
        model.solve()

    show(f"{label}: HiGHS, warm, one supply changed", one_supply_changes)
    show(f"{label}: scipy linprog highs-ds", lambda: by_scipy(problem, size[0]), repeats=5)
    show(f"{label}: networkx network_simplex", lambda: nx.network_simplex(graph), repeats=3)


def committed_trades():
    """Return the complete flows of every code with tonnes, the home regions and a roster, from the committed facts."""

    def facts(name):
        frame, findings = read_facts(TABLE_BY_NAME[name], PROJECT / "data" / "facts")
        assert findings == []
        return frame

    covered = facts("trade_coverage").query("scope == 'complete' and has_quantity")
    rows = facts("trade_flow").merge(covered[["source_id", "year", "hs6"]], on=["source_id", "year", "hs6"])
    flows = {
        str(hs6): [
            Flow(
                row.exporter_iso3, row.importer_iso3, row.value_usd, None if pd.isna(row.quantity_t) else row.quantity_t
            )
            for row in group.itertuples()
        ]
        for hs6, group in rows.groupby("hs6")
    }
    country = facts("country")
    homes = [frozenset(country.loc[country["region"] == region.value, "iso3"]) for region in HOME_REGIONS]
    members = facts("country_group_member")
    roster = frozenset({"USA", "GBR", "JPN", "AUS", "NZL", *members.loc[members["group_id"] == "EU27", "iso3"]})
    return flows, homes, roster


def matrix(trades, homes, roster):
    """Return the coverage of every code and home region that has a need in tonnes."""
    found = {}
    for hs6, trade in trades.items():
        for at, home in enumerate(homes):
            gone = replaced_by_preset(ReplacedPreset.LARGEST_OUTSIDE, trade, home, roster).areas
            need = need_from_trade(trade, home, gone, hs6)
            rows = ceilings(trade, home, gone, CeilingRule(2030, stretch=1.5), trade_year=2024, goods=hs6)
            kept = apply_filters(offers(rows, {}, region=home, roster=roster), FilterRules(circle=Circle.ROSTER)).kept
            if need.quantity_t is not None:
                found[hs6, at] = coverage(need.quantity_t, kept, Limits())
    return found


def test_overview_matrix_of_the_committed_facts():
    flows, homes, roster = committed_trades()
    print()
    total = sum(len(rows) for rows in flows.values())
    show(f"{len(flows)} codes, {total:,} flows to arrays", lambda: {h: bilateral_trade(f) for h, f in flows.items()}, 3)
    trades = {hs6: bilateral_trade(rows) for hs6, rows in flows.items()}
    cells = matrix(trades, homes, roster)
    assert all(0 <= cell.low_t <= cell.high_t <= cell.need_t for cell in cells.values())
    show(f"overview matrix of {len(cells)} cells", lambda: matrix(trades, homes, roster), 5)
