"""Complaints about the seller: the list by clock, one case, and the seller's answers."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ekshop.complaints import rules
from ekshop.complaints.selectors import by_clock, case_for, cases_visible_to, clocks_of
from ekshop.kernel import clock
from ekshop.kernel.clock import DHAKA
from ekshop.kernel.money import Money
from ekshop.kernel.paging import page_of
from ekshop.kernel.tables import table_lines
from ekshop.web.access import Request, access
from ekshop.web.cases import running, terms_begun
from ekshop.web.clocks import clock_tone
from ekshop.web.forms import Posted

from .. import answering, typed

EXPORTED = 20_000


@access("complaint.answer")
@require_safe
def case_list(request: Request) -> HttpResponse:
    """Whatever falls due first stands first; what has ended, the newest first."""
    asked = _asked(request)
    shelf = asked["shelf"]
    order = ("-filed_at", "-id") if shelf == "ended" else ("clock_due", "id")
    page = page_of(_listed(request, asked), order=order, cursor=request.GET.get("cursor"))
    clocks, now = clocks_of(page.items), clock.now()
    kept = {name: value for name, value in asked.items() if value}

    def href(**changes: str | None) -> str:
        return "?" + urlencode({k: v for k, v in {**kept, **changes}.items() if v})

    return render(
        request,
        "partner/complaints/list.html",
        {
            "asked": asked,
            "shelf": shelf,
            "now": now,
            "rows": [
                (case, deadline, clock_tone(deadline, now), answering.tone_of(case))
                for case in page.items
                for deadline in [running(clocks[case.pk])]
            ],
            "tabs": [
                (label, href(shelf=name), name == shelf)
                for name, (label, _states) in answering.SHELVES.items()
            ],
            "everything": href(shelf=None),
            "previous": href(cursor=page.previous_cursor) if page.previous_cursor else "",
            "next": href(cursor=page.next_cursor) if page.next_cursor else "",
            "export": reverse("partner:complaints_csv") + href(),
        },
    )


@access("complaint.answer")
@require_safe
def case_export(request: Request) -> StreamingHttpResponse:
    """The list as it is filtered; opens in spreadsheet programs."""
    cases = _listed(request, _asked(request)).order_by("-filed_at", "-id")[:EXPORTED]
    header = [
        _("Complaint"),
        _("Filed"),
        _("Stands at"),
        _("Act by"),
        _("About"),
        _("Complainant"),
        _("Order"),
        _("Paid (taka)"),
        _("Wanted"),
        _("Wanted (taka)"),
        _("How it ended"),
        _("Stars"),
    ]
    answer = StreamingHttpResponse(
        table_lines(header, _rows(cases)), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="complaints.csv"'
    return answer


@access("complaint.answer")
@never_cache
@require_safe
def case_page(request: Request, code: str) -> HttpResponse:
    case = case_for(request.actor, code)
    if case.code != code:
        return redirect("partner:complaint", case.code)
    return _page(request, case, "")


@access("complaint.answer")
@never_cache
@require_POST
def act(request: Request, code: str, act: str) -> HttpResponse:
    """Offer, reject, ask, agree to a counter-offer, or say it is done."""
    if not answering.known(act):
        raise Http404
    case = case_for(request.actor, code)
    form = Posted(request)
    if not answering.acted(form, act, actor=request.actor, case=case, now=clock.now()):
        return _page(request, case, act, form)
    messages.success(request, answering.DONE[act])
    return redirect("partner:complaint", case.code)


def _page(request: Request, case: Any, opened: str, form: Posted | None = None) -> HttpResponse:
    now = clock.now()
    form = form or Posted(request, terms_begun(case, now=now))
    case.refresh_from_db()
    shown = answering.case_shown(
        case, now=now, file_url=lambda size, token: reverse(f"papers:evidence{size}", args=[token])
    )
    base = reverse("partner:complaint", args=[case.code])
    order = case.seller_order
    return form.page(
        "partner/complaints/one.html",
        {
            **shown,
            "opened": opened,
            "base": base,
            "order_href": reverse("partner:order", args=[order.code]) if order else "",
        },
    )


def _asked(request: Request) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip() for name in ("shelf", "category", "from", "to")}


def _listed(request: Request, asked: dict[str, str]) -> Any:
    cases = by_clock(cases_visible_to(request.actor)).filter(joined_to__isnull=True)
    if shelf := asked["shelf"]:
        cases = cases.filter(state__in=answering.SHELVES.get(shelf, ("", ()))[1])
    if asked["category"]:
        cases = cases.filter(category=asked["category"])
    since, until = typed.period(request.GET)
    if since:
        cases = cases.filter(filed_at__gte=since)
    if until:
        cases = cases.filter(filed_at__lt=until)
    return cases.select_related("seller_order")


def _rows(cases: Any) -> Iterator[list[Any]]:
    for case in cases.iterator(chunk_size=500):
        due = case.clock_due.year < 9999
        yield [
            case.code,
            _when(case.filed_at),
            rules.CASE.state_label(case.state),
            _when(case.clock_due) if due else "",
            case.category_name,
            case.complainant.name,
            case.seller_order.code if case.seller_order else "",
            Money(case.paid_poisha).taka,
            case.get_wanted_display(),
            Money(case.wanted_poisha).taka if case.wanted_poisha else "",
            case.get_outcome_display(),
            case.rating or "",
        ]


def _when(at: Any) -> str:
    return str(at.astimezone(DHAKA).strftime("%Y-%m-%d %H:%M"))
