"""What is stored, in the JSON that WooCommerce answers."""

from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.services.woo.goods import CATEGORIES

Thing = dict[str, Any]
VERSION = "9.6.0"


def product(thing: Thing, home: str, children: list[int]) -> Thing:
    """A simple or variable product, or a variation asked for as a product."""
    number = thing["id"]
    shown = {
        "id": number,
        "name": thing["name"],
        "slug": thing["sku"].lower() or str(number),
        "permalink": f"{home}/product/{thing['sku'].lower() or number}/",
        **_dates(thing),
        "type": thing["type"],
        "status": thing.get("status", "publish"),
        "featured": False,
        "catalog_visibility": thing.get("catalog_visibility", "visible"),
        "description": thing["description"],
        "short_description": "",
        **_money_and_stock(thing),
        "virtual": thing.get("virtual", False),
        "downloadable": thing.get("downloadable", False),
        "external_url": "",
        "categories": [
            {"id": one, "name": CATEGORIES[one][0], "slug": f"c-{one}"}
            for one in thing["categories"]
        ],
        "brands": [],
        "tags": [],
        "images": [_image(number, src) for src in thing.get("images") or pictures(thing, home)],
        "attributes": [
            {"id": 0, "slug": each["name"], "position": place, "visible": True, "variation": thing["type"] == "variable", **each}
            if "options" in each
            else {"id": 0, "slug": each["name"], **each}
            for place, each in enumerate(thing["attributes"])
        ],
        "default_attributes": [],
        "variations": children,
        "grouped_products": [],
        "parent_id": thing.get("parent_id", 0),
        "menu_order": 0,
        "meta_data": [],
    }  # fmt: skip
    return {**shown, "_links": _links(home, f"products/{number}", "products")}


def variation(thing: Thing, home: str) -> Thing:
    number, family = thing["id"], thing["parent_id"]
    image = (thing.get("images") or pictures(thing, home) or [""])[0]
    return {
        "id": number,
        "type": "variation",
        **_dates(thing),
        "description": thing["description"],
        "permalink": f"{home}/product/{family}/?variation={number}",
        "status": thing.get("status", "publish"),
        **_money_and_stock(thing),
        "virtual": thing.get("virtual", False),
        "downloadable": thing.get("downloadable", False),
        "image": _image(number, image) if image else None,
        "attributes": [{"id": 0, "slug": each["name"], **each} for each in thing["attributes"]],
        "menu_order": 0,
        "meta_data": [],
        "name": ", ".join(each["option"] for each in thing["attributes"]),
        "parent_id": family,
        "_links": _links(home, f"products/{family}/variations/{number}", "products"),
    }


def order(thing: Thing, home: str) -> Thing:
    number = thing["id"]
    lines = [
        {
            "id": number * 100 + place,
            "variation_id": 0,
            "tax_class": "",
            "subtotal_tax": "0.00",
            "total_tax": "0.00",
            "taxes": [],
            **line,
            "meta_data": _meta(line.get("meta_data"), number * 1000 + place * 10),
        }
        for place, line in enumerate(thing["line_items"], 1)
    ]
    shipping = [
        {"id": number * 100 + 50 + place, "total_tax": "0.00", "taxes": [], "meta_data": [], **line}
        for place, line in enumerate(thing.get("shipping_lines") or [], 1)
    ]
    goods = sum((amount(line.get("total")) for line in lines), Decimal(0))
    carried = sum((amount(line.get("total")) for line in shipping), Decimal(0))
    return {
        "id": number,
        "parent_id": 0,
        "number": str(number),
        "order_key": f"wc_order_{number:08x}",
        "created_via": "rest-api",
        "version": VERSION,
        "status": thing["status"],
        "currency": "BDT",
        **_dates(thing),
        "discount_total": "0.00",
        "shipping_total": f"{carried:.2f}",
        "total": f"{goods + carried:.2f}",
        "total_tax": "0.00",
        "prices_include_tax": False,
        "customer_id": 0,
        "customer_note": thing.get("customer_note", ""),
        "billing": {**_ADDRESS, **(thing.get("billing") or {})},
        "shipping": {**_ADDRESS, **(thing.get("shipping") or {})},
        "payment_method": thing.get("payment_method", ""),
        "payment_method_title": thing.get("payment_method_title", ""),
        "transaction_id": thing.get("transaction_id", ""),
        "date_paid": None,
        "date_completed": thing.get("date_completed"),
        "meta_data": _meta(thing.get("meta_data"), number * 1000 + 500),
        "line_items": lines,
        "tax_lines": [],
        "shipping_lines": shipping,
        "fee_lines": [],
        "coupon_lines": [],
        "refunds": [],
        "_links": _links(home, f"orders/{number}", "orders"),
    }


