"""Files people brought, handed out to be kept or shown as a picture, never run in the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponseBase

from ekshop.kernel.brought import brought_opened
from ekshop.kernel.errors import NotFound

if TYPE_CHECKING:
    from ekshop.kernel.models import BroughtFile


def handed(name: str, mime: str, filename: str, cache: str = "no-store") -> HttpResponseBase:
    """With a `filename` it is for keeping. Raises NotFound where the bytes are gone."""
    try:
        file = default_storage.open(name)
    except FileNotFoundError as error:
        raise NotFound from error
    response = FileResponse(
        file, content_type=mime, filename=filename, as_attachment=bool(filename)
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = f"private, {cache}"
    return response


def paper_handed(paper: BroughtFile | None) -> HttpResponseBase:
    """A PDF whose row the caller found to be theirs. Raises NotFound until it is clean."""
    found = brought_opened(paper)
    return handed(found.file, found.mime, found.filename)
