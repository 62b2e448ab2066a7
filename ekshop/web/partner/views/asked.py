"""What the coordinator asks a seller's word about, before anything is said in public."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ekshop.complaints.selectors import alert_reply_due, alerts_wanted, counted
from ekshop.complaints.services import alert_reply
from ekshop.kernel import clock
from ekshop.kernel.paging import page_of
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted


@access("complaint.answer")
@never_cache
@require_safe
def asked(request: Request) -> HttpResponse:
    return _page(request)


@access("complaint.answer")
@require_POST
def reply(request: Request, alert_id: int) -> HttpResponse:
    form = Posted(request)
    if form.tried(
        lambda: alert_reply(
            actor=request.actor, alert_id=alert_id, text=form.text("text"), now=clock.now()
        )
    ):
        messages.success(request, _("Sent. The coordinator reads it before anything is decided."))
        return redirect("partner:asked")
    return _page(request, alert_id, form)


def _page(
    request: Request, alert_id: int | None = None, form: Posted | None = None
) -> HttpResponse:
    page = page_of(
        alerts_wanted(request.actor),
        order=("-raised_at", "-id"),
        cursor=request.GET.get("cursor"),
        size=10,
    )
    return render(
        request,
        "partner/complaints/asked.html",
        {
            "page": page,
            "rows": [(each, counted(each), alert_reply_due(each)) for each in page.items],
            "now": clock.now(),
            "acted": alert_id,
            "form": form,
        },
        status=422 if form else 200,
    )
