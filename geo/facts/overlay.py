"""The folder of a user's own trade tables: filled aside, put in place whole, cleaned of what killed loads left.

A load works in a folder ``.load-...`` beside the tables. When its files are whole, the folder gets the name
``.load-ready`` in one step: from then on the load has happened. Its files move to their places; a load killed on the way
is finished by whoever comes next, another load or a build.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from geo.errors import EnvironmentFaultError
from geo.schema import OVERLAY_TABLES
from geo.settings import Settings

OVERLAY_FILES = tuple(table.file_name for table in OVERLAY_TABLES)
"""Files of the overlay in ``data/user``, in the schema of the bundled tables of the same name."""

PREFIX = ".load-"
READY = f"{PREFIX}ready"
BEFORE = "before"


@contextlib.contextmanager
def loading(settings: Settings) -> Iterator[Path]:
    """Hold the overlay for one load; yield an empty folder beside its tables, which is gone afterwards.

    Raises
    ------
    EnvironmentFaultError
        If another load is under way, or the folder cannot be written.
    """
    lock = _lock(settings)
    try:
        settings.user.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        message = f"another load into {settings.user} is under way; wait for its end, then load again"
        raise EnvironmentFaultError(message) from None
    except OSError as exc:
        raise _not_written(settings, exc) from exc
    try:
        _settle(settings.user)
        with tempfile.TemporaryDirectory(dir=settings.user, prefix=PREFIX, ignore_cleanup_errors=True) as folder:
            yield Path(folder)
    except EnvironmentFaultError as exc:
        # Names the folder of this load, which is gone when the message is read.
        cause = exc.__cause__ if isinstance(exc.__cause__, OSError) else OSError(0, str(exc))
        raise _not_written(settings, cause) from exc
    except OSError as exc:
        raise _not_written(settings, exc) from exc
    finally:
        lock.release()


def settle_overlay(settings: Settings) -> None:
    """Finish or remove what killed loads left; a load that is under way is left alone, as is a folder without any.

    Raises
    ------
    EnvironmentFaultError
        If a load has to be finished and the folder cannot be written.
    """
    if not any(settings.user.glob(f"{PREFIX}*")):
        return
    lock = _lock(settings)
    try:
        with lock.acquire(timeout=0):
            _settle(settings.user)
    except Timeout:
        return
    except OSError as exc:
        # Rubbish in a folder that cannot be written harms nobody; half a load that has happened would.
        if (settings.user / READY).exists():
            raise _not_written(settings, exc) from exc


def put_in_place(staged: Path, target: Path) -> None:
    """Replace the overlay files of `target` by those of `staged`; a fault on the way puts the old ones back."""
    before = staged / BEFORE
    before.mkdir()
    for name in OVERLAY_FILES:
        if (target / name).is_file():
            shutil.copy2(target / name, before / name)
        (staged / name).chmod(0o644)
    ready = staged.replace(target / READY)
    try:
        _move(ready, target)
    except OSError:
        for name in OVERLAY_FILES:
            if not (ready / name).exists():
                old = ready / BEFORE / name
                old.replace(target / name) if old.is_file() else (target / name).unlink()
        shutil.rmtree(ready)
        raise
    shutil.rmtree(ready)


def _lock(settings: Settings) -> FileLock:
    """Return the lock of the overlay, beside its folder; the system lets go of it when its process ends, however."""
    return FileLock(settings.user.with_name(f".{settings.user.name}.lock"))


def _settle(user: Path) -> None:
    if (user / READY).is_dir():
        _move(user / READY, user)
    for left in user.glob(f"{PREFIX}*"):
        shutil.rmtree(left)


def _move(ready: Path, target: Path) -> None:
    for name in OVERLAY_FILES:
        if (ready / name).is_file():
            (ready / name).replace(target / name)


def _not_written(settings: Settings, exc: OSError) -> EnvironmentFaultError:
    return EnvironmentFaultError(
        f"{settings.user}: {exc.strerror or exc}; see that it can be written and has space. The overlay is as it was before"
    )
