"""Taking the money for what was accepted, and the receipt."""

from uuid import uuid4

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from ekshop.kernel import clock
from ekshop.kernel.documents import pdf_render
from ekshop.kernel.errors import DomainError, InvalidInput
from ekshop.orders.selectors import lines_of
from ekshop.payments.rules import COLLECTION_MEDIA
from ekshop.payments.selectors import payment_by_code
from ekshop.payments.services import AmountChanged, ReferenceUsed, amount_due, payment_collect
from ekshop.web.access import Request, access
from ekshop.web.papers.receipt import receipt_data, receipt_of

from .. import typed
from ..parcel import STEPS, share_of


@access("payment.collect")
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: Request, code: str) -> HttpResponse:
    share = share_of(request.actor, code)
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        try:
            payment = payment_collect(
                actor=request.actor,
                seller_order_id=share.pk,
                medium=request.POST.get("medium", ""),
                reference=request.POST.get("reference", ""),
                expected_poisha=typed.number(request.POST, "expected"),
                nonce=typed.nonce(request.POST),
                now=clock.now(),
            )
        except (InvalidInput, AmountChanged, ReferenceUsed) as refused:
            errors, status = _by_field(refused), refused.http_status
        else:
            return redirect("centre:receipt", payment.code)
    elif share.state != "inspected":
        return redirect("centre:parcel", share.code)
    return render(
        request,
        "centre/parcels/pay.html",
        {
            "share": share,
            "lines": [line for line in lines_of(share.pk) if line.state == "confirmed"],
            "due": amount_due(share.pk),
            "media": COLLECTION_MEDIA,
            "medium": request.POST.get("medium", "cash"),
            "reference": request.POST.get("reference", ""),
            "nonce": request.POST.get("nonce") or uuid4(),
            "errors": errors,
            "steps": STEPS,
        },
        status=status,
    )


@access("payment.collect")
@require_safe
def receipt(request: Request, code: str) -> HttpResponse:
    shown = receipt_of(payment_by_code(request.actor, code))
    return render(
        request,
        "centre/parcels/receipt.html",
        {"receipt": shown, "share": shown.payment.seller_order, "steps": STEPS},
    )


@access("payment.collect")
@require_safe
def receipt_pdf(request: Request, code: str) -> HttpResponse:
    shown = receipt_of(payment_by_code(request.actor, code))
    pdf = pdf_render(
        "receipt",
        receipt_data(shown),
        language=get_language() or settings.LANGUAGE_CODE,
        at=shown.payment.collected_at,
    )
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{shown.payment.code}.pdf"'},
    )


def _by_field(refused: DomainError) -> dict[str, str]:
    if isinstance(refused, ReferenceUsed):
        return {"reference": str(refused)}
    if isinstance(refused, InvalidInput):
        return typed.words(refused)
    return {"medium": str(refused)}
