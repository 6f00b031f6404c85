"""The errors that a person may read; each says what is wrong, which value, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

LONGEST_QUOTE = 40
"""A bad value is quoted up to this length, so that a hostile link cannot fill the page."""


class AtlasError(Exception):
    """Root of every error that the app and the command line show as one sentence."""


class SourceError(AtlasError):
    """A publisher's file is missing, cut short or not in the form its edition has."""


class SelectionError(AtlasError):
    """A choice from the address bar or the command line names something that does not exist."""


class EnvironmentFaultError(AtlasError):
    """The machine stands in the way: a port in use, a folder that cannot be written."""


class DatabaseError(AtlasError):
    """The built database is missing, of another schema, or damaged."""


class UnsoundDatabaseError(DatabaseError):
    """A file has the name of the database of the present facts and is not it.

    Attributes
    ----------
    found
        What is wrong with which file, without what to do about it.
    """

    def __init__(self, found: str) -> None:
        self.found = found
        super().__init__(f"{found}; run 'nearshore build', which makes it anew")


class SolverError(AtlasError):
    """The solver of linear programs did not end with an answer."""


class DataContractError(AtlasError):
    """Facts break the declared schema.

    Carries every finding, so that one run shows all that must be mended.
    """

    def __init__(self, findings: Sequence[str]) -> None:
        self.findings = tuple(findings)
        count = len(self.findings)
        head = f"{count} finding{'s' if count != 1 else ''} in the facts; mend these rows, then build again:"
        super().__init__("\n".join([head, *(f"  {finding}" for finding in self.findings)]))


def quote(text: str, longest: int = LONGEST_QUOTE) -> str:
    """Return a bad value for a message: in quotation marks, cut, and without anything that cannot be printed."""
    shown = text if len(text) <= longest else text[: longest - 1] + "…"
    return "“" + "".join(letter if letter.isprintable() else "·" for letter in shown) + "”"


def unwritable(folder: Path, exc: OSError) -> EnvironmentFaultError:
    """Return the error for a folder that cannot be written."""
    return EnvironmentFaultError(
        f"folder {folder} cannot be written ({exc.strerror or type(exc).__name__}); "
        "give write permission, free space, or set NEARSHORE_DATA to a copy of data/ elsewhere"
    )
