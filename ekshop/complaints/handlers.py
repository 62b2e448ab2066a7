"""What complaints do when they are told of something. Each may run twice."""

from ekshop.kernel import clock
from ekshop.kernel.actors import Actor

from . import tasks
from .events import CaseFiled, ReferralSent
from .services import case_triage

PLATFORM = Actor.system("complaints")


def on_case_filed(event: CaseFiled) -> None:
    """A new case is sorted by the rules."""
    case_triage(actor=PLATFORM, case_id=event.case_id, now=clock.now())


def on_referral_sent(event: ReferralSent) -> None:
    """The letter goes its way; outside this transaction, as a job."""
    tasks.referral_deliver.later(referral_id=event.referral_id)
