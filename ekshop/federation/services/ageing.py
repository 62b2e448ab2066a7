"""Lists that fall silent: their seller is told, then the operator, then their goods leave the shop.

A list is confirmed whenever it was read, and questioned when it has brought nothing new for very
long. Everything comes back by itself with the next reading, or with its seller's word.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from ekshop.catalogue.services import feed_offers_doubt, feed_offers_suspend
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.rulebook import rules_at
from ekshop.notices.services import NoticeToSend, notices_send
from ekshop.parties.selectors import organisation_contact

from .. import rules as outgoing
from ..models import Feed, FeedRun
from ..rules import incoming as rules
from ..selectors.wire import moment
from .announcing import seller_announce
from .confirming import KEEPER, feed_settle
from .feeds import owned_check


def feeds_age(*, now: datetime) -> int:
    """Looks at every list that counts; returns how many went a step further or came back."""
    limits = _limits(now)
    watched = Feed.objects.exclude(state="withdrawn").select_related("seller")
    moved = 0
    for feed in watched.filter(Q(last_read_at__isnull=False) | ~Q(address="")).order_by("pk"):
        moved += _age(feed, limits, now)
    return moved


@transaction.atomic
def feed_vouch(*, actor: Actor, feed: Feed, now: datetime) -> None:
    """Its seller says that an unchanged list is right: its goods count as confirmed now.

    A list that cannot be read is not confirmed by a word. Errors: NotAllowed, NotFound.
    """
    owned_check(actor, feed.seller_id)
    Feed.objects.filter(pk=feed.pk).update(changed_at=now)
    audit_write(
        actor=actor, action="feed_vouch", entity="feed", entity_id=feed.pk, data={}, now=now
    )
    feed.changed_at = now
    if feed.trouble == "unchanged":
        feed_settle(feed, now)


def _limits(now: datetime) -> dict[str, list[timedelta]]:
    keys = [key for those in rules.AGEING_RULES.values() for key in those]
    found = rules_at(keys, now)
    return {
        trouble: [
            timedelta(**{"days" if found[key].unit == "calendar_days" else "hours":
                         found[key].value})
            for key in those
        ]
        for trouble, those in rules.AGEING_RULES.items()
    }  # fmt: skip


@transaction.atomic
def _age(feed: Feed, limits: dict[str, list[timedelta]], now: datetime) -> bool:
    trouble, since, level = _trouble(feed, limits, now)
    before = feed.trouble_level if feed.trouble == trouble else 0
    if not level:
        if feed.trouble:
            feed_settle(feed, now)
        return bool(before)
    Feed.objects.filter(pk=feed.pk).update(
        trouble=trouble, trouble_since=since, trouble_level=level
    )
    feed_offers_doubt(actor=KEEPER, feed_id=feed.pk, since=since)
    if level == rules.OUT:
        feed_offers_suspend(actor=KEEPER, feed_id=feed.pk, now=now)
    if level > before:
        _tell(feed, trouble, since, level, since + limits[trouble][-1], now)
    return level > before


def _trouble(
    feed: Feed, limits: dict[str, list[timedelta]], now: datetime
) -> tuple[str, datetime, int]:
    """The worse of its troubles. A paused list, or one that is only sent to us, is not silent; nor
    is one that nobody has tried to read since, because it was we who slept."""
    period = timedelta(minutes=feed.every_minutes)
    heard = feed.last_read_at or feed.created_at
    new = max(feed.changed_at or feed.created_at, feed.created_at)
    found = [("unchanged", new, rules.trouble_level(now - new, limits["unchanged"]))]
    tried = FeedRun.objects.filter(feed=feed, asked_at__gt=heard, state="failed")
    if feed.address and feed.state in ("active", "failing") and tried.exists():
        level = rules.trouble_level(now - heard, limits["silent"], period=period)
        found.insert(0, ("silent", heard, level))
    return max(found, key=lambda each: each[2])


def _tell(
    feed: Feed, trouble: str, since: datetime, level: int, out_at: datetime, now: datetime
) -> None:
    who = organisation_contact(feed.seller_id)
    context = {
        "feed_name": feed.name,
        "trouble": trouble,
        "since": since,
        "until": dhaka_date(out_at),
        "url": f"{settings.PUBLIC_URL}/partner/feeds/{feed.pk}/",
    }
    notices = [
        NoticeToSend(
            template="feed_silent",
            channel=channel,
            to=to,
            language=who.language,
            context=context,
            reference=f"feed:{feed.pk}",
            organisation_id=feed.seller_id,
        )
        for channel, to in (("sms", who.mobile), ("email", who.email))
        if to
    ]
    if notices:
        notices_send(actor=KEEPER, notices=notices, now=now)
    seller_announce(
        seller_id=feed.seller_id,
        event_type=outgoing.FEED_SILENT,
        reference=f"feed-{feed.pk}",
        payload={
            "feed": feed.name,
            "trouble": trouble,
            "since": moment(since),
            "goods_leave_the_shop_at": moment(out_at),
            "out_of_the_shop": level == rules.OUT,
        },
        now=now,
    )
