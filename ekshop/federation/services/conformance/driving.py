"""A trial goes on by itself: a job looks every few seconds, acts, judges, and comes again."""

from datetime import datetime, timedelta

from django.db import transaction

from ekshop.kernel import clock, states
from ekshop.kernel.errors import DomainError
from ekshop.kernel.jobs import job
from ekshop.kernel.locks import alone
from ekshop.parties.services import organisation_open

from ...models import ConformanceRun, ConformanceStep
from ...rules import conformance as rules
from .judging import JUDGES
from .noting import note
from .tidying import kit, orders_end
from .trying import ACTS

LOST_AFTER = timedelta(minutes=1)


@job(queue="default", name="federation.conformance_drive")
def conformance_drive(*, run_id: int) -> None:
    """One look at a trial; comes again until it is over. Harmless to repeat."""
    now = clock.now()
    if conformance_look(run_id=run_id, now=now):
        conformance_drive.options(
            at=now + rules.EVERY, queueing_lock=f"conformance:{run_id}"
        ).later(run_id=run_id)


def conformance_look(*, run_id: int, now: datetime) -> bool:
    """Carries a trial on where nobody else is at it; whether it was and is still under way."""
    with alone("federation.trial", run_id) as mine:
        return mine and conformance_advance(run_id=run_id, now=now)


def conformance_requeue(*, now: datetime) -> int:
    """Gives a job again to trials that have lost theirs; says how many."""
    lost = ConformanceRun.objects.filter(state="running", started_at__lt=now - LOST_AFTER)
    for run_id in lost.values_list("pk", flat=True):
        conformance_drive.options(queueing_lock=f"conformance:{run_id}").later(run_id=run_id)
    return len(lost)


def conformance_advance(*, run_id: int, now: datetime) -> bool:
    """Carries a trial as far as it goes now; False when it is over.

    What a step does is done outside any transaction and may be done twice: orders are placed
    under a nonce of their own, and messages sent again are what it is about.
    """
    run = ConformanceRun.objects.select_related("seller").get(pk=run_id)
    if run.state != "running":
        # Stopped while this was at it, or killed before its orders were taken back.
        orders_end(run, now=now)
        return False
    for step in run.steps.all():
        if step.state in ("passed", "failed", "skipped"):
            continue
        if step.state == "waiting" and not _begun(run, step, now):
            continue
        if not _judged(run, step, now):
            return True
    _finish(run, now)
    return False


def _begun(run: ConformanceRun, step: ConformanceStep, now: datetime) -> bool:
    told = rules.BY_KEY[step.key]
    if not told.is_for(run.way):
        _end(run, step, "skip", "not_for_way", {}, now)
        return False
    passed = set(run.steps.filter(state="passed").values_list("key", flat=True))
    missing = next((each for each in told.needs if each not in passed), None)
    if missing:
        _end(run, step, "skip", "needs", {"step": missing}, now)
        return False
    states.move(step, "begin", actor=kit(run), now=now, also={"began_at": now})
    return True


def _judged(run: ConformanceRun, step: ConformanceStep, now: datetime) -> bool:
    """Whether the step is over. What was refused by our own services fails it, in their words."""
    began = step.began_at or now
    over = now >= began + timedelta(seconds=run.patience_s)
    try:
        act = ACTS.get(step.key)
        if act and "acted" not in step.data:
            act(run, step, now)
            step.data["acted"] = True
            step.save(update_fields=["data", "seller_order"])
        verdict = JUDGES[step.key](run, step, now, over)
    except DomainError as error:
        note(run, direction="own", text=f"{step.key}: {error}", mark=f"own:{step.key}", now=now)
        verdict = ("fail", "internal", {})
    if verdict is None and over:
        verdict = ("fail", "no_answer", {})
    if verdict is None:
        return False
    _end(run, step, *verdict, now)
    return True


def _end(
    run: ConformanceRun,
    step: ConformanceStep,
    action: str,
    code: str,
    data: dict[str, object],
    now: datetime,
) -> None:
    also = {"code": code, "data": {**step.data, **data}, "ended_at": now}
    states.move(step, action, actor=kit(run), now=now, also=also)


def _finish(run: ConformanceRun, now: datetime) -> None:
    """Takes back what still waits, says how it went, and opens a seller that was on trial."""
    orders_end(run, now=now)
    good = not run.steps.filter(state="failed").exists()
    with transaction.atomic():
        action = "pass" if good else "fail"
        states.move(run, action, actor=kit(run), now=now, also={"finished_at": now})
        if good and run.seller.state == "joining":
            organisation_open(
                actor=kit(run), organisation_id=run.seller_id, reason=f"Trial {run.pk}", now=now
            )
