"""A seller's settlement on screen, on paper and as a table."""

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import xlsxwriter
from django.conf import settings
from django.utils.translation import gettext as _

from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.tables import table_write
from ekshop.settlement.selectors import settlement_lines

from .receipt import party

_MONEY = "#,##,##0.00"
COLUMNS = ("payment", "refund", "commission", "other", "fee", "net")


def totals_of(settlement: Any) -> list[tuple[str, int]]:
    """What a settlement comes to, line by line down to what is paid; noughts are left out."""
    named = [
        (_("Paid by customers"), settlement.payment_poisha),
        (_("Given back to customers"), settlement.refund_poisha),
        (_("Commission"), settlement.commission_poisha),
        (_("Other"), settlement.other_poisha),
        (_("Service fee"), settlement.fee_poisha),
        (_("Brought over from before"), settlement.carried_in_poisha),
        (carried_on(settlement), -settlement.carried_out_poisha),
    ]
    return [(name, poisha) for name, poisha in named if poisha]


def carried_on(settlement: Any) -> str:
    """What is owed to us comes off the next one; anything else is added to it."""
    if settlement.carried_out_poisha < 0:
        return _("Debt carried on, comes off the next")
    return _("Carried on to the next")


def account_words(settlement: Any) -> str:
    """Where it is paid to, as far as it may be shown."""
    account = settlement.bank_account
    if account is None:
        return _("The producer's wallet")
    return f"{account.bank}, {account.branch} {account.ends_in}"


def settlement_data(settlement: Any, *, address: str, now: datetime) -> dict[str, Any]:
    """What the document template `settlement` reads."""
    return {
        "number": settlement.number,
        "drawn_on": settlement.drawn_on,
        "issued_at": now,
        "qr": settings.PUBLIC_URL + address,
        "seller": party(settlement.seller),
        "account": account_words(settlement),
        "totals": [
            {"name": name, "amount_poisha": poisha} for name, poisha in totals_of(settlement)
        ],
        "payable_poisha": settlement.payable_poisha,
        "lines": [
            {
                "date": dhaka_date(line.delivered_at) if line.delivered_at else None,
                "order_code": line.seller_order.code if line.seller_order else _("No order"),
                "paid_by_customer_poisha": line.payment_poisha,
                "refunded_poisha": line.refund_poisha,
                "commission_poisha": line.commission_poisha,
                "other_poisha": line.other_poisha,
                "fee_poisha": line.fee_poisha,
                "net_poisha": line.net_poisha,
            }
            for line in settlement_lines(settlement)
        ],
    }


def headings() -> list[str]:
    return [
        _("Delivered"),
        _("Your order code"),
        _("Order code"),
        _("Paid by the customer"),
        _("Given back"),
        _("Commission"),
        _("Other"),
        _("Service fee"),
        _("Together"),
    ]


def rows(lines: Iterable[Any]) -> Iterable[list[Any]]:
    """A line a row, amounts in taka, for tables that are reckoned with."""
    for line in lines:
        share = line.seller_order
        yield [
            dhaka_date(line.delivered_at).isoformat() if line.delivered_at else "",
            share.code if share else "",
            share.order.code if share else "",
            *(getattr(line, f"{name}_poisha") / 100 for name in COLUMNS),
        ]


def settlement_csv_of(settlement: Any) -> bytes:
    return table_write(headings(), rows(settlement_lines(settlement).iterator(2000)))


def settlement_xlsx_of(settlement: Any) -> bytes:
    """One sheet, its sums formulas over the lines, so that they can be followed."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "bg_color": "#e3efe9", "border": 1})
    money = book.add_format({"num_format": _MONEY})
    total = book.add_format({"num_format": _MONEY, "bold": True, "top": 1})
    sheet = book.add_worksheet(settlement.number)
    sheet.write_row(0, 0, [_("Settlement"), settlement.number], bold)
    sheet.write_row(1, 0, [settlement.seller.name, account_words(settlement)])
    sheet.write_row(3, 0, headings(), head)
    first = at = 4
    for row in rows(settlement_lines(settlement).iterator(2000)):
        sheet.write_row(at, 0, row[:3])
        for place, amount in enumerate(row[3:], start=3):
            sheet.write_number(at, place, amount, money)
        at += 1
    sheet.write_string(at, 2, _("Together"), bold)
    for place, name in enumerate(COLUMNS, start=3):
        letter = "ABCDEFGHI"[place]
        formula = f"=SUM({letter}{first + 1}:{letter}{at})"
        sheet.write_formula(at, place, formula, total, getattr(settlement, f"{name}_poisha") / 100)
    for name, poisha in (
        (_("Brought over from before"), settlement.carried_in_poisha),
        (carried_on(settlement), -settlement.carried_out_poisha),
        (_("Paid"), settlement.payable_poisha),
    ):
        at += 1
        sheet.write_string(at, 2, name, bold)
        sheet.write_number(at, 8, poisha / 100, total)
    sheet.set_column(0, 2, 16)
    sheet.set_column(3, 8, 18)
    sheet.freeze_panes(first, 0)
    book.close()
    return out.getvalue()
