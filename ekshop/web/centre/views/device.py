"""The device at the counter: what lies on it, what it still has to send, what it should keep."""

from collections.abc import Iterator

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ekshop.fulfilment import selectors as fulfilment
from ekshop.kernel import clock
from ekshop.web.access import Request, access

from ..device import keepable, owner_of

PARCELS_KEPT = 8
"""Of each shelf; a page is some six kilobytes on the line, fetched once for each state."""


@access("order.place")
@require_safe
@keepable
def queue(request: Request) -> HttpResponse:
    """A frame: only the device knows what lies on it."""
    return render(request, "centre/device/queue.html")


@access("order.place")
@require_safe
@keepable
def no_line(request: Request) -> HttpResponse:
    """What a device shows in place of a page it has never seen."""
    return render(request, "centre/device/no_line.html")


@access("order.place")
@require_safe
@never_cache
def state(request: Request) -> HttpResponse:
    """Whose session this is, a token to send with, and which pages are worth keeping.

    `keep`: pairs of an address and a mark that changes when the page should be fetched again.
    """
    return JsonResponse(
        {
            "owner": owner_of(request),
            "token": get_token(request),
            "keep": list(_worth_keeping(request)),
        }
    )


def _worth_keeping(request: Request) -> Iterator[tuple[str, str]]:
    for name in ("queue", "no_line", "today"):
        yield reverse(f"centre:{name}"), ""
    if request.actor.role != "entrepreneur":
        return
    yield reverse("centre:order_known"), f"{clock.now():%Y-%m-%dT%H}"
    yield reverse("centre:parcels"), ""
    for shelf in ("inspecting", "arriving"):
        listed = fulfilment.parcels_listed(request.actor, shelf).order_by("came_at", "id")
        shares = list(listed[:PARCELS_KEPT])
        packed = fulfilment.shipments_of([share.pk for share in shares])
        for share in shares:
            mark = f"{share.state} {len(packed.get(share.pk, []))}"
            yield reverse("centre:parcel", args=[share.code]), mark
            if share.pk in packed:
                yield reverse("centre:inspect", args=[share.code]) + "?ahead=1", mark
