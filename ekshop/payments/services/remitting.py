"""Passing cash on: by the centre's word, then by our own statement or two persons' hand."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import normalise
from ekshop.kernel.clashes import refused_as
from ekshop.kernel.coded import coded_insert
from ekshop.kernel.errors import Conflict, InvalidInput, NotFound
from ekshop.ledger import selectors as books
from ekshop.parties.services import require

from .. import rules
from ..models import CashLimit, Remittance
from .errors import MoreThanOwed, ReferenceUsed, SamePerson
from .matching import collection_match
from .remitted import reference_read, remittance_book, remittance_book_arrived
from .standing import cash_standing_renew
from .ways import medium_check


def remittance_record(
    *,
    actor: Actor,
    amount_poisha: int,
    medium: str,
    reference: str,
    nonce: UUID,
    now: datetime,
) -> Remittance:
    """Record that a centre passed on cash it had collected, by wallet or bank.

    It is no longer the centre's then, by its word; it lies in transit until it is seen on our
    statement, at once where it stands there already.
    Errors: NotAllowed, InvalidInput, MoreThanOwed, ReferenceUsed.
    """
    require(actor, "payment.remit")
    reference = reference_read(reference)
    medium_check(medium, reference, rules.REMITTANCE_MEDIA)
    centre_id = actor.organisation
    if done := _remitted_before(nonce, centre_id, amount_poisha):
        return done
    if amount_poisha <= 0:
        raise InvalidInput({"amount": _("Write an amount above zero.")})
    try:
        if amount_poisha > books.balance(centre_id, "cash_collected"):
            raise MoreThanOwed
        with refused_as(remittance_reference_once=ReferenceUsed(reference=reference)):
            remittance = coded_insert(
                Remittance(
                    centre_id=centre_id,
                    amount_poisha=amount_poisha,
                    medium=medium,
                    reference=reference,
                    remitted_by_id=actor.person,
                    remitted_at=now,
                    nonce=nonce,
                ),
                "M",
            )
            states.begin(remittance, actor=actor, now=now)
            remittance_book(
                remittance, "remittance", to="cash_in_transit", out_of="cash_collected", now=now
            )
            # Asked after posting, which holds the account's row: two remittances at once
            # cannot both see the same cash.
            if books.balance(centre_id, "cash_collected") < 0:
                raise MoreThanOwed
            cash_standing_renew(centre_id=centre_id, now=now)
    except (IntegrityError, ReferenceUsed, MoreThanOwed):
        # The same form at the same moment: the other one won.
        if done := _remitted_before(nonce, centre_id, amount_poisha):
            return done
        raise
    # On our statement already? Apart, for its accounts are held in another order.
    if collection_match(now=now, references=[reference]):
        remittance.refresh_from_db()
    return remittance


def remittance_ask(
    *, actor: Actor, remittance_id: int, what: str, note: str, now: datetime
) -> Remittance:
    """Ask another person to confirm by hand that it arrived, or to refuse it, and why.

    Errors: NotAllowed, NotFound, StaleState, InvalidInput.
    """
    require(actor, "collection.work")
    said = normalise(note).strip()[:300]
    problems = {}
    if what not in dict(rules.ASKED):
        problems["what"] = _("Choose what is to be decided.")
    if len(said) < 5:
        problems["note"] = _("Say what you saw, and where.")
    if problems:
        raise InvalidInput(problems)
    with transaction.atomic():
        row = _held(remittance_id)
        columns = {"asked": what, "asked_note": said, "asked_by_id": actor.person}
        states.move(row, "ask", actor=actor, now=now, reason=said, also=columns)
        _audit(actor, row, "remittance_ask", now)
    return row


def remittance_withdraw(*, actor: Actor, remittance_id: int, now: datetime) -> Remittance:
    """Nothing is to be decided by hand after all. Errors: NotAllowed, NotFound, StaleState."""
    require(actor, "collection.work")
    with transaction.atomic():
        row = _held(remittance_id)
        columns = {"asked": "", "asked_note": "", "asked_by_id": None}
        states.move(row, "withdraw", actor=actor, now=now, also=columns)
        _audit(actor, row, "remittance_withdraw", now)
    return row


def remittance_decide(*, actor: Actor, remittance_id: int, now: datetime) -> Remittance:
    """Do what another person asked for: it has arrived, or it never did and is owed again.

    Errors: NotAllowed, NotFound, StaleState, SamePerson.
    """
    require(actor, "collection.work")
    with transaction.atomic():
        row = _held(remittance_id)
        if row.asked_by_id == actor.person_id:
            raise SamePerson
        action = row.asked or "confirm"
        columns = {"decided_by_id": actor.person, "decided_at": now}
        states.move(row, action, actor=actor, now=now, also=columns)
        if action == "confirm":
            remittance_book_arrived(row, now=now)
        else:
            remittance_book(
                row, "remittance_refused", to="cash_collected", out_of="cash_in_transit", now=now
            )
            cash_standing_renew(centre_id=row.centre_id, now=now)
        _audit(actor, row, f"remittance_{action}", now)
    return row


def cash_limit_set(
    *,
    actor: Actor,
    centre_id: int,
    limit_poisha: int,
    reason: str,
    valid_to: datetime | None,
    now: datetime,
) -> CashLimit:
    """From now on a centre may hold so much, until `valid_to` if that is given, and why.

    Errors: NotAllowed, InvalidInput.
    """
    require(actor, "collection.work")
    said = normalise(reason).strip()[:300]
    problems = {}
    if len(said) < 5:
        problems["reason"] = _("Say why this centre may hold another amount.")
    if not 0 <= limit_poisha <= 10**12:
        problems["limit"] = _("Write an amount in taka.")
    if valid_to is not None and valid_to <= now:
        problems["valid_to"] = _("The last day is over already.")
    if problems:
        raise InvalidInput(problems)
    with transaction.atomic():
        running = CashLimit.objects.filter(centre_id=centre_id).exclude(valid_to__lte=now)
        running.update(valid_to=now)
        row = CashLimit.objects.create(
            centre_id=centre_id,
            limit_poisha=limit_poisha,
            reason=said,
            valid_from=now,
            valid_to=valid_to,
            set_by_id=actor.person,
        )
        audit_write(
            actor=actor,
            action="cash_limit_set",
            entity="organisation",
            entity_id=centre_id,
            data={"value": limit_poisha // 100, "reason": said},
            now=now,
        )
        cash_standing_renew(centre_id=centre_id, now=now)
    return row


def _held(remittance_id: int) -> Remittance:
    row = Remittance.objects.select_for_update().filter(pk=remittance_id).first()
    if row is None:
        raise NotFound(what="remittance")
    return row


def _audit(actor: Actor, row: Remittance, action: str, now: datetime) -> None:
    audit_write(
        actor=actor,
        action=action,
        entity="remittance",
        entity_id=row.pk,
        data={"number": row.code, "reason": row.asked_note},
        now=now,
    )


def _remitted_before(nonce: UUID, centre_id: int, amount_poisha: int) -> Remittance | None:
    """The remittance this form has made. Raises Conflict if it said something else."""
    done = Remittance.objects.filter(nonce=nonce).first()
    if done and (done.centre_id, done.amount_poisha) != (centre_id, amount_poisha):
        raise Conflict
    return done
