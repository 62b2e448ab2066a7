"""The pages on which a complaint is written, and sent. Each takes the door it stands behind."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.complaints import rules
from ekshop.complaints.selectors import cases_visible_to, complainant_known
from ekshop.complaints.services import (
    case_file,
    draft_answer,
    draft_begin,
    draft_drop,
    draft_join,
    evidence_take_back,
)
from ekshop.kernel import clock
from ekshop.kernel.errors import DomainError, InvalidInput, NotFound
from ekshop.orders.selectors import order_for
from ekshop.parties.rules import CONSENT_MEDIA
from ekshop.parties.selectors import districts
from ekshop.web.access import Request
from ekshop.web.forms import Posted

from ..bringing import files_bring
from ..filing import making, reading, sellers, steps
from ..filing.door import Door, Writing

Page = Callable[..., HttpResponse]
FORM = require_http_methods(["GET", "HEAD", "POST"])


def written(view: Page) -> Page:
    """Finds the draft; one that was sent already leads to its case."""

    @wraps(view)
    def opened(request: Request, token: UUID, door: Door, **more: Any) -> HttpResponse:
        writing = Writing(request.actor, token, door)
        if writing.filed is not None:
            return redirect(door.url("case", writing.filed.code))
        return view(request, writing, **more)

    return opened


@never_cache
@require_safe
def begin(request: Request, door: Door) -> HttpResponse:
    """A draft to write in, about an order if its code is given. Asked again: the same draft, as
    long as nothing is written in it."""
    now, order = clock.now(), request.GET.get("order", "")[:20]
    draft = draft_begin(actor=request.actor, language=get_language() or "bn", now=now)
    if not sellers.is_code(order):
        return redirect(door.url("tasks", draft.token))
    if not door.on_behalf:
        return redirect(f"{door.url('step', draft.token, 'seller')}?q={order}")
    customer = order_for(request.actor, order).customer
    about = {"about": order, "mobile": customer.mobile, "name": customer.name}
    draft_answer(actor=request.actor, token=str(draft.token), answers=about, now=now)
    return redirect(door.url("step", draft.token, "whose"))


@never_cache
@require_safe
@written
def tasks(request: Request, writing: Writing) -> HttpResponse:
    """What is told and what is still to tell."""
    return render(
        request,
        "consumer/filing/tasks.html",
        {
            "writing": writing,
            "sections": steps.sections(writing),
            "next": steps.next_step(writing),
            "complete": steps.complete(writing),
        },
    )


@never_cache
@FORM
@written
def step(request: Request, writing: Writing, step: str) -> HttpResponse:
    """One question. The seller and the proof have pages of their own."""
    if step in OWN_PAGES:
        return OWN_PAGES[step](request, writing)
    found = steps.step_named(writing.door, step)
    if found is None or found.read is None:
        raise Http404
    form = Posted(request, {**_known(writing, step), **writing.answers})
    if form.sent:
        answers = found.read(form, writing)
        form.errors = {**making.problems(writing, answers, found.fields), **form.errors}
        if not form.errors:
            return _kept(request, writing, answers)
    return form.page(found.template, {"step": found, **_around(request, writing), **_choices(step)})


def seller(request: Request, writing: Writing) -> HttpResponse:
    """One field finds an order, a name or any number; what is found is chosen from a list."""
    form, about = Posted(request), writing.answers.get("about", "")
    typed = request.GET.get("q", about).strip()[:200]
    if form.sent:
        typed = form.text("looked")[:200]
        answers = sellers.chosen(writing, form.text("choice"), typed)
        if answers is not None:
            return _kept(request, writing, answers)
        form.wrong("choice", _("Choose the seller, or describe it."))
    return form.page(
        "consumer/filing/seller.html",
        {
            **_around(request, writing),
            "typed": typed,
            "bought": sellers.bought(writing, typed),
            "found": sellers.found(typed),
            "is_code": sellers.is_code(typed),
            "chosen": writing.answers.get("seller", {}),
        },
    )


def describe(request: Request, writing: Writing) -> HttpResponse:
    """A seller nobody knows yet, by a name or any handle."""
    told = writing.answers.get("seller", {})
    start = {"seller_name": told.get("name", ""), "seller_address": told.get("address", "")}
    start |= {f"h_{kind}": value for kind, value in told.get("handles", [])}
    if told.get("way") != "new":
        start = sellers.described(request.GET.get("q", "").strip()[:200])
    form = Posted(request, start)
    if form.sent:
        answers = reading.describe(form, writing)
        if not form.errors:
            return _kept(request, writing, answers)
    return form.page(
        "consumer/filing/describe.html",
        {**_around(request, writing), "kinds": rules.HANDLE_KINDS},
    )


def evidence(request: Request, writing: Writing) -> HttpResponse:
    """Files are kept at once; a refused one says why, and the rest stays."""
    form, action = Posted(request), request.POST.get("action", "")
    if action.startswith("drop:"):
        token = action.removeprefix("drop:")
        evidence_take_back(actor=request.actor, draft=writing.token, token=_token(token))
        return redirect(writing.step_url("evidence"))
    if form.sent:
        files_bring(request, form, draft=writing.token)
        if not form.errors and action == "add":
            return redirect(writing.step_url("evidence"))
        if not form.errors:
            seen = sorted({*writing.answers.get("seen", []), "evidence"})
            return _kept(request, writing, {"seen": seen})
    return form.page(
        "consumer/filing/evidence.html",
        {**_around(request, writing), "files": list(writing.draft.evidence.order_by("id"))},
    )


@never_cache
@require_safe
@written
def check(request: Request, writing: Writing) -> HttpResponse:
    """Everything told, with a way to change each."""
    titles = {each.name: each.title for each in steps.steps_of(writing.door)}
    rows = making.read_back(writing, get_language() or "bn")
    return render(
        request,
        "consumer/filing/check.html",
        {
            "writing": writing,
            "rows": [(titles[name], name, lines) for name, lines in rows],
            "complete": steps.complete(writing),
        },
    )


@never_cache
@FORM
@written
def send(request: Request, writing: Writing) -> HttpResponse:
    """Who will see what, what may be the same complaint, and the button that sends."""
    form = Posted(request)
    if not steps.complete(writing):
        return redirect(writing.url("check"))
    likely = making.alike(writing)
    if form.sent:
        decided = any(each.decides for each in likely)
        if decided and not form.text("anyway"):
            form.wrong("anyway", _("Say that this is something else, or go on with the other one."))
        elif (case := _filed(request, writing, form)) is not None:
            messages.success(request, _("Your complaint is filed."))
            return redirect(writing.door.url("receipt", case.code))
    return form.page(
        "consumer/filing/send.html",
        {
            "writing": writing,
            "filing": making.filing_of(writing),
            "likely": likely,
            "seller_sees": [each for each in rules.SIGHT if each.seller],
            "hidden_from_seller": [each for each in rules.SIGHT if not each.seller],
            "answers": writing.answers,
        },
    )


@never_cache
@require_POST
@written
def join(request: Request, writing: Writing) -> HttpResponse:
    """This was complained of before: what was written now is added there."""
    code = request.POST.get("case", "")[:20]
    found = cases_visible_to(request.actor).filter(code=code).first()
    if found is None:
        raise NotFound(what="case")
    case = draft_join(actor=request.actor, token=writing.token, case_id=found.pk, now=clock.now())
    messages.success(request, _("What you wrote was added to this complaint."))
    return redirect(writing.door.url("case", case.code))


@never_cache
@FORM
@written
def drop(request: Request, writing: Writing) -> HttpResponse:
    """Asked once before everything typed is thrown away."""
    if request.method == "POST":
        draft_drop(actor=request.actor, token=writing.token)
        return redirect(writing.door.url("mine"))
    return render(request, "consumer/filing/drop.html", {"writing": writing})


OWN_PAGES: dict[str, Page] = {"seller": seller, "describe": describe, "evidence": evidence}


def _filed(request: Request, writing: Writing, form: Posted) -> Any:
    """The case; None with what is wrong in `form`."""
    answers = {**writing.answers, "publish": bool(form.text("publish"))}
    try:
        return case_file(
            actor=request.actor, filing=making.filing_of(writing, answers), now=clock.now()
        )
    except InvalidInput as refused:
        for name, said in refused.field_errors.items():
            form.wrong(name, said)
    except DomainError as refused:
        form.wrong("", str(refused))
    return None


def _kept(request: Request, writing: Writing, answers: dict[str, Any]) -> HttpResponse:
    """Saved; on to the next question, or back to where a change was asked from."""
    _save(request, writing, answers)
    if "check" in (request.GET.get("from"), request.POST.get("from")):
        return redirect(writing.url("check"))
    following = steps.next_step(writing)
    return redirect(writing.step_url(following.name) if following else writing.url("check"))


def _save(request: Request, writing: Writing, answers: dict[str, Any]) -> None:
    writing.draft = draft_answer(
        actor=request.actor, token=writing.token, answers=answers, now=clock.now()
    )


def _around(request: Request, writing: Writing) -> dict[str, Any]:
    came = "check" if "check" in (request.GET.get("from"), request.POST.get("from")) else ""
    back = writing.url("check") if came else writing.url("tasks")
    return {"writing": writing, "came": came, "back": back}


def _choices(step: str) -> dict[str, Any]:
    if step == "category":
        return {"groups": rules.groups_shown()}
    if step == "money":
        return {"paid_by": rules.PAID_BY}
    if step == "remedy":
        return {"remedies": rules.REMEDIES}
    if step == "person":
        return {"districts": [(each.pk, each.name) for each in districts()]}
    if step == "whose":
        return {"consents": CONSENT_MEDIA}
    return {"today": clock.dhaka_date(clock.now()).isoformat()}


def _known(writing: Writing, step: str) -> dict[str, Any]:
    """What this number told about itself before."""
    if step != "person" or writing.door.on_behalf or not writing.mobile:
        return {}
    return complainant_known(writing.mobile)


def _token(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError as error:
        raise NotFound from error
