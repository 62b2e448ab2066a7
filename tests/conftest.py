"""A failed test with an installation running says what its processes said last."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[Any]) -> Iterator[None]:
    report = yield
    if report.failed:
        item.failed = True
    world = getattr(item, "funcargs", {}).get("world")
    if world is not None and report.failed:
        report.sections.append(("processes", world.logs()))
    return report
