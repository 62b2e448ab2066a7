"""Frozen statements and their disputes, for whoever is a party to them."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ekshop.kernel import clock
from ekshop.kernel.bangla import format_month, format_taka, parse_taka
from ekshop.kernel.deadlines import deadlines_of
from ekshop.kernel.documents import pdf_render
from ekshop.kernel.errors import NotFound
from ekshop.kernel.paging import page_of
from ekshop.parties.rules import allowed
from ekshop.settlement.rules import DISPUTE_REASONS
from ekshop.settlement.selectors import (
    commission_visible_to,
    disputable,
    dispute_one,
    disputes_visible_to,
    disputes_waiting,
    paid_months,
    stated_lines,
    statement_numbered,
    statements_frozen,
)
from ekshop.settlement.services import (
    dispute_accept,
    dispute_reject,
    dispute_withdraw,
    line_dispute,
)
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

from ..frozen import figures, frozen_data, frozen_paper, frozen_xlsx
from ..statement import csv_of
from .statements import _file, line_address

SHOWN = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@access("statement.read")
@require_safe
def frozen_list(request: Request, audience: str, base: str) -> HttpResponse:
    """The newest month first; `?month=` narrows it, `?seller=` for who watches."""
    rows = statements_frozen(request.actor)
    month = request.GET.get("month", "")
    if month:
        rows = rows.filter(month=month)
    seller = request.GET.get("seller", "")
    if seller.isdecimal() and len(seller) < 16:
        rows = rows.filter(seller_id=int(seller))
    known = paid_months(request.actor)
    return render(
        request,
        "papers/frozen_list.html",
        {
            "base": base,
            "audience": audience,
            "month": month,
            "months": known,
            "chart": _chart(known),
            "waiting": disputes_waiting(request.actor),
            "page": page_of(
                rows, order=("-month", "-id"), cursor=request.GET.get("cursor"), size=SHOWN
            ),
            "urls": _urls(audience),
        },
    )


@access("statement.read")
@require_safe
def frozen(request: Request, number: str, audience: str, base: str) -> HttpResponse:
    statement = statement_numbered(request.actor, number)
    page = page_of(
        stated_lines(statement),
        order=("earned_at", "id"),
        cursor=request.GET.get("cursor"),
        size=SHOWN,
    )
    now = clock.now()
    may_dispute = allowed("statement.dispute", request.actor.role)
    return render(
        request,
        "papers/frozen.html",
        {
            "base": base,
            "audience": audience,
            "statement": statement,
            "figures": figures(statement),
            "page": page,
            "rows": [(line, line_address(audience, line)) for line in page.items],
            "disputable": may_dispute and disputable(statement.close, now),
            "until": statement.close.disputes_until,
            "now": now,
            "here": reverse(f"{audience}:frozen", args=[number]),
            "urls": _urls(audience),
        },
    )


@access("statement.read")
@require_safe
def frozen_pdf(request: Request, number: str) -> HttpResponse:
    paper = frozen_paper(request.actor, number)
    address = request.path.removesuffix("statement.pdf")
    pdf = pdf_render(
        "statement",
        frozen_data(paper, address=address, now=clock.now()),
        language=get_language() or settings.LANGUAGE_CODE,
    )
    return _file(pdf, "application/pdf", f"{number}.pdf", "inline")


@access("statement.read")
@require_safe
def frozen_sheet(request: Request, number: str) -> HttpResponse:
    return _file(frozen_xlsx(frozen_paper(request.actor, number)), XLSX, f"{number}.xlsx")


@access("statement.read")
@require_safe
def frozen_csv(request: Request, number: str) -> HttpResponse:
    paper = frozen_paper(request.actor, number)
    return _file(csv_of(paper.lines), "text/csv; charset=utf-8", f"{number}.csv")


@access("statement.dispute")
@require_http_methods(["GET", "HEAD", "POST"])
def dispute_new(
    request: Request, number: str, line_id: int, audience: str, base: str
) -> HttpResponse:
    statement = statement_numbered(request.actor, number)
    line = commission_visible_to(request.actor).filter(pk=line_id, statement=statement).first()
    if line is None:
        raise NotFound(what="line")
    form = Posted(request)
    if form.sent and form.tried(
        lambda: line_dispute(
            actor=request.actor,
            line_id=line_id,
            reason=form.text("reason"),
            text=form.text("text"),
            now=clock.now(),
        )
    ):
        messages.success(request, _("Your dispute is with the seller. You hear by SMS."))
        return redirect(f"{audience}:dispute", form.result.pk)
    return form.page(
        "papers/dispute_new.html",
        {
            "base": base,
            "statement": statement,
            "line": line,
            "reasons": DISPUTE_REASONS,
            "until": statement.close.disputes_until,
            "here": reverse(f"{audience}:frozen", args=[number]),
            "urls": _urls(audience),
        },
    )


@access("statement.read")
@require_safe
def disputes(request: Request, audience: str, base: str) -> HttpResponse:
    rows = disputes_visible_to(request.actor)
    if request.GET.get("show") != "all":
        rows = rows.filter(state__in=["open", "carried"])
    return render(
        request,
        "papers/disputes.html",
        {
            "base": base,
            "audience": audience,
            "show": request.GET.get("show", ""),
            "page": page_of(rows, order=("-id",), cursor=request.GET.get("cursor")),
            "urls": _urls(audience),
        },
    )


@access("statement.read")
@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: Request, dispute_id: int, audience: str, base: str) -> HttpResponse:
    """One dispute: whoever may settles it here, and its centre may take it back."""
    found = dispute_one(request.actor, dispute_id)
    usual = 0 if found.line.kind == "reversal" else found.line.amount_poisha
    form = Posted(request, {"should_be": format_taka(usual, "en").replace("৳", "")})
    if form.sent and form.tried(lambda: _acted(request, form, dispute_id)):
        messages.success(request, _("Noted."))
        return redirect(f"{audience}:dispute", dispute_id)
    return form.page(
        "papers/dispute.html",
        {
            "base": base,
            "audience": audience,
            "dispute": found,
            "open": found.state in {"open", "carried"},
            "may_settle": allowed("dispute.settle", request.actor.role),
            "may_withdraw": allowed("statement.dispute", request.actor.role),
            "due": deadlines_of(("statement_dispute", dispute_id)).first(),
            "now": clock.now(),
            "here": reverse(f"{audience}:frozen", args=[found.statement.number]),
            "href": line_address(audience, found.line),
            "urls": _urls(audience),
        },
    )


def _acted(request: Request, form: Posted, dispute_id: int) -> Any:
    keys: dict[str, Any] = {"actor": request.actor, "dispute_id": dispute_id, "now": clock.now()}
    do = form.text("do")
    if do == "withdraw":
        return dispute_withdraw(**keys)
    if do == "reject":
        return dispute_reject(answer=form.text("answer"), **keys)
    if do != "accept":
        raise NotFound(what="act")
    amount = form.text("should_be")
    minus = amount.startswith(("-", "−"))
    poisha = form.number("should_be", lambda text: parse_taka(text.lstrip("-−")), 0)
    if form.errors:
        return None
    return dispute_accept(
        should_be_poisha=-poisha if minus else poisha, answer=form.text("answer"), **keys
    )


def _chart(known: list[Any]) -> list[dict[str, Any]]:
    language = get_language() or "bn"
    return [
        {
            "label": format_month(each.month, language),
            "value": max(each.payable_poisha, 0),
            "shown": format_taka(each.payable_poisha, language),
            "href": f"?month={each.month}",
            "tone": "" if each.paid_poisha == each.payable_poisha else "attention",
        }
        for each in known
    ]


def _urls(audience: str) -> dict[str, str]:
    return {
        "list": reverse(f"{audience}:frozen_list"),
        "disputes": reverse(f"{audience}:disputes"),
        "one": reverse(f"{audience}:frozen", args=["0"]).removesuffix("0/"),
    }
