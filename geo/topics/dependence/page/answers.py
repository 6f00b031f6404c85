"""What the Dependence page asks of the open database; see `geo.ui.cache`."""

from __future__ import annotations

from geo.remembered import remembered
from geo.topics.dependence.answer import asked as answered
from geo.topics.dependence.answer import history as histories
from geo.topics.dependence.answer import policy as policies
from geo.topics.dependence.answer.dependence import Dependence, load_world
from geo.topics.dependence.answer.use import use_of as use_known
from geo.topics.dependence.figures.columns import Asked
from geo.topics.dependence.figures.other_trade import other_trade_tables
from geo.ui.cache import asked, atlas


def asked_of(answer: Dependence) -> Asked:
    """Return an answer with what its tables and receipts need beside it."""
    return Asked(atlas(), answer, world().governance_year, world().sources)


world = asked(load_world)
facts_of = asked(answered.facts_of)
dependence_of = asked(answered.dependence_of)
bands_of = asked(answered.bands_of)
policy_of = asked(policies.policy_of)
use_of = asked(use_known)
other_trade_of = asked(remembered(other_trade_tables))
history_of = asked(remembered(histories.history))
