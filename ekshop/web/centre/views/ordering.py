"""A new order, one step at a time. Each step is an address of its own and works without scripts."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.catalogue.selectors import (
    SearchUnavailable,
    offer_search,
    product_shown,
    search_suggest,
)
from ekshop.catalogue.services import search_miss_note
from ekshop.federation.services import Rechecked, offer_recheck
from ekshop.kernel import clock
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.phones import InvalidMobile
from ekshop.orders import rules
from ekshop.orders.selectors import (
    Quote,
    basket_quote,
    baskets_visible_to,
    baskets_waiting,
    centre_stop,
)
from ekshop.orders.services import (
    ConsentMissing,
    basket_drop,
    basket_line_set,
    basket_lines_set,
    basket_open_for,
    basket_place,
)
from ekshop.parties.selectors import centres_in, centres_visible_to, customer_by_mobile
from ekshop.web.access import Request, access
from ekshop.web.choosing import Chosen

from .. import typed
from ..device import keepable, queueable
from ..goods import row_of, rows_of

RESULTS = 10
CENTRES_SHOWN = 40


@access("order.place")
@require_http_methods(["GET", "HEAD", "POST"])
def customer(request: Request) -> HttpResponse:
    """Step 1: for whom. A number the centre knows brings the name; a new one asks for consent."""
    centre = _centre(request)
    if centre is None:
        return redirect("centre:centre_choose")
    given = request.POST if request.method == "POST" else request.GET
    page = {
        "centre": centre,
        "stop": centre_stop(centre.pk),
        "mobile": given.get("mobile", ""),
        "name": given.get("name", ""),
        "channel": given.get("channel", _usual_channel(request)),
        "channels": rules.CHANNELS,
        "agreed_by": given.get("agreed_by", ""),
        "baskets": list(baskets_waiting(request.actor)[:5]),
        "errors": {},
    }
    try:
        if request.method == "POST":
            basket = basket_open_for(
                actor=request.actor,
                centre_id=centre.pk,
                mobile=page["mobile"],
                name=page["name"],
                agreed_by=page["agreed_by"],
                channel=page["channel"],
                now=clock.now(),
            )
            return redirect("centre:goods", basket.pk)
    except (InvalidInput, InvalidMobile, ConsentMissing) as error:
        page["errors"] = typed.beside_fields(error)
    if page["mobile"]:
        _look_up(request, page)
    status = 422 if page["errors"] else 200
    return render(request, "centre/ordering/customer.html", page, status=status)


@access("order.place")
@require_safe
def centre_choose(request: Request) -> HttpResponse:
    """The call line says first to which centre the goods should come."""
    text = request.GET.get("q", "").strip()
    found = list(centres_in(request.actor, text)[: CENTRES_SHOWN + 1]) if text else []
    return render(
        request,
        "centre/ordering/centre.html",
        {"q": text, "centres": found[:CENTRES_SHOWN], "more": len(found) > CENTRES_SHOWN},
    )


@access("order.place")
@require_safe
@keepable
def goods(request: Request, basket_id: int) -> HttpResponse:
    """Step 2: find goods and put them into the basket, offers side by side."""
    basket, quote = _basket(request, basket_id)
    text = request.GET.get("q", "").strip()[:200]
    page = max(1, typed.whole(request.GET.get("page", "")) or 1)
    try:
        result = offer_search(
            query=text,
            page=page,
            size=RESULTS,
            language=get_language() or "bn",
            deliver_to=basket.centre.centre.district_id,
            at_centre=basket.centre_id,
        )
    except SearchUnavailable:
        result = None
    if text and result and not result.total:
        search_miss_note(query=text, now=clock.now())
    return render(
        request,
        "centre/ordering/goods.html",
        {
            "basket": basket,
            "quote": quote,
            "q": text,
            "result": result,
            "rows": rows_of(result, quote) if result else [],
            "previous": _page_of(text, page - 1) if page > 1 else "",
            "next": _page_of(text, page + 1) if result and page < result.pages else "",
        },
    )


@access("order.place")
@require_safe
@keepable
def choose(request: Request, basket_id: int, code: str) -> HttpResponse:
    """Which size and colour of a family, before any of its offers goes into the basket."""
    basket, quote = _basket(request, basket_id)
    text, page = request.GET.get("q", "").strip()[:200], request.GET.get("page", "1")
    found = product_shown(
        code, deliver_to=basket.centre.centre.district_id, at_centre=basket.centre_id
    )
    chosen = Chosen(found, get_language() or "bn")
    asked = urlencode({"q": text, "page": page})
    return render(
        request,
        "centre/ordering/choose.html",
        {
            "basket": basket,
            "quote": quote,
            "q": text,
            "page": page,
            "chosen": found.product.code,
            "row": row_of(chosen, quote),
            "marks": chosen.marks(),
            "choices": chosen.choices(
                lambda code: f"{reverse('centre:choose', args=[basket_id, code])}?{asked}"
            ),
            "back": f"{reverse('centre:goods', args=[basket_id])}?{asked}",
        },
    )


@access("order.place")
@require_safe
def suggest(request: Request, basket_id: int) -> HttpResponse:
    try:
        found = search_suggest(prefix=request.GET.get("q", ""), language=get_language() or "bn")
    except SearchUnavailable:
        found = []
    return render(
        request,
        "centre/ordering/suggestions.html",
        {"suggestions": found, "address": reverse("centre:goods", args=[basket_id])},
    )


@access("order.place")
@require_POST
def line_add(request: Request, basket_id: int) -> HttpResponse:
    """One more of an offer; with htmx only the bar below changes."""
    before = _basket(request, basket_id)[0]
    offer_id = typed.number(request.POST, "offer")
    held = before.lines.filter(offer_id=offer_id).values_list("quantity", flat=True).first() or 0
    basket_line_set(
        actor=request.actor,
        basket_id=basket_id,
        offer_id=offer_id,
        quantity=held + 1,
        now=clock.now(),
    )
    if request.htmx:
        basket, quote = _basket(request, basket_id)
        return render(
            request,
            "centre/ordering/added.html",
            {"basket": basket, "quote": quote, "offer_id": offer_id, "held": held + 1},
        )
    back = urlencode({"q": request.POST.get("q", ""), "page": request.POST.get("page", "1")})
    code = request.POST.get("chosen", "")[:16]
    on = (
        reverse("centre:choose", args=[basket_id, code])
        if code
        else reverse("centre:goods", args=[basket_id])
    )
    return redirect(f"{on}?{back}#o-{offer_id}")


@access("order.place")
@require_http_methods(["GET", "HEAD", "POST"])
@keepable
def basket(request: Request, basket_id: int) -> HttpResponse:
    """Step 3: how many of each, what it comes to, and what the centre earns."""
    if request.method == "POST":
        counts = typed.quantities(request.POST)
        if "remove" in request.POST:
            counts[typed.number(request.POST, "remove")] = 0
        basket_lines_set(
            actor=request.actor, basket_id=basket_id, quantities=counts, now=clock.now()
        )
        on = "centre:read_back" if "next" in request.POST else "centre:basket"
        return redirect(on, basket_id)
    shown, quote = _basket(request, basket_id)
    return render(request, "centre/ordering/basket.html", _shown(shown, quote))


@access("order.place")
@require_safe
@keepable
def read_back(request: Request, basket_id: int) -> HttpResponse:
    """Step 4: what is read to the customer, exactly as it will be ordered: sellers that can be
    asked are asked once more."""
    shown, quote = _basket(request, basket_id)
    changed = _asked_again(line.offer.id for share in quote.shares for line in share.lines)
    if changed:
        shown, quote = _basket(request, basket_id)
    if not quote.can_be_placed:
        for each in changed:
            messages.warning(
                request, _("%(title)s: its seller has none left.") % {"title": each.title}
            )
        return redirect("centre:basket", basket_id)
    return render(
        request, "centre/ordering/read_back.html", {**_shown(shown, quote), "changed": changed}
    )


@access("order.place")
@require_POST
@queueable
def place(request: Request) -> HttpResponse:
    """Everything comes with the form, so sending it twice finds the same order. What a seller
    says differently by now is refused by the order itself, with both prices."""
    lines = typed.ordered_lines(request.POST)
    _asked_again(line.offer_id for line in lines)
    order = basket_place(
        actor=request.actor,
        nonce=typed.nonce(request.POST),
        centre_id=typed.number(request.POST, "centre"),
        customer_id=typed.number(request.POST, "customer"),
        channel=request.POST.get("channel", ""),
        lines=lines,
        now=clock.now(),
    )
    return redirect(reverse("centre:order", args=[order.code]) + "?placed=1")


@access("order.place")
@require_POST
def drop(request: Request, basket_id: int) -> HttpResponse:
    basket_drop(actor=request.actor, basket_id=basket_id)
    return redirect("centre:order_new")


def _asked_again(offer_ids: Iterable[int]) -> list[Rechecked]:
    """What sellers say differently just now, of what the customer must hear of."""
    found = offer_recheck(offer_ids=list(offer_ids), now=clock.now())
    return [each for each in found if each.matters]


def _centre(request: Request) -> Any:
    """The entrepreneur's own centre, or the one the call line chose."""
    centres = centres_visible_to(request.actor)
    if request.actor.role == "entrepreneur":
        return centres.filter(pk=request.actor.organisation_id).first()
    chosen = request.POST.get("centre") or request.GET.get("centre", "")
    return centres.filter(pk=typed.whole(chosen)).first()


def _usual_channel(request: Request) -> str:
    return "telephone" if request.actor.role == "call_operator" else "walk_in"


def _look_up(request: Request, page: dict[str, Any]) -> None:
    """Who has this number at this centre, if anyone."""
    try:
        page["known"] = customer_by_mobile(
            request.actor, centre_id=page["centre"].pk, mobile=page["mobile"]
        )
    except InvalidMobile as error:
        page["errors"].setdefault("mobile", str(error))
    else:
        page["looked"] = True


def _basket(request: Request, basket_id: int) -> tuple[Any, Quote]:
    """The basket with its customer and centre, and what it comes to now."""
    found = (
        baskets_visible_to(request.actor)
        .filter(pk=basket_id, customer__isnull=False)
        .select_related("customer", "centre__centre__district")
        .first()
    )
    if found is None:
        raise NotFound(what="basket")
    quote = basket_quote(found, district_id=found.centre.centre.district_id, at=clock.now())
    return found, quote


def _shown(basket: Any, quote: Quote) -> dict[str, Any]:
    return {"basket": basket, "quote": quote, "stop": centre_stop(basket.centre_id)}


def _page_of(text: str, page: int) -> str:
    return "?" + urlencode({"q": text, "page": page})
