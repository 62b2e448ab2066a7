"""How a centre stands with the cash it holds: kept, reminded of, and stopping what is new."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.rulebook import Rule, due_at, rules_at
from ekshop.ledger import selectors as books
from ekshop.notices.services import notice_send
from ekshop.orders.services import centre_stop_lift, centre_stop_set
from ekshop.parties.selectors import centre_contact

from .. import rules
from ..models import CashStanding, Payment, Remittance
from ..selectors.cash import CashPiece, cash_limits_at, cash_pieces

LIMIT, WARNING, AGE, TRUST = "cash_limit", "cash_warning", "cash_age", "remittance_trust"
AGE_STOPS = "cash_age_stops"
AGAIN_AFTER = timedelta(days=1)
CLOCK = Actor.system("collections")


def cash_standing_renew(*, centre_id: int, now: datetime) -> CashStanding:
    """Count a centre's cash anew, in the transaction that moved the cash, after posting. The standing
    is held before anything is counted, so of two at once, also the clock's, the second counts what
    the first did.

    A centre above its limit, or with more cash than the rule book lets pass that should have been
    passed on by now, orders nothing new until that is gone; it is reminded once when it comes near,
    and each day while it is over.
    """
    with transaction.atomic():
        return _renew(centre_id, now)


def _renew(centre_id: int, now: datetime) -> CashStanding:
    row, _new = CashStanding.objects.select_for_update().get_or_create(centre_id=centre_id)
    held_rules = rules_at([LIMIT, WARNING, AGE, AGE_STOPS, TRUST], now)
    owed = books.balance(centre_id, "cash_collected")
    limit = cash_limits_at([centre_id], now).get(centre_id, held_rules[LIMIT].value)
    doubted = _doubted(centre_id, held_rules[TRUST], now)
    pieces = cash_pieces(centre_id, owed)
    oldest = pieces[0].collected_at if pieces else None
    due = due_at(held_rules[AGE], oldest) if oldest else None
    held = max(owed, 0) + doubted
    late = _late(pieces, held_rules[AGE], now)
    if late <= held_rules[AGE_STOPS].value:
        late = 0
    age = (now - oldest) / (due - oldest) if oldest and due and due > oldest else 0.0
    stage = rules.cash_stage(
        held_poisha=held, limit_poisha=limit, near_bp=held_rules[WARNING].value, age=age
    )
    row.owed_poisha, row.held_poisha, row.limit_poisha = owed, held, limit
    row.in_transit_poisha = books.balance(centre_id, "cash_in_transit")
    row.oldest_at, row.due_at, row.stage = oldest, due, stage
    stopped = held > limit or late > 0
    if _worth_telling(row, now):
        _tell(row, stopped, now)
        row.told_at = now
    row.told = stage
    row.save()
    if stopped:
        centre_stop_set(
            centre_id=centre_id,
            held_poisha=held,
            limit_poisha=limit,
            late_poisha=late,
            now=now,
        )
    else:
        centre_stop_lift(centre_id=centre_id)
    return row


def cash_watch(*, now: datetime) -> int:
    """Count every centre that holds or has passed on cash, for time alone changes how it stands:
    cash grows old, a centre's word wears off, a raised limit ends. Says how many; each on its own.
    """
    centres = list(
        CashStanding.objects.exclude(owed_poisha=0, held_poisha=0, in_transit_poisha=0)
        .order_by("centre_id")
        .values_list("centre_id", flat=True)
    )
    return _renewed(centres, now)


def cash_count_all(*, now: datetime) -> int:
    """Begin counting centres that took cash before it was counted at all."""
    takers = Payment.objects.filter(medium="cash").values_list("centre_id", flat=True).distinct()
    known = CashStanding.objects.values_list("centre_id", flat=True)
    return _renewed(sorted(set(takers) - set(known)), now)


def _renewed(centre_ids: Iterable[int], now: datetime) -> int:
    number = 0
    for centre_id in centre_ids:
        with transaction.atomic():
            cash_standing_renew(centre_id=centre_id, now=now)
        number += 1
    return number


def _late(pieces: Sequence[CashPiece], age: Rule, now: datetime) -> int:
    """What of these should have been passed on by now."""
    return sum(each.held_poisha for each in pieces if due_at(age, each.collected_at) <= now)


def _doubted(centre_id: int, trust: Rule, now: datetime) -> int:
    """Passed on by the centre's word, and not seen in the time its word is taken for."""
    rows = Remittance.objects.filter(centre_id=centre_id, state__in=rules.OPEN_REMITTANCES)
    return sum(
        amount
        for amount, at in rows.values_list("amount_poisha", "remitted_at")
        if due_at(trust, at) <= now
    )


def _worth_telling(row: CashStanding, now: datetime) -> bool:
    worse = rules.STAGES.index(row.stage) > rules.STAGES.index(row.told)
    again = row.stage == "over" and row.told_at and now - row.told_at >= AGAIN_AFTER
    return worse or bool(again)


def _tell(row: CashStanding, stopped: bool, now: datetime) -> None:
    mobile = centre_contact(row.centre_id)
    if not mobile:
        return
    notice_send(
        actor=CLOCK,
        template="cash_to_pass_on",
        to=mobile,
        language="bn",
        context={
            "amount_poisha": row.held_poisha,
            "limit_poisha": row.limit_poisha,
            "until": dhaka_date(row.due_at) if row.due_at else None,
            "stopped": stopped,
            "late": bool(row.due_at and row.due_at <= now),
        },
        reference=f"cash-{row.centre_id}",
        organisation_id=row.centre_id,
        now=now,
    )
