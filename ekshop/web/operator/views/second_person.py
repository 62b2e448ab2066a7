"""What waits for a second person: confirmed by another, or taken back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ekshop.kernel import clock
from ekshop.settlement.services import deed_confirm, deed_refuse, deed_waits
from ekshop.web.access import Request, access

PAGES = {
    "courier_bill": "operator:courier_ways",
    "claim_payment": "operator:courier_claims",
    "claim_write_off": "operator:courier_claims",
    "export_freight": "operator:consignment",
}


@access("courier.pay")
@require_POST
def deed_decided(request: Request, deed_id: int) -> HttpResponse:
    """The second person agrees, or either says that it is not done."""
    decide = deed_refuse if request.POST.get("do") == "refuse" else deed_confirm
    deed = decide(actor=request.actor, deed_id=deed_id, now=clock.now())
    messages.success(request, _("Done."))
    page = PAGES[deed.kind]
    return redirect(page, deed.about) if deed.kind == "export_freight" else redirect(page)


def booked_or_asked(request: Request, done: object) -> None:
    """Says which of the two it was."""
    asked = _("Asked. A second person has to decide.")
    messages.success(request, asked if deed_waits(done) else _("Booked."))
