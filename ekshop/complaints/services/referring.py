"""A case goes to an agency, with its whole file."""

from datetime import datetime

from django.db import transaction

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound
from ekshop.kernel.ids import tracking_code
from ekshop.parties.services import require

from .. import rules
from ..events import ReferralSent
from ..models import Agency, Case, Referral
from .chain import Entry
from .letters import memo_number_take
from .moving import case_held, case_step


def referral_send(
    *, actor: Actor, case_id: int, agency_id: int, letter: str, now: datetime
) -> Referral:
    """Refers a case to an agency by the agency's way; a job carries the letter there.

    Errors: NotAllowed, NotFound, StaleState.
    """
    require(actor, "case.refer")
    with transaction.atomic():
        case = case_held(actor, case_id)
        agency = Agency.objects.filter(pk=agency_id, active=True).first()
        if agency is None:
            raise NotFound(what="agency")
        referral = Referral.objects.create(
            code=tracking_code("Q"),
            case=case,
            agency=agency,
            way=agency.way,
            letter=letter,
            memo_number=memo_number_take(now),
            sent_at=now,
        )
        entry = Entry("referred", text=letter, data={"agency": agency.code, "code": referral.code})
        case_step(case, "refer", entry, actor=actor, now=now, owner_organisation_id=agency.pk)
        states.begin(referral, actor=actor, now=now, event=ReferralSent(referral.pk))
    return referral


def referral_end(case: Case, *, actor: Actor, now: datetime) -> None:
    """The case goes another way: what an agency still had of it is over. The caller holds the case."""
    for referral in case.referrals.filter(state__in=rules.OPEN_REFERRAL_STATES):
        states.move(referral, "end", actor=actor, now=now, also={"ended_at": now})
