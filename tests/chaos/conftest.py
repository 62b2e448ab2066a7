"""An installation to be killed, and the sizes: CHAOS_SIZE is how many orders each test places."""

import os
from collections.abc import Iterator

import pytest

from tests.live import World

SIZE = int(os.environ.get("CHAOS_SIZE", "10"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/chaos/" in str(item.path):
            item.add_marker("chaos")
            item.add_marker(pytest.mark.timeout(300))


@pytest.fixture(scope="package")
def world() -> Iterator[World]:
    with World("chaos") as world:
        for shop in (3, 4):
            quick = {"answer_after_s": 0, "ship_after_s": 0, "courier": "manual"}
            world.control(f"shop/{shop}/settings", **quick)
        with world.supervised():
            yield world


@pytest.fixture
def size() -> int:
    return SIZE
