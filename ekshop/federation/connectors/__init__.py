"""Connectors, one folder each: how goods come in from, and orders go out to, other systems.

A folder with a `CONNECTOR` is found by itself; see docs/howto/add-a-connector.md.
"""

import importlib
import pkgutil
from functools import cache

from .shape import (
    Changed,
    Connector,
    ConnectorTrouble,
    FileShape,
    Finding,
    Forged,
    Heard,
    Hooks,
    Marks,
    OrderNews,
    Orders,
    OtherSideAway,
    OtherSideRefuses,
    Refetched,
    Setting,
    Source,
)

__all__ = [
    "Changed",
    "Connector",
    "ConnectorTrouble",
    "FileShape",
    "Finding",
    "Forged",
    "Heard",
    "Hooks",
    "Marks",
    "Orders",
    "OrderNews",
    "OtherSideAway",
    "OtherSideRefuses",
    "Refetched",
    "Setting",
    "Source",
    "connector",
    "connectors",
    "file_shapes",
]


@cache
def connectors() -> dict[str, Connector]:
    """All of them by key, in the order in which they are offered."""
    found = [
        importlib.import_module(f"{__name__}.{folder.name}").CONNECTOR
        for folder in pkgutil.iter_modules(__path__)
        if folder.ispkg
    ]
    return {each.key: each for each in sorted(found, key=lambda each: (each.order, each.key))}


def connector(key: str) -> Connector:
    """Raises KeyError."""
    return connectors()[key]


@cache
def file_shapes() -> dict[str, FileShape]:
    """Every shape of file that any connector reads, by key."""
    return {shape.key: shape for each in connectors().values() for shape in each.files}
