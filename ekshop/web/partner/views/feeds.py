"""A partner's feeds: the list, one feed, and how a new one is looked at before it is kept."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.federation import services
from ekshop.federation.ingest import FileProblem
from ekshop.federation.selectors import feed_by_id, feed_runs, feeds_visible_to
from ekshop.federation.services import UploadDraft
from ekshop.kernel import clock
from ekshop.kernel.bangla import format_number
from ekshop.kernel.errors import DomainError, InvalidInput
from ekshop.kernel.paging import page_of
from ekshop.web.access import Request, access

from .. import feed_forms as forms


@access("feed.read")
@require_safe
def feed_list(request: Request) -> HttpResponse:
    page = page_of(
        feeds_visible_to(request.actor), order=("-id",), cursor=request.GET.get("cursor")
    )
    return render(request, "partner/feeds/list.html", {"page": page})


@access("feed.manage")
@require_safe
def feed_new(request: Request) -> HttpResponse:
    return render(request, "partner/feeds/new.html", {"form": forms.first_step({})})


@access("feed.manage")
@require_POST
def feed_look(request: Request) -> HttpResponse:
    """Shows the first rows of what is at the address, or in the file, before anything is kept."""
    form = forms.first_step(request.POST)
    try:
        draft = None
        if file := request.FILES.get("file"):
            draft = UploadDraft.keep(actor=request.actor, file=file)
            peek = services.file_peek(actor=request.actor, path=draft.path, format=form["format"])
        else:
            peek = services.address_peek(
                actor=request.actor, address=form["address"], format=form["format"]
            )
    except DomainError as error:
        return _again(request, form, error)
    context = {"form": form, "look": forms.look(peek, {}), "draft": draft.token if draft else ""}
    return render(request, "partner/feeds/look.html", context)


@access("feed.manage")
@require_POST
def feed_save(request: Request) -> HttpResponse:
    """Keeps the feed with its columns, and reads it at once."""
    form, now = forms.first_step(request.POST), clock.now()
    try:
        draft = UploadDraft.found(actor=request.actor, token=request.POST.get("draft", ""))
        feed = services.feed_register(
            actor=request.actor,
            seller_id=request.actor.organisation_id or 0,
            mapping=forms.mapping(request.POST),
            now=now,
            **forms.feed_fields(form),
        )
        run = (
            services.feed_upload(actor=request.actor, feed=feed, draft=draft, now=now)
            if draft
            else services.feed_run_request(actor=request.actor, feed=feed, now=now)
        )
    except InvalidInput as error:
        return _look_again(request, form, error)
    return redirect("partner:run", run.pk)


@access("feed.read")
@require_safe
def feed_page(request: Request, feed_id: int) -> HttpResponse:
    feed = feed_by_id(request.actor, feed_id)
    page = page_of(feed_runs(feed), order=("-id",), cursor=request.GET.get("cursor"), size=15)
    return render(request, "partner/feeds/feed.html", {"feed": feed, "page": page})


@access("feed.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def feed_change(request: Request, feed_id: int) -> HttpResponse:
    feed = feed_by_id(request.actor, feed_id)
    if request.method != "POST":
        return _change_shown(request, feed, forms.of_feed(feed), feed.mapping)
    form, mapping = forms.first_step(request.POST), forms.mapping(request.POST)
    try:
        services.feed_update(
            actor=request.actor,
            feed=feed,
            mapping=mapping,
            now=clock.now(),
            **forms.feed_fields(form),
        )
    except InvalidInput as error:
        return _change_shown(request, feed, form, mapping, error)
    messages.success(request, _("Changed. It will be read with the next minute."))
    return redirect("partner:feed", feed.pk)


@access("feed.manage")
@require_POST
def feed_pause(request: Request, feed_id: int) -> HttpResponse:
    feed = feed_by_id(request.actor, feed_id)
    services.feed_pause(actor=request.actor, feed=feed, now=clock.now())
    messages.success(request, _("Paused. What it brought stays on sale."))
    return redirect("partner:feed", feed.pk)


@access("feed.manage")
@require_POST
def feed_resume(request: Request, feed_id: int) -> HttpResponse:
    feed = feed_by_id(request.actor, feed_id)
    services.feed_resume(actor=request.actor, feed=feed, now=clock.now())
    messages.success(request, _("It will be read with the next minute."))
    return redirect("partner:feed", feed.pk)


@access("feed.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def feed_withdraw(request: Request, feed_id: int) -> HttpResponse:
    """Asks once, then takes all of its goods off the shelf."""
    feed = feed_by_id(request.actor, feed_id)
    if request.method != "POST":
        return render(request, "partner/feeds/withdraw.html", {"feed": feed})
    count = services.feed_withdraw(actor=request.actor, feed=feed, now=clock.now())
    shown = format_number(count, get_language() or "bn")
    messages.success(request, _("%(count)s articles are no longer on sale.") % {"count": shown})
    return redirect("partner:feed", feed.pk)


def _again(request: Request, form: dict[str, Any], error: DomainError) -> HttpResponse:
    field = "file" if request.FILES else "address"
    errors = error.field_errors if isinstance(error, InvalidInput) else {field: str(error)}
    context = {"form": form, "errors": errors}
    return render(request, "partner/feeds/new.html", context, status=422)


def _look_again(request: Request, form: dict[str, Any], error: InvalidInput) -> HttpResponse:
    """The same rows, with what was chosen and what is wrong with it."""
    try:
        draft = UploadDraft.found(actor=request.actor, token=request.POST.get("draft", ""))
        peek = (
            services.file_peek(actor=request.actor, path=draft.path, format=form["format"])
            if draft
            else services.address_peek(
                actor=request.actor, address=form["address"], format=form["format"]
            )
        )
    except DomainError as problem:
        return _again(request, form, problem)
    look = forms.look(peek, forms.mapping(request.POST))
    context = {
        "form": form,
        "look": look,
        "draft": request.POST.get("draft", ""),
        "errors": error.field_errors,
    }
    return render(request, "partner/feeds/look.html", context, status=422)


def _change_shown(
    request: Request,
    feed: Any,
    form: dict[str, Any],
    mapping: dict[str, Any],
    error: InvalidInput | None = None,
) -> HttpResponse:
    look, problem = None, ""
    if feed.address or mapping.get("columns"):
        try:
            peek = services.feed_peek(actor=request.actor, feed=feed)
            look = forms.look(peek, mapping) if peek else forms.look_unseen(mapping)
        except FileProblem as found:
            problem, look = str(found), forms.look_unseen(mapping)
    context = {
        "feed": feed,
        "form": form,
        "look": look,
        "problem": problem,
        "errors": error.field_errors if error else {},
    }
    return render(request, "partner/feeds/change.html", context, status=422 if error else 200)
