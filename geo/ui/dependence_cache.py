"""What the Dependence page asks of the open database; see `geo.ui.cache`."""

from __future__ import annotations

from geo.answer import dependence_asked
from geo.answer.dependence import Dependence, load_world
from geo.answer.governance import estimates
from geo.ui.cache import asked, atlas
from geo.view.dependence_figures import Asked


def asked_of(answer: Dependence) -> Asked:
    """Return an answer with what its tables and receipts need beside it."""
    return Asked(atlas(), answer, world().governance_year, world().sources)


world = asked(load_world)
facts_of = asked(dependence_asked.facts_of)
estimates_of = asked(estimates)
dependence_of = asked(dependence_asked.dependence_of)
bands_of = asked(dependence_asked.bands_of)
