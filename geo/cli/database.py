"""The database for a command: built first unless the one of the present facts is there, so that no figure is stale."""

from __future__ import annotations

from geo.build import database
from geo.command.output import progress
from geo.settings import load_settings
from geo.store.database import Atlas


def ready_atlas() -> Atlas:
    """Return the opened database of the present facts; progress goes to the error stream; errors as in `geo.build`."""
    return database.ready_atlas(load_settings(), progress)
