"""A line of a statement that does not book itself, booked by two persons: one that fits nothing to
the account they name, one that cannot be right as the channel tells it."""

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
from ekshop.ledger.selectors import journals_of
from ekshop.ledger.services import journal_post
from ekshop.parties.services import require

from ...models import Channel, ExchangeRate, SettlementBooking, SettlementRow
from ...rules import exporting as rules
from ...selectors.context import rate_on
from .errors import AskedBefore, LineMoved, PaysAnOrder, SamePerson
from .money import Posting
from .settling import doubt_note, row_book, signed, transfer_postings

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
        row = _line(row_id, order=None, state__in=BOOKABLE)
        problems: dict[str, object] = {}
        if account not in rules.hand_accounts(row.kind):
            problems["account"] = _("Choose what this line was.")
        elif _rate(row) is None:
            problems["account"] = _("No rate of exchange is recorded for its day. Record it first.")
        if len(note) < REASON_SHORTEST:
            problems["note"] = _("Say how you know what this line was.")
        if problems:
            raise InvalidInput(problems)
        return _asked(actor, row, account, note, now)


def settlement_row_believe_ask(
    *, actor: Actor, row_id: int, note: str, now: datetime
) -> SettlementBooking:
    """One person has asked about a line that cannot be right, and says that it is; another confirms
    it. Not one that pays an order in another currency than it is owed in. Errors: NotAllowed,
    NotFound, InvalidInput, AskedBefore."""
    require(actor, "export_order.work")
    note = normalise(note)[:300]
    with transaction.atomic():
        row = _line(row_id, state="doubtful")
        problem = None
        if len(note) < REASON_SHORTEST:
            problem = _("Say how you know that it is right.")
        elif row.kind == "sale" and row.doubt == "currency":
            problem = _("What is owed stands in another currency. Set the line aside.")
        elif _rate(row) is None:
            problem = _("No rate of exchange is recorded for its day. Record it first.")
        if problem:
            raise InvalidInput({"note": problem})
        return _asked(actor, row, rules.AS_TOLD, note, now)


def _asked(
    actor: Actor, row: SettlementRow, account: str, note: str, now: datetime
) -> SettlementBooking:
    """Raises AskedBefore."""
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
    """Another person agrees: it is booked, at the rate of its day. Errors: NotAllowed, NotFound,
    SamePerson, LineMoved, ActionNotPossible."""
    require(actor, "export_order.work")
    with transaction.atomic():
        booking = _held(booking_id)
        if booking.asked_by_id == actor.person:
            raise SamePerson
        by = {"confirmed_by_id": actor.person, "confirmed_at": now}
        states.move(booking, "confirm", actor=actor, now=now, reason=booking.note, also=by)
        Channel.objects.select_for_update().get(pk=booking.row.channel_id)
        if booking.account == rules.AS_TOLD:
            _book_as_told(booking, now)
        else:
            _book_by_hand(booking, now)
        doubt_note(booking.row, "")
        as_told = booking.account == rules.AS_TOLD
        _audited(actor, booking, "settlement_believe" if as_told else "settlement_by_hand", now)


def settlement_booking_undo_ask(*, actor: Actor, booking_id: int, note: str, now: datetime) -> None:
    """One person says why it was wrong. Errors: NotAllowed, NotFound, InvalidInput, PaysAnOrder,
    ActionNotPossible."""
    require(actor, "export_order.work")
    note = normalise(note)[:300]
    if len(note) < REASON_SHORTEST:
        raise InvalidInput({"note": _("Say why it is to be taken back.")})
    with transaction.atomic():
        booking = _held(booking_id)
        if not booking.can_go_back:
            raise PaysAnOrder
        also = {"undo_note": note, "undo_asked_by_id": actor.person}
        states.move(booking, "ask_undo", actor=actor, now=now, reason=note, also=also)


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
            (owner, purpose, -poisha)
            for each in journals_of("settlement_row", row.pk)
            if each.key == _key(booking)
            for purpose, owner, poisha in each.entries
        ]
        if booking.account == rules.AS_TOLD:
            row.note, row.noted_by = "", None
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


def _book_by_hand(booking: SettlementBooking, now: datetime) -> None:
    row, rate = booking.row, _rate(booking.row)
    if row.state not in BOOKABLE or row.order_id is not None or rate is None:
        raise LineMoved
    postings = _postings(row, booking.account, rate)
    SettlementBooking.objects.filter(pk=booking.pk).update(was=row.state)
    row.state, row.rate = "by_hand", rate
    row.save()
    _post(booking, postings, "", now)


def _book_as_told(booking: SettlementBooking, now: datetime) -> None:
    row = booking.row
    if row.state != "doubtful":
        raise LineMoved
    row.note, row.noted_by_id = booking.note, booking.asked_by_id
    row.save(update_fields=["note", "noted_by"])
    if not row_book(row, now, key=_key(booking)):
        raise LineMoved


def _line(row_id: int, **wanted: Any) -> SettlementRow:
    """Held. One that belongs to an order is booked with it, as told, or set aside. Raises NotFound."""
    rows = SettlementRow.objects.select_for_update(of=("self",))
    row = rows.filter(pk=row_id, **wanted).first()
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


def _key(booking: SettlementBooking) -> str:
    return f"channel:by_hand:{booking.pk}"


def _post(booking: SettlementBooking, postings: list[Posting], turn: str, now: datetime) -> None:
    wanted = [each for each in postings if each[2]]
    if wanted:
        journal_post(
            key=f"{_key(booking)}{turn}",
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
