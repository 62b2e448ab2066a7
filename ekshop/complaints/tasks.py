"""Jobs that carry letters out and ask what became of them, and the nightly look at every case."""

import logging
from datetime import timedelta

from ekshop.catalogue.rules import RECORD_DAYS
from ekshop.catalogue.services import complaints_upheld_set
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import DomainError
from ekshop.kernel.http import FAILURES
from ekshop.kernel.jobs import job, periodic
from ekshop.kernel.scanning import stored_verdict

from . import services
from .adapters import letter_mail, nothi
from .models import Evidence, Referral
from .rules import OPEN_REFERRAL_STATES
from .selectors import upheld_by_seller

logger = logging.getLogger(__name__)

PLATFORM = Actor.system("complaints")


@job(queue="outgoing")
def referral_deliver(*, referral_id: int) -> None:
    """Carries a referral's letter its agency's way; repeated, the agency knows it again."""
    referral = services.referral_get(referral_id)
    if referral.delivered_at is not None or referral.state not in OPEN_REFERRAL_STATES:
        return
    received, seal = None, ""
    if referral.way == "nothi":
        received = nothi().dak_send(services.dak_of(referral))
    elif referral.way == "email":
        mail = services.mail_of(referral)
        letter_mail(mail)
        seal = mail.sha256
    services.referral_delivered(
        actor=PLATFORM, referral_id=referral_id, received=received, seal=seal, now=clock.now()
    )


@job()
def bulk_act_run(*, act_id: int) -> None:
    """Works a part of a bulk act and puts the rest off, so that other jobs come in between."""
    if services.bulk_act_work(act_id=act_id, now=clock.now()):
        bulk_act_run.later(act_id=act_id)


@job(queue="outgoing")
def evidence_scan(*, evidence_id: int) -> None:
    """Asks the scanner about one file; without an answer it stays unseen, and is tried again."""
    row = Evidence.objects.filter(pk=evidence_id, state="pending").first()
    if row:
        services.evidence_scanned(evidence_id=evidence_id, verdict=stored_verdict(row.file))


@periodic(cron="20 21 * * *", name="complaints.drafts_prune")
def prune_drafts() -> None:
    """Complaints nobody went on writing, with their files."""
    services.drafts_prune(now=clock.now())


@periodic(cron="50 21 * * *", name="complaints.evidence_sweep")
def sweep_evidence() -> None:
    """Files whose row never came to be."""
    services.evidence_sweep()


@periodic(cron="*/5 * * * *", name="complaints.nothi_ask", queue="outgoing")
def nothi_ask() -> None:
    """Asks after each dak still at work; one that does not answer does not stop the rest."""
    waiting = Referral.objects.filter(state__in=OPEN_REFERRAL_STATES).exclude(dak_id="")
    for referral_id, dak_id in waiting.values_list("pk", "dak_id").order_by("pk"):
        nothi_ask_one(referral_id, dak_id)


def nothi_ask_one(referral_id: int, dak_id: str) -> None:
    try:
        feedback = nothi().feedback(dak_id)
    except (*FAILURES, DomainError) as error:
        logger.warning("nothi did not answer about referral %s: %s", referral_id, error)
        return
    services.nothi_feedback_record(
        actor=PLATFORM, referral_id=referral_id, feedback=feedback, now=clock.now()
    )


@periodic(cron="10 2 * * *", name="complaints.verify_nightly")
def verify_nightly() -> None:
    """No case without an owner and a clock, no chain broken; what can be is mended."""
    services.cases_verify(mend_as=PLATFORM, now=clock.now())


@periodic(cron="35 * * * *", name="complaints.upheld_note")
def upheld_note() -> None:
    """Sellers' records know of complaints that turned out right."""
    now = clock.now()
    since = now - timedelta(days=RECORD_DAYS)
    complaints_upheld_set(upheld=upheld_by_seller(since=since, until=now), now=now)


@periodic(cron="40 * * * *", name="complaints.sellers_watch")
def sellers_watch() -> None:
    """Sellers whose figures call for a second look."""
    services.sellers_watch(now=clock.now())
