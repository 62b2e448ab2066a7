"""What complaints do when they are told of something. Each may run twice."""

from ekshop.kernel import clock
from ekshop.kernel.actors import Actor

from .events import CaseFiled
from .services import case_triage

PLATFORM = Actor.system("complaints")


def on_case_filed(event: CaseFiled) -> None:
    """A new case is sorted by the rules."""
    case_triage(actor=PLATFORM, case_id=event.case_id, now=clock.now())
