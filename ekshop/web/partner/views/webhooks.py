"""The webhook: where it goes, what was sent, and what came back."""

import json
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.federation import rules
from ekshop.federation.selectors import deliveries_visible_to, endpoint_of, event_wire
from ekshop.federation.services import (
    delivery_replay,
    webhook_secret_rotate,
    webhook_set,
    webhook_switch_off,
    webhook_switch_on,
    webhook_test,
)
from ekshop.kernel import clock
from ekshop.kernel.errors import NotFound
from ekshop.kernel.paging import page_of
from ekshop.kernel.states import history_of
from ekshop.parties.selectors import doers_named
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

TONES = {"delivered": "green", "waiting": "turmeric", "failed": "madder"}


@access("webhook.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_page(request: Request) -> HttpResponse:
    """Posting saves the address; a secret made by it is shown this once."""
    endpoint = endpoint_of(request.actor)
    form = Posted(request, {"url": endpoint.url if endpoint else ""})
    secret = ""
    if form.sent and form.tried(
        lambda: webhook_set(
            actor=request.actor,
            seller_id=request.membership.organisation_id,
            url=form.text("url"),
            now=clock.now(),
        )
    ):
        endpoint, secret = form.result
        if not secret:
            messages.success(request, _("Saved."))
            return redirect("partner:webhooks")
    return form.page("partner/machines/webhooks.html", _shown(request, endpoint, secret))


@access("webhook.manage")
@require_POST
def rotate(request: Request) -> HttpResponse:
    """A new secret, shown this once."""
    secret = webhook_secret_rotate(
        actor=request.actor, seller_id=request.membership.organisation_id, now=clock.now()
    )
    endpoint = endpoint_of(request.actor)
    values = {"values": {"url": endpoint.url if endpoint else ""}, "errors": {}}
    shown = {"form": values, **_shown(request, endpoint, secret)}
    return render(request, "partner/machines/webhooks.html", shown)


@access("webhook.manage")
@require_POST
def switch(request: Request) -> HttpResponse:
    act = webhook_switch_on if request.POST.get("to") == "on" else webhook_switch_off
    act(actor=request.actor, seller_id=request.membership.organisation_id, now=clock.now())
    return redirect("partner:webhooks")


@access("webhook.manage")
@require_POST
def test(request: Request) -> HttpResponse:
    delivery = webhook_test(
        actor=request.actor, seller_id=request.membership.organisation_id, now=clock.now()
    )
    return redirect("partner:delivery", delivery.pk)


@access("webhook.manage")
@require_safe
def delivery_page(request: Request, delivery_id: int) -> HttpResponse:
    delivery = _delivery(request, delivery_id)
    body = event_wire(delivery.event_type, delivery.payload, delivery.created_at)
    return render(
        request,
        "partner/machines/delivery.html",
        {
            "row": _row(delivery),
            "delivery": delivery,
            "body": json.dumps(body, ensure_ascii=False, indent=2),
            "attempts_most": rules.ATTEMPTS,
            "steps": [
                (
                    rules.DELIVERY.action_label(each.action, each.from_state),
                    each.doer,
                    each.at,
                )
                for each in doers_named(history_of(delivery))
            ],
            "now": clock.now(),
        },
    )


@access("webhook.manage")
@require_POST
def replay(request: Request, delivery_id: int) -> HttpResponse:
    delivery = delivery_replay(actor=request.actor, delivery_id=delivery_id, now=clock.now())
    messages.success(request, _("It is being sent again."))
    return redirect("partner:delivery", delivery.pk)


def _shown(request: Request, endpoint: Any, secret: str) -> dict[str, Any]:
    asked = {name: request.GET.get(name, "").strip() for name in ("state", "type", "q")}
    rows = deliveries_visible_to(request.actor)
    if asked["state"]:
        rows = rows.filter(state=asked["state"])
    if asked["type"]:
        rows = rows.filter(event_type=asked["type"])
    if asked["q"]:
        rows = rows.filter(reference__iexact=asked["q"])
    page = page_of(rows, order=("-created_at", "-id"), cursor=request.GET.get("cursor"))
    kept = {name: value for name, value in asked.items() if value}

    def href(**changes: str | None) -> str:
        return "?" + urlencode({k: v for k, v in {**kept, **changes}.items() if v})

    return {
        "endpoint": endpoint,
        "secret": secret,
        "now": clock.now(),
        "asked": asked,
        "rows": [_row(each) for each in page.items],
        "states": [
            (label, href(state=None if name == asked["state"] else name), name == asked["state"])
            for name, label in rules.DELIVERY.states.items()  # type: ignore[union-attr]
        ],
        "types": list(rules.EVENT_TYPES.items()),
        "previous": href(cursor=page.previous_cursor) if page.previous_cursor else "",
        "next": href(cursor=page.next_cursor) if page.next_cursor else "",
    }


def _row(delivery: Any) -> dict[str, Any]:
    # A reason without a status is one of our own sentences, kept in English.
    answer = delivery.last_answer
    return {
        "delivery": delivery,
        "type": rules.EVENT_TYPES.get(delivery.event_type, delivery.event_type),
        "state": str(rules.DELIVERY.state_label(delivery.state)),
        "tone": TONES[delivery.state],
        "answer": _(answer) if answer and delivery.last_status is None else answer,
    }


def _delivery(request: Request, delivery_id: int) -> Any:
    found = deliveries_visible_to(request.actor).filter(pk=delivery_id).first()
    if found is None:
        raise NotFound
    return found
