"""Shops with goods that may be one thing, for what is put together by itself and by hand."""

from itertools import count

from ekshop.catalogue.models import (
    Offer,
    Product,
)
from ekshop.catalogue.services import (
    OFFER,
    StagedRow,
    matching_run,
    offers_merge,
    offers_stage,
)
from ekshop.catalogue.tests import make
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.parties.tests import make as parties

SYSTEM = Actor.system("feeds")
OMAR = Actor(kind="person", person_id=1, role="operator", label="Omar")
_batch = count(1)


def shop():
    return parties.seller().organisation


def feed(seller, *rows: dict, feed_id: int = 0):
    """A seller's whole list, as its feed brings it."""
    batch = next(_batch)
    offers_stage(
        batch=batch,
        rows=[
            StagedRow(
                position=n,
                verdict=OFFER,
                fingerprint=f"{n:032x}",
                code=f"X-{batch}-{n}",
                source_category="",
                **{
                    "title_bn": "", "title_en": row.get("title", ""), "description": "",
                    "url": "", "image_url": "", "price_poisha": 3_800_000, "stock": 5,
                    "brand": "", "mpn": "", "gtin": "", **row,
                },
            )
            for n, row in enumerate(rows, 1)
        ],
    )  # fmt: skip
    return offers_merge(
        actor=SYSTEM,
        batch=batch,
        seller_id=seller.pk,
        feed_id=feed_id or seller.pk,
        complete=True,
        now=clock.now(),
        categories={},
        other_category=make.category().pk,
    )


TV = {"title": "Walton LED television 43 inch WD43R", "brand": "Walton", "mpn": "WD-43R"}
TV_TOO = {"title": "Walton 43 inch LED television WD43R full HD", "brand": "Walton"}
LAMP = {"title": "Jonak study lamp swan neck warm light adjustable", "brand": "Jonak"}
LAMP_TOO = {"title": "Jonak study lamp swan neck with dimmer adjustable", "brand": "Jonak"}


def matched(**how):
    return matching_run(now=clock.now(), **how)


def product_of(seller, ref: str) -> Product:
    return Offer.objects.get(seller=seller, seller_ref=ref).product


def two_offers(shops, mine=TV, theirs=TV_TOO) -> tuple[Product, Product]:
    one, other = shops
    feed(one, {"seller_ref": "a", **mine})
    feed(other, {"seller_ref": "b", **theirs})
    return product_of(one, "a"), product_of(other, "b")
