"""Writes: who joins, who may act, what was agreed to, and where."""

from .access import require
from .geography import geography_load

__all__ = ["geography_load", "require"]
