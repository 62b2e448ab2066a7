"""What all machines' interfaces share: answers and refusals in JSON, limits, and addresses that
each declare who may use them.

A refusal is `{"code", "message", "field_errors"}`: the code is for machines and stays, the message
is for people, in the language asked for by Accept-Language.
"""

import json
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from ekshop.kernel.errors import DomainError, InvalidInput, NotFound

logger = logging.getLogger(__name__)

MOST_BYTES = 256 * 1024
MOST_BYTES_WITH_FILE = 3 * 1024 * 1024
"""Two megabytes in base64, with what is said of them."""
MOST_BYTES_OF_GOODS = 4 * 1024 * 1024
"""Five hundred articles with long descriptions."""
LANGUAGES = ("bn", "en")


class BadJson(DomainError):
    code = "bad_json"
    message = gettext_lazy("The body is not JSON, or not a JSON object. It must be UTF-8.")


class BodyTooLarge(DomainError):
    code = "body_too_large"
    message = gettext_lazy("The body is larger than %(limit)s kB. Send it in several calls.")
    http_status = 413


class Unknown(DomainError):
    code = "unauthenticated"
    message = gettext_lazy(
        "The key is missing or not valid. Send it as “Authorization: Bearer KEY”."
    )
    http_status = 401


class Interface(NinjaAPI):
    """django-ninja with our refusals, without pages of its own."""

    def __init__(self, **options: Any) -> None:
        super().__init__(openapi_url=None, docs_url=None, **options)
        self.add_exception_handler(DomainError, refused)
        self.add_exception_handler(ValidationError, invalid)
        self.add_exception_handler(AuthenticationError, unknown)
        self.add_exception_handler(HttpError, protocol_error)
        self.add_exception_handler(Http404, not_found)
        self.add_exception_handler(Exception, broken)

    def _get_urls(self) -> list[Any]:
        return [each for each in super()._get_urls() if getattr(each, "name", "") != "api-root"]

    def create_response(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """Adds what the caller may still do this minute to whatever is answered."""
        response = super().create_response(request, *args, **options)
        for name, value in getattr(request, "rate_headers", {}).items():
            response[name] = value
        return response


def refusal(request: HttpRequest, error: DomainError) -> JsonResponse:
    """The error as an answer, in the language the caller asked for."""
    with override(language_of(request)):
        fields = error.field_errors if isinstance(error, InvalidInput) else {}
        answer = {
            "code": error.code,
            # Without its fields: they stand beside it.
            "message": DomainError.__str__(error),
            "field_errors": {name: str(text) for name, text in fields.items()},
        }
    response = JsonResponse(answer, status=error.http_status)
    for name, value in getattr(request, "rate_headers", {}).items():
        response[name] = value
    if error.http_status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if "wait" in error.data:
        response["Retry-After"] = str(error.data["wait"])
    return response


def language_of(request: HttpRequest) -> str:
    """Ours that the caller likes best; Bengali if it names none."""
    for name, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if name.split("-")[0] in LANGUAGES:
            return name.split("-")[0]
    return LANGUAGES[0]


def json_body(request: HttpRequest) -> dict[str, Any]:
    """A JSON object. Raises BodyTooLarge, BadJson."""
    check_size(request)
    try:
        body = json.loads(request.body.decode())
        # Half a character, which JSON can spell, is found by writing it.
        json.dumps(body, ensure_ascii=False).encode()
        if not isinstance(body, dict) or _has_nul(body):
            raise BadJson
    except (ValueError, RecursionError):
        raise BadJson from None
    return body


def _has_nul(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_nul, value)) or any(map(_has_nul, value.values()))
    return any(map(_has_nul, value)) if isinstance(value, list) else "\x00" in str(value)


def check_size(request: HttpRequest, *, most: int = MOST_BYTES) -> None:
    """Before anything is read. Raises BodyTooLarge."""
    declared = request.META.get("CONTENT_LENGTH") or "0"
    if not declared.isdigit() or int(declared) > most:
        raise BodyTooLarge(limit=most // 1024)


def refused(request: HttpRequest, error: Any) -> HttpResponse:
    return refusal(request, error)


def unknown(request: HttpRequest, error: Any) -> HttpResponse:
    return refusal(request, Unknown())


def not_found(request: HttpRequest, error: Any) -> HttpResponse:
    return refusal(request, NotFound())


def protocol_error(request: HttpRequest, error: Any) -> HttpResponse:
    """What the library itself refuses: a body it cannot read."""
    return refusal(request, BadJson())


def invalid(request: HttpRequest, error: Any) -> HttpResponse:
    """Says of each field what is wrong with it, by its path: `lines.0.decision`."""
    with override(language_of(request)):
        fields = {_path(each["loc"]): _sentence(each) for each in error.errors}
    return refusal(request, InvalidInput(fields))


def broken(request: HttpRequest, error: Any) -> HttpResponse:
    """A mistake of ours: logged in full, told without a word of it."""
    logger.error("a machine's call failed: %s", request.path, exc_info=error)
    with override(language_of(request)):
        message = _("Something went wrong on our side. Try again with the same Idempotency-Key.")
    answer = {"code": "internal_error", "message": message, "field_errors": {}}
    return JsonResponse(answer, status=500)


def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any address below /api/ that is none."""
    return refusal(request, NotFound())


def field_sentences(problems: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What is wrong with each field of one row, in the active language."""
    return {".".join(map(str, each["loc"])) or "row": _sentence(each) for each in problems}


def _path(location: tuple[Any, ...]) -> str:
    """ninja's ("body", "answer", "lines", 0, "reason") without where it came from."""
    parts = location[2:] if location[0] == "body" and len(location) > 2 else location[1:]
    return ".".join(map(str, parts)) or "body"


def _sentence(problem: Mapping[str, Any]) -> str:
    kind, context = problem["type"], problem.get("ctx", {})
    sentences = {
        "missing": _("This is missing."),
        "extra_forbidden": _("There is no such field."),
        "string_type": _("This must be text."),
        "bool_parsing": _("This must be true or false."),
        "bool_type": _("This must be true or false."),
        "int_parsing": _("This must be a whole number."),
        "int_type": _("This must be a whole number."),
        "int_from_float": _("This must be a whole number."),
        "list_type": _("This must be a list."),
        "string_too_long": _("This is longer than %(max_length)s characters."),
        "string_too_short": _("This is shorter than %(min_length)s characters."),
        "too_long": _("There are more than %(max_length)s of these."),
        "too_short": _("At least %(min_length)s is needed."),
        "literal_error": _("This must be one of: %(expected)s."),
        "greater_than_equal": _("This must be at least %(ge)s."),
        "less_than_equal": _("This must be at most %(le)s."),
        "string_pattern_mismatch": _("There are characters in it that cannot be taken."),
        "value_error": _("There are characters in it that cannot be taken."),
        "timezone_aware": _("This must be a time with its zone, like 2026-11-22T10:15:00+06:00."),
        "datetime_from_date_parsing": _(
            "This must be a time with its zone, like 2026-11-22T10:15:00+06:00."
        ),
        "datetime_parsing": _("This must be a time with its zone, like 2026-11-22T10:15:00+06:00."),
        "datetime_type": _("This must be a time with its zone, like 2026-11-22T10:15:00+06:00."),
    }
    sentence = sentences.get(kind, _("This cannot be read here."))
    return sentence % context if "%(" in sentence else sentence
