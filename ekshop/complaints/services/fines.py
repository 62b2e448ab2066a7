"""A fine comes in, in parts, and the complainant's share of what came in is paid."""

from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import format_taka, normalise
from ekshop.kernel.errors import InvalidInput, NotFound, StaleState
from ekshop.kernel.money import Money
from ekshop.kernel.rulebook import rule_at
from ekshop.parties.services import require

from .. import rules
from ..models import Decision, FineRecovery
from .chain import Entry, entry_write
from .deciding import decision_held
from .errors import FineExceeded, RecoveryKnown, SharePaid
from .speaking import side_tell

SHARE_SEEN_BY = (rules.COMPLAINANT, rules.AGENCY)


def fine_recover(
    *,
    actor: Actor,
    decision_id: int,
    recovered_poisha: int,
    reference: str,
    complainant_is_staff: bool,
    now: datetime,
) -> FineRecovery:
    """Part of a fine, or all of it, came into the treasury.

    The complainant's share of it (the rule that held when it was decided) is an amount of its
    own; the directorate's own staff have none. The same reference with the same amount is the
    same recovery. Errors: NotAllowed, NotYourReferral, NotInForce, StaleState where no fine was
    decided, FineExceeded, RecoveryKnown, InvalidInput.
    """
    require(actor, "decision.record")
    reference = normalise(reference)[:80]
    wrong = {}
    if recovered_poisha <= 0:
        wrong["recovered"] = _("Write the amount in taka.")
    if not reference:
        wrong["reference"] = _("Write the number of the receipt or challan.")
    if wrong:
        raise InvalidInput(wrong)
    with transaction.atomic():
        case, decision = decision_held(actor, decision_id)
        if decision.kind != "fine":
            raise StaleState
        if known := decision.recoveries.filter(reference=reference).first():
            if known.recovered_poisha != recovered_poisha:
                raise RecoveryKnown
            return known
        left = decision.fine_poisha - recovered_of(decision)
        if recovered_poisha > left:
            raise FineExceeded(left=format_taka(left, get_language() or "bn"))
        share_bp = 0 if complainant_is_staff else rule_at("fine_share", decision.decided_at).value
        recovery = FineRecovery.objects.create(
            decision=decision,
            recovered_poisha=recovered_poisha,
            share_poisha=_share(decision, recovered_poisha, share_bp),
            share_bp=share_bp,
            complainant_is_staff=complainant_is_staff,
            reference=reference,
            recovered_at=now,
        )
        came_in = Entry(
            "fine_recovered",
            data={
                "recovered_poisha": recovered_poisha,
                "left_poisha": left - recovered_poisha,
                "reference": reference,
            },
        )
        entry_write(case, came_in, actor=actor, side=rules.AGENCY, now=now)
        share = Entry(
            "share_due",
            data={"share_poisha": recovery.share_poisha, "share_bp": share_bp},
            seen_by=SHARE_SEEN_BY,
        )
        entry_write(case, share, actor=actor, side=rules.AGENCY, now=now)
    return recovery


def share_pay(*, actor: Actor, recovery_id: int, reference: str, now: datetime) -> FineRecovery:
    """The complainant was paid the share. Once; they are told by SMS.

    Errors: NotAllowed, NotFound, NotYourReferral, SharePaid, StaleState where there is no share,
    InvalidInput without a reference.
    """
    require(actor, "decision.record")
    reference = normalise(reference)[:80]
    if not reference:
        raise InvalidInput({"reference": _("Write the number of the payment.")})
    with transaction.atomic():
        decision_id = (
            FineRecovery.objects.filter(pk=recovery_id)
            .values_list("decision_id", flat=True)
            .first()
        )
        if decision_id is None:
            raise NotFound(what="recovery")
        case, _decision = decision_held(actor, decision_id)
        recovery = FineRecovery.objects.get(pk=recovery_id)
        if recovery.share_paid_at is not None:
            raise SharePaid(reference=recovery.share_reference)
        if recovery.share_poisha == 0:
            raise StaleState
        recovery.share_paid_at, recovery.share_reference = now, reference
        recovery.save(update_fields=["share_paid_at", "share_reference"])
        paid = Entry(
            "share_paid",
            data={"share_poisha": recovery.share_poisha, "reference": reference},
            seen_by=SHARE_SEEN_BY,
        )
        entry_write(case, paid, actor=actor, side=rules.AGENCY, now=now)
        told = {"amount_poisha": recovery.share_poisha, "reference": reference}
        side_tell(case, rules.COMPLAINANT, "fine_share_paid", told, actor=actor, now=now)
    return recovery


def recovered_of(decision: Decision) -> int:
    """Poisha that came in of a fine so far."""
    return decision.recoveries.aggregate(all=Sum("recovered_poisha"))["all"] or 0


def _share(decision: Decision, recovered_poisha: int, share_bp: int) -> int:
    """Of all that came in, less the shares before: parts add up to the share of the whole."""
    if share_bp == 0:
        return 0
    shared = decision.recoveries.filter(share_bp__gt=0).aggregate(
        recovered=Sum("recovered_poisha"), shares=Sum("share_poisha")
    )
    whole = Money((shared["recovered"] or 0) + recovered_poisha).share(share_bp).poisha
    return whole - (shared["shares"] or 0)
