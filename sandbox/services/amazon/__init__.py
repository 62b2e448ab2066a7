"""Amazon's Selling Partner API, North America, as its published Python client knows it."""

from typing import Any

from sandbox.core.service import Service
from sandbox.services.amazon.amazon import Amazon


def services(world: Any) -> list[Service]:
    return [Amazon(world)]
