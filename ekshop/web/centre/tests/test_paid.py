"""What an entrepreneur sees of being paid, and the number it goes to."""

from datetime import timedelta

import pytest
from django.test import Client

from ekshop.kernel import clock
from ekshop.parties.selectors import wallet_paid
from ekshop.settlement.adapters import Outcome
from ekshop.settlement.services.payouts.attempts import attempt_settle
from ekshop.settlement.tests import paying
from ekshop.settlement.tests.paying import attempt_of, owed, released

pytestmark = pytest.mark.django_db
PAYOUTS, WALLET = "/centre/money/payouts/", "/centre/money/wallet/"


@pytest.fixture
def cast():
    return paying.cast()


@pytest.fixture
def asha(cast) -> Client:
    client = Client()
    client.force_login(cast.asha.person)
    client.cookies["language"] = "en"
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def give(client: Client, number: str, provider="bkash", again=None):
    told = {"provider": provider, "number": number, "again": again or number}
    return client.post(WALLET, told)


def test_a_number_is_given_twice_in_its_providers_shape(cast, asha):
    assert "We do not know where to send" in page(asha, PAYOUTS)
    for refused in (
        give(asha, "01712345678", again="01712345679"),
        give(asha, "01712345678", provider="rocket"),
        give(asha, "01712345678", provider="nagad"),
    ):
        assert refused.status_code == 422
    assert wallet_paid(cast.asha.person.pk) is None
    assert give(asha, "০১৭১২-৩৪৫৬৭৮").status_code == 302
    assert "01712345678" in page(asha, WALLET)
    give(asha, "018123456781", provider="rocket")
    assert "Money goes here from" in page(asha, WALLET)


def test_a_payout_that_failed_is_sent_to_the_new_number_and_says_what_it_waits_for(cast, asha):
    paying.wallet(cast.asha, "rocket", "017123456781")
    payout = owed(cast.asha, 500)
    paying.owed(cast.people.bina, 700)
    released(cast, "rocket")
    attempt_settle(
        actor=cast.omar.actor,
        attempt_id=attempt_of(payout).pk,
        outcome=Outcome("failed", "no_account"),
        source="result",
        now=clock.now(),
    )
    shown = page(asha, PAYOUTS)
    assert "There is no account under this number" in shown and "700" not in shown
    give(asha, "018123456781", provider="rocket")
    assert "because the number was changed" in page(asha, PAYOUTS)
    with clock.at(clock.now() + timedelta(hours=49)):
        assert "Will be sent soon" in page(asha, PAYOUTS)
