"""Readings of feeds: asked for, uploaded, taken up by the clock, worked by a job."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import clock, states
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import Conflict
from ekshop.kernel.jobs import Job, job
from ekshop.parties.services import require

from ..models import Feed, FeedReject, FeedRun
from ..rules import incoming as rules
from .feeds import owned_check
from .ingest import run_work
from .locks import feed_alone
from .peeking import UploadDraft, uploads

SYSTEM = Actor.system("feeds")
KEEP_REJECTS_DAYS = 30
LATE_MINUTES = 15
RUNS_LOOKED_AT, DEAR_MS, BEHIND = 3, 5 * 60 * 1000, -10


class FeedHasNoAddress(Conflict):
    code = "feed_has_no_address"
    message = _("This feed has no address. Upload its file.")


class FeedNotReadable(Conflict):
    code = "feed_not_readable"
    message = _("This feed is withdrawn. Offer its goods again first.")


def feed_run_request(
    *, actor: Actor, feed: Feed, now: datetime, trust: bool = False, trigger: str = "demand"
) -> FeedRun:
    """Reads the feed now, or returns the run that waits already.

    `trust`: withdraw even very many articles that the file no longer has, and read all of it
    even if it seems the same. Raises FeedHasNoAddress, FeedNotReadable.
    """
    owned_check(actor, feed.seller_id)
    if not feed.address:
        raise FeedHasNoAddress()
    return _ask(actor, feed, trigger, now, trust=trust)


def feed_upload(
    *, actor: Actor, feed: Feed, draft: UploadDraft, now: datetime, trust: bool = False
) -> FeedRun:
    """Takes an uploaded file as the feed's whole list. Raises FeedNotReadable."""
    owned_check(actor, feed.seller_id)
    return _ask(actor, feed, "upload", now, trust=trust, upload=draft.name)


@transaction.atomic
def _ask(
    actor: Actor, feed: Feed, trigger: str, now: datetime, *, trust: bool, upload: str = ""
) -> FeedRun:
    if feed.state == "withdrawn":
        raise FeedNotReadable()
    try:
        with transaction.atomic():
            run = FeedRun.objects.create(
                feed=feed, trigger=trigger, asked_at=now, trust=trust, upload=upload
            )
    except IntegrityError:
        run = FeedRun.objects.get(feed=feed, state="waiting")
        if upload or trust:
            run.upload, run.trust, run.trigger = upload or run.upload, trust, trigger
            run.save(update_fields=["upload", "trust", "trigger"])
        return run
    states.begin(run, actor=actor, now=now)
    _queued(feed).later(run_id=run.pk)
    return run


def _queued(feed: Feed) -> Job:
    """The job that reads a feed. One seller keeps one worker busy at most, however many feeds it
    has, and a feed that cost much lately stands behind those that cost little."""
    last = FeedRun.objects.filter(feed=feed).order_by("-id").values_list("worked_ms", flat=True)
    dear = max(last[:RUNS_LOOKED_AT], default=0) > DEAR_MS
    return feed_ingest.options(lock=f"feeds-of:{feed.seller_id}", priority=BEHIND if dear else 0)


@job(queue="feeds", name="federation.feed_ingest")
def feed_ingest(*, run_id: int) -> None:
    """Works a run to its end; one whose worker died is begun again. Harmless to repeat."""
    run = FeedRun.objects.select_related("feed").get(pk=run_id)
    if run.state not in rules.RUNNING:
        return
    with feed_alone(run.feed_id):
        run.refresh_from_db()
        now = clock.now()
        if run.state not in rules.RUNNING:
            return
        if run.state != "waiting":
            states.move(run, "begin_again", actor=SYSTEM, now=now)
        path = uploads() / run.upload if run.upload else None
        run_work(run, actor=SYSTEM, now=now, path=path)
        if path:
            path.unlink(missing_ok=True)


def feed_ingest_file(
    *,
    actor: Actor,
    feed: Feed,
    path: Path,
    now: datetime,
    trust: bool = False,
    watch: Callable[[FeedRun], None] | None = None,
) -> FeedRun:
    """Reads a file into the shop here and now, and returns the finished run.

    `watch` is called with the run as it goes on. Raises FeedBusy when a worker is at the feed.
    """
    require(actor, "feed.manage")
    with feed_alone(feed.pk):
        stale = FeedRun.objects.filter(feed=feed, state__in=rules.RUNNING, trigger="command")
        for left in stale:
            states.move(
                left,
                "fail",
                actor=actor,
                now=now,
                also={"problem": "internal", "finished_at": max(now, left.asked_at)},
            )
        run = FeedRun.objects.create(feed=feed, trigger="command", asked_at=now, trust=trust)
        states.begin(run, actor=actor, now=now)
        run_work(run, actor=actor, now=now, path=path, watch=watch)
    return run


def feeds_schedule(*, now: datetime, limit: int = 100) -> int:
    """Asks for a run of every feed that is due; returns how many. Two at once share the work."""
    with transaction.atomic():
        due = list(
            Feed.objects.select_for_update(skip_locked=True)
            .filter(state__in=["active", "failing"], next_fetch_at__lte=now)
            .exclude(address="")
            .order_by("next_fetch_at", "id")[:limit]
        )
        for feed in due:
            _ask(SYSTEM, feed, "schedule", now, trust=False)
            Feed.objects.filter(pk=feed.pk).update(
                next_fetch_at=now + timedelta(minutes=feed.every_minutes)
            )
    return len(due)


def feed_runs_requeue(*, now: datetime) -> int:
    """Queues a job again for runs that should be long over; a run that has one ends only once."""
    late = FeedRun.objects.filter(
        state__in=rules.RUNNING, asked_at__lt=now - timedelta(minutes=LATE_MINUTES)
    ).exclude(trigger__in=["command", "push"])
    for run in late.select_related("feed"):
        _queued(run.feed).options(queueing_lock=f"feed-run:{run.pk}").later(run_id=run.pk)
    return len(late)


def feed_runs_prune(*, now: datetime) -> int:
    """Forgets the single rejects of old runs; the counts stay. Each feed keeps its last run's.

    Uploads that never became a run, and files a killed run left, go after two days.
    """
    limit = time.time() - 2 * 24 * 3600
    for file in uploads().glob("*"):
        if file.stat().st_mtime < limit:
            file.unlink(missing_ok=True)
    newest = FeedRun.objects.order_by("feed_id", "-id").distinct("feed_id")
    old = FeedReject.objects.filter(
        run__asked_at__lt=now - timedelta(days=KEEP_REJECTS_DAYS)
    ).exclude(run__in=list(newest.values_list("pk", flat=True)))
    return int(old.delete()[0])
