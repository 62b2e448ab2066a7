"""Sellers worth a second look: the alerts, one of them, and what comes of it."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ekshop.complaints import rules, services
from ekshop.complaints.selectors import (
    alert_cases,
    alert_counts,
    alert_for,
    alert_history,
    alert_reply_due,
    alert_told,
    alerts_of_seller,
    alerts_wanted,
    counted,
    handles_of,
    money_outstanding,
    name_of,
    seller_records,
    sellers_joined,
    sellers_linked,
    warnings_in_force,
)
from ekshop.kernel import clock
from ekshop.kernel.audit import audit_write
from ekshop.kernel.paging import page_of
from ekshop.parties.rules import allowed
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

from ..graphs import graph_of
from ..lists import asked, csv_answer, moment
from ..papers import language_asked, paper

NEWEST = ("-raised_at", "-id")
EXPORTED = 10_000
ACTS: dict[str, tuple[Callable[..., object], Any]] = {
    "notice": (services.alert_notice, _("Asked. The seller sees it, and its time runs.")),
    "reply": (services.alert_reply, _("Its word is written down.")),
    "warn": (services.alert_warn, _("The public is warned, with the seller's word beside it.")),
    "hold": (services.alert_recommend_hold, _("Recommended. Print the letter below.")),
    "lift": (services.alert_lift, _("Lifted. It stays on record.")),
    "dismiss": (services.alert_dismiss, _("Put aside as nothing.")),
}
STEPS = {
    "notice": "notice",
    "warn": "warn",
    "hold": "recommend_hold",
    "lift": "lift",
    "dismiss": "dismiss",
}
"""By act, the step of the table it takes."""


@access("case.read_all")
@require_safe
def alerts(request: Request) -> HttpResponse:
    typed = asked(request, "state", "signal")
    page = page_of(
        alerts_wanted(request.actor, **typed), order=NEWEST, cursor=request.GET.get("cursor")
    )
    counts = alert_counts(request.actor)
    kept = {name: value for name, value in typed.items() if value}
    return render(
        request,
        "desk/watch/alerts.html",
        {
            "asked": typed,
            "page": page,
            "rows": [(each, counted(each), tone_of(each)) for each in page.items],
            "states": [
                (state, rules.ALERT.state_label(state), counts[state])
                for state in rules.ALERT.states
                if state in counts
            ],
            "signals": rules.SIGNALS,
            "export": f"{reverse('desk:watch_csv')}?{urlencode(kept)}",
        },
    )


@access("case.read_all")
@require_safe
def alerts_export(request: Request) -> StreamingHttpResponse:
    """What the address asks for; who took it is on record."""
    typed = asked(request, "state", "signal")
    audit_write(
        actor=request.actor,
        action="alerts_export",
        entity="seller_alert",
        entity_id="",
        data=typed,
        now=clock.now(),
    )
    header = [_("Seller"), _("Sign"), _("Counted"), _("Stands at"), _("Seen"), _("Seller's word")]
    return csv_answer("sellers-watched", header, _rows(request, typed))


def _rows(request: Request, typed: dict[str, str]) -> Iterator[list[Any]]:
    found = alerts_wanted(request.actor, **typed).order_by(*NEWEST)[:EXPORTED]
    for each in found.iterator(chunk_size=500):
        yield [
            name_of(each.respondent),
            each.get_signal_display(),
            counted(each),
            rules.ALERT.state_label(each.state),
            moment(each.raised_at),
            moment(each.replied_at),
        ]


@access("case.read_all")
@never_cache
@require_safe
def alert(request: Request, alert_id: int) -> HttpResponse:
    return _page(request, alert_id)


@access("case.publish")
@never_cache
@require_POST
def act(request: Request, alert_id: int, name: str) -> HttpResponse:
    if name not in ACTS:
        raise Http404
    run, done = ACTS[name]
    form = Posted(request)
    words = ("text_bn", "text_en") if name == "warn" else ("text",)
    said: dict[str, Any] = {each: form.text(each) for each in words}
    if form.tried(lambda: run(actor=request.actor, alert_id=alert_id, now=clock.now(), **said)):
        messages.success(request, done)
        return redirect("desk:alert", alert_id)
    return _page(request, alert_id, name, form)


@access("case.read_all")
@never_cache
@require_safe
def hold_letter(request: Request, alert_id: int) -> HttpResponse:
    found = alert_for(request.actor, alert_id)
    pdf = services.hold_letter_pdf(found, language=language_asked(request))
    return paper(pdf, f"hold-{alert_id}")


@access("case.mediate")
@require_POST
def join(request: Request, alert_id: int) -> HttpResponse:
    """Two of those linked are one seller."""
    form = Posted(request)
    if form.tried(
        lambda: services.respondents_join(
            actor=request.actor,
            one_id=form.whole("one"),
            other_id=form.whole("other"),
            text=form.text("text"),
            now=clock.now(),
        )
    ):
        messages.success(request, _("Joined: one seller from now on. It can be undone."))
        return redirect("desk:alert", alert_id)
    return _page(request, alert_id, f"join-{form.whole('one')}-{form.whole('other')}", form)


@access("case.mediate")
@require_POST
def split(request: Request, alert_id: int) -> HttpResponse:
    form = Posted(request)
    if form.tried(
        lambda: services.respondents_split(
            actor=request.actor,
            joining_id=form.whole("joining"),
            text=form.text("text"),
            now=clock.now(),
        )
    ):
        messages.success(request, _("Separated. Each has again what it had."))
        return redirect("desk:alert", alert_id)
    return _page(request, alert_id, f"split-{form.whole('joining')}", form)


def _page(
    request: Request, alert_id: int, acted: str = "", form: Posted | None = None
) -> HttpResponse:
    found, now = alert_for(request.actor, alert_id), clock.now()
    seller = found.respondent.joined_to_id or found.respondent_id
    linked = sellers_linked(seller)
    role = request.actor.role
    return render(
        request,
        "desk/watch/alert.html",
        {
            "alert": found,
            "told": alert_told(found),
            "tone": tone_of(found),
            "due": alert_reply_due(found),
            "now": now,
            "cases": alert_cases(request.actor, found),
            "history": [
                (each, rules.ALERT.action_label(each.action)) for each in alert_history(found)
            ],
            "others": [
                (each, tone_of(each))
                for each in alerts_of_seller(request.actor, found.respondent_id, but=found.pk)
            ],
            "record": seller_records([seller], now=now)[seller],
            "outstanding": money_outstanding(seller),
            "handles": handles_of([seller])[seller],
            "warnings": warnings_in_force([seller])[seller],
            "seller": seller,
            "graph": graph_of(linked, seller),
            "links": [
                (linked.sellers[link.one], linked.sellers[link.other], link)
                for link in linked.links
            ],
            "joined": sellers_joined([*linked.sellers]),
            "acts": _possible(found) if allowed("case.publish", role) else [],
            "may_join": allowed("case.mediate", role),
            "acted": acted,
            "form": form,
        },
        status=422 if form is not None else 200,
    )


def _possible(alert: Any) -> list[str]:
    """Acts offered now, the likeliest first; what may be done the service says."""
    steps = [name for name, step in STEPS.items() if rules.ALERT.step(alert.state, step)]
    if alert.state in rules.OPEN_ALERT_STATES and alert.state != "raised":
        steps.insert(0, "reply")
    return steps


def tone_of(alert: Any) -> str:
    return {
        "raised": "turmeric",
        "noticed": "indigo",
        "warned": "madder",
        "hold_recommended": "madder",
        "lifted": "green",
    }.get(alert.state, "")
