"""A trial whose worker is killed, or that is stopped while it is at work, leaves nothing behind."""

from datetime import timedelta

import pytest
from django.utils import translation

from ekshop.catalogue.models import Offer, StockReservation
from ekshop.catalogue.tests import make as catalogue
from ekshop.federation.models import ConformanceRun
from ekshop.federation.selectors import log_of, steps_shown
from ekshop.federation.services import (
    TrialNotPassed,
    conformance_advance,
    conformance_heard,
    conformance_start,
    conformance_stop,
    seller_open,
)
from ekshop.federation.services.conformance import TooManyTrials
from ekshop.federation.services.conformance.trying import ACTS
from ekshop.kernel import clock, states
from ekshop.kernel.rulebook import rule_at
from ekshop.orders.models import SellerOrder
from ekshop.orders.tests import make as orders
from ekshop.parties.services import organisation_try
from ekshop.parties.tests.make import PLACED_AT

from . import make_feeds


@pytest.fixture
def people(db):
    everyone = orders.people()
    for ref in ("A-1", "A-2", "A-3"):
        catalogue.offer(everyone.partner, seller_ref=ref, on_hand=2)
    return everyone


@pytest.fixture
def run(people) -> ConformanceRun:
    return conformance_start(
        actor=people.mina.actor, seller_id=people.partner.pk, decline_ref="A-3", now=clock.now()
    )


def go_on(run) -> bool:
    return conformance_advance(run_id=run.pk, now=clock.now())


def test_an_order_placed_before_the_worker_died_is_the_trials_own(run):
    now, goods, step = clock.now(), run.steps.get(key="goods"), run.steps.get(key="order")
    for action in ("begin", "pass"):
        states.move(goods, action, actor=make_feeds.SYSTEM, now=now)
    ACTS["order"](run, step, now)
    assert go_on(run)
    step.refresh_from_db()
    assert (step.state, step.seller_order) == ("passed", SellerOrder.objects.get(trial=True))


def test_each_judgement_names_the_line_of_the_log_it_rests_on(people, run):
    assert go_on(run)
    share = SellerOrder.objects.get(trial=True)
    conformance_heard(
        seller_id=people.partner.pk,
        method="POST",
        path=f"/api/partners/v1/seller-orders/{share.code}/confirm",
        status=200,
        answer="",
        now=clock.now(),
    )
    orders.confirm(people.mina, share, clock.now())
    go_on(run)
    log = log_of(run)
    lines = {each.step.key: each.line for each in steps_shown(run)}
    assert lines["goods"].text.startswith("goods: 3 in stock")
    assert lines["order"].text.startswith(f"{share.code}: 1 ×")
    assert lines["confirmed"].text.endswith(f"{share.code}/confirm")
    assert all(log[line.number - 1] == line for line in lines.values() if line)
    assert lines["shipped"] is lines["forged"] is None


def test_only_a_green_trial_opens_a_seller_whoever_asks(people, run):
    who = {"organisation_id": people.partner.pk, "reason": "It says it works", "now": clock.now()}
    omar = people.omar.actor
    organisation_try(actor=omar, **who)
    with pytest.raises(TrialNotPassed):
        seller_open(actor=omar, **who)
    for state in ("passed", "failed"):
        ConformanceRun.objects.create(
            seller=people.partner,
            way="portal",
            state=state,
            patience_s=5,
            started_by=people.mina.person,
            started_at=clock.now(),
        )
        if state == "passed":
            seller_open(actor=omar, **who)
            organisation_try(actor=omar, **who)
    with pytest.raises(TrialNotPassed):
        seller_open(actor=omar, **who)


def test_a_trial_stopped_in_the_middle_takes_its_orders_back(run):
    assert go_on(run)
    states.move(run, "stop", actor=make_feeds.SYSTEM, now=clock.now())
    assert not go_on(run)
    assert SellerOrder.objects.get(trial=True).state == "cancelled"
    assert not Offer.objects.exclude(reserved=0).exists()


def test_a_seller_begins_no_more_trials_a_day_than_the_rule_says(people):
    start = {"seller_id": people.partner.pk, "decline_ref": "A-3"}
    noon = PLACED_AT
    for _ in range(rule_at("trials_a_day", noon).value):
        run = conformance_start(actor=people.mina.actor, now=noon, **start)
        ConformanceRun.objects.filter(pk=run.pk).update(state="failed")
    for language, words in (("bn", "আজকের ১০টি"), ("en", "All 10 trials of today")):
        with translation.override(language), pytest.raises(TooManyTrials, match=words):
            conformance_start(actor=people.mina.actor, now=noon, **start)
    assert conformance_start(actor=people.mina.actor, now=noon + timedelta(days=1), **start)


def test_trials_take_nothing_from_the_shelf_and_make_nothing_sought_after(people, run):
    assert go_on(run)
    share = SellerOrder.objects.get(trial=True)
    orders.confirm(people.mina, share, clock.now())
    assert Offer.objects.filter(on_hand=1).count() == 2
    conformance_stop(actor=people.mina.actor, run_id=run.pk, now=clock.now())
    assert set(Offer.objects.values_list("on_hand", "reserved")) == {(2, 0)}
    assert set(StockReservation.objects.values_list("state", flat=True)) == {"restored"}
