"""A listing by hand: begun, paused, resumed, ended, checked again, and a channel's own questions."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ekshop.channels.services import (
    listing_answer,
    listing_begin,
    listing_check_again,
    listing_end,
    listing_pause,
    listing_resume,
)
from ekshop.kernel import clock
from ekshop.kernel.errors import Conflict, InvalidInput
from ekshop.web.access import Request, access

ACTS = {
    "pause": listing_pause,
    "resume": listing_resume,
    "end": listing_end,
    "check": listing_check_again,
}


@access("export.manage")
@require_POST
def begin(
    request: Request, audience: str, base: str, goods_id: int, channel_id: int
) -> HttpResponse:
    try:
        listing_begin(
            actor=request.actor, goods_id=goods_id, channel_id=channel_id, now=clock.now()
        )
        messages.success(request, _("Asked. The goods are checked and sent within minutes."))
    except Conflict as refused:
        messages.error(request, str(refused))
    return redirect(reverse(f"{audience}:export_goods", args=[goods_id]) + f"#channel-{channel_id}")


@access("export.manage")
@require_POST
def act(request: Request, audience: str, base: str, listing_id: int, action: str) -> HttpResponse:
    if action not in ACTS:
        raise Http404
    listing = _tried(
        request,
        lambda: ACTS[action](actor=request.actor, listing_id=listing_id, now=clock.now()),
    )
    return _back(request, audience, listing)


@access("export.manage")
@require_POST
def answers(request: Request, audience: str, base: str, listing_id: int) -> HttpResponse:
    given = {
        name.removeprefix("extra."): text
        for name, text in request.POST.items()
        if name.startswith("extra.") and isinstance(text, str)
    }
    listing = _tried(
        request,
        lambda: listing_answer(
            actor=request.actor, listing_id=listing_id, answers=given, now=clock.now()
        ),
    )
    return _back(request, audience, listing)


def _tried(request: Request, act: Callable[[], object]) -> object | None:
    try:
        return act()
    except InvalidInput as refused:
        messages.error(request, " ".join(map(str, refused.field_errors.values())))
    except Conflict as refused:
        messages.error(request, str(refused))
    return None


def _back(request: Request, audience: str, listing: object | None) -> HttpResponse:
    """To the channel's card on the goods' page; without one, to where the page says it came from."""
    goods_id, channel_id = getattr(listing, "goods_id", 0), getattr(listing, "channel_id", 0)
    if goods_id:
        address = reverse(f"{audience}:export_goods", args=[goods_id])
        return redirect(f"{address}#channel-{channel_id}")
    return redirect(f"{audience}:export")
