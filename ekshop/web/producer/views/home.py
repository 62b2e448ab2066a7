"""What the producer should do now, the most pressing first."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_safe

from ekshop.complaints.selectors import cases_visible_to, to_answer
from ekshop.fulfilment.selectors import returns_visible_to
from ekshop.kernel import clock
from ekshop.kernel.bangla import format_number
from ekshop.orders.selectors import seller_orders_visible_to
from ekshop.producers.selectors import missing_of, producer_of
from ekshop.settlement.selectors import waiting_of
from ekshop.web.access import Request, access
from ekshop.web.papers.producers import shown

_TO_CONFIRM, _TO_SEND = ("placed",), ("confirmed",)


@access("producer.work")
@require_safe
def home(request: Request) -> HttpResponse:
    now = clock.now()
    profile = producer_of(request.actor.organisation)
    return render(
        request,
        "producer/home.html",
        {
            "now": now,
            "profile": profile,
            "state": shown(profile, now=now) if profile else {},
            "to_do": _to_do(request, profile),
            "waiting": waiting_of(request.actor, now),
            "on_way": _count(request, ("shipped", "arrived", "inspected")),
        },
    )


Words = Callable[[int], str]


def _to_do(request: Request, profile: Any) -> list[tuple[str, str, str]]:
    """(what, its address, icon) of everything that waits for her."""
    orders = _address("producer:orders") or reverse("partner:orders")
    asked = returns_visible_to(request.actor).filter(state="asked").count()
    rows: list[tuple[int, Words, str, str]] = [
        (
            _count(request, _TO_CONFIRM),
            lambda n: ngettext(
                "%s order to answer: can you make it?", "%s orders to answer: can you make them?", n
            ),
            orders,
            "hourglass",
        ),
        (
            _count(request, _TO_SEND),
            lambda n: ngettext(
                "%s order to bring to your centre", "%s orders to bring to your centre", n
            ),
            orders,
            "package",
        ),
        (
            asked,
            lambda n: ngettext("%s return to decide", "%s returns to decide", n),
            reverse("partner:returns"),
            "rotate-ccw",
        ),
        (
            to_answer(cases_visible_to(request.actor)).count(),
            lambda n: ngettext("%s complaint to answer", "%s complaints to answer", n),
            reverse("partner:complaints"),
            "message-circle",
        ),
    ]
    language = get_language() or "bn"
    found = [
        (words(n) % format_number(n, language), href, icon) for n, words, href, icon in rows if n
    ]
    if profile is not None and profile.state in ("approved", "brought"):
        own = reverse("producer:producer")
        found += [(str(each.text), own, "circle-alert") for each in missing_of(profile)]
    return found


def _count(request: Request, states: tuple[str, ...]) -> int:
    return seller_orders_visible_to(request.actor).filter(state__in=states).count()


def _address(name: str) -> str:
    """Of a page another part brings; "" while it is not there."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
