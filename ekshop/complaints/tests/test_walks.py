"""Random walks: whatever the sides do, in whatever order, and however time passes between, no case
loses its owner, its clock, its record or a taka, and nobody reads what was not meant for them."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import hypothesis
import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ekshop.complaints import rules, services
from ekshop.complaints.models import Case, Referral, RemedyOffer, ServiceOfNotice
from ekshop.complaints.selectors import timeline_of
from ekshop.complaints.services import OrderedRemedy, cases_problems
from ekshop.complaints.tests import make
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.deadlines import Deadline, deadlines_run
from ekshop.kernel.errors import DomainError
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.models import DeadlineExtension
from ekshop.ledger.services import books_verify
from ekshop.parties.models import Membership, Organisation
from ekshop.parties.tests.make import PLACED_AT
from ekshop.payments.models import Payment, Refund
from ekshop.payments.services import refund_give

HOUR = timedelta(hours=1)
ROUNDS, STEPS = int(os.environ.get("WALKS", "9")), 26
"""`WALKS=200` looks for longer what nine walks do not meet."""
AMOUNTS = st.sampled_from([1, 100, 75_025, 149_999, 150_000, 150_001, 300_100, 10**7])


class Walk(RuleBasedStateMachine):
    """Karim's complaints about a seller here, one nobody registered, and an order paid here."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now = PLACED_AT
        self.said = 0
        self.meant_for: dict[str, frozenset[str]] = {}
        self.due: dict[int, Any] = {}
        self.ids: list[int] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self.people = make.people()
        make.agency(self.people)
        other = Organisation.objects.create(
            kind="agency", name_bn="ব্যাংক", name_en="Bank", slug="bb"
        )
        make.agency(self.people, organisation=other, code="bb")
        sara = Membership.objects.create(
            person=self.people.rafi.person, organisation=other, role="officer", active=True
        )
        self.officers = {
            self.people.rafi.organisation.pk: self.people.rafi.actor,
            other.pk: Actor("person", sara.person_id, other.pk, sara.pk, "officer", "Sara"),
        }
        share = make.share_paid(self.people)
        self.ids = [
            make.case(self.people).pk,
            make.case(self.people, seller_name="Rong Mela", handles=[("page", "fb.com/rong")]).pk,
            make.case(self.people, seller_order_id=share.pk).pk,
        ]

    # What the sides do ----------------------------------------------------------------------

    @rule(
        which=st.integers(0, 2),
        act=st.integers(0, 99),
        amount=AMOUNTS,
        days=st.integers(-1, 9),
        twice=st.booleans(),
    )
    def somebody_acts(self, which: int, act: int, amount: int, days: int, twice: bool) -> None:
        """One of the acts of the side whose turn it is; a form may be sent twice."""
        case = Case.objects.get(pk=self.ids[which])
        acts = self.acts_of(case, amount, days)
        self.attempt(acts[act % len(acts)], twice)

    @rule(
        which=st.integers(0, 2),
        side=st.sampled_from(rules.EVERYONE),
        act=st.integers(0, 99),
        amount=AMOUNTS,
    )
    def somebody_acts_out_of_turn(self, which: int, side: str, act: int, amount: int) -> None:
        case = Case.objects.get(pk=self.ids[which])
        acts = self.acts_of(case, amount, 2, side=side)
        self.attempt(acts[act % len(acts)], False)

    @rule(which=st.integers(0, 2), act=st.integers(0, 4), hours=st.integers(1, 400))
    def the_desk_intervenes(self, which: int, act: int, hours: int) -> None:
        case = Case.objects.get(pk=self.ids[which])
        nila = self.people.nila.actor
        private = [rules.COMPLAINANT] if hours % 2 else [rules.SELLER]
        text = self.words(*private)
        clocks = Deadline.objects.filter(entity="case", entity_id=case.pk, state="waiting")
        running = clocks.exclude(kind="case_admissible").first()
        acts = [
            partial(services.message_send, to_sides=private, text=text),
            partial(services.case_pause, court="High Court", number="1/26", since=self.today()),
            partial(services.case_resume, text="done"),
            partial(services.case_dismiss, text="outside"),
        ]
        if running is not None:
            later = running.due_at + hours * HOUR
            extend = partial(services.clock_extend, deadline_id=running.pk, due_at=later)
            acts.append(partial(extend, reason="the office was closed"))
        self.attempt(partial(acts[act % len(acts)], actor=nila, case_id=case.pk), False)

    @rule()
    def two_become_one_and_two_again(self) -> None:
        nila = self.people.nila.actor
        join = partial(services.cases_join, into_id=self.ids[0], case_ids=[self.ids[2]])
        self.attempt(partial(join, actor=nila, text="same matter"), False)

    @precondition(lambda self: Case.objects.filter(joined_to__isnull=False).exists())
    @rule()
    def they_are_split(self) -> None:
        split = partial(services.case_split, case_id=self.ids[2], text="not the same")
        self.attempt(partial(split, actor=self.people.nila.actor), False)

    @rule(hours=st.sampled_from([1, 20, 73, 170, 400, 1500]))
    def time_passes(self, hours: int) -> None:
        self.now += hours * HOUR
        with clock.at(self.now):
            deadlines_run(self.now)
            run_jobs(queues=["default"])

    # What always holds ----------------------------------------------------------------------

    @invariant()
    def owner_clock_chain_and_history_agree(self) -> None:
        cases = list(Case.objects.select_related("respondent"))
        assert cases_problems(cases)[0] == {}

    @invariant()
    def a_deadline_only_moves_later_and_on_record(self) -> None:
        rows = Deadline.objects.filter(entity="case")
        due = dict(rows.values_list("pk", "due_at"))
        assert self.due.keys() <= due.keys()
        for number, before in self.due.items():
            if due[number] != before:
                assert due[number] > before
                moved = DeadlineExtension.objects.filter(deadline_id=number, due_after=due[number])
                assert moved.exists()
        self.due = due

    @invariant()
    def nobody_reads_what_was_not_meant_for_them(self) -> None:
        for case in Case.objects.all():
            for side in (rules.COMPLAINANT, rules.SELLER):
                for entry in timeline_of(case, side=side):
                    meant = self.meant_for.get(entry.text)
                    assert meant is None or side in meant, (side, entry.kind)

    @invariant()
    def no_more_is_offered_or_given_back_than_was_paid(self) -> None:
        for offer in RemedyOffer.objects.filter(amount_poisha__isnull=False).select_related("case"):
            assert 0 < (offer.amount_poisha or 0) <= offer.case.paid_poisha
        for payment in Payment.objects.all():
            assert payment.refunded_poisha <= payment.amount_poisha

    # ----------------------------------------------------------------------------------------

    def attempt(self, act: Callable[..., Any], twice: bool) -> None:
        """A refusal changes nothing; the same form again neither fails nor does it again."""
        for _time in range(1 + twice):
            try:
                with transaction.atomic():
                    act(now=self.now)
            except DomainError:
                return
            finally:
                with clock.at(self.now):
                    run_jobs(queues=["default"])

    def today(self) -> Any:
        return dhaka_date(self.now)

    def words(self, *sides: str) -> str:
        self.said += 1
        text = f"words number {self.said}"
        self.meant_for[text] = frozenset(sides)
        return text

    def acts_of(
        self, case: Case, amount: int, days: int, side: str = ""
    ) -> list[Callable[..., Any]]:
        side = side or case.owner_side or rules.COMPLAINANT
        everyone = (rules.COMPLAINANT, rules.SELLER)
        text = self.words(*everyone)
        on = self.today() + timedelta(days=days)
        terms = {"kind": "refund", "amount_poisha": amount, "due_on": on}
        terms["medium"] = "same" if case.seller_order_id else "bkash"
        if side == rules.SELLER:
            mina = self.people.mina.actor
            if case.respondent.organisation_id is None:
                mina = Actor.system("answer link")
            return [
                partial(act, actor=mina, case_id=case.pk)
                for act in (
                    partial(services.remedy_offer, **terms),
                    partial(services.remedy_offer, kind="apology", due_on=on),
                    partial(services.complaint_reject, reason="no_proof", text=text),
                    partial(services.information_ask, text=text),
                    services.counter_accept,
                    partial(services.remedy_report, note=text),
                )
            ]
        if side == rules.COMPLAINANT:
            return [
                partial(act, actor=make.karim(self.people), case_id=case.pk)
                for act in (
                    services.offer_accept,
                    partial(services.offer_counter, **terms),
                    partial(services.offer_decline, text=text),
                    partial(services.information_give, text=text),
                    partial(services.remedy_confirm, rating=1 + amount % 5),
                    partial(services.remedy_dispute, text=text),
                    self.give_cash,
                    partial(services.case_reopen, text=text),
                    services.case_withdraw,
                )
            ]
        if side == rules.COORDINATOR:
            agency = sorted(self.officers)[amount % 2]
            brought = ServiceOfNotice.objects.filter(case=case, by_hand=True).last()
            if case.state == "to_serve" and brought is not None and days >= 0:
                bring = partial(services.notice_served_by_hand, actor=self.people.nila.actor)
                return [partial(bring, service_id=brought.pk, outcome="seen", reached=days > 0)]
            return [
                partial(act, actor=self.people.nila.actor, case_id=case.pk)
                for act in (
                    partial(services.referral_send, agency_id=agency, letter=text),
                    self.give_cash,
                    services.case_send_to_seller,
                    partial(services.referral_send, agency_id=agency, letter=text),
                )
            ]
        return self.acts_of_agency(case, amount, text)

    def give_cash(self, *, actor: Actor, case_id: int, now: datetime) -> None:
        """The centre, to whom it was refunded last."""
        code = Refund.objects.order_by("-id").values_list("code", flat=True).first() or ""
        refund_give(actor=self.people.asha.actor, code=code, now=now)

    def acts_of_agency(self, case: Case, amount: int, text: str) -> list[Callable[..., Any]]:
        referral = Referral.objects.filter(case=case).order_by("-id").first()
        if referral is None:
            return [partial(services.case_withdraw, actor=make.karim(self.people), case_id=case.pk)]
        rafi = self.officers[referral.agency_id]
        other = next(number for number in self.officers if number != referral.agency_id)
        day = self.today() + timedelta(days=10)
        terms = {"kind": "refund", "amount_poisha": amount, "due_on": self.today()}
        terms["medium"] = "same" if case.seller_order_id else "bkash"
        medium = terms["medium"]
        ordered = OrderedRemedy(kind="refund", amount_poisha=amount, medium=medium, due_on=day)
        decide = partial(services.decision_record, text=text)
        decision = referral.decisions.order_by("-id").first()
        if decision is not None and referral.state == "decided":
            return [
                partial(services.decision_appeal, actor=rafi, decision_id=decision.pk, text=text),
                partial(services.compliance_record, actor=rafi, decision_id=decision.pk, text=text),
                partial(services.decision_finish, actor=rafi, case_id=case.pk),
            ]
        return [
            partial(act, actor=rafi, referral_id=referral.pk)
            for act in (
                services.referral_accept,
                partial(services.referral_pass_on, agency_id=other, text=text),
                partial(services.referral_return, text=text),
                partial(decide, kind="order", remedy=ordered),
                partial(decide, kind="fine", fine_poisha=amount),
                partial(decide, kind="dismissal"),
                partial(
                    services.hearing_call,
                    at=self.now + 300 * HOUR,
                    place="Dhaka",
                    on_day_off=True,
                ),
                partial(decide, kind="dismissal", without_hearing=True),
                partial(services.case_settle, terms=services.Terms(**terms)),
            )
        ]


@pytest.mark.django_db
def test_no_walk_loses_a_case_its_clock_its_record_or_its_secrets():
    run_state_machine_as_test(
        Walk,
        settings=hypothesis.settings(
            max_examples=ROUNDS,
            stateful_step_count=STEPS,
            phases=[hypothesis.Phase.generate],
            database=None,
            deadline=None,
            suppress_health_check=list(hypothesis.HealthCheck),
        ),
    )
    assert books_verify(now=PLACED_AT).agrees
