"""One complaint for a seller without an account: whoever holds the secret address reads and answers.

A secret that is none is a page that is not there; one whose time is over is said to be over.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ekshop.complaints.selectors import case_visible_to
from ekshop.complaints.services import (
    LinkUsed,
    answer_link_check,
    answer_link_open,
    answer_link_used,
)
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.web.access import Request, access
from ekshop.web.cases import terms_begun
from ekshop.web.forms import Posted
from ekshop.web.papers.views.evidence import evidence_small, evidence_whole

from .. import answering


@access.public
@never_cache
@require_safe
def case_page(request: Request, secret: str) -> HttpResponse:
    actor = answer_link_open(secret=secret, now=clock.now())
    return _page(request, secret, _case(actor), "")


@access.public
@never_cache
@require_POST
def act(request: Request, secret: str, act: str) -> HttpResponse:
    """The same answers as on a seller's own pages."""
    now = clock.now()
    actor = answer_link_open(secret=secret, now=now)
    if not answering.known(act):
        raise Http404
    case, form = _case(actor), Posted(request)
    try:
        answer_link_check(secret=secret)
    except LinkUsed as used:
        messages.warning(request, str(used))
        return redirect("answer:case", secret)
    if not answering.acted(form, act, actor=actor, case=case, now=now):
        return _page(request, secret, case, act, form)
    answer_link_used(secret=secret, now=now)
    messages.success(request, answering.DONE[act])
    return redirect("answer:case", secret)


@access.public
@require_safe
def file(request: Request, secret: str, token: UUID) -> HttpResponseBase:
    """A file the seller may see, to whoever holds the secret."""
    return evidence_whole(answer_link_open(secret=secret, now=clock.now()), token)


@access.public
@require_safe
def file_small(request: Request, secret: str, token: UUID) -> HttpResponseBase:
    return evidence_small(answer_link_open(secret=secret, now=clock.now()), token)


def _case(actor: Actor) -> Any:
    return case_visible_to(actor, actor.holds or 0)


def _page(
    request: Request, secret: str, case: Any, opened: str, form: Posted | None = None
) -> HttpResponse:
    now = clock.now()
    form = form or Posted(request, terms_begun(case, now=now))
    case.refresh_from_db()
    shown = answering.case_shown(
        case,
        now=now,
        file_url=lambda size, token: reverse(f"answer:file{size}", args=[secret, token]),
    )
    used = ""
    try:
        answer_link_check(secret=secret)
    except LinkUsed as said:
        shown["acts"], used = set(), str(said)
    answer = form.page(
        "partner/complaints/by_link.html",
        {
            **shown,
            "used": used,
            "opened": opened,
            "base": reverse("answer:case", args=[secret]),
        },
    )
    # The address is the key: it goes to no search engine and to no other site.
    answer["X-Robots-Tag"] = "noindex, nofollow"
    # Elsewhere the secret is not told; to ourselves the browser must say where it comes from, or
    # the form counts as forged.
    answer["Referrer-Policy"] = "same-origin"
    return answer
