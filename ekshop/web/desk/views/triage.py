"""Where new complaints go: the rules, a change tried on the past, and a new version."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from ekshop.complaints import rules
from ekshop.complaints.selectors import (
    DRY_RUN_DAYS,
    agencies,
    triage_dry_run,
    triage_rule_get,
    triage_rules_at,
    triage_rules_ended,
    triage_rules_to_come,
)
from ekshop.complaints.services import (
    TriageDraft,
    triage_rule_end,
    triage_rule_put,
    triage_rule_unsaved,
)
from ekshop.kernel import clock
from ekshop.kernel.bangla import parse_int, parse_taka
from ekshop.kernel.clock import dhaka_midnight
from ekshop.parties.rules import allowed
from ekshop.parties.selectors import districts
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

ENDED_SHOWN = 30


@access("triage.read")
@require_safe
def triage(request: Request) -> HttpResponse:
    now = clock.now()
    return render(
        request,
        "desk/triage.html",
        {
            "holding": triage_rules_at(now),
            "to_come": triage_rules_to_come(now),
            "ended": triage_rules_ended(now)[:ENDED_SHOWN],
            "may_manage": allowed("triage.manage", request.actor.role),
        },
    )


@access("triage.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def rule_new(request: Request) -> HttpResponse:
    return _edited(request, None, {"position": "50", "to": "coordinator"})


@access("triage.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def rule_change(request: Request, rule_id: int) -> HttpResponse:
    """A new version: the present one ends when it begins."""
    rule = triage_rule_get(rule_id)
    start = {
        "position": str(rule.position),
        "categories": rule.categories,
        "law": rule.law,
        "respondent_kind": rule.respondent_kind,
        "district": str(rule.district_id or ""),
        "at_least": str(rule.at_least_poisha // 100) if rule.at_least_poisha else "",
        "to": _to(rule),
        "urgency": rule.urgency,
        "note": rule.note,
    }
    return _edited(request, rule, start)


@access("triage.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def rule_end(request: Request, rule_id: int) -> HttpResponse:
    """Asks once, with what it would change."""
    rule, now = triage_rule_get(rule_id), clock.now()
    form = Posted(request)
    if form.sent and form.tried(
        lambda: triage_rule_end(actor=request.actor, rule_id=rule.pk, at=now, now=now)
    ):
        messages.success(request, _("The rule has ended. What was sorted by it stays."))
        return redirect("desk:triage")
    run = triage_dry_run(request.actor, draft=None, without_id=rule.pk, now=now)
    return form.page("desk/triage_end.html", {"rule": rule, "run": run, "days": DRY_RUN_DAYS})


def _edited(request: Request, rule: Any, start: dict[str, Any]) -> HttpResponse:
    now, run = clock.now(), None
    form = Posted(request, start)
    if form.sent:
        form.values["categories"] = request.POST.getlist("categories")
        draft = _draft(form, now)
        if not form.errors and form.text("do") == "try":
            unsaved = triage_rule_unsaved(draft)
            run = triage_dry_run(
                request.actor, draft=unsaved, without_id=rule.pk if rule else None, now=now
            )
        elif form.tried(
            lambda: triage_rule_put(
                actor=request.actor, draft=draft, replaces_id=rule.pk if rule else None, now=now
            )
        ):
            messages.success(request, _("Announced. Cases sorted before stay where they are."))
            return redirect("desk:triage")
    more = {
        "rule": rule,
        "run": run,
        "days": DRY_RUN_DAYS,
        "categories": [(each.code, each.name) for each in rules.CATEGORIES],
        "chosen": form.values.get("categories", []),
        "laws": [(code, rules.law_name(code)) for code in rules.LAWS],
        "kinds": rules.RESPONDENT_KINDS,
        "districts": [(str(each.pk), each.name) for each in districts()],
        "urgencies": rules.URGENCIES,
        "places": [
            ("seller", _("The seller is asked first")),
            ("coordinator", _("The coordinator looks first")),
            *((str(each.pk), each.name) for each in agencies(working=True)),
        ],
    }
    return form.page("desk/triage_form.html", more)


def _draft(form: Posted, now: Any) -> TriageDraft:
    begins = form.day("valid_from")
    return TriageDraft(
        position=form.number("position", parse_int, 0),
        categories=form.values["categories"],
        law=form.text("law"),
        respondent_kind=form.text("respondent_kind"),
        district_id=form.whole("district") or None,
        at_least_poisha=form.number("at_least", parse_taka, 0),
        to_seller=form.text("to") == "seller",
        agency_id=form.whole("to") or None,
        urgency=form.text("urgency"),
        note=form.text("note"),
        valid_from=dhaka_midnight(begins) if begins else now,
    )


def _to(rule: Any) -> str:
    if rule.agency_id:
        return str(rule.agency_id)
    return "seller" if rule.to_seller else "coordinator"
