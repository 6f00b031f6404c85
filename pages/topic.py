"""The page of a topic, whichever it is."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import partial

from geo.ui import topic_page
from geo.view.topic import Topic


def page_of(topic: Topic) -> Callable[[], None]:
    """Return what draws the page of `topic`: ``show`` of the module that it names, or the general page."""
    if not topic.page:
        return partial(topic_page.show, topic)
    return lambda: importlib.import_module(topic.page).show()
