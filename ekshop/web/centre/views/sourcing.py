"""Producers' orders at their own centre: what she says, and what she brings."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.fulfilment.rules import REJECT_REASONS, SOURCING_SHELVES
from ekshop.fulfilment.services import first_check_record
from ekshop.kernel import clock
from ekshop.kernel.errors import DomainError, InvalidInput
from ekshop.orders.rules import ANSWERED_BY, SPOKEN
from ekshop.orders.selectors import shares_of_group
from ekshop.orders.services import producer_order_answer
from ekshop.producers.rules import ALLOTTED_BY
from ekshop.settlement.selectors import courier_claims_of
from ekshop.web.access import Request, access
from ekshop.web.sourced import answers_typed, order_shown, shelf_shown, sourcing_named

from .. import found, typed


@access("sourcing.work")
@require_safe
def order_list(request: Request) -> HttpResponse:
    return render(request, "centre/sourcing/list.html", shelf_shown(request, SOURCING_SHELVES))


@access("sourcing.work")
@require_safe
def order_page(request: Request, code: str) -> HttpResponse:
    return _page(request, sourcing_named(request, code), {})


@access("sourcing.work")
@require_POST
def order_answer(request: Request, code: str) -> HttpResponse:
    """What she said, written down by her centre."""
    sourcing = sourcing_named(request, code)
    try:
        producer_order_answer(
            actor=request.actor,
            seller_order_id=sourcing.order.pk,
            answers=answers_typed(request, sourcing),
            heard=request.POST.get("heard", ""),
            agreed=bool(request.POST.get("agreed")),
            said=request.POST.get("said", ""),
            now=clock.now(),
        )
    except InvalidInput as refused:
        errors = typed.words(refused)
        if any(name.isdigit() for name in errors):
            errors = {name: words for name, words in errors.items() if not name.isdigit()}
            errors["reason"] = _("Choose why she cannot send it.")
        return _page(request, sourcing, errors)
    messages.success(request, _("Written down. The buyer's centre sees it at once."))
    return redirect("centre:sourced_order", sourcing.order.code)


@access("sourcing.work")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Request, code: str) -> HttpResponse:
    """The first inspection: the form, its reading back and its recording, told apart by button."""
    sourcing = sourcing_named(request, code)
    if sourcing.step != "bringing":
        return redirect("centre:sourced_order", sourcing.order.code)
    lines = [line for line in sourcing.lines if line.state == "confirmed"]
    if request.method != "POST":
        return _check_form(request, sourcing, found.fresh(lines))
    seen = _read(request, sourcing, lines)
    action = request.POST.get("action", "")
    if action == "record":
        return _record(request, sourcing, seen)
    if action.startswith("drop:"):
        for each in seen:
            each.kept = [token for token in each.kept if token != action[5:]]
        return _check_form(request, sourcing, seen)
    if action == "edit":
        return _check_form(request, sourcing, seen)
    for each in seen:
        each.check()
    if found.errors_of(seen):
        return _check_form(request, sourcing, seen, status=422)
    return _check_form(request, sourcing, seen, template="centre/sourcing/check_read_back.html")


def _read(request: Request, sourcing: Any, lines: list[Any]) -> list[found.LineTyped]:
    seen = found.read(request.POST, lines)
    found.keep_photos(
        seen, request.FILES, actor=request.actor, scope=_scope(sourcing), now=clock.now()
    )
    return seen


def _record(request: Request, sourcing: Any, seen: list[found.LineTyped]) -> HttpResponse:
    try:
        first_check_record(
            actor=request.actor,
            seller_order_id=sourcing.order.pk,
            found=[each.found() for each in seen],
            nonce=typed.nonce(request.POST),
            now=clock.now(),
        )
    except DomainError as refused:
        messages.error(request, str(refused))
        return _check_form(request, sourcing, seen, status=refused.http_status)
    messages.success(request, _("Recorded. What is good may be sent now."))
    return redirect("centre:sourced_order", sourcing.order.code)


def _check_form(
    request: Request,
    sourcing: Any,
    seen: list[found.LineTyped],
    *,
    template: str = "centre/sourcing/check.html",
    status: int = 200,
) -> HttpResponse:
    given: QueryDict = request.POST
    context = {
        "sourcing": sourcing,
        "order": sourcing.order,
        "lines": seen,
        "reasons": REJECT_REASONS,
        "errors": found.errors_of(seen),
        "nonce": given.get("nonce") or uuid4(),
        "scope": _scope(sourcing),
    }
    return render(request, template, context, status=status)


def _page(request: Request, sourcing: Any, errors: dict[str, str]) -> HttpResponse:
    order = sourcing.order
    context = {
        **order_shown(request, sourcing, errors),
        "asking": getattr(order, "asking", None),
        "claims": courier_claims_of(request.actor, [order.pk])[order.pk],
        "shares": shares_of_group(order.pk),
        "allotted_by": ALLOTTED_BY,
        "heard": [(key, label) for key, label in ANSWERED_BY if key in SPOKEN],
    }
    return render(request, "centre/sourcing/one.html", context, status=422 if errors else 200)


def _scope(sourcing: Any) -> str:
    return f"check:{sourcing.order.pk}"
