"""Paying sellers: what is due, held, overdue and paid; holding and releasing; their accounts."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.kernel import clock
from ekshop.kernel.errors import NotFound
from ekshop.kernel.paging import page_of
from ekshop.orders.selectors import seller_order_by_code
from ekshop.parties import rules as parties
from ekshop.parties.selectors import (
    bank_account_in_force,
    bank_accounts_visible_to,
    sellers_visible_to,
)
from ekshop.parties.services import bank_account_confirm, bank_account_refuse
from ekshop.settlement.rules import ESCROW_CHOICES, HOLD_KINDS_BY_HAND, SELLER_SETTLEMENT, WAITS
from ekshop.settlement.selectors import (
    holds_running,
    holds_visible_to,
    money_places,
    releases_held,
    releases_overdue,
    releases_waiting,
    seller_standing,
    settlements_visible_to,
    waiting_of,
)
from ekshop.settlement.services import escrow_end, escrow_set, hold_place, hold_release
from ekshop.settlement.tasks import sellers_now
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

from ..lists import EXPORTED, csv_answer, moment, taka

SHELVES = {
    "due": gettext_lazy("To be paid"),
    "overdue": gettext_lazy("Overdue"),
    "held": gettext_lazy("Held back"),
    "paying": gettext_lazy("Being paid"),
    "paid": gettext_lazy("Paid"),
}
ORDERS_SHELVES = ("due", "overdue", "held")


@access("operations.read")
@require_safe
def settlements(request: Request) -> HttpResponse:
    shelf, now = _shelf(request), clock.now()
    order = ("due_at", "id") if shelf in ORDERS_SHELVES else ("-drawn_at", "-id")
    page: Any = page_of(_rows(request, shelf), order=order, cursor=request.GET.get("cursor"))
    payable = (
        money_places({each.seller_id for each in page.items}, now)
        if shelf in ORDERS_SHELVES
        else {}
    )
    return render(
        request,
        "operator/settlements/list.html",
        {
            "shelf": shelf,
            "shelves": SHELVES.items(),
            "of_orders": shelf in ORDERS_SHELVES,
            "page": page,
            "rows": [
                (
                    each,
                    why(each, now, payable)
                    if shelf in ORDERS_SHELVES
                    else SELLER_SETTLEMENT.state_label(each.state),
                )
                for each in page.items
            ],
            "waiting": waiting_of(request.actor, now),
            "holds": holds_running().count(),
            "accounts": bank_accounts_visible_to(request.actor).filter(state="proposed").count(),
            "now": now,
            "may_act": parties.allowed("seller_settlement.work", request.actor.role),
        },
    )


@access("operations.read")
@require_safe
def settlements_export(request: Request) -> HttpResponse:
    shelf = _shelf(request)
    if shelf not in ORDERS_SHELVES:
        return csv_answer(
            f"settlements-{shelf}",
            [_("Number"), _("Seller"), _("Day"), _("Paid (taka)"), _("Carried on (taka)")],
            (
                (
                    each.number,
                    each.seller.name,
                    each.drawn_on,
                    taka(each.payable_poisha),
                    taka(each.carried_out_poisha),
                )
                for each in _rows(request, shelf).order_by("-drawn_at", "-id")[:EXPORTED]
            ),
        )
    return csv_answer(
        f"settlements-{shelf}",
        [_("Order"), _("Seller"), _("Delivered"), _("Due"), _("Amount (taka)"), _("Held back")],
        (
            (
                each.seller_order.code,
                each.seller.name,
                moment(each.delivered_at),
                moment(each.due_at),
                taka(each.waiting_poisha or 0),
                each.hold_kind or "",
            )
            for each in _rows(request, shelf).order_by("due_at", "id")[:EXPORTED]
        ),
    )


@access("seller_settlement.work")
@require_POST
def run(request: Request) -> HttpResponse:
    """The daily run now, as a job; what it did already today it does not do again."""
    sellers_now.later()
    messages.success(request, _("The run is under way. Load the page again in a moment."))
    return redirect("operator:settlements")


@access("operations.read")
@require_safe
def accounts(request: Request) -> HttpResponse:
    """Accounts sellers asked to be paid to, those that wait for a second person first."""
    rows = bank_accounts_visible_to(request.actor)
    shelf = "decided" if request.GET.get("show") == "decided" else "proposed"
    rows = rows.filter(state="proposed") if shelf == "proposed" else rows.exclude(state="proposed")
    page = page_of(rows, order=("-proposed_at", "-id"), cursor=request.GET.get("cursor"))
    return render(
        request,
        "operator/settlements/accounts.html",
        {
            "page": page,
            "shelf": shelf,
            "now": clock.now(),
            "may_act": parties.allowed("bank_account.confirm", request.actor.role),
        },
    )


@access("bank_account.confirm")
@require_POST
def account_decide(request: Request, account_id: int) -> HttpResponse:
    if request.POST.get("do") == "confirm":
        bank_account_confirm(actor=request.actor, bank_account_id=account_id, now=clock.now())
        messages.success(request, _("Confirmed. It is used when the wait is over."))
    else:
        bank_account_refuse(
            actor=request.actor,
            bank_account_id=account_id,
            reason=request.POST.get("reason", ""),
            now=clock.now(),
        )
        messages.success(request, _("Refused. The seller is told."))
    return redirect("operator:bank_accounts")


@access("operations.read")
@require_safe
def seller(request: Request, seller_id: int) -> HttpResponse:
    """How one seller stands: what waits, what holds it, where it is paid, what it was paid."""
    return _seller_page(request, seller_id, Posted(request))


@access("seller_settlement.work")
@require_http_methods(["POST"])
def hold(request: Request, seller_id: int) -> HttpResponse:
    _seller(request, seller_id)
    form = Posted(request)
    order_id = None
    if form.text("order"):
        share = seller_order_by_code(request.actor, form.text("order"))
        if share is None or share.seller_id != seller_id:
            form.wrong("order", _("This seller has no such order."))
        else:
            order_id = share.pk
    if form.tried(
        lambda: hold_place(
            actor=request.actor,
            seller_id=seller_id,
            kind=form.text("kind"),
            text=form.text("text"),
            seller_order_id=order_id,
            now=clock.now(),
        )
    ):
        messages.success(request, _("Held. The seller sees why."))
        return redirect("operator:seller_money", seller_id)
    return _seller_page(request, seller_id, form)


@access("seller_settlement.work")
@require_POST
def release(request: Request, hold_id: int) -> HttpResponse:
    done = hold_release(
        actor=request.actor, hold_id=hold_id, text=request.POST.get("text", ""), now=clock.now()
    )
    messages.success(request, _("Let go. It goes with the next run."))
    return redirect("operator:seller_money", done.seller_id)


@access("seller_settlement.work")
@require_POST
def escrow(request: Request, seller_id: int) -> HttpResponse:
    _seller(request, seller_id)
    form = Posted(request)
    now = clock.now()
    if form.text("escrow") == "rules":
        escrow_end(actor=request.actor, seller_id=seller_id, now=now)
        done = True
    else:
        done = form.tried(
            lambda: escrow_set(
                actor=request.actor,
                seller_id=seller_id,
                escrow=form.text("escrow"),
                note=form.text("note"),
                now=now,
            )
        )
    if done:
        messages.success(request, _("It holds for what is delivered from now on."))
        return redirect("operator:seller_money", seller_id)
    return _seller_page(request, seller_id, form)


def why(each: Any, now: Any, payable: Any) -> str:
    """What an order's money waits for, in words."""
    if each.hold_kind:
        return str(WAITS["hold"])
    if each.release_at > now:
        return str(WAITS["window"])
    return str(WAITS["next"] if each.seller_id in payable else WAITS["account"])


