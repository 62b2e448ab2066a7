"""A group's orders in each state, as the demonstration shows them."""

from datetime import timedelta

import pytest

from demo.load import chain, people, producers
from demo.load.people import organisation
from ekshop.catalogue.tests.make import offer
from ekshop.fulfilment.models import Pool
from ekshop.fulfilment.selectors import sourcing_counts
from ekshop.kernel import clock, rulebook
from ekshop.orders.models import GroupShare
from ekshop.parties.services import geography_load


@pytest.mark.django_db
def test_the_sisters_of_the_char_have_orders_in_each_state():
    now = clock.now()
    rulebook.rules_load()
    geography_load()
    people.load(now - timedelta(days=30))
    producers.load(now - timedelta(days=30))
    offer(organisation(chain.GROUP), price_poisha=45_000, on_hand=60)
    chain.load(now)
    asha = people.persona("asha")
    assert sourcing_counts(asha) == {"asking": 1, "bringing": 2, "sending": 3}
    assert Pool.objects.get().shipments.count() == 2
    assert sum(GroupShare.objects.values_list("quantity", flat=True)) == 15
