"""What is sold."""

from datetime import datetime


def load(now: datetime) -> None: ...
