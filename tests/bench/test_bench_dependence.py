"""Speed of the dependence figures on the committed facts, printed; nothing here asserts a time."""

from __future__ import annotations

import time
from collections.abc import Callable

import pandas as pd
import pytest

from geo.evidence.agreement import agreement
from geo.evidence.geography import load_geography
from geo.evidence.series import newest_series
from geo.model.exposure import Goods, ImportMatrix, exposure, import_matrix
from geo.model.gain import gain_matrix
from geo.model.interval import Interval
from geo.model.supply import Flow
from geo.model.transit import find_hubs, own_supply, trace_origins
from geo.store.database import Atlas
from geo.store.queries_dependence import complete_flows, printed_output
from geo.store.queries_reference import governance, governance_years
from geo.topics.dependence.model.band import share_bands

pytestmark = pytest.mark.bench

IMPORTERS = 40
REPEATS = 5

Trade = list[tuple[Goods, list[Flow]]]


def best_ms(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return 1000 * min(taken)


def show(name: str, milliseconds: float) -> None:
    print(f"\n{name:<68} {milliseconds:9.1f} ms", end="")


@pytest.fixture(scope="module")
def trade(real_atlas: Atlas) -> Trade:
    frame = complete_flows(real_atlas)
    found = []
    for hs6, rows in frame.groupby("hs6"):
        flows = [
            Flow(
                row["exporter_iso3"],
                row["importer_iso3"],
                row["value_usd"],
                None if pd.isna(row["quantity_t"]) else row["quantity_t"],
            )
            for row in rows.to_dict("records")
        ]
        found.append((Goods(str(hs6), str(rows["mineral"].iloc[0]), is_pure=True), flows))
    return found


def test_exposure_of_one_and_of_forty_importers(real_atlas: Atlas, trade: Trade) -> None:
    stability = governance(real_atlas, governance_years(real_atlas)[0]).set_index("iso3")["pv"].dropna().to_dict()
    largest = (
        pd.Series([flow.importer for _, flows in trade for flow in flows]).value_counts().index[:IMPORTERS].tolist()
    )
    hhi = Interval(0.3, 0.4)

    def scores(importers: list[str]) -> list[object]:
        return [exposure(import_matrix(flows, goods, importers), stability, hhi) for goods, flows in trade]

    matrices: list[ImportMatrix] = [import_matrix(flows, goods, largest) for goods, flows in trade]
    show(f"GeoPolRisk-style, 1 importer, {len(trade)} codes, from flows", best_ms(lambda: scores(largest[:1])))
    show(
        f"GeoPolRisk-style, {len(largest)} importers, {len(trade)} codes, from flows", best_ms(lambda: scores(largest))
    )
    show("the same, from matrices", best_ms(lambda: [exposure(matrix, stability, hhi) for matrix in matrices]))


def test_hubs_and_origins_of_every_code(real_atlas: Atlas, trade: Trade) -> None:
    supply = {}
    for goods, _ in trade:
        output = printed_output(real_atlas, goods.mineral, since=2018)
        supply[goods.mineral] = own_supply(dict(zip(output["area"], output["quantity_t"], strict=True)))

    def traced() -> list[object]:
        return [trace_origins(flows, goods, find_hubs(flows, goods, supply[goods.mineral])) for goods, flows in trade]

    show(f"hubs found and traced, {len(trade)} codes", best_ms(traced))


def test_gain_matrix_and_bands(real_atlas: Atlas) -> None:
    geography = load_geography(real_atlas)
    series = newest_series(real_atlas)
    candidates = {area: {area} for area in geography.names}
    roster = geography.roster("washington-six").members
    shape = f"{len(series)} series x {len(candidates)} candidates"
    show(f"gain matrix, {shape}", best_ms(lambda: gain_matrix(series, candidates, roster)))
    shares = [{row.area: row.share for row in entry.result.shares if row.share is not None} for entry in series]
    show(
        f"Dirichlet bands, {len(series)} series x 2,000 draws",
        best_ms(lambda: [share_bands(own, 38.0) for own in shares]),
    )
    show("newest series of all minerals from the database", best_ms(lambda: newest_series(real_atlas)))


def test_the_agreement_table(real_atlas: Atlas) -> None:
    rows = len(agreement(real_atlas).rows)
    show(f"agreement table, {rows} rows", best_ms(lambda: agreement(real_atlas)))
