"""The time outside. It follows the platform's moved clock when given the same clock file."""

from datetime import UTC, datetime, timedelta
from pathlib import Path


class Clock:
    def __init__(self, file: Path | None) -> None:
        self._file = file

    def now(self) -> datetime:
        """Aware, UTC. A missing or unreadable clock file means no offset."""
        return datetime.now(UTC) + self._offset()

    def _offset(self) -> timedelta:
        if not self._file:
            return timedelta()
        try:
            return timedelta(seconds=float(self._file.read_text().strip() or 0))
        except (OSError, ValueError):
            return timedelta()

    def stamp(self) -> str:
        return self.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
