"""What the series of a mineral counts: a series is called by that, never by the mineral alone."""

from __future__ import annotations

from geo.remembered import remembered
from geo.schema.codes import Measure, Mineral, Stage
from geo.store.database import Atlas
from geo.store.queries_statistic import series_subjects


@remembered
def _subjects(atlas: Atlas) -> dict[tuple[str, str, str], str]:
    rows = series_subjects(atlas).to_dict("records")
    return {(row["measure"], row["mineral"], row["stage"]): str(row["subject"]) for row in rows}


def subject_of(atlas: Atlas, mineral: str, stage: str, measure: str = Measure.PRODUCTION) -> str:
    """Return what the primary series counts, as it stands in a sentence; the mineral where no series is held."""
    return _subjects(atlas).get((measure, mineral, stage), Mineral(mineral).label.lower())


def staged(atlas: Atlas, mineral: str, stage: str, measure: str = Measure.PRODUCTION) -> str:
    """Return the same with its stage, e.g. ``refined battery-grade graphite``; what lies in the ground has none."""
    subject = subject_of(atlas, mineral, stage, measure)
    return subject if measure == Measure.RESERVES else f"{Stage(stage).value} {subject}"
