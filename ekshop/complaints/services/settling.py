"""The parties come to terms before the agency, which records what they agreed on."""

from datetime import datetime

from django.db import transaction

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import StaleState
from ekshop.parties.services import require

from .. import rules
from ..events import ReferralMoved
from ..models import Case
from .acting import not_endless, offer_answer
from .answering import offer_write
from .chain import Entry
from .endings import hearings_cancel
from .referring import referral_held
from .remedies import remedy_agree
from .terms import Terms, terms_check


def case_settle(*, actor: Actor, referral_id: int, terms: Terms, now: datetime) -> Case:
    """What both sides agreed on at the agency, on the terms an offer may have: due by its day, and
    paid at once where it is a refund of what was paid through ek-Shop. The agency's part is over.

    Errors: NotAllowed, NotYourReferral, ReferralOver, StaleState before the case is accepted,
    InvalidInput by field, CasePaused, and payments' where money moves.
    """
    require(actor, "decision.record")
    note = not_endless(terms.note, field="note", most=1000)
    with transaction.atomic():
        case, referral = referral_held(actor, referral_id)
        if referral.state != "accepted":
            raise StaleState
        terms_check(case, terms, now=now)
        hearings_cancel([case], actor=actor, now=now)
        states.move(
            referral,
            "settle",
            actor=actor,
            now=now,
            also={"ended_at": now},
            event=ReferralMoved(referral.pk, "settle", "settled"),
        )
        offer = offer_write(case, terms, side=rules.AGENCY, now=now)
        offer_answer(offer, "accepted", now=now)
        entry = Entry("settled", text=note, data={"agency": referral.agency.code})
        remedy_agree(case, offer, "settle", entry, actor=actor, now=now)
    return case
