"""What a shop sells: rows of a goods file, or a small stock made up here.

A row has Google Merchant attribute names and text values. What was told about the goods (more of
them, a share changed or removed) is worked out from the row's id, so that a file of any size
streams in flat memory and a restart gives the same goods.
"""

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

Row = dict[str, Any]
MADE_UP = 60

SERIES = {
    "books": (
        "বই",
        [("নদীর ধারে গল্প", "Stories by the river"), ("সহজ গণিত", "Easy mathematics"), ("গ্রামের পাখি", "Birds of the village"),
         ("ধান চাষের হাতেখড়ি", "First steps in rice growing"), ("ইংরেজি শিখি", "Learning English"), ("দাদির রান্না", "Grandmother's cooking")],
        ["খেয়াপার প্রকাশ", "আলপথ"], 120, 650,
    ),
    "electronics": (
        "ইলেকট্রনিক্স",
        [("এলইডি বাতি ১২ ওয়াট", "LED bulb 12 W"), ("রিচার্জেবল ফ্যান", "Rechargeable fan"), ("মোবাইল চার্জার", "Phone charger"),
         ("রাইস কুকার ১.৮ লিটার", "Rice cooker 1.8 L"), ("সোলার বাতি", "Solar lamp"), ("ব্লুটুথ স্পিকার", "Bluetooth speaker")],
        ["Jhilik", "Torongo"], 180, 6500,
    ),
    "clothing": (
        "পোশাক",
        [("সুতি শাড়ি", "Cotton saree"), ("জামদানি শাড়ি", "Jamdani saree"), ("লুঙ্গি", "Lungi"),
         ("পাঞ্জাবি", "Panjabi"), ("শিশুদের জামা", "Children's dress"), ("গামছা", "Gamcha")],
        ["টানাভরনা", "সুতানটি"], 150, 9500,
    ),
    "grocery": (
        "মুদি",
        [("চিনিগুঁড়া চাল ১ কেজি", "Chinigura rice 1 kg"), ("সরিষার তেল ১ লিটার", "Mustard oil 1 L"), ("মসুর ডাল ১ কেজি", "Red lentils 1 kg"),
         ("খাঁটি মধু ৫০০ গ্রাম", "Honey 500 g"), ("গুড় ১ কেজি", "Date molasses 1 kg"), ("খাবার স্যালাইন", "Oral saline")],
        ["মাচাঘর", "গোলাঘর"], 20, 900,
    ),
    "medicine": (
        "ঔষধ",
        [("প্যারাসিটামল ৫০০ মি.গ্রা.", "Paracetamol 500 mg"), ("খাবার স্যালাইন", "Oral rehydration salts"), ("থার্মোমিটার", "Thermometer"),
         ("ভিটামিন সি", "Vitamin C"), ("রক্তচাপ মাপার যন্ত্র", "Blood pressure monitor"), ("জীবাণুনাশক", "Antiseptic")],
        ["আরোগ্যধারা", "সুস্থিকা"], 10, 2500,
    ),
    "household": (
        "ঘরের জিনিস",
        [("অ্যালুমিনিয়ামের হাঁড়ি", "Aluminium pot"), ("শীতলপাটি", "Cool mat"), ("মশারি", "Mosquito net"),
         ("বালতি ২০ লিটার", "Bucket 20 L"), ("নকশিকাঁথা", "Embroidered quilt"), ("ছাতা", "Umbrella")],
        ["উঠান", "দাওয়া"], 90, 4200,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What was told about a shop's goods and its feed file."""

    count: int = 0
    """How many goods; 0 is as many as there are."""
    changes: list[dict[str, Any]] = field(default_factory=list)
    """One after another: {"share": percent, "what": "price" | "stock" | "both", "by": percent}."""
    removals: list[float] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    overrides: dict[str, Row] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    changed_at: float = 0


def goods(kind: str, file: Path, told: Told) -> Iterator[Row]:
    """The rows as they are to be offered now."""
    removed = set(told.removed)
    for row in stock(kind, file, told.count):
        identity = str(row["id"])
        if identity in removed or any(
            picked(identity, f"removal {n}", share) for n, share in enumerate(told.removals)
        ):
            continue
        for n, change in enumerate(told.changes):
            if picked(identity, f"change {n}", change["share"]):
                row = changed(row, change, n)
        yield {**row, **told.overrides.get(identity, {})}


def stock(kind: str, file: Path, count: int) -> Iterator[Row]:
    listed = rows_of(file, file.stat().st_mtime_ns) if file.exists() else ()
    wanted = count or len(listed) or MADE_UP
    yield from listed[:wanted]
    for n in range(len(listed), wanted):
        yield made_up(kind, n)


@lru_cache(maxsize=8)
def rows_of(file: Path, version: int) -> tuple[Row, ...]:
    """A line that is not a goods row is the author's mistake and is said, not skipped."""
    found = []
    with file.open(encoding="utf-8") as lines:
        for n, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                row["id"], row["price"]
            except (ValueError, KeyError, TypeError) as problem:
                raise ValueError(f"{file}, line {n}: {problem!r}") from None
            found.append(row)
    return tuple(found)


def made_up(kind: str, n: int) -> Row:
    product_type, things, brands, low, high = SERIES[kind]
    bengali, english = things[n % len(things)]
    edition = n // len(things) + 1
    price = low + zlib.crc32(f"{kind} {n}".encode()) % (high - low)
    title = f"{bengali} {edition}" if n % 3 else f"{english} {edition}"
    return {
        "id": f"{kind[0].upper()}{n + 1:06d}",
        "title": title,
        "description": f"{bengali} · {english}",
        "price": f"{price}.00 BDT",
        "availability": "in_stock" if n % 17 else "out_of_stock",
        "quantity": "0" if n % 17 == 0 else str(5 + n * 7 % 90),
        "brand": brands[n % len(brands)],
        "gtin": gtin(n + list(SERIES).index(kind) * 10_000_000),
        "mpn": f"{kind[:2].upper()}-{n + 1}",
        "product_type": product_type,
        "condition": "new",
    }


def gtin(n: int) -> str:
    """A well-formed EAN-13 in the range reserved for use inside a shop."""
    body = f"29{n:010d}"
    odd_even = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return f"{body}{-odd_even % 10}"


def picked(identity: str, why: str, share: float) -> bool:
    return zlib.crc32(f"{identity} {why}".encode()) % 100_000 < share * 1000


def changed(row: Row, change: dict[str, Any], n: int) -> Row:
    dice = zlib.crc32(f"{row['id']} by {n}".encode())
    new = dict(row)
    if change["what"] != "stock":
        by = change["by"] or (dice % 17 - 8 or 9)
        amount, _, currency = str(row["price"]).partition(" ")
        new["price"] = f"{max(float(amount) * (100 + by) / 100, 1):.2f} {currency or 'BDT'}"
        new.pop("sale_price", None)
    if change["what"] != "price":
        quantity = dice // 17 % 60
        new["quantity"] = str(quantity)
        new["availability"] = "in_stock" if quantity else "out_of_stock"
    return new
