"""A seller's integration on trial: the sandbox's shop passes every step, and is opened by it."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from ekshop.catalogue.tests import make as catalogue
from ekshop.federation.models import ConformanceRun
from ekshop.federation.selectors import log_of, steps_shown, verdict_of
from ekshop.federation.services import conformance_advance, conformance_start
from ekshop.kernel import clock
from ekshop.ledger.models import Journal
from ekshop.orders.models import SellerOrder
from ekshop.parties.services import organisation_try
from sandbox.tests.conftest import Outside

from .test_to_the_seller_and_back import outside, people, until  # noqa: F401

pytestmark = pytest.mark.outside


@pytest.fixture
def on_trial(people, outside: Outside):  # noqa: F811
    for ref in ("A-1", "A-2", "A-3", "NO-1"):
        catalogue.offer(people.partner, seller_ref=ref, on_hand=9)
    outside.control("shop/1/settings", decline_skus=["NO-1"])
    organisation_try(
        actor=people.omar.actor, organisation_id=people.partner.pk, reason="New", now=clock.now()
    )
    return people


def tried(people, *, patience: timedelta, **more) -> ConformanceRun:  # noqa: F811
    run = conformance_start(
        actor=people.mina.actor,
        seller_id=people.partner.pk,
        patience=patience,
        now=clock.now(),
        **more,
    )
    until(lambda: not conformance_advance(run_id=run.pk, now=clock.now()), seconds=120)
    run.refresh_from_db()
    return run


def said(run: ConformanceRun) -> dict[str, tuple[str, str]]:
    return {step.key: (step.state, verdict_of(step)) for step in run.steps.all()}


def test_a_shop_that_keeps_every_promise_passes_and_is_opened(on_trial):
    run = tried(on_trial, decline_ref="NO-1", patience=timedelta(seconds=10))
    steps = said(run)
    assert run.state == "passed", steps
    assert {state for state, _ in steps.values()} == {"passed"}
    on_trial.partner.refresh_from_db()
    assert on_trial.partner.state == "active"
    states = set(SellerOrder.objects.filter(trial=True).values_list("state", flat=True))
    assert states == {"refused", "declined", "cancelled"}
    assert not Journal.objects.exists()
    log = log_of(run)
    assert {line.direction for line in log} == {"in", "out", "own"}
    lines = {each.step.key: each.line for each in steps_shown(run, log)}
    assert None not in lines.values()
    assert lines["order"].direction == "out" and "(" not in lines["order"].text
    assert lines["stale"].status == 401 and "(late)" in lines["late"].text
    call_command("ledger_verify")


def test_a_silent_shop_is_told_what_did_not_come(on_trial, outside):  # noqa: F811
    outside.control("shop/1/settings", policy="silent")
    run = tried(on_trial, decline_ref="NO-1", patience=timedelta(seconds=5))
    steps = said(run)
    assert run.state == "failed"
    assert steps["order"][0] == "passed" and steps["forged"][0] == "passed"
    assert steps["confirmed"] == ("failed", steps["confirmed"][1])
    assert steps["shipped"][0] == "skipped" and steps["partly"][0] == "skipped"
    on_trial.partner.refresh_from_db()
    assert on_trial.partner.state == "joining"
    assert not SellerOrder.objects.filter(trial=True, state__in=["placed", "confirmed"]).exists()
