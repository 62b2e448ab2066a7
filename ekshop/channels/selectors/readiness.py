"""Whether goods are ready for a channel, and what is missing, in words."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Q, QuerySet

from ekshop.catalogue.selectors import OfferAbroad
from ekshop.producers.selectors.names import NamesInUse

from .. import rules
from ..models import CountryRule, ExportGoods, ExportPaper, ExportPicture, HsCode
from ..rules import readiness
from ..rules.sentences import Either
from .context import ChannelContext


def hs_known(codes: Collection[str]) -> set[str]:
    """Those of them that are in the nomenclature. One statement."""
    return set(HsCode.objects.filter(code__in=set(codes)).values_list("code", flat=True))


def papers_held(on: date) -> QuerySet[ExportPaper]:
    """Certificates that hold on a day; none whose file the scanner refused."""
    holding = ExportPaper.objects.filter(Q(until=None) | Q(until__gte=on))
    return holding.exclude(document__state="infected")


def papers_of(goods_ids: Collection[int], on: date) -> dict[int, set[str]]:
    """Their kinds, by goods. One statement."""
    found: dict[int, set[str]] = {number: set() for number in goods_ids}
    rows = papers_held(on).filter(goods_id__in=found).values_list("goods_id", "kind")
    for goods_id, kind in rows:
        found[goods_id].add(kind)
    return found


def goods_lacks(
    goods: ExportGoods, pictures: Sequence[ExportPicture], *, known: bool, names: NamesInUse
) -> list[rules.Lack]:
    """What any channel would miss of the goods. No statement."""
    return rules.goods_lacks(
        rules.Readiness(
            hs_code=goods.hs_code,
            hs_known=known,
            origin=goods.origin,
            materials=goods.materials,
            net_g=goods.net_g,
            gross_g=goods.gross_g,
            length_mm=goods.length_mm,
            width_mm=goods.width_mm,
            height_mm=goods.height_mm,
            title_en=goods.title_en,
            text_en=goods.text_en,
            points_en=goods.points_en,
            english=goods.english,
            pictures=[(each.width, each.height) for each in pictures],
            unearned=name_unearned(goods, names),
        )
    )


def name_unearned(goods: ExportGoods, names: NamesInUse) -> dict[str, Either]:
    """The registered name the English of the goods uses though their seller has no right to it, under
    the field that first does; nothing where all is well. No statement."""
    name = names.without_right(goods.seller_id, [goods.title_en, *goods.points_en])
    if name is None:
        return {}
    in_title = names.without_right(goods.seller_id, [goods.title_en])
    return {"title_en" if in_title else "points_en": Either(name.name_bn, name.name_en)}


def channel_lacks(
    goods: ExportGoods,
    offer: OfferAbroad,
    pictures: Sequence[ExportPicture],
    papers: Collection[str],
    context: ChannelContext,
) -> list[rules.Lack]:
    """What this channel and its country would miss beside that. No statement."""
    channel = context.channel
    lacks = rules.picture_lacks(
        [(each.width, each.height) for each in pictures], channel.picture_side
    )
    for rule in context.rules_on(goods, offer.title):
        lacks += _ruled(rule, papers)
    if offer.is_gi and (proof := rules.paper_lack(ExportPaper.GI, papers)):
        # What is sold as a place's own goods is asked abroad what shows it; no country demands it.
        lacks.append(replace(proof, stops=False))
    return [*lacks, *spoiling(offer, context.way_days), *_priced(goods, offer, context)]


def spoiling(offer: OfferAbroad, way_days: int) -> list[rules.Lack]:
    """Goods that do not keep until they are at a buyer's abroad. No statement."""
    if offer.terms.travels(way_days):
        return []
    words = readiness.SPOILS(most=offer.terms.longest_way, days=way_days)
    return [rules.Lack("stock", "spoils", words)]


def _ruled(rule: CountryRule, papers: Collection[str]) -> list[rules.Lack]:
    if rule.verdict == CountryRule.PAPER:
        lack = rules.paper_lack(rule.paper, papers)
        return [lack] if lack else []
    reason = Either(rule.reason_bn, rule.reason_en)
    return [rules.verdict_lack(rule.verdict, reason, stops=rule.verdict == CountryRule.FORBIDDEN)]


def _priced(goods: ExportGoods, offer: OfferAbroad, context: ChannelContext) -> list[rules.Lack]:
    lacks = []
    if not offer.live:
        lacks.append(rules.Lack("stock", "not_on_sale", readiness.NOT_ON_SALE()))
    if context.rate is None:
        lacks.append(rules.Lack("price", "no_rate", readiness.NO_RATE()))
    elif context.landed(goods, offer.price_poisha) is None:
        lacks.append(rules.Lack("price", "no_freight", readiness.NO_FREIGHT()))
    if goods.hs_code and context.duty_on(goods.hs_code) is None:
        lacks.append(rules.Lack("price", "no_duty", readiness.NO_DUTY(), stops=False))
    return lacks
