from __future__ import annotations

from collections.abc import Iterator

import hypothesis
import pytest

from geo.build.database import build_database
from geo.settings import load_settings
from geo.store.database import Atlas, open_atlas
from tests.factory import built_atlas

# No law may depend on the speed of the machine, so no example has a deadline and none is refused as too slow.
hypothesis.settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")


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
    atlas = open_atlas(settings.build)
    yield atlas
    atlas.close()
