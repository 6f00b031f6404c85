"""Where a mineral is mined, refined, held in reserve and traded."""

from __future__ import annotations

from geo.answer.panels import read_ahead
from geo.ui.atlas_codes import View
from geo.view.topic import Topic

TOPIC = Topic(
    name="atlas",
    title="Atlas",
    address="",
    summary="Where a mineral is mined, refined, held in reserve and traded.",
    asked=(View,),
    page="geo.ui.atlas_page",
    commands=("geo.cli.figures",),
    read_ahead=read_ahead,
)
