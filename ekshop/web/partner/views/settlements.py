"""What a seller is paid: settlements, what waits and why, and the account it is paid to."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ekshop.kernel import clock
from ekshop.kernel.paging import page_of
from ekshop.kernel.rulebook import rules_at
from ekshop.parties.selectors import bank_account_in_force, bank_accounts_visible_to
from ekshop.parties.services import bank_account_propose
from ekshop.settlement.rules import SELLER_SETTLEMENT, WAITS
from ekshop.settlement.selectors import (
    holds_visible_to,
    money_places,
    releases_waiting,
    settlements_visible_to,
    waiting_of,
)
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

RULES = ("seller_payout", "escrow_until_delivery", "escrow_new_seller", "seller_fee")


@access("seller_settlement.read")
@require_safe
def settlement_list(request: Request) -> HttpResponse:
    now = clock.now()
    page = page_of(
        settlements_visible_to(request.actor),
        order=("-drawn_at", "-id"),
        cursor=request.GET.get("cursor"),
    )
    return render(
        request,
        "partner/settlements/list.html",
        {
            "page": page,
            "rows": [(each, SELLER_SETTLEMENT.state_label(each.state)) for each in page.items],
            "waiting": waiting_of(request.actor, now),
            "holds": holds_visible_to(request.actor).filter(released_at=None).order_by("id")[:20],
            "account": _account(request),
            "rules": rules_at(RULES, now),
            "now": now,
        },
    )


@access("seller_settlement.read")
@require_safe
def waiting(request: Request) -> HttpResponse:
    """Every order whose money has not gone yet, the soonest due first, and why it waits."""
    now = clock.now()
    page = page_of(
        releases_waiting(request.actor), order=("due_at", "id"), cursor=request.GET.get("cursor")
    )
    payable = money_places({each.seller_id for each in page.items}, now)
    return render(
        request,
        "partner/settlements/waiting.html",
        {
            "page": page,
            "rows": [(each, why(each, now, payable)) for each in page.items],
            "now": now,
        },
    )


@access("bank_account.propose")
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: Request) -> HttpResponse:
    """Where the seller is paid, and asking for another account."""
    form = Posted(request)
    if form.sent and form.tried(
        lambda: bank_account_propose(
            actor=request.actor,
            bank=form.text("bank"),
            branch=form.text("branch"),
            routing_number=form.text("routing_number"),
            holder=form.text("holder"),
            number=form.text("number"),
            now=clock.now(),
        )
    ):
        messages.success(request, _("Written down. A second person will call you and confirm it."))
        return redirect("partner:bank_account")
    return form.page(
        "partner/settlements/account.html",
        {
            "account": _account(request),
            "accounts": bank_accounts_visible_to(request.actor).order_by("-id")[:10],
            "now": clock.now(),
        },
    )


def why(release: Any, now: Any, payable: Any) -> str:
    """What an order's money waits for, in words."""
    if release.hold_kind:
        return str(WAITS["hold"])
    if release.on_settlement:
        return ""
    if release.release_at > now:
        return str(WAITS["window"])
    return str(WAITS["next"] if release.seller_id in payable else WAITS["account"])


def _account(request: Request) -> Any:
    if request.actor.organisation_id is None:
        return None
    return bank_account_in_force(request.actor.organisation_id, clock.now())
