"""Goods as cards: in a search, on a shelf, beside others like them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from ekshop.catalogue.selectors import Found
from ekshop.kernel import bangla
from ekshop.kernel.clock import dhaka_date, now
from ekshop.producers.selectors import stopped_by_rest
from ekshop.web.pictures import picture_href

from .bound import ANYWHERE, Bound


@dataclass(frozen=True, slots=True)
class Card:
    """A product as a card in a list of goods. `unshown`: nobody has shown a right to the registered
    name it is sold under."""

    href: str
    title: str
    price: int
    several: bool
    drawing: str
    gi: str
    unshown: bool
    note: str
    stays: bool
    was: int | None
    picture: str
    small: str


def cards(found: Iterable[Found], language: str, bound: Bound = ANYWHERE) -> list[Card]:
    """Of goods of one producer who rests too long to be ordered from, with when she works again; of
    those that would spoil on the way to where they are `bound`, that they cannot go there."""
    shown = list(found)
    makers = [one.best.seller_id for one in shown if one.best and _of_its_maker(one)]
    back = stopped_by_rest(makers, dhaka_date(now())) if makers else {}
    return [
        _card(one, language, back.get(one.best.seller_id if one.best else 0), bound)
        for one in shown
    ]


def _of_its_maker(found: Found) -> bool:
    best = found.best if found.seller_count == 1 else None
    return best is not None and found.sellers[best.seller_id].producer


def _card(found: Found, language: str, back: date | None, bound: Bound) -> Card:
    product, best = found.product, found.best
    number = found.seller_count
    shown = bangla.format_number(number, language)
    if not found.in_stock:
        note = _("Not in stock now")
    elif not found.travels:
        note = _("Cannot travel to %(place)s: it spoils on the way") % {"place": bound.name}
    elif best and found.only_own_centre(best):
        note = _("Only at its maker's own centre: it keeps no longer")
    elif back and _of_its_maker(found):
        day = bangla.format_date(back, language)
        note = _("Its maker rests; orders again from %(day)s") % {"day": day}
    elif _of_its_maker(found):
        note = _("From the producer · %(days)s days") % {"days": _days(found, language)}
    elif number == 1:
        note = _("%(seller)s · %(days)s days") % {
            "seller": found.sellers[found.offers[0].seller_id].named.name(language),
            "days": _days(found, language),
        }
    else:
        note = _("%(count)s sellers · %(days)s days") % {
            "count": shown,
            "days": _days(found, language),
        }
    district = product.district
    place = (district.name_en if language == "en" else district.name_bn) if district else ""
    return Card(
        href=bound.href(_href(found, found.shown_first[0], language)),
        title=found.title(language),
        price=best.price_poisha if best else 0,
        several=number > 1,
        drawing=product.category.drawing,
        gi=place or " " if product.is_gi else "",
        unshown=found.name_unshown,
        note=note,
        stays=found.in_stock and not found.travels,
        was=best.list_price_poisha if best else None,
        picture=picture_href("p", product.pk, product.image_url),
        small=picture_href("p", product.pk, product.image_url, side=160),
    )


def _days(found: Found, language: str) -> str:
    return bangla.format_number(found.days, language)


def product_href(found: Found, language: str) -> str:
    """The readable address of a product: its code, and its title for people."""
    return _href(found, found.product.code, language)


def _href(found: Found, code: str, language: str) -> str:
    return reverse("storefront:product", args=[code, words_of(found.title(language))])


def words_of(title: str) -> str:
    """A title as the readable end of an address; Bengali stays Bengali."""
    kept = "".join(
        char if char.isalnum() or "\u0981" <= char <= "\u09e3" else " " for char in title
    )
    return "-".join(kept.lower().split())[:80].strip("-") or "-"
