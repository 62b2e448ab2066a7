"""One settlement of a seller: its sums, its lines, and what each line is made of."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ekshop.kernel import clock
from ekshop.kernel.documents import pdf_render
from ekshop.kernel.errors import NotFound
from ekshop.kernel.paging import page_of
from ekshop.kernel.states import history_of
from ekshop.parties.selectors import doers_named
from ekshop.settlement.rules import SELLER_SETTLEMENT
from ekshop.settlement.selectors import settlement_entries, settlement_for, settlement_lines
from ekshop.web.access import Request, access

from ..settlement import (
    account_words,
    settlement_csv_of,
    settlement_data,
    settlement_xlsx_of,
    totals_of,
)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@access("seller_settlement.read")
@require_safe
def settlement(request: Request, number: str, audience: str, base: str) -> HttpResponse:
    found = settlement_for(request.actor, number)
    page = page_of(settlement_lines(found), order=("id",), cursor=request.GET.get("cursor"))
    return render(
        request,
        "papers/settlement.html",
        {
            "base": base,
            "audience": audience,
            "settlement": found,
            "state": SELLER_SETTLEMENT.state_label(found.state),
            "account": account_words(found),
            "totals": totals_of(found),
            "page": page,
            "list": reverse(f"{audience}:settlements"),
            "steps": [
                (SELLER_SETTLEMENT.action_label(each.action, each.from_state), each.doer, each.at)
                for each in doers_named(history_of(found))
                if each.from_state
            ],
        },
    )


@access("seller_settlement.read")
@require_safe
def line(request: Request, number: str, line_id: int, audience: str, base: str) -> HttpResponse:
    """The entries of the books a line is the sum of."""
    found = settlement_for(request.actor, number)
    one = settlement_lines(found).filter(pk=line_id).first()
    if one is None:
        raise NotFound(what="line")
    return render(
        request,
        "papers/settlement_line.html",
        {
            "base": base,
            "audience": audience,
            "settlement": found,
            "line": one,
            "entries": settlement_entries(found, one.seller_order_id),
            "order_address": _order_address(audience, one),
            "list": reverse(f"{audience}:settlements"),
            "here": reverse(f"{audience}:settlement", args=[number]),
        },
    )


@access("seller_settlement.read")
@require_safe
def settlement_pdf(request: Request, number: str) -> HttpResponse:
    found = settlement_for(request.actor, number)
    pdf = pdf_render(
        "settlement",
        settlement_data(
            found, address=request.path.removesuffix("settlement.pdf"), now=clock.now()
        ),
        language=get_language() or settings.LANGUAGE_CODE,
    )
    return _file(pdf, "application/pdf", f"{number}.pdf", "inline")


@access("seller_settlement.read")
@require_safe
def settlement_xlsx(request: Request, number: str) -> HttpResponse:
    content = settlement_xlsx_of(settlement_for(request.actor, number))
    return _file(content, _XLSX, f"{number}.xlsx")


@access("seller_settlement.read")
@require_safe
def settlement_csv(request: Request, number: str) -> HttpResponse:
    content = settlement_csv_of(settlement_for(request.actor, number))
    return _file(content, "text/csv; charset=utf-8", f"{number}.csv")


def _order_address(audience: str, one: Any) -> str:
    if one.seller_order is None:
        return ""
    try:
        return reverse(f"{audience}:order", args=[one.seller_order.code])
    except NoReverseMatch:
        return ""


def _file(content: bytes, kind: str, name: str, how: str = "attachment") -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'{how}; filename="settlement-{name}"'},
    )
