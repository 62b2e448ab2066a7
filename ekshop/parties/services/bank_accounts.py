"""Where a seller is paid: one person writes it, another confirms it, and then it has to wait."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.errors import Conflict, InvalidInput, NotFound
from ekshop.kernel.rulebook import due_at, rule_at
from ekshop.parties import rules
from ekshop.parties.events import BankAccountChanged
from ekshop.parties.models import BankAccount
from ekshop.parties.selectors import bank_accounts_visible_to, bank_name_problem

from .access import require
from .inputs import Checks

WAIT_RULE = "bank_account_wait"


class AnotherWaits(Conflict):
    code = "bank_account_waits"
    message = _("Another account waits to be confirmed. It has to be decided on first.")


class SamePerson(Conflict):
    """Who wrote it cannot be the one who confirms it."""

    code = "same_person"
    message = _("You wrote this yourself: another person has to decide.")


def bank_account_propose(
    *,
    actor: Actor,
    bank: str,
    branch: str,
    routing_number: str,
    holder: str,
    number: str,
    now: datetime,
) -> BankAccount:
    """Write down the account the actor's organisation wants to be paid to; not used yet.

    The holder's name has to be the organisation's own or that of somebody who acts for it.
    Errors: NotAllowed, InvalidInput, AnotherWaits.
    """
    require(actor, "bank_account.propose")
    checks = Checks()
    bank = checks.text("bank", bank, most=80)
    branch = checks.text("branch", branch, most=80)
    holder = checks.text("holder", holder, most=120)
    routing = rules.routing_number(routing_number) or ""
    if not routing:
        checks.wrong("routing_number", _("A routing number has 9 digits, as on the cheque."))
    account = rules.bank_account_number(number) or ""
    if not account:
        checks.wrong("number", _("An account number has 8 to 17 digits."))
    if holder and bank_name_problem(actor.organisation, holder):
        checks.wrong(
            "holder",
            _("The account has to be in the name of the seller or of somebody who acts for it."),
        )
    checks.done()
    try:
        with transaction.atomic():
            row = BankAccount.objects.create(
                organisation_id=actor.organisation,
                bank=bank,
                branch=branch,
                routing_number=routing,
                holder=holder,
                number=account,
                proposed_by_id=actor.person,
                proposed_at=now,
            )
            told = BankAccountChanged(row.pk, row.state)
            states.begin(row, actor=actor, now=now, event=told)
            _audit(actor, row, "bank_account_propose", now)
    except IntegrityError as error:
        if "bank_account_one_proposal" in str(error):
            raise AnotherWaits from error
        raise
    return row


def bank_account_confirm(*, actor: Actor, bank_account_id: int, now: datetime) -> BankAccount:
    """A second person has asked the seller and seen that it is right: used after the wait.

    Errors: NotAllowed, NotFound, SamePerson, StaleState.
    """
    usable = due_at(rule_at(WAIT_RULE, now), now)
    return _decide(actor, bank_account_id, "confirm", "", now, usable_from=usable)


def bank_account_refuse(
    *, actor: Actor, bank_account_id: int, reason: str, now: datetime
) -> BankAccount:
    """Errors as `bank_account_confirm`, and InvalidInput without a reason."""
    if not reason.strip():
        raise InvalidInput({"reason": _("Say why.")})
    return _decide(actor, bank_account_id, "refuse", reason.strip()[:200], now)


def _decide(
    actor: Actor,
    bank_account_id: int,
    action: str,
    reason: str,
    now: datetime,
    usable_from: datetime | None = None,
) -> BankAccount:
    require(actor, "bank_account.confirm")
    with transaction.atomic():
        row = bank_accounts_visible_to(actor).filter(pk=bank_account_id).first()
        if row is None:
            raise NotFound(what="bank account")
        if row.proposed_by_id == actor.person_id:
            raise SamePerson
        target = "confirmed" if action == "confirm" else "refused"
        states.move(
            row,
            action,
            actor=actor,
            now=now,
            reason=reason,
            also={"decided_by_id": actor.person, "decided_at": now, "usable_from": usable_from},
            event=BankAccountChanged(row.pk, target),
        )
        _audit(actor, row, f"bank_account_{action}", now)
    return row


def _audit(actor: Actor, row: BankAccount, action: str, now: datetime) -> None:
    audit_write(
        actor=actor,
        action=action,
        entity="organisation",
        entity_id=row.organisation_id,
        data={"bank": row.bank, "ends_in": row.number[-4:]},
        now=now,
    )
