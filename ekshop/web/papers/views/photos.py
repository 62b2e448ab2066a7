"""Photos, to those who may see them and as nothing but pictures."""

from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from ekshop.fulfilment.selectors import photo_kept, photos_visible_to
from ekshop.kernel.errors import NotFound
from ekshop.web.access import Request, access

YEAR = 365 * 24 * 3600


@access("order.read")
@require_safe
def photo(request: Request, photo_id: int, size: str) -> HttpResponseBase:
    """Of a rejected piece or a return; `size` is "small" or "full"."""
    found = photos_visible_to(request.actor).filter(pk=photo_id).first()
    if found is None:
        raise NotFound
    return _picture(found, size)


@access.public
@require_safe
def kept(request: Request, scope: str, token: str) -> HttpResponseBase:
    """Of a form not yet finished: whoever has its token sent it."""
    return _picture(photo_kept(token, scope), "small")


def _picture(found: Any, size: str) -> HttpResponseBase:
    name = found.file if size == "full" else found.thumb
    try:
        file = default_storage.open(name)
    except FileNotFoundError as error:
        raise NotFound from error
    response = FileResponse(file, content_type="image/webp", filename=f"{found.pk}.webp")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = f"private, max-age={YEAR}, immutable"
    return response
