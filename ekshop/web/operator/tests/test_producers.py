"""Producers are looked at, approved or sent back."""

import pytest

from ekshop.kernel.audit import audit_of
from ekshop.kernel.clock import at
from ekshop.parties.selectors import wallet_mark, wallet_paid
from ekshop.parties.services import WalletMoved, wallet_set
from ekshop.parties.tests.make import PLACED_AT, personas
from ekshop.producers.services import photo_add
from ekshop.producers.tests import make


@pytest.fixture
def people(db):
    return personas()


@pytest.fixture
def omar(people, client):
    client.force_login(people.omar.person)
    with at(PLACED_AT):
        yield client


def test_what_is_missing_is_said_and_then_she_is_approved(people, omar):
    profile = make.brought(people)
    page = f"/operator/producers/{profile.seller_id}/"
    assert profile.seller.name in omar.get("/operator/producers/").content.decode()
    assert f"{page}approve/" not in omar.get(page).content.decode()
    omar.post(f"{page}approve/")
    profile.refresh_from_db()
    assert profile.state == "brought"
    for kind in ("portrait", "workshop"):
        photo_add(
            actor=people.asha.actor,
            kind=kind,
            file=make.photo_bytes(),
            seller_id=profile.seller_id,
            now=PLACED_AT,
        )
    seen = omar.get(page).context["wallet_seen"]
    assert f'name="wallet_seen" value="{seen}"' in omar.get(page).content.decode()
    other = {"person_id": profile.person_id, "provider": "bkash", "now": PLACED_AT}
    wallet_set(actor=people.asha.actor, number="01612345678", **other)
    # Approved is what the operator saw, and not what her centre wrote meanwhile.
    answer = omar.post(f"{page}approve/", {"wallet_seen": seen}, follow=True)
    assert str(WalletMoved.message) in answer.content.decode()
    profile.refresh_from_db()
    assert profile.state == "brought"
    wallet_set(actor=people.asha.actor, number=profile.wallet_proved, **other)
    assert omar.post(f"{page}approve/", {"wallet_seen": seen}).status_code == 302
    profile.refresh_from_db()
    assert profile.state == "approved"
    assert b"5556667778" not in omar.get("/operator/producers.csv").content


def test_sending_back_needs_a_reason_one_can_act_on(people, omar):
    profile = make.brought(people)
    page = f"/operator/producers/{profile.seller_id}/"
    assert omar.post(f"{page}send-back/", {"reason": "no"}).status_code == 422
    assert omar.post(f"{page}send-back/", {"reason": "Take the portrait anew."}).status_code == 302
    assert "Take the portrait anew." in omar.get(page).content.decode()


def test_a_whole_number_opens_against_a_reason_and_is_written_down(people, omar):
    profile = make.brought(people, identity_number="5556667778")
    page = f"/operator/producers/{profile.seller_id}/"
    assert "5556667778" not in omar.get(page).content.decode()
    wrong = omar.post(f"{page}identity/", {"reason": ""})
    assert wrong.status_code == 422
    shown = omar.post(f"{page}identity/", {"reason": "The card was reported stolen."})
    assert "৫৫৫৬৬৬৭৭৭৮" in shown.content.decode()
    assert audit_of("producer", profile.pk).filter(action="identity_look").count() == 1


def test_an_account_of_the_centres_own_is_said_and_asked_about_before_she_is_approved(people, omar):
    number = people.asha.person.mobile.removeprefix("+88")
    profile = make.brought(people, wallet_number=number, shared_is_right=True)
    page = f"/operator/producers/{profile.seller_id}/"
    for kind in ("portrait", "workshop"):
        photo_add(
            actor=people.asha.actor,
            kind=kind,
            file=make.photo_bytes(),
            seller_id=profile.seller_id,
            now=PLACED_AT,
        )
    shown = omar.get(page).content.decode()
    assert people.asha.person.called in shown and 'name="wallet_is_right"' in shown
    told = {"wallet_seen": wallet_mark(wallet_paid(profile.person_id))}
    omar.post(f"{page}approve/", told)
    profile.refresh_from_db()
    assert profile.state == "brought"
    omar.post(f"{page}approve/", {"wallet_is_right": "1", **told})
    profile.refresh_from_db()
    assert profile.state == "approved"


def test_the_office_itself_sets_where_she_is_paid_with_a_code(people, omar):
    profile = make.approved(people)
    page = f"/operator/producers/{profile.seller_id}/wallet/"
    asked = {"wallet_provider": "bkash", "wallet_number": "01612345678"}
    assert omar.get(page).status_code == 200
    assert omar.post(page, asked).status_code == 302
    assert omar.get(f"{page}code/").status_code == 200
