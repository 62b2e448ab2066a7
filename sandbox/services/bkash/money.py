"""Amounts and times as bKash writes them."""

from datetime import UTC, datetime
from typing import Any

from sandbox.core.clock import Clock
from sandbox.core.pages import DHAKA


def poisha(amount: Any) -> int:
    return round(float(amount) * 100)


def taka(amount: int) -> str:
    return f"{amount / 100:.2f}"


def stamp(clock: Clock) -> str:
    """As the real one writes it: 2026-09-18T06:00:19:952 GMT+0600."""
    at = clock.now().astimezone(DHAKA)
    return at.strftime("%Y-%m-%dT%H:%M:%S:") + f"{at.microsecond // 1000:03d} GMT+0600"


def read_stamp(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S:%f GMT%z").astimezone(UTC)
