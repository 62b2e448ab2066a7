"""What the demonstration shows half-way: a partner's trial, and what was said to people long ago."""

from datetime import timedelta

import pytest

from demo.load import messages, trial
from ekshop.catalogue.rules import CATCH_ALL
from ekshop.catalogue.tests import make as catalogue
from ekshop.federation.models import ConformanceRun
from ekshop.kernel import clock, rulebook
from ekshop.kernel.actors import Actor
from ekshop.notices.models import Message
from ekshop.notices.services import notice_send
from ekshop.parties.services import geography_load

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
