"""Every source, formula, table and word."""

from __future__ import annotations

from geo.topics.method.face import FACE
from geo.topics.method.view import View
from geo.view.topic import Topic

TOPIC = Topic(
    name="method",
    title="Sources and method",
    address="sources-and-method",
    summary="Every source, formula, table and word.",
    face=FACE,
    asked=(View,),
    page="geo.topics.method.page.page",
    commands=("geo.topics.method.command.agreement",),
)
