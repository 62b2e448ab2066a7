"""The page a seller tries its system on, and what others see of it."""

import psycopg
import pytest
from django.db import connection
from django.urls import reverse

from ekshop.catalogue.tests import make as catalogue
from ekshop.federation.models import ConformanceRun
from ekshop.federation.rules import conformance as rules
from ekshop.federation.services import (
    AlreadyOnTrial,
    conformance_advance,
    conformance_look,
)
from ekshop.kernel import clock
from ekshop.orders.models import SellerOrder
from ekshop.orders.tests import make as orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    everyone = orders.people()
    for ref in ("A-1", "A-2", "A-3"):
        catalogue.offer(everyone.partner, seller_ref=ref, on_hand=9)
    return everyone


def signed_in(client, persona):
    client.force_login(persona.person)
    return client


def test_a_seller_without_a_system_answers_its_trial_on_the_pages(client, people):
    mina = signed_in(client, people.mina)
    answer = mina.post(reverse("partner:trials"), {"decline_ref": "A-3", "patience": "15"})
    run = ConformanceRun.objects.get()
    assert answer.url == reverse("partner:trial", args=[run.pk]) and run.way == "portal"
    assert conformance_advance(run_id=run.pk, now=clock.now())
    share = SellerOrder.objects.get(trial=True)
    shown = mina.get(answer.url)
    assert f'href="{reverse("partner:order", args=[share.code])}"' in shown.content.decode()
    turn = shown.context["turn"]
    assert (turn.step.key, turn.code, turn.by_hand) == (
        "confirmed", share.code, rules.BY_HAND["confirmed"],
    )  # fmt: skip
    assert [shown.context[name] for name in ("done", "asked", "left_out")] == [2, 8, 4]
    assert mina.get(reverse("partner:trials")).context["under_way"] == run
    assert share.code in mina.get(reverse("partner:orders")).content.decode()
    again = mina.post(reverse("partner:trials"), {"patience": "15"})
    assert str(AlreadyOnTrial.message) in again.content.decode()
    assert ConformanceRun.objects.count() == 1
    mina.post(reverse("partner:trial_stop", args=[run.pk]))
    run.refresh_from_db()
    share.refresh_from_db()
    assert (run.state, share.state) == ("stopped", "cancelled")


def test_another_sellers_trial_is_not_found(client, people):
    mina = signed_in(client, people.mina)
    mina.post(reverse("partner:trials"), {"patience": "15"})
    run = ConformanceRun.objects.get()
    ConformanceRun.objects.filter(pk=run.pk).update(seller_id=people.pharmacy.pk)
    assert mina.get(reverse("partner:trial", args=[run.pk])).status_code == 404
    assert mina.post(reverse("partner:trial_stop", args=[run.pk])).status_code == 404


def test_two_at_one_trial_do_not_judge_a_step_twice(client, people):
    signed_in(client, people.mina).post(reverse("partner:trials"), {"patience": "15"})
    run = ConformanceRun.objects.get()
    with psycopg.connect(**_plain()) as other:
        other.execute("SELECT pg_advisory_lock(hashtext('federation.trial'), %s)", [run.pk])
        assert not conformance_look(run_id=run.pk, now=clock.now())
        other.execute("SELECT pg_advisory_unlock(hashtext('federation.trial'), %s)", [run.pk])
    assert set(run.steps.values_list("state", flat=True)) == {"waiting"}
    assert conformance_look(run_id=run.pk, now=clock.now())
    assert run.steps.get(key="goods").state == "passed"


def _plain() -> dict:
    """How to reach the test's database on a connection of one's own."""
    given = connection.settings_dict
    return {
        "dbname": given["NAME"],
        "user": given["USER"],
        "host": given["HOST"],
        "autocommit": True,
    }
