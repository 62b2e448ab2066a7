"""A seller's months: what its statements come to, approving them, and sending what is needed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ekshop.kernel import clock
from ekshop.kernel.bangla import format_month, format_taka, parse_taka
from ekshop.kernel.errors import NotFound
from ekshop.kernel.paging import page_of
from ekshop.parties.rules import allowed
from ekshop.settlement.selectors import (
    disputes_waiting,
    fundings_of,
    seller_month_of,
    seller_months_visible_to,
    statements_frozen,
    still_needed,
)
from ekshop.settlement.services import funding_tell, seller_month_approve
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted
from ekshop.web.papers.money_way import money_bars

CHARTED = 12


@access("statement.read")
@require_safe
def months(request: Request) -> HttpResponse:
    parts = list(seller_months_visible_to(request.actor).order_by("-close__month")[:CHARTED])
    language = get_language() or "bn"
    chart = [
        {
            "label": format_month(part.close.month, language),
            "value": max(part.total_poisha, 0),
            "shown": format_taka(part.total_poisha, language),
            "href": reverse("partner:commission_month", args=[part.close.month]),
            "tone": "" if part.state == "paid" else "attention",
        }
        for part in parts
    ]
    return render(
        request,
        "partner/commission/months.html",
        {"parts": parts, "chart": chart, "waiting": disputes_waiting(request.actor)},
    )


@access("statement.read")
@require_http_methods(["GET", "HEAD", "POST"])
def month(request: Request, month: str) -> HttpResponse:
    part = seller_month_of(request.actor, month)
    form = Posted(request)
    if form.sent and form.tried(lambda: _acted(request, form, part)):
        return redirect("partner:commission_month", month)
    page = page_of(
        statements_frozen(request.actor).filter(month=month),
        order=("-payable_poisha", "id"),
        cursor=request.GET.get("cursor"),
    )
    return form.page(
        "partner/commission/month.html",
        {
            "part": part,
            "month": month,
            "page": page,
            "fundings": fundings_of(part),
            "way": money_bars(request.actor, month=month),
            "left": still_needed(part, told=True) if part.needed_poisha is not None else 0,
            "may_approve": allowed("statement.approve", request.actor.role),
        },
    )


def _acted(request: Request, form: Posted, part: Any) -> bool:
    keys: dict[str, Any] = {
        "actor": request.actor,
        "seller_month_id": part.pk,
        "now": clock.now(),
    }
    do = form.text("do")
    if do == "approve":
        done = seller_month_approve(**keys)
        messages.success(
            request,
            _("Approved. Nothing has to be sent: the payments are being ordered.")
            if not done.needed_poisha
            else _("Approved. Please send the money, then write the reference here."),
        )
        return True
    if do != "fund":
        raise NotFound(what="act")
    amount = form.number("amount", parse_taka, 0)
    if form.errors:
        return False
    funding_tell(amount_poisha=amount, reference=form.text("reference"), **keys)
    messages.success(request, _("Noted. We look for it in the bank."))
    return True
