"""What each listing's channel should know, kept up with the shop.

Triggers note offers that changed (`OfferChange`); `listings_wanted` takes those notes away in the
transaction in which it marks their listings, and reckons marked ones anew under their row's lock,
so a change that comes meanwhile waits, marks again, and is not lost.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from ekshop.catalogue.selectors import OfferAbroad, offers_abroad
from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.statements import insert, run, update
from ekshop.producers.selectors import stopped_by_rest

from .. import rules
from ..models import Channel, ChannelListing, CountryRule, ListingIssue, ListingPrice
from ..selectors.context import ChannelContext, context_of
from ..selectors.readiness import papers_of
from ..selectors.showing import fingerprint, pictures_of, words_of

PUMP = Actor.system("channels")
AT_ONCE = 500
_RECKONED = (
    "wanted_quantity",
    "wanted_price",
    "wanted_fingerprint",
    "currency",
    "rate_id",
    "urgency",
    "stale",
)

_TAKEN = """
WITH taken AS (DELETE FROM channels_offerchange RETURNING offer_id)
UPDATE channels_channellisting SET stale = true
WHERE NOT stale AND offer_id IN (SELECT offer_id FROM taken)
"""


def listings_mark(
    *,
    channel_ids: Collection[int] = (),
    goods_ids: Collection[int] = (),
    listing_ids: Collection[int] = (),
    seller_ids: Collection[int] = (),
) -> int:
    """What these listings should say is to be reckoned anew; says of how many."""
    chosen = Q(channel_id__in=channel_ids) | Q(goods_id__in=goods_ids) | Q(pk__in=listing_ids)
    chosen |= Q(seller_id__in=seller_ids)
    return ChannelListing.objects.filter(chosen, stale=False).update(stale=True)


def listings_look_over() -> int:
    """Marks every listing: once a day, for rates and rules that begin or end with a date."""
    return ChannelListing.objects.filter(stale=False).update(stale=True)


def listings_wanted(now: datetime, limit: int = 100_000) -> int:
    """Follows what changed in the shop, then reckons what is marked; returns how many listings."""
    with transaction.atomic():
        run(_TAKEN)
    contexts: dict[int, ChannelContext] = {}
    done = 0
    while done < limit:
        count = _some(contexts, now)
        if not count:
            break
        done += count
    return done


@transaction.atomic
def _some(contexts: dict[int, ChannelContext], now: datetime) -> int:
    rows = (
        ChannelListing.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("goods")
        .filter(stale=True)
        .order_by("id")[:AT_ONCE]
    )
    listings = list(rows)
    if not listings:
        return 0
    offers = offers_abroad({each.offer_id for each in listings})
    pictures = pictures_of({each.goods_id for each in listings})
    papers = papers_of({each.goods_id for each in listings}, dhaka_date(now))
    resting = stopped_by_rest({each.seller_id for each in listings}, dhaka_date(now))
    _contexts_know(contexts, {each.channel_id for each in listings}, now)
    prices: list[ListingPrice] = []
    ended: list[ChannelListing] = []
    for listing in listings:
        context, offer = contexts[listing.channel_id], offers[listing.offer_id]
        if offer.gone and listing.state != "ended":
            ended.append(listing)
        words = words_of(
            context.channel, listing.goods, offer, pictures[listing.goods_id], listing.extra
        )
        stopped = listing.seller_id in resting or _stopped(
            listing, context, offer, papers[listing.goods_id]
        )
        wanted = _wanted(listing, context, offer, fingerprint(words), stopped)
        if wanted.rate_id and wanted.price != listing.wanted_price:
            prices.append(_price_change(listing, wanted, now))
        listing.wanted_quantity, listing.wanted_price = wanted.quantity, wanted.price
        listing.wanted_fingerprint, listing.rate_id = wanted.fingerprint, wanted.rate_id
        listing.currency = context.channel.currency
        listing.urgency, listing.stale = urgency_of(listing, ended=offer.gone), False
    _written(listings)
    insert(prices)
    if ended:
        states.move_all(ended, "end", actor=PUMP, now=now, also={"ended_why": "offer"})
        issues_close([each.pk for each in ended], now)
    return len(listings)


def issues_close(listing_ids: Collection[int], now: datetime) -> None:
    """Of what is taken away nothing is to be mended."""
    opened = ListingIssue.objects.filter(listing_id__in=listing_ids, closed_at=None)
    opened.update(closed_at=now)


def urgency_of(listing: ChannelListing, *, ended: bool = False) -> int:
    """How far what the channel was told is from what it should know. What waits to be mended, or
    is paused, is told only stock and price, and only if the channel knows it; a draft nothing."""
    ended = ended or listing.state == "ended"
    found = rules.urgency(
        told_quantity=listing.told_quantity,
        told_price=listing.told_price,
        told_fingerprint=listing.told_fingerprint,
        quantity=listing.wanted_quantity,
        price=listing.wanted_price,
        fingerprint=listing.wanted_fingerprint,
        ended=ended,
    )
    if ended:
        return found
    if listing.state == "checking":
        return max(found, rules.WORDS)
    if listing.state in ("draft", "paused", "issue") and found == rules.WORDS:
        return rules.NOTHING
    return found


@dataclass(frozen=True)
class _Wanted:
    quantity: int
    price: int
    fingerprint: str
    rate_id: int | None


def _stopped(
    listing: ChannelListing, context: ChannelContext, offer: OfferAbroad, papers: Collection[str]
) -> bool:
    """Whether the goods would spoil on the way, or the country forbids them or asks for a certificate
    that does not hold (any more)."""
    return not offer.terms.travels(context.way_days) or any(
        each.verdict == CountryRule.FORBIDDEN
        or (each.verdict == CountryRule.PAPER and each.paper not in papers)
        for each in context.rules_on(listing.goods, offer.title)
    )


def _wanted(
    listing: ChannelListing, context: ChannelContext, offer: OfferAbroad, mark: str, stopped: bool
) -> _Wanted:
    landed = context.landed(listing.goods, offer.price_poisha)
    left = offer.available - context.channel.stock_kept_back
    sells = offer.live and listing.state in rules.SELLING and landed is not None and not stopped
    return _Wanted(
        quantity=max(left, 0) if sells else 0,
        price=landed.price_minor if landed else listing.wanted_price,
        fingerprint=mark,
        rate_id=context.rate.pk if landed and context.rate else listing.rate_id,
    )


def _price_change(listing: ChannelListing, wanted: _Wanted, now: datetime) -> ListingPrice:
    return ListingPrice(
        listing=listing,
        was_minor=listing.wanted_price or None,
        became_minor=wanted.price,
        currency=listing.currency,
        rate_id=wanted.rate_id or 0,
        at=now,
    )


def _contexts_know(contexts: dict[int, ChannelContext], ids: set[int], now: datetime) -> None:
    for channel in Channel.objects.filter(pk__in=ids - contexts.keys()):
        contexts[channel.pk] = context_of(channel, now)


def _written(listings: Sequence[ChannelListing]) -> None:
    columns_write(listings, _RECKONED)


def columns_write(listings: Sequence[ChannelListing], columns: Sequence[str]) -> None:
    """Writes these columns of many listings with one statement for a thousand."""
    for start in range(0, len(listings), 1000):
        batch = listings[start : start + 1000]
        each = {name: [getattr(row, name) for row in batch] for name in ("id", *columns)}
        update(ChannelListing, {}, where={}, each=each)
