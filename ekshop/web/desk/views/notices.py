"""How a seller without an account was told, and what a person brings where no message goes."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ekshop.complaints.clocks import ENTITY
from ekshop.complaints.selectors import answer_links, case_for, clock_next, notices_served
from ekshop.complaints.services import answer_link_make, notice_served_by_hand
from ekshop.kernel import clock
from ekshop.kernel.clock import dhaka_date, dhaka_midnight
from ekshop.kernel.deadlines import deadlines_of
from ekshop.parties.rules import allowed
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

GOOD_DAYS = 3


@access("notice.bring")
@never_cache
@require_safe
def notices(request: Request, code: str) -> HttpResponse:
    return _page(request, case_for(request.actor, code), Posted(request))


@access("notice.bring")
@require_POST
def by_hand(request: Request, code: str, service_id: int) -> HttpResponse:
    """What came of bringing it there."""
    case, form = case_for(request.actor, code), Posted(request)
    if form.tried(
        lambda: notice_served_by_hand(
            actor=request.actor,
            service_id=service_id,
            outcome=form.text("outcome"),
            reached=form.text("reached") != "no",
            now=clock.now(),
        )
    ):
        messages.success(request, _("Written down."))
        return redirect("desk:notices", case.code)
    return _page(request, case, form, asked=service_id)


@access("case.mediate")
@never_cache
@require_POST
def link(request: Request, code: str) -> HttpResponse:
    """A secret address to answer by, shown this once."""
    case, form = case_for(request.actor, code), Posted(request)
    day = form.day("good_until")
    if day is None:
        form.wrong("good_until", _("Choose a day to come."))
    made = form.tried(
        lambda: answer_link_make(
            actor=request.actor,
            case_id=case.pk,
            sent_to=form.text("sent_to"),
            good_until=dhaka_midnight((day or dhaka_date(clock.now())) + timedelta(days=1)),
            now=clock.now(),
        )
    )
    return _page(request, case, form, url=form.result if made else "")


def _page(
    request: Request, case: Any, form: Posted, *, url: str = "", asked: int = 0
) -> HttpResponse:
    now = clock.now()
    return form.page(
        "desk/notices.html",
        {
            "case": case,
            "served": notices_served(case),
            "links": answer_links(case),
            "url": url,
            "asked": asked,
            "now": now,
            "may_link": allowed("case.mediate", request.actor.role),
            "until": _good_until(case, now),
        },
    )


def _good_until(case: Any, now: datetime) -> date:
    """Where the seller's days begin only once the notice is brought, they begin that late."""
    begins = now
    if case.state == "to_serve":
        serve = clock_next(list(deadlines_of((ENTITY, case.pk))))
        begins = max(now, serve.due_at) if serve else now
    return dhaka_date(begins) + timedelta(days=GOOD_DAYS)
