"""Paying out on the operator's pages: two persons, a file, a failure, and what is not known."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ekshop.kernel import clock
from ekshop.settlement.adapters import Outcome
from ekshop.settlement.models import FloatMove, Payout, PayoutBatch, ProviderPaper
from ekshop.settlement.services.payouts.attempts import attempt_settle
from ekshop.settlement.tests import paying
from ekshop.settlement.tests.paying import attempt_of, owed

pytestmark = pytest.mark.django_db
HOME = "/operator/payouts/"


@pytest.fixture
def cast():
    made = paying.cast()
    paying.wallet(made.asha, "rocket", "017123456781")
    return made


@pytest.fixture
def desk(cast):
    def signed_in(person) -> Client:
        client = Client()
        client.force_login(person)
        client.cookies["language"] = "en"
        return client

    return signed_in(cast.omar.person), signed_in(cast.oli.person)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def drafted(desk) -> str:
    answer = desk[0].post(f"{HOME}draft/", {"provider": "rocket"})
    assert answer.status_code == 302
    return answer.url


def test_a_batch_goes_from_one_person_to_the_other_and_its_file_to_the_bank(cast, desk):
    payout = owed(cast.asha, 500)
    omar, oli = desk
    assert "1 payout is due" in page(omar, HOME)
    batch = drafted(desk)
    assert "Another person has to release it" in page(omar, batch)
    omar.post(f"{batch}release/")
    assert PayoutBatch.objects.get().state == "drafted"
    oli.post(f"{batch}release/")
    assert "Take the file" in page(omar, batch)
    content = omar.get(f"{batch}file.csv").content.decode("utf-8-sig")
    assert attempt_of(payout).invoice in content
    assert omar.get(f"{batch}file.xlsx").content.startswith(b"PK")
    omar.post(f"{batch}upload/")
    oli.post(f"{batch}confirm/")
    heads, row = content.splitlines()[:2]
    result = f"{heads},Status,Reason,Transaction ID,Fee,Processed At,Holder\n{row},FAILED,NOT REGISTERED,,0,2026-11-02 10:00:00,\nX,1,1.00,Y,SUCCESS,,T1,0,2026-11-02 10:00:00,\n"
    brought = {"file": SimpleUploadedFile("result.csv", result.encode())}
    answer = omar.post(f"{batch}result/", brought)
    assert "We sent no such row" in page(omar, answer.url)
    shown = page(omar, f"{HOME}{payout.pk}/")
    assert "There is no account under this number" in shown and "What to do" in shown
    assert "017…6781" in shown and "017123456781" not in shown
    omar.post(f"{HOME}{payout.pk}/again/")
    assert "still the one that failed" in page(omar, f"{HOME}{payout.pk}/")


def test_what_cannot_be_read_is_refused_beside_the_file(cast, desk):
    owed(cast.asha, 500)
    omar, oli = desk
    batch = drafted(desk)
    oli.post(f"{batch}release/")
    omar.post(f"{batch}upload/")
    oli.post(f"{batch}confirm/")
    for brought in ({}, {"file": SimpleUploadedFile("x.csv", b"\xff\xfe\x01")}):
        assert omar.post(f"{batch}result/", brought).status_code == 422
    bad = {"provider": "rocket", "file": SimpleUploadedFile("x.csv", b"a,b\n1,2\n")}
    assert omar.post(f"{HOME}papers/", bad).status_code == 422
    assert not ProviderPaper.objects.exists()


def test_an_unknown_one_is_listed_with_its_age_and_never_offered_to_be_sent_again(cast, desk):
    payout = owed(cast.asha, 500)
    batch = drafted(desk)
    desk[1].post(f"{batch}release/")
    attempt = attempt_of(payout)
    attempt_settle(
        actor=cast.omar.actor,
        attempt_id=attempt.pk,
        outcome=Outcome("unknown", "missing"),
        source="result",
        now=clock.now(),
    )
    assert "just now" in page(desk[0], HOME)
    shown = page(desk[0], f"{HOME}{payout.pk}/")
    assert "The result file has no row for it" in shown and "Send again" not in shown
    desk[0].post(f"{HOME}{payout.pk}/again/")
    desk[0].post(f"{HOME}{payout.pk}/unpaid/")
    payout.refresh_from_db()
    assert payout.state == "unknown"


def test_a_float_is_topped_up_by_two_persons(cast, desk):
    omar, oli = desk
    told = {"provider": "rocket", "amount": "৫০০০", "reference": "SLIP-7"}
    assert omar.post(f"{HOME}floats/", told).status_code == 302
    assert omar.post(f"{HOME}floats/", told).status_code == 422
    move = FloatMove.objects.get()
    omar.post(f"{HOME}floats/{move.pk}/arrived/")
    assert "5,000" not in page(oli, HOME)
    oli.post(f"{HOME}floats/{move.pk}/arrived/")
    assert "5,000" in page(oli, HOME)


def test_lists_are_narrowed_found_and_exported_at_a_constant_price(
    cast, desk, django_assert_max_num_queries
):
    payouts = [owed(cast.asha, 100 + number) for number in range(4)]
    assert "No payout is like that" in page(desk[0], f"{HOME}list/?state=unknown")
    with django_assert_max_num_queries(12):
        shown = page(desk[0], f"{HOME}list/?state=planned")
    assert shown.count("Can be drafted now") == 4
    assert f"{HOME}{payouts[0].pk}/" in page(desk[0], f"{HOME}list/?q={payouts[0].pk}")
    exported = desk[0].get(f"{HOME}list.csv").content.decode()
    assert exported.count("Rocket") == 4 and "017123456781" not in exported


def test_an_auditor_looks_and_does_nothing(cast, desk):
    payout = owed(cast.asha, 500)
    client = Client()
    client.force_login(cast.people.aziz.person)
    client.cookies["language"] = "en"
    assert "Draft a batch" not in page(client, HOME)
    page(client, f"{HOME}{payout.pk}/")
    assert client.post(f"{HOME}draft/", {"provider": "rocket"}).status_code == 403
    told = {"provider": "rocket", "amount": "1", "reference": "abc"}
    assert client.post(f"{HOME}floats/", told).status_code == 403
    assert Payout.objects.get().batch_id is None
