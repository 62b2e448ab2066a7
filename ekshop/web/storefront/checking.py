""" "Check this seller": what is known of a seller before one pays it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ekshop.complaints.selectors import (
    SAMPLE_AT_LEAST,
    Known,
    name_of,
    respondents,
    respondents_known,
    seller_records,
    warnings_in_force,
)
from ekshop.kernel import clock
from ekshop.kernel.errors import NotFound
from ekshop.web.access import access

TYPED_AT_MOST = 200


@access.public
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """By a name, number, wallet, account, link or page: any of them may be all one knows."""
    typed = request.GET.get("seller", "").strip()[:TYPED_AT_MOST]
    known = respondents_known(typed) if typed else []
    return render(
        request,
        "storefront/check.html",
        {"typed": typed, "found": _with_records(known), "sample": SAMPLE_AT_LEAST},
    )


@access.public
@require_safe
def checked(request: HttpRequest, respondent_id: int) -> HttpResponse:
    respondent = respondents().filter(pk=min(respondent_id, 2**62)).first()
    if respondent is None:
        raise NotFound
    record = seller_records([respondent.pk], now=clock.now())[respondent.pk]
    return render(
        request,
        "storefront/checked.html",
        {
            "seller": respondent,
            "name": name_of(respondent),
            "record": record,
            "sample": SAMPLE_AT_LEAST,
            "warnings": warnings_in_force([respondent.pk])[respondent.pk],
        },
    )


def _with_records(known: list[Known]) -> list[dict[str, Any]]:
    ids = [each.respondent.pk for each in known]
    records, warnings = seller_records(ids, now=clock.now()), warnings_in_force(ids)
    return [
        {
            "seller": each.respondent,
            "name": name_of(each.respondent),
            # Only what was typed is said back: nobody learns another number here.
            "by": sorted({handle.get_kind_display() for handle in each.by}, key=str),
            "record": records[each.respondent.pk],
            "is_warned_of": bool(warnings[each.respondent.pk]),
        }
        for each in known
    ]
