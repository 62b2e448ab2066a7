"""What channels' prices and checks go by: rates of exchange, freight, duties, countries' rules."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ekshop.channels import rules
from ekshop.channels.selectors.channels import (
    countries_of_duties,
    countries_of_rules,
    country_rules_listed,
    duties_listed,
    exchange_rates_listed,
)
from ekshop.channels.services import (
    country_rule_end,
    country_rule_put,
    duty_rate_put,
    exchange_rate_note,
    freight_band_put,
)
from ekshop.kernel import clock
from ekshop.kernel.bangla import in_digits_of, parse_int, parse_percent, parse_taka
from ekshop.kernel.countries import country_said
from ekshop.kernel.paging import page_of
from ekshop.parties.rules import allowed
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

from ..lists import asked

CURRENCIES = [(code, code) for code in rules.MINOR_DIGITS if code != "BDT"]


def _lands(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Countries to choose from, by name."""
    return sorted(((code, str(country_said(code))) for code in codes), key=lambda each: each[1])


def _taka(row: Any) -> str:
    """What one of its money is worth, with the decimals it has, in the reader's digits."""
    taka = rules.taka_for_one(row.rate, row.currency).normalize()
    return in_digits_of(f"{taka:f}", get_language() or "bn")


@access("channel.read")
@require_http_methods(["GET", "HEAD", "POST"])
def rates(request: Request) -> HttpResponse:
    now = clock.now()
    form = Posted(request, {"on": clock.dhaka_date(now).isoformat()})
    if form.sent:
        on = form.day("on")
        done = form.tried(
            lambda: exchange_rate_note(
                actor=request.actor,
                currency=form.text("currency"),
                taka_for_one=form.text("taka_for_one"),
                on=on or clock.dhaka_date(now),
                source=form.text("source"),
                now=now,
            )
        )
        if done:
            return redirect("operator:channel_rates")
    page = page_of(
        exchange_rates_listed(request.actor),
        order=("-on", "-id"),
        cursor=request.GET.get("cursor"),
    )
    return form.page(
        "operator/channels/rates.html",
        {
            "page": page,
            "rows": [(row, _taka(row)) for row in page],
            "currencies": CURRENCIES,
            "may_manage": allowed("channel.manage", request.actor.role),
        },
    )


@access("channel.read")
@require_http_methods(["GET", "HEAD", "POST"])
def country_rules(request: Request) -> HttpResponse:
    now = clock.now()
    form = Posted(request, {"valid_from": clock.dhaka_date(now).isoformat()})
    if form.sent:
        begins = form.day("valid_from")
        done = form.tried(
            lambda: country_rule_put(
                actor=request.actor,
                country=form.text("country").upper(),
                hs_prefix=form.text("hs_prefix"),
                material=form.text("material"),
                verdict=form.text("verdict"),
                paper=form.text("paper"),
                reason=(form.text("reason_bn"), form.text("reason_en")),
                citation=form.text("citation"),
                valid_from=begins or clock.dhaka_date(now),
                now=now,
            )
        )
        if done:
            return redirect("operator:channel_rules")
    wanted = asked(request, "land")
    page = page_of(
        country_rules_listed(request.actor, country=wanted["land"].upper()),
        order=("country", "hs_prefix", "id"),
        cursor=request.GET.get("cursor"),
    )
    return form.page(
        "operator/channels/rules.html",
        {
            "page": page,
            "rows": [
                (row, rules.VERDICTS[row.verdict], rules.PAPERS.get(row.paper)) for row in page
            ],
            "asked": wanted,
            "lands": _lands(countries_of_rules(request.actor)),
            "verdicts": list(rules.VERDICTS.items()),
            "papers": list(rules.PAPERS.items()),
            "today": clock.dhaka_date(now),
            "may_manage": allowed("channel.manage", request.actor.role),
        },
    )


@access("channel.manage")
@require_POST
def rule_end(request: Request, rule_id: int) -> HttpResponse:
    country_rule_end(actor=request.actor, rule_id=rule_id, now=clock.now())
    return redirect("operator:channel_rules")


@access("channel.read")
@require_http_methods(["GET", "HEAD", "POST"])
def duties(request: Request) -> HttpResponse:
    now = clock.now()
    form = Posted(request, {"valid_from": clock.dhaka_date(now).isoformat()})
    if form.sent:
        begins, bp = form.day("valid_from"), form.number("bp", parse_percent, -1)
        done = form.tried(
            lambda: duty_rate_put(
                actor=request.actor,
                country=form.text("country").upper(),
                hs_prefix=form.text("hs_prefix"),
                bp=bp,
                source=form.text("source"),
                valid_from=begins or clock.dhaka_date(now),
                now=now,
            )
        )
        if done:
            return redirect("operator:channel_duties")
    wanted = asked(request, "land")
    page = page_of(
        duties_listed(request.actor, country=wanted["land"].upper()),
        order=("country", "hs_prefix", "id"),
        cursor=request.GET.get("cursor"),
    )
    return form.page(
        "operator/channels/duties.html",
        {
            "page": page,
            "asked": wanted,
            "lands": _lands(countries_of_duties(request.actor)),
            "may_manage": allowed("channel.manage", request.actor.role),
        },
    )


@access("channel.manage")
@require_POST
def freight(request: Request, channel_id: int) -> HttpResponse:
    now, form = clock.now(), Posted(request)
    begins = form.day("valid_from")
    grams = form.number("up_to_g", parse_int, 0)
    poisha = form.number("poisha", parse_taka, 0)
    done = form.tried(
        lambda: freight_band_put(
            actor=request.actor,
            channel_id=channel_id,
            up_to_g=grams,
            poisha=poisha,
            source=form.text("source"),
            valid_from=begins or clock.dhaka_date(now),
            now=now,
        )
    )
    if done:
        return redirect("operator:channel", channel_id)
    return form.page(
        "operator/channels/freight.html", {"channel_id": channel_id, "title": _("Freight")}
    )
