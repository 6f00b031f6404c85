"""One build at a time: a second one waits for the first, then finds its database ready."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from geo.errors import EnvironmentFaultError, unwritable

LOCK_NAME = "build.lock"


@contextlib.contextmanager
def build_lock(folder: Path, report: Callable[[str], None], *, patience_s: float = 300.0) -> Iterator[None]:
    """Hold the lock of `folder`; the system releases it when the process ends, however it ends.

    Raises
    ------
    EnvironmentFaultError
        If the folder cannot be written, or another build holds the lock for longer than `patience_s` seconds.
    """
    lock = FileLock(folder / LOCK_NAME)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            report("another build is running; waiting for it")
            lock.acquire(timeout=patience_s)
    except Timeout:
        message = f"another build has held {folder / LOCK_NAME} for {patience_s:g} s; end it, then start again"
        raise EnvironmentFaultError(message) from None
    except OSError as exc:
        raise unwritable(folder, exc) from exc
    try:
        yield
    finally:
        lock.release()
