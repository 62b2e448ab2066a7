"""The books: what they sum to, whose balances, and whether they agree."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ekshop.kernel import clock
from ekshop.kernel.paging import page_of
from ekshop.ledger.rules import PURPOSES
from ekshop.ledger.selectors import accounts, purposes_summed, verifications
from ekshop.ledger.tasks import verify
from ekshop.parties import rules
from ekshop.reporting.selectors import books
from ekshop.web.access import Request, access

from .. import words
from ..lists import EXPORTED, asked, csv_answer, midnight, taka

LATEST = 10
ORDER = ("id",)


@access("ledger.read")
@require_safe
def ledger(request: Request) -> HttpResponse:
    wanted = asked(request, "purpose", "organisation", "on")
    return render(
        request,
        "operator/ledger.html",
        {
            "asked": wanted,
            "page": page_of(_found(wanted), order=ORDER, cursor=request.GET.get("cursor")),
            "sums": [
                (words.purpose(each.purpose), each)
                for each in purposes_summed(midnight(wanted["on"], days=1))
            ],
            "purposes": [(key, words.purpose(key)) for key in PURPOSES],
            "books": books(now=clock.now()),
            "checks": list(verifications()[:LATEST]),
            "may_act": rules.allowed("operations.act", request.actor.role),
        },
    )


@access("ledger.read")
@require_safe
def ledger_export(request: Request) -> HttpResponse:
    rows = _found(asked(request, "purpose", "organisation")).order_by(*ORDER)[:EXPORTED]
    return csv_answer(
        "ledger",
        [_("Account"), _("Whose"), _("For"), _("Balance (taka, debit above zero)")],
        (
            (
                account.pk,
                account.organisation.name if account.organisation else str(words.PLATFORM),
                words.purpose(account.purpose),
                taka(account.balance_poisha),
            )
            for account in rows
        ),
    )


@access("operations.act")
@require_POST
def ledger_verify(request: Request) -> HttpResponse:
    verify.later(asked_by=request.actor.label)
    messages.success(request, _("The books are being checked. Load the page again in a moment."))
    return redirect("operator:ledger")


def _found(wanted: dict[str, str]) -> Any:
    found = accounts()
    if wanted["purpose"]:
        found = found.filter(purpose=wanted["purpose"])
    if wanted["organisation"].isascii() and wanted["organisation"].isdigit():
        found = found.filter(organisation_id=int(wanted["organisation"][:18]))
    return found
