"""A list that was read confirms its goods, and brings back those its silence took out of the shop."""

from datetime import datetime

from ekshop.catalogue.services import feed_offers_confirm
from ekshop.kernel.actors import Actor

from ..models import Feed
from ..rules import incoming as rules

KEEPER = Actor.system("feeds")


def feed_heard(feed: Feed, *, news: bool, now: datetime) -> None:
    """After a reading that came to its end: what it had to say is confirmed. `news`: it brought
    something new."""
    if news:
        Feed.objects.filter(pk=feed.pk).update(changed_at=now)
        feed.changed_at = now
    if feed.trouble == "silent" or (feed.trouble and news):
        feed_settle(feed, now)


def feed_goods_back(feed: Feed, now: datetime) -> None:
    """Before what has just been read is merged: goods that were taken out of the shop only for
    their list's silence are known rows again."""
    if feed.trouble_level == rules.OUT:
        feed_offers_confirm(actor=KEEPER, feed_id=feed.pk, now=now)


def feed_settle(feed: Feed, now: datetime) -> None:
    """No more trouble: everything of it is back."""
    Feed.objects.filter(pk=feed.pk).update(trouble="", trouble_since=None, trouble_level=0)
    feed.trouble, feed.trouble_since, feed.trouble_level = "", None, 0
    feed_offers_confirm(actor=KEEPER, feed_id=feed.pk, now=now)
