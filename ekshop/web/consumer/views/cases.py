"""What a complainant filed, and each case as its complainant sees it. `door` says whether it is
one's own page or that of whoever filed it for somebody."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.complaints.selectors import (
    case_for,
    case_live,
    cases_visible_to,
    drafts_visible_to,
)
from ekshop.complaints.services import case_add, file_open, story_publish
from ekshop.kernel import clock
from ekshop.kernel.documents import pdf_render
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.paging import page_of
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted
from ekshop.web.guessing import try_spent
from ekshop.web.mobile_proof import mobile_proved

from ..bringing import files_bring
from ..casepage import case_shown, rows_shown
from ..filing.door import Door
from ..receipt import receipt_data, receipt_of

DRAFTS_SHOWN = 5


@never_cache
@require_safe
def mine(request: Request, door: Door) -> HttpResponse:
    page = page_of(
        cases_visible_to(request.actor).select_related("respondent__organisation"),
        order=("-filed_at", "-id"),
        cursor=request.GET.get("cursor"),
    )
    return render(
        request,
        "consumer/mine.html",
        {
            "door": door,
            "page": page,
            "rows": rows_shown(page.items),
            "drafts": list(drafts_visible_to(request.actor)[:DRAFTS_SHOWN]),
            "now": clock.now(),
        },
    )


@never_cache
@require_safe
def case(request: Request, code: str, door: Door) -> HttpResponse:
    """Where it stands, who must act by when, and everything said so far."""
    found, now = case_for(request.actor, code), clock.now()
    file_open(actor=request.actor, case=found, now=now)
    shown = case_shown(found, now=now, own=not door.on_behalf)
    return render(request, "consumer/case.html", {**shown, "door": door, "base": door.space})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, code: str, door: Door) -> HttpResponse:
    """Something more: words, or files, each kept as it comes."""
    found = case_for(request.actor, code)
    form, now = Posted(request), clock.now()
    brought = files_bring(request, form, case_id=found.pk) if form.sent else 0
    if form.sent and (form.text("text") or not (brought or form.errors)):
        try:
            case_add(actor=request.actor, case_id=found.pk, text=form.text("text"), now=now)
        except InvalidInput as refused:
            form.wrong("text", refused.field_errors.get("text", str(refused)))
        else:
            form.values["text"] = ""
    if form.sent and not form.errors:
        messages.success(request, _("Added. Everyone concerned can see it."))
        return redirect(door.url("case", found.code))
    return form.page("consumer/add.html", {"case": found, "door": door})


@never_cache
@require_POST
def publish(request: Request, code: str, door: Door) -> HttpResponse:
    """The complainant lets everyone read what happened, or takes that back."""
    found = case_for(request.actor, code)
    story_publish(
        actor=request.actor,
        case_id=found.pk,
        publish=request.POST.get("publish") == "yes",
        now=clock.now(),
    )
    messages.success(request, _("Saved."))
    return redirect(door.url("case", found.code))


@never_cache
@require_safe
def receipt(request: Request, code: str, door: Door) -> HttpResponse:
    """That it arrived: the number, who must act by when, and what the law says."""
    found = case_for(request.actor, code)
    return render(
        request,
        "consumer/receipt.html",
        {**receipt_of(found, now=clock.now()), "door": door},
    )


@never_cache
@require_safe
def receipt_pdf(request: Request, code: str, door: Door) -> HttpResponse:
    found = case_for(request.actor, code)
    pdf = pdf_render(
        "complaint_receipt",
        receipt_data(found, now=clock.now()),
        language=get_language() or settings.LANGUAGE_CODE,
    )
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{found.code}.pdf"'},
    )


@access.public
@never_cache
@require_safe
def live(request: HttpRequest, code: str) -> HttpResponse:
    """What the QR and the SMS lead to: to whom it belongs their page, to anybody the state alone."""
    if not try_spent(request, "complaint", code):
        return render(request, "429.html", status=429)
    found = case_live(code)
    if found is None:
        raise NotFound(what="case")
    if mobile_proved(request.session, now=clock.now()) == found.complainant.mobile:
        return redirect("complaints:case", found.code)
    row = rows_shown([found])[0]
    return render(
        request,
        "consumer/live.html",
        {"row": row, "deadline": row.deadline},
    )
