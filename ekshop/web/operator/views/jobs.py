"""The queue of background work: what failed and why, what is stuck, and trying again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from ekshop.kernel import clock
from ekshop.kernel.bangla import format_number
from ekshop.kernel.errors import NotFound
from ekshop.kernel.job_watch import (
    job_failures,
    job_retry,
    jobs_failed,
    jobs_retry_failed,
    jobs_stuck,
    jobs_waiting,
    queue_figures,
)
from ekshop.kernel.paging import page_of
from ekshop.parties import rules
from ekshop.web.access import Request, access

from ..lists import EXPORTED, csv_answer, moment

SHELVES: dict[str, tuple[Any, Callable[[], QuerySet[Any]]]] = {
    "failed": (_("Gave up"), jobs_failed),
    "stuck": (_("Stuck"), jobs_stuck),
    "waiting": (_("Waiting"), jobs_waiting),
}


@access("operations.read")
@require_safe
def jobs(request: Request) -> HttpResponse:
    show = _shelf(request)
    return render(
        request,
        "operator/jobs.html",
        {
            "show": show,
            "shelves": [(key, label) for key, (label, _rows) in SHELVES.items()],
            "page": page_of(_rows(show), order=("-id",), cursor=request.GET.get("cursor")),
            "queue": queue_figures(),
            "may_act": rules.allowed("operations.act", request.actor.role),
        },
    )


@access("operations.read")
@require_safe
def jobs_export(request: Request) -> HttpResponse:
    show = _shelf(request)
    return csv_answer(
        f"jobs-{show}",
        [_("Number"), _("Job"), _("Attempts"), _("Error"), _("Message"), _("When")],
        (
            (job.pk, job.name, job.attempts, job.error, job.error_message, moment(job.failed_at))
            for job in _rows(show).order_by("-id")[:EXPORTED]
        ),
    )


@access("operations.read")
@require_safe
def job(request: Request, job_id: int) -> HttpResponse:
    """One job with every attempt that failed; under way, waiting or given up."""
    found = next(
        filter(None, (rows().filter(pk=job_id).first() for _label, rows in SHELVES.values())), None
    )
    failures = list(job_failures(job_id)[:50])
    if found is None and not failures:
        raise NotFound(job_id=job_id)
    return render(
        request,
        "operator/job.html",
        {
            "job": found,
            "name": found.name if found else failures[0].name,
            "job_id": job_id,
            "failures": failures,
            "may_act": rules.allowed("operations.act", request.actor.role),
        },
    )


@access("operations.act")
@require_POST
def retry(request: Request, job_id: int) -> HttpResponse:
    job_retry(actor=request.actor, job_id=job_id, now=clock.now())
    messages.success(request, _("It is in the queue again."))
    return redirect("operator:jobs")


@access("operations.act")
@require_POST
def retry_all(request: Request) -> HttpResponse:
    name = request.POST.get("name", "").strip()
    done = jobs_retry_failed(actor=request.actor, name=name, now=clock.now())
    said = ngettext("%(n)s job is in the queue again.", "%(n)s jobs are in the queue again.", done)
    messages.success(request, said % {"n": format_number(done, get_language() or "bn")})
    return redirect("operator:jobs")


def _shelf(request: Request) -> str:
    show = request.GET.get("show", "failed")
    return show if show in SHELVES else "failed"


def _rows(show: str) -> QuerySet[Any]:
    return SHELVES[show][1]()
