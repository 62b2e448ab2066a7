"""Which picture a page means, where it lies, and which hosts wait for someone's word."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from ekshop.kernel.actors import Actor
from ekshop.kernel.statements import fetch
from ekshop.parties.rules import allowed

from ..models import PictureHost

PRODUCT, OFFER = "p", "o"
SIDES = (160, 480, 960)
MOST_ID, MOST_PLACE = 2**63 - 1, 100
"""An address may carry any number, PostgreSQL takes none beyond these."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture some page shows. `path`: its file in the size asked for, if it is there already."""

    address: str
    seller_id: int
    drawing: str
    path: Path | None


def key_of(address: str) -> str:
    return hashlib.md5(address.encode(), usedforsecurity=False).hexdigest()


def picture_path(digest: str, side: int) -> Path:
    """Where a size of a picture lies; the name is its content's, so it never changes."""
    return Path(settings.VAR_DIR) / "pictures" / digest[:2] / f"{digest}-{side}.webp"


def picture_mark(address: str) -> str:
    """What stands in a picture's address of ours, so that another picture has another address."""
    return key_of(address)[:10]


def picture_shown(kind: str, number: int, place: int, side: int) -> Shown | None:
    """A product's picture, or an offer's: its main one (place 0) or a further one."""
    if side not in SIDES or kind not in _STATEMENTS:
        return None
    if not 0 <= number <= MOST_ID or not 0 <= place <= MOST_PLACE:
        return None
    rows = fetch(_STATEMENTS[kind], {"number": number, "place": place - 1})
    if not rows or not rows[0][0]:
        return None
    address, seller_id, drawing, digest = rows[0]
    path = picture_path(digest, side) if digest else None
    return Shown(address, seller_id, drawing, path if path and path.exists() else None)


def picture_hosts_listed(actor: Actor) -> QuerySet[PictureHost]:
    """Hosts of sellers' pictures, those that wait first."""
    rows = PictureHost.objects.select_related("seller")
    return rows if allowed("category.manage", actor.role) else rows.none()


_STATEMENTS = {
    PRODUCT: """
SELECT told.address, told.seller_id, told.drawing, picture.digest
FROM (SELECT product.image_url AS address, category.drawing, %(place)s::int AS place,
             (SELECT seller_id FROM catalogue_offer WHERE product_id = product.id
              ORDER BY image_url = product.image_url DESC, id LIMIT 1) AS seller_id
      FROM catalogue_product AS product
      JOIN catalogue_category AS category ON category.id = product.category_id
      WHERE product.id = %(number)s::bigint) AS told
LEFT JOIN catalogue_picture AS picture
       ON picture.key = md5(told.address) AND picture.state = 'ready'
WHERE told.seller_id IS NOT NULL
""",
    OFFER: """
SELECT told.address, told.seller_id, told.drawing, picture.digest
FROM (SELECT CASE WHEN %(place)s::int < 0
                  THEN COALESCE(NULLIF(offer.image_url, ''), product.image_url)
                  ELSE offer.images ->> %(place)s::int END AS address,
             offer.seller_id, category.drawing
      FROM catalogue_offer AS offer
      JOIN catalogue_product AS product ON product.id = offer.product_id
      JOIN catalogue_category AS category ON category.id = product.category_id
      WHERE offer.id = %(number)s::bigint) AS told
LEFT JOIN catalogue_picture AS picture
       ON picture.key = md5(told.address) AND picture.state = 'ready'
""",
}
