"""One account down to its entries, one journal down to what caused it."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ekshop.kernel.paging import page_of
from ekshop.ledger.selectors import (
    account_get,
    balance_as_of,
    balances_after,
    entries_of,
    journal_get,
)
from ekshop.parties.selectors import organisation_names
from ekshop.reporting.selectors import causes_of
from ekshop.web.access import Request, access

from .. import words
from ..lists import EXPORTED, asked, csv_answer, midnight, moment, taka

ORDER = ("-id",)


@access("ledger.read")
@require_safe
def account(request: Request, account_id: int) -> HttpResponse:
    found, wanted = account_get(account_id), asked(request, "from", "to")
    page = page_of(_entries(account_id, wanted), order=ORDER, cursor=request.GET.get("cursor"))
    until = midnight(wanted["to"], days=1)
    return render(
        request,
        "operator/account.html",
        {
            "account": found,
            "purpose": words.purpose(found.purpose),
            "asked": wanted,
            "narrowed": any(wanted.values()),
            "page": page,
            "rows": _rows(account_id, page.items),
            "then": balance_as_of(found.organisation_id, found.purpose, until) if until else None,
        },
    )


@access("ledger.read")
@require_safe
def account_export(request: Request, account_id: int) -> HttpResponse:
    found = account_get(account_id)
    entries = list(_entries(account_id, asked(request, "from", "to")).order_by(*ORDER)[:EXPORTED])
    return csv_answer(
        f"account-{found.pk}",
        [
            _("When"),
            _("What"),
            _("Caused by"),
            _("Which"),
            _("Amount (taka, debit above zero)"),
            _("Balance (taka, debit above zero)"),
            _("Key"),
        ],
        (
            (
                moment(row["entry"].journal.posted_at),
                row["what"],
                row["about"],
                row["cause"].key,
                taka(row["entry"].amount_poisha),
                taka(row["after"]),
                row["entry"].journal.key,
            )
            for row in _rows(account_id, entries)
        ),
    )


@access("ledger.read")
@require_safe
def journal(request: Request, journal_id: int) -> HttpResponse:
    found, sides = journal_get(journal_id)
    names = organisation_names({side.organisation_id for side in sides if side.organisation_id})
    cause = causes_of([(found.entity, found.entity_id)])[found.entity, found.entity_id]
    return render(
        request,
        "operator/journal.html",
        {
            "journal": found,
            "what": words.journal_kind(found.kind),
            "about": words.entity(found.entity),
            "cause": cause,
            "sides": [
                (side, names.get(side.organisation_id or 0), words.purpose(side.purpose))
                for side in sides
            ],
        },
    )


def _entries(account_id: int, wanted: dict[str, str]) -> Any:
    since: datetime | None = midnight(wanted["from"])
    return entries_of(account_id, since=since, until=midnight(wanted["to"], days=1))


def _rows(account_id: int, entries: list[Any]) -> list[dict[str, Any]]:
    causes = causes_of((each.journal.entity, each.journal.entity_id) for each in entries)
    return [
        {
            "entry": each,
            "after": after,
            "what": words.journal_kind(each.journal.kind),
            "about": words.entity(each.journal.entity),
            "cause": causes[each.journal.entity, each.journal.entity_id],
        }
        for each, after in zip(entries, balances_after(account_id, entries), strict=True)
    ]
