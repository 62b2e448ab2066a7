"""A complaint is filed once, by the right person, and is never without an owner and a clock."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ekshop.complaints import rules
from ekshop.complaints.models import Case, Respondent
from ekshop.complaints.selectors import cases_visible_to, respondents_known, timeline_of
from ekshop.complaints.services import (
    ConsentNeeded,
    NotAMobileHolder,
    NotYourOrder,
    case_file,
    hash_of,
)
from ekshop.complaints.tests import make
from ekshop.kernel.actors import Actor
from ekshop.kernel.deadlines import deadlines_of
from ekshop.kernel.errors import Conflict, InvalidInput, NotAllowed
from ekshop.orders.tests import make as orders
from ekshop.parties.tests.make import PLACED_AT

pytestmark = pytest.mark.django_db


def test_a_complaint_goes_to_its_seller_who_has_seventy_two_hours(people):
    case = make.case(people)
    assert (case.state, case.owner_side) == ("with_seller", rules.SELLER)
    assert case.owner_organisation_id == people.partner.pk
    (waiting,) = [each for each in deadlines_of(("case", case.pk)) if each.state == "waiting"]
    assert (waiting.kind, waiting.due_at) == (
        "case_seller_answer",
        PLACED_AT + timedelta(hours=72),
    )
    assert waiting.rule.citation_en


def test_the_same_form_twice_is_one_complaint(people):
    filing = make.filing(people)
    first = case_file(actor=make.karim(people), filing=filing, now=PLACED_AT)
    assert case_file(actor=make.karim(people), filing=filing, now=PLACED_AT) == first
    assert Case.objects.count() == 1


def test_nobody_files_with_a_number_that_is_not_theirs(people):
    for actor in (Actor.public(), Actor.mobile_holder("+8801799999999")):
        with pytest.raises(NotAMobileHolder):
            case_file(actor=actor, filing=make.filing(people), now=PLACED_AT)
    with pytest.raises(NotAllowed):
        case_file(actor=people.mina.actor, filing=make.filing(people), now=PLACED_AT)


def test_a_centre_files_for_somebody_who_consented(people):
    with pytest.raises(ConsentNeeded):
        case_file(actor=people.asha.actor, filing=make.filing(people), now=PLACED_AT)
    filing = make.filing(people, consent_medium="spoken")
    case = case_file(actor=people.asha.actor, filing=filing, now=PLACED_AT)
    assert (case.channel, case.filed_by) == ("centre", people.asha.person)
    assert case in cases_visible_to(people.asha.actor)
    assert case in cases_visible_to(make.karim(people))
    assert case not in cases_visible_to(people.bina.actor)


def test_an_order_of_somebody_elses_is_refused(people):
    order = orders.order(people, [(orders.offer(people.partner), 1)])
    share = orders.share(order, people.partner)
    mine = case_file(
        actor=make.karim(people),
        filing=make.filing(people, seller_order_id=share.pk),
        now=PLACED_AT,
    )
    assert mine.respondent.organisation == people.partner
    other = make.filing(people, seller_order_id=share.pk, mobile="+8801799999999")
    with pytest.raises(NotYourOrder):
        case_file(actor=Actor.mobile_holder("+8801799999999"), filing=other, now=PLACED_AT)


def test_what_must_be_mended_is_said_by_field(people):
    bad = replace(
        make.filing(people),
        story="খারাপ",
        category="weather",
        happened_on=PLACED_AT.date() + timedelta(days=2),
        wanted_poisha=200_000,
        seller_organisation_id=None,
    )
    with pytest.raises(InvalidInput) as refused:
        case_file(actor=make.karim(people), filing=bad, now=PLACED_AT)
    assert set(refused.value.field_errors) == {
        "story",
        "category",
        "happened_on",
        "wanted_amount",
        "seller",
    }
    assert not Case.objects.exists()


def test_a_late_complaint_is_taken_and_marked(people):
    late = make.case(people, happened_on=PLACED_AT.date() - timedelta(days=40))
    assert not late.in_law_time and late.state == "with_seller"


def test_a_seller_is_found_again_by_any_way_of_writing_its_number_or_page(people):
    case = make.case(
        people,
        seller_name="Rong Mela",
        handles=[
            ("page", "https://www.facebook.com/Rong.Mela/"),
            ("wallet", "০১৭১১-২২৩৩৪৪"),
            ("phone", "01899-776655"),
            ("link", "https://www.rongmela.com.bd/shop/?from=fb"),
            ("account", "২০৫-১১০-৯৯৮৮৭"),
            ("email", "Rong@Mela.example"),
            ("dbid", "DBID 1234-5678"),
        ],
    )
    assert case.respondent.kind == "unregistered"
    for typed in (
        *("fb.com/rongmela", "+88 01711 223344", "017112233447", "rong mela"),
        *("+8801899776655", "rongmela.com.bd/shop", "20511099887", "rong@mela.example"),
        "dbid-12345678",
    ):
        assert [each.respondent for each in respondents_known(typed)] == [case.respondent], typed
    again = make.case(people, respondent_id=case.respondent_id)
    assert again.respondent == case.respondent
    assert Respondent.objects.count() == 1


def test_each_entry_holds_the_hash_of_the_one_before(people):
    case = make.case(people)
    entries = timeline_of(case, side=rules.COORDINATOR)
    assert [each.kind for each in entries] == ["filed", "sent_to_seller"]
    assert entries[1].previous_hash == entries[0].hash
    assert case.last_hash == entries[1].hash == hash_of(case.code, entries[1])


def test_every_open_state_has_an_owner_and_a_clock():
    assert set(rules.TURNS) == set(rules.OPEN_STATES)


def test_who_files_for_somebody_never_changes_what_they_told_of_themselves(people):
    mine = make.case(people, person={"address": "গ্রাম বাড়ি"})
    theirs = make.case_on_behalf(
        people, name="Somebody else", person={"address": "elsewhere", "occupation": "তাঁতি"}
    )
    mine.complainant.refresh_from_db()
    assert theirs.complainant == mine.complainant
    assert mine.complainant.name == people.karim.name
    assert mine.complainant.address == "গ্রাম বাড়ি"
    assert mine.complainant.occupation == "তাঁতি"


def test_a_form_sent_again_for_another_number_is_refused_in_words(people):
    told = make.filing(people, consent_medium="spoken")
    case_file(actor=people.asha.actor, filing=told, now=PLACED_AT)
    with pytest.raises(Conflict):
        case_file(
            actor=people.asha.actor, filing=replace(told, mobile="01812000111"), now=PLACED_AT
        )
    assert Case.objects.count() == 1
