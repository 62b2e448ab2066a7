"""Feeds, their runs, and what was not taken."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import format_number, in_digits_of
from ekshop.kernel.errors import NotFound
from ekshop.kernel.tables import harmless
from ekshop.parties.rules import allowed

from ..ingest.records import Note
from ..models import Feed, FeedReject, FeedRun
from ..rules import incoming as rules


def feeds_visible_to(actor: Actor) -> QuerySet[Feed]:
    """A seller's own; all for those who watch over the platform. `last_run_id`: its newest run."""
    newest = FeedRun.objects.filter(feed=OuterRef("pk")).order_by("-id")
    feeds = Feed.objects.select_related("seller").annotate(
        last_run_id=Subquery(newest.values("pk")[:1]),
        last_state=Subquery(newest.values("state")[:1]),
        last_problem=Subquery(newest.values("problem")[:1]),
    )
    if actor.is_system or actor.role in ("operator", "auditor"):
        return feeds
    if not allowed("feed.read", actor.role):
        return feeds.none()
    return feeds.filter(seller_id=actor.organisation_id)


def feed_by_id(actor: Actor, feed_id: int) -> Feed:
    """Raises NotFound."""
    feed = feeds_visible_to(actor).filter(pk=feed_id).first()
    if feed is None:
        raise NotFound()
    return feed


def feed_runs(feed: Feed) -> QuerySet[FeedRun]:
    return FeedRun.objects.filter(feed=feed)


def run_visible_to(actor: Actor, run_id: int) -> FeedRun:
    """Raises NotFound."""
    run = (
        FeedRun.objects.filter(pk=run_id, feed__in=feeds_visible_to(actor).values("pk"))
        .select_related("feed", "feed__seller")
        .first()
    )
    if run is None:
        raise NotFound()
    return run


def rejects_of(run: FeedRun) -> QuerySet[FeedReject]:
    return FeedReject.objects.filter(run=run)


def feeds_stale(now: datetime) -> QuerySet[Feed]:
    """Feeds that should have been read by the clock and have not been for three of their periods."""
    period = ExpressionWrapper(
        F("every_minutes") * Value(timedelta(minutes=rules.STALE_AFTER_PERIODS)),
        output_field=DurationField(),
    )
    return (
        Feed.objects.filter(state__in=["active", "failing"])
        .exclude(address="")
        .filter(
            Q(last_read_at__lt=now - period) | Q(last_read_at=None, created_at__lt=now - period)
        )
        .select_related("seller")
        .order_by("last_read_at", "id")
    )


def problem_sentence(run: FeedRun) -> str:
    """Why the run came to nothing, or only to part, in the reader's language; "" where it did not."""
    if not run.problem:
        return ""
    language = get_language() or "bn"
    data = {
        name: format_number(value, language) if isinstance(value, int) else value
        for name, value in run.problem_data.items()
    }
    return str(rules.FILE_PROBLEMS[run.problem]) % data


def note_sentence(note: Note, language: str) -> dict[str, Any]:
    """The same of a row pushed to us, for its sender: `note` is true where it was taken all the
    same."""
    return {
        "code": note.code,
        "field": "ref" if note.field == "id" else note.field,
        "value": note.value,
        "message": reason_sentence(note, language),
        "note": note.code in rules.WARNINGS,
    }


def reason_sentence(reject: FeedReject | Note, language: str) -> str:
    """Why, in the reader's language, with the law in that language where there is one."""
    suffix = "bn" if language.startswith("bn") else "en"
    data = {
        **reject.data,
        "most": format_number(int(reject.data.get("most", rules.MOST_DAYS)), language),
        "why": reject.data.get(f"why_{suffix}", ""),
        "reason": reject.data.get(f"reason_{suffix}", ""),
        "citation": reject.data.get(f"citation_{suffix}", ""),
    }
    with translation.override(language):
        return str(rules.REASONS[reject.code]) % data


def field_name(reject: FeedReject) -> str:
    return str(rules.FIELD_NAMES.get(reject.field, reject.field))


@dataclass(frozen=True, slots=True)
class RejectLine:
    """A reject in words."""

    row: int
    ref: str
    field: str
    value: str
    reason: str
    taken: bool


def reject_lines(rejects: Iterable[FeedReject], language: str) -> list[RejectLine]:
    return [
        RejectLine(
            row=reject.row,
            ref=reject.ref,
            field=field_name(reject),
            value=reject.value,
            reason=reason_sentence(reject, language),
            taken=reject.code in rules.WARNINGS,
        )
        for reject in rejects
    ]


@dataclass(frozen=True, slots=True)
class RunShown:
    """A run in words: its state, why it ended so, and the steps it goes through."""

    state: str
    tone: str
    problem: str
    trigger: str
    steps: list[tuple[str, str]]
    total: int


TONES = {"done": "green", "unchanged": "green", "incomplete": "turmeric", "failed": "madder"}


def run_shown(run: FeedRun) -> RunShown:
    """`steps`: (label, "done" | "now" | "")."""
    names = ["reading", "merging"] if run.upload else ["fetching", "reading", "merging"]
    at = names.index(run.state) if run.state in names else (-1 if run.state == "waiting" else 9)
    return RunShown(
        state=str(rules.RUN.state_label(run.state)),
        tone=TONES.get(run.state, "indigo"),
        problem=problem_sentence(run),
        trigger=str(dict(rules.TRIGGERS)[run.trigger]),
        steps=[
            (
                str(rules.RUN.state_label(name)),
                "done" if place < at else "now" if place == at else "",
            )
            for place, name in enumerate(names)
        ],
        total=max(run.staged, run.merged),
    )


def reject_rows(run: FeedRun, language: str) -> Iterator[list[str]]:
    """The reject file's rows, its header first, in the language that is active."""
    yield [_("Row"), _("Number"), _("Field"), _("Value"), _("Kind"), _("Reason")]
    for reject in rejects_of(run).order_by("row", "id").iterator(2000):
        yield [
            in_digits_of(reject.row, language),
            reject.ref,
            field_name(reject),
            harmless(reject.value),
            _("Note") if reject.code in rules.WARNINGS else _("Not taken"),
            reason_sentence(reject, language),
        ]
