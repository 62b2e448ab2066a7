"""A channel's feed, for a marketplace that comes and fetches it."""

from django.http import FileResponse, Http404, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from ekshop.channels.services import channel_feed_file
from ekshop.kernel.errors import NotFound
from ekshop.web.access import Request, access


@access.public
@require_safe
def feed(request: Request, key: str, token: str) -> HttpResponseBase:
    """Whoever knows the address may; a file never changes under its name, so that is its ETag."""
    try:
        path = channel_feed_file(key=key, token=token)
        etag = quote_etag(path.name)
        unchanged = get_conditional_response(request, etag=etag)
        answer = unchanged or FileResponse(path.open("rb"), as_attachment=True, filename=path.name)
    except (NotFound, FileNotFoundError) as missing:
        raise Http404 from missing
    answer["ETag"], answer["Cache-Control"] = etag, "private, no-cache"
    return answer
