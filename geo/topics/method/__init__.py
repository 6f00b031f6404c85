"""Every source, formula, table and word."""

from __future__ import annotations

from geo.ui.sources_codes import View
from geo.view.topic import Topic

TOPIC = Topic(
    name="method",
    title="Sources and method",
    address="sources-and-method",
    summary="Every source, formula, table and word.",
    asked=(View,),
    page="geo.ui.sources_page",
    commands=("geo.cli.agreement",),
)
