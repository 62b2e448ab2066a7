"""A seller's own table of a month, held beside the frozen statements."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ekshop.kernel import clock
from ekshop.kernel.errors import InvalidInput
from ekshop.kernel.paging import page_of
from ekshop.kernel.tables import TableUnreadable
from ekshop.settlement import rules
from ekshop.settlement.selectors import mismatches_of, seller_month_of, seller_reconciliation
from ekshop.settlement.services import seller_reconcile, seller_table_read
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted


@access("reconciliation.bring")
@require_http_methods(["GET", "HEAD", "POST"])
def own_table(request: Request, month: str) -> HttpResponse:
    part = seller_month_of(request.actor, month)
    form = Posted(request)
    file = request.FILES.get("file")
    if form.sent and file is None:
        form.wrong("file", _("Choose the file."))
    if form.sent and form.tried(lambda: _compared(request, part, file)):
        messages.success(request, _("Compared with our statements."))
        return redirect("partner:commission_table", month)
    row = seller_reconciliation(request.actor, part.seller_id, month)
    page = (
        page_of(mismatches_of(row.pk), order=("id",), cursor=request.GET.get("cursor"))
        if row
        else None
    )
    return form.page(
        "partner/commission/own_table.html",
        {
            "month": month,
            "row": row,
            "page": page,
            "shown": [
                (each, rules.MISMATCH_WORDS[each.kind], rules.MISMATCH.state_label(each.state))
                for each in (page.items if page else [])
            ],
        },
    )


def _compared(request: Request, part: Any, file: Any) -> Any:
    try:
        theirs = seller_table_read(file.read())
    except TableUnreadable as refused:
        raise InvalidInput({"file": str(refused)}) from refused
    return seller_reconcile(
        actor=request.actor,
        seller_id=part.seller_id,
        month=part.close.month,
        theirs=theirs,
        filename=file.name or "",
        now=clock.now(),
    )
