"""Our books beside the seller's own table, mended by two persons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.settlement import rules
from ekshop.settlement.models import CommissionLine, Reconciliation
from ekshop.settlement.rules import orders_compared
from ekshop.settlement.selectors import reconciliations_visible_to, three_ways
from ekshop.settlement.services import (
    SettledAsItStands,
    dispute_accept,
    line_dispute,
    mismatch_ask,
    mismatch_confirm,
    seller_reconcile,
)

from . import make, months

pytestmark = pytest.mark.django_db


@pytest.fixture
def frozen(db):
    people = make.orders.people()
    make.orders.rate(1000)
    hasan = months.second_operator(people)
    shares = [months.sold(people, 100_000), months.sold(people, 50_000)]
    months.locked(months.IN_DECEMBER)
    months.step(people, hasan, months.NOVEMBER, "freeze", now=months.IN_DECEMBER)
    return people, hasan, {each.order.code: _commission(each) for each in shares}


def _commission(share) -> int:
    rows = CommissionLine.objects.filter(order_line__seller_order=share)
    return sum(row.amount_poisha for row in rows)


def brought(people, who, theirs) -> Reconciliation:
    return seller_reconcile(
        actor=who.actor,
        seller_id=people.partner.pk,
        month=months.NOVEMBER,
        theirs=theirs,
        filename="ours.csv",
        now=months.IN_DECEMBER,
    )


def test_a_sellers_own_table_is_held_beside_the_frozen_month(frozen):
    people, hasan, ours = frozen
    row = brought(people, people.mina, dict(ours))
    assert (row.matched, row.mismatches.count()) == (2, 0)
    [of] = three_ways(months.NOVEMBER)
    assert (of.commission, of.theirs, of.paid) == (sum(ours.values()), sum(ours.values()), 0)
    assert of.agrees
    assert list(reconciliations_visible_to(people.mina.actor)) == [row]
    assert not reconciliations_visible_to(people.asha.actor).exists()
    with pytest.raises(NotFound):
        seller_reconcile(
            actor=people.mina.actor,
            seller_id=people.asha.actor.organisation,
            month=months.NOVEMBER,
            theirs={},
            filename="",
            now=months.IN_DECEMBER,
        )
    with pytest.raises(NotFound):
        seller_reconcile(
            actor=people.mina.actor,
            seller_id=people.partner.pk,
            month="2026-10",
            theirs={},
            filename="",
            now=months.IN_DECEMBER,
        )


def test_a_wrong_commission_is_corrected_in_the_next_month(frozen):
    people, hasan, ours = frozen
    code, other = ours
    row = brought(people, people.omar, {code: ours[code] - 1_000, "XZZ": 5})
    found = {each.kind: each for each in row.mismatches.all()}
    assert set(found) == {"amount_differs", "only_theirs", "only_ours"}
    assert found["only_ours"].reference == other
    wrong, at = found["amount_differs"], months.IN_DECEMBER
    omar = people.omar.actor
    mismatch_ask(actor=omar, mismatch_id=wrong.pk, action="correct_line", note="", now=at)
    mismatch_confirm(actor=hasan.actor, mismatch_id=wrong.pk, now=at)
    correction = CommissionLine.objects.get(kind="correction")
    assert (correction.amount_poisha, correction.month) == (-1_000, months.DECEMBER)
    months.books_agree()
    assert months.statement().commission_poisha == sum(ours.values())


def test_what_a_dispute_set_right_is_not_corrected_again(frozen):
    people, hasan, ours = frozen
    code = next(iter(ours))
    at = months.IN_DECEMBER
    line = CommissionLine.objects.get(order_line__seller_order__order__code=code, kind="commission")
    dispute = line_dispute(
        actor=people.asha.actor, line_id=line.pk, reason="rate", text="less", now=at
    )
    dispute_accept(
        actor=people.mina.actor,
        dispute_id=dispute.pk,
        should_be_poisha=ours[code] - 1_000,
        answer="",
        now=at,
    )
    row = brought(people, people.omar, {**ours, code: ours[code] - 1_000})
    wrong = row.mismatches.get()
    omar = people.omar.actor
    mismatch_ask(actor=omar, mismatch_id=wrong.pk, action="correct_line", note="", now=at)
    with pytest.raises(InvalidInput):
        mismatch_confirm(actor=hasan.actor, mismatch_id=wrong.pk, now=at)
    assert CommissionLine.objects.filter(kind="correction").count() == 1
    months.books_agree()


def test_what_a_reconciliation_set_right_a_dispute_does_not_set_right_again(frozen):
    people, hasan, ours = frozen
    code, at = next(iter(ours)), months.IN_DECEMBER
    line = CommissionLine.objects.get(order_line__seller_order__order__code=code, kind="commission")
    dispute = line_dispute(
        actor=people.asha.actor, line_id=line.pk, reason="rate", text="more", now=at
    )
    [wrong] = brought(people, people.omar, {**ours, code: ours[code] + 1_000}).mismatches.all()
    told = {"mismatch_id": wrong.pk, "now": at}
    mismatch_ask(actor=people.omar.actor, action="correct_line", note="", **told)
    mismatch_confirm(actor=hasan.actor, **told)
    accept = {"actor": people.mina.actor, "dispute_id": dispute.pk, "answer": "", "now": at}
    with pytest.raises(SettledAsItStands):
        dispute_accept(should_be_poisha=ours[code] + 1_000, **accept)
    dispute_accept(should_be_poisha=ours[code] + 1_500, **accept)
    corrections = CommissionLine.objects.filter(kind="correction").order_by("id")
    assert [each.amount_poisha for each in corrections] == [1_000, 500]
    months.books_agree()


@given(st.dictionaries(st.text("AB", min_size=1), st.integers(-5, 5)), st.data())
def test_two_tables_agree_exactly_where_nothing_is_found(ours, data):
    theirs = data.draw(st.dictionaries(st.sampled_from(sorted(ours) or ["A"]), st.integers(-5, 5)))
    compared = orders_compared(ours, theirs)
    assert compared.matched + len(compared.found) == len(ours.keys() | theirs.keys())
    total = sum((each.theirs_poisha or 0) - (each.ours_poisha or 0) for each in compared.found)
    assert total == sum(theirs.values()) - sum(ours.values())
    assert orders_compared(ours, ours).found == []


def test_every_kind_has_an_action_and_words():
    for side, _label in rules.RECONCILIATION_SIDES:
        for kind in rules.BY_SELLER if side == "seller" else dict(rules.MISMATCH_KINDS):
            assert set(rules.actions_for(side, kind)) <= set(rules.ACTIONS)
            assert rules.WHAT_TO_DO[kind]
