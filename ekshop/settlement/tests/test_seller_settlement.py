"""What sellers are paid: by the books, by the class of escrow, and by nobody twice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ekshop.kernel.deadlines import deadlines_overdue, deadlines_run
from ekshop.kernel.errors import NotFound
from ekshop.kernel.rulebook import rule_put
from ekshop.ledger.selectors import balance, mismatches, unbalanced_journals
from ekshop.ledger.services import journal_post
from ekshop.notices.models import Message
from ekshop.parties.tests.make import PLACED_AT
from ekshop.settlement.models import (
    Payout,
    SellerEntry,
    SellerRelease,
    SellerSettlement,
    SellerSettlementLine,
)
from ekshop.settlement.selectors import (
    paid_out,
    releases_overdue,
    releases_waiting,
    settlement_entries,
    settlement_for,
    settlements_visible_to,
)
from ekshop.settlement.services import (
    escrow_by_complaints,
    escrow_end,
    escrow_set,
    hold_of_source_release,
    hold_place,
    settlement_paid,
)

from . import make
from .selling import DAY, DELIVERED, SYSTEM, account, delivered, draw
from .test_the_money_of_an_order import returned


def test_what_was_collected_less_commission_is_ordered_to_the_sellers_bank(paid_to) -> None:
    seller_order = delivered(paid_to)
    (settlement,) = draw()
    due = -balance(paid_to.partner.pk, "seller_payable")
    assert (settlement.state, settlement.payable_poisha) == ("ordered", due)
    (line,) = settlement.lines.all()
    assert line.seller_order == seller_order
    assert (line.payment_poisha, line.commission_poisha) == (461_150, -22_508)
    assert line.net_poisha == settlement.payable_poisha
    payout = Payout.objects.get()
    assert (payout.amount_poisha, payout.provider, payout.number, payout.account) == (
        due,
        "bank",
        "0123456789012",
        "seller_payable",
    )
    assert [each.kind for each in settlement_entries(settlement, seller_order.pk)] == [
        "payment",
        "commission",
    ]


def test_run_again_nothing_is_drawn_up_twice(paid_to) -> None:
    delivered(paid_to)
    (first,) = draw()
    delivered(paid_to)
    assert draw() == []
    (second,) = draw(5)
    assert SellerSettlementLine.objects.count() == 2
    assert SellerEntry.objects.filter(settlement=None).count() == 0
    assert first.payable_poisha + second.payable_poisha == -balance(
        paid_to.partner.pk, "seller_payable"
    )
    assert Payout.objects.count() == 2


def test_paid_keeps_the_promise_once(paid_to) -> None:
    delivered(paid_to)
    (settlement,) = draw()
    share = SellerRelease.objects.get().seller_order_id
    assert not paid_out([share])
    at = DELIVERED + 2 * DAY
    for _again in range(2):
        settlement_paid(settlement_id=settlement.pk, now=at)
    settlement.refresh_from_db()
    assert (share, "producer") in paid_out([share])
    assert (settlement.state, settlement.paid_at) == ("paid", at)
    assert SellerRelease.objects.get().settled_at == at
    told = Message.objects.get(template="seller_paid")
    assert settlement.number in told.body
    deadlines_run(DELIVERED + 20 * DAY, about="seller_release")
    assert not deadlines_overdue().exists()


def test_not_paid_in_ten_days_it_is_overdue(people) -> None:
    delivered(people)
    late = DELIVERED + 10 * DAY
    omar = people.omar.actor
    assert not releases_overdue(omar, late - timedelta(seconds=1)).exists()
    assert [each.seller_id for each in releases_overdue(omar, late)] == [people.partner.pk]
    deadlines_run(late, about="seller_release")
    assert [each.kind for each in deadlines_overdue()] == ["seller_payout"]


def test_a_new_seller_waits_for_the_return_window(people) -> None:
    account(people)
    delivered(people)
    release = SellerRelease.objects.get()
    assert (release.escrow, release.why) == ("window", "new")
    assert release.release_at > release.delivered_at
    assert draw() == []
    day = (release.release_at - PLACED_AT).days + 1
    assert [each.state for each in draw(day)] == ["ordered"]


def test_after_a_sellers_first_months_the_proof_of_delivery_is_enough(people) -> None:
    delivered(people)
    SellerRelease.objects.update(delivered_at=DELIVERED - 91 * DAY)
    delivered(people)
    assert [each.escrow for each in SellerRelease.objects.order_by("id")] == ["window", "proof"]


def test_open_complaints_make_a_seller_wait_and_their_end_ends_it(paid_to) -> None:
    seller_id = paid_to.partner.pk
    escrow_end(actor=paid_to.omar.actor, seller_id=seller_id, now=PLACED_AT + DAY)
    SellerRelease.objects.all().delete()
    assert not escrow_by_complaints(seller_id=seller_id, open_complaints=2, now=PLACED_AT)
    assert escrow_by_complaints(seller_id=seller_id, open_complaints=3, now=PLACED_AT)
    delivered(paid_to)
    assert SellerRelease.objects.get().why == "complaints"
    escrow_by_complaints(seller_id=seller_id, open_complaints=0, now=PLACED_AT + 2 * DAY)
    SellerRelease.objects.update(delivered_at=DELIVERED - 91 * DAY)
    delivered(paid_to)
    assert SellerRelease.objects.latest("id").why == "rule"


def test_a_return_under_way_keeps_what_waits_for_the_window(people) -> None:
    account(people)
    seller_order = delivered(people)
    make.fulfilling.return_ask(
        actor=people.asha.actor,
        order_line_id=seller_order.lines.get().pk,
        quantity=1,
        reason="damaged",
        note="",
        now=DELIVERED + DAY,
    )
    assert draw(30) == []


def test_a_refund_after_the_settlement_is_carried_into_the_next(paid_to) -> None:
    seller_order = delivered(paid_to)
    (first,) = draw()
    returned(paid_to, seller_order, quantity=3, reason="wrong_item")
    (second,) = draw(5)
    assert (second.state, second.payable_poisha) == ("carried", 0)
    assert second.carried_out_poisha == second.net_poisha == -first.payable_poisha
    delivered(paid_to, quantity=4)
    (third,) = draw(6)
    assert third.carried_in_poisha == second.carried_out_poisha
    assert third.payable_poisha == third.net_poisha + third.carried_in_poisha > 0
    paid = first.payable_poisha + third.payable_poisha
    assert paid == -balance(paid_to.partner.pk, "seller_payable")


def test_money_a_seller_paid_in_is_not_taken_from_it_again(paid_to) -> None:
    seller_order = delivered(paid_to)
    (first,) = draw()
    returned(paid_to, seller_order, quantity=3, reason="wrong_item")
    (second,) = draw(5)
    journal_post(
        key="funding:1",
        kind="funding",
        entity="funding",
        entity_id=1,
        postings=[
            (None, "bank", -second.carried_out_poisha),
            (paid_to.partner.pk, "seller_payable", second.carried_out_poisha),
        ],
        now=PLACED_AT + 5 * DAY,
    )
    (third,) = draw(6)
    assert (third.state, third.payable_poisha, third.carried_out_poisha) == ("carried", 0, 0)
    assert third.other_poisha == -second.carried_out_poisha == first.payable_poisha


def test_the_fee_of_the_day_of_delivery_is_charged_and_given_back(paid_to) -> None:
    rule_put(
        actor=paid_to.omar.actor,
        key="seller_fee",
        value=125,
        unit="basis_points",
        valid_from=PLACED_AT + DAY,
        now=PLACED_AT,
    )
    seller_order = delivered(paid_to)
    (first,) = draw()
    fee = (461_150 * 125 + 5000) // 10_000
    assert first.fee_poisha == -fee == balance(None, "fees_charged")
    assert first.payable_poisha == -balance(paid_to.partner.pk, "seller_payable")
    returned(paid_to, seller_order, quantity=3, reason="wrong_item")
    (second,) = draw(5)
    assert second.fee_poisha == fee
    assert balance(None, "fees_charged") == 0
    assert mismatches() == [] and unbalanced_journals() == []


def test_without_an_account_money_waits_and_a_producer_is_paid_by_wallet(people) -> None:
    for seller in (people.partner, people.producer):
        escrow_set(
            actor=people.omar.actor,
            seller_id=seller.pk,
            escrow="proof",
            note="known for years",
            now=PLACED_AT,
        )
    delivered(people)
    assert draw() == []
    journal_post(
        key="x",
        kind="payment",
        entity="other",
        entity_id=1,
        postings=[(None, "bank", 5000), (people.producer.pk, "seller_payable", -5000)],
        now=PLACED_AT,
    )
    assert [each.seller_id for each in draw()] == [people.producer.pk]
    payout = Payout.objects.get()
    assert (payout.provider, payout.person_id) == ("bkash", people.jamila.person.pk)


def test_a_seller_sees_its_own_settlements_and_nobody_elses(paid_to) -> None:
    delivered(paid_to)
    (settlement,) = draw()
    for reader in (paid_to.mina, paid_to.omar, paid_to.aziz):
        assert settlement_for(reader.actor, settlement.number) == settlement
    for other in (paid_to.tania, paid_to.jamila, paid_to.asha, paid_to.nila):
        assert not settlements_visible_to(other.actor).exists()
        assert not releases_waiting(other.actor).exists()
        with pytest.raises(NotFound):
            settlement_for(other.actor, settlement.number)


def test_the_database_itself_refuses_a_settlement_that_does_not_add_up(paid_to) -> None:
    delivered(paid_to)
    (settlement,) = draw()
    with pytest.raises(IntegrityError):
        SellerSettlement.objects.filter(pk=settlement.pk).update(payable_poisha=1)


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_settle_everything_once() -> None:
    everyone = make.orders.people()
    make.orders.rate(500)
    account(everyone)
    escrow_set(
        actor=everyone.omar.actor,
        seller_id=everyone.partner.pk,
        escrow="proof",
        note="known for years",
        now=PLACED_AT,
    )
    delivered(everyone)
    answers = make.side_by_side(*[draw] * 4)
    assert not [each for each in answers if isinstance(each, Exception)]
    assert sum(len(each) for each in answers) == 1
    settlement = SellerSettlement.objects.get()
    assert settlement.payable_poisha == -balance(everyone.partner.pk, "seller_payable")
    assert Payout.objects.count() == 1


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("pay"), st.integers(1, 10**9), st.integers(0, 2000)),
        st.tuples(st.just("refund"), st.integers(1, 10**9), st.just(0)),
        st.tuples(st.just("draw"), st.just(0), st.just(0)),
        st.tuples(st.just("hold"), st.just(0), st.just(0)),
        st.tuples(st.just("release"), st.just(0), st.just(0)),
    ),
    max_size=14,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_whatever_happens_every_poisha_is_paid_carried_or_waiting(paid_to, steps) -> None:
    with transaction.atomic():
        _whatever_happens(paid_to, steps)
        transaction.set_rollback(True)


def _whatever_happens(paid_to, steps) -> None:
    seller_id, day = paid_to.partner.pk, 10
    for number, (step, amount, share) in enumerate(steps):
        now = PLACED_AT + day * DAY
        if step == "draw":
            draw(day)
            day += 1
        elif step == "hold":
            hold_place(
                actor=SYSTEM,
                seller_id=seller_id,
                kind="agency",
                text="advised",
                source="alert:1",
                now=now,
            )
        elif step == "release":
            hold_of_source_release(actor=SYSTEM, source="alert:1", text="lifted", now=now)
        else:
            sign = 1 if step == "pay" else -1
            kept = amount - amount * share // 10_000
            journal_post(
                key=f"{uuid4()}",
                kind="payment" if step == "pay" else "refund",
                entity="other",
                entity_id=number,
                postings=[(None, "bank", sign * kept), (seller_id, "seller_payable", -sign * kept)],
                now=now,
            )
    hold_of_source_release(actor=SYSTEM, source="alert:1", text="lifted", now=PLACED_AT)
    draw(day)
    rows = list(SellerSettlement.objects.filter(seller_id=seller_id).order_by("id"))
    owed = -balance(seller_id, "seller_payable")
    carried = rows[-1].carried_out_poisha if rows else 0
    waiting = sum(
        SellerEntry.objects.filter(seller_id=seller_id, settlement=None).values_list(
            "amount_poisha", flat=True
        )
    )
    assert sum(row.payable_poisha for row in rows) + carried + waiting == owed
    for before, row in zip([None, *rows], rows, strict=False):
        lines = list(row.lines.all())
        entries = SellerEntry.objects.filter(settlement=row)
        assert sum(line.net_poisha for line in lines) == row.net_poisha
        assert row.net_poisha - row.fee_poisha == sum(each.amount_poisha for each in entries)
        assert row.carried_in_poisha == (before.carried_out_poisha if before else 0)
    assert Payout.objects.count() == len([row for row in rows if row.payable_poisha])
