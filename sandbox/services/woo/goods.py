"""What the shop sells to begin with: simple goods, and families of sizes and colours."""

import struct
import zlib
from collections.abc import Iterator
from itertools import product as combined
from typing import Any

CATEGORIES = {
    21: ("ব্যাগ", 0),
    22: ("টোট ব্যাগ", 21),
    23: ("ল্যাপটপ ব্যাগ", 21),
    31: ("পোশাক", 0),
    32: ("ফতুয়া", 31),
    33: ("হাতে বোনা শাড়ি", 31),
    34: ("গামছা ও ওড়না", 31),
    41: ("ঘর সাজানো", 0),
    42: ("কুশন ও বিছানা", 41),
    43: ("শতরঞ্জি ও মাদুর", 41),
    44: ("ঝুড়ি ও শিকা", 41),
}
SIZES, WEAVES = ["S", "M", "L", "XL"], ["নীল", "লাল", "সবুজ"]

# sku | name | category | regular price | sale price | pieces ("" = not counted) | about
SIMPLE = """
PK-LB-01|পাটের ল্যাপটপ ব্যাগ ১৫ ইঞ্চি|23|1250||14|ভেতরে নরম কাপড়, দুই পকেট।
PK-LB-02|পাট ও ক্যানভাসের অফিস ব্যাগ|23|1480|1350|9|কাঁধে ঝোলানো যায়।
PK-GM-01|তাঁতের গামছা, পাবনা|34|180||80|চার হাত, পাকা রঙ।
PK-GM-02|গামছা কাপড়ের ওড়না|34|420|360|35|হালকা, গরমের দিনের জন্য।
PK-SH-01|কুমিল্লার খাদি শাড়ি|33|1950||12|হাতে কাটা সুতায় বোনা।
PK-SH-02|পাবনার তাঁতের সুতি শাড়ি|33|1150|990|20|বারো হাত, ব্লাউজের কাপড়সহ।
PK-CU-01|নকশিকাঁথা কুশন কভার|42|390||40|১৬ ইঞ্চি, হাতে ফোঁড় তোলা।
PK-CU-02|পাটের কুশন কভার, জোড়া|42|560|480|25|দুটি একসঙ্গে।
PK-CU-03|নকশিকাঁথা বিছানার চাদর, ডাবল|42|3200||5|যশোরের কাজ।
PK-MA-01|পাটের পাপোশ|43|240||60|দরজার সামনে পাতার জন্য।
PK-MA-02|রংপুরের শতরঞ্জি ৪×৬ ফুট|43|2600|2400|7|হাতে বোনা।
PK-MA-03|শীতলপাটি, সিলেট|43|1800||0|মুর্তা বেতের।
PK-JH-01|পাটের শিকা, তিন তাক|44|450||30|বারান্দায় টব ঝোলাতে।
PK-JH-02|বেতের রুটির ঝুড়ি|44|320|280||ঢাকনাসহ।
PK-JH-03|কাপড় রাখার পাটের ঝুড়ি|44|980||11|ভাঁজ করে রাখা যায়।
PK-TB-09|বাজারের পাটের থলে, বড়|22|160||120|দশ কেজি সয়।
"""

# sku | name | category | attributes (name=value,value;…) | regular | sale | about
VARIABLE = """
PK-FT-1|খাদি ফতুয়া|32|রঙ=নীল,লাল,সবুজ;সাইজ=S,M,L,XL|750|680|হাতে বোনা খাদি।
PK-FT-2|গামছা কাপড়ের ফতুয়া|32|রঙ=নীল,লাল;সাইজ=M,L,XL|690||গরমে আরাম।
PK-TB-1|পাটের টোট ব্যাগ|22|রঙ=নীল,লাল,সবুজ|480|420|লম্বা হাতল, ভেতরে পকেট।
PK-TB-2|নকশা করা টোট ব্যাগ|22|রঙ=লাল,সবুজ;সাইজ=মাঝারি,বড়|620||হাতে আঁকা নকশা।
PK-SH-9|তাঁতের কাপল সেট|33|রঙ=নীল,লাল|2850||শাড়ি ও ফতুয়া, এক সুতায়।
"""

FIRST_ID, FIRST_FAMILY = 101, 201
INK = {"নীল": (38, 70, 128), "লাল": (168, 44, 48), "সবুজ": (36, 110, 84)}


def begun() -> Iterator[dict[str, Any]]:
    """Every product and variation, as stored: what is the same for all is left to `shapes`."""
    for number, line in enumerate(SIMPLE.strip().splitlines(), FIRST_ID):
        sku, name, category, regular, sale, pieces, about = line.split("|")
        yield {
            "id": number,
            "type": "simple",
            "sku": sku,
            "name": name,
            "categories": [int(category)],
            "regular_price": regular,
            "sale_price": sale,
            "manage_stock": pieces != "",
            "stock_quantity": int(pieces) if pieces else None,
            "description": f"<p>{about}</p>",
            "attributes": [],
        }
    number = FIRST_FAMILY
    for line in VARIABLE.strip().splitlines():
        sku, name, category, told, regular, sale, about = line.split("|")
        attributes = [
            {"name": part.partition("=")[0], "options": part.partition("=")[2].split(",")}
            for part in told.split(";")
        ]
        family = number
        yield {
            "id": family,
            "type": "variable",
            "sku": sku,
            "name": name,
            "categories": [int(category)],
            "regular_price": "",
            "sale_price": "",
            "manage_stock": False,
            "stock_quantity": None,
            "description": f"<p>{about}</p>",
            "attributes": attributes,
        }
        for place, values in enumerate(combined(*(each["options"] for each in attributes))):
            number += 1
            yield {
                "id": number,
                "type": "variation",
                "parent_id": family,
                "sku": f"{sku}-{place + 1}",
                "name": f"{name} - {', '.join(values)}",
                "categories": [],
                "regular_price": regular,
                "sale_price": sale if place % 2 else "",
                "manage_stock": True,
                "stock_quantity": (place * 7 + family) % 23,
                "description": "",
                "attributes": [
                    {"name": attribute["name"], "option": value}
                    for attribute, value in zip(attributes, values, strict=True)
                ],
            }
        number += 1


def picture(name: str) -> bytes:
    """A woven check in the colours of the name, as PNG: no two goods look the same."""
    dice = zlib.crc32(name.encode())
    ink = next((rgb for word, rgb in INK.items() if word in name), None)
    ink = ink or [(168, 44, 48), (38, 70, 128), (36, 110, 84), (172, 116, 32)][dice % 4]
    ground = (246, 238, 222)
    size, bands = 480, [dice >> shift & 7 for shift in (3, 6, 9, 12)]
    stripe = [_thread(place, bands) for place in range(size)]
    rows = bytearray()
    for y in range(size):
        rows.append(0)
        for x in range(size):
            depth = stripe[x] + stripe[y]
            rows += bytes(
                (c * (4 - depth) + i * depth) // 4 for c, i in zip(ground, ink, strict=True)
            )
    return _png(size, bytes(rows))


def _thread(place: int, bands: list[int]) -> int:
    """How dark a thread is: 0 to 2."""
    at = place % 96
    edges = [0]
    for band in bands:
        edges.append(edges[-1] + 6 + band * 2)
    inside = sum(at >= edge for edge in edges)
    return (0, 2, 0, 1, 2, 0)[inside % 6]


def _png(size: int, rows: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows, 6))
        + chunk(b"IEND", b"")
    )
