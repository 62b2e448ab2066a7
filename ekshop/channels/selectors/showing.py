"""What a channel is told of a listing, put together from the goods and the offer."""

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings

from ekshop.catalogue.selectors import OfferAbroad

from ..models import Channel, ExportGoods, ExportPicture


def pictures_of(goods_ids: Collection[int]) -> dict[int, list[ExportPicture]]:
    """By goods, in their order. One statement."""
    found: dict[int, list[ExportPicture]] = {number: [] for number in goods_ids}
    rows = ExportPicture.objects.filter(goods_id__in=found).order_by("position", "id")
    for row in rows:
        found[row.goods_id].append(row)
    return found


def picture_address(picture: ExportPicture, channel: Channel) -> str:
    """Where a channel fetches it from, in its own size."""
    shape = "square" if channel.picture_square else "whole"
    name = f"{picture.digest}-{channel.picture_side}-{shape}.jpg"
    return f"{settings.PUBLIC_URL}/export-pictures/{name}"


def words_of(
    channel: Channel,
    goods: ExportGoods,
    offer: OfferAbroad,
    pictures: Collection[ExportPicture],
    extra: Mapping[str, str],
) -> dict[str, Any]:
    """Everything but price and stock: `ListingItem`'s fields by name."""
    return {
        "title": goods.title_en,
        "text": goods.text_en,
        "points": tuple(goods.points_en),
        "hs_code": goods.hs_code,
        "origin": goods.origin,
        "materials": goods.materials,
        "net_g": goods.net_g,
        "gross_g": goods.gross_g,
        "length_mm": goods.length_mm,
        "width_mm": goods.width_mm,
        "height_mm": goods.height_mm,
        "pictures": tuple(picture_address(each, channel) for each in pictures),
        "brand": offer.brand,
        "gtin": offer.gtin,
        "category": offer.category,
        "product_code": offer.product_code,
        "url": f"{settings.PUBLIC_URL}/goods/{offer.product_code}/",
        "attributes": offer.attributes,
        "making_days": offer.terms.making_days,
        "extra": dict(extra),
    }


def fingerprint(words: Mapping[str, Any]) -> str:
    """The same for the same words."""
    told = json.dumps(words, sort_keys=True, ensure_ascii=False).encode()
    return hashlib.blake2b(told, digest_size=16).hexdigest()
