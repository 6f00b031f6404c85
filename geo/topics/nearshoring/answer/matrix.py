"""The overview: what part of its need each home region can cover, for every mineral and stage with complete trade."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from geo.evidence.geography import load_geography
from geo.evidence.market import market_of
from geo.schema.codes import HOME_REGIONS, Mineral, Region, Stage
from geo.store.database import Atlas
from geo.topics.nearshoring.answer.plan import derived_need, plan_of, replaced_of, sides_of
from geo.topics.nearshoring.model.coverage import Coverage
from geo.topics.nearshoring.model.need import NeedStatus
from geo.topics.nearshoring.question import Question


@dataclass(frozen=True, slots=True)
class Cell:
    """One mineral, stage and home region.

    Attributes
    ----------
    replaced
        Suppliers that fall away.
    form
        Goods in which the tonnes are counted.
    coverage
        None where the need has no tonnes; ``status`` says why.
    """

    mineral: Mineral
    stage: Stage
    region: Region
    replaced: tuple[str, ...]
    form: str
    year: int
    status: NeedStatus
    coverage: Coverage | None

    @property
    def all_redirected(self) -> bool:
        """Return whether all that is covered is trade that other buyers would give up."""
        return self.coverage is not None and self.coverage.high_t > 0 and not self.coverage.low_t > 0


def matrix(atlas: Atlas, question: Question, pairs: Iterable[tuple[Mineral, Stage]]) -> tuple[Cell, ...]:
    """Return a cell for each of `pairs` and home region for which complete trade is held.

    Parameters
    ----------
    question
        Settings of all cells; its mineral, stage, region, code, own need and countries named are not looked at, but
        for suppliers named to be replaced, which fall away in every cell.
    """
    found = []
    sides_by_region = {
        region: sides_of(load_geography(atlas), replace(question, region=region)) for region in HOME_REGIONS
    }
    for mineral, stage in pairs:
        market = market_of(atlas, mineral, stage, None)
        if market is None:
            continue
        for region, sides in sides_by_region.items():
            asked = asked_for(question, mineral, stage, region)
            gone = replaced_of(atlas, asked, sides, market, None).areas
            plan = plan_of(atlas, asked, sides, gone, market, None)
            need = plan.need if plan else derived_need(asked, sides, gone, market)
            found.append(
                Cell(
                    mineral=mineral,
                    stage=stage,
                    region=region,
                    replaced=gone,
                    form=market.trade.code.form,
                    year=market.trade.year,
                    status=need.status,
                    coverage=None if plan is None else plan.coverage,
                )
            )
    return tuple(found)


def asked_for(question: Question, mineral: Mineral, stage: Stage, region: Region) -> Question:
    """Return what one cell of the overview asks: the settings of `question`, none of which hangs on one cell."""
    return replace(question, mineral=mineral, stage=stage, region=region, hs=None, need=None, to=None)
