"""Whether goods are ready for a channel, and what is missing, in words."""

from collections.abc import Collection, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from ekshop.catalogue.selectors import OfferAbroad

from .. import rules
from ..models import CountryRule, ExportGoods, ExportPaper, ExportPicture, HsCode
from .context import ChannelContext


def hs_known(codes: Collection[str]) -> set[str]:
    """Those of them that are in the nomenclature. One statement."""
    return set(HsCode.objects.filter(code__in=set(codes)).values_list("code", flat=True))


def papers_of(goods_ids: Collection[int], on: date) -> dict[int, set[str]]:
    """Kinds of certificates that hold on a day, by goods; none whose file the scanner refused. One
    statement."""
    found: dict[int, set[str]] = {number: set() for number in goods_ids}
    rows = ExportPaper.objects.filter(goods_id__in=found)
    for row in rows.exclude(document__state="infected"):
        if row.until is None or row.until >= on:
            found[row.goods_id].add(row.kind)
    return found


def goods_lacks(
    goods: ExportGoods, pictures: Sequence[ExportPicture], *, known: bool
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
        )
    )


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
    return [*lacks, *_priced(goods, offer, context)]


def _ruled(rule: CountryRule, papers: Collection[str]) -> list[rules.Lack]:
    if rule.verdict == CountryRule.PAPER:
        lack = rules.paper_lack(rule.paper, papers)
        return [lack] if lack else []
    words = _("%(verdict)s: %(reason)s") % {
        "verdict": rules.VERDICTS[rule.verdict],
        "reason": rule.reason,
    }
    stops = rule.verdict == CountryRule.FORBIDDEN
    return [rules.Lack("hs_code", rule.verdict, words, stops=stops)]


def _priced(goods: ExportGoods, offer: OfferAbroad, context: ChannelContext) -> list[rules.Lack]:
    lacks = []
    if not offer.live:
        lacks.append(rules.Lack("stock", "not_on_sale", _("The goods are not on sale here now.")))
    if context.rate is None:
        words = _("No rate of exchange is known for this channel's money.")
        lacks.append(rules.Lack("price", "no_rate", words))
    elif context.landed(goods, offer.price_poisha) is None:
        words = _("No freight price is known for a parcel of this weight and size.")
        lacks.append(rules.Lack("price", "no_freight", words))
    if goods.hs_code and context.duty_on(goods.hs_code) is None:
        words = _("No duty is known for these goods in this country; it is counted as nothing.")
        lacks.append(rules.Lack("price", "no_duty", words, stops=False))
    return lacks
