"""A seller's money that is held: why, by whom, and what goes when it is released."""

import pytest

from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleState
from ekshop.ledger.selectors import balance
from ekshop.parties.tests.make import PLACED_AT
from ekshop.settlement.models import Payout, SellerHold
from ekshop.settlement.selectors import (
    holds_visible_to,
    releases_held,
    releases_overdue,
    waiting_of,
)
from ekshop.settlement.selectors.payouts import payouts_due
from ekshop.settlement.services import hold_of_source_release, hold_place, hold_release
from ekshop.settlement.services.payouts import batch_draft
from ekshop.settlement.services.payouts.attempts import attempt_begin
from ekshop.settlement.services.sellers.holding import NotHeld

from .selling import DAY, DELIVERED, SYSTEM, delivered, draw


def test_held_money_does_not_go_and_goes_when_released(paid_to) -> None:
    seller_order = delivered(paid_to)
    omar = paid_to.omar.actor
    hold = hold_place(
        actor=omar,
        seller_id=paid_to.partner.pk,
        kind="papers",
        text="The trade licence has run out.",
        now=DELIVERED,
    )
    assert draw() == []
    assert releases_held(omar).get().hold_kind == "papers"
    mine = waiting_of(paid_to.mina.actor, DELIVERED)
    assert mine.held_poisha == mine.poisha > 0
    assert holds_visible_to(paid_to.mina.actor).get().text == hold.text
    assert not holds_visible_to(paid_to.tania.actor).exists()
    assert not releases_overdue(omar, DELIVERED + 20 * DAY).exists()
    hold_release(actor=omar, hold_id=hold.pk, text="A new licence was shown.", now=DELIVERED)
    with pytest.raises(NotHeld):
        hold_release(actor=omar, hold_id=hold.pk, text="Once more.", now=DELIVERED)
    (settlement,) = draw()
    assert settlement.lines.get().seller_order_id == seller_order.pk


def payouts() -> list[tuple[int, str]]:
    return list(Payout.objects.order_by("part").values_list("amount_poisha", "state"))


def test_a_hold_stops_what_is_drawn_up_and_not_sent_yet(paid_to) -> None:
    held, _free = delivered(paid_to), delivered(paid_to)
    (settlement,) = draw()
    half, whole = settlement.payable_poisha // 2, settlement.payable_poisha
    omar = paid_to.omar.actor
    of_one = hold_place(
        actor=SYSTEM,
        seller_id=paid_to.partner.pk,
        kind="complaint",
        text="Complaint C12",
        seller_order_id=held.pk,
        source="case:12",
        now=DELIVERED,
    )
    assert payouts() == [(half, "planned"), (half, "held")]
    of_all = hold_place(
        actor=omar,
        seller_id=paid_to.partner.pk,
        kind="papers",
        text="The trade licence has run out.",
        now=DELIVERED,
    )
    assert [state for _sum, state in payouts()] == ["held", "held"]
    assert payouts_due(PLACED_AT + 5 * DAY) == {}
    hold_release(actor=omar, hold_id=of_all.pk, text="A new licence came.", now=DELIVERED)
    assert payouts() == [(half, "planned"), (half, "held")]
    batch = batch_draft(actor=omar, provider="bank", now=PLACED_AT + 5 * DAY)
    assert batch.total_poisha == half
    hold_place(
        actor=omar,
        seller_id=paid_to.partner.pk,
        kind="check",
        text="Being looked into.",
        now=DELIVERED,
    )
    batch.refresh_from_db()
    assert (batch.payouts_count, batch.total_poisha) == (0, 0)
    for hold in (of_one, SellerHold.objects.latest("id")):
        hold_release(actor=omar, hold_id=hold.pk, text="It was answered.", now=DELIVERED)
    assert payouts() == [(half, "planned"), (half, "planned")]
    assert sum(amount for amount, _state in payouts()) == whole


def test_what_was_read_before_a_part_of_it_was_held_is_not_sent_whole(paid_to) -> None:
    """A batch is read once and sent for hours; whoever places a hold meanwhile is heeded."""
    held, _free = delivered(paid_to), delivered(paid_to)
    (settlement,) = draw()
    half, at = settlement.payable_poisha // 2, PLACED_AT + 5 * DAY
    batch = batch_draft(actor=paid_to.omar.actor, provider="bank", now=at)
    [seen] = batch.payouts.all()
    hold_place(
        actor=SYSTEM,
        seller_id=paid_to.partner.pk,
        kind="complaint",
        text="Complaint C12",
        seller_order_id=held.pk,
        source="case:12",
        now=at,
    )
    with pytest.raises(StaleState):
        attempt_begin(actor=SYSTEM, payout=seen, batch=batch, now=at)
    assert payouts() == [(half, "planned"), (half, "held")]
    assert balance(None, "payouts_in_flight") == 0


def test_a_complaint_holds_its_order_only_and_once(paid_to) -> None:
    held, free = delivered(paid_to), delivered(paid_to)
    for _again in range(2):
        hold_place(
            actor=SYSTEM,
            seller_id=paid_to.partner.pk,
            kind="complaint",
            text="Complaint C12",
            seller_order_id=held.pk,
            source="case:12",
            now=DELIVERED,
        )
    (settlement,) = draw()
    assert [line.seller_order_id for line in settlement.lines.all()] == [free.pk]
    assert hold_of_source_release(
        actor=SYSTEM, source="case:12", text="Closed: resolved", now=DELIVERED
    )
    assert not hold_of_source_release(actor=SYSTEM, source="case:12", text="Again", now=DELIVERED)
    assert [line.seller_order_id for line in draw(5)[0].lines.all()] == [held.pk]


def test_only_the_operator_holds_and_says_why(paid_to) -> None:
    arguments = {"seller_id": paid_to.partner.pk, "now": DELIVERED}
    for other in (paid_to.mina, paid_to.aziz, paid_to.asha):
        with pytest.raises(NotAllowed):
            hold_place(actor=other.actor, kind="check", text="just because", **arguments)
    for kind, text in (("check", " "), ("complaint", "by hand"), ("odd", "anything")):
        with pytest.raises(InvalidInput):
            hold_place(actor=paid_to.omar.actor, kind=kind, text=text, **arguments)
    with pytest.raises(NotFound):
        hold_place(
            actor=paid_to.omar.actor,
            seller_id=paid_to.pharmacy.pk,
            kind="check",
            text="another's order",
            seller_order_id=delivered(paid_to).pk,
            now=DELIVERED,
        )
