"""Our rows as adapters are told of them, and what adapters say of them without asking anyone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from .. import rules
from ..adapters import ERROR, Adapter, ChannelFacts, ListingItem
from ..models import Channel, ChannelListing


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
    )


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
    """What the channel's own rules say, without asking it."""
    return [
        rules.Lack(found.field, found.code, found.text, stops=found.severity == ERROR)
        for found in adapter.problems(item, facts)
    ]
