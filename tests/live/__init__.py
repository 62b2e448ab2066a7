"""The real thing, small: every process of an installation on ports of its own, for tests."""

from .world import World

__all__ = ["World"]
