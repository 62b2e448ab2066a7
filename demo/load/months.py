"""Months' closes: every month but the last one that is over went its way to the last payment; that
one is frozen these days, and Asha disputes a line."""

from datetime import datetime, timedelta

from ekshop.kernel import clock
from ekshop.kernel.jobs import run_jobs
from ekshop.settlement.selectors import (
    month_close_of,
    seller_months_visible_to,
    stated_lines,
    statements_frozen,
    still_needed,
)
from ekshop.settlement.services import (
    funding_receive,
    funding_tell,
    line_dispute,
    month_step_ask,
    month_step_confirm,
    seller_month_approve,
)

from .people import persona
from .world import Diary, World

FROZEN_ON, SETTLED_ON = 9, 16
"""Days of the month after: when the return windows of nearly everything are over."""


def plan(world: World, diary: Diary, day: datetime, now: datetime) -> None:
    """What that day brings to the month before."""
    date = clock.dhaka_date(day)
    month = clock.month_after(clock.month_of(day), -1)
    if clock.month_of(day) == clock.month_of(now):
        return
    if date.day == FROZEN_ON:
        diary.add(day + timedelta(hours=11), lambda moment: _step(month, "freeze", moment))
    if date.day == SETTLED_ON:
        diary.add(day + timedelta(hours=11), lambda moment: _settle(world, month, moment))


def latest(world: World, now: datetime) -> None:
    """The last month that is over was frozen the day before yesterday, or as soon as it was."""
    month = clock.month_after(clock.month_of(now), -1)
    at = max(now - timedelta(days=2), clock.month_bounds(month)[1] + timedelta(hours=1))
    if at >= now:
        return
    with clock.at(at):
        _step(month, "freeze", at)
    mine = statements_frozen(world.asha).filter(month=month).order_by("-lines").first()
    if mine is None:
        return
    line = stated_lines(mine).filter(kind="commission").order_by("-amount_poisha", "id").first()
    later = at + (now - at) / 2
    with clock.at(later):
        if line is not None:
            line_dispute(
                actor=world.asha,
                line_id=line.pk,
                reason="rate",
                text="অর্ডারের দিন দোকানের পাতায় হার আরও বেশি লেখা ছিল। আবার দেখুন।",
                now=later,
            )
        run_jobs(queues=["default"])


def _step(month: str, kind: str, at: datetime) -> None:
    """Omar asks, Shirin confirms; nothing where the month is already that far."""
    close = month_close_of(month)
    if kind == "freeze" and close is not None and close.state != "open":
        return
    asked = month_step_ask(actor=persona("omar"), month=month, kind=kind, now=at)
    month_step_confirm(actor=persona("shirin"), step_id=asked.pk, now=at)
    run_jobs(queues=["default"])


def _settle(world: World, month: str, at: datetime) -> None:
    """The disputes end; each seller approves and sends what its account is short of."""
    close = month_close_of(month)
    if close is None or close.state != "frozen":
        return
    _step(month, "settle", at)
    omar = persona("omar")
    for part in seller_months_visible_to(omar).filter(close=close, state="frozen"):
        seller = world.sellers[part.seller_id]
        part = seller_month_approve(actor=seller, seller_month_id=part.pk, now=at)
        needed = still_needed(part)
        if needed > 0:
            told = funding_tell(
                actor=seller,
                seller_month_id=part.pk,
                amount_poisha=needed,
                reference=f"BEFTN-{month}-{part.seller_id}",
                now=at,
            )
            funding_receive(actor=omar, funding_id=told.pk, now=at)
    run_jobs(queues=["default"])
