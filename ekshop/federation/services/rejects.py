"""What of a reading was not taken, written down for its sender."""

from ..ingest import Note
from ..models import FeedReject, FeedRun
from ..rules import incoming as rules


class Rejects:
    """Writes down what was not taken, up to a bound, and counts all of it."""

    def __init__(self, run: FeedRun, *, keep: bool = False) -> None:
        """`keep`: what is added also stays in `told`, for a sender that waits for the answer."""
        self.run = run
        self.rejected = self.warned = 0
        self.told: list[Note] | None = [] if keep else None
        self._stored = 0
        self._waiting: list[FeedReject] = []
        FeedReject.objects.filter(run=run).delete()

    def add(self, note: Note) -> None:
        if note.code in rules.WARNINGS:
            self.warned += 1
        else:
            self.rejected += 1
        if self.told is not None:
            self.told.append(note)
        if self._stored >= rules.MOST_REJECTS:
            return
        self._stored += 1
        self._waiting.append(
            FeedReject(
                run=self.run,
                row=note.row,
                ref=_shown(note.ref, 60),
                field=note.field,
                value=_shown(note.value, 200),
                code=note.code,
                data=note.data,
            )
        )
        if len(self._waiting) >= 1000:
            self.flush()

    def flush(self) -> None:
        FeedReject.objects.bulk_create(self._waiting)
        self._waiting.clear()


def _shown(text: str, longest: int) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode()[:longest]
