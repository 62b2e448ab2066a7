"""The log a trial is judged by."""

from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction

from ...models import ConformanceNote, ConformanceRun

LONGEST = 600


def note(
    run: ConformanceRun,
    *,
    direction: str,
    text: str,
    mark: str,
    now: datetime,
    reference: str = "",
    status: int | None = None,
) -> None:
    """Writes a line, once for a mark."""
    try:
        with transaction.atomic():
            ConformanceNote.objects.create(
                run=run,
                at=now,
                direction=direction,
                reference=reference[:40],
                status=status,
                text=text.replace("\x00", "")[:LONGEST],
                mark=mark,
            )
    except IntegrityError:
        return


def conformance_heard(
    *, seller_id: int, method: str, path: str, status: int, answer: str, now: datetime
) -> None:
    """A call of the seller's machine, kept while a trial of it is under way. One statement if none
    is."""
    run = ConformanceRun.objects.filter(seller_id=seller_id, state="running").first()
    if run is None:
        return
    said = f" {answer}" if status >= 400 else ""
    note(
        run,
        direction="in",
        text=f"{method} {path}{said}",
        status=status,
        mark=f"call:{uuid4()}",
        now=now,
    )
