"""What goods still lack for each channel, with every step of their price there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ekshop.catalogue.selectors import OfferAbroad, offers_abroad
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import format_date
from ekshop.kernel.clock import dhaka_date
from ekshop.producers.selectors import stopped_by_rest
from ekshop.producers.selectors.names import names_in_use

from .. import rules
from ..adapters import Ask, ListingItem, adapters
from ..models import Channel, ChannelListing, DutyRate, ExportGoods, ListingIssue
from ..rules.readiness import RESTING
from ..selectors.channels import channels_in_use
from ..selectors.context import ChannelContext, context_of
from ..selectors.goods import listings_visible_to
from ..selectors.readiness import channel_lacks, goods_lacks, hs_known, papers_of
from ..selectors.showing import pictures_of, words_of
from .facts import adapter_lacks, facts_of

COSTS = {
    "goods": _("The goods, as sold here"),
    "freight": _("Freight"),
    "insurance": _("Insurance"),
    "duty": _("Duty"),
    "margin": _("The platform's share"),
    "fee": _("The channel's fee"),
    "rounding": _("Rounded up to the channel's price ending"),
}


@dataclass(frozen=True)
class ChannelChecked:
    """One channel's answer for some goods. `lacks` beside what its `issues` say already; `asks` are its own questions with the answers so far.
    `examples`: what of the price rests on figures nobody has confirmed ("freight", "duty", "rate")."""

    channel: Channel
    listing: ChannelListing | None
    issues: list[ListingIssue]
    lacks: list[rules.Lack]
    asks: list[tuple[Ask, str]]
    landed: rules.Landed | None
    context: ChannelContext
    duty: DutyRate | None
    examples: list[str]

    @property
    def ready(self) -> bool:
        mending = any(issue.severity == "error" for issue in self.issues)
        return not mending and not any(lack.stops for lack in self.lacks)

    @property
    def price_text(self) -> str:
        if self.landed is None:
            return ""
        return rules.minor_text(self.landed.price_minor, self.channel.currency)

    @property
    def costs(self) -> list[tuple[Any, rules.CostLine]]:
        lines = self.landed.lines if self.landed else ()
        return [(COSTS[line.kind], line) for line in lines if line.poisha or line.kind == "goods"]


@dataclass(frozen=True)
class GoodsChecked:
    """What goods lack for any channel, and each channel in use beside it."""

    goods: ExportGoods
    offer: OfferAbroad
    lacks: list[rules.Lack]
    channels: list[ChannelChecked]

    @property
    def ready(self) -> bool:
        return not any(lack.stops for lack in self.lacks)


def goods_check(actor: Actor, goods: ExportGoods, now: datetime) -> GoodsChecked:
    """Everything a person sees on the page of goods made ready for export."""
    offer = offers_abroad([goods.offer_id])[goods.offer_id]
    pictures = pictures_of([goods.pk])[goods.pk]
    known = goods.hs_code in hs_known([goods.hs_code])
    listings = {row.channel_id: row for row in listings_visible_to(actor).filter(goods_id=goods.pk)}
    issues = _open_issues(list(listings.values()))
    channels = []
    for channel in channels_in_use():
        context = context_of(channel, now)
        papers = papers_of([goods.pk], context.on)[goods.pk]
        listing = listings.get(channel.pk)
        extra = listing.extra if listing else {}
        landed = context.landed(goods, offer.price_poisha)
        item = _item(channel, listing, landed, words_of(channel, goods, offer, pictures, extra))
        found = issues.get(listing.pk, []) if listing else []
        lacks = channel_lacks(goods, offer, pictures, papers, context)
        adapter = adapters().get(channel.adapter)
        asks: list[tuple[Ask, str]] = []
        if adapter is not None:
            facts = facts_of(channel)
            lacks += adapter_lacks(adapter, item, facts)
            named = replace(item, extra={**_named(found), **item.extra})
            asks = [(each, extra.get(each.name, "")) for each in adapter.asks(named, facts)]
        told = {(each.field, each.code) for each in found}
        channels.append(
            ChannelChecked(
                channel=channel,
                listing=listing,
                issues=found,
                lacks=[each for each in lacks if (each.field, each.code) not in told],
                asks=asks,
                landed=landed,
                context=context,
                duty=context.duty_on(goods.hs_code),
                examples=context.examples(goods, landed) if landed else [],
            )
        )
    names = names_in_use([goods.seller_id], today=dhaka_date(now))
    lacks = goods_lacks(goods, pictures, known=known, names=names)
    if back := stopped_by_rest([goods.seller_id], dhaka_date(now)).get(goods.seller_id):
        words = RESTING(day=format_date(back, get_language() or "bn"))
        lacks.append(rules.Lack("stock", "resting", words, stops=False))
    said = _said_by_all(channels)
    for each in channels:
        each.lacks[:] = [lack for lack in each.lacks if lack not in said]
    return GoodsChecked(goods, offer, [*lacks, *said], channels)


def _said_by_all(channels: Sequence[ChannelChecked]) -> list[rules.Lack]:
    """Papers that stop no channel and that every one would like to see: said once for all."""
    if not channels:
        return []
    return [
        lack
        for lack in channels[0].lacks
        if lack.field == "papers"
        and not lack.stops
        and all(lack in other.lacks for other in channels)
    ]


def _named(issues: Sequence[ListingIssue]) -> dict[str, str]:
    """Questions an issue names, as if nothing had been answered: a channel asks them even where the
    rules we know of it do not say so yet."""
    named = (each.field for each in issues if each.field.startswith("extra."))
    return {field.removeprefix("extra."): "" for field in named}


def _item(
    channel: Channel,
    listing: ChannelListing | None,
    landed: rules.Landed | None,
    words: dict[str, Any],
) -> ListingItem:
    """As it is listed, or as it would be: where no price can be reckoned yet, at a round one."""
    price = landed.price_minor if landed else 100
    return ListingItem(
        sku=listing.sku if listing else "",
        price_minor=listing.wanted_price if listing else price,
        currency=channel.currency,
        quantity=listing.wanted_quantity if listing else 1,
        **words,
    )


def _open_issues(listings: Sequence[ChannelListing]) -> dict[int, list[ListingIssue]]:
    found: dict[int, list[ListingIssue]] = {}
    ids = [row.pk for row in listings]
    for issue in ListingIssue.objects.filter(listing_id__in=ids, closed_at=None).order_by("id"):
        found.setdefault(issue.listing_id, []).append(issue)
    return found
