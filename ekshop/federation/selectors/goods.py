"""A seller's goods as the partner API tells of them."""

from collections.abc import Iterable
from typing import Any

from ..models import Feed, PushedGood
from .wire import moment, taka_text


def goods_wire(offers: Iterable[Any]) -> list[dict[str, Any]]:
    """What we have of these offers of one seller, and which version of each was last sent."""
    listed = list(offers)
    if not listed:
        return []
    refs = [offer.seller_ref for offer in listed]
    feeds = {offer.feed_id for offer in listed if offer.feed_id}
    names = dict(Feed.objects.filter(pk__in=feeds).values_list("pk", "name"))
    sent = {
        (good.feed_id, good.ref): good
        for good in PushedGood.objects.filter(feed_id__in=feeds, ref__in=refs)
    }
    return [
        _wire(offer, names.get(offer.feed_id, ""), sent.get((offer.feed_id, offer.seller_ref)))
        for offer in listed
    ]


def _wire(offer: Any, name: str, good: PushedGood | None) -> dict[str, Any]:
    struck = offer.list_price_poisha
    return {
        "ref": offer.seller_ref,
        "title": offer.title,
        "title_bn": offer.title_bn,
        "title_en": offer.title_en,
        "price": taka_text(offer.price_poisha),
        "list_price": taka_text(struck) if struck else None,
        "quantity": offer.on_hand,
        "reserved": offer.reserved,
        "state": offer.state,
        "category": offer.product.category.slug,
        "source_category": offer.source_category,
        "product_code": offer.product.code,
        "list": name,
        "updated_at": moment(good.version) if good else None,
        "changed_at": moment(offer.updated_at),
    }
