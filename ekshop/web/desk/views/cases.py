"""One case: read whole, seen as each side sees it, and acted on."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ekshop.complaints import rules
from ekshop.complaints.selectors import case_for, cases_visible_to
from ekshop.complaints.services import file_open
from ekshop.kernel import clock
from ekshop.web.access import Request, access
from ekshop.web.clocks import clock_tone
from ekshop.web.forms import Posted

from ..acts import act_named, acts_of, starting
from ..case_page import CaseFile, preview, sides_previewed, tone_of


@access("desk.read")
@never_cache
@require_safe
def case(request: Request, code: str) -> HttpResponse:
    """Opening it is noted: the complainant is shown who looked."""
    found = case_for(request.actor, code)
    if found.code != code:
        return redirect("desk:case", found.code)
    return _page(request, found)


@access("desk.read")
@never_cache
@require_POST
def act(request: Request, code: str, name: str) -> HttpResponse:
    """Whether the act is the reader's to do, and still possible, the service says."""
    found, wanted, now = case_for(request.actor, code), act_named(name), clock.now()
    form = Posted(request)
    file = CaseFile(request.actor, found, now)
    if form.tried(lambda: wanted.run(form, file, now)) and not form.errors:
        messages.success(request, wanted.done)
        # An agency that gave the case away reads it no longer: back to the queue.
        still_theirs = cases_visible_to(request.actor).filter(pk=found.pk).exists()
        return redirect("desk:case", found.code) if still_theirs else redirect("desk:queue")
    return _page(request, case_for(request.actor, found.code), name, form)


@access("case.read_all")
@never_cache
@require_safe
def seen_as(request: Request, code: str, side: str) -> HttpResponse:
    """The file as one side sees it."""
    if side not in rules.EVERYONE:
        raise Http404
    found = case_for(request.actor, code)
    file_open(actor=request.actor, case=found, now=clock.now())
    return render(
        request,
        "desk/seen_as.html",
        {
            "case": found,
            "side": side,
            "sides": list(sides_previewed()),
            **preview(found, side),
        },
    )


def _page(
    request: Request, found: Any, acted: str = "", form: Posted | None = None
) -> HttpResponse:
    now = clock.now()
    file_open(actor=request.actor, case=found, now=now)
    file = CaseFile(request.actor, found, now)
    acts = acts_of(file)
    forms = [
        (
            each,
            form if form and each.name == acted else _blank(request, starting(each, file)),
            each.name == acted or (not acted and each.first(file)),
        )
        for each in acts
    ]
    offered = acted in {each.name for each in acts}
    return render(
        request,
        "desk/case.html",
        {
            "file": file,
            "case": found,
            "now": now,
            "tone": tone_of(found),
            "running": [(each, clock_tone(each, now)) for each in file.running],
            "forms": forms,
            "failed": None if form is None or offered else form,
            "sides": list(sides_previewed()),
            "words": rules,
        },
        status=422 if form is not None and form.errors else 200,
    )


def _blank(request: Request, start: dict[str, Any]) -> Posted:
    """A form nobody sent, beside the one that was."""
    form = Posted(request)
    form.sent, form.values = False, start
    return form
