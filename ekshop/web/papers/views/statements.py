"""Statements of commission, for whoever is a party to them."""

import re
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
from ekshop.settlement.selectors import months, statement_lines, statement_one, statements_after
from ekshop.web.access import Request, access

from ..statement import Paper, csv_of, paper_of, statement_data, xlsx_of

SHOWN = 50
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])\Z")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@access("statement.read")
@require_safe
def statement_list(request: Request, audience: str, base: str) -> HttpResponse:
    known = months(request.actor)
    month = request.GET.get("month") or (known[0].month if known else clock.month_of(clock.now()))
    _check(month)
    found = statements_after(request.actor, month=month, after=_after(request), size=SHOWN + 1)
    more = found[SHOWN - 1] if len(found) > SHOWN else None
    return render(
        request,
        "papers/statement_list.html",
        {
            "base": base,
            "audience": audience,
            "month": month,
            "months": known,
            "rows": [
                (each, _address(audience, each.month, each.seller_id, each.centre_id))
                for each in found[:SHOWN]
            ],
            "next": f"?month={month}&after={more.seller_id}-{more.centre_id}" if more else "",
        },
    )


@access("statement.read")
@require_safe
def statement(
    request: Request, month: str, seller_id: int, centre_id: int, audience: str, base: str
) -> HttpResponse:
    _check(month)
    keys: dict[str, Any] = {"month": month, "seller_id": seller_id, "centre_id": centre_id}
    page = page_of(
        statement_lines(request.actor, **keys).select_related("seller"),
        order=("earned_at", "id"),
        cursor=request.GET.get("cursor"),
        size=SHOWN,
    )
    return render(
        request,
        "papers/statement.html",
        {
            "base": base,
            "audience": audience,
            "statement": statement_one(request.actor, **keys),
            "page": page,
            "rows": [(line, line_address(audience, line)) for line in page.items],
            "here": _address(audience, month, seller_id, centre_id),
            "list": reverse(f"{audience}:statements"),
        },
    )


@access("statement.read")
@require_safe
def statement_pdf(request: Request, month: str, seller_id: int, centre_id: int) -> HttpResponse:
    paper = _paper(request, month, seller_id, centre_id)
    pdf = pdf_render(
        "statement",
        statement_data(paper, address=request.path.removesuffix("statement.pdf"), now=clock.now()),
        language=get_language() or settings.LANGUAGE_CODE,
    )
    return _file(pdf, "application/pdf", f"{paper.number}.pdf", "inline")


@access("statement.read")
@require_safe
def statement_xlsx(request: Request, month: str, seller_id: int, centre_id: int) -> HttpResponse:
    paper = _paper(request, month, seller_id, centre_id)
    return _file(xlsx_of(paper), _XLSX, f"{paper.number}.xlsx")


@access("statement.read")
@require_safe
def statement_csv(request: Request, month: str, seller_id: int, centre_id: int) -> HttpResponse:
    paper = _paper(request, month, seller_id, centre_id)
    return _file(csv_of(paper.lines), "text/csv; charset=utf-8", f"{paper.number}.csv")


def line_address(audience: str, line: Any) -> str:
    """The page of the order a line stands for, where this audience has one: a centre has none for
    what it earned by sourcing alone."""
    share = line.order_line.seller_order
    if audience == "centre" and share.centre_id != line.centre_id:
        return ""
    code = share.order.code if audience == "centre" else share.code
    try:
        return f"{reverse(f'{audience}:order', args=[code])}#l-{line.order_line_id}"
    except NoReverseMatch:
        return ""


def _paper(request: Request, month: str, seller_id: int, centre_id: int) -> Paper:
    _check(month)
    return paper_of(request.actor, month=month, seller_id=seller_id, centre_id=centre_id)


def _address(audience: str, month: str, seller_id: int, centre_id: int) -> str:
    return reverse(f"{audience}:statement", args=[month, seller_id, centre_id])


def _after(request: Request) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,15})-(\d{1,15})", request.GET.get("after", ""), re.ASCII)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _check(month: str) -> None:
    if not _MONTH.match(month):
        raise NotFound(what="month")


def _file(content: bytes, kind: str, name: str, how: str = "attachment") -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'{how}; filename="statement-{name}"'},
    )
