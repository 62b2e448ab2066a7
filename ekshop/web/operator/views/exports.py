"""Orders from abroad: the work list, one order with its whole chain, consignments, papers, money."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ekshop.channels.rules import CONSIGNMENT, minor_text, statement_table
from ekshop.channels.rules import exporting as rules
from ekshop.channels.selectors.channels import channels_visible_to
from ekshop.channels.selectors.export_chain import chain_of, dues_of, freight_shares
from ekshop.channels.selectors.export_papers import (
    KINDS,
    consignee_of,
    paper_data,
    paper_json,
    paper_shown,
)
from ekshop.channels.selectors.exports import (
    ORDER,
    concern_words,
    consignments_visible_to,
    export_order_for,
    export_orders_listed,
    export_readings,
    export_stages,
    settlement_bookings_asked,
    settlement_differences,
    settlement_files_visible_to,
    settlement_rows_visible_to,
    supplies_of,
)
from ekshop.channels.services.channels import channels_with_files
from ekshop.kernel import clock, states
from ekshop.kernel.countries import country_said
from ekshop.kernel.documents import pdf_render
from ekshop.kernel.errors import NotFound
from ekshop.kernel.ids import InvalidCode, parse_code
from ekshop.kernel.paging import page_of
from ekshop.kernel.rulebook import rule_at
from ekshop.settlement.selectors import sourced_poisha
from ekshop.web.access import Request, access
from ekshop.web.papers.templatetags.channels import foreign

from ..lists import EXPORTED, asked, csv_answer, moment
from .second_person import deeds_shown

CHAIN_WORDS = {
    "goods": _("Price of the goods abroad"),
    "shipping": _("Freight the buyer pays"),
    "sold": _("Sold for"),
    "fee": _("The channel's fee"),
    "freight": _("Freight kept by the channel"),
    "refund": _("Given back to the buyer"),
    "exchange": _("Exchange difference"),
    "producer": _("To the seller"),
    "courier": _("To the courier that brought it"),
    "sourcing": _("To the sourcing centre"),
    "borne": _("Borne by the seller for what came back"),
    "carrier": _("Its part of the carrier’s bill, by weight"),
    "lost": _("Lost on the way"),
    "left": _("Left for ek-Shop, before duty abroad"),
    "left_so_far": _("Left for ek-Shop, before the carrier’s bill and duty abroad"),
}
DIFFERENCES = {
    "unmatched": _("No such order, or not sent yet"),
    "no_rate": _("No rate of exchange for its day"),
    **rules.DOUBTS,
    "less": _("Settled less than was sent"),
    "more": _("Settled more than was sent"),
    "late": _("Delivered, and not settled in time"),
}


@access("export_order.read")
@require_safe
def orders(request: Request) -> HttpResponse:
    shown = asked(request, "show", "channel", "q")
    rows = export_orders_listed(
        request.actor, stage=shown["show"], channel=shown["channel"], text=shown["q"]
    )
    page: Any = page_of(rows, order=ORDER, cursor=request.GET.get("cursor"))
    counts = export_stages(request.actor)
    return render(
        request,
        "operator/exports/list.html",
        {
            "page": page,
            "rows": [_row(each) for each in page.items],
            "stages": [(key, words, counts.get(key)) for key, words in rules.STAGE_WORDS.items()],
            "waiting": counts["person"],
            "now": clock.now(),
            "channels": [
                (each.key, each.name) for each in channels_visible_to(request.actor).order_by("id")
            ],
            "readings": [each for each in export_readings(request.actor) if each.trouble],
            **shown,
        },
    )


def _row(order: Any) -> dict[str, Any]:
    concerns = order.concerns.filter(closed_at=None) if order.waits else ()
    return {
        "order": order,
        "total": foreign(order.total_minor, order.currency),
        "concerns": [concern_words(each)[0] for each in concerns],
    }


@access("export_order.read")
@require_safe
def orders_export(request: Request) -> HttpResponse:
    shown = asked(request, "show", "channel", "q")
    rows = export_orders_listed(
        request.actor, stage=shown["show"], channel=shown["channel"], text=shown["q"]
    ).order_by(*ORDER)[:EXPORTED]
    return csv_answer(
        "exports",
        [
            _("Order"),
            _("Channel"),
            _("Number there"),
            _("Ordered"),
            _("Standing"),
            _("Country"),
            _("Sold for"),
            _("Send by"),
        ],
        [
            [
                each.code,
                each.channel.name,
                each.ref,
                moment(each.placed_at),
                each.state_label,
                str(country_said(each.country)),
                minor_text(each.total_minor, each.currency),
                moment(each.ship_by),
            ]
            for each in rows
        ],
    )


@access("export_order.read")
@require_safe
def order(request: Request, code: str) -> HttpResponse:
    return order_page(request, code)


def order_page(
    request: Request,
    code: str,
    errors: dict[str, Any] | None = None,
    values: Any = None,
    did: str = "",
) -> HttpResponse:
    """`errors` of what was just tried, `did`, with what was typed."""
    found = export_order_for(request.actor, code)
    typed = values or {}
    supplied = supplies_of(found)
    sourced = sourced_poisha([each.share.pk for each in supplied])
    dues = dues_of(supplied, sourced)
    concerns = found.concerns.order_by("closed_at", "id").select_related("closed_by")
    return render(
        request,
        "operator/exports/order.html",
        {
            "order": found,
            "total": foreign(found.total_minor, found.currency),
            "lines": [
                (line, foreign(line.unit_minor, found.currency), typed.get(f"pieces.{line.pk}", ""))
                for line in found.lines.order_by("position")
            ],
            "chain": [
                (CHAIN_WORDS[step.key], _amount(step.minor, found.currency), step)
                for step in chain_of(found, supplied, sourced)
            ],
            "supplied": [
                (each, [(CHAIN_WORDS[due.key], due) for due in dues.get(each.share.pk, ())])
                for each in supplied
            ],
            "open": [(each, *concern_words(each)) for each in concerns if not each.closed_at],
            "closed": [(each, concern_words(each)[0]) for each in concerns if each.closed_at],
            "tellings": found.tellings.order_by("id"),
            "reports": [
                (rules.STATUS_WORDS[each.status], each)
                for each in found.reports.order_by("at", "id")
            ],
            "history": [
                (rules.EXPORT_ORDER.state_label(each.to_state), each)
                for each in states.history_of(found)
            ],
            "buyer": consignee_of(found),
            "buyer_known": found.buyer_known,
            "place": _place(found),
            "address": typed if did == "address" else _address(found),
            "carriers": rules.CARRIERS,
            "causes": [(key, words) for key, (words, _rule) in rules.RETURN_CAUSES.items()],
            "may_act": request.actor.role == "operator",
            "before_shipping": found.state in rules.BEFORE_SHIPPING,
            "after_shipping": found.state in (*rules.SHIPPED, "lost"),
            "papers": PAPER_WORDS if found.consignment_id else (),
            "errors": errors or {},
            "values": typed,
            "did": did,
            "now": clock.now(),
        },
        status=422 if errors else 200,
    )


def _amount(minor: int | None, currency: str) -> str:
    """Without its currency, which stands at the head of the column."""
    return "" if minor is None else foreign(minor, currency).removeprefix(currency).strip()


def _address(found: Any) -> dict[str, Any]:
    known = found.buyer_known
    return {**known, "lines": "\n".join(known.get("lines") or ()), "country": found.country}


def _place(found: Any) -> str:
    """Town, region and postcode as the buyer writes them, the country as the reader does."""
    known = found.buyer_known
    town = [str(known.get(key, "")) for key in ("city", "region", "postcode")]
    return ", ".join(filter(None, [" ".join(filter(None, town)), str(country_said(found.country))]))


PAPER_WORDS = [
    ("commercial_invoice", _("Commercial invoice")),
    ("packing_list", _("Packing list")),
    ("customs_data", _("Customs data")),
]


@access("export_order.read")
@require_safe
def consignments(request: Request) -> HttpResponse:
    page: Any = page_of(
        consignments_visible_to(request.actor), order=("-id",), cursor=request.GET.get("cursor")
    )
    return render(request, "operator/exports/consignments.html", {"page": page})


def consignment_of(request: Request, code: str) -> Any:
    """Raises NotFound."""
    try:
        plain = parse_code(code, "E")
    except InvalidCode as error:
        raise NotFound(what="consignment") from error
    found = consignments_visible_to(request.actor).filter(code=plain).first()
    if found is None:
        raise NotFound(what="consignment")
    return found


@access("export_order.read")
@require_safe
def consignment(request: Request, code: str) -> HttpResponse:
    return consignment_page(request, code)


def consignment_page(
    request: Request, code: str, errors: dict[str, Any] | None = None, values: Any = None
) -> HttpResponse:
    found = consignment_of(request, code)
    freight = freight_shares(found)
    return render(
        request,
        "operator/exports/consignment.html",
        {
            "consignment": found,
            "carrier": dict(rules.CARRIERS).get(found.carrier, found.carrier),
            "orders": [
                (each, foreign(each.total_minor, each.currency), freight.get(each.pk))
                for each in found.orders.select_related("channel").order_by("id")
            ],
            "papers": PAPER_WORDS,
            "deeds": deeds_shown(request.actor, ("export_freight",), entity_id=found.pk),
            "actor": request.actor,
            "history": [
                (CONSIGNMENT.state_label(each.to_state), each) for each in states.history_of(found)
            ],
            "may_act": request.actor.role == "operator",
            "errors": errors or {},
            "values": values or {},
        },
        status=422 if errors else 200,
    )


@access("export_order.read")
@require_safe
def consignment_paper(request: Request, code: str, kind: str, form: str) -> HttpResponse:
    return _paper(consignment_of(request, code), kind, form)


@access("export_order.read")
@require_safe
def order_paper(request: Request, code: str, kind: str, form: str) -> HttpResponse:
    found = export_order_for(request.actor, code)
    if found.consignment is None:
        raise NotFound(what="paper")
    return _paper(found.consignment, kind, form, [found])


def _paper(consignment: Any, kind: str, form: str, orders: list[Any] | None = None) -> HttpResponse:
    """A PDF with its text and data inside, or the data alone. Always in English: it crosses a
    border."""
    if kind not in KINDS or form not in ("pdf", "json"):
        raise NotFound(what="paper")
    now = clock.now()
    twin = paper_json(kind, consignment, now=now, orders=orders or ())
    name = f"{kind}-{twin['number']}"
    if form == "json":
        answer: HttpResponse = JsonResponse(twin, json_dumps_params={"ensure_ascii": False})
    else:
        data = paper_shown(paper_data(kind, consignment, now=now, orders=orders or ()))
        data["qr"] = settings.PUBLIC_URL + (
            reverse("operator:export_order", args=[orders[0].code])
            if orders
            else reverse("operator:consignment", args=[consignment.code])
        )
        pdf = pdf_render(kind, data, language="en", json_twin=twin, at=now)
        answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


@access("export_order.read")
@require_safe
def settled(request: Request) -> HttpResponse:
    return settled_page(request)


def _shown(row: Any) -> tuple[Any, str, int]:
    """A line with its amount and what it is in taka. What was sent to our bank is no loss: it is
    shown as what was sent, though it leaves what the channel holds of ours."""
    return row, _line_amount(row), -row.poisha if row.kind == "transfer" else row.poisha


def _line_amount(row: Any) -> str:
    return foreign(-row.minor if row.kind == "transfer" else row.minor, row.currency)


def _accounts(kind: str) -> list[tuple[str, Any]]:
    return [(key, rules.HAND_ACCOUNTS[key]) for key in rules.hand_accounts(kind)]


def settled_page(request: Request, errors: dict[str, Any] | None = None) -> HttpResponse:
    now = clock.now()
    page: Any = page_of(
        settlement_rows_visible_to(request.actor),
        order=("-at", "-id"),
        cursor=request.GET.get("cursor"),
    )
    days = rule_at("export_settled", now).value
    differences = settlement_differences(request.actor, late_before=now - timedelta(days=days))
    return render(
        request,
        "operator/exports/settlements.html",
        {
            "page": page,
            "rows": [_shown(each) for each in page.items],
            "differences": [
                (
                    DIFFERENCES[each.kind],
                    each,
                    _line_amount(each.row) if each.row else foreign(each.minor, each.currency),
                )
                for each in differences
            ],
            "bookings": [
                (each, _line_amount(each.row)) for each in settlement_bookings_asked(request.actor)
            ],
            "accounts": _accounts("fee"),
            "transfer_accounts": _accounts("transfer"),
            "files": settlement_files_visible_to(request.actor).order_by("-id")[:10],
            "columns": statement_table.COLUMNS,
            "kinds": statement_table.KINDS,
            "chosen": request.POST.get("channel", ""),
            "channels": [
                (each.pk, each.name) for each in channels_with_files(request.actor).order_by("id")
            ],
            "me": request.actor.person_id,
            "may_act": request.actor.role == "operator",
            "errors": errors or {},
        },
        status=422 if errors else 200,
    )
