"""Goods sold abroad, as the demonstration shows them."""

from collections import Counter
from datetime import timedelta

import pytest

from demo.content.exports import GOODS, LISTED
from demo.load import exports, marketplaces, people, producers
from demo.load.people import organisation
from ekshop.catalogue.tests.make import offer
from ekshop.channels.models import ChannelListing, Consignment, ExportConcern, ExportOrder
from ekshop.channels.services.reference import channels_reference_load
from ekshop.kernel import clock, rulebook
from ekshop.ledger.selectors import balance, mismatches, unbalanced_journals
from ekshop.parties.services import geography_load


@pytest.mark.django_db
def test_orders_from_abroad_are_shown_in_each_state_and_their_books_balance(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    now = clock.now()
    rulebook.rules_load()
    geography_load()
    channels_reference_load()
    people.load(now - timedelta(days=30))
    producers.load(now - timedelta(days=30))
    marketplaces.load(now)
    for good in GOODS:
        made = offer(organisation(good.producer), price_poisha=90_000, on_hand=20)
        made.seller_ref = good.ref
        made.save()
    for _twice in range(2):
        exports.load(now)
    states = Counter(ExportOrder.objects.values_list("state", flat=True))
    assert states == {
        "received": 2, "reserved": 1, "gathering": 1, "at_hub": 1, "packed": 2, "shipped": 2,
        "settled": 1, "returned": 1, "cancelled": 1,
    }  # fmt: skip
    open_now = ExportConcern.objects.filter(closed_at=None).order_by("id")
    assert list(open_now.values_list("kind", flat=True)) == ["address", "listing_ended"]
    handed_over = Consignment.objects.filter(state="handed_over")
    assert {each.country for each in handed_over} == {"LK"}
    listings = Counter(ChannelListing.objects.values_list("state", flat=True))
    asked = sum(len(goods) for goods in LISTED.values())
    assert listings == {"checking": asked - 2, "paused": 1, "ended": 1}
    assert mismatches() == [] and unbalanced_journals() == []
    owed = sum(ExportOrder.objects.filter(state="shipped").values_list("receivable_poisha", flat=True))  # fmt: skip
    assert balance(None, "export_receivable") == owed > 0 == balance(None, "channel_balance")
