"""The settings of every page, known to the link as the app makes them known."""

from __future__ import annotations

from geo.topics import TOPICS
from geo.ui.state import enrol

PAGE_SETTINGS = {topic.address: topic.settings for topic in TOPICS}
for _address, _asked in PAGE_SETTINGS.items():
    enrol(_address, *_asked)
