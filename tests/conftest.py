from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import hypothesis
import pytest

from geo.build.database import build_database
from geo.settings import load_settings
from geo.store.database import Atlas, open_atlas
from tests.factory import built_atlas

# No law may depend on the speed of the machine, so no example has a deadline and none is refused as too slow.
# What passes once passes always: new examples are searched for by `make stress`.
UNHURRIED: Any = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
hypothesis.settings.register_profile("searching", **UNHURRIED)
hypothesis.settings.register_profile("repeatable", derandomize=True, **UNHURRIED)
hypothesis.settings.load_profile("repeatable")

COUNTED = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--stress", action="store_true", help="try the laws marked stress on their large counts")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[COUNTED] = []


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    lines = config.stash[COUNTED]
    if lines:
        terminalreporter.section("counted")
        for line in lines:
            terminalreporter.write_line(line)


@dataclass(frozen=True)
class Tries:
    """How often a law marked ``stress`` is tried, and what came of it."""

    is_stress: bool
    lines: list[str]

    def count(self, few: int, many: int) -> int:
        """Return `few` for `make test`, `many` for `make stress`."""
        return many if self.is_stress else few

    def counted(self, line: str) -> None:
        """Print a line of counts at the end of the run."""
        self.lines.append(line)


@pytest.fixture
def tries(request: pytest.FixtureRequest) -> Tries:
    """The count of tries of a law marked ``stress``."""
    return Tries(request.config.getoption("--stress"), request.config.stash[COUNTED])


@pytest.fixture(scope="session")
def tiny_atlas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    """The database of tests/factory.py, built once; read-only, so that tests cannot disturb each other."""
    atlas = built_atlas(tmp_path_factory.mktemp("tiny"))
    yield atlas
    atlas.close()


@pytest.fixture(scope="session")
def real_atlas() -> Iterator[Atlas]:
    """The database of the committed facts, in the folder that the app uses."""
    settings = load_settings()
    build_database(settings, lambda _line: None)
    atlas = open_atlas(settings)
    yield atlas
    atlas.close()


@pytest.fixture
def commands_read(monkeypatch: pytest.MonkeyPatch) -> Callable[[Atlas], None]:
    """Let the commands read an open database, with what it remembers; that they open one themselves is tried elsewhere."""

    def read(atlas: Atlas) -> None:
        monkeypatch.setattr("geo.cli.main.ready_atlas", lambda: atlas)

    return read
