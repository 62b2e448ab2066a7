"""Price and stock of given articles, now."""

from collections.abc import Sequence
from typing import Any

from ...ingest.records import BadRow, Fields
from ..shape import OtherSideRefuses, Source
from .client import PAGE, Shop
from .rows import row_of

SECONDS = 4.0
FIELDS = "id,name,type,status,catalog_visibility,price,regular_price,on_sale,manage_stock,stock_quantity,stock_status,virtual,downloadable"  # fmt: skip


def live(source: Source, refs: Sequence[str]) -> dict[str, Fields]:
    """Our id, price, sale_price, quantity and availability; what is gone is not in it."""
    wanted = [ref for ref in refs if ref.isdigit()]
    found: dict[str, dict[str, Any]] = {}
    with Shop(source, seconds=SECONDS) as shop:
        currency = str(shop.get("/data/currencies/current").get("code") or "BDT")
        for start in range(0, len(wanted), PAGE):
            asked = {"include": ",".join(wanted[start : start + PAGE]), "_fields": FIELDS, "per_page": PAGE}  # fmt: skip
            found |= {str(each["id"]): each for each in shop.get("/products", asked)}
        for ref in wanted:
            # Variations are not in the list of products, but can be asked for one by one.
            if ref not in found and (one := _one(shop, ref)):
                found[ref] = one
    answers: dict[str, Fields] = {}
    for ref, thing in found.items():
        line = {"product": thing, "variation": None, "category": "", "currency": currency}
        row = row_of(line)
        if not isinstance(row, BadRow) and thing.get("type") != "variable":
            answers[ref] = row
    return answers


def _one(shop: Shop, ref: str) -> dict[str, Any] | None:
    try:
        found = shop.get(f"/products/{ref}", {"_fields": FIELDS})
    except OtherSideRefuses as refused:
        if refused.data.get("status") == 404:
            return None
        raise
    return found if isinstance(found, dict) else None
