"""What was flagged and objected to, for a person to answer; and prizes on their way into hands."""

from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.kernel import clock
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.paging import page_of
from ekshop.parties import rules
from ekshop.settlement.rules import FLAG_EXCLUDES, PRIZE_FLAG
from ekshop.settlement.selectors.prizes import (
    award_for,
    awards_of,
    flag_for,
    flag_lines,
    flags_of,
    scheme_for,
)
from ekshop.settlement.services.prizes import (
    award_forfeit,
    award_hand_over,
    flag_dismiss,
    flag_uphold,
    objection_answer,
)
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

from ...lists import asked


@access("prize.read")
@require_safe
def flags(request: Request, scheme_id: int) -> HttpResponse:
    found = scheme_for(request.actor, scheme_id)
    state = asked(request, "state")["state"]
    page = page_of(
        flags_of(found, state=state if state in PRIZE_FLAG.states else ""),
        order=("id",),
        cursor=request.GET.get("cursor"),
    )
    return render(
        request,
        "operator/prizes/flags.html",
        {"scheme": found, "page": page, "state": state, "states": PRIZE_FLAG.states},
    )


@access("prize.read")
@require_http_methods(["GET", "HEAD", "POST"])
def flag(request: Request, flag_id: int) -> HttpResponse:
    """Its lines and why they were flagged; a judgement says what is left out, and why."""
    found = flag_for(request.actor, flag_id)
    form = Posted(request, {"excludes": "orders"})
    if form.sent and form.tried(lambda: _judge(request, form, flag_id)):
        messages.success(request, _("Judged. The centre can read why."))
        return redirect("operator:scheme_flags", found.scheme_id)
    return form.page(
        "operator/prizes/flag.html",
        {
            "flag": found,
            "scheme": found.scheme,
            "lines": flag_lines(request.actor, found),
            "excludes": FLAG_EXCLUDES,
            "may_judge": rules.allowed("scheme.manage", request.actor.role)
            and found.state == "open",
        },
    )


def _judge(request: Request, form: Posted, flag_id: int) -> object:
    given: dict[str, Any] = {"actor": request.actor, "flag_id": flag_id, "text": form.text("text")}
    if form.text("do") == "dismiss":
        return flag_dismiss(**given, now=clock.now())
    return flag_uphold(**given, excludes=form.text("excludes"), now=clock.now())


@access("scheme.manage")
@require_POST
def objection(request: Request, scheme_id: int, objection_id: int) -> HttpResponse:
    try:
        objection_answer(
            actor=request.actor,
            objection_id=objection_id,
            text=request.POST.get("text", ""),
            now=clock.now(),
        )
    except InvalidInput as refused:
        messages.error(request, " ".join(str(text) for text in refused.field_errors.values()))
    return redirect("operator:scheme", scheme_id)


@access("prize.read")
@require_safe
def awards(request: Request, scheme_id: int) -> HttpResponse:
    found = scheme_for(request.actor, scheme_id)
    page = page_of(awards_of(found), order=("id",), cursor=request.GET.get("cursor"))
    may_award = rules.allowed("prize.award", request.actor.role)
    return render(
        request,
        "operator/prizes/awards.html",
        {"scheme": found, "page": page, "may_award": may_award},
    )


@access("prize.award")
@require_http_methods(["GET", "HEAD", "POST"])
def award(request: Request, award_id: int) -> HttpResponse:
    """Hand a prize over against a signature, or note that nobody came for it."""
    found = award_for(award_id)
    now = clock.now()
    form = Posted(request, {"handed_on": clock.dhaka_date(now).isoformat()})
    if form.sent and form.text("do") == "forfeit":
        done = form.tried(
            lambda: award_forfeit(
                actor=request.actor, award_id=award_id, text=form.text("note"), now=now
            ),
            {"text": "note"},
        )
    elif form.sent:
        handed_on = form.day("handed_on")
        if handed_on is None:
            form.wrong("handed_on", _("Choose a day."))
        done = form.tried(
            lambda: award_hand_over(
                actor=request.actor,
                award_id=award_id,
                signed_name=form.text("signed_name"),
                paper_reference=form.text("paper_reference"),
                photo=request.FILES.get("photo"),
                handed_on=handed_on or clock.dhaka_date(now),
                now=now,
            )
        )
    else:
        done = False
    if done:
        messages.success(request, _("Noted."))
        return redirect("operator:scheme_awards", found.scheme_id)
    return form.page("operator/prizes/award.html", {"award": found, "scheme": found.scheme})


@access("prize.read")
@require_safe
def award_proof(request: Request, award_id: int) -> FileResponse:
    """The photo of the signed paper."""
    found = award_for(award_id)
    if not found.proof_name:
        raise NotFound(what="photo")
    return FileResponse(default_storage.open(found.proof_name), content_type="image/webp")
