"""The months: what stops one, its steps by two people, its sellers, and how far it is."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ekshop.kernel import clock
from ekshop.kernel.bangla import format_month, format_taka
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.paging import page_of
from ekshop.kernel.states import history_of
from ekshop.parties.rules import allowed
from ekshop.settlement.rules import MONTH_CLOSE, MONTH_STEP_KINDS
from ekshop.settlement.selectors import (
    Check,
    close_sums,
    disputes_of_month,
    fundings_of,
    month_check,
    month_close_of,
    month_rows,
    progress_of,
    seller_month_of,
    seller_months_visible_to,
    steps_of,
)
from ekshop.settlement.services import (
    funding_receive,
    funding_refuse,
    month_step_ask,
    month_step_confirm,
    month_step_refuse,
    month_step_withdraw,
)
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted
from ekshop.web.papers.money_way import money_bars

CHARTED = 12
DONE_BY_STATE = {"open": 1, "freezing": 1, "undoing": 1, "frozen": 2, "settled": 3, "paying": 4}
"""How many of the five stations of its way a month that is over has behind it; a closed one all."""

CHECKS: dict[str, tuple[Any, Any]] = {
    "not_over": (
        gettext_lazy("The month is not over"),
        gettext_lazy("It ends at midnight in Dhaka. It can be frozen after that."),
    ),
    "earlier_moving": (
        gettext_lazy("An earlier month is being frozen or undone"),
        gettext_lazy("Its outcome is carried into this one. Wait until it is done."),
    ),
    "later_frozen": (
        gettext_lazy("A later month is already frozen"),
        gettext_lazy("What is locked of this one stands there, or will."),
    ),
    "uncommissioned": (
        gettext_lazy("Paid for, but no commission written yet"),
        gettext_lazy("The job that writes it waits or failed. Look at the failed jobs."),
    ),
    "ledger": (
        gettext_lazy("Accounts whose balance does not agree with their entries"),
        gettext_lazy("Look at the books before anything is paid."),
    ),
    "payable": (
        gettext_lazy("Centres whose account does not agree with their lines"),
        gettext_lazy("What the books owe them differs from lines and statements."),
    ),
    "inspections": (
        gettext_lazy("Parcels that stand at a centre unopened"),
        gettext_lazy("What is accepted of them is earned when it is paid, in that month."),
    ),
    "windows": (
        gettext_lazy("Lines whose return window still runs"),
        gettext_lazy("They wait for the next month’s freeze."),
    ),
    "disputes": (
        gettext_lazy("Disputes of earlier months"),
        gettext_lazy("They go on. An accepted one becomes a line of the month it is accepted in."),
    ),
}
_LINKS: dict[str, Callable[[str], str]] = {
    "order": lambda key: reverse("operator:order", args=[key]),
    "organisation": lambda key: reverse("operator:organisation", args=[key]),
    "month": lambda key: reverse("operator:month", args=[key]),
    "dispute": lambda key: reverse("operator:dispute", args=[key]),
    "account": lambda key: reverse("operator:ledger"),
}
DONE = {
    "ask": gettext_lazy("Asked. Somebody else has to confirm it now."),
    "confirm": gettext_lazy("Confirmed."),
    "refuse": gettext_lazy("Not confirmed. Whoever asked sees why."),
    "withdraw": gettext_lazy("Withdrawn."),
    "receive": gettext_lazy("Noted: the money is here."),
    "deny": gettext_lazy("Noted: the seller sees that it was not found."),
}


@access("month.read")
@require_safe
def months(request: Request) -> HttpResponse:
    rows = month_rows(clock.now())
    language = get_language() or "bn"
    chart = [
        {
            "label": format_month(each.month, language),
            "value": max(each.total_poisha, 0),
            "shown": format_taka(each.total_poisha, language),
            "href": reverse("operator:month", args=[each.month]),
            "tone": "" if each.state == "closed" else "attention",
        }
        for each in rows[:CHARTED]
        if each.statements
    ]
    words = [(each, MONTH_CLOSE.state_label(each.state)) for each in rows]
    return render(request, "operator/months/months.html", {"rows": words, "chart": chart})


@access("month.read")
@require_http_methods(["GET", "HEAD", "POST"])
def month(request: Request, month: str) -> HttpResponse:
    """One month step by step; its steps are asked for and decided here."""
    try:
        clock.month_bounds(month)
    except ValueError as error:
        raise NotFound(what="month") from error
    form = Posted(request)
    if form.sent and form.tried(lambda: _acted(request, form, month)):
        messages.success(request, str(DONE[form.text("do")]))
        return redirect("operator:month", month)
    now, close = clock.now(), month_close_of(month)
    state = close.state if close else "open"
    over = clock.month_bounds(month)[1] <= now
    steps = list(steps_of(close)) if close else []
    asked = next((step for step in steps if step.state == "asked"), None)
    working = close is not None and state in {"freezing", "undoing"}
    frozen = close is not None and state not in {"open", "freezing", "undoing"}
    sellers = seller_months_visible_to(request.actor).filter(close=close)
    return form.page(
        "operator/months/month.html",
        {
            "month": month,
            "close": close,
            "state": state,
            "state_words": MONTH_CLOSE.state_label(state),
            "over": over,
            "done": DONE_BY_STATE.get(state, 5) if over else 0,
            "checks": _checks(request, month) if state == "open" else [],
            "asked": asked,
            "own": asked is not None and asked.asked_by_id == request.actor.person_id,
            "steps": steps,
            "history": list(history_of(close)) if close else [],
            "progress": progress_of(request.actor, close) if working and close else None,
            **(_sums(close) if frozen and close else {}),
            "disputes": disputes_of_month(request.actor, month) if frozen else {},
            "sellers": page_of(
                sellers, order=("-payable_poisha", "id"), cursor=request.GET.get("cursor")
            )
            if frozen
            else None,
            "possible": _possible(state),
            "way": money_bars(request.actor, month=month),
            "may_act": allowed("month.close", request.actor.role),
            "now": now,
        },
    )


@access("month.read")
@require_http_methods(["GET", "HEAD", "POST"])
def seller(request: Request, month: str, seller_id: int) -> HttpResponse:
    """A seller's part: its transfers, found in the bank or not."""
    part = seller_month_of(request.actor, month, seller_id)
    form = Posted(request)
    if form.sent and form.tried(lambda: _money(request, form)):
        messages.success(request, str(DONE[form.text("do")]))
        return redirect("operator:month_seller", month, seller_id)
    return form.page(
        "operator/months/seller.html",
        {
            "part": part,
            "month": month,
            "fundings": fundings_of(part),
            "may_act": allowed("month.close", request.actor.role),
        },
    )


