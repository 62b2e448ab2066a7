"""The published ek-Shop partner contract, on the wire as today's partners' systems speak it.

They add `/partner/getSession` and `/partner/addProduct` to a base address; ours is `/api`. Their
client knows an answer by `status`: 1 is well, 2 is not, and reads the token at
`user_login_session.token`. It waits for ever on any other answer, so there is none. A login id of
before (`manage.py login_take_over`) is an e-mail address mostly, and counts from its own servers.
"""

import json
from collections.abc import Iterable
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ekshop.federation.ingest import Note
from ekshop.federation.selectors import comes_rightly, key_known, note_sentence, session_known
from ekshop.federation.services import (
    Article,
    ProductTaken,
    TooManyCalls,
    api_use_count,
    products_add,
    session_open,
)
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import format_number
from ekshop.kernel.errors import DomainError

from .access import access
from .machine import MOST_BYTES, MOST_BYTES_OF_GOODS, BadJson, check_size, language_of

WELL, NOT_WELL = 1, 2
LONGEST = 200


@csrf_exempt
@access.public
@require_POST
def get_session(request: HttpRequest) -> JsonResponse:
    """`{"login_id"}` → a token. A login id that is none is told with 200, as the client expects."""
    with override(language_of(request)):
        try:
            check_size(request, most=MOST_BYTES)
            body = _json(request)
            login_id = body.get("login_id") if isinstance(body, dict) else None
            known = isinstance(login_id, str) and len(login_id) <= LONGEST
            now = clock.now()
            key = key_known(str(login_id), kind="login") if known else None
            if key is None:
                return _refused(
                    _("We do not know this login id. Make one on your page, under API keys."), 200
                )
            address = str(get_adapter().get_client_ip(request)) if key.comes_from else ""
            if not comes_rightly(key, address):
                told = _("This login id is taken from its own servers only, not from %(address)s.")
                return _refused(told % {"address": address}, 200)
            api_use_count(key=key, now=now)
            token, until = session_open(key=key, now=now)
        except DomainError as error:
            return _error(error)
        return JsonResponse(
            {
                "status": WELL,
                "message": _("Signed in."),
                "user_login_session": {"token": token, "expires_at": until.isoformat()},
            }
        )


@csrf_exempt
@access.public
@require_POST
def add_product(request: HttpRequest) -> JsonResponse:
    """A list of products, under `x-auth-token`; every product is answered by itself."""
    language = language_of(request)
    with override(language):
        try:
            now = clock.now()
            token = request.headers.get("x-auth-token", "")
            key = session_known(token, now) if 0 < len(token) <= LONGEST else None
            if key is None:
                return _refused(_("The token is missing or over. Get a new one."), 401)
            api_use_count(key=key, now=now)
            check_size(request, most=MOST_BYTES_OF_GOODS)
            products = _products(_json(request))
            taken = products_add(
                actor=Actor.partner_api(key.seller_id, label=key.label),
                seller_id=key.seller_id,
                products=products,
                now=now,
            )
        except DomainError as error:
            return _error(error)
        told = [_product(each, language) for each in taken]
        well = sum(each["status"] == WELL for each in told)
        message = _("%(well)s of %(all)s products were taken.") % {
            "well": format_number(well, language),
            "all": format_number(len(told), language),
        }
        status = WELL if well or not told else NOT_WELL
        return JsonResponse({"status": status, "message": message, "data": told})


def _products(body: Any) -> list[Any]:
    """The list itself, or inside an object under the name that some clients give it."""
    if isinstance(body, dict):
        body = next((body[name] for name in ("data", "products") if name in body), [body])
    if not isinstance(body, list):
        raise BadJson
    return body


def _product(taken: ProductTaken, language: str) -> dict[str, Any]:
    articles = [_article(each, language) for each in taken.articles]
    well = any(each["status"] == WELL for each in articles)
    problems = _sentences(taken.refused, language)
    return {
        "product_reference_id": taken.reference,
        "status": WELL if well else NOT_WELL,
        "problems": problems,
        "sku_information": articles,
    }


def _article(article: Article, language: str) -> dict[str, Any]:
    outcome = article.outcome
    return {
        "sku": article.sku[:LONGEST],
        "reference": outcome.ref,
        "status": NOT_WELL if outcome.what == "refused" else WELL,
        "outcome": outcome.what,
        "problems": _sentences(outcome.notes, language),
    }


def _sentences(notes: Iterable[Note], language: str) -> list[dict[str, Any]]:
    return [note_sentence(note, language) for note in notes]


def _json(request: HttpRequest) -> Any:
    try:
        return json.loads(request.body.decode())
    except (ValueError, RecursionError):
        raise BadJson from None


def _error(error: DomainError) -> JsonResponse:
    response = _refused(str(error), error.http_status)
    if isinstance(error, TooManyCalls):
        response["Retry-After"] = str(error.data["wait"])
    return response


def _refused(message: str, status: int) -> JsonResponse:
    return JsonResponse({"status": NOT_WELL, "message": message}, status=status)
