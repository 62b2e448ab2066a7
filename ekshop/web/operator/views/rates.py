"""Commission rates: which hold, a new one with its effect on a month gone by, and ending one."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ekshop.catalogue.selectors import category_nodes, offer_by_number
from ekshop.kernel import clock
from ekshop.kernel.bangla import format_month, parse_percent
from ekshop.kernel.errors import NotFound
from ekshop.kernel.paging import page_of
from ekshop.orders.rules import RATE_ORDER, RATE_ROLES
from ekshop.orders.selectors import centre_groups, commission_rates
from ekshop.orders.services import commission_rate_end, commission_rate_set
from ekshop.parties import rules
from ekshop.parties.selectors import sellers_visible_to
from ekshop.reporting.selectors import Preview, Rule, rate_preview
from ekshop.settlement.selectors import months
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

from ..lists import EXPORTED, asked, csv_answer, moment

ORDER = ("-valid_from", "-id")


@access("operations.read")
@require_safe
def rates(request: Request) -> HttpResponse:
    wanted = asked(request, "seller", "category", "when")
    now = clock.now()
    return render(
        request,
        "operator/rates.html",
        {
            "page": page_of(_found(wanted, now), order=ORDER, cursor=request.GET.get("cursor")),
            "asked": wanted,
            "now": now,
            "sellers": _sellers(request),
            "categories": _categories(),
            "order": RATE_ORDER,
            "may_manage": rules.allowed("rate.manage", request.actor.role),
        },
    )


@access("operations.read")
@require_safe
def rates_export(request: Request) -> HttpResponse:
    wanted = asked(request, "seller", "category", "when")
    rows = _found(wanted, clock.now()).order_by(*ORDER)[:EXPORTED]
    return csv_answer(
        "commission-rates",
        [
            _("For"),
            _("Offer"),
            _("Seller"),
            _("Category"),
            _("Centres"),
            _("Per cent"),
            _("From"),
            _("Until"),
            _("Set by"),
            _("Note"),
        ],
        (
            (
                rate.get_role_display(),
                rate.offer.seller_ref if rate.offer else "",
                _seller_name(rate),
                _category_name(rate.category) if rate.category else _("Any category"),
                rate.centre_group.name if rate.centre_group else _("All centres"),
                rate.rate_bp / 100,
                moment(rate.valid_from),
                moment(rate.valid_to),
                rate.made_by.called if rate.made_by else "",
                rate.note,
            )
            for rate in rows
        ),
    )


@access("rate.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def rate_new(request: Request) -> HttpResponse:
    """Shows what the rate would have meant for a month gone by, and sets it when asked to."""
    now = clock.now()
    tomorrow = clock.dhaka_date(now) + timedelta(days=1)
    given = {"role": "sale", **asked(request, "seller", "category")}
    known = [each.month for each in months(request.actor, latest=6)]
    start = {"valid_from": tomorrow.isoformat(), "month": _month(known, now)}
    form = Posted(request, {**given, **start})
    preview: Preview | None = None
    if form.sent:
        rate_bp = form.number("rate", parse_percent, -1)
        rule = _rule(form, rate_bp)
        begins, ends = form.day("valid_from"), form.day("valid_until")
        if not form.text("rate"):
            form.wrong("rate", _("Give the rate."))
        if not form.errors and form.text("do") == "set":
            done = form.tried(
                lambda: commission_rate_set(
                    actor=request.actor,
                    seller_id=rule.seller_id,
                    category_id=rule.category_id,
                    offer_id=rule.offer_id,
                    centre_group_id=rule.group_id,
                    role=rule.role,
                    rate_bp=rule.rate_bp,
                    valid_from=clock.dhaka_midnight(begins or tomorrow),
                    valid_to=clock.dhaka_midnight(ends + timedelta(days=1)) if ends else None,
                    note=form.text("note"),
                    now=now,
                ),
                {
                    "rate_bp": "rate",
                    "valid_to": "valid_until",
                    "centre_group": "group",
                },
            )
            if done:
                messages.success(request, _("The rate is set. Orders already placed keep theirs."))
                return redirect("operator:rates")
        if not form.errors:
            month = form.text("month") if form.text("month") in known else _month(known, now)
            preview = rate_preview(request.actor, rule, month=month)
    language = get_language() or "bn"
    return form.page(
        "operator/rate_new.html",
        {
            "sellers": _sellers(request),
            "categories": _categories(),
            "roles": RATE_ROLES,
            "groups": [(group.pk, group.name) for group in centre_groups()],
            "order": RATE_ORDER,
            "months": [(month, format_month(month, language)) for month in known],
            "preview": preview,
        },
    )


@access("rate.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def rate_end(request: Request, rate_id: int) -> HttpResponse:
    rate = commission_rates().filter(pk=rate_id).first()
    if rate is None:
        raise NotFound(rate_id=rate_id)
    now = clock.now()
    form = Posted(request, {"last_day": clock.dhaka_date(now).isoformat()})
    if form.sent:
        last = form.day("last_day") or clock.dhaka_date(now)
        if form.tried(
            lambda: commission_rate_end(
                actor=request.actor,
                rate_id=rate_id,
                valid_to=clock.dhaka_midnight(last + timedelta(days=1)),
                now=now,
            ),
            {"valid_to": "last_day"},
        ):
            messages.success(request, _("The rate ends with that day."))
            return redirect("operator:rates")
    return form.page("operator/rate_end.html", {"rate": rate})


def _rule(form: Posted, rate_bp: int) -> Rule:
    """The rule as it is written down; an offer is one of the seller chosen, by its own number."""
    seller_id, category_id = _id(form.text("seller")), _id(form.text("category"))
    number, offer = form.text("offer"), None
    if number and seller_id is None:
        form.wrong("seller", _("Choose the seller whose offer it is."))
    elif number and seller_id:
        offer = offer_by_number(seller_id=seller_id, seller_ref=number)
        if offer is None:
            form.wrong("offer", _("This seller has no offer with that number."))
    return Rule(
        rate_bp,
        seller_id=None if offer else seller_id,
        category_id=None if offer else category_id,
        offer_id=offer.pk if offer else None,
        group_id=_id(form.text("group")),
        role=form.text("role") if form.text("role") in dict(RATE_ROLES) else "sale",
    )


def _seller_name(rate: Any) -> str:
    seller = rate.offer.seller if rate.offer else rate.seller
    return seller.name if seller else _("Any seller")


def _found(wanted: dict[str, str], now: datetime) -> QuerySet[Any]:
    found = commission_rates()
    if wanted["seller"]:
        found = found.filter(seller_id=_id(wanted["seller"]) or 0)
    if wanted["category"]:
        found = found.filter(category_id=_id(wanted["category"]) or 0)
    if wanted["when"] == "now":
        found = found.filter(valid_from__lte=now).exclude(valid_to__lte=now)
    return found


def _id(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def _sellers(request: Request) -> list[tuple[int, str]]:
    named = [(each.pk, each.organisation.name) for each in sellers_visible_to(request.actor)]
    return sorted(named, key=lambda pair: pair[1])


def _categories() -> list[tuple[int, str]]:
    language = get_language() or "bn"
    return [(node.id, node.path(language)) for node in category_nodes()]


def _category_name(category: Any) -> str:
    return category.name_en if get_language() == "en" else category.name_bn


def _month(known: list[str], now: datetime) -> str:
    """The last month that is over, if anything was earned in it; else this one."""
    last = clock.month_after(clock.month_of(now), -1)
    return last if last in known else clock.month_of(now)
