"""What the papers of a consignment say: invoice, packing list and customs data, as plain values.

Papers that cross a border are in English. Of an order already forgotten the consignee is the
country alone.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from ekshop.kernel.clock import dhaka_date

from ..models import Consignment, ExportLine, ExportOrder, ExportPaper
from ..rules import minor_text

KINDS = ("commercial_invoice", "packing_list", "customs_data")
REASON = "Sale"
SHIPPER = {"name": "ek-Shop, Export hub", "area": "Bangladesh"}


def paper_data(
    kind: str, consignment: Consignment, *, now: datetime, orders: Sequence[ExportOrder] = ()
) -> dict[str, Any]:
    """What the document template of that name reads. `orders`: only these of the consignment."""
    rows = list(orders) or list(
        consignment.orders.select_related("channel").prefetch_related("lines").order_by("id")
    )
    issued = consignment.handed_over_at or consignment.closed_at or now
    head = {
        "number": rows[0].code if orders else consignment.code,
        "issued_on": dhaka_date(issued),
        "shipper": SHIPPER,
        "destination": consignment.country,
        "carrier": _carrier(consignment.carrier),
    }
    body = {
        "commercial_invoice": _invoice,
        "packing_list": _packing,
        "customs_data": _customs,
    }[kind](rows)
    return {**head, **body}


def _carrier(key: str) -> str:
    return "" if key == "manual" else key.replace("_", " ").capitalize()


def _invoice(orders: Sequence[ExportOrder]) -> dict[str, Any]:
    return {
        "terms": "DAP",
        "reason_for_export": REASON,
        "orders": [_invoiced(order) for order in orders],
    }


def _invoiced(order: ExportOrder) -> dict[str, Any]:
    lines = packed_lines(order)
    goods = sum(line.packed * line.unit_minor for line in lines)

    def text(minor: int) -> str:
        return minor_text(minor, order.currency)

    return {
        "code": order.code,
        "channel": f"{order.channel.name_en} {order.ref}",
        "tracking": order.tracking_number or None,
        "consignee": consignee_of(order),
        "lines": [
            {
                "title": line.title,
                "materials": line.materials or None,
                "hs_code": line.hs_code,
                "origin": line.origin,
                "quantity": line.packed,
                "unit_price": text(line.unit_minor),
                "total": text(line.packed * line.unit_minor),
            }
            for line in lines
        ],
        "goods_sum": text(goods),
        "freight": text(order.shipping_minor) if order.shipping_minor else None,
        "total": text(goods + order.shipping_minor),
    }


def consignee_of(order: ExportOrder) -> dict[str, Any]:
    buyer = order.buyer_known
    if not buyer:
        return {"name": order.country or "-"}
    town = " ".join(str(buyer.get(key, "")) for key in ("city", "region", "postcode"))
    return {
        "name": buyer.get("name") or "-",
        "address": ", ".join(buyer.get("lines") or ()) or None,
        "area": " ".join(f"{town} {order.country}".split()) or None,
    }


def packed_lines(order: ExportOrder) -> list[ExportLine]:
    rows = sorted(order.lines.all(), key=lambda line: line.position)
    return [line for line in rows if line.packed]


def _packing(orders: Sequence[ExportOrder]) -> dict[str, Any]:
    parcels, pieces, net_sum, gross_sum = [], 0, 0, 0
    for order in orders:
        lines = packed_lines(order)
        net = sum(line.packed * line.net_g for line in lines)
        parcels.append(
            {
                "code": order.code,
                "tracking": order.tracking_number or None,
                "net_weight": kilograms(net),
                "gross_weight": kilograms(order.weighed_g or 0),
                "lines": [
                    {
                        "title": line.title,
                        "hs_code": line.hs_code,
                        "quantity": line.packed,
                        "net_weight": kilograms(line.packed * line.net_g),
                    }
                    for line in lines
                ],
            }
        )
        pieces += sum(line.packed for line in lines)
        net_sum, gross_sum = net_sum + net, gross_sum + (order.weighed_g or 0)
    return {
        "parcels": parcels,
        "parcel_count": len(parcels),
        "pieces": pieces,
        "net_weight": kilograms(net_sum),
        "gross_weight": kilograms(gross_sum),
    }


def _customs(orders: Sequence[ExportOrder]) -> dict[str, Any]:
    """By tariff code, origin and currency, as a declaration adds them up."""
    sums: dict[tuple[str, str, str], dict[str, Any]] = {}
    offers: set[int] = set()
    for order in orders:
        for line in packed_lines(order):
            offers.add(line.offer_id or 0)
            row = sums.setdefault(
                (line.hs_code, line.origin, order.currency),
                {"titles": {}, "materials": {}, "pieces": 0, "net": 0, "gross": 0, "minor": 0},
            )
            row["titles"][line.title] = row["materials"][line.materials] = None
            row["pieces"] += line.packed
            row["net"] += line.packed * line.net_g
            row["gross"] += line.packed * line.gross_g
            row["minor"] += line.packed * line.unit_minor
    papers = ExportPaper.objects.filter(goods__offer_id__in=offers).order_by("kind", "number")
    return {
        "reason_for_export": REASON,
        "headings": [
            {
                "hs_code": code,
                "description": "; ".join(row["titles"])[:300],
                "materials": "; ".join(filter(None, row["materials"])) or None,
                "origin": origin,
                "quantity": row["pieces"],
                "net_weight": kilograms(row["net"]),
                "gross_weight": kilograms(row["gross"]),
                "value": minor_text(row["minor"], currency),
            }
            for (code, origin, currency), row in sorted(sums.items())
        ],
        "certificates": [f"{each.kind}: {each.number}, {each.by}" for each in papers] or None,
    }


def paper_json(
    kind: str, consignment: Consignment, *, now: datetime, orders: Sequence[ExportOrder] = ()
) -> dict[str, Any]:
    """The same for machines: plain values, dates as ISO, absent values left out."""
    data = paper_data(kind, consignment, now=now, orders=orders)
    return {"document": kind, **_plain(data)}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items() if each is not None}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def kilograms(grams: int) -> str:
    return f"{grams / 1000:.3f} kg"
