"""A shop's goods as a file: the four formats, and the ways a file can be wrong."""

import codecs
import csv
import hashlib
import io
import json
import zlib
from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape

from sandbox.services.shops.goods import Row

TYPES = {
    "xml": "application/xml; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson; charset=utf-8",
}
COLUMNS = [
    "id", "title", "description", "link", "image_link", "additional_image_link", "availability", "quantity", "price",
    "sale_price", "brand", "gtin", "mpn", "item_group_id", "product_type",
    "google_product_category", "condition", "max_handling_time", "return_days", "color", "size", "material", "shipping_weight",
    "title_bn", "title_en", "description_bn", "description_en",
]  # fmt: skip

ROW_FAULTS = {
    "negative_prices": ("ঋণাত্মক দাম", "Negative prices"),
    "absurd_prices": ("অসম্ভব দাম", "Absurd prices"),
    "duplicate_ids": ("একই আইডি দুবার", "Duplicate ids"),
    "missing_fields": ("ঘর ফাঁকা", "Missing fields"),
    "wrong_encoding": ("ভুল এনকোডিং", "Wrong encoding"),
}
FILE_FAULTS = {
    "utf16": ("UTF-16 ফাইল", "A UTF-16 file"),
    "half_file": ("অর্ধেক ফাইল", "Half a file"),
    "empty": ("খালি তালিকা", "An empty list"),
    "html": ("HTML পাতা", "An HTML page"),
    "not_found": ("নেই (৪০৪)", "Not found (404)"),
    "redirect": ("অন্য ঠিকানায় পাঠায়", "Redirects"),
    "redirect_loop": ("ঘুরেফিরে নিজের কাছে পাঠায়", "Redirects in a circle"),
    "redirect_inside": ("ভেতরের ঠিকানায় পাঠায়", "Redirects to an inside address"),
}
FAULTS = {"": ("ত্রুটি নেই", "No fault"), **ROW_FAULTS, **FILE_FAULTS}

EVERY = 10
"""One row in so many is spoiled, so that the good ones must survive beside it."""
CHUNK = 64 * 1024
MARK = "\ue000"
"""Stands where bytes of another encoding will be put."""


def spoiled(rows: Iterable[Row], faults: list[str]) -> Iterator[Row]:
    previous: Row | None = None
    for n, row in enumerate(rows):
        if n % EVERY == EVERY - 1:
            if "negative_prices" in faults:
                row = {**row, "price": f"-{row['price']}"}
            if "absurd_prices" in faults:
                row = {**row, "price": "999999999999999999.999 BDT"}
            if "missing_fields" in faults:
                row = {**row, "title": "", "price": ""}
            if "wrong_encoding" in faults:
                row = {**row, "title": f"{row['title']} {MARK}"}
            if "duplicate_ids" in faults and previous:
                row = {**row, "id": previous["id"]}
        previous = row
        yield row


def written(form: str, rows: Iterable[Row], shop: str, link: str) -> Iterator[str]:
    """Text, a piece per row; the first piece opens the file and the last closes it."""
    if form == "xml":
        yield (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>\n'
            f"<title>{escape(shop)}</title><link>{escape(link)}</link><description>{escape(shop)}</description>\n"
        )
        for row in rows:
            yield (
                "<item>"
                + "".join(element(name, value) for name, value in row.items())
                + "</item>\n"
            )
        yield "</channel></rss>\n"
    elif form == "jsonl":
        for row in rows:
            yield json.dumps(row, ensure_ascii=False) + "\n"
    else:
        yield from tabled(rows, "\t" if form == "tsv" else ",")


def element(name: str, value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    return "".join(f"<g:{name}>{escape(str(one))}</g:{name}>" for one in values if one != "")


def tabled(rows: Iterable[Row], delimiter: str) -> Iterator[str]:
    line = io.StringIO()
    table = csv.writer(line, delimiter=delimiter, lineterminator="\n")

    def take(values: list[Any]) -> str:
        table.writerow(values)
        text = line.getvalue()
        line.seek(0)
        line.truncate()
        return text

    yield take(COLUMNS)
    for row in rows:
        yield take([plain(row.get(name, ""), delimiter) for name in COLUMNS])


def plain(value: Any, delimiter: str) -> str:
    text = ",".join(map(str, value)) if isinstance(value, list) else str(value)
    return " ".join(text.split()) if delimiter == "\t" else text


def encoded(pieces: Iterable[str], faults: list[str], total: int) -> Iterator[bytes]:
    """Bytes in handy chunks. Half a file ends in the middle of a row."""
    until = total // 2 if "half_file" in faults else None
    encode = codecs.getincrementalencoder("utf-16" if "utf16" in faults else "utf-8")().encode
    waiting: list[bytes] = []
    size = 0
    for n, piece in enumerate(pieces):
        last = until is not None and n >= until
        waiting.append(encode(piece[: len(piece) // 2] if last else piece))
        size += len(waiting[-1])
        if last or size >= CHUNK:
            yield misspelt(b"".join(waiting), faults)
            waiting, size = [], 0
        if last:
            return
    yield misspelt(b"".join(waiting), faults)


def misspelt(data: bytes, faults: list[str]) -> bytes:
    if "wrong_encoding" in faults:
        return data.replace(MARK.encode(), "Café – ½".encode("cp1252"))
    return data


def gzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    for chunk in chunks:
        if packed := packer.compress(chunk):
            yield packed
    yield packer.flush()


def tag_of(*facts: Any) -> str:
    return hashlib.sha256(json.dumps(facts, default=str).encode()).hexdigest()[:20]
