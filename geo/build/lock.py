"""One build at a time: a second one waits for the first, then finds its database ready."""

from __future__ import annotations

import contextlib
import fcntl
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from geo.errors import EnvironmentFaultError

LOCK_NAME = "build.lock"
PAUSE_S = 0.2


@contextlib.contextmanager
def build_lock(folder: Path, report: Callable[[str], None], *, patience_s: float = 300.0) -> Iterator[None]:
    """Hold the lock of `folder`; the system releases it when the process ends, however it ends.

    Raises
    ------
    EnvironmentFaultError
        If the folder cannot be written, or another build holds the lock for longer than `patience_s` seconds.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / LOCK_NAME).open("a")
    except OSError as exc:
        raise unwritable(folder, exc) from exc
    with file:
        _wait(file.fileno(), folder, report, patience_s)
        yield


def unwritable(folder: Path, exc: OSError) -> EnvironmentFaultError:
    """Return the error for a folder that cannot be written."""
    reason = exc.strerror or type(exc).__name__
    message = (
        f"folder {folder} cannot be written ({reason}); "
        "give write permission, free space, or set NEARSHORE_DATA to a copy of data/ elsewhere"
    )
    return EnvironmentFaultError(message)


def _wait(handle: int, folder: Path, report: Callable[[str], None], patience_s: float) -> None:
    deadline = time.monotonic() + patience_s
    told = False
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                message = f"another build has held {folder / LOCK_NAME} for {patience_s:g} s; end it, then start again"
                raise EnvironmentFaultError(message) from None
            if not told:
                report("another build is running; waiting for it")
                told = True
            time.sleep(PAUSE_S)
        else:
            return
