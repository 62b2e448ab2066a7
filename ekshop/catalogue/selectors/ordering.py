"""What an order needs to know of the offers it takes, in a constant number of statements."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.statements import fetch
from ekshop.parties.selectors import licensed_organisation_ids

from .. import rules
from ..models import ForbiddenTerm, Offer
from ..variants.book import Value
from ..variants.known import attribute_book
from ..variants.titles import titled
from .terms import season_words


@dataclass(frozen=True, slots=True)
class OfferToOrder:
    """An offer as it stands now. `refusal`: a key of `rules.NOT_ORDERABLE`, or "".

    Its titles say which size or colour of its family it is.
    """

    id: int
    seller_id: int
    seller_ref: str
    product_id: int
    category_id: int
    parent_category_id: int | None
    title: str
    price_poisha: int
    available: int
    refusal: str
    product_code: str
    image_url: str
    drawing: str
    title_bn: str = ""
    title_en: str = ""
    terms: rules.Terms = rules.NO_TERMS

    @property
    def name(self) -> str:
        """Its title in the reader's language, if its seller gave one."""
        return rules.title_in(
            get_language() or "bn",
            bengali=self.title_bn,
            english=self.title_en,
            otherwise=self.title,
        )

    @property
    def why(self) -> object:
        """The words for its refusal, to stand behind its title."""
        if self.refusal == "season":
            return season_words(self.terms)
        return rules.NOT_ORDERABLE[self.refusal]


def offers_to_order(offer_ids: Collection[int], *, at: datetime) -> dict[int, OfferToOrder]:
    """The offers by id, each with the reason why it may not be ordered, if there is one.

    Unknown ids are left out. A closed seller is not judged here: who may sell is the parties'
    to say. Two statements; a third when medicine is among them.
    """
    rows = fetch(_OFFERS, [list(offer_ids)])
    words, today = forbidden_words(), dhaka_date(at)
    in_need: dict[str, set[int]] = {}
    for row in rows:
        if licence := rules.LICENCE_FOR_REGULATION.get(row[10]):
            in_need.setdefault(licence, set()).add(row[1])
    licensed = {
        kind: licensed_organisation_ids(sellers, kind=kind, on=today)
        for kind, sellers in in_need.items()
    }
    return {row[0]: _offer(row, words, licensed, today) for row in rows}


def forbidden_terms() -> dict[str, ForbiddenTerm]:
    """The words in force by the term, with the reason and the law. One statement."""
    return {row.term: row for row in ForbiddenTerm.objects.filter(active=True)}


def forbidden_terms_listed(text: str = "") -> QuerySet[ForbiddenTerm]:
    """All, also those out of force; with `text`, those that carry it."""
    rows = ForbiddenTerm.objects.order_by("term", "id")
    return rows.filter(term__icontains=text) if text else rows


def forbidden_words() -> rules.ForbiddenWords:
    """The words in force, ready to look at texts with. One statement."""
    return _prepared(tuple(fetch(_FORBIDDEN)))


@lru_cache(maxsize=4)
def _prepared(rows: tuple[tuple[str, str], ...]) -> rules.ForbiddenWords:
    return rules.ForbiddenWords({term: unless.split("|") for term, unless in rows})


def _offer(
    row: tuple, words: rules.ForbiddenWords, licensed: dict[str, set[int]], today: date
) -> OfferToOrder:
    state, on_hand, reserved, regulation = row[7:11]
    licence = rules.LICENCE_FOR_REGULATION.get(regulation)
    kind, wider = rules.Keeping(*row[24:26]), rules.Keeping(*row[26:28])
    terms = rules.Terms(*row[19:24]).or_usual(kind.under(wider))
    refusal = ""
    if state in (Offer.LIVE, Offer.OFF_SEASON) and not terms.in_season(today):
        refusal = "season"
    elif state != Offer.LIVE:
        refusal = _REFUSALS.get(state, "withdrawn")
    elif words.find(row[5]):
        refusal = "forbidden"
    elif licence and row[1] not in licensed[licence]:
        refusal = "licence"
    values = _values(row[18])
    return OfferToOrder(
        id=row[0],
        seller_id=row[1],
        seller_ref=row[2],
        product_id=row[3],
        category_id=row[4],
        parent_category_id=row[11],
        title=titled(row[5], [value.name for value in values]),
        price_poisha=row[6],
        available=on_hand - reserved,
        refusal=refusal,
        product_code=row[12],
        image_url=row[13] or row[14],
        drawing=row[15],
        title_bn=titled(row[16], [value.name_bn for value in values]),
        title_en=titled(row[17], [value.name_en for value in values]),
        terms=terms,
    )


def _values(variant: Any) -> list[Value]:
    if not variant or variant == "{}":
        return []
    book = attribute_book()
    said = json.loads(variant) if isinstance(variant, str) else variant
    read = [book.value(key, text) for key, text in said.items()]
    known = [value for value in read if value]
    return sorted(known, key=lambda value: book.attribute(value.key).position)


_REFUSALS = {
    Offer.BLOCKED: "blocked",
    Offer.UNLICENSED: "licence",
    Offer.STALE: "stale",
    Offer.OFF_SEASON: "season",
}

_OFFERS = """
SELECT offer.id, offer.seller_id, offer.seller_ref, offer.product_id, product.category_id,
       offer.title, offer.price_poisha, offer.state, offer.on_hand, offer.reserved,
       COALESCE(NULLIF(category.regulation, ''), parent.regulation, ''), category.parent_id,
       product.code, offer.image_url, product.image_url, category.drawing,
       offer.title_bn, offer.title_en, product.variant,
       terms.made_to_order_days, terms.shelf_life_days, terms.travel_days,
       terms.season_from, terms.season_to,
       category.shelf_life_days, category.travel_days, parent.shelf_life_days, parent.travel_days
FROM catalogue_offer AS offer
JOIN catalogue_product AS product ON product.id = offer.product_id
JOIN catalogue_category AS category ON category.id = product.category_id
LEFT JOIN catalogue_category AS parent ON parent.id = category.parent_id
LEFT JOIN catalogue_offerterms AS terms ON terms.offer_id = offer.id
WHERE offer.id = ANY(%s)
"""

_FORBIDDEN = "SELECT term, unless FROM catalogue_forbiddenterm WHERE active ORDER BY id"
