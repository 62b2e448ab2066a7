"""Papers that open from the desk, in the language the address asks for (`?in=bn`)."""

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language

from ekshop.web.access import Request


def language_asked(request: Request) -> str:
    """The reader's own where the address names none that is known."""
    asked = request.GET.get("in", "")
    if asked in dict(settings.LANGUAGES):
        return asked
    return get_language() or settings.LANGUAGE_CODE


def paper(pdf: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"'},
    )
