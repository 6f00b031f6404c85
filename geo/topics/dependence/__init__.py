"""Who holds a mineral, who buys it from whom, and what the roster changes."""

from __future__ import annotations

from geo.answer.dependence_asked import read_ahead
from geo.answer.dependence_question import Question
from geo.ui.dependence_codes import View
from geo.view.topic import Topic

TOPIC = Topic(
    name="dependence",
    title="Dependence",
    address="dependence",
    summary="Who holds a mineral, how exposed importers are, and what the roster changes.",
    asked=(Question, View),
    page="geo.ui.dependence_page",
    commands=("geo.cli.dependence",),
    read_ahead=read_ahead,
)
