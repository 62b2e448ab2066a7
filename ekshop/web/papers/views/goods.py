"""A producer's goods, written step by step on a telephone: by herself, or by her centre with her."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.catalogue.selectors import terms_words
from ekshop.kernel import clock
from ekshop.kernel.bangla import MONTHS, in_digits_of, parse_int
from ekshop.kernel.errors import DomainError, InvalidInput, NotFound
from ekshop.kernel.paging import page_of
from ekshop.producers import rules
from ekshop.producers.selectors import (
    LISTINGS_ORDER,
    SHELVES,
    listing_for,
    listings_listed,
    photo_path,
    photos_of_listing,
    producer_for,
)
from ekshop.producers.services import (
    listing_begin,
    listing_copy,
    listing_end,
    listing_name_problem,
    listing_pause,
    listing_photo_add,
    listing_photo_drop,
    listing_photo_first,
    listing_problems_now,
    listing_resume,
    listing_stock_set,
    listing_submit,
    listing_take_back,
    listing_write,
)
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted, whole_of

from ..goods import (
    STEP_OF,
    STEPS,
    kind_still_sought,
    kinds_offered,
    reach_typed,
    shares_of,
    start_of,
    text_of,
)
from ..producers import Door

ACTS = {
    "take_back": listing_take_back,
    "pause": listing_pause,
    "resume": listing_resume,
    "end": listing_end,
}


@access("listing.manage")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def goods(request: Request, door: Door, seller_id: int | None = None) -> HttpResponse:
    """All of hers; sending begins a new one, kept from its first photo on."""
    seller_id = door.seller_id(request, seller_id)
    profile = producer_for(request.actor, seller_id)
    if request.method == "POST":
        made = listing_begin(actor=request.actor, seller_id=seller_id, now=clock.now())
        return redirect(_url(door, "step", made, "photos"))
    shelf = request.GET.get("shelf", "")
    page = page_of(
        listings_listed(request.actor, seller_id=seller_id, shelf=shelf),
        order=LISTINGS_ORDER,
        cursor=request.GET.get("cursor"),
    )
    rows = [(each, _url(door, "", each)) for each in page.items]
    more = {"page": page, "rows": rows, "shelves": SHELVES, "shelf": shelf}
    return _page(request, "list", profile, door, more)


@access("listing.manage")
@require_safe
@never_cache
def good(
    request: Request, door: Door, listing_id: int, seller_id: int | None = None
) -> HttpResponse:
    return _one(request, door, _found(request, door, listing_id, seller_id), {})


@access("listing.manage")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def good_step(
    request: Request, door: Door, listing_id: int, step: str, seller_id: int | None = None
) -> HttpResponse:
    """One step: what is typed is kept, and the next comes."""
    if step not in STEPS:
        raise NotFound(what="step")
    listing = _found(request, door, listing_id, seller_id)
    form, now = Posted(request, start_of(listing)), clock.now()
    here, name_asked = _url(door, "step", listing, step), False
    if "kind" in request.GET:
        form.values.setdefault("kind", request.GET["kind"])
    if form.sent and step == "photos":
        again = _photos(request, form, listing)
        if not form.errors:
            return redirect(here if again else _after(door, listing, step))
    elif form.sent:
        text = text_of(form, step, listing)
        names = {"category_id": "category", "price_poisha": "price"}
        kept = form.tried(
            lambda: listing_write(actor=request.actor, listing_id=listing.pk, text=text, now=now),
            names,
        )
        if kept and step == "words" and not {"later", "stay"} & request.POST.keys():
            name_asked = not _name_hers(form, _found(request, door, listing_id, seller_id), now)
            kept = not name_asked
        if kept and step == "words" and kind_still_sought(form):
            return redirect(f"{here}?{urlencode({'kind': form.text('kind')})}")
        if kept:
            return redirect(here if "stay" in request.POST else _after(door, listing, step))
    language = get_language() or "bn"
    photos = photos_of_listing(listing)
    more = {
        "listing": listing,
        "form": form,
        "step": step,
        "steps": list(STEPS),
        "at": list(STEPS).index(step) + 1,
        "label": STEPS[step],
        "photos": photos,
        **_photos_told(photos),
        "name_asked": name_asked,
        "most": rules.MOST_PHOTOS,
        "kinds": kinds_offered(form) if step == "words" else None,
        "kinds_url": _url(door, "kinds", listing),
        "months": list(enumerate(MONTHS["bn" if language == "bn" else "en"], start=1)),
        "shares": shares_of(listing, form, now) if step == "price" else None,
        "shares_url": _url(door, "shares", listing),
        "reach": reach_typed(listing, form) if step == "terms" else None,
        "reach_url": _url(door, "reach", listing),
        "back": _url(door, "", listing),
    }
    status = 422 if form.errors else 200
    return _page(request, f"step_{step}", listing.profile, door, more, status)


@access("listing.manage")
@require_POST
def good_reach(
    request: Request, door: Door, listing_id: int, seller_id: int | None = None
) -> HttpResponse:
    """A fragment: where it can be ordered by the days typed so far. Nothing is kept."""
    listing = _found(request, door, listing_id, seller_id)
    reach = reach_typed(listing, Posted(request))
    return render(request, "papers/goods/reach.html", {"reach": reach, "own": door.own})


@access("listing.manage")
@require_POST
def good_shares(
    request: Request, door: Door, listing_id: int, seller_id: int | None = None
) -> HttpResponse:
    """A fragment: who gets what of the price typed so far. Nothing is kept."""
    listing = _found(request, door, listing_id, seller_id)
    shares = shares_of(listing, Posted(request), clock.now())
    more = {"shares": shares, "listing": listing, "own": door.own}
    return render(request, "papers/goods/shares_told.html", more)


@access("listing.manage")
@require_POST
def good_kinds(
    request: Request, door: Door, listing_id: int, seller_id: int | None = None
) -> HttpResponse:
    """A fragment: the kinds of goods by the word and the name typed so far. Nothing is kept."""
    _found(request, door, listing_id, seller_id)
    form = Posted(request)
    return render(request, "papers/goods/kinds.html", {"kinds": kinds_offered(form), "form": form})


@access("listing.manage")
@require_POST
def good_act(
    request: Request, door: Door, listing_id: int, act: str, seller_id: int | None = None
) -> HttpResponse:
    """Sent, taken back, paused, resumed, ended, copied, or so many left."""
    listing = _found(request, door, listing_id, seller_id)
    given = {"actor": request.actor, "listing_id": listing.pk, "now": clock.now()}
    try:
        if act == "submit":
            listing_submit(**given)
        elif act == "stock":
            listing_stock_set(quantity=_number(request), **given)
        elif act == "copy":
            return redirect(_url(door, "", listing_copy(**given)))
        elif act in ACTS:
            ACTS[act](**given)
        else:
            raise NotFound(what="act")
    except InvalidInput as refused:
        return _one(request, door, listing, dict(refused.field_errors))
    messages.success(request, _("Done."))
    return redirect(_url(door, "", listing))


@access("listing.read")
@require_safe
def photo(request: Request, photo_id: int, side: int) -> HttpResponseBase:
    """Of goods somebody may see, in the shop or not."""
    path = photo_path(request.actor, photo_id, side)
    response = FileResponse(path.open("rb"), content_type="image/webp")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=86400"
    return response


def _photos(request: Request, form: Posted, listing: Any) -> bool:
    """Adds what came, or does what a button beside a photo says. True: one stays here."""
    given = {"actor": request.actor, "listing_id": listing.pk, "now": clock.now()}
    try:
        if drop := whole_of(request.POST.get("drop", "")):
            listing_photo_drop(photo_id=drop, **given)
            return True
        if first := whole_of(request.POST.get("first", "")):
            listing_photo_first(photo_id=first, **given)
            return True
        uploads = request.FILES.getlist("photos")
        for upload in uploads:
            listing_photo_add(upload=upload, **given)
    except DomainError as refused:
        form.wrong("photos", str(refused))
        return True
    if not uploads and "later" not in request.POST:
        _photos_missing(form, listing)
    return bool(uploads)


def _photos_missing(form: Posted, listing: Any) -> None:
    """Whoever goes on without a photo that can be used hears of it here, not at the end."""
    photos = photos_of_listing(listing)
    if not photos:
        form.wrong("photos", _("Take at least one photo of the goods, or go on and take it later."))
    elif any(photo.stops for photo in photos):
        form.wrong(
            "photos",
            _("One of the photos cannot be used. Take it again, take it out, or mend it later."),
        )


def _photos_told(photos: Sequence[Any]) -> dict[str, Any]:
    """Which cannot be used, which can and could be better, by number; how many stand beside those."""
    numbered = list(enumerate(photos, start=1))
    unusable = [(n, photo) for n, photo in numbered if photo.stops]
    weak = [(n, photo) for n, photo in numbered if photo.advice and not photo.stops]
    others = len(photos) - len(unusable or weak)
    return {"unusable": unusable, "weak": weak, "others": others}


def _name_hers(form: Posted, listing: Any, now: datetime) -> bool:
    """Whoever writes a registered name without a right to it hears of it here, not at the end."""
    refused = listing_name_problem(listing, now=now)
    if refused:
        form.wrong("title_bn", refused)
    return not refused


def _found(request: Request, door: Door, listing_id: int, seller_id: int | None) -> Any:
    listing = listing_for(request.actor, listing_id)
    if listing.seller_id != door.seller_id(request, seller_id):
        raise NotFound(what="listing")
    return listing


def _one(request: Request, door: Door, listing: Any, errors: dict[str, Any]) -> HttpResponse:
    problems = listing_problems_now(listing, now=clock.now())
    steps = [
        {
            "label": label,
            "href": _url(door, "step", listing, step),
            "problems": [str(p) for field, p in problems.items() if STEP_OF.get(field) == step],
        }
        for step, label in STEPS.items()
    ]
    more = {
        "listing": listing,
        "photos": photos_of_listing(listing),
        "steps": steps,
        "problems": problems,
        "errors": errors,
        "writable": listing.state in rules.WRITABLE,
        "terms": terms_words(listing.terms),
        "reach": reach_typed(listing, None) if listing.terms.longest_way is not None else None,
        "shares": shares_of(listing, None, clock.now()),
        "act": {
            name: _url(door, "act", listing, name) for name in ("submit", "stock", "copy", *ACTS)
        },
        "back": door.url("goods", listing.seller_id),
    }
    return _page(request, "one", listing.profile, door, more, 422 if errors else 200)


def _page(
    request: Request, name: str, profile: Any, door: Door, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    about = {"profile": profile, "base": door.base, "own": door.own, **more}
    return render(request, f"papers/goods/{name}.html", about, status=status)


def _after(door: Door, listing: Any, step: str) -> str:
    """The next step of one that was never sent; of all others the page about it."""
    order = list(STEPS)
    place = order.index(step) + 1
    if listing.state in ("draft", "sent_back") and place < len(order):
        return _url(door, "step", listing, order[place])
    return _url(door, "", listing)


def _url(door: Door, name: str, listing: Any, *more: str) -> str:
    full = f"{door.space}:producer_good_{name}" if name else f"{door.space}:producer_good"
    before = [] if door.own else [listing.seller_id]
    return reverse(full, args=[*before, listing.pk, *more])


def _number(request: Request) -> int:
    try:
        return parse_int(request.POST.get("quantity", ""))
    except DomainError as wrong:
        message = in_digits_of(_("Write a number up to 10,000."), get_language() or "bn")
        raise InvalidInput({"quantity": message}) from wrong
