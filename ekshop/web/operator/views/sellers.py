"""How every seller keeps its promises: a table, worst first, with its trend."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ekshop.catalogue.selectors import record_trends, records_listed
from ekshop.kernel import clock
from ekshop.kernel.paging import page_of
from ekshop.web.access import Request, access
from ekshop.web.papers.promises import LABELS, SHORT, figures_of

from ..lists import EXPORTED, csv_answer

SORTS = {"": ("score_bp", "seller_id"), "orders": ("-orders", "-seller_id")}


@access("operations.read")
@require_safe
def sellers(request: Request) -> HttpResponse:
    sort = request.GET.get("sort", "")
    order = SORTS.get(sort, SORTS[""])
    page = page_of(records_listed(), order=order, cursor=request.GET.get("cursor"))
    trends = record_trends([row.seller_id for row in page], now=clock.now())
    language = get_language() or "bn"
    return render(
        request,
        "operator/sellers.html",
        {
            "page": page,
            "sort": sort if sort in SORTS else "",
            "labels": SHORT.values(),
            "rows": [
                (
                    row,
                    [(f, f.value(language), f.note(language)) for f in figures_of(row)],
                    trends.get(row.seller_id),
                )
                for row in page
            ],
        },
    )


@access("operations.read")
@require_safe
def sellers_export(request: Request) -> HttpResponse:
    return csv_answer(
        "sellers",
        [_("Seller"), _("Place"), _("Orders"), *LABELS.values(), _("Record, of 100")],
        (
            (
                row.seller.name,
                row.seller.place.name if row.seller.place else "",
                row.orders,
                *("" if f.share is None else f.share for f in figures_of(row)),
                row.score_bp / 100,
            )
            for row in records_listed().order_by("score_bp", "seller_id")[:EXPORTED]
        ),
    )
