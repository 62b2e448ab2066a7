"""A partner's feeds: the list, one feed, and how a new one is looked at before it is kept."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.federation import services
from ekshop.federation.connectors import Connector, Finding, connectors
from ekshop.federation.connectors.opening import Peek
from ekshop.federation.ingest import FileProblem
from ekshop.federation.selectors import (
    feed_by_id,
    feed_runs,
    feeds_visible_to,
    shop_link_of,
    shop_order_lines,
    shop_orders_of,
)
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
    """Which way the goods come."""
    return render(request, "partner/feeds/choose.html", {"connectors": forms.offered()})


@access("feed.manage")
@require_safe
def feed_new_by(request: Request, connector: str) -> HttpResponse:
    form = forms.first_step({}, connector_or_404(connector))
    return render(request, "partner/feeds/new.html", {"form": form})


@access("feed.manage")
@require_POST
def feed_look(request: Request) -> HttpResponse:
    """Tries the connection and shows the first rows of what is there, before anything is kept.

    A try that fails carries the keys along, sealed, so that nobody has to type them anew.
    """
    speaks = connector_or_404(request.POST.get("connector", "google"))
    form = forms.first_step(request.POST, speaks)
    findings: list[Finding] = []
    draft = None
    try:
        form = forms.first_step(request.POST, speaks, _carried(request))
        given = form["given"]
        if file := request.FILES.get("file"):
            draft = UploadDraft.keep(actor=request.actor, file=file)
        else:
            there = {"address": form["address"], "connector": speaks.key, "settings": given}
            findings = services.address_check(actor=request.actor, **there)
            if any(not each.fine for each in findings):
                return _again(request, form, None, findings)
        peek = _peeked(request, form, given, draft)
    except DomainError as error:
        return _again(request, form, error, findings)
    context = {
        "form": form,
        "look": forms.look(peek, {}),
        "found": connector_or_404(peek.connector),
        "findings": findings,
        "draft": draft.token if draft else "",
        "sealed": services.settings_draft(actor=request.actor, given=given),
    }
    return render(request, "partner/feeds/look.html", context)


@access("feed.manage")
@require_POST
def feed_save(request: Request) -> HttpResponse:
    """Keeps the feed with its columns, and reads it at once."""
    speaks = connector_or_404(request.POST.get("connector", "google"))
    form, now = forms.first_step(request.POST, speaks), clock.now()
    try:
        given = _carried(request)
        draft = UploadDraft.found(actor=request.actor, token=request.POST.get("draft", ""))
        feed = services.feed_register(
            actor=request.actor,
            seller_id=request.actor.organisation_id or 0,
            connector=speaks.key,
            settings=given,
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
    orders = page_of(
        shop_orders_of(feed), order=("-id",), cursor=request.GET.get("orders"), size=10
    )
    context = {
        "feed": feed,
        "page": page,
        "link": shop_link_of(feed),
        "orders": shop_order_lines(orders.items),
        "orders_page": orders,
        "connector": connector_or_404(feed.connector),
        "format": forms.format_label(feed.format),
    }
    return render(request, "partner/feeds/feed.html", context)


@access("feed.manage")
@require_POST
def shop_order_again(request: Request, feed_id: int, order_id: int) -> HttpResponse:
    """An order that the shop did not take is given to it once more."""
    feed = feed_by_id(request.actor, feed_id)
    services.shop_order_again(actor=request.actor, shop_order_id=order_id, now=clock.now())
    messages.success(request, _("It will be given to the shop at once."))
    return redirect("partner:feed", feed.pk)


@access("feed.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def feed_change(request: Request, feed_id: int) -> HttpResponse:
    feed = feed_by_id(request.actor, feed_id)
    speaks = connector_or_404(feed.connector)
    if request.method != "POST":
        return _change_shown(request, feed, forms.of_feed(feed, speaks), feed.mapping)
    form, mapping = forms.first_step(request.POST, speaks), forms.mapping(request.POST)
    try:
        form = forms.first_step(request.POST, speaks, _carried(request))
        given = form["given"]
        form["asked"] = forms.asked(speaks, given, {**feed.settings, **form["secrets"]})
        services.feed_update(
            actor=request.actor,
            feed=feed,
            settings=given,
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
def feed_vouch(request: Request, feed_id: int) -> HttpResponse:
    """An unchanged list is right, says its seller."""
    feed = feed_by_id(request.actor, feed_id)
    services.feed_vouch(actor=request.actor, feed=feed, now=clock.now())
    messages.success(request, _("Noted. Its goods count as confirmed."))
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


def _carried(request: Request) -> dict[str, str]:
    """Settings that the page before carried along."""
    return services.settings_drafted(actor=request.actor, token=request.POST.get("sealed", ""))


def connector_or_404(key: str) -> Connector:
    found = connectors().get(key)
    if found is None:
        raise Http404
    return found


def _peeked(
    request: Request, form: dict[str, Any], given: dict[str, str], draft: UploadDraft | None
) -> Peek:
    speaks = form["connector"]
    if draft:
        return services.file_peek(
            actor=request.actor, path=draft.path, format=form["format"], connector=speaks.key
        )
    return services.address_peek(
        actor=request.actor,
        address=form["address"],
        format=form["format"],
        connector=speaks.key,
        settings=given,
    )


def _again(
    request: Request,
    form: dict[str, Any],
    error: DomainError | None,
    findings: Sequence[Finding] = (),
) -> HttpResponse:
    field = "file" if request.FILES else "address"
    errors = error.field_errors if isinstance(error, InvalidInput) else {}
    if error is not None and not errors:
        errors = {field: str(error)}
    sealed = services.settings_draft(actor=request.actor, given=form["secrets"])
    context = {"form": form, "errors": errors, "findings": findings, "sealed": sealed}
    return render(request, "partner/feeds/new.html", context, status=422)


def _look_again(request: Request, form: dict[str, Any], error: InvalidInput) -> HttpResponse:
    """The same rows, with what was chosen and what is wrong with it."""
    try:
        draft = UploadDraft.found(actor=request.actor, token=request.POST.get("draft", ""))
        given = _carried(request)
        form = forms.first_step(request.POST, form["connector"], given)
        peek = _peeked(request, form, given, draft)
    except DomainError as problem:
        return _again(request, form, problem)
    look = forms.look(peek, forms.mapping(request.POST))
    context = {
        "form": form,
        "look": look,
        "found": form["connector"],
        "draft": request.POST.get("draft", ""),
        "sealed": request.POST.get("sealed", ""),
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
        "sealed": services.settings_draft(actor=request.actor, given=form.get("secrets", {})),
    }
    return render(request, "partner/feeds/change.html", context, status=422 if error else 200)
