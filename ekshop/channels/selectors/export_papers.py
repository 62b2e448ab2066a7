"""What the papers of a consignment say: invoice, packing list and customs data, as plain values.

Papers that cross a border are in English. Of an order already forgotten the consignee is the
country alone.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from itertools import accumulate, pairwise
from typing import Any

from django.utils import translation

from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.countries import country_name
from ekshop.parties.selectors import export_shipper

from ..models import Consignment, ExportLine, ExportOrder, ExportPaper
from ..rules import PAPERS, minor_text
from .readiness import papers_held

CUSTOMS_LANGUAGE = "en"
KINDS = ("commercial_invoice", "packing_list", "customs_data")
REASON = "Sale"
HOUSE = "ek-Shop"


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
        "shipper": _shipper(dhaka_date(issued)),
        "destination": consignment.country,
        "carrier": _carrier(consignment.carrier),
    }
    if kind == "customs_data":
        return {**head, **_customs(rows, dhaka_date(issued))}
    body = {"commercial_invoice": _invoice, "packing_list": _packing}[kind](rows)
    return {**head, **body}


def _shipper(on: date) -> dict[str, Any]:
    """By the hub's own record, where it says more than the district."""
    hub = export_shipper(on)
    own = HOUSE.lower() in hub.name.lower()
    return {
        "name": hub.name if own else ", ".join(filter(None, [HOUSE, hub.name])),
        "address": " ".join(hub.address.split()) or None,
        "area": ", ".join(filter(None, [hub.district, _country("BD")])),
        "phone": hub.mobile or None,
        "registration": hub.registration or None,
    }


def _carrier(key: str) -> str:
    return "" if key == "manual" else key.replace("_", " ").capitalize()


def _invoice(orders: Sequence[ExportOrder]) -> dict[str, Any]:
    sums: dict[str, int] = defaultdict(int)
    for order in orders:
        sums[order.currency] += _goods_minor(order) + order.shipping_minor
    whole = " + ".join(minor_text(minor, currency) for currency, minor in sorted(sums.items()))
    return {
        "terms": "DAP",
        "reason_for_export": REASON,
        "orders": [_invoiced(order) for order in orders],
        "net_weight": kilograms(sum(map(_net_g, orders))),
        "gross_weight": kilograms(sum(order.weighed_g or 0 for order in orders)),
        "total": whole if len(orders) > 1 else None,
    }


def _net_g(order: ExportOrder) -> int:
    return sum(line.packed * line.net_g for line in packed_lines(order))


def _goods_minor(order: ExportOrder) -> int:
    return sum(line.packed * line.unit_minor for line in packed_lines(order))


def _invoiced(order: ExportOrder) -> dict[str, Any]:
    lines = packed_lines(order)
    goods = _goods_minor(order)

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
        return {"name": _country(order.country) or "-"}
    town = " ".join(str(buyer.get(key, "")) for key in ("city", "region", "postcode"))
    area = [" ".join(town.split()), _country(order.country)]
    return {
        "name": buyer.get("name") or "-",
        "address": ", ".join(buyer.get("lines") or ()) or None,
        "area": ", ".join(filter(None, area)) or None,
    }


def _country(code: str) -> str:
    return country_name(code, CUSTOMS_LANGUAGE)


def packed_lines(order: ExportOrder) -> list[ExportLine]:
    rows = sorted(order.lines.all(), key=lambda line: line.position)
    return [line for line in rows if line.packed]


def _packing(orders: Sequence[ExportOrder]) -> dict[str, Any]:
    parcels, pieces, net_sum, gross_sum = [], 0, 0, 0
    for order in orders:
        lines = packed_lines(order)
        net = _net_g(order)
        parcels.append(
            {
                "code": order.code,
                "tracking": order.tracking_number or None,
                "consignee": consignee_of(order)["name"],
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


def _customs(orders: Sequence[ExportOrder], on: date) -> dict[str, Any]:
    """By tariff code, origin and currency, as a declaration adds them up, with the certificates that
    hold that day."""
    sums: dict[tuple[str, str, str], dict[str, Any]] = {}
    offers: set[int] = set()
    for order in orders:
        for line, gross_g in _weighed(order):
            offers.add(line.offer_id or 0)
            row = sums.setdefault(
                (line.hs_code, line.origin, order.currency),
                {"titles": {}, "materials": {}, "pieces": 0, "net": 0, "gross": 0, "minor": 0},
            )
            row["titles"][line.title] = row["materials"][line.materials] = None
            row["pieces"] += line.packed
            row["net"] += line.packed * line.net_g
            row["gross"] += gross_g
            row["minor"] += line.packed * line.unit_minor
    values: dict[str, int] = defaultdict(int)
    for (_code, _origin, currency), row in sums.items():
        values[currency] += row["minor"]
    papers = papers_held(on).filter(goods__offer_id__in=offers).order_by("kind", "number")
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
        "pieces": sum(row["pieces"] for row in sums.values()),
        "net_weight": kilograms(sum(row["net"] for row in sums.values())),
        "gross_weight": kilograms(sum(row["gross"] for row in sums.values())),
        "value": " + ".join(minor_text(n, currency) for currency, n in sorted(values.items())),
        "certificates": [_certificate(each) for each in papers] or None,
    }


def _weighed(order: ExportOrder) -> list[tuple[ExportLine, int]]:
    """Each line with its part of what the parcel weighed on the scales, so that the customs data and
    the packing list name one weight; by its papers where nobody weighed it."""
    lines = packed_lines(order)
    by_papers = [line.packed * line.gross_g for line in lines]
    if not order.weighed_g or not any(by_papers):
        return list(zip(lines, by_papers, strict=True))
    weighed, whole = order.weighed_g, sum(by_papers)
    ends = [weighed * each // whole for each in accumulate(by_papers, initial=0)]
    return [(line, b - a) for line, (a, b) in zip(lines, pairwise(ends), strict=True)]


def _certificate(paper: ExportPaper) -> str:
    with translation.override(CUSTOMS_LANGUAGE):
        return f"{PAPERS[paper.kind]}: {paper.number}, {paper.by}"


def paper_shown(data: dict[str, Any]) -> dict[str, Any]:
    """The same for people: countries by name, where the data has their letters."""
    data = {**data, "destination": _country(data["destination"])}
    if "headings" in data:
        data["headings"] = [_of_country(each) for each in data["headings"]]
    if "orders" in data:
        data["orders"] = [
            {**each, "lines": [_of_country(line) for line in each["lines"]]}
            for each in data["orders"]
        ]
    return data


def _of_country(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "origin": _country(row["origin"])}


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
