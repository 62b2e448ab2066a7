"""The settlement report: a table of what was sold, what it cost, and what went to the bank."""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ...rules.strange import FAILURES
from ..shape import ChannelAway, ChannelFacts, SettlementLine
from .client import Seller, unzipped
from .orders import minor

SETTLEMENT = "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2"
PAGES_MOST = 20
ODD = _("its settlement %(report)s cannot be read")
REFUNDS = ("refund", "chargeback refund", "guarantee claim refund", "a-to-z guarantee refund")


def settlements(channel: ChannelFacts, since: datetime) -> list[SettlementLine]:
    """Every line of the settlements closed since, each with a reference that stays its own."""
    lines: list[SettlementLine] = []
    with Seller(channel) as seller:
        for report in _reports(seller, since):
            document = str(report.get("reportDocumentId") or "")
            if report.get("processingStatus") == "DONE" and document:
                lines += _lines(seller, document)
    return sorted(lines, key=lambda line: line.at)


def _reports(seller: Seller, since: datetime) -> Iterator[dict[str, Any]]:
    asked: dict[str, Any] = {
        "reportTypes": [SETTLEMENT],
        "createdSince": since.astimezone(UTC).isoformat(timespec="seconds"),
        "pageSize": 50,
    }
    for _page in range(PAGES_MOST):
        told = seller.call(
            "getReports",
            lambda asked=asked: seller.reports.get_reports(**asked),  # type: ignore[misc]
        )
        yield from told.payload.get("reports") or []
        if not told.next_token:
            return
        asked = {"nextToken": told.next_token}


def _lines(seller: Seller, document: str) -> list[SettlementLine]:
    told = seller.call(
        "reportDocument", lambda: seller.reports.get_report_document(document)
    ).payload
    content = seller.document(told["url"])
    try:
        if told.get("compressionAlgorithm") == "GZIP":
            content = unzipped(content)
        return list(lines_of(_text(content)))
    except (OSError, EOFError, zlib.error, csv.Error, *FAILURES) as odd:
        raise ChannelAway(why=ODD % {"report": document}) from odd


def _text(content: bytes) -> str:
    """Some sites write it in UTF-8, some in Latin-1."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def lines_of(text: str) -> Iterator[SettlementLine]:
    """The first row tells the whole and its currency; what went to the bank is that whole."""
    rows = csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    currency, ended = "", datetime.min.replace(tzinfo=UTC)
    for number, row in enumerate(rows, start=1):
        settlement = row["settlement-id"]
        if row.get("total-amount"):
            currency, ended = row["currency"], moment(row["settlement-end-date"])
            paid = moment(row["deposit-date"]) if row.get("deposit-date") else ended
            whole = minor({"amount": _figure(row["total-amount"])}, currency)
            if whole:
                yield SettlementLine("", "transfer", -whole, currency, paid, f"{settlement}:bank")
            continue
        amount = minor({"amount": _figure(row["amount"])}, currency)
        if amount:
            yield SettlementLine(
                order_ref=row.get("order-id") or "",
                kind=kind_of(row),
                minor=amount,
                currency=currency,
                at=moment(row["posted-date-time"]) if row.get("posted-date-time") else ended,
                reference=f"{settlement}:{number}",
            )


def kind_of(row: dict[str, str]) -> str:
    """Of our five: what the buyer paid for goods is a sale, for delivery too; what Amazon keeps is
    a fee; what goes back to the buyer a refund, what comes back of a fee with it also."""
    transaction = (row.get("transaction-type") or "").strip().lower()
    about = (row.get("amount-type") or "").strip().lower()
    what = (row.get("amount-description") or "").strip().lower()
    if about == "itemfees" or "fee" in what:
        return "fee"
    if transaction in REFUNDS:
        return "refund"
    if transaction == "order" and about in ("itemprice", "promotion"):
        return "sale"
    return "freight" if "shipping" in what or "postage" in what else "fee"


def _figure(text: str) -> str:
    """`1.234,56` and `1,234.56` are one amount; a report is written as its site writes."""
    text = text.strip().replace(" ", "")
    if text.rfind(",") > text.rfind("."):
        return text.replace(".", "").replace(",", ".")
    return text.replace(",", "")


def moment(text: str) -> datetime:
    """`2026-11-20 12:00:00 UTC`, or with an offset, or `20.11.2026 12:00:00 UTC`."""
    plain = text.strip().removesuffix(" UTC")
    for form in ("%d.%m.%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d"):
        try:
            return datetime.strptime(plain, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    found = datetime.fromisoformat(plain)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