def webhook(thing: Thing, home: str) -> Thing:
    resource, _, event = thing["topic"].partition(".")
    return {
        "id": thing["id"],
        "name": thing.get("name") or f"Webhook {thing['id']}",
        "status": thing["status"],
        "topic": thing["topic"],
        "resource": resource,
        "event": event,
        "hooks": [],
        "delivery_url": thing["delivery_url"],
        **_dates(thing),
        "_links": _links(home, f"webhooks/{thing['id']}", "webhooks"),
    }


def category(number: int, count: int) -> Thing:
    name, parent = CATEGORIES[number]
    return {
        "id": number,
        "name": name,
        "slug": f"c-{number}",
        "parent": parent,
        "description": "",
        "display": "default",
        "image": None,
        "menu_order": 0,
        "count": count,
    }


def pictures(thing: Thing, home: str) -> list[str]:
    return [f"{home}/wp-content/uploads/{thing['id']}.png"]


def amount(text: Any) -> Decimal:
    try:
        return Decimal(str(text or 0))
    except InvalidOperation:
        return Decimal(0)


def fields_of(shown: Thing, wanted: str) -> Thing:
    """As `_fields` asks: only these, top level."""
    names = {name.strip().partition(".")[0] for name in wanted.split(",") if name.strip()}
    return {name: value for name, value in shown.items() if name in names} if names else shown


_ADDRESS = dict.fromkeys(
    ("first_name", "last_name", "company", "address_1", "address_2", "city", "state",
     "postcode", "country", "email", "phone"), "",
)  # fmt: skip


def _money_and_stock(thing: Thing) -> Thing:
    regular, sale = str(thing["regular_price"]), str(thing["sale_price"])
    reduced = bool(sale) and amount(sale) < amount(regular)
    counted, pieces = thing["manage_stock"], thing["stock_quantity"]
    status = thing.get("stock_status") or "instock"
    if counted:
        status = "instock" if (pieces or 0) > 0 else "outofstock"
    return {
        "sku": thing["sku"],
        "global_unique_id": thing.get("global_unique_id", ""),
        "price": sale if reduced else regular,
        "regular_price": regular,
        "sale_price": sale,
        "date_on_sale_from": None,
        "date_on_sale_to": None,
        "on_sale": reduced,
        "purchasable": True,
        "manage_stock": counted,
        "stock_quantity": pieces if counted else None,
        "stock_status": status,
        "backorders": "no",
        "backorders_allowed": False,
        "weight": "",
        "dimensions": {"length": "", "width": "", "height": ""},
        "tax_status": "taxable",
        "tax_class": "",
    }


def _dates(thing: Thing) -> Thing:
    """Local times of a shop in Dhaka beside the same in GMT."""
    shown: Thing = {}
    for name in ("created", "modified"):
        at = thing[f"date_{name}_gmt"]
        shown |= {f"date_{name}": plus_six_hours(at), f"date_{name}_gmt": at}
    return shown


def plus_six_hours(at: str) -> str:
    return (datetime.fromisoformat(at) + timedelta(hours=6)).isoformat()


def _image(number: int, src: str) -> Thing:
    return {"id": number * 10, "src": src, "name": "", "alt": ""}


def _meta(given: Any, first: int) -> list[Thing]:
    return [
        {"id": first + place, "key": str(each.get("key", "")), "value": each.get("value", "")}
        for place, each in enumerate(given or [])
        if isinstance(each, dict)
    ]


def _links(home: str, one: str, many: str) -> Thing:
    base = f"{home}/wp-json/wc/v3"
    return {"self": [{"href": f"{base}/{one}"}], "collection": [{"href": f"{base}/{many}"}]}
