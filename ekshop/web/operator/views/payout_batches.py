"""Batches of payouts: drafted by one, released by another, carried to the bank by two."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ekshop.kernel import clock, states
from ekshop.kernel.bangla import format_taka
from ekshop.kernel.errors import Conflict, DomainError
from ekshop.kernel.paging import page_of
from ekshop.parties.selectors import doers_named
from ekshop.settlement import rules
from ekshop.settlement.selectors import payouts as read
from ekshop.settlement.services import payouts as paying
from ekshop.web.access import Request, access

from .payouts import may_act, rows_of, told

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ACTS: dict[str, tuple[Callable[..., Any], Any]] = {
    "drop": (paying.batch_drop, gettext_lazy("The draft is dropped.")),
    "release": (paying.batch_release, gettext_lazy("The batch is released.")),
    "upload": (paying.upload_mark, gettext_lazy("Noted. Another person now looks at the bank.")),
    "confirm": (paying.upload_confirm, gettext_lazy("Confirmed. Now the result file is awaited.")),
    "deny": (paying.upload_deny, gettext_lazy("Noted: it still has to be uploaded.")),
    "withdraw": (paying.file_withdraw, gettext_lazy("Every payout of it is free again.")),
}


@access("payout.send")
@require_POST
def draft(request: Request) -> HttpResponse:
    try:
        made = paying.batch_draft(
            actor=request.actor, provider=request.POST.get("provider", ""), now=clock.now()
        )
    except Conflict as refused:
        messages.error(request, str(refused))
        return redirect("operator:payouts")
    messages.success(request, _("Drafted. Another person has to release it."))
    return redirect("operator:payout_batch", made.pk)


@access("payout.read")
@require_safe
def batch(request: Request, batch_id: int) -> HttpResponse:
    return _page(request, batch_id)


def _page(request: Request, batch_id: int, error: str = "") -> HttpResponse:
    found = read.batch_for(batch_id)
    page = page_of(read.batch_payouts(found), order=("id",), cursor=request.GET.get("cursor"))
    history, person = list(states.history_of(found)), request.actor.person_id
    doers_named(history)
    now = clock.now()
    return render(
        request,
        "operator/payout_batch.html",
        {
            "batch": found,
            "by_file": rules.PROVIDERS[found.provider].by == "file",
            "sums": read.batch_sums(found),
            "page": page,
            "rows": rows_of(page.items, now),
            "papers": list(read.papers().filter(batch=found).order_by("-id")),
            "history": [(each, rules.BATCH.action_label(each.action, each.from_state)) for each in history],
            "trouble": _trouble(request, found),
            "running": _runs(found),
            "may_act": may_act(request),
            "mine": {
                "drafted": found.drafted_by_id == person,
                "released": found.released_by_id == person,
                "uploaded": found.uploaded_by_id == person,
            },
            "error": error,
        },
        status=422 if error else 200,
    )  # fmt: skip


def _runs(batch: Any) -> bool:
    """Whether the platform is at it: the page then looks again by itself."""
    if batch.trouble:
        return False
    by_call = rules.PROVIDERS[batch.provider].by != "file"
    left: bool = batch.begun < batch.payouts_count
    return batch.state in ("releasing", "freeing") or batch.state == "released" and by_call and left


def _trouble(request: Request, batch: Any) -> str:
    if not batch.trouble:
        return ""
    data = {
        name: format_taka(value, request.LANGUAGE_CODE)
        for name, value in batch.trouble_data.items()
    }
    words = str(rules.BATCH_TROUBLE[batch.trouble])
    return words % data if data else words.partition(":")[0] if "%(" in words else words


@access("payout.send")
@require_POST
def act(request: Request, batch_id: int, act: str) -> HttpResponse:
    if act not in ACTS:
        raise Http404
    service, said = ACTS[act]
    told(
        request,
        lambda: service(actor=request.actor, batch_id=batch_id, now=clock.now()),
        str(said),
    )
    return redirect("operator:payout_batch", batch_id)


@access("payout.send")
@require_safe
def batch_file(request: Request, batch_id: int, form: str) -> HttpResponse:
    name, content = paying.batch_file(
        actor=request.actor, batch_id=batch_id, form=form, now=clock.now()
    )
    answer = HttpResponse(content, content_type=MEDIA[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@access("payout.send")
@require_POST
def result(request: Request, batch_id: int) -> HttpResponse:
    brought = request.FILES.get("file")
    if brought is None:
        return _page(request, batch_id, _("Choose a file first."))
    try:
        paper = paying.result_read(
            actor=request.actor,
            batch_id=batch_id,
            filename=brought.name or "",
            content=brought.read(),
            now=clock.now(),
        )
    except DomainError as refused:
        return _page(request, batch_id, str(refused))
    return redirect("operator:payout_paper", paper.pk)
