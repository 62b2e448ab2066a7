"""Who joins, and what is asked of them."""

from datetime import date

import pytest

from ekshop.kernel.audit import audit_of
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound
from ekshop.kernel.rulebook import rules_load
from ekshop.kernel.states import StaleState, history_of
from ekshop.parties.models import Membership, Person
from ekshop.parties.selectors import (
    entrepreneurs_of,
    licensed_organisation_ids,
    memberships_of,
    producers_with_wallets,
    sellers,
    wallet_mark,
    wallet_paid,
)
from ekshop.parties.services import (
    NewLicence,
    NewPerson,
    WalletMoved,
    centre_enrol,
    consent_record,
    customer_record,
    licence_add,
    licence_end,
    membership_add,
    membership_end,
    organisation_close,
    organisation_open,
    organisation_reinstate,
    organisation_suspend,
    partner_enrol,
    producer_enrol,
    wallet_set,
    wallet_vouch,
)

from .make import PLACED_AT, personas

TRADE = NewLicence(kind="trade", number="TR-1", valid_from=date(2026, 1, 1))


@pytest.fixture
def people(db):
    rules_load()
    return personas()


def enrol_centre(people, **more):
    return centre_enrol(
        actor=people.omar.actor,
        now=PLACED_AT,
        **{
            "union_code": people.places.bhulta.code,
            "name_bn": "গোলাকান্দাইল ডিজিটাল সেন্টার",
            "name_en": "Golakandail Digital Centre",
            "entrepreneurs": [NewPerson(name="Rina", mobile="০১৭১২-৩৪৫৬৭৮")],
            **more,
        },
    )


def enrol_partner(people, **more):
    return partner_enrol(
        actor=people.omar.actor,
        now=PLACED_AT,
        **{
            "name_bn": "নতুন দোকান",
            "name_en": "New Shop",
            "hub_district_code": people.places.dhaka.code,
            "staff": [NewPerson(name="Hasan", email="Hasan@shop.example")],
            "licences": [TRADE],
            **more,
        },
    )


def test_a_centre_is_enrolled_with_its_entrepreneur_who_may_sign_in(people):
    centre = enrol_centre(people)
    (rina,) = entrepreneurs_of(centre.pk)
    assert rina.mobile == "+8801712345678"
    assert centre.district == people.places.narayanganj
    assert centre.code == "9001"
    assert [entry.action for entry in audit_of("organisation", centre.pk)] == ["centre_enrol"]


def test_the_second_centre_of_a_union_gets_a_number_of_its_own(people):
    enrol_centre(people)
    mala = [NewPerson(name="Mala", mobile="01812345678")]
    other = enrol_centre(people, name_bn="বাজার সেন্টার", name_en="Bazar", entrepreneurs=mala)
    assert other.code == "9001-2"


def test_a_form_sent_twice_enrols_one_centre(people):
    enrol_centre(people)
    with pytest.raises(InvalidInput) as refused:
        enrol_centre(people)
    assert "name_en" in refused.value.field_errors


def test_someone_known_already_is_not_made_twice(people):
    centre = enrol_centre(
        people, entrepreneurs=[NewPerson(name="Asha again", mobile=people.asha.person.mobile)]
    )
    assert entrepreneurs_of(centre.pk) == [people.asha.person]
    assert len(memberships_of(people.asha.person)) == 2
    people.asha.person.refresh_from_db()
    assert people.asha.person.name == "Asha Akter"


def test_everything_wrong_with_a_centre_is_said_at_once_and_nothing_is_kept(people):
    before = Person.objects.count()
    with pytest.raises(InvalidInput) as refused:
        enrol_centre(
            people,
            union_code="union-0",
            name_bn=" ",
            entrepreneurs=[NewPerson(name="", mobile="12345")],
        )
    assert set(refused.value.field_errors) == {
        "union_code",
        "name_bn",
        "entrepreneurs.0.name",
        "entrepreneurs.0.mobile",
    }
    assert Person.objects.count() == before


def test_only_the_operator_enrols_centres_and_partners(people):
    for who in (people.asha, people.mina, people.aziz, people.stranger):
        with pytest.raises(NotAllowed):
            centre_enrol(
                actor=who.actor,
                union_code="",
                name_bn="",
                name_en="",
                entrepreneurs=[],
                now=PLACED_AT,
            )


def test_a_partner_sells_from_its_hub_once_its_trial_opened_it(people):
    seller = enrol_partner(people)
    assert seller.organisation.state == "joining" and seller not in sellers()
    shop = {"organisation_id": seller.pk, "now": PLACED_AT}
    organisation_open(actor=people.omar.actor, **shop, reason="Its system was tried")
    assert seller in sellers()
    assert Person.objects.get(email="hasan@shop.example").memberships.get().role == "partner_staff"


