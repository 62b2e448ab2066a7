"""Claims to a registered name of a place, by the seller or by the centre that looks after it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.catalogue.selectors import products_name_unshown
from ekshop.kernel import clock
from ekshop.producers.rules.names import EVIDENCE_MOST, REGISTERED
from ekshop.producers.selectors.names import (
    USES_ORDER,
    gi_evidence_for,
    gi_names,
    gi_names_in,
    gi_seller,
    gi_uses_visible_to,
)
from ekshop.producers.services.names import gi_use_claim, gi_use_withdraw
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

from ..handing import handed, paper_handed

YEAR = 365 * 24 * 3600


@access("gi.claim")
@require_http_methods(["GET", "HEAD", "POST"])
def claims(request: Request, audience: str, base: str, seller_id: int) -> HttpResponse:
    """What a seller claimed and what came of it, and a form for one claim more."""
    return _claims(request, audience, base, seller_id)


@access("seller.work")
@require_http_methods(["GET", "HEAD", "POST"])
def own_claims(request: Request, audience: str, base: str) -> HttpResponse:
    """The same for whoever acts for the seller."""
    return _claims(request, audience, base, None)


def _claims(request: Request, audience: str, base: str, seller_id: int | None) -> HttpResponse:
    seller = gi_seller(request.actor, seller_id or request.actor.organisation)
    form = Posted(request)
    if form.sent and form.tried(
        lambda: gi_use_claim(
            actor=request.actor,
            seller_id=seller.pk,
            gi_name_id=form.whole("gi_name"),
            statement=form.text("statement"),
            number=form.text("number"),
            evidence=request.FILES.getlist("evidence"),
            now=clock.now(),
        )
    ):
        messages.success(request, _("Sent. An operator looks at it; the answer stands here."))
        return redirect(_address(audience, seller_id))
    uses = (
        gi_uses_visible_to(request.actor)
        .filter(seller=seller)
        .prefetch_related("evidence__document")
    )
    return form.page(
        "papers/gi.html",
        {
            "base": base,
            "seller": seller,
            "uses": [
                (use, _withdraw_address(audience, seller_id, use))
                for use in uses.order_by(*USES_ORDER)
            ],
            "names": _choices(seller),
            "most": EVIDENCE_MOST,
            "is_centre": audience == "centre",
            "makes": seller.kind == "producer",
            "unshown": len(products_name_unshown([seller.pk])),
        },
    )


@access("gi.claim")
@require_POST
def claim_withdraw(
    request: Request, use_id: int, audience: str, base: str, seller_id: int | None = None
) -> HttpResponse:
    gi_use_withdraw(
        actor=request.actor, use_id=use_id, reason=request.POST.get("reason", ""), now=clock.now()
    )
    messages.success(request, _("Withdrawn. The name is not shown with these goods any more."))
    return redirect(_address(audience, seller_id))


@access("gi.read")
@require_safe
def evidence(request: Request, evidence_id: int, size: str) -> HttpResponseBase:
    """A photo or paper of a claim, to those it concerns; `size` of a photo is "small" or "full"."""
    found = gi_evidence_for(request.actor, evidence_id)
    if found.document:
        return paper_handed(found.document)
    name = found.file if size == "full" else found.thumb
    return handed(name, "image/webp", "", cache=f"max-age={YEAR}, immutable")


def _choices(seller: Any) -> list[tuple[int, str]]:
    """A producer chooses among the names of its district, a partner among all."""
    found = gi_names_in(seller.seller.hub_district_id) if seller.kind == "producer" else gi_names()
    return [(name.pk, name.name) for name in found if name.register == REGISTERED]


def _withdraw_address(audience: str, seller_id: int | None, use: Any) -> str:
    if use.state not in ("claimed", "approved", "suspended"):
        return ""
    return _named(audience, "gi_withdraw", seller_id, use_id=use.pk)


def _address(audience: str, seller_id: int | None) -> str:
    return _named(audience, "gi", seller_id)


def _named(audience: str, name: str, seller_id: int | None, **given: int) -> str:
    if seller_id is not None:
        given["seller_id"] = seller_id
    return reverse(f"{audience}:{name}", kwargs=given)
