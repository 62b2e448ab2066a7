"""The living page of every component, and the choice of light."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from ekshop.web.access import access

from . import samples
from .theme import CHOICES, COOKIE, COOKIE_AGE

LAYOUTS = ("public", "work", "focus", "plain")


@access.public
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    return render(request, "components/page.html", samples.page(request))


@access.public
@require_safe
def layout(request: HttpRequest, name: str) -> HttpResponse:
    if name not in LAYOUTS:
        raise Http404
    return render(request, f"components/layout_{name}.html", samples.page(request))


@access.public
@require_POST
def theme_choose(request: HttpRequest) -> HttpResponse:
    """Keep the chosen light in a cookie and go back to where it was chosen."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("theme", "")
    if chosen in CHOICES:
        response.set_cookie(
            COOKIE,
            chosen,
            max_age=COOKIE_AGE,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
