"""Same thing, several sellers: the queue, two side by side, a product's offers, and taking it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ekshop.catalogue.selectors import (
    MOVES_ORDER,
    PAIR_SHELVES,
    PAIRS_ORDER,
    PairFilter,
    category_nodes,
    moves_listed,
    pair_after,
    pair_counts,
    pair_sellers,
    pair_shown,
    pairs_listed,
    pairs_shown,
    product_with_offers,
    shop_names,
    title_of,
)
from ekshop.catalogue.services import (
    move_undo,
    offers_part,
    pair_reopen,
    pairs_decide,
    products_merge,
)
from ekshop.kernel import clock
from ekshop.kernel.bangla import format_number
from ekshop.kernel.errors import DomainError
from ekshop.kernel.paging import page_of
from ekshop.parties import rules
from ekshop.web.access import Request, access
from ekshop.web.forms import whole_of

from ..lists import asked

SIZE = 20
SHELVES = {
    "review": gettext_lazy("Perhaps the same"),
    "family": gettext_lazy("Another size or colour"),
    "same": gettext_lazy("Put together"),
    "different": gettext_lazy("Kept apart"),
}
SURE = {
    "high": gettext_lazy("Nearly sure"),
    "likely": gettext_lazy("Likely"),
    "low": gettext_lazy("Doubtful"),
}
PARTS = {
    "number": gettext_lazy("Model number"),
    "words": gettext_lazy("Words of the title"),
    "brand": gettext_lazy("Brand"),
    "amounts": gettext_lazy("Amounts and sizes"),
    "price": gettext_lazy("Price"),
    "colour": gettext_lazy("Colour"),
    "size": gettext_lazy("Size"),
    "gtin": gettext_lazy("Barcode"),
    "contrast": gettext_lazy("Words that exclude each other"),
    "stand_in": gettext_lazy("One is used, or copied"),
}
WORTH_SAYING = 0.3


@access("operations.read")
@require_safe
def queue(request: Request) -> HttpResponse:
    wanted = _filter(request.GET)
    page = page_of(
        pairs_listed(wanted), order=PAIRS_ORDER, cursor=request.GET.get("cursor"), size=SIZE
    )
    names = shop_names()
    counts = pair_counts()
    return render(
        request,
        "operator/matches/queue.html",
        {
            "asked": {"shelf": wanted.shelf, **asked(request, "seller", "category", "sure")},
            "page": page,
            "shown": pairs_shown(page.items),
            "shelves": [(name, SHELVES[name], counts[name]) for name in PAIR_SHELVES],
            "sellers": [
                (pk, names.sellers[pk].named.name) for pk in pair_sellers() if pk in names.sellers
            ],
            "categories": [
                (node.id, node.name_en if get_language() == "en" else node.name_bn)
                for node in category_nodes()
                if node.parent_id is None
            ],
            "sure": list(SURE.items()),
            "query": _query(request.GET),
            "may_decide": _may(request),
        },
    )


@access("operations.read")
@require_safe
def pair(request: Request, pair_id: int) -> HttpResponse:
    shown = pair_shown(pair_id)
    wanted = _filter(request.GET)
    return render(
        request,
        "operator/matches/pair.html",
        {
            "shown": shown,
            "evidence": _evidence(shown.pair),
            "next": pair_after(wanted, shown.pair),
            "query": _query(request.GET),
            "shelf": SHELVES.get(shown.pair.state, ""),
            "may_decide": _may(request),
        },
    )


@access("match.decide")
@require_POST
def decide(request: Request, pair_id: int) -> HttpResponse:
    """One pair, and on to the next."""
    shown = pair_shown(pair_id)
    wanted = _filter(request.GET)
    after = pair_after(wanted, shown.pair)
    same = request.POST.get("verdict") == "same"
    _said(
        request,
        lambda: pairs_decide(actor=request.actor, pair_ids=[pair_id], same=same, now=clock.now()),
    )
    where = reverse("operator:match", args=[after]) if after else reverse("operator:matches")
    messages.success(
        request,
        (
            _("“%(one)s” and “%(other)s” are one product now.")
            if same
            else _("“%(one)s” and “%(other)s” stay apart.")
        )
        % {"one": title_of(shown.pair.one), "other": title_of(shown.pair.other)},
    )
    return redirect(f"{where}{_query(request.GET)}")


@access("match.decide")
@require_POST
def decide_many(request: Request) -> HttpResponse:
    ids = [whole_of(text) for text in request.POST.getlist("pair")]
    same = request.POST.get("verdict") == "same"
    done = (
        _said(
            request,
            lambda: pairs_decide(actor=request.actor, pair_ids=ids, same=same, now=clock.now()),
        )
        or []
    )
    if done:
        said = (
            ngettext("%(n)s pair was put together.", "%(n)s pairs were put together.", len(done))
            if same
            else ngettext("%(n)s pair is kept apart.", "%(n)s pairs are kept apart.", len(done))
        )
        messages.success(request, said % {"n": format_number(len(done), get_language() or "bn")})
    return redirect(f"{reverse('operator:matches')}{_query(request.GET)}")


@access("match.decide")
@require_POST
def reopen(request: Request, pair_id: int) -> HttpResponse:
    """The decision is taken back; the pair waits again."""
    if _said(request, lambda: pair_reopen(actor=request.actor, pair_id=pair_id, now=clock.now())):
        messages.success(request, _("The decision is taken back."))
    return redirect("operator:match", pair_id)


@access("operations.read")
@require_safe
def history(request: Request) -> HttpResponse:
    page = page_of(moves_listed(), order=MOVES_ORDER, cursor=request.GET.get("cursor"), size=SIZE)
    return render(
        request, "operator/matches/history.html", {"page": page, "may_decide": _may(request)}
    )


@access("match.decide")
@require_POST
def undo(request: Request, move_id: int) -> HttpResponse:
    moved = _said(request, lambda: move_undo(actor=request.actor, move_id=move_id, now=clock.now()))
    if moved is None:
        return redirect("operator:match_history")
    messages.success(request, _("It is as it was before."))
    return redirect("operator:match_goods", moved.kept.code)


@access("operations.read")
@require_safe
def goods(request: Request, code: str) -> HttpResponse:
    """Whose offers stand under one product, and what became of it."""
    side = product_with_offers(code)
    return render(
        request,
        "operator/matches/goods.html",
        {
            "side": side,
            "title": title_of(side.product),
            "moves": moves_listed(side.product.pk).order_by(*MOVES_ORDER)[:SIZE],
            "may_decide": _may(request),
        },
    )


@access("match.decide")
@require_POST
def part(request: Request, code: str) -> HttpResponse:
    """The offers ticked become a product of their own."""
    side = product_with_offers(code)
    ids = [whole_of(text) for text in request.POST.getlist("offer")]
    moved = _said(
        request,
        lambda: offers_part(
            actor=request.actor,
            product_id=side.product.pk,
            offer_ids=ids,
            reason=request.POST.get("reason", "")[:300],
            now=clock.now(),
        ),
    )
    if moved:
        messages.success(request, _("They are a product of their own now."))
    return redirect("operator:match_goods", side.product.code)


@access("match.decide")
@require_POST
def merge(request: Request, code: str) -> HttpResponse:
    """This product and the one whose code was typed become one."""
    side = product_with_offers(code)

    def act() -> Any:
        other = product_with_offers(request.POST.get("other", "").strip())
        return products_merge(
            actor=request.actor,
            product_ids={side.product.pk, other.product.pk},
            reason=request.POST.get("reason", "")[:300],
            now=clock.now(),
        )

    if _said(request, act):
        messages.success(request, _("They are one product now."))
    return redirect("operator:match_goods", side.product.code)


def _said(request: Request, act: Any) -> Any:
    """What the deed gives; None when it was refused, and the page says why."""
    try:
        return act()
    except DomainError as refused:
        messages.error(request, str(refused))
        return None


def _filter(given: QueryDict) -> PairFilter:
    shelf, sure = given.get("shelf", ""), given.get("sure", "")
    return PairFilter(
        shelf=shelf if shelf in PAIR_SHELVES else "review",
        seller_id=whole_of(given.get("seller", "")) or None,
        category_id=whole_of(given.get("category", "")) or None,
        sure=sure if sure in SURE else "",
    )


def _query(given: QueryDict) -> str:
    """The queue's filter, to go on with."""
    kept = QueryDict(mutable=True)
    for name in ("shelf", "seller", "category", "sure"):
        if given.get(name):
            kept[name] = given.get(name, "")
    return f"?{kept.urlencode()}" if kept else ""


def _evidence(pair: Any) -> list[dict[str, Any]]:
    """What spoke for it and against it, the weightiest first."""
    parts = sorted(pair.parts.items(), key=lambda part: -abs(part[1]))
    return [
        {"label": PARTS[name], "for": weight > 0, "strength": min(3, 1 + int(abs(weight) // 3))}
        for name, weight in parts
        if name in PARTS and abs(weight) >= WORTH_SAYING
    ]


def _may(request: Request) -> bool:
    return rules.allowed("match.decide", request.actor.role)
