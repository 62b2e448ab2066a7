"""Everything that holds for one channel on one day, read once for many listings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.rulebook import rule_at

from .. import rules
from ..models import Channel, CountryRule, DutyRate, ExchangeRate, ExportGoods, FreightBand
from ..rules.exporting import WAY_RULE


def rate_on(currency: str, on: date) -> ExchangeRate | None:
    """The latest rate published up to a day."""
    rows = ExchangeRate.objects.filter(currency=currency, on__lte=on)
    return rows.order_by("-on").first()


@dataclass(frozen=True)
class ChannelContext:
    """`way_days`: how long goods are on the way from their maker to a buyer there. `freight_from`: the
    source of each band, by its grams."""

    channel: Channel
    on: date
    rate: ExchangeRate | None
    bands: tuple[tuple[int, int], ...]
    duties: tuple[DutyRate, ...]
    country_rules: tuple[CountryRule, ...]
    way_days: int
    freight_from: Mapping[int, str]

    def duty_on(self, hs_code: str) -> DutyRate | None:
        """The rate of the longest prefix; of two as long the one that began later."""
        found = [each for each in self.duties if hs_code.startswith(each.hs_prefix)]
        return max(found, key=lambda each: (len(each.hs_prefix), each.valid_from), default=None)

    def rules_on(self, goods: ExportGoods, *texts: str) -> list[CountryRule]:
        """What the country, or every one, says of these goods."""
        told = " ".join([goods.materials, goods.title_en, *texts]).casefold()
        return [
            each
            for each in self.country_rules
            if goods.hs_code.startswith(each.hs_prefix) and rules.has_word(told, each.material)
        ]

    def examples(self, goods: ExportGoods, landed: rules.Landed) -> list[str]:
        """Which of what the price was reckoned from are figures nobody has confirmed: "freight", "duty",
        "rate"."""
        band, duty = rules.band_for(landed.billable_g, self.bands), self.duty_on(goods.hs_code)
        told = {
            "freight": self.freight_from.get(band[0], "") if band else "",
            "duty": duty.source if duty else "",
            "rate": self.rate.source if self.rate else "",
        }
        return [kind for kind, source in told.items() if rules.is_example(source)]

    def landed(self, goods: ExportGoods, price_poisha: int) -> rules.Landed | None:
        """None without a rate of exchange, or where no freight band holds the parcel."""
        if self.rate is None:
            return None
        duty = self.duty_on(goods.hs_code)
        channel = self.channel
        return rules.landed_price(
            rules.Costing(
                price_poisha=price_poisha,
                gross_g=goods.gross_g,
                length_mm=goods.length_mm,
                width_mm=goods.width_mm,
                height_mm=goods.height_mm,
                volume_divisor=channel.volume_divisor,
                bands=self.bands,
                insurance_bp=channel.insurance_bp,
                duty_bp=duty.bp if duty else 0,
                margin_bp=channel.margin_bp,
                fee_bp=channel.fee_bp,
                rate=self.rate.rate,
                price_step=channel.price_step,
                price_ending=channel.price_ending,
            )
        )


def context_of(channel: Channel, now: datetime) -> ChannelContext:
    """Five statements."""
    on = dhaka_date(now)
    holding = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gt=on))
    everywhere = Q(country=channel.country) | Q(country="")
    freight = FreightBand.objects.filter(holding, channel=channel).order_by("valid_from")
    # Of two for one weight the one that began later.
    bands = {each.up_to_g: each for each in freight}
    return ChannelContext(
        channel=channel,
        on=on,
        rate=rate_on(channel.currency, on),
        bands=tuple((grams, band.poisha) for grams, band in bands.items()),
        duties=tuple(DutyRate.objects.filter(holding, country=channel.country)),
        country_rules=tuple(CountryRule.objects.filter(holding & everywhere).order_by("id")),
        way_days=rule_at(WAY_RULE, now).value,
        freight_from={grams: band.source for grams, band in bands.items()},
    )