def _seller_page(request: Request, seller_id: int, form: Posted) -> HttpResponse:
    found, now = _seller(request, seller_id), clock.now()
    return form.page(
        "operator/settlements/seller.html",
        {
            "seller": found,
            "standing": seller_standing(seller_id, now),
            "holds": holds_visible_to(request.actor)
            .filter(seller_id=seller_id)
            .order_by("released_at", "-id")[:30],
            "account": bank_account_in_force(seller_id, now),
            "settlements": [
                (each, SELLER_SETTLEMENT.state_label(each.state))
                for each in settlements_visible_to(request.actor)
                .filter(seller_id=seller_id)
                .order_by("-drawn_at", "-id")[:10]
            ],
            "kinds": HOLD_KINDS_BY_HAND,
            "escrows": [("rules", _("As the rules say")), *ESCROW_CHOICES],
            "may_act": parties.allowed("seller_settlement.work", request.actor.role),
        },
    )


def _seller(request: Request, seller_id: int) -> Any:
    found = sellers_visible_to(request.actor).filter(pk=seller_id).first()
    if found is None:
        raise NotFound(what="seller")
    return found.organisation


def _shelf(request: Request) -> str:
    shelf = request.GET.get("show", "due")
    return shelf if shelf in SHELVES else "due"


def _rows(request: Request, shelf: str) -> Any:
    if shelf == "overdue":
        return releases_overdue(request.actor, clock.now())
    if shelf == "held":
        return releases_held(request.actor)
    if shelf == "due":
        return releases_waiting(request.actor).filter(hold_kind=None, on_settlement=None)
    rows = settlements_visible_to(request.actor)
    return rows.filter(state="ordered") if shelf == "paying" else rows.exclude(state="ordered")
