"""What the operator writes down of channels and countries: once, and not against what runs."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from ekshop.channels.models import ChannelListing, CountryRule, DutyRate
from ekshop.channels.services import (
    channel_put,
    channels_reference_load,
    country_rule_put,
    duty_rate_put,
)
from ekshop.channels.tests import abroad, make
from ekshop.kernel import clock
from ekshop.kernel.errors import InvalidInput

FROM = date(2026, 7, 1)


def test_a_channels_currency_stays_while_something_is_on_sale_or_not_settled(
    people, bazaar, kantha, step
):
    channel = make.channel()
    make.exchange_rate("EUR", "130")
    put = {"actor": people.omar.actor, "key": channel.key, "now": clock.now()}
    listing = step.begin(kantha, channel)
    step(channel)
    with pytest.raises(InvalidInput) as refused:
        channel_put(fields={"currency": "EUR"}, **put)
    assert "১" in str(refused.value.field_errors["currency"])
    channel_put(fields={"currency": "USD", "name_en": "Grand Bazaar"}, **put)
    ChannelListing.objects.filter(pk=listing.pk).update(state="ended", told_quantity=None)
    abroad.take(channel, abroad.told("SKU-NOBODY-KNOWS"))
    with pytest.raises(InvalidInput) as refused:
        channel_put(fields={"currency": "EUR"}, **put)
    assert "১" in str(refused.value.field_errors["currency"])
    channel.orders.update(state="settled")
    assert channel_put(fields={"currency": "EUR"}, **put).currency == "EUR"


def test_a_duty_and_a_rule_pressed_twice_are_one(people):
    by = {"actor": people.omar.actor, "country": "US", "valid_from": FROM, "now": clock.now()}
    for source in ("Tariff 2026", "Tariff 2026, page 7"):
        duty_rate_put(hs_prefix="6301", bp=900, source=source, **by)
        country_rule_put(
            hs_prefix="6301",
            material="",
            verdict="restricted",
            paper="",
            reason=("কারণ", "A reason"),
            citation=source,
            **by,
        )
    duty = DutyRate.objects.get(country="US", hs_prefix="6301")
    rule = CountryRule.objects.get(country="US", hs_prefix="6301")
    assert (duty.source, rule.citation) == ("Tariff 2026, page 7",) * 2
    # At once neither sees the other, and the database lets one in.
    for model, found in ((DutyRate, duty), (CountryRule, rule)):
        found.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            found.save(force_insert=True)
        assert model.objects.filter(country="US", hs_prefix="6301").count() == 1


def test_the_tables_that_come_with_the_house_say_nothing_twice(db):
    assert channels_reference_load() >= 300
