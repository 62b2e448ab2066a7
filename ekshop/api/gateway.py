"""What the SMS gateway tells us: what became of a message, and what people write back."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ekshop.complaints.services import sms_answer
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import DomainError, InvalidInput
from ekshop.notices.services import delivery_report_record

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
    """Somebody wrote to our number; the same message again is what it was the first time."""
    try:
        bearer_check(request, settings.SMS_REPORT_SECRET)
        body = json_body(request)
        _needed(body, "message_id", "msisdn", "sms")
        done = sms_answer(
            actor=GATEWAY,
            mobile=body["msisdn"],
            text=body["sms"],
            message_id=body["message_id"],
            now=clock.now(),
        )
        return JsonResponse({"taken": True, "done": done})
    except DomainError as error:
        return refusal(request, error)


def _needed(body: dict[str, Any], *names: str) -> None:
    """Raises InvalidInput for each of these fields that is no text."""
    missing = [name for name in names if not isinstance(body.get(name), str) or not body[name]]
    if missing:
        raise InvalidInput(dict.fromkeys(missing, _("This field is missing.")))
