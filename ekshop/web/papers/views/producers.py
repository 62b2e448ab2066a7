"""What may change of a producer: her work, her days of rest, photos, wallet, agreements."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ekshop.kernel import clock
from ekshop.kernel.bangla import latin_digits
from ekshop.kernel.errors import DomainError
from ekshop.parties.rules import WALLET_PROVIDERS
from ekshop.producers import rules
from ekshop.producers.selectors import photos_of, producer_for, rests_of
from ekshop.producers.services import (
    agreement_record,
    agreement_withdraw,
    photo_add,
    photo_remove,
    producer_update,
    rest_add,
    rest_remove,
    wallet_code_try,
)
from ekshop.web.access import Request, access
from ekshop.web.devices import number_spent
from ekshop.web.forms import Posted, whole_of
from ekshop.web.mobile_proof import TooManyTries

from ..producers import Door, masked, wallet_asked
from .agreements import read_to_her, spoken


def about(view: Any) -> Any:
    """Finds the producer for whoever may change her."""

    @access("producer.change")
    @require_http_methods(["GET", "HEAD", "POST"])
    @never_cache
    @wraps(view)
    def opened(request: Request, door: Door, seller_id: int | None = None) -> HttpResponse:
        profile = producer_for(request.actor, door.seller_id(request, seller_id))
        answer: HttpResponse = view(request, profile, door)
        return answer

    return opened


@about
def work(request: Request, profile: Any, door: Door) -> HttpResponse:
    start = {
        name: getattr(profile, name) for name in ("capacity_a_month", "unit", "lead_days", "hands")
    }
    form = Posted(request, start)
    if form.sent:
        figures = {name: _whole(form, name) for name in ("capacity_a_month", "lead_days", "hands")}
        if form.tried(
            lambda: producer_update(
                actor=request.actor,
                seller_id=profile.seller_id,
                unit=form.text("unit"),
                now=clock.now(),
                **figures,
            )
        ):
            messages.success(request, _("Saved."))
            return redirect(door.url("", profile.seller_id))
    return _page(form, "work", profile, door, {"units": rules.UNITS})


@about
def rests(request: Request, profile: Any, door: Door) -> HttpResponse:
    now = clock.now()
    form = Posted(request)
    here = door.url("rests", profile.seller_id)
    if remove := whole_of(request.POST.get("remove", "")):
        rest_remove(actor=request.actor, seller_id=profile.seller_id, rest_id=remove, now=now)
        return redirect(here)
    if form.sent:
        first, last = form.day("from_day"), form.day("to_day")
        if not form.text("from_day"):
            form.wrong("from_day", _("Say the first day."))
        first = first or clock.dhaka_date(now)
        if form.tried(
            lambda: rest_add(
                actor=request.actor,
                seller_id=profile.seller_id,
                from_day=first,
                to_day=last or first,
                reason=form.text("reason"),
                now=now,
            )
        ):
            messages.success(request, _("Saved."))
            return redirect(here)
    today = clock.dhaka_date(now)
    more = {"rests": rests_of(profile, today), "closes": rules.REST_CLOSES_DAYS}
    return _page(form, "rests", profile, door, {**more, "today": today.isoformat()})


@about
def photos(request: Request, profile: Any, door: Door) -> HttpResponse:
    form = Posted(request)
    who: dict[str, Any] = {
        "actor": request.actor,
        "seller_id": profile.seller_id,
        "now": clock.now(),
    }
    here = door.url("photos", profile.seller_id)
    if token := request.POST.get("remove", ""):
        photo_remove(token=_token(token), **who)
        return redirect(here)
    if form.sent:
        kept = 0
        for kind, _label in rules.PHOTO_KINDS:
            for file in request.FILES.getlist(kind):
                try:
                    photo_add(kind=kind, file=file, **who)
                    kept += 1
                except DomainError as refused:
                    form.wrong(kind, f"{file.name}: {refused}")
        if not kept:
            form.wrong("portrait", _("Take a photo, or choose one."))
        if not form.errors:
            messages.success(request, _("Saved."))
            return redirect(here)
    return _page(form, "photos", profile, door, {"photos": photos_of(profile)})


@about
def wallet(request: Request, profile: Any, door: Door) -> HttpResponse:
    """A code goes to the new number; she is paid there once it came back."""
    form = Posted(request, {"wallet_provider": "bkash"})
    if form.sent and wallet_asked(form, seller_id=profile.seller_id):
        return redirect(door.url("wallet_code", profile.seller_id))
    return _page(form, "wallet", profile, door, {"providers": WALLET_PROVIDERS})


@about
def wallet_code(request: Request, profile: Any, door: Door) -> HttpResponse:
    if not profile.asked_number:
        return redirect(door.url("wallet", profile.seller_id))
    form = Posted(request)
    mobile = f"+88{profile.asked_number[:11]}"
    if form.sent:
        try:
            if not number_spent(request, "mobile_try", mobile):
                raise TooManyTries
            wallet_code_try(
                actor=request.actor,
                typed=form.text("code")[:20],
                seller_id=profile.seller_id,
                now=clock.now(),
            )
        except DomainError as refused:
            form.wrong("code", str(refused))
        else:
            messages.success(request, _("The number is proved."))
            return redirect(door.url("", profile.seller_id))
    more = {"mobile": masked(mobile), "wallet_url": door.url("wallet", profile.seller_id)}
    return _page(form, "wallet_code", profile, door, more)


@about
def agree(request: Request, profile: Any, door: Door) -> HttpResponse:
    """Both agreements on one page, one after the other, for whoever has not given them."""
    form = Posted(request)
    kind = request.GET.get("kind", "") or request.POST.get("kind", "")
    kind = kind if kind in dict(rules.AGREEMENT_KINDS) else "consent"
    if form.sent and form.tried(
        lambda: agreement_record(
            actor=request.actor,
            seller_id=profile.seller_id,
            kind=kind,
            medium=rules.ONLINE if door.own else form.text("medium"),
            papers=request.FILES.getlist("papers"),
            now=clock.now(),
        ),
        {f"agreement_{kind}": "medium"},
    ):
        messages.success(request, _("Written down."))
        return redirect(door.url("", profile.seller_id))
    wording = rules.wording_now(kind)
    language = get_language() or "bn"
    words = spoken(wording, language) if door.own else read_to_her(wording, language)
    media = [each for each in rules.AGREEMENT_MEDIA if each[0] != rules.ONLINE]
    return _page(
        form, "agree", profile, door, {"kind": kind, "wording": wording, "media": media, **words}
    )


@about
def withdraw(request: Request, profile: Any, door: Door) -> HttpResponse:
    """Asked once before her goods leave the shop."""
    form = Posted(request)
    if form.sent and form.tried(
        lambda: agreement_withdraw(
            actor=request.actor,
            seller_id=profile.seller_id,
            reason=form.text("reason"),
            now=clock.now(),
        )
    ):
        messages.success(request, _("The agreement is taken back. The goods are out of the shop."))
        return redirect(door.url("", profile.seller_id))
    return _page(form, "withdraw", profile, door, {})


def _page(form: Posted, name: str, profile: Any, door: Door, more: dict[str, Any]) -> HttpResponse:
    around = {"profile": profile, "door": door, "back": door.url("", profile.seller_id)}
    return form.page(f"papers/producers/{name}.html", {**around, **more})


def _whole(form: Posted, field: str) -> int:
    """A whole number in any digits; what is none is told beside its field."""
    digits = latin_digits(form.text(field)).replace(",", "") or "0"
    if digits.isascii() and digits.isdigit() and len(digits) < 7:
        return int(digits)
    form.wrong(field, _("Write a number."))
    return 0


def _token(text: str) -> str:
    """Anything but a token names nothing."""
    bare = text.replace("-", "")
    is_token = len(bare) == 32 and all(each in "0123456789abcdef" for each in bare)
    return text if is_token else "0" * 32
