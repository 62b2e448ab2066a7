"""Where a referral's letter is: waiting, on its way, delivered, or stuck."""

from dataclasses import dataclass
from datetime import datetime

from procrastinate.contrib.django.models import ProcrastinateJob

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound
from ekshop.kernel.ids import parse_code
from ekshop.kernel.job_watch import jobs_failed, jobs_waiting

from .. import rules
from ..models import NothiMovement, Referral
from .cases import cases_visible_to

DELIVER = "complaints.referral_deliver"
"""The job that carries a letter, by its name in the queue."""


@dataclass(frozen=True)
class Delivery:
    """`state`: delivered, failed, waiting, or never: ended before it went. `tried`: how often in
    vain; `error`: what the last attempt met, for the offices of the file."""

    state: str
    tried: int = 0
    error: str = ""
    failed_at: datetime | None = None
    movements: tuple[NothiMovement, ...] = ()


def referral_seen(actor: Actor, code: str) -> Referral:
    """By its code however typed, with all a letter needs, for who may see its case.

    Raises InvalidCode, NotFound.
    """
    found = (
        Referral.objects.filter(case__in=cases_visible_to(actor).values("pk"))
        .select_related(
            "case__complainant",
            "case__respondent",
            "agency__organisation",
            "came_from__agency__organisation",
        )
        .filter(code=parse_code(code))
        .first()
    )
    if found is None:
        raise NotFound(what="referral")
    return found


def delivery_of(referral: Referral) -> Delivery:
    if referral.delivered_at is not None:
        movements = referral.movements.order_by("sequence") if referral.dak_id else ()
        return Delivery("delivered", movements=tuple(movements))
    if referral.state not in rules.OPEN_REFERRAL_STATES:
        return Delivery("never")
    if failed := delivery_failed(referral):
        return Delivery("failed", failed.attempts, failed.error_message or "", failed.failed_at)
    waiting = jobs_waiting().filter(**_of(referral)).order_by("-id").first()
    if waiting is None:
        return Delivery("waiting")
    return Delivery("waiting", waiting.attempts, waiting.error_message or "", waiting.failed_at)


def delivery_failed(referral: Referral) -> ProcrastinateJob | None:
    """The job that gave up, with its `error_message` and `failed_at`."""
    return jobs_failed().filter(**_of(referral)).order_by("-id").first()


def _of(referral: Referral) -> dict[str, object]:
    return {"task_name": DELIVER, "args__referral_id": referral.pk}
