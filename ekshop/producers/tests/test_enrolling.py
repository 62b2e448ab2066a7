"""A producer comes in, is looked at, mended and approved."""

import pytest

from ekshop.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound
from ekshop.parties.models import Organisation
from ekshop.parties.selectors import wallet_mark, wallet_paid
from ekshop.parties.services import NewPerson, organisation_open
from ekshop.parties.tests.make import PLACED_AT, mobile, personas
from ekshop.producers.models import ProducerProfile
from ekshop.producers.selectors import missing_of, producer_for, producers_visible_to
from ekshop.producers.services import (
    IdentityTaken,
    NumbersShared,
    ProducerIncomplete,
    producer_approve,
    producer_bring,
    producer_send_back,
)
from ekshop.producers.services.enrolling import bring_again

from . import make

NOW = PLACED_AT


@pytest.fixture
def people(db):
    return personas()


def state_of(profile: ProducerProfile) -> str:
    return Organisation.objects.get(pk=profile.seller_id).state


def test_a_producer_sells_nothing_until_she_is_approved(people):
    profile = make.brought(people)
    assert (profile.state, state_of(profile)) == ("brought", "joining")
    producer_approve(actor=make.TABLE, seller_id=profile.seller_id, now=NOW)
    assert state_of(profile) == "active"


def test_the_general_way_does_not_open_a_producer(people):
    profile = make.brought(people)
    with pytest.raises(Conflict):
        organisation_open(
            actor=people.omar.actor, organisation_id=profile.seller_id, reason="quick", now=NOW
        )


def test_an_operator_is_told_in_words_what_is_missing(people):
    profile = make.brought(people, proved=False, capacity_a_month=0)
    seen = wallet_mark(wallet_paid(profile.person_id))
    with pytest.raises(ProducerIncomplete) as refused:
        producer_approve(
            actor=people.omar.actor, seller_id=profile.seller_id, wallet_seen=seen, now=NOW
        )
    assert refused.value.data["codes"] == ["work", "wallet_code", "portrait", "workshop"]
    assert len(refused.value.data["missing"]) > 60
    assert [each.code for each in missing_of(profile)] == refused.value.data["codes"]


def test_an_entrepreneur_brings_for_her_own_centre_only(people):
    profile = producer_bring(actor=people.asha.actor, given=make.new(), now=NOW)
    assert profile.centre_id == people.centre.pk
    assert profile.district_id == people.places.narayanganj.pk
    with pytest.raises(NotFound):
        producer_bring(
            actor=people.asha.actor,
            given=make.new(),
            sourcing_centre_id=people.other_centre.pk,
            now=NOW,
        )
    with pytest.raises(NotAllowed):
        producer_bring(actor=people.asha.actor, given=make.new(), wallet_proved_at=NOW, now=NOW)


def test_each_sees_her_own_producers(people):
    profile = make.brought(people)
    assert producer_for(people.asha.actor, profile.seller_id) == profile
    assert producer_for(people.omar.actor, profile.seller_id) == profile
    for other in (people.bina, people.mina, people.jamila, people.stranger):
        assert not producers_visible_to(other.actor).exists()


def test_everything_wrong_is_said_at_once(people):
    given = make.new(identity_number="12345", wallet_number="0171", craft="magic", craft_bn=" ")
    with pytest.raises(InvalidInput) as refused:
        producer_bring(actor=people.asha.actor, given=given, now=NOW)
    assert set(refused.value.field_errors) == {
        "identity_number",
        "wallet_number",
        "craft",
        "craft_bn",
    }


@pytest.mark.parametrize(
    "second",
    ["১৯৮৫২৬৯১২৩৪৫৬৭৮৯০", "1985 2691 2345 67890", "2691234567890"],
)
def test_one_card_is_one_producer_with_or_without_the_year(people, second):
    make.brought(people, identity_number="2691234567890")
    with pytest.raises(IdentityTaken):
        make.brought(people, identity_number=second)


def test_a_shared_telephone_or_wallet_must_be_said_to_be_right(people):
    number = mobile()
    make.brought(people, mobile=number)
    same = {"mobile": number, "wallet_number": ""}
    with pytest.raises(NumbersShared):
        make.brought(people, **same)
    with pytest.raises(NumbersShared):
        make.brought(people, wallet_number=f"0{number[4:]}")
    make.brought(people, proved=False, shared_is_right=True, **same)


def test_who_is_sent_back_is_mended_and_brought_again(people):
    profile = make.brought(people, identity_number="")
    with pytest.raises(InvalidInput):
        producer_send_back(
            actor=people.omar.actor, seller_id=profile.seller_id, reason="no", now=NOW
        )
    sent = producer_send_back(
        actor=people.omar.actor,
        seller_id=profile.seller_id,
        reason="The number of her card is missing.",
        now=NOW,
    )
    assert sent.said == "The number of her card is missing."
    person = NewPerson(name="Rokeya Khatun", mobile=sent.person.mobile)
    bring_again(
        actor=people.asha.actor,
        seller_id=sent.seller_id,
        proved="",
        proved_at=None,
        given=make.new(
            person=person, wallet_number="", name_en="Rokeya's Quilts", name_bn="রোকেয়ার কাঁথা"
        ),
        now=NOW,
    )
    again = producer_approve(actor=make.TABLE, seller_id=profile.seller_id, now=NOW)
    assert again.seller.name_en == "Rokeya's Quilts"
    assert again.state == "approved" and not again.said
