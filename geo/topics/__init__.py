"""The topics, in the order of the menu. A new one is a folder here and a line in `TOPICS`."""

from __future__ import annotations

from geo.figure.topic import Topic

TOPICS = (
    Topic("atlas", "Atlas", ""),
    Topic("nearshoring", "Near-shoring", "near-shoring"),
    Topic("dependence", "Dependence", "dependence"),
    Topic("method", "Sources and method", "sources-and-method"),
)
