"""A producer is enrolled on a telephone, one thing at a time; what was told stays told."""

from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.kernel import clock
from ekshop.kernel.errors import DomainError
from ekshop.parties.rules import WALLET_PROVIDERS, wallet_number
from ekshop.parties.selectors import centres_visible_to, districts
from ekshop.producers import rules
from ekshop.producers.selectors import draft_for, others_paid_at, photos_of_draft, twins_of
from ekshop.producers.services import (
    draft_answer,
    draft_begin,
    draft_drop,
    draft_identity,
    draft_problems,
    draft_send,
    draft_steps,
    photo_add,
    photo_remove,
    wallet_code_try,
)
from ekshop.web.access import Request, access
from ekshop.web.devices import number_spent
from ekshop.web.forms import Posted
from ekshop.web.mobile_proof import TooManyTries
from ekshop.web.papers.producers import masked, wallet_asked
from ekshop.web.papers.views.agreements import read_to_her

from .. import enrolment

FORM = require_http_methods(["GET", "HEAD", "POST"])


def drafted(view: Any) -> Any:
    """Finds the centre's draft; one that was sent leads to the producer it became."""

    @access("producer.enrol")
    @never_cache
    @wraps(view)
    def opened(request: Request, token: UUID, **more: Any) -> HttpResponse:
        draft = draft_for(request.actor, token)
        if draft.sent_at is not None and draft.profile is not None:
            return redirect("centre:producer", draft.profile.seller_id)
        answer: HttpResponse = view(request, draft, **more)
        return answer

    return opened


@access("producer.enrol")
@FORM
def begin(request: Request) -> HttpResponse:
    """What has to be at hand; the button begins."""
    if request.method != "POST":
        return render(request, "centre/enrolling/begin.html")
    draft = draft_begin(actor=request.actor, now=clock.now())
    return redirect("centre:enrolling", draft.token)


@require_safe
@drafted
def tasks(request: Request, draft: Any) -> HttpResponse:
    done = draft_steps(draft)
    return render(
        request,
        "centre/enrolling/tasks.html",
        {
            "draft": draft,
            "sections": [
                (title, [(step, enrolment.TITLES[step], done[step]) for step in steps])
                for title, steps in enrolment.SECTIONS
            ],
            "next": next((step for step, is_done in done.items() if not is_done), ""),
            "titles": enrolment.TITLES,
        },
    )


@FORM
@drafted
def step(request: Request, draft: Any, step: str) -> HttpResponse:
    """One question; what only a page of its own can ask has one."""
    if step in OWN_PAGES:
        answer: HttpResponse = OWN_PAGES[step](request, draft)
        return answer
    if step not in enrolment.READ:
        raise Http404
    form = Posted(request, {**draft.answers, "medium": draft.answers.get(step, "")})
    if form.sent:
        answers = enrolment.READ[step](form)
        found = draft_problems(draft, answers)
        wrong = {**found, **form.errors}
        asked = [name for name in enrolment.FIELDS.get(step, ()) if name in wrong]
        form.errors = {name: wrong[name] for name in (*asked, *form.errors)}
        if step == "name" and not form.errors:
            _shared(form, draft, mobile=answers["mobile"])
        if not form.errors:
            draft_answer(
                actor=request.actor, token=str(draft.token), answers=answers, now=clock.now()
            )
            return _onward(request, draft)
    return form.page(f"centre/enrolling/{step}.html", {**_around(request, draft, step)})


def identity(request: Request, draft: Any) -> HttpResponse:
    """Typed anew when it is changed: what is kept is not shown again."""
    form = Posted(request, {"identity_kind": draft.identity_kind or "nid"})
    if form.sent:
        if not form.text("identity_number") and draft.identity_number:
            return _onward(request, draft)
        if form.tried(
            lambda: draft_identity(
                actor=request.actor,
                token=str(draft.token),
                kind=form.text("identity_kind"),
                number=form.text("identity_number")[:40],
                now=clock.now(),
            )
        ):
            return _onward(request, draft)
    around = _around(request, draft, "identity")
    around |= {"kinds": rules.IDENTITY_KINDS, "kept": rules.identity_mask(draft.identity_number)}
    return form.page("centre/enrolling/identity.html", around)


def wallet(request: Request, draft: Any) -> HttpResponse:
    """The number; a code goes to its telephone and is typed on the next page."""
    mobile = draft.answers.get("mobile", "")
    start = {
        "wallet_provider": draft.asked_provider or "bkash",
        "wallet_number": draft.asked_number or mobile.removeprefix("+88"),
    }
    form = Posted(request, start)
    if form.sent:
        shared_is_right = bool(form.text("shared_is_right"))
        if wallet_asked(form, draft_token=str(draft.token), shared_is_right=shared_is_right):
            if shared_is_right:
                answers = {"shared_is_right": True}
                draft_answer(
                    actor=request.actor, token=str(draft.token), answers=answers, now=clock.now()
                )
            return redirect(_with_from(request, "centre:enrolling_step", draft, "code"))
    shared = "" in form.errors and bool(others_paid_at(_kept(form), draft))
    around = _around(request, draft, "wallet")
    around |= {
        "providers": WALLET_PROVIDERS,
        "shared": shared,
        "proved": bool(draft.wallet_proved) and draft.wallet_proved == draft.asked_number,
    }
    return form.page("centre/enrolling/wallet.html", around)


