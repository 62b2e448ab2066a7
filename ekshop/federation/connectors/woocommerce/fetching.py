"""The shop's goods to a file: a line for each thing that can be ordered.

A line has only what becomes a row of ours, so that it is the same as last time while nothing of it
changed. The whole list is read every few hours; between, only products changed since.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

from django.conf import settings

from ekshop.kernel import clock

from ...adapters.feeds import Fetched
from ...ingest.records import FileProblem
from ..shape import ConnectorTrouble, Marks, OtherSideRefuses, Refetched, Source
from .client import ALL_SECONDS, MISSHAPEN, ODD, Shop

WHOLE_EVERY = timedelta(hours=6)
"""A variation changed alone need not show its product as changed, and what was deleted is only seen
to be gone: between two whole readings webhooks tell of both."""
OVERLAP = timedelta(minutes=2)
FIELDS = (
    "id,name,type,status,catalog_visibility,permalink,description,short_description,sku,"
    "global_unique_id,price,regular_price,sale_price,on_sale,virtual,downloadable,manage_stock,"
    "stock_quantity,stock_status,categories,brands,images,image,attributes,parent_id"
)
MOST_CATEGORIES = 20_000
GONE = "woocommerce_rest_product_invalid_id"


def fetch(
    source: Source,
    into: Path,
    *,
    marks: Marks = Marks(),  # noqa: B008 - frozen
    most: int | None = None,
    total: float | None = None,
) -> Fetched:
    """`marks`: `last_modified` is when the last reading began, `etag` the last whole one."""
    since = _since(marks, clock.now())
    with Shop(source, seconds=total or ALL_SECONDS) as shop, into.open("wb") as file:
        out = _Lines(file)
        params: dict[str, Any] = {"orderby": "id", "order": "asc", "_fields": FIELDS}
        if since is None:
            params["status"] = "publish"
        else:
            params |= {"modified_after": since, "dates_are_gmt": True, "status": "any"}
        listed, seen, broken = 0, 0, False
        try:
            names = Names(shop)
            for product, all_of_them in shop.pages("/products", params):
                listed, seen = all_of_them, seen + 1
                if since is None and not sellable(product):
                    continue
                for line in lines_of(shop, names, product, only_first=most is not None):
                    out.write(line)
                if most is not None and out.size >= most:
                    break
        except (ConnectorTrouble, *MISSHAPEN) as trouble:
            if not out.size:
                raise _problem(trouble) from trouble
            broken = True
        if since is not None and not seen and not broken:
            return Fetched(same=True)
        # What was deleted meanwhile shifts the pages: something may have been passed over.
        short = since is None and most is None and seen != listed
        began = _stamp(shop.began or clock.now())
        return Fetched(
            size=out.size,
            sha256=out.digest.hexdigest(),
            etag=began if since is None else marks.etag,
            last_modified=began,
            broken_off=broken or short,
            partial=since is not None,
        )


def refetch(source: Source, into: Path, numbers: Sequence[str]) -> Refetched:
    """The rows of these of the shop's numbers, families with all their variations."""
    gone: list[str] = []
    families: dict[str, tuple[str, ...]] = {}
    with Shop(source) as shop, into.open("wb") as file:
        out, names = _Lines(file), Names(shop)
        wanted: dict[str, Any] = {}
        for number in dict.fromkeys(numbers):
            product = _product(shop, number)
            if product and product.get("type") == "variation":
                product = _product(shop, str(product.get("parent_id")))
            if product is None:
                gone.append(number)
                families[number] = ()
            else:
                wanted[str(product["id"])] = product
        for number, product in wanted.items():
            lines = list(lines_of(shop, names, product)) if sellable(product) else []
            for line in lines:
                out.write(line)
            if not lines:
                gone.append(number)
            if product.get("type") == "variable" or not lines:
                families[number] = tuple(str(line["variation"]["id"]) for line in lines)
    return Refetched(tuple(gone), families)


