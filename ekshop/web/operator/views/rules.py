"""Rules with numbers: what holds, since when, by which law; and announcing a new version."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from ekshop.fulfilment.rules import BEARER_BY_NUMBER, BEARERS
from ekshop.kernel import clock
from ekshop.kernel.audit import audit_of
from ekshop.kernel.bangla import (
    format_number,
    format_percent,
    format_taka,
    parse_int,
    parse_percent,
    parse_taka,
)
from ekshop.kernel.errors import NotFound
from ekshop.kernel.rulebook import UNITS, rule_put, rule_versions, rules_announced, rules_holding
from ekshop.parties import rules as table
from ekshop.parties.selectors import doers_named
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

from .. import words
from ..lists import csv_answer, moment

READERS = {"basis_points": parse_percent, "poisha": parse_taka}


@access("operations.read")
@require_safe
def rules(request: Request) -> HttpResponse:
    now = clock.now()
    return render(
        request,
        "operator/rules.html",
        {
            "rules": [(rule, value_in_words(rule)) for rule in rules_holding(now)],
            "announced": [(rule, value_in_words(rule)) for rule in rules_announced(now)],
        },
    )


@access("operations.read")
@require_safe
def rules_export(request: Request) -> HttpResponse:
    """Every version of every rule that holds."""
    keys = list(rules_holding(clock.now()).values_list("key", flat=True))
    return csv_answer(
        "rules",
        [_("Key"), _("Rule"), _("Value"), _("From"), _("Until"), _("Where it is written")],
        (
            (
                rule.key,
                rule.name,
                value_in_words(rule),
                moment(rule.valid_from),
                moment(rule.valid_to),
                rule.citation,
            )
            for key in keys
            for rule in rule_versions(key)
        ),
    )


@access("operations.read")
@require_safe
def rule(request: Request, key: str) -> HttpResponse:
    versions = list(rule_versions(key))
    if not versions:
        raise NotFound(key=key)
    return render(
        request,
        "operator/rule.html",
        {
            "rule": versions[0],
            "versions": [(version, value_in_words(version)) for version in versions],
            "history": doers_named(audit_of("rule", key)[:20]),
            "now": clock.now(),
            "may_manage": table.allowed("rule.manage", request.actor.role),
        },
    )


@access("rule.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def rule_new(request: Request, key: str) -> HttpResponse:
    latest = rule_versions(key).first()
    if latest is None:
        raise NotFound(key=key)
    now = clock.now()
    form = Posted(
        request,
        {
            "unit": latest.unit,
            "citation_bn": latest.citation_bn,
            "citation_en": latest.citation_en,
        },
    )
    if form.sent:
        unit = form.text("unit")
        value = form.number("value", READERS.get(unit, parse_int), -1)
        begins = form.day("valid_from")
        citation = (form.text("citation_bn"), form.text("citation_en"))
        if not form.text("value"):
            form.wrong("value", _("Give the value."))
        if begins is None:
            form.wrong("valid_from", _("Give the first day."))
        for name, text in zip(("citation_bn", "citation_en"), citation, strict=True):
            if not text:
                form.wrong(name, _("Say where it is written."))
        if begins is not None and form.tried(
            lambda: rule_put(
                actor=request.actor,
                key=key,
                value=value,
                unit=unit,
                valid_from=clock.dhaka_midnight(begins),
                citation=citation,
                now=now,
            )
        ):
            messages.success(request, _("Announced. What was promised before keeps its own time."))
            return redirect("operator:rule", key)
    return form.page(
        "operator/rule_new.html",
        {
            "rule": latest,
            "shown": value_in_words(latest),
            "units": [(unit, words.unit(unit)) for unit in UNITS],
        },
    )


def value_in_words(rule: Any) -> str:
    """ "48 hours", "7.5%", "yes": in the reader's language."""
    language = get_language() or "bn"
    if rule.unit == "basis_points":
        return format_percent(rule.value, language)
    if rule.unit == "poisha":
        return format_taka(rule.value, language)
    if rule.unit == "yes_no":
        return str(_("yes") if rule.value else _("no"))
    if rule.unit == "bearer":
        return str(dict(BEARERS)[BEARER_BY_NUMBER[rule.value]])
    return f"{format_number(rule.value, language)} {words.unit(rule.unit)}"
