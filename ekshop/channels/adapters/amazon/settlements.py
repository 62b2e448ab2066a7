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
from ..shape import ChannelAway, ChannelBusy, ChannelFacts, SettlementLine, Unread
from .client import Seller, unzipped
from .orders import minor

SETTLEMENT = "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2"
PAGES_MOST = 20
ODD = _("The statement cannot be read. Bring it as a table.")
REFUNDS = ("refund", "chargeback refund", "guarantee claim refund", "a-to-z guarantee refund")


def settlements(channel: ChannelFacts, since: datetime) -> list[SettlementLine]:
    """Every line of the settlements closed since, each with a reference that stays its own, the oldest
    settlement first. As many as Amazon lets us fetch now: the rest is there for the next asking. What
    cannot be read of one is reported, and stops neither its other lines nor other settlements."""
    lines: list[SettlementLine] = []
    with Seller(channel) as seller:
        reports = sorted(_reports(seller, since), key=lambda one: str(one.get("createdTime") or ""))
        for report in reports:
            document = str(report.get("reportDocumentId") or "")
            if report.get("processingStatus") != "DONE" or not document:
                continue
            try:
                lines += _lines(seller, str(report.get("reportId") or document), document)
            except (ChannelBusy, ChannelAway):
                if not lines:
                    raise
                break
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


def _lines(seller: Seller, report: str, document: str) -> list[SettlementLine]:
    told = seller.call(
        "reportDocument", lambda: seller.reports.get_report_document(document)
    ).payload
    content = seller.document(told["url"])
    found: list[SettlementLine] = []
    unread: list[Unread] = []
    try:
        if told.get("compressionAlgorithm") == "GZIP":
            content = unzipped(content)
        for each in lines_of(_text(content)):
            if isinstance(each, Unread):
                unread.append(each)
            else:
                found.append(each)
    except (OSError, EOFError, zlib.error, csv.Error, *FAILURES) as odd:
        unread.append(Unread(0, "report", ODD, repr(odd)))
    seller.channel.report(f"settlement {report}", unread)
    return found


def _text(content: bytes) -> str:
    """Some sites write it in UTF-8, some in Latin-1."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def lines_of(text: str) -> Iterator[SettlementLine | Unread]:
    """The first row tells the whole and its currency; what went to the bank is that whole. A row that
    cannot be read is said to be so, in its place."""
    rows = csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    currency, ended = "", datetime.min.replace(tzinfo=UTC)
    for number, row in enumerate(rows, start=1):
        try:
            if row.get("total-amount"):
                currency, ended = row["currency"], moment(row["settlement-end-date"])
                line = _whole(row, currency, ended)
            else:
                line = _row(row, number, currency, ended)
        except FAILURES as odd:
            yield Unread(number, "row", repr(odd), "\t".join(str(each) for each in row.values()))
        else:
            if line.minor:
                yield line


def _whole(row: dict[str, str], currency: str, ended: datetime) -> SettlementLine:
    paid = moment(row["deposit-date"]) if row.get("deposit-date") else ended
    minus = -minor({"amount": _figure(row["total-amount"])}, currency)
    return SettlementLine("", "transfer", minus, currency, paid, f"{row['settlement-id']}:bank")


def _row(row: dict[str, str], number: int, currency: str, ended: datetime) -> SettlementLine:
    if not currency:
        raise ValueError("the row that tells the currency is missing")
    return SettlementLine(
        order_ref=row.get("order-id") or "",
        kind=kind_of(row),
        minor=minor({"amount": _figure(row["amount"])}, currency),
        currency=currency,
        at=moment(row["posted-date-time"]) if row.get("posted-date-time") else ended,
        reference=f"{row['settlement-id']}:{number}",
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
