"""Who supplies a region today, and who could supply instead."""

from __future__ import annotations

from geo.answer.question import Question
from geo.answer.shelf import read_ahead, warm_up
from geo.ui.nearshoring_codes import View
from geo.view.topic import Topic

TOPIC = Topic(
    name="nearshoring",
    title="Near-shoring",
    address="near-shoring",
    summary="Who supplies a region today, and who could supply instead of those that fall away.",
    asked=(Question, View),
    page="geo.ui.nearshoring_page",
    commands=("geo.cli.nearshoring",),
    warm_up=warm_up,
    read_ahead=read_ahead,
)
