"""Two who act on one case in one moment: one is heard, the other is told in words."""

from datetime import timedelta
from threading import Event

import pytest
from django.db import transaction

from ekshop.complaints.models import Case, Decision, FineRecovery, Referral
from ekshop.complaints.services import (
    cases_join,
    decision_appeal,
    decision_record,
    fine_recover,
    referral_accept,
    referral_pass_on,
    referral_return,
)
from ekshop.complaints.services.seller_money import cases_money_follow
from ekshop.complaints.tests import make
from ekshop.kernel.errors import DomainError
from ekshop.parties.tests.make import PLACED_AT
from ekshop.settlement.selectors import holds_running
from ekshop.settlement.services import hold_of_source_release
from ekshop.settlement.tests.make import side_by_side

pytestmark = pytest.mark.django_db(transaction=True)
LATER = PLACED_AT + timedelta(days=14)


@pytest.fixture
def referral(people):
    made = make.referred(people, make.agency(people)).referrals.get()
    return referral_accept(actor=people.rafi.actor, referral_id=made.pk, now=LATER)


def refused(answers):
    wrong = [each for each in answers if isinstance(each, Exception)]
    assert all(isinstance(each, DomainError) for each in wrong), wrong
    return len(wrong)


def decide(people, referral, kind="order", **more):
    return decision_record(
        actor=people.rafi.actor, referral_id=referral.pk, kind=kind, text="আদেশ", now=LATER, **more
    )


def test_four_decisions_in_one_moment_are_one(people, referral):
    answers = side_by_side(*[lambda: decide(people, referral)] * 4)
    assert refused(answers) == 3
    assert Decision.objects.count() == 1 and Case.objects.get().state == "decided"


def test_a_case_passed_on_given_back_and_decided_in_one_moment_goes_one_way(people, referral):
    other = make.other_agency()

    def pass_on():
        return referral_pass_on(
            actor=people.rafi.actor,
            referral_id=referral.pk,
            agency_id=other.pk,
            text="আমাদের নয়",
            now=LATER,
        )

    def give_back():
        return referral_return(
            actor=people.rafi.actor, referral_id=referral.pk, text="আমাদের নয়", now=LATER
        )

    assert refused(side_by_side(pass_on, give_back, lambda: decide(people, referral))) == 2
    case = Case.objects.get()
    open_ones = Referral.objects.filter(state__in=("sent", "accepted")).count()
    assert open_ones == (1 if case.state == "referred" else 0)
    assert case.entries_written == case.timeline.count()


def test_a_decision_is_appealed_once(people, referral):
    decision = decide(people, referral)

    def appeal(actor):
        return lambda: decision_appeal(
            actor=actor, decision_id=decision.pk, text="মানি না", now=LATER
        )

    answers = side_by_side(appeal(people.mina.actor), appeal(make.karim(people)))
    assert refused(answers) == 1 and Case.objects.get().state == "referred"


def test_parts_of_a_fine_in_one_moment_never_exceed_it(people, referral):
    decision = decide(people, referral, kind="fine", fine_poisha=100_000)

    def part(number):
        return lambda: fine_recover(
            actor=people.rafi.actor,
            decision_id=decision.pk,
            recovered_poisha=40_000,
            reference=f"চালান-{number}",
            complainant_is_staff=False,
            now=LATER,
        )

    assert refused(side_by_side(*[part(number) for number in range(4)])) == 2
    rows = FineRecovery.objects.all()
    assert sum(each.recovered_poisha for each in rows) == 80_000
    assert sum(each.share_poisha for each in rows) == 20_000


def test_two_cases_joined_to_each_other_in_one_moment_are_joined_one_way(people):
    first, second = make.case(people), make.case(people)

    def join(into, other):
        return lambda: cases_join(
            actor=people.nila.actor,
            into_id=into.pk,
            case_ids=[other.pk],
            text="একই",
            now=PLACED_AT,
        )

    assert refused(side_by_side(join(first, second), join(second, first))) == 1
    assert Case.objects.filter(joined_to__isnull=False).count() == 1


def test_a_case_that_closes_while_its_hold_is_placed_holds_no_money(people):
    share = make.share_paid(people)
    case = make.case(people, seller_order_id=share.pk)
    hold_of_source_release(
        actor=people.omar.actor, source=f"case:{case.pk}", text="Tried once more.", now=PLACED_AT
    )
    placed, closed = Event(), Event()

    def place():
        with transaction.atomic():
            cases_money_follow(case_ids=[case.pk], now=PLACED_AT)
            placed.set()
            closed.wait(1)

    def close():
        placed.wait(5)
        make.withdrawn(people, case)
        cases_money_follow(case_ids=[case.pk], now=PLACED_AT)
        closed.set()

    assert not refused(side_by_side(place, close))
    assert not holds_running().exists()
