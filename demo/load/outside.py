"""Out."""

from datetime import datetime


def load(now: datetime) -> None: ...
