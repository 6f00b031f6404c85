"""The six World Bank governance estimates of one year, with their mean by country, which is this app's own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from geo.evidence.sources import sources_of
from geo.figure.source import Source
from geo.model.line import Input
from geo.model.trace import Scalar, Traced, cell, named, total
from geo.remembered import remembered
from geo.schema.codes import GovernanceIndicator
from geo.store.database import Atlas
from geo.store.queries_reference import governance, governance_years


@dataclass(frozen=True)
class Estimates:
    """Estimates of one year.

    Attributes
    ----------
    by_country
        The six, in the order of ``GovernanceIndicator``, of countries that have all six.
    """

    year: int
    by_country: Mapping[str, tuple[float, ...]]
    source: Source

    @cached_property
    def means(self) -> dict[str, float]:
        """Mean of the six by country."""
        return {area: mean_estimate(values, area) for area, values in self.by_country.items()}

    def traced(self, areas: Collection[str], names: Mapping[str, str]) -> dict[str, Traced]:
        """Return the mean of those of `areas` that have one, worked out from the six cells."""
        return {
            area: mean_estimate([cell(each) for each in self._cells(area, names[area])], names[area])
            for area in areas
            if area in self.by_country
        }

    def cells(self, areas: Collection[str], names: Mapping[str, str]) -> tuple[Input, ...]:
        """Return the estimates of `areas` as inputs; a country without all six is one empty input."""
        return tuple(cell for area in areas for cell in self._cells(area, names[area]))

    def _cells(self, area: str, name: str) -> list[Input]:
        if area not in self.by_country:
            return [self._cell(area, name, None, "", "no mean, since not all six estimates are published")]
        held = zip(GovernanceIndicator, self.by_country[area], strict=True)
        return [self._cell(area, name, value, indicator.label, "") for indicator, value in held]

    def _cell(self, area: str, name: str, value: float | None, basis: str, note: str) -> Input:
        return Input(
            code=area,
            name=name,
            value=value,
            unit="estimate",
            year=self.year,
            basis=basis,
            edition=self.source.edition,
            source_id=self.source.source_id,
            note=note,
        )


def mean_estimate(values: Sequence[Scalar], name: str = "") -> Scalar:
    """Return the mean of the six estimates of a country."""
    return named(f"Estimate of {name}", "mean of the six estimates", "index", total(values) / len(values))


@remembered
def estimates(atlas: Atlas, year: int | None = None) -> Estimates:
    """Return the estimates of a year; of the newest one where `year` is None or not held."""
    years = governance_years(atlas)
    chosen = year if year is not None and year in years else years[0]
    table = governance(atlas, chosen)
    whole = table.dropna(subset=[*GovernanceIndicator])
    return Estimates(
        year=chosen,
        by_country={
            str(row["iso3"]): tuple(float(row[indicator]) for indicator in GovernanceIndicator)
            for row in whole.to_dict("records")
        },
        source=sources_of(atlas, [str(table["source_id"].iloc[0])])[0],
    )
