"""Our books beside the providers' statements and the sellers' tables, and what did not agree."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.kernel import clock
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.paging import page_of
from ekshop.parties.rules import allowed
from ekshop.settlement import rules
from ekshop.settlement.adapters import PaperUnreadable
from ekshop.settlement.selectors import (
    covered,
    mismatch_things,
    mismatches_of,
    mismatches_open,
    month_rows,
    reconciliation_one,
    reconciliations_visible_to,
    three_ways,
)
from ekshop.settlement.services import (
    mismatch_ask,
    mismatch_confirm,
    mismatch_refuse,
    provider_reconcile,
    reconciliation_sign,
)
from ekshop.settlement.services.payouts import statement_read
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

from ..lists import EXPORTED, asked, csv_answer, moment, taka

SHOWN = 10
DONE = {
    "ask": gettext_lazy("Asked. Somebody else has to confirm it now."),
    "confirm": gettext_lazy("Done, and booked where there was something to book."),
    "refuse": gettext_lazy("Not done. It waits again."),
    "sign": gettext_lazy("Signed off."),
    "compare": gettext_lazy("Compared anew."),
}


@access("reconciliation.read")
@require_safe
def reconciling(request: Request) -> HttpResponse:
    return _front(request, Posted(request))


@access("reconciliation.work")
@require_POST
def statement(request: Request) -> HttpResponse:
    """A provider's statement, as downloaded from it."""
    form = Posted(request)
    file = request.FILES.get("file")
    if file is None:
        form.wrong("file", _("Choose the file."))
    elif form.tried(lambda: _read(request, form.text("provider"), file.name or "", file.read())):
        paper = form.result
        messages.success(
            request,
            _("Read: %(rows)s lines, of which %(applied)s told us what we knew or wanted to know.")
            % {"rows": paper.rows, "applied": paper.applied},
        )
        return redirect("operator:reconciling")
    return _front(request, form)


def _read(request: Request, provider: str, name: str, content: bytes) -> Any:
    try:
        return statement_read(
            actor=request.actor,
            provider=provider,
            filename=name,
            content=content,
            now=clock.now(),
        )
    except PaperUnreadable as refused:
        raise InvalidInput({"file": str(refused)}) from refused


@access("reconciliation.work")
@require_POST
def compare(request: Request) -> HttpResponse:
    """A provider's days, compared with the statements read so far."""
    form = Posted(request)
    first, last = form.day("first_day"), form.day("last_day")
    for name, day in (("first_day", first), ("last_day", last)):
        if day is None:
            form.wrong(name, _("Choose the day."))
    if (
        first
        and last
        and form.tried(
            lambda: provider_reconcile(
                actor=request.actor,
                provider=form.text("provider"),
                first_day=first,
                last_day=last,
                now=clock.now(),
            )
        )
    ):
        return redirect("operator:reconciliation", form.result.pk)
    return _front(request, form)


@access("reconciliation.read")
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: Request, reconciliation_id: int) -> HttpResponse:
    row = reconciliation_one(request.actor, reconciliation_id)
    form = Posted(request)
    if form.sent and form.tried(lambda: _acted(request, form, row)):
        messages.success(request, str(DONE[form.text("do")]))
        return redirect("operator:reconciliation", row.pk)
    page = page_of(mismatches_of(row.pk), order=("id",), cursor=request.GET.get("cursor"))
    return form.page(
        "operator/reconciling/one.html",
        {
            "row": row,
            "page": page,
            "shown": [_shown(request, row, each) for each in page.items],
            "may_act": allowed("reconciliation.work", request.actor.role) and row.state == "open",
            "own": row.made_by_id == request.actor.person_id,
        },
    )


@access("reconciliation.read")
@require_safe
def one_export(request: Request, reconciliation_id: int) -> HttpResponse:
    row = reconciliation_one(request.actor, reconciliation_id)
    return csv_answer(
        f"reconciliation-{row.pk}",
        [
            _("Reference"),
            _("What"),
            _("Ours (taka)"),
            _("Theirs (taka)"),
            _("Standing"),
            _("Since"),
            _("Done"),
            _("Word"),
        ],
        (
            (
                each.reference,
                str(rules.MISMATCH_WORDS[each.kind]),
                taka(each.ours_poisha) if each.ours_poisha is not None else "",
                taka(each.theirs_poisha) if each.theirs_poisha is not None else "",
                rules.MISMATCH.state_label(each.state),
                moment(each.since),
                str(rules.ACTIONS.get(each.action, "")),
                each.note,
            )
            for each in mismatches_of(row.pk).order_by("id")[:EXPORTED]
        ),
    )


def _front(request: Request, form: Posted) -> HttpResponse:
    months = [each.month for each in month_rows(clock.now()) if each.statements]
    wanted = asked(request, "month")["month"]
    month = wanted if wanted in months else (months[0] if months else "")
    found = page_of(mismatches_open(), order=("since", "id"), cursor=request.GET.get("cursor"))
    return render(
        request,
        "operator/reconciling/front.html",
        {
            "form": form,
            "months": months,
            "month": month,
            "ways": three_ways(month) if month else [],
            "covered": [
                (rules.PROVIDERS[each.provider].label, each)
                for each in covered(list(rules.PROVIDERS))
            ],
            "providers": [(each.name, each.label) for each in rules.PROVIDERS.values()],
            "open": found,
            "open_shown": [(each, rules.MISMATCH_WORDS[each.kind]) for each in found.items],
            "latest": [
                (each, rules.RECONCILIATION.state_label(each.state))
                for each in reconciliations_visible_to(request.actor).order_by("-id")[:SHOWN]
            ],
            "may_act": allowed("reconciliation.work", request.actor.role),
            "now": clock.now(),
        },
        status=422 if form.errors else 200,
    )


def _shown(request: Request, row: Any, each: Any) -> dict[str, Any]:
    attempt, line = mismatch_things(each)
    hints = rules.BY_SELLER if row.side == "seller" else rules.WHAT_TO_DO
    return {
        "row": each,
        "kind": rules.MISMATCH_WORDS[each.kind],
        "hint": hints.get(each.kind, ""),
        "state": rules.MISMATCH.state_label(each.state),
        "attempt": attempt,
        "line": line,
        "action": rules.ACTIONS.get(each.action, ""),
        "actions": [(name, rules.ACTIONS[name]) for name in rules.actions_for(row.side, each.kind)],
        "own": each.asked_by_id == request.actor.person_id,
    }


def _acted(request: Request, form: Posted, row: Any) -> Any:
    keys: dict[str, Any] = {"actor": request.actor, "now": clock.now()}
    do = form.text("do")
    if do == "sign":
        return reconciliation_sign(reconciliation_id=row.pk, **keys)
    if do == "compare" and row.side == "provider":
        return provider_reconcile(
            provider=row.provider, first_day=row.first_day, last_day=row.last_day, **keys
        )
    keys["mismatch_id"] = form.whole("mismatch")
    if not mismatches_of(row.pk).filter(pk=keys["mismatch_id"]).exists():
        raise NotFound(what="mismatch")
    if do == "ask":
        return mismatch_ask(action=form.text("action"), note=form.text("note"), **keys)
    if do == "confirm":
        return mismatch_confirm(**keys)
    if do == "refuse":
        return mismatch_refuse(note=form.text("note"), **keys)
    raise InvalidInput({"": _("Choose what to do.")})
