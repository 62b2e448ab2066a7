"""Money, every figure of which opens to the lines it is the sum of."""

import re
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.kernel import clock
from ekshop.kernel.bangla import NotAnAmount, parse_taka
from ekshop.kernel.deadlines import deadlines_of_many
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.paging import page_of
from ekshop.orders.selectors import centre_stop
from ekshop.payments.rules import REMITTANCE_MEDIA
from ekshop.payments.selectors import (
    cash_owed,
    cash_pieces,
    cash_standing_of,
    payments_visible_to,
    refunds_to_give,
    remittances_visible_to,
)
from ekshop.payments.services import MoreThanOwed, ReferenceUsed, refund_give, remittance_record
from ekshop.settlement.selectors import (
    FIGURES,
    expected_lines,
    expected_poisha,
    month_lines,
    month_sum,
    months,
    paid_months,
    statements,
)
from ekshop.web.access import Request, access
from ekshop.web.papers.money_way import money_bars
from ekshop.web.papers.statement import csv_of
from ekshop.web.papers.views.statements import line_address

from .. import typed

EXPORTED = 10_000
TITLES = {
    "all": gettext_lazy("All commission"),
    "earned": gettext_lazy("Earned, not locked yet"),
    "locked": gettext_lazy("Locked"),
    "taken_back": gettext_lazy("Taken back"),
}


@access("payment.remit")
@require_safe
def money(request: Request) -> HttpResponse:
    month = clock.month_of(clock.now())
    earlier = months(request.actor)
    return render(
        request,
        "centre/money/money.html",
        {
            "month": month,
            "sums": month_sum(request.actor, month),
            "expected": expected_poisha(request.actor),
            "owed": cash_owed(request.actor.organisation),
            "statements": statements(request.actor, month=month),
            "months": earlier,
            "frozen": paid_months(request.actor, latest=3),
            "way": money_bars(request.actor, month=month),
            "curve": [each.net_poisha / 100 for each in reversed(earlier)],
        },
    )


@access("refund.give")
@require_safe
def refunds(request: Request) -> HttpResponse:
    """Cash to put into customers' hands, the oldest first."""
    page = page_of(
        refunds_to_give(request.actor),
        order=("issued_at", "id"),
        cursor=request.GET.get("cursor"),
    )
    now, due = clock.now(), deadlines_of_many("refund", [each.pk for each in page.items])
    rows = [(each, next(iter(due[each.pk]), None)) for each in page.items]
    return render(request, "centre/money/refunds.html", {"page": page, "rows": rows, "now": now})


@access("refund.give")
@require_POST
def refund_given(request: Request, code: str) -> HttpResponse:
    refund_give(actor=request.actor, code=code, now=clock.now())
    messages.success(request, _("Noted: the customer has the money."))
    return redirect("centre:refunds")


@access("payment.remit")
@require_safe
def lines(request: Request) -> HttpResponse:
    """What one of a month's figures is made of: base × rate = amount, each to its order."""
    month, figure = _asked(request)
    page = page_of(
        month_lines(request.actor, month=month, figure=figure),
        order=("-earned_at", "-id"),
        cursor=request.GET.get("cursor"),
    )
    sums = month_sum(request.actor, month)
    amounts = {
        "all": sums.net_poisha,
        "earned": sums.earned_poisha,
        "locked": sums.locked_poisha,
        "taken_back": sums.taken_back_poisha,
    }
    return render(
        request,
        "centre/money/lines.html",
        {
            "month": month,
            "figure": figure,
            "figures": [(key, title, amounts[key]) for key, title in TITLES.items()],
            "title": TITLES[figure],
            "amount": amounts[figure],
            "page": page,
            "rows": [(line, line_address("centre", line)) for line in page.items],
        },
    )


@access("payment.remit")
@require_safe
def lines_csv(request: Request) -> HttpResponse:
    month, figure = _asked(request)
    found = month_lines(request.actor, month=month, figure=figure).order_by("earned_at", "id")
    return HttpResponse(
        csv_of(found[:EXPORTED]),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="commission-{month}.csv"'},
    )


@access("payment.remit")
@require_safe
def expected(request: Request) -> HttpResponse:
    page = page_of(expected_lines(request.actor), order=("-id",), cursor=request.GET.get("cursor"))
    return render(
        request,
        "centre/money/expected.html",
        {"page": page, "total": expected_poisha(request.actor)},
    )


@access("payment.remit")
@require_http_methods(["GET", "HEAD", "POST"])
def cash(request: Request) -> HttpResponse:
    """What is owed of the cash collected, passing it on, and what was passed on."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            done = remittance_record(
                actor=request.actor,
                amount_poisha=_amount(request),
                medium=request.POST.get("medium", ""),
                reference=request.POST.get("reference", ""),
                nonce=typed.nonce(request.POST),
                now=clock.now(),
            )
        except InvalidInput as refused:
            errors = typed.words(refused)
        except MoreThanOwed as refused:
            errors = {"amount": str(refused)}
        except ReferenceUsed as refused:
            errors = {"reference": str(refused)}
        else:
            messages.success(request, _("Passed on. Number %(code)s.") % {"code": done.code})
            return redirect("centre:cash")
    page = page_of(
        remittances_visible_to(request.actor),
        order=("-remitted_at", "-id"),
        cursor=request.GET.get("cursor"),
    )
    return render(
        request,
        "centre/money/cash.html",
        {
            "owed": cash_owed(request.actor.organisation),
            "standing": cash_standing_of(request.actor.organisation),
            "stop": centre_stop(request.actor.organisation),
            "pieces": cash_pieces(
                request.actor.organisation, cash_owed(request.actor.organisation)
            ),
            "now": clock.now(),
            "page": page,
            "media": REMITTANCE_MEDIA,
            "given": request.POST,
            "nonce": request.POST.get("nonce") or uuid4(),
            "errors": errors,
        },
        status=422 if errors else 200,
    )


@access("payment.remit")
@require_safe
def collected(request: Request) -> HttpResponse:
    """Every payment taken, each with its receipt."""
    page = page_of(
        payments_visible_to(request.actor).select_related("seller_order__order__customer"),
        order=("-collected_at", "-id"),
        cursor=request.GET.get("cursor"),
    )
    return render(request, "centre/money/collected.html", {"page": page})


def _asked(request: Request) -> tuple[str, str]:
    """The month and the figure an address names; this month's all where it names none."""
    month = request.GET.get("month") or clock.month_of(clock.now())
    figure = request.GET.get("figure", "all")
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", month) or figure not in FIGURES:
        raise NotFound
    return month, figure


def _amount(request: Request) -> int:
    try:
        return parse_taka(request.POST.get("amount", ""))
    except NotAnAmount as error:
        raise InvalidInput({"amount": error.message}) from error
