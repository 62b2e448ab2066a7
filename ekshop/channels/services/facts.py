"""Our rows as adapters are told of them, and what adapters say of them without asking anyone."""

import logging
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from ekshop.catalogue.selectors import offers_abroad
from ekshop.kernel import clock
from ekshop.kernel.errors import NotFound

from .. import rules
from ..adapters import ERROR, Adapter, ChannelFacts, ListingItem
from ..models import Channel, ChannelListing
from ..rules.sentences import sentence
from ..rules.strange import FAILURES
from ..selectors.showing import pictures_of, words_of
from .pictures import export_picture_file
from .unread import unread_note

NOT_CHECKED = sentence(
    "channel.not_checked",
    _(
        "What is said of these goods could not be held against the channel's rules. Look through it; an"
        " operator sees more in the log."
    ),
)
ON_THE_CHANNEL = (*rules.SELLING, "paused")
PAGE = 1_000

log = logging.getLogger(__name__)


def facts_of(channel: Channel) -> ChannelFacts:
    """The channel as its adapter is told of it."""
    return ChannelFacts(
        id=channel.pk,
        key=channel.key,
        name=channel.name_en,
        country=channel.country,
        currency=channel.currency,
        language=channel.language,
        settings=channel.settings,
        secrets=channel.secrets_known,
        everything=partial(everything_on, channel),
        report=partial(unread_note, channel.pk),
        picture=picture_read,
        number=partial(number_at, channel),
    )


def number_at(channel: Channel, sku: str) -> str:
    """What the channel calls a listing, "" where it told no number."""
    mine = ChannelListing.objects.filter(channel=channel, sku=sku)
    return mine.values_list("remote_ref", flat=True).first() or ""


def picture_read(address: str) -> bytes:
    """What a channel would fetch there. Raises LookupError."""
    try:
        return export_picture_file(address.rpartition("/")[2]).read_bytes()
    except (NotFound, OSError) as missing:
        raise LookupError(address) from missing


def everything_on(channel: Channel) -> Iterator[ListingItem]:
    """All that the channel has, or has been sent and not answered for, put together a page at a time."""
    there = ChannelListing.objects.filter(channel=channel, state__in=ON_THE_CHANNEL)
    there = there.exclude(told_quantity=None, handle="").select_related("goods").order_by("id")
    now, last = clock.now(), 0
    while rows := list(there.filter(id__gt=last)[:PAGE]):
        last = rows[-1].pk
        offers = offers_abroad({row.offer_id for row in rows})
        pictures = pictures_of({row.goods_id for row in rows})
        for row in rows:
            shown = pictures[row.goods_id]
            words = words_of(channel, row.goods, offers[row.offer_id], shown, row.extra)
            yield item_of(row, words, now)


def item_of(listing: ChannelListing, words: Mapping[str, Any], now: datetime) -> ListingItem:
    """The listing as its adapter is told of it."""
    return ListingItem(
        sku=listing.sku,
        price_minor=listing.wanted_price,
        currency=listing.currency,
        quantity=listing.wanted_quantity,
        remote_ref=listing.remote_ref,
        as_of=now,
        changed=_changed(listing),
        **words,
    )


def _changed(listing: ChannelListing) -> frozenset[str]:
    if listing.told_quantity is None:
        return frozenset({"new"})
    pairs = {
        "stock": (listing.told_quantity, listing.wanted_quantity),
        "price": (listing.told_price, listing.wanted_price),
        "words": (listing.told_fingerprint, listing.wanted_fingerprint),
    }
    return frozenset(name for name, (told, wanted) in pairs.items() if told != wanted)


def adapter_lacks(adapter: Adapter, item: ListingItem, facts: ChannelFacts) -> list[rules.Lack]:
    """What the channel's own rules say, without asking it. Goods these cannot be gone by with are kept
    back, and no others."""
    try:
        said = adapter.problems(item, facts)
    except FAILURES:
        log.exception("%s cannot be checked for channel %s", item.sku, facts.key)
        return [rules.Lack("", "not_checked", NOT_CHECKED(), stops=True)]
    return [
        rules.Lack(found.field, found.code, found.text, stops=found.severity == ERROR)
        for found in said
    ]
