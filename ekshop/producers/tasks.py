"""What producers do by the clock."""

from ekshop.kernel.clock import now
from ekshop.kernel.jobs import periodic

from .services.agreeing import agreement_papers_sweep
from .services.listings import misnamed_listings_pause
from .services.marks import gi_marks_settle, names_unshown_settle
from .services.names import gi_evidence_sweep


@periodic(cron="2 18 * * *", name="producers.gi_marks")
def gi_marks() -> None:
    """Approvals end with a day, at midnight of Dhaka; offers were moved between products; photos were left behind."""
    gi_marks_settle(now=now())
    names_unshown_settle(now=now())
    misnamed_listings_pause(now=now())
    gi_evidence_sweep()
    agreement_papers_sweep()
