"""What a producer sees of her own."""

from datetime import timedelta

import pytest

from ekshop.kernel import rulebook
from ekshop.kernel.clock import at
from ekshop.parties.selectors import actor_of, memberships_of
from ekshop.parties.services import bank_account_confirm, bank_account_propose
from ekshop.parties.tests.make import PLACED_AT, personas
from ekshop.producers.services import identity_look, producer_approve, producer_send_back
from ekshop.producers.tests import make


@pytest.fixture
def people(db):
    return personas()


@pytest.fixture
def her(people, client):
    """A browser in the hands of a producer who waits for approval, and her profile."""
    profile = make.brought(people, identity_number="5556667778")
    client.force_login(profile.person)
    with at(PLACED_AT):
        yield client, profile


def test_signing_in_leads_her_to_her_own_pages(her):
    client, profile = her
    assert client.get("/work/").url == "/producer/"
    assert memberships_of(profile.person)[0].organisation.state == "joining"
    for page in ("", "me/", "me/looks/", "money/", "me/rests/", "me/wallet/", "me/photos/"):
        assert client.get(f"/producer/{page}").status_code == 200, page


def test_a_producer_enrolled_without_papers_is_not_left_alone(people, client):
    client.force_login(people.jamila.person)
    with at(PLACED_AT):
        for page in ("", "me/", "me/looks/", "money/"):
            assert client.get(f"/producer/{page}").status_code == 200
        # Her own menu stays on the pages she shares with companies.
        for page in ("orders", "returns"):
            assert 'href="/producer/money/"' in client.get(f"/partner/{page}/").text


def test_the_page_of_her_money_says_where_it_goes(people, her):
    client, profile = her
    rulebook.rules_load()
    client.cookies["language"] = "en"
    wallet = client.get("/producer/money/").text
    assert "/producer/me/wallet/" in wallet
    asked = bank_account_propose(
        actor=actor_of(profile.person, memberships_of(profile.person)[0]),
        bank="Sonali Bank",
        branch="Motijheel",
        routing_number="200270522",
        holder=profile.seller.name_en,
        number="1234567890123",
        now=PLACED_AT,
    )
    bank_account_confirm(actor=people.omar.actor, bank_account_id=asked.pk, now=PLACED_AT)
    with at(PLACED_AT + timedelta(days=8)):
        account = client.get("/producer/money/").text
    assert "Sonali Bank, Motijheel" in account and "123…0123" in account
    assert "1234567890123" not in account and "/producer/me/wallet/" not in account


def test_she_reads_why_she_was_sent_back_and_who_saw_her_card(people, her):
    client, profile = her
    who = {"actor": people.omar.actor, "seller_id": profile.seller_id, "now": PLACED_AT}
    identity_look(reason="Compared with the election office.", **who)
    producer_send_back(reason="The portrait is too dark.", **who)
    assert "The portrait is too dark." in client.get("/producer/").content.decode()
    looks = client.get("/producer/me/looks/").content.decode()
    assert "Compared with the election office." in looks
    about = client.get("/producer/me/").content.decode()
    assert "5556667778" not in about


def test_she_agrees_and_takes_it_back_herself(her):
    client, profile = her
    producer_approve(actor=make.TABLE, seller_id=profile.seller_id, now=PLACED_AT)
    assert client.post("/producer/me/withdraw/", {"reason": ""}).status_code == 422
    assert client.post("/producer/me/withdraw/", {"reason": "I stop."}).status_code == 302
    assert profile.agreements.filter(withdrawn_at=None).count() == 0
    assert client.post("/producer/me/agree/", {"kind": "consent"}).status_code == 302
    assert profile.agreements.get(withdrawn_at=None).medium == "online"
