"""The database for a command: built first if it is missing or older than its facts, so that no figure is stale."""

from __future__ import annotations

from geo.build.database import build_database
from geo.command.output import progress
from geo.settings import load_settings
from geo.store.database import Atlas, open_atlas


def ready_atlas() -> Atlas:
    """Return the opened database of the present facts; progress goes to the error stream.

    Raises
    ------
    AtlasError
        As `build_database` and `open_atlas` do.
    """
    settings = load_settings()
    build_database(settings, progress)
    return open_atlas(settings.build)
