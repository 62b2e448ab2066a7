"""What operators see of matching: the queue, two products side by side, moves and a product's offers."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from ekshop.kernel.errors import NotFound
from ekshop.kernel.models import in_language

from ..matching import EVEN, Goods, Lexicon, Traits, probability, traits_of
from ..matching.showing import Piece, marked
from ..models import Category, MatchMove, MatchPair, MatchTranslation, Offer, Product

PAIR_SHELVES = ("review", "family", "same", "different")
SURE = (0.5, 0.9)
"""From which likelihood on a pair counts as likely, and as nearly sure."""
PAIRS_ORDER = ("-score", "-id")
MOVES_ORDER = ("-at", "-id")


@dataclass(frozen=True, slots=True)
class Side:
    """One product of a pair, as its page shows it, and its title marked against the other's."""

    product: Product
    offers: Sequence[Offer]
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class PairShown:
    """Two products side by side. `percent`: how likely they are one thing."""

    pair: MatchPair
    sides: Sequence[Side]
    percent: int


@dataclass(frozen=True, slots=True)
class PairFilter:
    """Which pairs: `shelf` one of PAIR_SHELVES; the others narrow it, None or "" does not.

    `sure`: "low", "likely" or "high".
    """

    shelf: str = "review"
    seller_id: int | None = None
    category_id: int | None = None
    sure: str = ""


def pairs_listed(wanted: PairFilter) -> QuerySet[MatchPair]:
    rows = MatchPair.objects.select_related("one__category", "other__category").filter(
        _shelf(wanted.shelf)
    )
    if wanted.seller_id:
        rows = rows.filter(sellers__contains=[wanted.seller_id])
    if wanted.category_id:
        below = Category.objects.filter(Q(pk=wanted.category_id) | Q(parent=wanted.category_id))
        rows = rows.filter(category_id__in=list(below.values_list("pk", flat=True)))
    if wanted.sure in _BANDS:
        low, high = _BANDS[wanted.sure]
        rows = rows.filter(score__gte=low, score__lt=high)
    return rows


def pair_counts() -> dict[str, int]:
    """How many pairs stand on each shelf."""
    counted = MatchPair.objects.aggregate(
        **{name: Count("id", filter=_shelf(name)) for name in PAIR_SHELVES}
    )
    return {name: int(counted[name]) for name in PAIR_SHELVES}


def pair_sellers() -> list[int]:
    """Sellers of which pairs wait."""
    rows = MatchPair.objects.filter(state=MatchPair.OPEN).values_list("sellers", flat=True)
    return sorted({seller for sellers in rows.distinct()[:5_000] for seller in sellers})


def percent_of(score: float) -> int:
    """How likely, in a hundred; never quite sure."""
    return min(99, max(1, round(100 * probability(score))))


def pair_shown(pair_id: int) -> PairShown:
    """Raises NotFound."""
    pair = (
        MatchPair.objects.select_related("one__category", "other__category")
        .filter(pk=pair_id)
        .first()
    )
    if pair is None:
        raise NotFound()
    return pairs_shown([pair])[0]


def lexicon_now() -> dict[str, str]:
    """What Bengali words are in Latin letters, by the last night's learning."""
    return dict(MatchTranslation.objects.values_list("bengali", "latin"))


def pairs_shown(pairs: Sequence[MatchPair]) -> list[PairShown]:
    """Side by side, in three statements whatever their number."""
    products = {one.pk: one for pair in pairs for one in (pair.one, pair.other)}
    offers = _offers(products)
    lexicon = lexicon_now()
    traits = {pk: _traits(one, lexicon) for pk, one in products.items()}
    shown = []
    for pair in pairs:
        sides = [
            Side(one, offers[one.pk], marked(title_of(one), traits[other.pk], traits[one.pk].meant))
            for one, other in ((pair.one, pair.other), (pair.other, pair.one))
        ]
        shown.append(PairShown(pair, sides, percent_of(pair.score)))
    return shown


def pair_after(wanted: PairFilter, pair: MatchPair) -> int | None:
    """The next pair of the queue behind this one; from the top again at its end."""
    rows = pairs_listed(wanted).exclude(pk=pair.pk).order_by(*PAIRS_ORDER)
    behind = Q(score__lt=pair.score) | Q(score=pair.score, pk__lt=pair.pk)
    ids = rows.values_list("pk", flat=True)
    return ids.filter(behind).first() or ids.first()


def product_with_offers(code: str) -> Side:
    """A product, or the one it was put under, with all its offers. Raises NotFound."""
    found = (
        Product.objects.select_related("merged_into", "category").filter(code=code.upper()).first()
    )
    if found is None:
        raise NotFound()
    product = found.merged_into or found
    return Side(product, _offers({product.pk: product})[product.pk], ())


def moves_listed(product_id: int | None = None) -> QuerySet[MatchMove]:
    """What was put together and taken apart; of one product or of all."""
    rows = MatchMove.objects.select_related("kept", "gone")
    if product_id is not None:
        rows = rows.filter(Q(kept_id=product_id) | Q(gone_id=product_id))
    return rows


def title_of(product: Product) -> str:
    return in_language(product.title_bn or product.title, product.title_en or product.title)


def _shelf(name: str) -> Q:
    if name in ("review", "family"):
        return Q(state=MatchPair.OPEN, verdict=name)
    return Q(state=name)


def _offers(products: dict[int, Product]) -> dict[int, list[Offer]]:
    found: dict[int, list[Offer]] = defaultdict(list)
    rows = Offer.objects.select_related("seller").filter(product_id__in=products).order_by("id")
    for offer in rows:
        found[offer.product_id].append(offer)
    return found


def _traits(product: Product, lexicon: Lexicon) -> Traits:
    titles = (product.title_bn, product.title_en, product.title)
    return traits_of(Goods(titles, product.brand, product.mpn, product.gtin), lexicon)


def _score_at(share: float) -> float:
    return EVEN + math.log(share / (1 - share))


_BANDS = {
    "low": (-1e9, _score_at(SURE[0])),
    "likely": (_score_at(SURE[0]), _score_at(SURE[1])),
    "high": (_score_at(SURE[1]), 1e9),
}
