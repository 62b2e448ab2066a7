"""Makers for feeds: files of every format, the tree of categories, forbidden words."""

import csv
import io
import json
from pathlib import Path
from xml.sax.saxutils import escape

from ekshop.catalogue.services import categories_load, forbidden_load
from ekshop.federation.models import Feed, FeedRun
from ekshop.federation.services import feed_ingest_file, feed_register
from ekshop.kernel.actors import Actor
from ekshop.kernel.rulebook import rules_load
from ekshop.parties.tests.make import PLACED_AT

SYSTEM = Actor.system("tests")


def tree() -> None:
    """A small tree of ours, two forbidden words, and the rule book."""
    rules_load()
    categories_load(
        dict(
            zip(
                [
                    "slug",
                    "parent",
                    "name_bn",
                    "name_en",
                    "drawing",
                    "regulated",
                    "keywords_bn",
                    "keywords_en",
                ],
                row,
                strict=True,
            )
        )
        for row in [
            ("books", "", "বই", "Books", "books", "", "বই|পুস্তক", "book|boi"),
            ("novels", "books", "উপন্যাস", "Novels", "book", "", "গল্প", "novel|fiction|golpo"),
            ("clothing", "", "পোশাক", "Clothing", "shirt", "", "জামা|কাপড়", "clothes|kapor"),
            ("sarees", "clothing", "শাড়ি", "Sarees", "sari", "", "শাড়ি|জামদানি", "saree|sharee"),
            ("medicine", "", "ঔষধ", "Medicine", "pill", "medicine", "ওষুধ", "medicine|drug|oshudh"),
            ("fever", "medicine", "জ্বরের ঔষধ", "Fever", "pill", "medicine", "জ্বর", "fever|pain"),
            ("electronics", "", "ইলেকট্রনিক্স", "Electronics", "tv", "", "", "electronics|gadget"),
            ("printers", "electronics", "প্রিন্টার", "Printers", "tv", "", "", "printer|ink"),
        ]
    )
    forbidden_load(
        [
            {
                "terms_bn": "লটারি",
                "terms_en": "lottery",
                "terms_latin": "lotari",
                "unless": "",
                "reason_bn": "লটারি বিক্রি করা যায় না।",
                "reason_en": "Lotteries may not be sold.",
                "citation_bn": "নির্দেশিকা ২০২১",
                "citation_en": "Guidelines 2021",
            },
            {
                "terms_bn": "বন্দুক",
                "terms_en": "pistol",
                "terms_latin": "",
                "unless": "toy|খেলনা",
                "reason_bn": "অস্ত্র",
                "reason_en": "Weapons",
                "citation_bn": "অস্ত্র আইন",
                "citation_en": "Arms Act 1878",
            },
        ]
    )


def goods(number: int, **fields: str) -> dict[str, str]:
    return {
        "id": f"G{number:04d}",
        "title": f"Novel of the river {number}",
        "price": f"{100 + number}.00 BDT",
        "availability": "in_stock",
        "quantity": "7",
        "brand": "Khea",
        "product_type": "Fiction",
        **fields,
    }


def xml(rows: list[dict[str, str]]) -> bytes:
    items = "".join(
        "<item>"
        + "".join(f"<g:{name}>{escape(value)}</g:{name}>" for name, value in row.items())
        + "</item>\n"
        for row in rows
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"'
        ' xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>\n'
        f"{items}</channel></rss>\n"
    ).encode()


def table(rows: list[dict[str, str]], delimiter: str = ",") -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, names, delimiter=delimiter, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def jsonl(rows: list[dict[str, str]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


WRITERS = {
    "google_xml": xml,
    "csv": table,
    "tsv": lambda rows: table(rows, "\t"),
    "jsonl": jsonl,
}


def feed(seller, **fields) -> Feed:
    given = {"name": "Main list", "now": PLACED_AT, **fields}
    return feed_register(actor=SYSTEM, seller_id=seller.pk, **given)


def ingest(feed: Feed, data: bytes, folder: Path, **more) -> FeedRun:
    path = folder / "file"
    path.write_bytes(data)
    feed.refresh_from_db()
    given = {"now": PLACED_AT, **more}
    return feed_ingest_file(actor=SYSTEM, feed=feed, path=path, **given)
