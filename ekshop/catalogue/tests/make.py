"""Makers of catalogue rows for this package's tests and those above."""

from itertools import count

from ekshop.catalogue.models import Category, Offer, Product
from ekshop.kernel import clock
from ekshop.kernel.ids import tracking_code
from ekshop.parties.models import Organisation

_number = count(1)


def category(slug: str = "saree", *, parent: Category | None = None, **fields) -> Category:
    fields = {"name_bn": "শাড়ি", "name_en": "Saree", "drawing": "sari", **fields}
    return Category.objects.get_or_create(slug=slug, defaults={"parent": parent, **fields})[0]


def product(title: str = "Tangail saree", *, in_category: Category | None = None, **fields):
    now = clock.now()
    return Product.objects.create(
        code=tracking_code("G"),
        category=in_category or category(),
        title=title,
        title_en=title,
        created_at=now,
        updated_at=now,
        **fields,
    )


def offer(
    seller: Organisation,
    *,
    of: Product | None = None,
    price_poisha: int = 150_000,
    on_hand: int = 10,
    **fields,
) -> Offer:
    """A live offer; `of` is the product, made when none is given."""
    now = clock.now()
    of = of or product()
    fields = {"title": of.title, "seller_ref": f"ref-{next(_number)}", **fields}
    return Offer.objects.create(
        seller=seller,
        product=of,
        price_poisha=price_poisha,
        on_hand=on_hand,
        created_at=now,
        updated_at=now,
        **fields,
    )
