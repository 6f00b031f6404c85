"""Who supplies a region today, and who could supply instead."""

from __future__ import annotations

from geo.topics.nearshoring.answer.shelf import read_ahead, warm_up
from geo.topics.nearshoring.face import FACE
from geo.topics.nearshoring.view import View
from geo.view.topic import Topic

TOPIC = Topic(
    name="nearshoring",
    title="Near-shoring",
    address="near-shoring",
    summary="Who supplies a region today, and who could supply instead of those that fall away.",
    face=FACE,
    asked=(View,),
    page="geo.topics.nearshoring.page.page",
    commands=("geo.topics.nearshoring.command.options",),
    warm_up=warm_up,
    read_ahead=read_ahead,
)
