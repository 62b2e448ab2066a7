"""What a centre's device may keep, and what it sends by itself when the line is back.

A response that says `Kept-For` may be shown again without a line, to the person named there and
to nobody else. A form that comes from the device's queue says `Device-Queue` and is answered in
JSON: where its result is, or why not, in words.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from ekshop.kernel.errors import DomainError, InvalidInput
from ekshop.web.access import Request

KEPT_FOR = "Kept-For"
QUEUE = "Device-Queue"
LATER = "Device-Queue-Later"

View = Callable[..., HttpResponse]


def owner_of(request: Request) -> str:
    """A name for this person in this role, the same on every visit; it gives away neither."""
    who = f"{request.actor.person_id}:{request.actor.membership_id}"
    return salted_hmac("centre.device", who, algorithm="sha256").hexdigest()[:24]


def is_queued(request: HttpRequest) -> bool:
    return QUEUE in request.headers


def keepable(view: View) -> View:
    """Let the device keep this page."""

    @wraps(view)
    def marked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "GET" and response.status_code == 200:
            response[KEPT_FOR] = owner_of(request)
        return response

    return marked


def queueable(view: View) -> View:
    """Answer a form of the device's queue as the queue needs it; any other as ever.

    `state`: "done" with the address of the result as `to`; "refused" with `words`; "other" when
    the form was filled in by another person than the one signed in.
    """

    @wraps(view)
    def answered(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_queued(request):
            return view(request, *args, **kwargs)
        if not constant_time_compare(request.headers[QUEUE], owner_of(request)):
            return JsonResponse({"state": "other"}, status=409)
        try:
            response = view(request, *args, **kwargs)
        except DomainError as refused:
            told = {"state": "refused", "code": refused.code, "words": words(refused)}
            return JsonResponse(told, status=refused.http_status)
        if "Location" not in response:
            return response
        if LATER in request.headers:
            # Nobody stands before the page whose success they would tell of.
            list(messages.get_messages(request))
        return JsonResponse({"state": "done", "to": response["Location"]})

    return answered


def words(refused: DomainError) -> str:
    if isinstance(refused, InvalidInput) and refused.field_errors:
        return " ".join(str(problem) for problem in refused.field_errors.values())
    return str(refused)
