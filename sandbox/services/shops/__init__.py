"""Partner shops: each serves its goods as a feed, and takes, answers and ships orders."""

from typing import Any

from sandbox.core.service import Service
from sandbox.services.shops.profiles import PROFILES
from sandbox.services.shops.shop import Shop


def services(world: Any) -> list[Service]:
    return [Shop(world, profile) for profile in PROFILES]
