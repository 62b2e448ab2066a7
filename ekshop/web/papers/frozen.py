"""A frozen statement on paper and as a table: its figures are those of the day it was frozen."""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import format_month, format_percent
from ekshop.kernel.clock import dhaka_date
from ekshop.settlement.rules import STATEMENT
from ekshop.settlement.selectors import stated_lines, statement_numbered

from .statement import headings, parties_of, rows

MONEY = "#,##,##0.00"


@dataclass(frozen=True, slots=True)
class FrozenPaper:
    """A frozen statement with all its lines."""

    statement: Any
    lines: list[Any]


def frozen_paper(actor: Actor, number: str) -> FrozenPaper:
    """Errors: NotFound."""
    statement = statement_numbered(actor, number)
    return FrozenPaper(statement, list(stated_lines(statement).order_by("earned_at", "id")))


def figures(statement: Any) -> list[tuple[str, int]]:
    """What comes together and what goes off, in order; those that are nothing are left out, and
    with what is paid or carried on they sum to nothing."""
    named = [
        (_("Commission"), statement.commission_poisha),
        (_("Taken back for returns and complaints"), statement.taken_back_poisha),
        (_("Corrected after a dispute"), statement.corrected_poisha),
        (_("Carried in from earlier months"), statement.carried_in_poisha),
        (tax_words(statement), -statement.tax_poisha),
        (carried_words(statement), -statement.carried_out_poisha),
    ]
    return [(name, poisha) for name, poisha in named if poisha]


def carried_words(statement: Any) -> str:
    """What is owed to us comes off later; what is too little to be paid is added."""
    if statement.carried_out_poisha < 0:
        return _("Comes off the next month")
    return _("Carried on to the next month")


def tax_words(statement: Any) -> str:
    rate = format_percent(statement.tax_bp, get_language() or "bn")
    return _("Tax kept back at source, %(rate)s") % {"rate": rate}


def frozen_data(paper: FrozenPaper, *, address: str, now: datetime) -> dict[str, Any]:
    """What the document template `statement` reads."""
    of = paper.statement
    return {
        "month": of.month,
        "number": of.number,
        "issued_at": of.frozen_at,
        "status": STATEMENT.state_label(of.state),
        "qr": settings.PUBLIC_URL + address,
        **parties_of(of),
        "totals": [{"name": name, "amount_poisha": poisha} for name, poisha in figures(of)],
        "payable_poisha": of.payable_poisha,
        "lines": [
            {
                "date": dhaka_date(line.earned_at),
                "order_code": line.order_line.seller_order.order.code,
                "title": line.order_line.name,
                "base_poisha": line.base_poisha,
                "rate_bp": line.rate_bp,
                "commission_poisha": line.amount_poisha,
                "state": kind_words(line),
            }
            for line in paper.lines
        ],
    }


def kind_words(line: Any) -> str:
    """Why a line stands there."""
    if line.kind == "reversal":
        return _("Taken back")
    if line.kind == "correction":
        return _("Corrected")
    if line.kind == "borne":
        return _("Way back borne")
    return _("Commission")


def frozen_xlsx(paper: FrozenPaper) -> bytes:
    """The figures and their lines on one sheet; the sum of the lines is a formula, and so is what
    becomes of it."""
    of = paper.statement
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "bg_color": "#e3efe9", "border": 1})
    money = book.add_format({"num_format": MONEY})
    total = book.add_format({"num_format": MONEY, "bold": True, "top": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(of.number[:31])
    month = format_month(of.month, get_language() or "bn")
    sheet.write_row(0, 0, [_("Commission statement"), month, of.number], bold)
    sheet.write_row(1, 0, [of.centre.name, of.seller.name, STATEMENT.state_label(of.state)])
    sheet.write_row(3, 0, headings(), head)
    first = at = 4
    for row, line in zip(rows(paper.lines), paper.lines, strict=True):
        sheet.write_datetime(at, 0, datetime.combine(row[0], datetime.min.time()), day)
        sheet.write_row(at, 1, row[1:4])
        sheet.write_number(at, 4, row[4], money)
        sheet.write_number(at, 5, row[5])
        sheet.write_number(at, 6, row[6], money)
        sheet.write_string(at, 7, kind_words(line))
        at += 1
    lines_poisha = of.gross_poisha - of.carried_in_poisha
    sheet.write_string(at, 2, _("Together"), bold)
    for column, letter, amount in ((4, "E", of.sale_poisha), (6, "G", lines_poisha)):
        formula = f"=SUM({letter}{first + 1}:{letter}{at})" if paper.lines else "=0"
        sheet.write_formula(at, column, formula, total, amount / 100)
    summed = at + 1
    after = [
        (_("Carried in from earlier months"), of.carried_in_poisha),
        (tax_words(of), -of.tax_poisha),
        (carried_words(of), -of.carried_out_poisha),
    ]
    for name, poisha in after:
        at += 1
        sheet.write_string(at, 2, name)
        sheet.write_number(at, 6, poisha / 100, money)
    at += 1
    sheet.write_string(at, 2, _("To be paid"), bold)
    sheet.write_formula(at, 6, f"=SUM(G{summed}:G{at})", total, of.payable_poisha / 100)
    sheet.set_column(0, 1, 13)
    sheet.set_column(2, 3, 34)
    sheet.set_column(4, 7, 16)
    sheet.freeze_panes(first, 0)
    book.close()
    return out.getvalue()