def code(request: Request, draft: Any) -> HttpResponse:
    """The code that came to her telephone."""
    if not draft.asked_number:
        return redirect("centre:enrolling_step", draft.token, "wallet")
    form = Posted(request)
    if form.sent:
        try:
            if not number_spent(request, "mobile_try", f"+88{draft.asked_number[:11]}"):
                raise TooManyTries
            wallet_code_try(
                actor=request.actor,
                typed=form.text("code")[:20],
                draft_token=str(draft.token),
                now=clock.now(),
            )
        except DomainError as refused:
            form.wrong("code", str(refused))
        else:
            messages.success(request, _("The number is proved."))
            return _onward(request, draft)
    around = _around(request, draft, "wallet")
    around |= {"mobile": masked(f"+88{draft.asked_number[:11]}")}
    return form.page("centre/enrolling/code.html", around)


def photo(kind: str) -> Any:
    """The page for photos of a kind; each is kept as soon as it is sent."""

    def page(request: Request, draft: Any) -> HttpResponse:
        form, action = Posted(request), request.POST.get("action", "")
        who: dict[str, Any] = {
            "actor": request.actor,
            "draft_token": str(draft.token),
            "now": clock.now(),
        }
        here = _with_from(request, "centre:enrolling_step", draft, kind)
        if action.startswith("drop:"):
            photo_remove(token=_uuid(action.removeprefix("drop:")), **who)
            return redirect(here)
        if form.sent:
            files = request.FILES.getlist("photo")
            for file in files:
                try:
                    photo_add(kind=kind, file=file, **who)
                except DomainError as refused:
                    form.wrong("photo", f"{file.name}: {refused}")
            if not form.errors and action == "add":
                return redirect(here)
            if not form.errors and (files or photos_of_draft(draft, kind)):
                return _onward(request, draft)
            form.wrong("photo", _("Take a photo, or choose one."))
        around = {**_around(request, draft, kind), "photos": photos_of_draft(draft, kind)}
        return form.page(f"centre/enrolling/{kind}.html", around)

    return page


@FORM
@drafted
def check(request: Request, draft: Any) -> HttpResponse:
    """Everything told, with a way to change each, and the button that sends it."""
    form = Posted(request)
    if form.sent and form.tried(
        lambda: draft_send(actor=request.actor, token=str(draft.token), now=clock.now())
    ):
        messages.success(request, _("Sent. You and she hear of it by SMS."))
        return redirect("centre:producer", form.result.seller_id)
    rows = enrolment.read_back(draft, get_language() or "bn")
    done = draft_steps(draft)
    return form.page(
        "centre/enrolling/check.html",
        {
            "draft": draft,
            "rows": [
                (step, enrolment.TITLES[step], lines, done[step], photos_of_draft(draft, step))
                for step, lines in rows.items()
            ],
            "complete": all(done.values()),
        },
    )


@require_POST
@drafted
def drop(request: Request, draft: Any) -> HttpResponse:
    draft_drop(actor=request.actor, token=str(draft.token))
    messages.success(request, _("Thrown away."))
    return redirect("centre:producers")


OWN_PAGES: dict[str, Any] = {
    "identity": identity,
    "wallet": wallet,
    "code": code,
    "portrait": photo("portrait"),
    "workshop": photo("workshop"),
}


def _onward(request: Request, draft: Any) -> HttpResponse:
    """To the next question that is open, or back to where a change was asked from."""
    done = draft_steps(draft_for(request.actor, draft.token))
    left = next((step for step, is_done in done.items() if not is_done), "")
    if "check" in (request.GET.get("from"), request.POST.get("from")) or not left:
        return redirect("centre:enrolling_check", draft.token)
    return redirect("centre:enrolling_step", draft.token, left)


def _with_from(request: Request, name: str, draft: Any, step: str) -> str:
    came = "check" in (request.GET.get("from"), request.POST.get("from"))
    return reverse(name, args=[draft.token, step]) + ("?from=check" if came else "")


def _around(request: Request, draft: Any, step: str) -> dict[str, Any]:
    came = "check" if "check" in (request.GET.get("from"), request.POST.get("from")) else ""
    around: dict[str, Any] = {"draft": draft, "step": enrolment.TITLES[step], "came": came}
    if step == "craft":
        centre = centres_visible_to(request.actor).filter(pk=request.actor.organisation_id).first()
        around |= {
            "crafts": rules.CRAFTS,
            "districts": [(each.code, each.name) for each in districts()],
            "home": centre.district.code if centre else "",
        }
    if step == "work":
        around |= {"units": rules.UNITS}
    if step in dict(rules.AGREEMENT_KINDS):
        wording = rules.wording_now(step)
        around |= {
            "wording": wording,
            "media": [each for each in rules.AGREEMENT_MEDIA if each[0] != rules.ONLINE],
            **read_to_her(wording, get_language() or "bn"),
        }
    return around


def _shared(form: Posted, draft: Any, *, mobile: str) -> None:
    """Who has the same telephone must be said to be right before one goes on."""
    twins = twins_of(mobile=mobile, but=draft.profile_id)
    if twins and not form.text("shared_is_right"):
        form.wrong(
            "mobile",
            _(
                "A producer of %(centre)s has this number already. Tick that it is right, or mend it."
            )
            % {"centre": twins[0].profile.centre.name},
        )
        form.values["ask_shared"] = "1"


def _kept(form: Posted) -> str:
    return wallet_number(form.text("wallet_provider"), form.text("wallet_number")[:40]) or ""


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError as error:
        raise Http404 from error
