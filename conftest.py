"""What every test may rely on."""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.utils import translation
from xdist.scheduler import LoadScopeScheduling

from ekshop.kernel import rulebook
from ekshop.kernel.memory import settled

# A busy machine makes an example slow, not wrong.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

# While hundreds of modules come in, nothing of them is garbage.
gc.disable()

LIVE = ("tests/journeys", "tests/chaos")
"""Installations of these share one database server, so one worker runs them, one after another."""


class ByFile(LoadScopeScheduling):
    """Workers take whole files; everything with a live installation is one piece of work."""

    def _split_scope(self, nodeid: str) -> str:
        return "live" if nodeid.startswith(LIVE) else nodeid.split("::", 1)[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest pieces of work are begun first, so that no worker waits long for the last one:
    the live ones, then the large files across packages, and last the many small files of packages."""
    items.sort(
        key=lambda item: (not item.nodeid.startswith(LIVE), not item.nodeid.startswith("tests/"))
    )


def pytest_collection_finish() -> None:
    settled()


@pytest.fixture(autouse=True)
def bengali_first() -> Iterator[None]:
    """Every test begins in the house's language, whatever a page before it was asked for in."""
    translation.activate(settings.LANGUAGE_CODE)
    yield
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Nearly every test needs the published rules: they are in the database, and `flush` puts them
    back after a test that commits."""
    with django_db_blocker.unblock():
        rulebook.rules_load()


@pytest.fixture
def search_index(settings: Any, tmp_path: Path) -> Iterator[None]:
    """An empty search index of the test's own, known to the reader of this process."""
    from ekshop.catalogue.search import directory, life

    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    directory.forget()
    life.reader.refresh()
    yield
    directory.forget()
    life.reader.refresh()
