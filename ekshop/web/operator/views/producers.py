"""Producers: who waits for approval, what is missing, and the whole number of a card."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.kernel import clock
from ekshop.kernel.bangla import normalise
from ekshop.kernel.errors import InvalidInput
from ekshop.kernel.paging import page_of
from ekshop.kernel.phones import mask
from ekshop.kernel.states import history_of
from ekshop.parties.selectors import doers_named, wallet_mark
from ekshop.parties.services import WalletMoved
from ekshop.producers.rules import PRODUCER
from ekshop.producers.selectors import (
    looks_of,
    others_behind,
    producer_for,
    producers_visible_to,
    twins_of,
)
from ekshop.producers.services import (
    ProducerIncomplete,
    WalletOfAnother,
    identity_look,
    producer_approve,
    producer_send_back,
)
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted
from ekshop.web.papers.producers import Door, shown

from ..lists import EXPORTED, csv_answer, moment

DOOR = Door("operator", "operator/base.html")
OFFICE_CHANGES = ("group", "wallet")
"""What the office may change of her; the rest she and her centre do."""
SHELVES = {
    "brought": gettext_lazy("To approve"),
    "sent_back": gettext_lazy("Sent back"),
    "approved": gettext_lazy("Approved"),
    "withdrawn": gettext_lazy("Take part no longer"),
}


@access("operations.read")
@require_safe
def producers(request: Request) -> HttpResponse:
    shelf = request.GET.get("shelf", "brought")
    shelf = shelf if shelf in SHELVES else "brought"
    # Whoever has waited longest is looked at first.
    order = ("brought_at", "id") if shelf == "brought" else ("-brought_at", "-id")
    page = page_of(_found(request, shelf), order=order, cursor=request.GET.get("cursor"))
    return render(
        request,
        "operator/producers/list.html",
        {
            "page": page,
            "shelf": shelf,
            "shelves": SHELVES.items(),
            "text": request.GET.get("q", ""),
            "now": clock.now(),
        },
    )


@access("operations.read")
@require_safe
def producers_export(request: Request) -> HttpResponse:
    """Without numbers of cards and wallets: a table leaves the house."""
    rows = producers_visible_to(request.actor).order_by("pk")[:EXPORTED]
    return csv_answer(
        "producers",
        (
            _("Producer"),
            _("Person"),
            _("Mobile"),
            _("District"),
            _("Craft"),
            _("Centre"),
            _("State"),
            _("Brought on"),
        ),
        (
            (
                row.seller.name,
                row.person.called,
                mask(row.person.mobile or ""),
                row.district.name,
                row.craft_name,
                row.centre.name,
                PRODUCER.state_label(row.state),
                moment(row.brought_at),
            )
            for row in rows
        ),
    )


@access("operations.read")
@require_safe
def producer(request: Request, seller_id: int) -> HttpResponse:
    return _page(request, producer_for(request.actor, seller_id), Posted(request))


@access("producer.judge")
@require_POST
def approve(request: Request, seller_id: int) -> HttpResponse:
    try:
        producer_approve(
            actor=request.actor,
            seller_id=seller_id,
            note=request.POST.get("note", ""),
            wallet_seen=request.POST.get("wallet_seen", ""),
            wallet_is_right=bool(request.POST.get("wallet_is_right")),
            now=clock.now(),
        )
    except (ProducerIncomplete, WalletMoved, WalletOfAnother) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Approved. She hears of it by SMS."))
    return redirect("operator:producer", seller_id)


@access("producer.judge")
@require_POST
def send_back(request: Request, seller_id: int) -> HttpResponse:
    form = Posted(request)
    if form.tried(
        lambda: producer_send_back(
            actor=request.actor, seller_id=seller_id, reason=form.text("reason"), now=clock.now()
        )
    ):
        messages.success(request, _("Sent back. She and her centre are told what to mend."))
        return redirect("operator:producer", seller_id)
    return _page(request, producer_for(request.actor, seller_id), form)


@access("producer.read_identity")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def identity(request: Request, seller_id: int) -> HttpResponse:
    """The reason first; then the number, on this one answer and nowhere else."""
    profile = producer_for(request.actor, seller_id)
    form, number = Posted(request), ""
    if form.sent:
        try:
            number = identity_look(
                actor=request.actor,
                seller_id=seller_id,
                reason=form.text("reason"),
                now=clock.now(),
            )
        except InvalidInput as refused:
            form.errors = refused.field_errors
    return form.page(
        "operator/producers/identity.html",
        {"profile": profile, "number": number, "looks": looks_of(profile)},
    )


def _page(request: Request, profile: Any, form: Posted) -> HttpResponse:
    twins = twins_of(
        identity_kind=profile.identity_kind,
        identity_number=profile.identity_number,
        mobile=profile.person.mobile or "",
        wallet_number=profile.wallet_proved,
        but=profile.pk,
    )
    known = shown(profile, now=clock.now())
    return form.page(
        "operator/producers/one.html",
        {
            **known,
            "wallet_seen": wallet_mark(known["wallet"]),
            "links": {name: DOOR.url(name, profile.seller_id) for name in OFFICE_CHANGES},
            "twins": twins,
            "paid_to": others_behind(profile),
            "looks": looks_of(profile),
            "history": [
                (row, PRODUCER.state_label(row.to_state))
                for row in doers_named(history_of(profile))
            ],
            "may_judge": request.actor.role == "operator",
        },
    )


def _found(request: Request, shelf: str) -> QuerySet[Any]:
    rows = producers_visible_to(request.actor).filter(state=shelf)
    if text := normalise(request.GET.get("q", "")).strip()[:80]:
        names = Q(seller__name_bn__icontains=text) | Q(seller__name_en__icontains=text)
        names |= Q(craft_bn__icontains=text) | Q(district__name_bn__icontains=text)
        rows = rows.filter(names | Q(district__name_en__icontains=text))
    return rows