def test_a_partner_without_a_trade_licence_is_refused(people):
    with pytest.raises(InvalidInput) as refused:
        enrol_partner(people, licences=[])
    assert "licences" in refused.value.field_errors


def test_a_partner_cannot_promise_to_be_faster_far_away(people):
    with pytest.raises(InvalidInput) as refused:
        enrol_partner(people, days_same_district=5, days_elsewhere=2)
    assert "days_elsewhere" in refused.value.field_errors


def test_an_entrepreneur_enrols_a_producer_for_their_own_centre_only(people):
    given = {
        "name_bn": "রহিমার নকশিকাঁথা",
        "name_en": "Rahima's Quilts",
        "person": NewPerson(name="Rahima", mobile="01912345678"),
        "now": PLACED_AT,
    }
    seller = producer_enrol(actor=people.asha.actor, **given)
    assert seller.sourcing_centre == people.centre
    assert seller.hub_district == people.places.narayanganj
    with pytest.raises(NotFound):
        producer_enrol(actor=people.asha.actor, sourcing_centre_id=people.other_centre.pk, **given)


def licensed(organisation, on):
    return bool(licensed_organisation_ids([organisation.pk], kind="dgda", on=on))


def test_a_licence_holds_through_its_last_day_and_no_longer(people):
    licence_add(
        actor=people.omar.actor,
        organisation_id=people.partner.pk,
        kind="dgda",
        number="D-7",
        valid_from=date(2026, 1, 1),
        valid_until=date(2026, 6, 30),
        now=PLACED_AT,
    )
    assert not licensed(people.partner, date(2025, 12, 31))
    assert licensed(people.partner, date(2026, 6, 30))
    assert not licensed(people.partner, date(2026, 7, 1))
    assert licensed(people.pharmacy, date(2026, 7, 1))


def test_the_same_licence_again_changes_its_dates_and_it_can_be_ended(people):
    given = {
        "actor": people.omar.actor,
        "organisation_id": people.partner.pk,
        "kind": "dgda",
        "number": "D-7",
        "valid_from": date(2026, 1, 1),
        "now": PLACED_AT,
    }
    first = licence_add(**given, valid_until=date(2026, 6, 30))
    assert licence_add(**given).pk == first.pk
    assert licensed(people.partner, date(2030, 1, 1))
    licence_end(
        actor=people.omar.actor, licence_id=first.pk, last_day=date(2026, 3, 1), now=PLACED_AT
    )
    assert not licensed(people.partner, date(2026, 3, 2))


def test_a_suspended_seller_no_longer_sells_until_reinstated(people):
    shop = people.partner.pk
    organisation_suspend(
        actor=people.omar.actor, organisation_id=shop, reason="Unpaid refunds", now=PLACED_AT
    )
    assert shop not in {each.pk for each in sellers()}
    again = organisation_reinstate(
        actor=people.omar.actor, organisation_id=shop, reason="Paid", now=PLACED_AT
    )
    assert shop in {each.pk for each in sellers()}
    assert [row.reason for row in history_of(again)] == ["Unpaid refunds", "Paid"]


def test_suspending_needs_a_reason_and_happens_once(people):
    given = {"actor": people.omar.actor, "organisation_id": people.centre.pk, "now": PLACED_AT}
    with pytest.raises(InvalidInput):
        organisation_suspend(**given, reason=" ")
    organisation_suspend(**given, reason="No answer for a month")
    with pytest.raises(StaleState):
        organisation_suspend(**given, reason="again")


def test_nobody_acts_for_a_closed_organisation(people):
    organisation_close(
        actor=people.omar.actor,
        organisation_id=people.partner.pk,
        reason="Out of business",
        now=PLACED_AT,
    )
    assert memberships_of(people.mina.person) == []


def test_a_membership_ends_and_may_be_given_again(people):
    operator, mina = people.omar.actor, people.mina
    membership_end(actor=operator, membership_id=mina.membership.pk, now=PLACED_AT)
    assert memberships_of(mina.person) == []
    again = membership_add(
        actor=operator,
        organisation_id=people.partner.pk,
        person=NewPerson(name="Mina", email=mina.person.email),
        role="partner_staff",
        now=PLACED_AT,
    )
    assert again.pk == mina.membership.pk


def test_a_role_fits_the_kind_of_organisation(people):
    with pytest.raises(InvalidInput) as refused:
        membership_add(
            actor=people.omar.actor,
            organisation_id=people.centre.pk,
            person=NewPerson(name="X", mobile="01612345678"),
            role="operator",
            now=PLACED_AT,
        )
    assert "role" in refused.value.field_errors
    assert not Membership.objects.filter(organisation=people.centre, role="operator").exists()


