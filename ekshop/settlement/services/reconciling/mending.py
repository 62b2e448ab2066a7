"""What mends a thing that does not agree: asked for by one person, done by another's word."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.ledger.services import journal_post
from ekshop.parties.services import require

from ... import rules
from ...models import CommissionLine, Mismatch, ProviderLine, Reconciliation
from ...selectors.reconciling import settled_elsewhere
from ..correcting import line_correct, line_held, line_may_be
from ..payouts import attempt_found_paid
from .errors import AlreadySigned, SamePerson, SettledElsewhere, StillOpen


def mismatch_ask(
    *, actor: Actor, mismatch_id: int, action: str, note: str, now: datetime
) -> Mismatch:
    """Ask for one of the actions that may mend it. Errors: NotAllowed, NotFound, InvalidInput,
    AlreadySigned, StaleState."""
    require(actor, "reconciliation.work")
    with transaction.atomic():
        row = _held(mismatch_id)
        problems = {}
        if action not in rules.actions_for(row.reconciliation.side, row.kind):
            problems["action"] = _("Choose what is to be done.")
        if action == "explained" and not note.strip():
            problems["note"] = _("Say why both are right.")
        if problems:
            raise InvalidInput(problems)
        states.move(
            row,
            "ask",
            actor=actor,
            now=now,
            reason=note.strip()[:300],
            also={
                "action": action,
                "note": note.strip()[:300],
                "asked_by_id": actor.person,
                "asked_at": now,
            },
        )
    return row


def mismatch_confirm(*, actor: Actor, mismatch_id: int, now: datetime) -> Mismatch:
    """Do what was asked for, once. Errors: NotAllowed, NotFound, SamePerson, StaleState,
    SettledElsewhere, PaidByAnother, InvalidInput where a line cannot be corrected that far."""
    require(actor, "reconciliation.work")
    with transaction.atomic():
        row = _held(mismatch_id, not_by=actor.person)
        if row.reconciliation.side == "provider" and settled_elsewhere(
            row.reconciliation, [row.key]
        ):
            raise SettledElsewhere
        states.move(
            row,
            "settle",
            actor=actor,
            now=now,
            also={"settled_by_id": actor.person, "settled_at": now},
        )
        _DONE[row.action](actor, row, now)
        audit_write(
            actor=actor,
            action="mismatch_settle",
            entity="mismatch",
            entity_id=row.pk,
            data={"action": row.action, "reference": row.reference, "note": row.note},
            now=now,
        )
    return row


def mismatch_refuse(*, actor: Actor, mismatch_id: int, note: str, now: datetime) -> Mismatch:
    """Not so: back to who looks into it. Whoever asked may take it back the same way."""
    require(actor, "reconciliation.work")
    with transaction.atomic():
        row = _held(mismatch_id)
        states.move(row, "refuse", actor=actor, now=now, reason=note.strip()[:300])
    return row


def reconciliation_sign(*, actor: Actor, reconciliation_id: int, now: datetime) -> Reconciliation:
    """Everything agrees or is settled. Errors: NotAllowed, NotFound, StillOpen, SamePerson,
    StaleState."""
    require(actor, "reconciliation.work")
    with transaction.atomic():
        row = (
            Reconciliation.objects.select_for_update(of=("self",))
            .filter(pk=reconciliation_id)
            .first()
        )
        if row is None:
            raise NotFound(what="reconciliation")
        left = row.mismatches.filter(state__in=["open", "asked"]).count()
        if left:
            raise StillOpen(count=left)
        if row.made_by_id == actor.person:
            raise SamePerson
        states.move(
            row, "sign", actor=actor, now=now, also={"signed_by_id": actor.person, "signed_at": now}
        )
        audit_write(
            actor=actor,
            action="reconciliation_sign",
            entity="reconciliation",
            entity_id=row.pk,
            data={"matched": row.matched},
            now=now,
        )
    return row


def _held(mismatch_id: int, *, not_by: int | None = None) -> Mismatch:
    row = (
        Mismatch.objects.select_for_update(of=("self",))
        .select_related("reconciliation")
        .filter(pk=mismatch_id)
        .first()
    )
    if row is None:
        raise NotFound(what="mismatch")
    if row.reconciliation.state != "open":
        raise AlreadySigned
    if not_by is not None and row.asked_by_id == not_by:
        raise SamePerson
    return row


# What each action does ----------------------------------------------------------------------------


def _explained(_actor: Actor, _row: Mismatch, _now: datetime) -> None:
    """Nothing is booked: the words stand."""


def _count_as_paid(actor: Actor, row: Mismatch, now: datetime) -> None:
    line = ProviderLine.objects.get(pk=row.data["line"])
    attempt_found_paid(actor=actor, attempt_id=row.data["attempt"], line=line, now=now)


def _book_fee(_actor: Actor, row: Mismatch, now: datetime) -> None:
    _book(row, "payout_fees", row.difference_poisha, now)


def _book_difference(_actor: Actor, row: Mismatch, now: datetime) -> None:
    """Money out that they name and we do not is missing from the float; money in is more of it."""
    sign = -1 if row.data.get("way") == "in" else 1
    _book(row, "differences", sign * row.difference_poisha, now)


def _book(row: Mismatch, purpose: str, poisha: int, now: datetime) -> None:
    journal_post(
        # By what it is about: the same thing may be found for days that overlap.
        key=f"mismatch:{row.reconciliation.provider}:{row.key}",
        kind="reconciliation",
        entity="mismatch",
        entity_id=row.pk,
        postings=[
            (None, purpose, poisha),
            (None, rules.PROVIDERS[row.reconciliation.provider].float, -poisha),
        ],
        now=now,
    )


def _correct_line(actor: Actor, row: Mismatch, now: datetime) -> None:
    """The order's largest line takes the difference; the frozen month itself stays. Not a line that
    a dispute has set right already."""
    reconciliation = row.reconciliation
    largest = (
        CommissionLine.objects.filter(
            statement__month=reconciliation.month,
            seller_id=reconciliation.seller_id,
            order_line__seller_order__order__code=row.reference,
            kind="commission",
        )
        .exclude(statement__state="undone")
        .exclude(disputes__state="accepted")
        .order_by("-amount_poisha", "id")
        .first()
    )
    line = line_held(largest.pk) if largest else None
    if (
        line is None
        or line.disputes.filter(state="accepted").exists()
        or not line_may_be(line, line.amount_poisha + row.difference_poisha)
    ):
        raise InvalidInput({"action": _("No line of this order can be corrected that far.")})
    line_correct(
        actor=actor,
        line=line,
        difference_poisha=row.difference_poisha,
        key=f"mismatch:{row.pk}",
        now=now,
    )


_DONE: dict[str, Callable[[Actor, Mismatch, datetime], None]] = {
    "explained": _explained,
    "count_as_paid": _count_as_paid,
    "book_fee": _book_fee,
    "book_difference": _book_difference,
    "correct_line": _correct_line,
}
