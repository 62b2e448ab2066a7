"""A shop's webhooks: asked for when a feed is made, heard, and taken away when it is withdrawn.

Nothing is believed but that something changed: it is written down and read anew by a job, many at
once, so that repeats, delays and disorder do no harm.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime

import structlog
from django.conf import settings
from django.db import transaction

from ekshop.kernel import clock
from ekshop.kernel.errors import NotFound
from ekshop.kernel.jobs import job
from ekshop.kernel.seal import seal, unseal

from ..connectors import Changed, ConnectorTrouble, Hooks, OrderNews
from ..models import Feed, ShopChange, ShopLink
from ..rules import shops as rules
from .errors import problem_said
from .rereading import goods_reread
from .shop_news import shop_news_take, shop_orders_ask
from .sources import connector_named, source_of

log = structlog.get_logger(__name__)


def hook_address(feed: Feed) -> str:
    return f"{settings.PUBLIC_URL}/api/shops/v1/{feed.pk}/hooks"


def hooks_of(feed: Feed) -> Hooks | None:
    """Nothing for a feed that is only uploaded."""
    return connector_named(feed.connector).hooks if feed.address else None


def shop_link_request(feed: Feed) -> None:
    """Asks, with the transaction at hand, for the webhooks to be as the feed now wants them."""
    speaks = connector_named(feed.connector)
    if not feed.address:
        return
    if speaks.hooks or speaks.orders:
        ShopLink.objects.get_or_create(
            feed=feed, defaults={"secret": seal(secrets.token_urlsafe(32))}
        )
    if speaks.hooks:
        shop_link.options(lock=f"shop-link:{feed.pk}").later(feed_id=feed.pk)


@job(queue="outgoing", name="federation.shop_link")
def shop_link(*, feed_id: int) -> None:
    """Webhooks asked for, or taken away from a shop whose feed is withdrawn. Harmless repeated."""
    feed = Feed.objects.get(pk=feed_id)
    link, hooks = ShopLink.objects.filter(feed=feed).first(), hooks_of(feed)
    if link is None or hooks is None:
        return
    now, wanted = clock.now(), feed.state != "withdrawn"
    try:
        if wanted:
            hooks.connect(source_of(feed), hook_address(feed), unseal(link.secret))
        else:
            hooks.disconnect(source_of(feed), hook_address(feed))
        done = {"connected_at": now if wanted else None, **problem_said()}
    except ConnectorTrouble as trouble:
        log.warning("shop_link_failed", feed=feed.pk, why=str(trouble))
        done = {"connected_at": None, **problem_said(trouble)}
    ShopLink.objects.filter(pk=link.pk).update(tried_at=now, **done)


def shop_hear(*, feed_id: int, headers: Mapping[str, str], body: bytes, now: datetime) -> int:
    """Takes a webhook; returns how many things it speaks of. Raises NotFound, Forged, BadRow."""
    link = ShopLink.objects.select_related("feed").filter(feed_id=feed_id).first()
    hooks = hooks_of(link.feed) if link else None
    if link is None or hooks is None or link.feed.state == "withdrawn":
        raise NotFound(feed=feed_id)
    heard = hooks.hear(unseal(link.secret), {k.lower(): v for k, v in headers.items()}, body)
    if not heard:
        return 0
    news = [each for each in heard if isinstance(each, OrderNews)]
    changed = [each for each in heard if isinstance(each, Changed)]
    with transaction.atomic():
        ShopLink.objects.filter(pk=link.pk).update(heard_at=now)
        ShopChange.objects.bulk_create(
            [ShopChange(feed=link.feed, kind=each.kind, number=each.number[:40], heard_at=now) for each in changed],
            update_conflicts=True,
            unique_fields=["feed", "kind", "number"],
            update_fields=["heard_at"],
        )  # fmt: skip
        if changed:
            shop_changes_take.options(queueing_lock=f"shop-changes:{feed_id}").later(
                feed_id=feed_id
            )
    for each in news:
        shop_news_take(feed=link.feed, news=each, now=now)
    return len(heard)


@job(queue="feeds", name="federation.shop_changes_take")
def shop_changes_take(*, feed_id: int) -> None:
    """Reads anew what changed. What is heard of meanwhile stays for the next time."""
    feed = Feed.objects.get(pk=feed_id)
    changes = list(ShopChange.objects.filter(feed=feed).order_by("heard_at")[: rules.MOST_CHANGES])
    if not changes:
        return
    goods = [each.number for each in changes if each.kind == "goods"]
    if goods and feed.state in ("active", "failing"):
        goods_reread(feed=feed, numbers=goods, now=clock.now())
    orders = [each.number for each in changes if each.kind == "order"]
    if orders:
        shop_orders_ask(feed=feed, refs=orders, now=clock.now())
    for each in changes:
        ShopChange.objects.filter(pk=each.pk, heard_at=each.heard_at).delete()
    if ShopChange.objects.filter(feed=feed).exists():
        shop_changes_take.options(queueing_lock=f"shop-changes:{feed_id}").later(feed_id=feed_id)


def shops_mend(*, now: datetime) -> int:
    """Changes that lost their job get one, and webhooks that could not be asked for are asked for
    again; returns how many."""
    waiting = list(ShopChange.objects.order_by().values_list("feed_id", flat=True).distinct())
    for feed_id in waiting:
        shop_changes_take.options(queueing_lock=f"shop-changes:{feed_id}").later(feed_id=feed_id)
    unlinked = ShopLink.objects.exclude(problem_en="").filter(tried_at__lt=now - rules.LINK_AGAIN)
    links = list(unlinked.values_list("feed_id", flat=True))
    for feed_id in links:
        shop_link.options(lock=f"shop-link:{feed_id}").later(feed_id=feed_id)
    return len(waiting) + len(links)
