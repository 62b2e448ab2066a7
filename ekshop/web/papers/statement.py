"""A month's commission between one seller and one centre, on screen, on paper and as a table."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.documents import labels
from ekshop.kernel.tables import table_write
from ekshop.parties.selectors import entrepreneurs_of, organisation_named, wallets_of
from ekshop.settlement.selectors import Statement, statement_lines, statement_one

from .receipt import party

STATES = {
    "earned": gettext_lazy("Earned, not locked yet"),
    "locked": gettext_lazy("Locked"),
}
_MONEY = "#,##,##0.00"


@dataclass(frozen=True, slots=True)
class Paper:
    """A statement with all its lines, for paper and tables. `number` is the same every time."""

    statement: Statement
    lines: list[Any]

    @property
    def number(self) -> str:
        of = self.statement
        return f"{of.month}-{of.centre_id}-{of.seller_id}"


def paper_of(actor: Actor, *, month: str, seller_id: int, centre_id: int) -> Paper:
    """Errors: NotFound."""
    keys: dict[str, Any] = {"month": month, "seller_id": seller_id, "centre_id": centre_id}
    return Paper(statement_one(actor, **keys), list(statement_lines(actor, **keys)))


def state_words(line: Any) -> str:
    """How a line stands; a line that takes back says so, and one for sourcing too."""
    stands = _standing(line)
    if line.role == "sourcing":
        return _("For sourcing. %(stands)s") % {"stands": stands}
    return stands


def _standing(line: Any) -> str:
    if line.kind == "borne":
        return _("Way back borne")
    if line.kind != "reversal":
        return str(STATES[line.state])
    if line.refund and line.refund.case_code:
        return _("Taken back: complaint %(code)s") % {"code": line.refund.case_code}
    return _("Taken back")


def parties_of(statement: Any) -> dict[str, Any]:
    """Whose a statement is, and where its money goes."""
    people = entrepreneurs_of(statement.centre_id)
    wallets = [wallet for person in people[:1] for wallet in wallets_of(person.pk)]
    return {
        "centre": party(organisation_named(statement.centre_id))
        | {"person": people[0].called if people else None},
        "seller": party(organisation_named(statement.seller_id)),
        "wallet": wallet_words(wallets[0]) if wallets else None,
    }


def statement_data(paper: Paper, *, address: str, now: datetime) -> dict[str, Any]:
    """What the document template `statement` reads; its sums lead to what is locked."""
    of = paper.statement
    return {
        "month": of.month,
        "number": paper.number,
        "issued_at": now,
        "qr": settings.PUBLIC_URL + address,
        **parties_of(of),
        "totals": [
            {
                "name": _("Commission on what was paid"),
                "amount_poisha": of.net_poisha - of.taken_back_poisha,
            },
            {
                "name": _("Taken back for returns and complaints"),
                "amount_poisha": of.taken_back_poisha,
            },
            {"name": _("Not locked yet"), "amount_poisha": -of.earned_poisha},
        ],
        "payable_poisha": of.locked_poisha,
        "lines": [
            {
                "date": dhaka_date(line.earned_at),
                "order_code": line.order_line.seller_order.order.code,
                "title": line.order_line.name,
                "base_poisha": line.base_poisha,
                "rate_bp": line.rate_bp,
                "commission_poisha": line.amount_poisha,
                "state": state_words(line),
            }
            for line in paper.lines
        ],
    }


def headings() -> list[str]:
    return [
        _("Date"),
        _("Order code"),
        str(labels.LABELS["title"]),
        _("Seller"),
        _("Sale"),
        _("Rate %"),
        _("Commission"),
        _("Standing"),
    ]


def rows(lines: Iterable[Any]) -> Iterable[list[Any]]:
    """A line a row, amounts in taka as decimals are written, for tables that are reckoned with."""
    for line in lines:
        yield [
            dhaka_date(line.earned_at),
            line.order_line.seller_order.order.code,
            line.order_line.name,
            line.seller.name,
            line.base_poisha / 100,
            line.rate_bp / 100,
            line.amount_poisha / 100,
            state_words(line),
        ]


def csv_of(lines: Iterable[Any]) -> bytes:
    return table_write(headings(), rows(lines))


def xlsx_of(paper: Paper) -> bytes:
    """One sheet, sums as formulas over the lines, so that they can be followed."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "bg_color": "#e3efe9", "border": 1})
    money = book.add_format({"num_format": _MONEY})
    total = book.add_format({"num_format": _MONEY, "bold": True, "top": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(paper.statement.month)
    sheet.write_row(0, 0, [_("Commission statement"), paper.statement.month], bold)
    sheet.write_row(1, 0, [paper.statement.centre_name, paper.statement.seller_name])
    sheet.write_row(3, 0, headings(), head)
    first = at = 4
    for row in rows(paper.lines):
        sheet.write_datetime(at, 0, datetime.combine(row[0], datetime.min.time()), day)
        sheet.write_row(at, 1, row[1:4])
        sheet.write_number(at, 4, row[4], money)
        sheet.write_number(at, 5, row[5])
        sheet.write_number(at, 6, row[6], money)
        sheet.write_string(at, 7, row[7])
        at += 1
    sheet.write_string(at, 2, _("Together"), bold)
    for column, letter, amount in (
        (4, "E", paper.statement.base_poisha),
        (6, "G", paper.statement.net_poisha),
    ):
        sheet.write_formula(
            at, column, f"=SUM({letter}{first + 1}:{letter}{at})", total, amount / 100
        )
    sheet.set_column(0, 1, 13)
    sheet.set_column(2, 3, 34)
    sheet.set_column(4, 7, 16)
    sheet.freeze_panes(first, 0)
    book.close()
    return out.getvalue()


def wallet_words(wallet: Any) -> str:
    return f"{wallet.get_provider_display()} {wallet.number[:3]}…{wallet.number[-4:]}"
