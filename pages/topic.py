"""The page of a topic, whichever it is: what its folder draws."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from geo.figure.topic import Topic


def page_of(topic: Topic) -> Callable[[], None]:
    """Return what draws the page of `topic`: ``show`` in its module ``page``."""
    return lambda: importlib.import_module(f"geo.topics.{topic.name}.page").show()
