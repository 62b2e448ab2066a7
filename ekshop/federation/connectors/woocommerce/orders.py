"""Our orders in the shop: made once, called off, and read back.

Our code stands in the order's meta data, and in its address, because that is where the shop's own
search looks. Before an order is made it is looked for; two of one code, made while an answer was
lost, become one again.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from ekshop.kernel.ids import InvalidCode, parse_code

from ..shape import OrderNews, OtherSideRefuses, Source
from .client import PAGE, Shop

CODE, LINE = "ekshop_code", "ekshop_line"
SECONDS = 60.0
STATUSES = {
    "pending": "waiting",
    "on-hold": "waiting",
    "checkout-draft": "waiting",
    "processing": "confirmed",
    "completed": "handed_over",
    "cancelled": "declined",
    "failed": "declined",
    "refunded": "declined",
    "trash": "declined",
}
TRACKING_META = ("_wc_shipment_tracking_items", "_tracking_number", "tracking_number", "_aftership_tracking_number")  # fmt: skip
_IN_A_NOTE = re.compile(r"(?:tracking|consignment|ট্র্যাকিং)[^:：#]{0,30}[:：#]\s*([A-Za-z0-9-]{4,40})", re.I)  # fmt: skip
WINDOW = timedelta(days=1)


def push(source: Source, order: Mapping[str, Any]) -> str:
    with Shop(source, seconds=SECONDS) as shop:
        found = _found(shop, order)
        if found:
            return _only_one(shop, found)
        made = shop.write("POST", "/orders", _told(source, order))
        return str(int(made["id"]))[:18]


def cancel(source: Source, ref: str, order: Mapping[str, Any]) -> None:
    """Also where the shop was never heard to have it: it may have."""
    with Shop(source, seconds=SECONDS) as shop:
        refs = [ref] if ref else [str(each["id"]) for each in _found(shop, order)]
        for each in refs:
            try:
                shop.write("PUT", f"/orders/{each}", {"status": "cancelled"})
                shop.write("POST", f"/orders/{each}/notes", {"note": "ek-Shop: cancelled."})
            except OtherSideRefuses as refused:
                if refused.data.get("status") != 404:
                    raise


def read(source: Source, refs: Sequence[str]) -> list[OrderNews]:
    """Those deleted for good are told as declined."""
    news: list[OrderNews] = []
    with Shop(source, seconds=SECONDS * 2) as shop:
        for start in range(0, len(refs), PAGE):
            some = [ref for ref in refs[start : start + PAGE] if ref.isdigit()]
            if not some:
                continue
            asked = {"include": ",".join(some), "orderby": "id", "status": "any,trash"}
            listed = shop.pages("/orders", asked, most=2 * PAGE)
            known = {str(each["id"]): each for each, _all in listed}
            for ref in some:
                if ref not in known:
                    known[ref] = _alone(shop, ref)
                news.append(_news(shop, known[ref], ref))
    return news


def _told(source: Source, order: Mapping[str, Any]) -> dict[str, Any]:
    """The order as the shop is to have it: the buyer is the centre, the customer is nowhere."""
    centre, code = order["centre"], order["code"]
    address = {
        "first_name": centre["name_bn"] or centre["name_en"],
        "company": f"ek-Shop {code}",
        "address_1": centre["address"] or centre["union_bn"],
        "address_2": centre["union_bn"],
        "city": centre["district_bn"],
        "state": "",
        "country": "BD",
        "phone": centre["mobile"],
    }
    return {
        "status": source.settings.get("order_status") or "on-hold",
        "set_paid": False,
        "payment_method": "ekshop",
        "payment_method_title": "ek-Shop",
        "billing": address,
        "shipping": address,
        "customer_note": f"ek-Shop {code} · {order['order_code']}",
        "line_items": [
            {
                "product_id": int(line["sku"]),
                "quantity": line["quantity"],
                "subtotal": _times(line["unit_price"], line["quantity"]),
                "total": _times(line["unit_price"], line["quantity"]),
                "meta_data": [{"key": LINE, "value": line["line_id"]}],
            }
            for line in order["lines"]
            if str(line["sku"]).isdigit()
        ],
        "shipping_lines": [
            {"method_id": "ekshop", "method_title": "ek-Shop", "total": order["delivery_fee"]}
        ],
        "meta_data": [{"key": CODE, "value": code}],
    }


def _found(shop: Shop, order: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The shop's orders with our code, oldest first: by its search, and by the latest it has."""
    code = order["code"]
    since = datetime.fromisoformat(order["placed_at"].replace("Z", "+00:00")) - WINDOW
    ways: list[dict[str, Any]] = [
        {"search": code},
        {"after": since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"), "dates_are_gmt": True},
    ]
    found: dict[int, dict[str, Any]] = {}
    for way in ways:
        asked = {**way, "orderby": "id", "order": "desc", "per_page": PAGE, "status": "any"}
        for each in shop.get("/orders", asked):
            if _meta(each, CODE) == code:
                found[int(each["id"])] = each
        if found:
            break
    return [found[number] for number in sorted(found)]


def _only_one(shop: Shop, found: list[dict[str, Any]]) -> str:
    """The oldest that lives stays; what was made beside it is cancelled."""
    living = [each for each in found if STATUSES.get(each["status"]) != "declined"] or found[:1]
    for double in living[1:]:
        shop.write("PUT", f"/orders/{double['id']}", {"status": "cancelled"})
    return str(living[0]["id"])


def _alone(shop: Shop, ref: str) -> dict[str, Any]:
    try:
        found = shop.get(f"/orders/{ref}")
        return found if isinstance(found, dict) else {}
    except OtherSideRefuses as refused:
        if refused.data.get("status") == 404:
            return {"id": ref, "status": "trash", "line_items": []}
        raise


def _news(shop: Shop, order: Mapping[str, Any], ref: str) -> OrderNews:
    status = STATUSES.get(str(order.get("status")), "confirmed")
    tracking, courier = _tracking(order)
    if status == "handed_over" and not tracking:
        tracking = _noted(shop, ref)
    return OrderNews(
        code=_code(order),
        ref=ref,
        status=status,
        at=_moment(order.get("date_modified_gmt")),
        lines=_lines(order),
        tracking=tracking,
        courier=courier,
        said=str(order.get("status") or ""),
    )


def _lines(order: Mapping[str, Any]) -> dict[str, int] | None:
    """Pieces the shop still has on each line of ours; None where it says nothing of our lines."""
    kept: dict[str, int] = {}
    for line in order.get("line_items") or []:
        if ours := _meta(line, LINE):
            kept[ours] = kept.get(ours, 0) + int(line.get("quantity") or 0)
    return kept or None


def _tracking(order: Mapping[str, Any]) -> tuple[str, str]:
    """(number, courier) as the usual plugins keep them."""
    for meta in order.get("meta_data") or []:
        if meta.get("key") not in TRACKING_META:
            continue
        value = meta.get("value")
        if isinstance(value, list) and value and isinstance(value[-1], dict):
            last = value[-1]
            courier = last.get("tracking_provider") or last.get("custom_tracking_provider")
            return str(last.get("tracking_number") or "")[:60], str(courier or "")[:60]
        if isinstance(value, str) and value.strip():
            return value.strip()[:60], ""
    return "", ""


def _noted(shop: Shop, ref: str) -> str:
    """A parcel's number somebody wrote into a note of the order."""
    try:
        notes = shop.get(f"/orders/{ref}/notes")
    except OtherSideRefuses:
        return ""
    for note in notes if isinstance(notes, list) else []:
        if found := _IN_A_NOTE.search(str(note.get("note") or "")):
            return found[1]
    return ""


def _code(order: Mapping[str, Any]) -> str:
    try:
        return parse_code(_meta(order, CODE))
    except InvalidCode:
        return ""


def _meta(thing: Mapping[str, Any], key: str) -> str:
    for meta in thing.get("meta_data") or []:
        if isinstance(meta, dict) and meta.get("key") == key:
            return str(meta.get("value") or "")
    return ""


def _moment(text: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text)).replace(tzinfo=UTC)
    except ValueError:
        return None


def _times(price: str, quantity: int) -> str:
    """Taka as text, exactly."""
    whole, _point, part = price.partition(".")
    poisha = (int(whole) * 100 + int((part or "0").ljust(2, "0"))) * quantity
    return f"{poisha // 100}.{poisha % 100:02d}"
