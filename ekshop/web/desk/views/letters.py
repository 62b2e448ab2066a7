"""The letter of a referral: as a paper, and what became of it on its way."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ekshop.complaints.selectors import referral_seen
from ekshop.complaints.services import (
    file_open,
    letter_pdf,
    referral_send_again,
    referral_served_by_hand,
)
from ekshop.kernel import clock
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

from ..papers import language_asked, paper


@access("desk.read")
@never_cache
@require_safe
def referral(request: Request, code: str) -> HttpResponse:
    """Where the sign on the letter leads: the case it is about."""
    return _case(referral_seen(request.actor, code))


@access("desk.read")
@never_cache
@require_safe
def letter(request: Request, code: str) -> HttpResponse:
    """The file stands in it, so reading it is noted like opening the file."""
    found = referral_seen(request.actor, code)
    file_open(actor=request.actor, case=found.case, now=clock.now())
    return paper(letter_pdf(found, language=language_asked(request)), found.code)


@access("case.refer")
@require_POST
def by_hand(request: Request, code: str) -> HttpResponse:
    """It was printed and carried over; what is stamped on it is typed in."""
    found, form = referral_seen(request.actor, code), Posted(request)
    if form.tried(
        lambda: referral_served_by_hand(
            actor=request.actor,
            referral_id=found.pk,
            dak_number=form.text("dak_number"),
            now=clock.now(),
        )
    ):
        messages.success(request, _("Written down. Both sides see that the letter arrived."))
    return _told(request, form, found)


@access("case.refer")
@require_POST
def again(request: Request, code: str) -> HttpResponse:
    found, form = referral_seen(request.actor, code), Posted(request)
    if form.tried(
        lambda: referral_send_again(actor=request.actor, referral_id=found.pk, now=clock.now())
    ):
        messages.success(request, _("The letter is on its way again."))
    return _told(request, form, found)


def _told(request: Request, form: Posted, found: Any) -> HttpResponse:
    for wrong in form.errors.values():
        messages.error(request, wrong)
    return _case(found)


def _case(found: Any) -> HttpResponse:
    return redirect("desk:case", found.case.code)
