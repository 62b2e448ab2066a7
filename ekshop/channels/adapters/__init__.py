"""Adapters, one folder each: how goods are listed on, and orders come from, marketplaces abroad.

A folder with an `ADAPTER`, or with a function `found_adapters` that gives several, is found by itself;
see docs/howto/add-a-channel.md.
"""

import importlib
import pkgutil
from functools import cache

from .shape import (
    ERROR,
    WARNING,
    Adapter,
    Allowance,
    Ask,
    Buyer,
    ChannelAway,
    ChannelBusy,
    ChannelFacts,
    ChannelRefuses,
    ChannelTrouble,
    ForeignLine,
    ForeignOrder,
    ListingItem,
    NotUnderstood,
    Parcel,
    Plan,
    Problem,
    Result,
    Setting,
    SettlementLine,
    Submission,
    ThingRefused,
    Unread,
)

__all__ = [
    "ERROR",
    "WARNING",
    "Adapter",
    "Allowance",
    "Ask",
    "Buyer",
    "ChannelAway",
    "ChannelBusy",
    "ChannelFacts",
    "ChannelRefuses",
    "ChannelTrouble",
    "ForeignLine",
    "ForeignOrder",
    "ListingItem",
    "NotUnderstood",
    "Parcel",
    "Plan",
    "Problem",
    "Result",
    "Setting",
    "SettlementLine",
    "Submission",
    "ThingRefused",
    "Unread",
    "adapter",
    "adapter_bring",
    "adapters",
]


@cache
def adapters() -> dict[str, Adapter]:
    """All of them by key."""
    found: list[Adapter] = []
    for folder in pkgutil.iter_modules(__path__):
        if folder.ispkg:
            module = importlib.import_module(f"{__name__}.{folder.name}")
            several = getattr(module, "found_adapters", None)
            found += several() if several else [module.ADAPTER]
    return {each.key: each for each in found}


def adapter(key: str) -> Adapter:
    """Raises KeyError."""
    return adapters()[key]


def adapter_bring(brought: Adapter) -> None:
    """Adds one that lives outside this folder: an installation's own, or a test's."""
    adapters()[brought.key] = brought
