"""Packing at the hub: the right pieces, weighed against what their export papers say."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.clashes import constraint_of
from ekshop.kernel.coded import coded_insert
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.parties.services import require

from ...models import Consignment, ExportGoods, ExportLine, ExportOrder
from ...rules import exporting as rules
from .errors import NotNow, StillOpen, WeightDiffers
from .following import Gathered


def export_order_held(order_id: int) -> ExportOrder:
    """With its row locked and its channel. Raises NotFound."""
    found = (
        ExportOrder.objects.select_for_update(of=("self",))
        .select_related("channel", "consignment")
        .filter(pk=order_id)
        .first()
    )
    if found is None:
        raise NotFound(what="export_order")
    return found


def export_order_pack(
    *,
    actor: Actor,
    order_id: int,
    weighed_g: int,
    carrier: str,
    now: datetime,
    weight_note: str = "",
) -> ExportOrder:
    """Everything of the order that is here goes into one parcel, and that into the consignment that
    is open for its country with that carrier.

    What customs is told of each piece is frozen now. Errors: NotAllowed, NotFound, NotNow,
    StillOpen, InvalidInput, WeightDiffers unless a note says why.
    """
    require(actor, "export_order.work")
    note = normalise(weight_note)[:300]
    if carrier not in dict(rules.CARRIERS):
        raise InvalidInput({"carrier": _("Choose a carrier from the list.")})
    if not 1 <= weighed_g <= rules.GRAMS_AT_MOST:
        raise InvalidInput({"weighed_g": _("What the parcel weighs, in grams.")})
    with transaction.atomic():
        order = export_order_held(order_id)
        if order.state != "at_hub":
            raise NotNow(state=order.state_label)
        if order.concerns.filter(closed_at=None).exists():
            raise StillOpen()
        lines = _filled(order)
        expected = sum(line.packed * line.gross_g for line in lines)
        net = sum(line.packed * line.net_g for line in lines)
        if not note and (
            weighed_g < net or not rules.weight_fits(weighed_g=weighed_g, expected_g=expected)
        ):
            raise WeightDiffers(weighed_g=weighed_g, expected_g=expected)
        ExportLine.objects.bulk_update(
            lines, ["packed", "title", "hs_code", "origin", "materials", "net_g", "gross_g"]
        )
        states.move(
            order,
            "pack",
            actor=actor,
            now=now,
            also={
                "weighed_g": weighed_g,
                "weight_note": note,
                "packed_at": now,
                "packed_by_id": actor.person_id,
                "consignment_id": _consignment_for(order.country, carrier, now, actor).pk,
            },
        )
    return order


def export_order_unpack(*, actor: Actor, order_id: int, now: datetime) -> ExportOrder:
    """Out of its consignment, while that is still being filled. Errors: NotFound, NotNow."""
    require(actor, "export_order.work")
    with transaction.atomic():
        order = export_order_held(order_id)
        if order.state != "packed" or (order.consignment and order.consignment.state != "open"):
            raise NotNow(state=order.state_label)
        order.lines.update(packed=0)
        states.move(order, "unpack", actor=actor, now=now, also={"consignment_id": None})
    return order


def _filled(order: ExportOrder) -> list[ExportLine]:
    """Its lines with what is here of each, and what their goods' papers say today."""
    here = dict(Gathered(order).here)
    lines = list(order.lines.order_by("position"))
    papers = {
        goods.offer_id: goods
        for goods in ExportGoods.objects.filter(offer_id__in=[line.offer_id for line in lines])
    }
    for line in lines:
        offer_id = line.offer_id or 0
        line.packed = min(here.get(offer_id, 0), line.quantity)
        here[offer_id] = here.get(offer_id, 0) - line.packed
        goods = papers.get(offer_id)
        if line.packed and (goods is None or not goods.hs_code or not goods.gross_g):
            raise InvalidInput(
                {"lines": _("%(title)s has no customs code or weight.") % {"title": line.title}}
            )
        if goods is not None:
            line.title, line.hs_code, line.origin = goods.title_en, goods.hs_code, goods.origin
            line.materials, line.net_g, line.gross_g = goods.materials, goods.net_g, goods.gross_g
    if not any(line.packed for line in lines):
        raise InvalidInput({"lines": _("Nothing of this order is here.")})
    return lines


def _consignment_for(country: str, carrier: str, now: datetime, actor: Actor) -> Consignment:
    one = {"country": country, "carrier": carrier, "state": "open"}
    if found := Consignment.objects.filter(**one).first():
        return found
    try:
        row = coded_insert(Consignment(**one, opened_at=now), "E")
    except IntegrityError as error:
        if constraint_of(error) != "consignment_one_open":
            raise
        # Opened at the same moment by another.
        return Consignment.objects.get(**one)
    states.begin(row, actor=actor, now=now)
    return row