class Names:
    """What the shop calls its money and its categories, asked for once."""

    def __init__(self, shop: Shop) -> None:
        self.currency = str(shop.get("/data/currencies/current").get("code") or "BDT")
        asked = {"_fields": "id,name,parent", "orderby": "id", "order": "asc"}
        listed = shop.pages("/products/categories", asked, most=MOST_CATEGORIES)
        self._known = {each["id"]: each for each, _all in listed}

    def path(self, categories: Any) -> str:
        """The deepest of a product's categories, with those above it."""
        paths = [self._path(each.get("id")) for each in categories or [] if isinstance(each, dict)]
        return " > ".join(sorted(paths, key=len)[-1]) if paths else ""

    def _path(self, number: Any) -> list[str]:
        path: list[str] = []
        while number in self._known and len(path) < 8:
            found = self._known[number]
            path.insert(0, unescape(str(found.get("name") or "")).strip())
            number = found.get("parent")
        return path


def lines_of(
    shop: Shop, names: Names, product: dict[str, Any], *, only_first: bool = False
) -> Iterator[dict[str, Any]]:
    """A line for a product, or for each of its variations; `only_first` page of them, to look."""
    head = {
        "product": _kept(product),
        "variation": None,
        "category": names.path(product.get("categories")),
        "currency": names.currency,
    }
    if product.get("type") != "variable":
        yield head
        return
    path = f"/products/{product['id']}/variations"
    params = {"orderby": "id", "order": "asc", "_fields": FIELDS}
    for place, (variation, _all) in enumerate(shop.pages(path, params)):
        if only_first and place >= 3:
            return
        if str(variation.get("status") or "publish") == "publish":
            yield {**head, "variation": _kept(variation)}


def sellable(product: dict[str, Any]) -> bool:
    return product.get("status", "publish") == "publish" and (
        product.get("catalog_visibility", "visible") != "hidden"
    )


class _Lines:
    """JSON lines on their way to a file, counted and digested."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.size = 0
        self.digest = hashlib.sha256()

    def write(self, line: dict[str, Any]) -> None:
        data = json.dumps(line, ensure_ascii=False, sort_keys=True).encode() + b"\n"
        self._file.write(data)
        self.digest.update(data)
        self.size += len(data)
        if self.size > settings.FEED_MOST_BYTES:
            raise FileProblem("too_large")


def _kept(thing: dict[str, Any]) -> dict[str, Any]:
    wanted = set(FIELDS.split(",")) - {"categories"}
    kept = {name: value for name, value in thing.items() if name in wanted}
    for name in ("images", "image"):
        if name in kept:
            kept[name] = _sources(kept[name])
    return kept


def _sources(given: Any) -> list[str]:
    listed = given if isinstance(given, list) else [given]
    return [str(each["src"]) for each in listed if isinstance(each, dict) and each.get("src")]


def _product(shop: Shop, number: str) -> dict[str, Any] | None:
    """None: the shop has no such product any more."""
    if not number.isdigit():
        return None
    try:
        found = shop.get(f"/products/{number}", {"_fields": FIELDS})
    except OtherSideRefuses as refused:
        if refused.data.get("code") == GONE or refused.data.get("status") == 404:
            return None
        raise
    return found if isinstance(found, dict) else None


def _since(marks: Marks, now: datetime) -> str | None:
    """From when on changes are asked for; None: the whole list is to be read."""
    with suppress(ValueError):
        whole, last = (datetime.fromisoformat(mark) for mark in (marks.etag, marks.last_modified))
        if whole <= last and now - whole < WHOLE_EVERY:
            return _stamp(last - OVERLAP).removesuffix("+00:00")
    return None


def _stamp(at: datetime) -> str:
    return at.replace(microsecond=0).isoformat()


def _problem(trouble: Exception) -> FileProblem:
    if isinstance(trouble, OtherSideRefuses):
        return FileProblem("refused", why=str(trouble))
    if not isinstance(trouble, ConnectorTrouble):
        return FileProblem("unreachable", why=str(ODD))
    return FileProblem("unreachable", why=str(trouble.data.get("why") or trouble))
