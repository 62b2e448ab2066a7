"""What couriers push: where a parcel is. Late, repeated and out of order, all is taken."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ekshop.fulfilment.adapters import courier_for
from ekshop.fulfilment.rules import REPORT_AHEAD
from ekshop.fulfilment.selectors import shipment_of_courier
from ekshop.fulfilment.services import tracking_record
from ekshop.kernel import clock
from ekshop.kernel.errors import DomainError, InvalidInput, NotFound

from .access import access
from .machine import Unknown, json_body, refusal


@csrf_exempt
@access.public
@require_POST
def courier_events(request: HttpRequest, courier: str) -> JsonResponse:
    """One report; 200 with whether it was new. Each courier shows a secret of its own, which
    opens its own address alone; compared in even time."""
    try:
        bearer_check(request, settings.COURIER_EVENT_SECRETS.get(courier, ""))
        return JsonResponse(_taken(courier, json_body(request)))
    except DomainError as error:
        return refusal(request, error)


def _taken(courier: str, body: dict[str, Any]) -> dict[str, Any]:
    now = clock.now()
    try:
        adapter = courier_for(courier)
    except InvalidInput:
        raise NotFound(courier=courier) from None
    report = adapter.report_read(body)
    if report is None:
        return {"taken": True, "new": False}
    if report.at > now + REPORT_AHEAD:
        raise InvalidInput({"updated_at": _("This time has not come yet.")})
    shipment = shipment_of_courier(courier, report.reference)
    if shipment is None and body.get("invoice"):
        # Pushed before our own booking has its answer: the courier knows our code already.
        shipment = shipment_of_courier(courier, str(body["invoice"]))
    if shipment is None:
        raise NotFound(reference=report.reference)
    is_new = tracking_record(
        courier=courier,
        shipment_id=shipment.pk,
        event_key=report.event_key,
        status=report.status,
        message=report.message,
        at=report.at,
        now=now,
    )
    return {"taken": True, "new": is_new}


def bearer_check(request: HttpRequest, secret: str) -> None:
    """Raises Unknown unless the caller shows the secret; an empty secret opens nothing."""
    scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
    shown = scheme.lower() == "bearer" and constant_time_compare(given.strip(), secret)
    if not secret or not shown:
        raise Unknown
