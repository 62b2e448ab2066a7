"""The centre's producers: who they are, how far each is, and what she needs."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from ekshop.kernel import clock
from ekshop.kernel.errors import NotFound
from ekshop.kernel.paging import page_of
from ekshop.producers.selectors import drafts_of, producer_for, producers_visible_to
from ekshop.producers.services import draft_mend
from ekshop.web.access import Request, access
from ekshop.web.papers.producers import CHANGES, Door, shown

DOOR = Door("centre", "centre/base.html")
DRAFTS_SHOWN = 10


@access("producer.enrol")
@require_safe
def producers(request: Request) -> HttpResponse:
    if request.actor.role != "entrepreneur":
        return redirect("operator:producers")
    page = page_of(
        producers_visible_to(request.actor),
        order=("-brought_at", "-id"),
        cursor=request.GET.get("cursor"),
    )
    return render(
        request,
        "centre/producers/list.html",
        {"page": page, "drafts": drafts_of(request.actor)[:DRAFTS_SHOWN]},
    )


@access("producer.enrol")
@require_safe
def producer(request: Request, seller_id: int) -> HttpResponse:
    profile = producer_for(request.actor, seller_id)
    links = {name: DOOR.url(name, seller_id) for name in CHANGES}
    return render(
        request,
        "centre/producers/one.html",
        {**shown(profile, now=clock.now()), "links": {**links, "paper": links["agree"]}},
    )


@access("producer.enrol")
@require_POST
def mend(request: Request, seller_id: int) -> HttpResponse:
    """Whoever was sent back or had stopped is taken up again, with what was told before."""
    if request.actor.role != "entrepreneur":
        raise NotFound(seller_id=seller_id)
    draft = draft_mend(actor=request.actor, seller_id=seller_id, now=clock.now())
    return redirect("centre:enrolling", draft.token)
