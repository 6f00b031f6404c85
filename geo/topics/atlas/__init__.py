"""Where a mineral is mined, refined, held in reserve and traded."""

from __future__ import annotations

from geo.evidence.panels import read_ahead
from geo.topics.atlas.face import FACE
from geo.topics.atlas.view import View
from geo.view.topic import Topic

TOPIC = Topic(
    name="atlas",
    title="Atlas",
    address="",
    summary="Where a mineral is mined, refined, held in reserve and traded.",
    face=FACE,
    asked=(View,),
    page="geo.topics.atlas.page.page",
    commands=("geo.topics.atlas.command.concentration",),
    read_ahead=read_ahead,
)
