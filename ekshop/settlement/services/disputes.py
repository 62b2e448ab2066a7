"""Disputes: an entrepreneur does not agree with a line of a frozen statement.

The frozen figure stays whatever comes of it. Accepted, the difference is a line of its own, locked
at once, in the month in which it was accepted: it is paid with that month. A line that should not
have been taken back is so corrected by its contrary.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.deadlines import deadline_meet, deadline_set, kind
from ekshop.kernel.errors import Conflict, InvalidInput, NotFound
from ekshop.parties.services import require

from .. import rules
from ..events import DisputeSettled, StatementDisputed
from ..models import StatementDispute
from ..selectors import closing as reads
from ..selectors import commission as lines
from .correcting import line_correct, line_held, line_may_be, line_stands
from .reconciling.errors import SamePerson

DISPUTE_ANSWER = "dispute_answer"
KINDS = [
    kind(DISPUTE_ANSWER, bn="বিক্রেতা হিসাবের আপত্তির উত্তর দেবেন", en="The seller answers a dispute"),
]
LONGEST = 600


class DisputeTooLate(Conflict):
    code = "dispute_too_late"
    message = _("The time to dispute this statement is over.")


class DisputedAlready(Conflict):
    code = "disputed_already"
    message = _("This line has already been disputed.")


class SettledAsItStands(InvalidInput):
    code = "settled_as_it_stands"
    message = _("That is what the line says. To leave it as it is, reject the dispute.")


def line_dispute(
    *, actor: Actor, line_id: int, reason: str, text: str, now: datetime
) -> StatementDispute:
    """Say that a line of a frozen statement is wrong, within the time the rule book gives.

    Errors: NotAllowed, NotFound (also for another centre's line), InvalidInput, DisputeTooLate,
    DisputedAlready.
    """
    require(actor, "statement.dispute")
    line = lines.commission_visible_to(actor).filter(pk=line_id, statement__isnull=False).first()
    if line is None or line.statement is None:
        raise NotFound(what="line")
    text = text.strip()
    problems = {}
    if reason not in dict(rules.DISPUTE_REASONS):
        problems["reason"] = _("Choose what is wrong.")
    if not text or len(text) > LONGEST:
        problems["text"] = _("Say in a few words what is wrong.")
    if problems:
        raise InvalidInput(problems)
    if not reads.disputable(line.statement.close, now):
        raise DisputeTooLate
    with transaction.atomic():
        try:
            with transaction.atomic():
                dispute = StatementDispute.objects.create(
                    statement=line.statement,
                    line=line,
                    reason=reason,
                    text=text,
                    opened_by_id=actor.person,
                    opened_at=now,
                )
        except IntegrityError as error:
            raise DisputedAlready from error
        states.begin(dispute, actor=actor, now=now, event=StatementDisputed(dispute.pk))
        deadline_set(
            entity=("statement_dispute", dispute.pk),
            kind=DISPUTE_ANSWER,
            start=now,
            rule_key="dispute_answer",
            owner_organisation_id=line.seller_id,
            now=now,
        )
    return dispute


def dispute_withdraw(*, actor: Actor, dispute_id: int, now: datetime) -> StatementDispute:
    """The centre takes it back. Errors: NotAllowed, NotFound, StaleState."""
    require(actor, "statement.dispute")
    with transaction.atomic():
        dispute = _held(actor, dispute_id, "withdraw")
        _end(actor, dispute, "withdraw", {}, now)
    return dispute


def dispute_accept(
    *, actor: Actor, dispute_id: int, should_be_poisha: int, answer: str, now: datetime
) -> StatementDispute:
    """The line's seller, or the operator, says what the line should have been.

    The correcting line and its journal are made here, less what a reconciliation with the seller's
    own table has corrected already. Errors: NotAllowed, NotFound, InvalidInput,
    SettledAsItStands, StaleState, SamePerson for who disputed it.
    """
    require(actor, "dispute.settle")
    with transaction.atomic():
        dispute = _held(actor, dispute_id, "accept")
        if dispute.opened_by_id == actor.person_id:
            raise SamePerson
        line = line_held(dispute.line_id)
        if not line_may_be(line, should_be_poisha):
            raise InvalidInput({"should_be": _("That is not possible for this line.")})
        difference = should_be_poisha - line_stands(line)
        if not difference:
            raise SettledAsItStands
        _end(
            actor,
            dispute,
            "accept",
            {
                "answer": answer.strip()[:LONGEST],
                "should_be_poisha": should_be_poisha,
                "correction_id": line_correct(
                    actor=actor,
                    line=line,
                    difference_poisha=difference,
                    key=f"commission:correction:{dispute.pk}",
                    now=now,
                ).pk,
            },
            now,
        )
    return dispute


def dispute_reject(
    *, actor: Actor, dispute_id: int, answer: str, now: datetime
) -> StatementDispute:
    """The line is right, and why. Errors: NotAllowed, NotFound, InvalidInput, StaleState."""
    require(actor, "dispute.settle")
    if not answer.strip():
        raise InvalidInput({"answer": _("Say why.")})
    with transaction.atomic():
        dispute = _held(actor, dispute_id, "reject")
        _end(actor, dispute, "reject", {"answer": answer.strip()[:LONGEST]}, now)
    return dispute


def _held(actor: Actor, dispute_id: int, action: str) -> StatementDispute:
    if not reads.disputes_visible_to(actor).filter(pk=dispute_id).exists():
        raise NotFound(what="dispute")
    rows = StatementDispute.objects.select_for_update(of=("self",))
    dispute = rows.select_related("line", "statement").get(pk=dispute_id)
    if rules.DISPUTE.step(dispute.state, action) is None:
        raise states.ActionNotPossible(
            action=rules.DISPUTE.action_label(action),
            state=rules.DISPUTE.state_label(dispute.state),
        )
    return dispute


def _end(
    actor: Actor, dispute: StatementDispute, action: str, also: dict[str, object], now: datetime
) -> None:
    told = DisputeSettled(dispute.pk) if action != "withdraw" else None
    states.move(
        dispute,
        action,
        actor=actor,
        now=now,
        reason=str(also.get("answer", "")),
        event=told,
        also={**also, "settled_by_id": actor.person, "settled_at": now},
    )
    deadline_meet(entity=("statement_dispute", dispute.pk), kind=DISPUTE_ANSWER, now=now)
    audit_write(
        actor=actor,
        action=f"dispute_{action}",
        entity="statement_dispute",
        entity_id=dispute.pk,
        data={"statement": dispute.statement.number, "line_id": dispute.line_id},
        now=now,
    )
