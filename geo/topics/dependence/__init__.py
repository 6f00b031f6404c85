"""Who holds a mineral, who buys it from whom, and what the roster changes."""

from __future__ import annotations

from geo.topics.dependence.answer.asked import read_ahead
from geo.topics.dependence.face import FACE
from geo.topics.dependence.question import PolicyFilter
from geo.topics.dependence.view import View
from geo.view.topic import Topic

TOPIC = Topic(
    name="dependence",
    title="Dependence",
    address="dependence",
    summary="Who holds a mineral, how exposed importers are, and what the roster changes.",
    face=FACE,
    asked=(View, PolicyFilter),
    page="geo.topics.dependence.page.page",
    commands=(
        "geo.topics.dependence.command.dependence",
        "geo.topics.dependence.command.policy",
        "geo.topics.dependence.command.use",
        "geo.topics.dependence.command.history",
    ),
    read_ahead=read_ahead,
)
