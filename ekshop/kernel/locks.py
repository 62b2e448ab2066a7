"""Locks by name, kept by PostgreSQL, which drops them with whoever held them.

A lock is a name of what is done and, where it is done to one of many, that one's number. Both ways
of taking it mean the same lock: who waits in `turn` waits for who is `alone`, and the other way
about. All who mean one thing take it with or without a number, never both.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .statements import fetch


@contextmanager
def alone(what: str, number: int = 0) -> Iterator[bool]:
    """Whether nobody else is at it; false at once where somebody is.

    Held by the connection, so that no transaction stays open over work that takes long.
    """
    ((gained,),) = fetch("SELECT pg_try_advisory_lock(hashtext(%s), %s::int)", [what, number])
    try:
        yield gained
    finally:
        if gained:
            fetch("SELECT pg_advisory_unlock(hashtext(%s), %s::int)", [what, number])


@contextmanager
def in_turn(what: str, number: int = 0) -> Iterator[None]:
    """As `alone`, but waits until whoever is at it has done."""
    fetch("SELECT pg_advisory_lock(hashtext(%s), %s::int)", [what, number])
    try:
        yield
    finally:
        fetch("SELECT pg_advisory_unlock(hashtext(%s), %s::int)", [what, number])


def turn(what: str, number: int = 0, *, shared: bool = False) -> None:
    """Waits until nobody is at it, and is at it until the transaction at hand ends.

    `shared`: beside others who share it, and beside nobody who does not. The wait is as long as
    the transaction's `lock_timeout` lets it be.
    """
    kind = "_shared" if shared else ""
    fetch(f"SELECT pg_advisory_xact_lock{kind}(hashtext(%s), %s::int)", [what, number])
