"""What the SMS gateway tells us: what became of a message, and what people write back."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import DomainError, InvalidInput
from ekshop.notices.services import delivery_report_record, message_receive

from .access import access
from .couriers import bearer_check
from .machine import json_body, refusal

GATEWAY = Actor.system("sms gateway")


@csrf_exempt
@access.public
@require_POST
def sms_report(request: HttpRequest) -> JsonResponse:
    """A delivery report; repeated and late ones are harmless."""
    try:
        bearer_check(request, settings.SMS_REPORT_SECRET)
        body = json_body(request)
        _needed(body, "csms_id", "status")
        changed = delivery_report_record(
            actor=GATEWAY,
            key=body["csms_id"],
            status=body["status"],
            provider_message_id=str(body.get("reference_id") or ""),
            now=clock.now(),
        )
        return JsonResponse({"taken": True, "new": changed})
    except DomainError as error:
        return refusal(request, error)


@csrf_exempt
@access.public
@require_POST
def sms_incoming(request: HttpRequest) -> JsonResponse:
    """Somebody wrote to our number: kept, and answered by a job. The same message again is the
    one we have."""
    try:
        bearer_check(request, settings.SMS_REPORT_SECRET)
        body = json_body(request)
        _needed(body, "message_id", "msisdn", "sms")
        _kept, is_new = message_receive(
            actor=GATEWAY,
            key=body["message_id"],
            sender=body["msisdn"],
            text=body["sms"],
            sent_at=_time(body.get("at")),
            now=clock.now(),
        )
        return JsonResponse({"taken": True, "new": is_new})
    except DomainError as error:
        return refusal(request, error)


def _needed(body: dict[str, Any], *names: str) -> None:
    """Raises InvalidInput for each of these fields that is no text."""
    missing = [name for name in names if not isinstance(body.get(name), str) or not body[name]]
    if missing:
        raise InvalidInput(dict.fromkeys(missing, _("This field is missing.")))


def _time(text: Any) -> datetime | None:
    """When it was written, by the gateway's word; None where that is no time of a known zone."""
    try:
        at = parse_datetime(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return at if at and at.tzinfo else None
