"""Where things lie; read once from the environment, never changed afterwards."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from geo.errors import SelectionError, quote

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


def expanded(text: str) -> Path:
    """Return the path written as `text`, with ``~`` and ``~name`` put in full.

    Raises
    ------
    SelectionError
        If no file can be called so, or the home folder is nobody's.
    """
    if not text or "\0" in text:
        raise SelectionError(f"{quote(text)} cannot be the name of a file; name another")
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise SelectionError(
            f"{quote(text)} begins with a home folder that is not known; write the path in full"
        ) from None


def load_settings() -> Settings:
    """Return the folders; ``NEARSHORE_DATA`` moves all of them (tests use that).

    Raises
    ------
    SelectionError
        If ``NEARSHORE_DATA`` is no path.
    """
    data = expanded(os.environ.get("NEARSHORE_DATA") or str(PROJECT / "data")).resolve()
    return Settings(
        facts=data / "facts",
        reviewed=data / "reviewed",
        user=data / "user",
        basemap=data / "basemap",
        build=data / "build",
    )
