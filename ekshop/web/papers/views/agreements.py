"""What producers agree to, for whoever wants to read or hear it, and each agreement on paper."""

from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ekshop.kernel import clock
from ekshop.kernel.errors import NotFound
from ekshop.producers import rules
from ekshop.producers.selectors import agreement_paper_for, agreements_of, photo_for, producer_for
from ekshop.web.access import Request, access

from ..agreements import agreement_pdf
from ..handing import handed, paper_handed

DAY = 24 * 3600


@access.public
@require_safe
def words(request: Request, version: str) -> HttpResponse:
    """In large letters, with a button that reads them aloud where the browser can."""
    found = _wording(version)
    language = get_language() or "bn"
    return render(
        request,
        "papers/agreements/words.html",
        {"wording": found, **spoken(found, language)},
    )


@access.public
@require_safe
def blank(request: Request, version: str) -> HttpResponse:
    """To print, read and sign by hand."""
    return _pdf(agreement_pdf(_wording(version), at=clock.now()), version)


@access("producer.read")
@require_safe
def signed(request: Request, seller_id: int, agreement_id: int) -> HttpResponse:
    """What a producer agreed to, when and how."""
    profile = producer_for(request.actor, seller_id)
    found = next((each for each in agreements_of(profile) if each.pk == agreement_id), None)
    if found is None:
        raise NotFound(agreement_id=agreement_id)
    words_ = rules.wording(found.wording)
    return _pdf(agreement_pdf(words_, at=found.at, profile=profile, agreement=found), found.wording)


@access("producer.read")
@require_safe
def paper(request: Request, seller_id: int, paper_id: int, size: str) -> HttpResponseBase:
    """A page she signed, to her side; `size` of a photo is "small" or "full"."""
    found = agreement_paper_for(request.actor, seller_id, paper_id)
    if found.document:
        return paper_handed(found.document)
    return handed(found.file if size == "full" else found.thumb, "image/webp", "")


@access.public
@require_safe
def photo(request: Request, token: Any, size: str) -> HttpResponseBase:
    """Of a producer or her workshop; `size` is "small" or "full"."""
    found = photo_for(request.actor, token)
    try:
        file = default_storage.open(found.name if size == "full" else found.small_name)
    except FileNotFoundError as error:
        raise NotFound from error
    response = FileResponse(file, content_type="image/webp", filename=f"{found.pk}.webp")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = f"private, max-age={DAY}"
    return response


def spoken(wording: rules.Wording, language: str) -> dict[str, Any]:
    """The words for a page: title, beginning, and each clause's heading and text."""
    return {
        "words_language": language,
        "title": wording.title(language),
        "begins": wording.begins(language),
        "clauses": [(each.head(language), each.text(language)) for each in wording.clauses],
    }


def read_to_her(wording: rules.Wording, language: str) -> dict[str, Any]:
    """The words in Bengali, whichever language the page is in: it is she who hears them. The same in
    the reader's `language`, where that is another, under `translated`."""
    told = spoken(wording, "bn")
    return told if language == "bn" else {**told, "translated": spoken(wording, language)}


def _wording(version: str) -> rules.Wording:
    try:
        return rules.wording(version)
    except KeyError as error:
        raise NotFound(version=version) from error


def _pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"'},
    )
