"""Output in content against exports in gross weight: the conversion decides who is a hub, and one room does it for all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from geo.build.database import build_database
from geo.evidence.market import market_of, transit_of
from geo.model.transit import Hub
from geo.schema.codes import Mineral, Stage
from geo.store.database import Atlas, open_atlas
from geo.topics.dependence.answer.trade import Traded, traded
from tests import factory_trade
from tests.factory import frames, write_data

CODE = "282200"
BOUGHT_T, SOLD_T, MADE_T = 7_000.0, 12_000.0, 5_000.0
"""Japan buys, sells and makes this much; twice its output is less than it sells, twice that in goods of half content is not."""


def atlas_of(data: Path, patch: pytest.MonkeyPatch, contained_share: float | None) -> Atlas:
    """Return a database in which Japan passes on goods, and `contained_share` of a tonne of them is cobalt."""
    own = (
        (CODE, exporter, importer, 1e4 * t, t)
        for exporter, importer, t in (("COD", "JPN", BOUGHT_T), ("JPN", "DEU", SOLD_T))
    )
    patch.setattr(factory_trade, "FLOWS", (*factory_trade.FLOWS, *own))
    tables = frames()
    is_converted = contained_share is not None
    own_code = tables["trade_code"]["hs6"] == CODE
    tables["trade_code"]["contained_share"] = pd.Series(contained_share, index=own_code.index, dtype=float).where(
        own_code
    )
    tables["trade_code"].loc[own_code, "contained_basis"] = "stoichiometry" if is_converted else None
    settings = write_data(data, tables)
    build_database(settings, lambda _line: None)
    return open_atlas(settings)


@pytest.fixture(scope="module", params=[None, 0.5], ids=["no conversion", "half is cobalt"])
def converted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Atlas, bool]]:
    with pytest.MonkeyPatch.context() as patch:
        opened = atlas_of(tmp_path_factory.mktemp("own_supply"), patch, request.param)
    yield opened, request.param is not None
    opened.close()


def both(atlas: Atlas) -> tuple[dict[str, Hub], dict[str, Hub], Traded]:
    market = market_of(atlas, Mineral.COBALT, Stage.REFINED, CODE)
    held = traded(atlas, Mineral.COBALT, Stage.REFINED, CODE)
    assert market is not None
    transit = transit_of(atlas, market)
    assert isinstance(held, Traded)
    return dict(transit.hubs), {hub.area: hub for hub in held.origin.hubs}, held


def test_a_maker_of_weak_goods_is_a_hub_only_as_long_as_its_content_is_taken_for_weight(
    converted: tuple[Atlas, bool],
) -> None:
    atlas, has_conversion = converted
    hubs, _, held = both(atlas)
    assert held.own_supply_t["JPN"] == pytest.approx(MADE_T / 0.5 if has_conversion else MADE_T)
    assert ("JPN" in hubs) == (not has_conversion)


def test_near_shoring_and_dependence_name_the_same_hubs(converted: tuple[Atlas, bool]) -> None:
    atlas, _ = converted
    hubs, others, _ = both(atlas)
    assert hubs == others
    assert hubs


def test_a_hub_that_prints_output_says_in_which_basis_it_was_compared(converted: tuple[Atlas, bool]) -> None:
    atlas, has_conversion = converted
    hubs, _, _ = both(atlas)
    if not has_conversion:
        assert "Compared without conversion: its printed output (" in hubs["JPN"].caveat
    assert all("Compared" not in hub.caveat for hub in hubs.values() if hub.own_supply_t == 0)
