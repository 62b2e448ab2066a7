"""What the demonstration shows half-way: a partner's trial, and what was said to people long ago."""

from datetime import timedelta

import pytest

from demo.load import messages, prices, trial
from ekshop.catalogue.models import Offer
from ekshop.catalogue.rules import CATCH_ALL
from ekshop.catalogue.selectors import price_history
from ekshop.catalogue.tests import make as catalogue
from ekshop.federation.models import ConformanceRun
from ekshop.kernel import clock, rulebook
from ekshop.kernel.actors import Actor
from ekshop.notices.models import Message
from ekshop.notices.services import notice_send
from ekshop.parties.services import geography_load
from ekshop.parties.tests.make import personas

pytestmark = pytest.mark.django_db


def test_a_new_partner_has_confirmed_its_trial_order_and_is_to_ship_it():
    rulebook.rules_load()
    geography_load()
    catalogue.category(slug=CATCH_ALL)
    trial.load(clock.now())
    run = ConformanceRun.objects.get()
    assert (run.state, run.seller.state) == ("running", "joining")
    steps = dict(run.steps.values_list("key", "state"))
    assert steps["confirmed"] == "passed" and steps["shipped"] == "running"


def test_what_was_said_long_ago_arrived_without_the_gateway_and_secrets_are_forgotten():
    now = clock.now()
    at = now - timedelta(days=20)
    notice_send(
        actor=Actor.system("demo"),
        template="sign_in_code",
        to="01700000101",
        language="bn",
        context={"code": "123456", "minutes": 10},
        reference="",
        now=at,
    )
    messages.pass_on(at, now)
    [message] = Message.objects.all()
    assert (message.state, message.sent_at, message.body) == ("delivered", at, "")


def test_a_product_has_two_or_three_prices_to_look_back_on_and_ends_at_todays():
    now = clock.now()
    mina = personas().mina.organisation
    old = now - timedelta(days=92)
    offers = [
        catalogue.offer(mina, of=catalogue.product(f"Lamp {n}"), price_poisha=45_000)
        for n in range(1 + prices.EVERY * (len(prices.COURSES) - 1))
    ]
    Offer.objects.update(created_at=old)
    assert prices.load(now) > 2 * len(prices.COURSES)
    for offer in offers[:: prices.EVERY]:
        history = price_history([offer.pk], now=now)
        assert 3 <= len(history.steps) <= 4, history.steps
        assert history.steps[-1][1] == 45_000 and len(history.days) == 90
    assert not price_history([offers[1].pk], now=now).changed
