"""How often a channel is asked for its orders."""

from dataclasses import replace

from ekshop.channels.adapters import Allowance, adapter_bring, adapters
from ekshop.channels.services import exporting
from ekshop.channels.tests import make
from ekshop.kernel import clock


def test_a_channel_is_asked_for_orders_as_often_as_it_allows(db, bazaar, hand):
    quotas = {"orders": Allowance(1 / 180, 2)}
    adapter_bring(replace(adapters()["bazaar"], key="seldom", quotas=quotas))
    seldom = make.channel(adapter="seldom")
    for _minute in range(6):
        exporting.channel_orders_read(channel_id=seldom.pk, now=clock.now())
        hand.forward(minutes=1)
    assert len([call for call in bazaar.told if call[0] == "orders"]) == 3
