"""Six marketplaces abroad that speak in files, each in its own."""

from typing import Any

from sandbox.core.service import Service
from sandbox.services.markets.market import Market
from sandbox.services.markets.profiles import PROFILES


def services(world: Any) -> list[Service]:
    return [Market(world, profile) for profile in PROFILES]
