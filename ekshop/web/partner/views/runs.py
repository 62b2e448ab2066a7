"""One reading of a feed: asked for, watched, and what could not be taken."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from ekshop.federation.rules import incoming as rules
from ekshop.federation.selectors import (
    feed_by_id,
    reject_lines,
    reject_rows,
    rejects_of,
    run_shown,
    run_visible_to,
)
from ekshop.federation.services import UploadDraft, feed_run_request, feed_upload
from ekshop.kernel import clock
from ekshop.kernel.errors import InvalidInput
from ekshop.kernel.paging import page_of
from ekshop.kernel.tables import table_lines
from ekshop.web.access import Request, access

REJECTS = 50


@access("feed.manage")
@require_POST
def feed_read(request: Request, feed_id: int) -> HttpResponse:
    feed = feed_by_id(request.actor, feed_id)
    run = feed_run_request(
        actor=request.actor, feed=feed, now=clock.now(), trust="trust" in request.POST
    )
    return redirect("partner:run", run.pk)


@access("feed.manage")
@require_POST
def upload(request: Request, feed_id: int) -> HttpResponse:
    feed = feed_by_id(request.actor, feed_id)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise InvalidInput({"file": _("Choose a file.")})
    draft = UploadDraft.keep(actor=request.actor, file=file)
    run = feed_upload(actor=request.actor, feed=feed, draft=draft, now=clock.now())
    return redirect("partner:run", run.pk)


@access("feed.read")
@require_safe
def run_page(request: Request, run_id: int) -> HttpResponse:
    """htmx asks for the moving part alone, and for the whole page once it is over."""
    run = run_visible_to(request.actor, run_id)
    running = run.state in rules.RUNNING
    context = {"run": run, "shown": run_shown(run), "running": running}
    if request.htmx:
        answer = render(request, "partner/feeds/run_live.html", context)
        if not running:
            answer["HX-Refresh"] = "true"
        return answer
    page = page_of(
        rejects_of(run), order=("row", "id"), cursor=request.GET.get("cursor"), size=REJECTS
    )
    lines = reject_lines(page.items, get_language() or "bn")
    return render(request, "partner/feeds/run.html", {**context, "page": page, "lines": lines})


@access("feed.read")
@require_safe
def rejects_csv(request: Request, run_id: int) -> StreamingHttpResponse:
    run = run_visible_to(request.actor, run_id)
    rows = reject_rows(run, get_language() or "bn")
    answer = StreamingHttpResponse(
        table_lines(next(rows), rows),
        content_type="text/csv; charset=utf-8",
    )
    answer["Content-Disposition"] = f'attachment; filename="feed-run-{run.pk}.csv"'
    return answer
