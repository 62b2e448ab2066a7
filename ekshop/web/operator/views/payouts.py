"""Payouts: where they stand, one of them whole, and what to do about those that failed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ekshop.kernel import clock, states
from ekshop.kernel.bangla import latin_digits
from ekshop.kernel.errors import Conflict
from ekshop.kernel.paging import page_of
from ekshop.kernel.phones import InvalidMobile, parse_mobile
from ekshop.ledger.selectors import verifications
from ekshop.parties import rules as people
from ekshop.parties.selectors import doers_named, wallet_changes_of
from ekshop.settlement import rules
from ekshop.settlement.selectors import payouts as read
from ekshop.settlement.services.payouts import payout_retry, unpaid_confirm
from ekshop.web.access import Request, access

from ..lists import EXPORTED, asked, csv_answer, taka

ORDER = ("-id",)


def may_act(request: Request) -> bool:
    return people.allowed("payout.send", request.actor.role)


@access("payout.read")
@require_safe
def payouts(request: Request) -> HttpResponse:
    now = clock.now()
    due, last = read.payouts_due(now), verifications().first()
    unknown = list(read.unknowns()[:20])
    return render(
        request,
        "operator/payouts.html",
        {
            "sums": read.payout_sums(request.actor),
            "due": [(each, due.get(each.name)) for each in rules.PROVIDERS.values()],
            "floats": read.floats(),
            "unknown": [(each, read.age_of(each, now)) for each in unknown],
            "contradictions": read.contradictions(),
            "page": page_of(read.batches(), order=ORDER, cursor=request.GET.get("cursor"), size=15),
            "stopped": last is not None and not last.agrees,
            "may_act": may_act(request),
            "now": now,
        },
    )


@access("payout.read")
@require_safe
def payout_list(request: Request) -> HttpResponse:
    wanted = asked(request, "state", "provider", "reason", "q")
    now = clock.now()
    page = page_of(_found(request, wanted), order=ORDER, cursor=request.GET.get("cursor"))
    return render(
        request,
        "operator/payout_list.html",
        {
            "asked": wanted,
            "page": page,
            "rows": rows_of(page.items, now),
            "states": [(state, rules.PAYOUT.state_label(state)) for state in rules.PAYOUT.states],
            "providers": rules.PROVIDER_CHOICES,
            "reasons": [(key, each.words) for key, each in rules.REASONS.items()],
        },
    )


def rows_of(payouts: list[Any], now: datetime) -> list[tuple[Any, Any, str]]:
    """Each with what it waits for and the number of the paper it is paid for."""
    numbers = read.paid_for(payouts)
    return [
        (each, read.waits_of(each, now), numbers.get((each.entity, each.entity_id), ""))
        for each in payouts
    ]


@access("payout.read")
@require_safe
def payout_export(request: Request) -> HttpResponse:
    rows = _found(request, asked(request, "state", "provider", "reason", "q"))
    return csv_answer(
        "payouts",
        [_("Number"), _("For"), _("Receiver"), _("By"), _("To"), _("Amount (taka)"), _("State"), _("Day"), _("Why")],
        (
            (
                each.pk,
                f"{each.get_entity_display()} {each.entity_id}/{each.part}",
                each.organisation.name,
                each.get_provider_display(),
                read.masked(each.number),
                taka(each.amount_poisha),
                rules.PAYOUT.state_label(each.state),
                each.pay_on.isoformat(),
                rules.REASONS[each.reason].words if each.reason in rules.REASONS else "",
            )
            for each in rows.order_by(*ORDER)[:EXPORTED]
        ),
    )  # fmt: skip


def _found(request: Request, wanted: dict[str, str]) -> Any:
    found = read.payouts_visible_to(request.actor)
    for name in ("state", "provider", "reason"):
        if wanted[name]:
            found = found.filter(**{name: wanted[name]})
    typed = latin_digits(wanted["q"])
    if typed.upper().startswith("EKP"):
        return found.filter(attempts__invoice=typed.upper()[:24])
    if typed:
        try:
            mobile = f"0{parse_mobile(typed[:11])[4:]}"
            # Rocket's is the mobile number and a check digit.
            return found.filter(number__in=[mobile, *(f"{mobile}{digit}" for digit in range(10))])
        except InvalidMobile:
            return found.filter(pk=int(typed)) if _is_id(typed) else found.none()
    return found


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


@access("payout.read")
@require_safe
def payout(request: Request, payout_id: int) -> HttpResponse:
    found, now = read.payout_for(request.actor, payout_id), clock.now()
    attempts = read.attempts_of(found)
    last = attempts[0] if attempts else None
    history = list(states.history_of(found))
    doers_named(history)
    return render(
        request,
        "operator/payout.html",
        {
            "payout": found,
            "number": read.paid_for([found]).get((found.entity, found.entity_id), ""),
            "parts": read.payouts_of(found.entity, found.entity_id),
            "attempts": attempts,
            "last": last,
            "age": read.age_of(last, now) if last else 0,
            "reason": rules.REASONS.get(last.reason) if last and found.state != "planned" else None,
            "waits": read.waits_of(found, now),
            "journals": read.payout_journals(found),
            "history": [(each, rules.PAYOUT.action_label(each.action, each.from_state)) for each in history],
            "changes": list(wallet_changes_of(found.person_id)[:3]) if found.person_id else [],
            "may_act": may_act(request),
        },
    )  # fmt: skip


ACTS: dict[str, tuple[Callable[..., Any], Any]] = {
    "again": (payout_retry, gettext_lazy("It is planned again.")),
    "unpaid": (unpaid_confirm, gettext_lazy("Noted as not paid. It may be sent again.")),
}


@access("payout.send")
@require_POST
def payout_act(request: Request, payout_id: int, act: str) -> HttpResponse:
    if act not in ACTS:
        raise Http404
    service, said = ACTS[act]
    told(
        request,
        lambda: service(actor=request.actor, payout_id=payout_id, now=clock.now()),
        str(said),
    )
    return redirect("operator:payout", payout_id)


def told(request: Request, act: Callable[[], Any], said: str) -> bool:
    """Does it and says so, or says why it could not be done."""
    try:
        act()
    except Conflict as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, said)
    return True
