"""The topics, in the order of the menu. A new one is a folder here, its import and its place in `TOPICS`."""

from __future__ import annotations

from geo.topics import atlas, dependence, method, nearshoring

TOPICS = (atlas.TOPIC, nearshoring.TOPIC, dependence.TOPIC, method.TOPIC)