def _acted(request: Request, form: Posted, month: str) -> Any:
    keys: dict[str, Any] = {"actor": request.actor, "now": clock.now()}
    do = form.text("do")
    if do == "ask":
        return month_step_ask(month=month, kind=form.text("kind"), note=form.text("note"), **keys)
    keys["step_id"] = form.whole("step")
    if do == "confirm":
        return month_step_confirm(**keys)
    if do == "refuse":
        return month_step_refuse(answer=form.text("answer"), **keys)
    if do == "withdraw":
        return month_step_withdraw(**keys)
    raise InvalidInput({"": _("Choose what to do.")})


def _money(request: Request, form: Posted) -> Any:
    keys: dict[str, Any] = {"actor": request.actor, "now": clock.now()}
    keys["funding_id"] = form.whole("funding")
    if form.text("do") == "receive":
        return funding_receive(**keys)
    if form.text("do") == "deny":
        return funding_refuse(answer=form.text("answer"), **keys)
    raise InvalidInput({"": _("Choose what to do.")})


def _checks(request: Request, month: str) -> list[dict[str, Any]]:
    def shown(check: Check) -> dict[str, Any]:
        title, note = CHECKS[check.kind]
        return {
            "kind": check.kind,
            "title": title,
            "note": note,
            "count": check.count if check.kind != "not_over" else 0,
            "stops": check.stops,
            "items": [(_LINKS[kind](key), text) for kind, key, text in check.items],
        }

    return [shown(check) for check in month_check(request.actor, month, clock.now())]


def _sums(close: Any) -> dict[str, Any]:
    """What goes off is negative, so that the column sums up to what is paid."""
    sums = close_sums(close)
    owed = sums.carried_out_poisha < 0
    return {
        "sums": sums,
        "tax_off_poisha": -sums.tax_poisha,
        "carried_off_poisha": -sums.carried_out_poisha,
        "carried_words": _("Comes off the next month")
        if owed
        else _("Carried on to the next month"),
    }


def _possible(state: str) -> list[tuple[str, Any]]:
    return [(kind, words) for kind, words in MONTH_STEP_KINDS if MONTH_CLOSE.step(state, kind)]
