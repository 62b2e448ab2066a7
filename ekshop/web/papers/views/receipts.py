"""A receipt's live state, for whoever holds the paper: by its QR, or by number and mobile digits."""

import hmac

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ekshop.kernel.bangla import latin_digits
from ekshop.kernel.errors import NotFound
from ekshop.payments.selectors import payment_on_paper
from ekshop.web.access import Request, access
from ekshop.web.guessing import try_spent

from ..receipt import receipt_of, seal_fits
from ..receipt import seal as seal_of


@access.public
@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: Request, code: str) -> HttpResponse:
    """The last four digits of the customer's mobile open it; a wrong number says the same as
    wrong digits, and too many tries close the door for an hour."""
    problem, status = "", 200
    if request.method == "POST":
        if not try_spent(request, "receipt", code):
            problem = _("Too many tries. Try again in an hour, or scan the QR on the receipt.")
            status = 429
        elif _digits_fit(code, request.POST.get("digits", "")):
            number = payment_on_paper(code).code
            return redirect("papers:receipt_sealed", number, seal_of(number))
        else:
            problem = _("No receipt of this number belongs to a mobile ending so.")
    page = {"code": code, "problem": problem}
    return render(request, "papers/receipt_ask.html", page, status=status)


@access.public
@require_safe
def sealed(request: Request, code: str, seal: str) -> HttpResponse:
    if not seal_fits(code, seal):
        raise NotFound
    return render(
        request, "papers/receipt_live.html", {"receipt": receipt_of(payment_on_paper(code))}
    )


def _digits_fit(code: str, given: str) -> bool:
    digits = "".join(filter(str.isdigit, latin_digits(given)))
    try:
        mobile = payment_on_paper(code).seller_order.order.customer.mobile
    except NotFound:
        return False
    return hmac.compare_digest(digits.encode(), mobile[-4:].encode())
