"""What a run has come to, written while it goes on and when it is over."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from ekshop.kernel import states
from ekshop.kernel.actors import Actor

from ...models import Feed, FeedRun
from ..confirming import feed_heard

Watch = Callable[[FeedRun], None]


def progress(run: FeedRun, **columns: Any) -> None:
    FeedRun.objects.filter(pk=run.pk).update(**columns)
    for name, value in columns.items():
        setattr(run, name, value)


def ended(run: FeedRun, *, actor: Actor, now: datetime) -> None:
    feed = run.feed
    Feed.objects.filter(pk=feed.pk).update(last_read_at=now)
    if feed.state == "failing":
        states.move(feed, "recover", actor=actor, now=now)
    feed_heard(feed, news=bool(run.added + run.changed + run.withdrawn + run.held), now=now)
