"""What sellers show and say of a thing: their pictures, the best offer's first, and its attributes."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from ekshop.kernel.statements import fetch

MOST = 8


class GalleryPicture(NamedTuple):
    """Which offer's which picture: `place` 0 is its main one."""

    offer_id: int
    place: int
    address: str


def gallery_of(offer_ids: Sequence[int]) -> list[GalleryPicture]:
    """At most eight, none twice, in the order of the offers. One statement."""
    given = {row[0]: row for row in fetch(_PICTURES, [list(offer_ids)])}
    found: dict[str, GalleryPicture] = {}
    for offer_id in offer_ids:
        _id, main, further = given.get(offer_id, (0, "", []))
        for place, address in enumerate([main, *further]):
            if address and address not in found:
                found[address] = GalleryPicture(offer_id, place, address)
    return list(found.values())[:MOST]


def attributes_said(offer_ids: Sequence[int]) -> dict[str, str]:
    """What these offers say of their thing, by attribute key; the first that says it is believed."""
    given = dict(fetch(_ATTRIBUTES, [list(offer_ids)]))
    said: dict[str, str] = {}
    for offer_id in offer_ids:
        attributes = given.get(offer_id) or {}
        if isinstance(attributes, str):
            attributes = json.loads(attributes)
        for key, text in attributes.items():
            said.setdefault(key, str(text))
    return said


_ATTRIBUTES = "SELECT id, attributes FROM catalogue_offer WHERE id = ANY(%s)"

_PICTURES = """
SELECT id, image_url, ARRAY(SELECT jsonb_array_elements_text(images)) FROM catalogue_offer
WHERE id = ANY(%s)
"""
