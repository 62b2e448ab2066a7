"""A seller's own table of a month: an order a row, and the commission it reckons for it."""

from collections import defaultdict
from contextlib import suppress
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from ekshop.kernel.bangla import latin_digits
from ekshop.kernel.errors import InvalidInput
from ekshop.kernel.ids import InvalidCode, parse_code
from ekshop.kernel.tables import table_read

ORDER = {"order", "order code", "order_code", "অর্ডার", "অর্ডার কোড"}
COMMISSION = {"commission", "commission (taka)", "amount", "কমিশন", "কমিশন (টাকা)"}
MOST_POISHA = 10**13
WRONG_SHOWN = 5


def seller_table_read(content: bytes) -> dict[str, int]:
    """Order code to poisha; several rows of one order are added up. Every row must be readable: a
    table with holes proves nothing.

    Raises TableUnreadable for what is no table, InvalidInput naming the columns or rows that are
    wrong.
    """
    table = table_read(content)
    names = [cell.casefold() for cell in table.header]
    order = next((place for place, name in enumerate(names) if name in ORDER), None)
    amount = next((place for place, name in enumerate(names) if name in COMMISSION), None)
    if order is None or amount is None:
        raise InvalidInput({"file": _("It needs the columns “Order code” and “Commission”.")})
    found: dict[str, int] = defaultdict(int)
    wrong: list[str] = []
    for line, cells in table.rows:
        code = _code(cells[order]) if order < len(cells) else ""
        poisha = _poisha(cells[amount]) if amount < len(cells) else None
        if not code or poisha is None:
            wrong.append(str(line))
            continue
        found[code] += poisha
    if wrong:
        more = "…" if len(wrong) > WRONG_SHOWN else ""
        lines = ", ".join(wrong[:WRONG_SHOWN]) + more
        raise InvalidInput({"file": _("These rows cannot be read: %s.") % lines})
    return dict(found)


def _code(text: str) -> str:
    with suppress(InvalidCode):
        return parse_code(text)
    return text.strip()[:40]


def _poisha(text: str) -> int | None:
    try:
        taka = Decimal(latin_digits(text).replace(",", "").replace("৳", "").strip())
    except InvalidOperation:
        return None
    poisha = taka * 100 if taka.is_finite() else None
    if poisha is None or poisha != poisha.to_integral_value() or abs(poisha) > MOST_POISHA:
        return None
    return int(poisha)