@pytest.mark.parametrize(
    ("provider", "typed", "kept"),
    [
        ("bkash", "০১৭১২-৩৪৫৬৭৮", "01712345678"),
        ("nagad", "+8801712345678", "01712345678"),
        ("rocket", "017123456789", "017123456789"),
    ],
)
def test_a_wallet_number_is_kept_as_its_provider_writes_it(people, provider, typed, kept):
    wallet = wallet_set(
        actor=people.asha.actor,
        person_id=people.asha.person.pk,
        provider=provider,
        number=typed,
        now=PLACED_AT,
    )
    assert wallet.number == kept


@pytest.mark.parametrize(
    ("provider", "typed"),
    [("rocket", "01712345678"), ("bkash", "017123456789"), ("bkash", "hello"), ("cash", "1")],
)
def test_a_number_that_cannot_be_such_a_wallet_is_refused(people, provider, typed):
    with pytest.raises(InvalidInput):
        wallet_set(
            actor=people.asha.actor,
            person_id=people.asha.person.pk,
            provider=provider,
            number=typed,
            now=PLACED_AT,
        )


def test_people_set_their_own_wallet_and_a_centre_that_of_its_producers(people):
    given = {"provider": "bkash", "number": "01712345678", "now": PLACED_AT}
    wallet_set(actor=people.asha.actor, person_id=people.jamila.person.pk, **given)
    wallet_set(actor=people.jamila.actor, person_id=people.jamila.person.pk, **given)
    with pytest.raises(NotFound):
        wallet_set(actor=people.bina.actor, person_id=people.jamila.person.pk, **given)


def test_a_number_somebody_else_gave_rests_until_she_or_the_office_says_so(people):
    jamila = people.jamila.person
    mine = jamila.mobile.removeprefix("+88")
    given = {"person_id": jamila.pk, "provider": "bkash", "now": PLACED_AT}

    def rests(who, number="01712345678", **other) -> bool:
        return wallet_set(actor=who.actor, number=number, **given, **other).rests

    assert rests(people.asha) and producers_with_wallets([people.producer.pk]) == {}
    # A code that came back from some telephone does not say that it is hers; from her own it does.
    assert rests(people.asha, "01812345678", proved=True)
    assert rests(people.asha, mine)
    assert not rests(people.asha, mine, proved=True)
    # From then on a proved change is paid to, after the wait of a change, and another rests.
    assert not rests(people.asha, "01812345678", proved=True)
    assert rests(people.asha, "01712345678")
    vouch = {"person_id": jamila.pk, "now": PLACED_AT}
    seen = wallet_mark(wallet_paid(jamila.pk))
    with pytest.raises(NotAllowed):
        wallet_vouch(actor=people.asha.actor, seen=seen, **vouch)
    assert rests(people.asha, "01612345678")
    with pytest.raises(WalletMoved):
        wallet_vouch(actor=people.omar.actor, seen=seen, **vouch)
    assert producers_with_wallets([people.producer.pk]) == {}
    assert rests(people.asha, "01712345678")
    wallet_vouch(actor=people.omar.actor, seen=seen, **vouch)
    assert producers_with_wallets([people.producer.pk]) == {people.producer.pk: jamila.pk}
    assert rests(people.asha) is False and rests(people.asha, "01912345678")
    assert not rests(people.jamila, "01912345678") and not rests(people.omar, "01312345678")


def test_nobody_turns_a_colleagues_wallet_to_their_own_number(people):
    colleague = membership_add(
        actor=people.omar.actor,
        organisation_id=people.centre.pk,
        person=NewPerson(name="Rina", mobile="01612345678"),
        role="entrepreneur",
        now=PLACED_AT,
    )
    given = {"provider": "bkash", "number": "01712345678", "now": PLACED_AT}
    with pytest.raises(NotFound):
        wallet_set(actor=people.asha.actor, person_id=colleague.person_id, **given)
    wallet_set(actor=people.omar.actor, person_id=colleague.person_id, **given)


def test_a_customer_is_one_per_centre_and_mobile(people):
    given = {"mobile": people.karim.mobile, "now": PLACED_AT}
    same = customer_record(actor=people.asha.actor, name="Abdul Karim", **given)
    assert same.pk == people.karim.pk
    assert same.name == "Abdul Karim"
    elsewhere = customer_record(actor=people.bina.actor, name="Karim", **given)
    assert elsewhere.pk != people.karim.pk


def test_the_call_line_records_a_customer_for_the_centre_they_go_to(people):
    customer = customer_record(
        actor=people.salma.actor,
        centre_id=people.centre.pk,
        name="Karim",
        mobile=people.karim.mobile,
        now=PLACED_AT,
    )
    assert customer.pk == people.karim.pk


def test_consent_is_recorded_for_ones_own_customers_only(people):
    given = {
        "customer_id": people.karim.pk,
        "purpose": "order",
        "medium": "spoken",
        "wording": "2026-1",
        "now": PLACED_AT,
    }
    assert consent_record(actor=people.asha.actor, **given).recorded_by == people.asha.person
    with pytest.raises(NotFound):
        consent_record(actor=people.bina.actor, **given)
