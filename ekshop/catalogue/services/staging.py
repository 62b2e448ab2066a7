"""A feed's rows on their way in: copied into a table of their own, then merged in sets.

Reading goes as fast as the file; nothing a buyer sees changes until `offers_merge`.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection, transaction

from ..rules import TERMS_FIELDS, Terms

OFFER, KEEP, DROP = "offer", "keep", "drop"


class StagedRow(NamedTuple):
    """One row of a feed, cleaned. Texts have no control characters but line breaks.

    `position` is the row's number in its file. `verdict`: OFFER; KEEP, for a row that is bad
    today, so that what we already have of it stays; DROP, for one that may not be sold. Only
    `seller_ref` counts for those two. `code` is a spare code for a product the row may make.
    `attributes` and `images` are JSON, an object of texts and a list of addresses. `terms` are what
    `terms_staged` makes of them; None: the list says nothing of the kind.
    """

    position: int
    verdict: str
    seller_ref: str
    title: str | None = None
    title_bn: str | None = None
    title_en: str | None = None
    description: str | None = None
    url: str | None = None
    image_url: str | None = None
    price_poisha: int | None = None
    list_price_poisha: int | None = None
    stock: int | None = None
    brand: str | None = None
    mpn: str | None = None
    gtin: str | None = None
    match_key: str | None = None
    source_category: str | None = None
    fingerprint: str | None = None
    code: str | None = None
    group_ref: str | None = None
    attributes: str | None = None
    images: str | None = None
    dispatch_days: int | None = None
    returns_days: int | None = None
    terms: str | None = None


def terms_staged(terms: Terms) -> str:
    """As PostgreSQL writes an array, in the order of `TERMS_FIELDS`."""
    told = (getattr(terms, field) for field in TERMS_FIELDS)
    said = ("NULL" if each is None else str(each) for each in told)
    return "{" + ",".join(said) + "}"


_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_COPY = f"COPY catalogue_stagedoffer (batch, {', '.join(StagedRow._fields)}) FROM STDIN"


def offers_stage(*, batch: int, rows: Iterable[StagedRow]) -> int:
    """Copies rows of a batch into the staging table; may be called many times. Returns how many."""
    head = f"{batch}\t"
    count = 0
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        lines: list[str] = []
        for row in rows:
            text = "\t".join(["\\N" if value is None else str(value) for value in row])
            # Only rows that hold more than the marks just put there have to be escaped.
            if (
                text.count("\\") != row.count(None)
                or text.count("\t") != _TABS
                or "\n" in text
                or "\r" in text
            ):
                text = "\t".join(["\\N" if v is None else str(v).translate(_ESCAPED) for v in row])
            lines.append(head + text)
            count += 1
            if not count % 500:
                copy.write("\n".join(lines) + "\n")
                lines.clear()
        if lines:
            copy.write("\n".join(lines) + "\n")
    return count


_TABS = len(StagedRow._fields) - 1


def batch_clear(*, batch: int) -> None:
    """Forgets what is staged of a batch, before it is read again and after it was merged."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM catalogue_stagedoffer WHERE batch = %s", [batch])
