"""The customer takes the goods with the code only they were sent."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ekshop.fulfilment.selectors import hand_over_of, tries_left
from ekshop.fulfilment.services import hand_over_code_resend, hand_over_record
from ekshop.fulfilment.services.errors import CodeExpired, TooManyTries, TooSoon, WrongCode
from ekshop.kernel import clock
from ekshop.web.access import Request, access

from ..parcel import STEPS, lines_coming, share_of


@access("hand_over.record")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: Request, code: str) -> HttpResponse:
    share = share_of(request.actor, code)
    problem, status = "", 200
    if request.method == "POST":
        try:
            hand_over_record(
                actor=request.actor,
                seller_order_id=share.pk,
                code=request.POST.get("code", ""),
                now=clock.now(),
            )
        except (WrongCode, TooManyTries, CodeExpired) as refused:
            problem, status = str(refused), refused.http_status
        else:
            messages.success(request, _("Handed over. This order is done."))
            return redirect("centre:parcel", share.code)
    elif share.state != "paid":
        return redirect("centre:parcel", share.code)
    return render(
        request,
        "centre/parcels/hand_over.html",
        {
            "share": share,
            "lines": [
                line for line in lines_coming(request.actor, share) if line.accepted_quantity
            ],
            "sent": hand_over_of(share.pk),
            "left": tries_left(share.pk),
            "problem": problem,
            "steps": STEPS,
        },
        status=status,
    )


@access("hand_over.record")
@require_POST
def resend(request: Request, code: str) -> HttpResponse:
    share = share_of(request.actor, code)
    try:
        hand_over_code_resend(actor=request.actor, seller_order_id=share.pk, now=clock.now())
    except TooSoon as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("A new code is on its way to the customer."))
    return redirect("centre:hand_over", share.code)
