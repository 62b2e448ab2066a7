"""Channels abroad: their health, what they allow, what is listed on them and what they did not like."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.channels import rules
from ekshop.channels.adapters import adapters
from ekshop.channels.rules.exporting import DOUBTS
from ekshop.channels.selectors.channels import (
    channels_visible_to,
    freight_of,
    issues_listed,
    listings_listed,
    quotas_of,
    unread_listed,
)
from ekshop.channels.services import (
    channel_check,
    channel_feed_token,
    channel_pause,
    channel_put,
    channel_resume,
    unread_close,
)
from ekshop.kernel import clock
from ekshop.kernel.bangla import parse_int, parse_percent
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.paging import page_of
from ekshop.parties.rules import allowed
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted
from ekshop.web.papers.templatetags.channels import foreign

from ..lists import EXPORTED, asked, csv_answer, moment

NUMBERS = ("stock_kept_back", "price_step", "price_ending", "volume_divisor", "picture_side")
SHARES = ("fee_bp", "margin_bp", "insurance_bp")
TEXTS = ("adapter", "name_bn", "name_en", "country", "currency", "language")


@access("channel.read")
@require_safe
def channels(request: Request) -> HttpResponse:
    return render(
        request,
        "operator/channels/list.html",
        {
            "channels": channels_visible_to(request.actor),
            "may_manage": allowed("channel.manage", request.actor.role),
        },
    )


@access("channel.read")
@require_safe
def channel(request: Request, channel_id: int) -> HttpResponse:
    found = _channel(request, channel_id)
    adapter = adapters().get(found.adapter)
    return render(
        request,
        "operator/channels/one.html",
        {
            "channel": found,
            "adapter": adapter,
            "quotas": quotas_of(channel_id),
            "feed_url": _feed_url(request, found),
            "freight": freight_of(channel_id),
            "step": foreign(found.price_step, found.currency),
            "ending": foreign(found.price_ending, found.currency),
            "form": Posted(request),
            "doubts": DOUBTS,
            "unread": page_of(
                unread_listed(request.actor, channel_id=channel_id),
                order=("-id",),
                cursor=request.GET.get("cursor"),
            ),
            "may_manage": allowed("channel.manage", request.actor.role),
        },
    )


@access("channel.manage")
@require_POST
def unread_end(request: Request, unread_id: int) -> HttpResponse:
    """A person has dealt with what could not be read, and says how."""
    row = unread_listed(request.actor).filter(pk=unread_id).first()
    if row is None:
        raise NotFound(unread_id=unread_id)
    note = request.POST.get("note", "")
    try:
        unread_close(actor=request.actor, unread_id=unread_id, note=note, now=clock.now())
    except InvalidInput as wrong:
        messages.error(request, " ".join(map(str, wrong.field_errors.values())))
    else:
        messages.success(request, _("Closed. What it said is forgotten; your note stays."))
    return redirect(reverse("operator:channel", args=[row.channel_id]) + "#unread")


@access("channel.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def channel_edit(request: Request, channel_id: int = 0) -> HttpResponse:
    found = _channel(request, channel_id) if channel_id else None
    form = Posted(request, _start(found))
    if form.sent:
        fields = _fields(form)
        told, secrets = _settings(form, found)
        key = found.key if found else form.text("key").lower()
        if not found and not (key.isascii() and key.replace("-", "").isalnum()):
            form.wrong("key", _("Give a short name in small Latin letters."))
        done = form.tried(
            lambda: channel_put(
                actor=request.actor,
                key=key,
                fields=fields,
                settings=told,
                secrets=secrets,
                new=found is None,
                now=clock.now(),
            )
        )
        if done:
            return redirect("operator:channel", form.result.pk)
    adapter = adapters().get(form.text("adapter"))
    return form.page(
        "operator/channels/edit.html",
        {
            "channel": found,
            "adapters": [(each.key, each.name) for each in adapters().values()],
            "settings": [
                (each, "" if each.secret else form.text(f"setting.{each.key}"))
                for each in (adapter.settings if adapter else ())
            ],
            "currencies": [(code, code) for code in rules.MINOR_DIGITS if code != "BDT"],
        },
    )


@access("channel.manage")
@require_POST
def channel_act(request: Request, channel_id: int, action: str) -> HttpResponse:
    acts = {"pause": channel_pause, "resume": channel_resume, "check": channel_check}
    if action not in acts:
        raise Http404
    done = acts[action](actor=request.actor, channel_id=channel_id, now=clock.now())
    if isinstance(done, str):
        messages.info(request, done)
    return redirect("operator:channel", channel_id)


@access("channel.read")
@require_safe
def listings(request: Request) -> HttpResponse:
    wanted = asked(request, "channel", "state", "q")
    found = listings_listed(request.actor, **_narrowed(wanted))
    return render(
        request,
        "operator/channels/listings.html",
        {
            "asked": wanted,
            "page": page_of(found, order=("-id",), cursor=request.GET.get("cursor")),
            "states": [(state, rules.LISTING.state_label(state)) for state in rules.LISTING.states],
            "channels": [(each.key, each.name) for each in channels_visible_to(request.actor)],
        },
    )


@access("channel.read")
@require_safe
def listings_export(request: Request) -> HttpResponse:
    wanted = asked(request, "channel", "state", "q")
    rows: QuerySet[Any] = listings_listed(request.actor, **_narrowed(wanted))
    return csv_answer(
        "listings",
        [
            _("Channel"),
            "SKU",
            _("Goods"),
            _("Seller"),
            _("State"),
            _("Price"),
            _("Stock"),
            _("Last told"),
        ],
        (
            (
                row.channel.key,
                row.sku,
                row.goods.title_en or row.offer.title,
                row.seller.name,
                rules.LISTING.state_label(row.state),
                rules.minor_text(row.wanted_price, row.currency),
                row.wanted_quantity,
                moment(row.told_at),
            )
            for row in rows.order_by("-id")[:EXPORTED]
        ),
    )


@access("channel.read")
@require_safe
def issues(request: Request) -> HttpResponse:
    wanted = asked(request, "channel")
    found = issues_listed(request.actor, channel=wanted["channel"])
    return render(
        request,
        "operator/channels/issues.html",
        {
            "asked": wanted,
            "page": page_of(found, order=("-id",), cursor=request.GET.get("cursor")),
            "channels": [(each.key, each.name) for each in channels_visible_to(request.actor)],
        },
    )


def _narrowed(wanted: dict[str, str]) -> dict[str, str]:
    return {"channel": wanted["channel"], "state": wanted["state"], "text": wanted["q"]}


def _channel(request: Request, channel_id: int) -> Any:
    found = channels_visible_to(request.actor).filter(pk=channel_id).first()
    if found is None:
        raise NotFound(channel_id=channel_id)
    return found


def _feed_url(request: Request, found: Any) -> str:
    """Where the marketplace fetches its list of goods; only who may give it away is shown it."""
    token = channel_feed_token(found)
    if not token or not allowed("channel.manage", request.actor.role):
        return ""
    return settings.PUBLIC_URL + reverse("papers:channel_feed", args=[found.key, token])


def _start(found: Any) -> dict[str, Any]:
    if found is None:
        return {"price_step": "1", "price_ending": "0", "volume_divisor": "5000",
                "picture_side": "1000", "language": "en", "currency": "USD"}  # fmt: skip
    start = {name: getattr(found, name) for name in (*TEXTS, *NUMBERS)}
    start |= {name: f"{getattr(found, name) / 100:g}" for name in SHARES}
    start["picture_square"] = "yes" if found.picture_square else ""
    return start | {f"setting.{name}": value for name, value in found.settings.items()}


def _fields(form: Posted) -> dict[str, Any]:
    fields: dict[str, Any] = {name: form.text(name) for name in TEXTS}
    fields["country"] = fields["country"].upper()
    fields |= {name: form.number(name, parse_int, 0) for name in NUMBERS}
    fields |= {name: form.number(name, parse_percent, 0) for name in SHARES}
    return {**fields, "picture_square": form.text("picture_square") == "yes"}


def _settings(form: Posted, found: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """What the adapter asks for; a secret left empty stays as it was."""
    adapter = adapters().get(form.text("adapter"))
    settings: dict[str, Any] = dict(found.settings) if found else {}
    secrets: dict[str, str] = {}
    for each in adapter.settings if adapter else ():
        typed = form.text(f"setting.{each.key}")
        if each.secret:
            secrets |= {each.key: typed} if typed else {}
        elif f"setting.{each.key}" in form.request.POST:
            settings[each.key] = typed or each.default
    return settings, secrets
