"""What providers give us to read, and the money that lies with them."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.kernel import clock
from ekshop.kernel.bangla import parse_taka
from ekshop.kernel.errors import DomainError
from ekshop.kernel.paging import page_of
from ekshop.parties.services import require
from ekshop.settlement import rules
from ekshop.settlement.selectors import payouts as read
from ekshop.settlement.services import payouts as paying
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

from .payouts import may_act, told

ORDER = ("-id",)


@access("payout.read")
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: Request) -> HttpResponse:
    form = Posted(request, {"provider": request.GET.get("provider", "bkash")})
    if form.sent:
        require(request.actor, "payout.send")
        if _read(request, form):
            return redirect("operator:payout_paper", form.result.pk)
    page = page_of(read.papers(), order=ORDER, cursor=request.GET.get("cursor"))
    return form.page(
        "operator/payout_papers.html",
        {"page": page, "providers": rules.PROVIDER_CHOICES, "may_act": may_act(request)},
    )


def _read(request: Request, form: Posted) -> bool:
    brought = request.FILES.get("file")
    if brought is None:
        form.wrong("file", _("Choose a file first."))
        return False
    try:
        return form.tried(
            lambda: paying.statement_read(
                actor=request.actor,
                provider=form.text("provider"),
                filename=brought.name or "",
                content=brought.read(),
                now=clock.now(),
            )
        )
    except DomainError as refused:
        form.wrong("file", str(refused))
        return False


@access("payout.read")
@require_safe
def paper(request: Request, paper_id: int) -> HttpResponse:
    found = read.paper_for(paper_id)
    lines = read.provider_lines().filter(paper=found)
    page = page_of(lines, order=("id",), cursor=request.GET.get("cursor"))
    return render(
        request,
        "operator/payout_paper.html",
        {
            "paper": found,
            "page": page,
            "refused": [
                (line, reference, rules.ROW_PROBLEMS.get(why, why))
                for line, reference, why in found.refused
            ],
        },
    )


@access("payout.read")
@require_http_methods(["GET", "HEAD", "POST"])
def floats(request: Request) -> HttpResponse:
    form = Posted(request, {"provider": "bkash"})
    if form.sent:
        require(request.actor, "payout.send")
        if _recorded(request, form):
            return redirect("operator:payout_floats")
    page = page_of(read.float_moves(), order=ORDER, cursor=request.GET.get("cursor"))
    return form.page(
        "operator/payout_floats.html",
        {
            "floats": read.floats(),
            "page": page,
            "providers": [
                (each.name, each.label) for each in rules.PROVIDERS.values() if each.float != "bank"
            ],
            "may_act": may_act(request),
        },
    )


def _recorded(request: Request, form: Posted) -> bool:
    amount = form.number("amount", parse_taka, 0)
    return form.tried(
        lambda: paying.top_up_record(
            actor=request.actor,
            provider=form.text("provider"),
            amount_poisha=amount,
            reference=form.text("reference"),
            now=clock.now(),
        )
    )


ACTS: dict[str, Any] = {"arrived": paying.float_arrived, "not-made": paying.float_not_made}


@access("payout.send")
@require_POST
def float_act(request: Request, move_id: int, act: str) -> HttpResponse:
    if act not in ACTS:
        raise Http404
    told(
        request,
        lambda: ACTS[act](actor=request.actor, move_id=move_id, now=clock.now()),
        _("Noted."),
    )
    return redirect("operator:payout_floats")
