"""A line of a statement that fits nothing, booked to the account a person names, by two of them."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import normalise
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.ledger.services import journal_post
from ekshop.parties.services import require

from ...models import Channel, ExchangeRate, SettlementBooking, SettlementRow
from ...rules import exporting as rules
from ...selectors.context import rate_on
from .errors import AskedBefore, LineMoved, SamePerson
from .money import Posting
from .settling import doubt_note, signed, transfer_postings

BOOKABLE = ("unmatched", "no_rate", "doubtful", "aside")
REASON_SHORTEST = 5


def settlement_row_book_ask(
    *, actor: Actor, row_id: int, account: str, note: str, now: datetime
) -> SettlementBooking:
    """One person says what a line that belongs to no order was; nothing is booked before another
    has confirmed it. Errors: NotAllowed, NotFound, InvalidInput, AskedBefore."""
    require(actor, "export_order.work")
    note = normalise(note)[:300]
    with transaction.atomic():
        row = _bookable(row_id)
        problems: dict[str, object] = {}
        if account not in rules.hand_accounts(row.kind):
            problems["account"] = _("Choose what this line was.")
        elif _rate(row) is None:
            problems["account"] = _("No rate of exchange is recorded for its day. Record it first.")
        if len(note) < REASON_SHORTEST:
            problems["note"] = _("Say how you know what this line was.")
        if problems:
            raise InvalidInput(problems)
        try:
            with transaction.atomic():
                booking = SettlementBooking.objects.create(
                    row=row,
                    account=account,
                    note=note,
                    was=row.state,
                    asked_by_id=actor.person,
                    asked_at=now,
                )
        except IntegrityError as clash:
            raise AskedBefore from clash
        states.begin(booking, actor=actor, now=now)
    return booking


def settlement_booking_confirm(*, actor: Actor, booking_id: int, now: datetime) -> None:
    """Another person agrees: it is booked at the rate of its day. Errors: NotAllowed, NotFound,
    SamePerson, LineMoved, ActionNotPossible."""
    require(actor, "export_order.work")
    with transaction.atomic():
        booking = _held(booking_id)
        if booking.asked_by_id == actor.person:
            raise SamePerson
        by = {"confirmed_by_id": actor.person, "confirmed_at": now}
        states.move(booking, "confirm", actor=actor, now=now, reason=booking.note, also=by)
        Channel.objects.select_for_update().get(pk=booking.row.channel_id)
        row, rate = booking.row, _rate(booking.row)
        if row.state not in BOOKABLE or row.order_id is not None or rate is None:
            raise LineMoved
        postings = _postings(row, booking.account, rate)
        SettlementBooking.objects.filter(pk=booking.pk).update(was=row.state)
        row.state, row.rate = "by_hand", rate
        row.save()
        doubt_note(row, "")
        _post(booking, postings, "", now)
        _audited(actor, booking, "settlement_by_hand", now)


def settlement_booking_undo_ask(*, actor: Actor, booking_id: int, note: str, now: datetime) -> None:
    """One person says why it was wrong. Errors: NotAllowed, NotFound, InvalidInput,
    ActionNotPossible."""
    require(actor, "export_order.work")
    note = normalise(note)[:300]
    if len(note) < REASON_SHORTEST:
        raise InvalidInput({"note": _("Say why it is to be taken back.")})
    with transaction.atomic():
        also = {"undo_note": note, "undo_asked_by_id": actor.person}
        states.move(_held(booking_id), "ask_undo", actor=actor, now=now, reason=note, also=also)


def settlement_booking_undo(*, actor: Actor, booking_id: int, now: datetime) -> None:
    """Another person agrees: the contrary is booked, and the line stands as it stood before. Errors:
    NotAllowed, NotFound, SamePerson, ActionNotPossible."""
    require(actor, "export_order.work")
    with transaction.atomic():
        booking = _held(booking_id)
        if booking.undo_asked_by_id == actor.person:
            raise SamePerson
        by = {"undone_by_id": actor.person, "undone_at": now}
        states.move(booking, "undo", actor=actor, now=now, reason=booking.undo_note, also=by)
        row = booking.row
        Channel.objects.select_for_update().get(pk=row.channel_id)
        contrary: list[Posting] = [
            (None, purpose, -poisha) for _owner, purpose, poisha in _posted(row, booking)
        ]
        row.state, row.rate = booking.was, None
        row.poisha = row.gain_poisha = 0
        row.save()
        if row.state == "doubtful":
            doubt_note(row, row.doubt)
        _post(booking, contrary, ":undone", now)
        _audited(actor, booking, "settlement_by_hand_undone", now)


def settlement_booking_refuse(*, actor: Actor, booking_id: int, now: datetime) -> None:
    """Not so, or not to be taken back: nothing is booked. Who asked may say so, too. Errors:
    NotAllowed, NotFound, ActionNotPossible."""
    require(actor, "export_order.work")
    with transaction.atomic():
        booking = _held(booking_id)
        action = "keep" if booking.state == "undo_asked" else "refuse"
        states.move(booking, action, actor=actor, now=now)


def _bookable(row_id: int) -> SettlementRow:
    """Held. One that belongs to an order is booked with it, or set aside. Raises NotFound."""
    rows = SettlementRow.objects.select_for_update(of=("self",))
    row = rows.filter(pk=row_id, state__in=BOOKABLE, order=None).first()
    if row is None:
        raise NotFound(what="settlement_row")
    return row


def _held(booking_id: int) -> SettlementBooking:
    """With its row, which is held first as everywhere."""
    row_id = SettlementBooking.objects.filter(pk=booking_id).values_list("row_id", flat=True)
    row = SettlementRow.objects.select_for_update(of=("self",)).filter(pk__in=row_id).first()
    if row is None:
        raise NotFound(what="settlement_booking")
    booking = SettlementBooking.objects.select_for_update(of=("self",)).get(pk=booking_id)
    booking.row = row
    return booking


def _rate(row: SettlementRow) -> ExchangeRate | None:
    return rate_on(row.currency, dhaka_date(row.at))


def _postings(row: SettlementRow, account: str, rate: ExchangeRate) -> list[Posting]:
    """Notes on the line what it is worth, as of any line."""
    if account == "bank":
        return transfer_postings(row, rate)
    value = row.poisha = signed(row.minor, rate.rate)
    return [(None, "channel_balance", value), (None, account, -value)]


def _posted(row: SettlementRow, booking: SettlementBooking) -> list[Posting]:
    """What confirming it booked, as the line still says."""
    if booking.account != "bank":
        return [(None, "channel_balance", row.poisha), (None, booking.account, -row.poisha)]
    value = row.poisha - row.gain_poisha
    return [
        (None, "bank", -value),
        (None, "channel_balance", row.poisha),
        (None, "exchange_difference", -row.gain_poisha),
    ]


def _post(booking: SettlementBooking, postings: list[Posting], turn: str, now: datetime) -> None:
    wanted = [each for each in postings if each[2]]
    if wanted:
        journal_post(
            key=f"channel:by_hand:{booking.pk}{turn}",
            kind="channel_by_hand",
            entity="settlement_row",
            entity_id=booking.row_id,
            postings=wanted,
            now=now,
        )


def _audited(actor: Actor, booking: SettlementBooking, action: str, now: datetime) -> None:
    row = booking.row
    data: dict[str, Any] = {
        "account": booking.account,
        "minor": row.minor,
        "currency": row.currency,
        "note": booking.undo_note or booking.note,
    }
    audit_write(
        actor=actor, action=action, entity="settlement_row", entity_id=row.pk, data=data, now=now
    )
