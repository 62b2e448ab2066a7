"""Listings by hand: begun, paused, resumed, ended, checked again, and a channel's own questions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.errors import Conflict, InvalidInput, NotFound
from ekshop.parties.services import require

from ..models import Channel, ChannelListing, ExportGoods
from ..rules.strange import plain
from ..selectors.goods import export_goods_visible_to, listings_visible_to
from .reckoning import issues_close

LONGEST_ANSWER, ANSWERS_MOST = 300, 100


class AlreadyListed(Conflict):
    code = "already_listed"
    message = _("These goods are on this channel already.")


@transaction.atomic
def listing_begin(*, actor: Actor, goods_id: int, channel_id: int, now: datetime) -> ChannelListing:
    """Asks for goods to be listed on a channel: they are checked, and sent once nothing is missing.

    Raises NotAllowed, NotFound, AlreadyListed; one that had ended is listed again.
    """
    require(actor, "export.manage")
    goods = export_goods_visible_to(actor).filter(pk=goods_id).first()
    channel = Channel.objects.filter(pk=channel_id, state=Channel.ACTIVE).first()
    if goods is None or channel is None:
        raise NotFound(goods_id=goods_id, channel_id=channel_id)
    listing, made = ChannelListing.objects.get_or_create(
        channel=channel,
        offer_id=goods.offer_id,
        defaults={
            "goods": goods,
            "seller_id": goods.seller_id,
            "sku": sku_of(goods),
            "currency": channel.currency,
            "next_try_at": now,
            "created_at": now,
        },
    )
    if made:
        states.begin(listing, actor=actor, now=now)
        _move(listing, "check", actor, now)
    elif listing.state == "ended":
        _move(listing, "list_again", actor, now, also={"ended_why": ""})
    else:
        raise AlreadyListed()
    return listing


def sku_of(goods: ExportGoods) -> str:
    """The same for the same offer for ever: it is what both sides know the listing by."""
    return f"EK-{goods.offer_id:08d}"


def listing_pause(*, actor: Actor, listing_id: int, now: datetime) -> ChannelListing:
    """Nothing of it can be bought until it is resumed. Raises NotAllowed, NotFound, StaleState."""
    return _by_hand(actor, listing_id, "pause", now, also={"paused_why": "hand"})


def listing_resume(*, actor: Actor, listing_id: int, now: datetime) -> ChannelListing:
    """On sale again after a new check. Raises NotAllowed, NotFound, StaleState."""
    return _by_hand(actor, listing_id, "resume", now)


def listing_check_again(*, actor: Actor, listing_id: int, now: datetime) -> ChannelListing:
    """Checked and sent anew after something was mended. Raises NotAllowed, NotFound, StaleState."""
    return _by_hand(actor, listing_id, "check_again", now)


def listing_end(*, actor: Actor, listing_id: int, now: datetime) -> ChannelListing:
    """Taken away from the channel. Raises NotAllowed, NotFound, StaleState."""
    return _by_hand(actor, listing_id, "end", now, also={"ended_why": "hand"})


@transaction.atomic
def listing_answer(
    *, actor: Actor, listing_id: int, answers: Mapping[str, str], now: datetime
) -> ChannelListing:
    """Answers what this channel alone asks of the goods; what waits to be mended is checked again.

    Raises NotAllowed, NotFound, InvalidInput for an answer that is too long, and for too many.
    """
    listing = _held(actor, listing_id)
    given = {plain(name)[:60]: plain(text) for name, text in answers.items()}
    long = {name: _("This is too long.") for name, t in given.items() if len(t) > LONGEST_ANSWER}
    if long:
        raise InvalidInput(long)
    extra = {name: text for name, text in {**listing.extra, **given}.items() if text}
    if len(extra) > ANSWERS_MOST:
        raise InvalidInput({"extra": _("No channel asks so much.")})
    listing.extra = extra
    listing.stale = True
    listing.save(update_fields=["extra", "stale"])
    if listing.state == "issue":
        _move(listing, "check_again", actor, now)
    return listing


def listings_recheck(*, actor: Actor, goods_id: int, now: datetime) -> None:
    """Goods were changed: their listings are reckoned anew, and those to be mended checked again."""
    rows = ChannelListing.objects.select_for_update().filter(goods_id=goods_id).order_by("id")
    listings = list(rows)
    ChannelListing.objects.filter(pk__in=[row.pk for row in listings]).update(stale=True)
    waiting = [row for row in listings if row.state == "issue"]
    moved: dict[str, Any] = {"stale": True, "attempts": 0, "next_try_at": now}
    states.move_all(waiting, "check_again", actor=actor, now=now, also=moved)


@transaction.atomic
def _by_hand(
    actor: Actor, listing_id: int, action: str, now: datetime, also: dict[str, Any] | None = None
) -> ChannelListing:
    listing = _held(actor, listing_id)
    _move(listing, action, actor, now, also=also)
    if action == "end":
        issues_close([listing.pk], now)
    audit_write(
        actor=actor,
        action=f"listing_{action}",
        entity="channel_listing",
        entity_id=listing.pk,
        data={"sku": listing.sku, "channel": listing.channel.key},
        now=now,
    )
    return listing


def _held(actor: Actor, listing_id: int) -> ChannelListing:
    require(actor, "export.manage")
    seen = listings_visible_to(actor).select_related("channel")
    listing = seen.select_for_update(of=("self",)).filter(pk=listing_id).first()
    if listing is None:
        raise NotFound(listing_id=listing_id)
    return listing


def _move(
    listing: ChannelListing,
    action: str,
    actor: Actor,
    now: datetime,
    also: dict[str, Any] | None = None,
) -> None:
    """Whatever is done by hand is reckoned anew, and nothing old keeps it from being tried now."""
    columns = {"stale": True, "attempts": 0, "next_try_at": now, **(also or {})}
    states.move(listing, action, actor=actor, now=now, also=columns)
