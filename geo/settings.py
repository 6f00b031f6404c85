"""Where things lie; read once from the environment, never changed afterwards."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Folders of the project.

    Attributes
    ----------
    facts
        Our own fact tables, written by the pipeline and committed.
    reviewed
        Tables that a person keeps by hand: priorities, corrections, accepted deviations, presets.
    user
        A user's own tables (a full BACI download); they take the place of the bundled sample.
    basemap
        Simplified boundaries, derived from Natural Earth.
    build
        Built databases, one file per set of inputs.
    """

    facts: Path
    reviewed: Path
    user: Path
    basemap: Path
    build: Path


def load_settings() -> Settings:
    """Return the folders; ``NEARSHORE_DATA`` moves all of them (tests use that)."""
    data = Path(os.environ.get("NEARSHORE_DATA", PROJECT / "data")).expanduser().resolve()
    return Settings(
        facts=data / "facts",
        reviewed=data / "reviewed",
        user=data / "user",
        basemap=data / "basemap",
        build=data / "build",
    )
