"""Whatever happens in whatever order, months stay closed and add up, to the poisha."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ekshop.kernel.clock import month_after, month_bounds, month_of
from ekshop.kernel.states import ActionNotPossible
from ekshop.ledger.selectors import balance
from ekshop.orders.models import CommissionRate, SellerOrder
from ekshop.parties.tests.make import PLACED_AT, Persona, Personas
from ekshop.payments.services import refund_issue_for_complaint
from ekshop.payments.services.errors import MoreThanLeft, NothingToRefund
from ekshop.settlement.adapters import Outcome
from ekshop.settlement.models import (
    CommissionLine,
    CommissionStatement,
    MonthClose,
    Payout,
    PayoutAttempt,
    PayoutBatch,
    SellerMonth,
)
from ekshop.settlement.rules import statement_outcome
from ekshop.settlement.services import dispute_accept, line_dispute
from ekshop.settlement.services.payouts import (
    NothingToSend,
    batch_draft,
    batch_release,
    payout_retry,
)
from ekshop.settlement.services.payouts.attempts import attempt_begin, attempt_settle
from ekshop.settlement.services.payouts.batches import batch_end_if_done

from . import make, months, paying

prices = st.integers(min_value=10_000, max_value=400_000)
sales = st.tuples(st.just("sell"), st.lists(prices, min_size=1, max_size=2), st.booleans())
remedies = st.tuples(st.just("remedy"), st.integers(0, 5), st.integers(1, 300_000))
rates = st.tuples(st.just("rate"), st.integers(0, 2_000))
closes = st.tuples(
    st.just("close"),
    st.sampled_from(["", "undo", "dispute"]),
    st.lists(st.sampled_from(["succeeded", "failed", "unsent", "unknown"]), max_size=3),
)
EVENTS = st.lists(st.one_of(sales, remedies, rates, closes), min_size=3, max_size=7)
FEE = 500


@dataclass
class Life:
    """One life of a centre and a seller; `now` only goes on."""

    people: Personas
    hasan: Persona
    now: datetime = PLACED_AT
    orders: list[SellerOrder] = field(default_factory=list)
    remedies: int = 0
    told: dict[str, tuple[object, ...]] = field(default_factory=dict)

    def sell(self, each: list[int], give_back: bool) -> None:
        order = months.sold(self.people, *each, at=self.now)
        self.now += timedelta(days=4)
        if give_back:
            months.returned(self.people, order, 0, now=self.now)
        self.orders.append(order)

    def remedy(self, which: int, poisha: int) -> None:
        if not self.orders:
            return
        self.remedies += 1
        order = self.orders[which % len(self.orders)]
        try:
            refund_issue_for_complaint(
                actor=months.SYSTEM,
                seller_order_id=order.pk,
                remedy_id=self.remedies,
                case_code="Q37-WMD4-K",
                amount_poisha=poisha,
                now=self.now,
            )
        except (MoreThanLeft, NothingToRefund):
            return
        make.work(self.now)

    def rate(self, rate_bp: int) -> None:
        """Another rate from now on; what is ordered already keeps its own."""
        self.now += timedelta(minutes=1)
        CommissionRate.objects.filter(valid_to=None).update(valid_to=self.now)
        make.orders.rate(rate_bp, valid_from=self.now)

    def close(self, how: str, fates: list[str]) -> None:
        """The present month ends, and goes its whole way to everybody paid, whatever becomes of
        the first sendings."""
        month = month_of(self.now)
        self.now = month_bounds(month)[1] + timedelta(days=14)
        months.locked(self.now)
        self._step(month, "freeze")
        if how == "undo":
            self._step(month, "undo")
            self._step(month, "freeze")
        if how == "dispute":
            self._dispute(month)
        self.now += timedelta(days=6)
        self._step(month, "settle")
        if SellerMonth.objects.filter(close__month=month, state="frozen"):
            months.approved(self.people, month, now=self.now)
        self._pay([*fates])
        assert MonthClose.objects.get(month=month).state == "closed"
        self.now = month_bounds(month_after(month))[1] - timedelta(days=10)

    def _pay(self, fates: list[str]) -> None:
        """Batch after batch, a day each, until nothing is owed; an unknown one is never sent again,
        a failed one is, by a new attempt."""
        for _day in range(30):
            self.now += timedelta(days=1)
            for failed in Payout.objects.filter(state="failed"):
                payout_retry(actor=self.people.omar.actor, payout_id=failed.pk, now=self.now)
            try:
                batch = batch_draft(actor=self.people.omar.actor, provider="bkash", now=self.now)
            except NothingToSend:
                break
            batch_release(actor=self.hasan.actor, batch_id=batch.pk, now=self.now)
            for payout in Payout.objects.filter(batch=batch):
                self._send(batch, payout, fates.pop(0) if fates else "succeeded")
            batch_end_if_done(actor=months.SYSTEM, batch_id=batch.pk, now=self.now)
            make.work(self.now)
        assert not Payout.objects.exclude(state="succeeded").exists()

    def _send(self, batch: PayoutBatch, payout: Payout, fate: str) -> None:
        attempt = attempt_begin(actor=months.SYSTEM, payout=payout, batch=batch, now=self.now)
        reason = {"failed": "refused", "unsent": "unreachable", "unknown": "no_answer"}.get(
            fate, ""
        )
        paid = Outcome("succeeded", trx_id=f"T{attempt.pk}", fee_poisha=FEE, at=self.now)
        outcome = paid if fate == "succeeded" else Outcome(fate, reason)
        self._settled(attempt, outcome, "answer")
        if fate == "unknown":
            with pytest.raises(ActionNotPossible):
                payout_retry(actor=self.people.omar.actor, payout_id=payout.pk, now=self.now)
            self._settled(attempt, paid, "statement")
        if fate == "unsent":
            payout.refresh_from_db()
            self._send(batch, payout, "succeeded")

    def _settled(self, attempt: PayoutAttempt, outcome: Outcome, source: str) -> None:
        for _twice in range(2):
            attempt_settle(
                actor=months.SYSTEM,
                attempt_id=attempt.pk,
                outcome=outcome,
                source=source,
                now=self.now,
            )

    def _step(self, month: str, kind: str) -> None:
        months.step(self.people, self.hasan, month, kind, now=self.now)

    def _dispute(self, month: str) -> None:
        line = (
            CommissionLine.objects.filter(statement__month=month, kind="commission")
            .exclude(amount_poisha=0)
            .first()
        )
        if line is None:
            return
        found = line_dispute(
            actor=self.people.asha.actor, line_id=line.pk, reason="rate", text="?", now=self.now
        )
        dispute_accept(
            actor=self.people.mina.actor,
            dispute_id=found.pk,
            should_be_poisha=line.amount_poisha // 2,
            answer="",
            now=self.now,
        )

    def holds(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        months.books_agree()
        now = {row[0]: row for row in months.figures()}
        assert {number: now[number] for number in self.told} == self.told
        self.told = now
        carried = 0
        for one in CommissionStatement.objects.exclude(state="undone").order_by("month"):
            lines = CommissionLine.objects.filter(statement=one)
            total = lines.aggregate(sum=Sum("amount_poisha", default=0))["sum"]
            assert one.carried_in_poisha == carried
            assert (one.gross_poisha, one.lines) == (total + carried, lines.count())
            outcome = statement_outcome(
                one.gross_poisha, tax_bp=one.tax_bp, minimum_poisha=one.close.minimum_poisha
            )
            assert (one.tax_poisha, one.payable_poisha) == (
                outcome.tax_poisha,
                outcome.payable_poisha,
            )
            carried = one.carried_out_poisha
        paid = CommissionStatement.objects.filter(state="paid").aggregate(
            sum=Sum("payable_poisha", default=0)
        )["sum"]
        gone = PayoutAttempt.objects.filter(state="succeeded")
        sums = gone.aggregate(
            sum=Sum("amount_poisha", default=0), fees=Sum("fee_poisha", default=0)
        )
        assert sums["sum"] == paid
        assert gone.values("payout").distinct().count() == gone.count()
        assert balance(None, "bkash_float") == -paid - sums["fees"]
        assert balance(None, "payouts_in_flight") == 0


@pytest.mark.django_db
def test_any_sequence_of_sales_returns_rates_closes_and_payouts_keeps_what_was_told_and_pays_once():
    people = make.orders.people()
    make.orders.rate(1000)
    paying.wallet(people.asha)
    hasan = months.second_operator(people)

    @settings(
        max_examples=8,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(EVENTS)
    def lived(events):
        life = Life(people, hasan)
        mark = transaction.savepoint()
        for name, *arguments in [*events, ("close", "", []), ("close", "", [])]:
            getattr(life, name)(*arguments)
            life.holds()
        transaction.savepoint_rollback(mark)

    lived()
