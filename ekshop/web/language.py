"""Which language a page speaks: Bengali, unless its reader chose otherwise.

A phone sold in Bangladesh says it prefers English without anybody having chosen so: what the
browser asks for is not looked at. A machine that speaks to the API asks on purpose.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers

API = "/api/"


class BengaliFirstMiddleware(LocaleMiddleware):
    """The language in the reader's cookie, else the one they are known by, else Bengali.

    Stands after the middleware that knows who is signed in.
    """

    def process_request(self, request: HttpRequest) -> None:
        translation.activate(language_of(request))
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        asked = request.path_info.startswith(API)
        patch_vary_headers(response, ["Accept-Language" if asked else "Cookie"])
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


def language_of(request: HttpRequest) -> str:
    known = dict(settings.LANGUAGES)
    if request.path_info.startswith(API):
        return translation.get_language_from_request(request)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in known:
        return chosen
    own = getattr(request.user, "language", "")
    return own if own in known else settings.LANGUAGE_CODE
