"""Changes held back: what waits and why, and deciding about it, singly or by a whole reading."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ekshop.catalogue.rules import HELD_CHANGE
from ekshop.catalogue.selectors import (
    HELD_SHELVES,
    held_batches,
    held_ids,
    held_visible_to,
    seller_releases,
)
from ekshop.catalogue.services import (
    held_changes_refuse,
    held_changes_release,
    held_changes_vouch,
)
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import format_number
from ekshop.kernel.paging import page_of
from ekshop.parties.rules import allowed
from ekshop.parties.selectors import organisation_names
from ekshop.web.access import Request, access
from ekshop.web.forms import whole_of

SHOWN = 40
ACTS = ("vouch", "refuse", "release")
TONES = {"held": "turmeric", "released": "green", "refused": "madder", "overtaken": ""}


@access("held_change.read")
@require_safe
def held_list(request: Request, audience: str, base: str) -> HttpResponse:
    actor = request.actor
    shelf = request.GET.get("shelf", "held")
    shelf = shelf if shelf in HELD_SHELVES else "held"
    seller, batch = whole_of(request.GET.get("seller", "")), request.GET.get("batch", "")
    found = held_visible_to(actor).filter(state=shelf).select_related("vouched_by", "decided_by")
    if seller:
        found = found.filter(seller_id=seller)
    if batch:
        found = found.filter(batch=whole_of(batch))
    page = page_of(found, order=("-id",), cursor=request.GET.get("cursor"), size=SHOWN)
    waiting = held_batches(actor)
    return render(
        request,
        "papers/held.html",
        {
            "base": base,
            "urls": {
                "list": reverse(f"{audience}:held"),
                **{act: reverse(f"{audience}:held_{act}") for act in ACTS},
            },
            "shelf": shelf,
            "shelves": [(key, HELD_CHANGE.state_label(key)) for key in HELD_SHELVES],
            "page": page,
            "tone": TONES[shelf],
            "narrowed": {"seller": seller or "", "batch": batch},
            "batches": _with_names(waiting) if shelf == "held" and not batch else [],
            "operator": audience == "operator",
            "may_act": allowed("held_change.vouch", actor.role),
            "may_release": _may_release(actor),
        },
    )


@access("held_change.vouch")
@require_POST
def vouch(request: Request, audience: str, base: str) -> HttpResponse:
    """The seller's people say that it is right."""
    return _decide(request, audience, _vouched, _told_vouched)


@access("held_change.vouch")
@require_POST
def refuse(request: Request, audience: str, base: str) -> HttpResponse:
    return _decide(request, audience, held_changes_refuse, _told_refused)


@access("held_change.decide")
@require_POST
def release(request: Request, audience: str, base: str) -> HttpResponse:
    return _decide(request, audience, held_changes_release, _told_released)


def _decide(
    request: Request, audience: str, act: Callable[..., int], told: Callable[[int], str]
) -> HttpResponse:
    """`change`, many: those ticked, each "id:new value" as it was shown; `all` is "seller:batch":
    all that waits of that reading."""
    seen = {}
    seller, _colon, batch = request.POST.get("all", "").partition(":")
    if batch:
        ids = held_ids(request.actor, seller_id=whole_of(seller), batch=whole_of(batch))
    else:
        ticked = [text.partition(":") for text in request.POST.getlist("change")]
        ids = [whole_of(pk) for pk, _colon, _value in ticked]
        seen = {whole_of(pk): whole_of(value) for pk, colon, value in ticked if colon}
    back = {name: request.POST[name] for name in ("seller", "batch") if request.POST.get(name)}
    address = reverse(f"{audience}:held") + (f"?{urlencode(back)}" if back else "")
    if not ids:
        messages.error(request, _("Tick what it is about first."))
        return redirect(address)
    note = request.POST.get("note", "").strip()
    done = act(actor=request.actor, change_ids=ids, seen=seen, note=note, now=clock.now())
    if not batch and done < len(set(ids)):
        messages.error(
            request, _("What changed meanwhile was left as it is. Look at it once more.")
        )
    if done or batch:
        messages.success(
            request, told(done) % {"count": format_number(done, get_language() or "bn")}
        )
    return redirect(address)


def _vouched(
    *, actor: Actor, change_ids: list[int], seen: dict[int, int], note: str, now: datetime
) -> int:
    return held_changes_vouch(actor=actor, change_ids=change_ids, seen=seen, now=now)


def _told_vouched(done: int) -> str:
    return ngettext(
        "Noted that %(count)s change is right. It waits for its release.",
        "Noted that %(count)s changes are right. They wait for their release.",
        done,
    )


def _told_refused(done: int) -> str:
    return ngettext(
        "%(count)s change refused. The shop goes on as before.",
        "%(count)s changes refused. The shop goes on as before.",
        done,
    )


def _told_released(done: int) -> str:
    return ngettext(
        "%(count)s change released. The shop shows it now.",
        "%(count)s changes released. The shop shows them now.",
        done,
    )


def _may_release(actor: Actor) -> bool:
    if allowed("operations.act", actor.role):
        return True
    return allowed("held_change.decide", actor.role) and seller_releases(actor.organisation_id)


def _with_names(batches: list[Any]) -> list[tuple[Any, Any]]:
    names = organisation_names({each.seller_id for each in batches})
    return [(each, names[each.seller_id]) for each in batches]
