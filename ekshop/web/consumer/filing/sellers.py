"""Finding the seller: from what was ordered for the proved number, or by whatever one knows."""

import re
from typing import Any

from django.utils.translation import get_language

from ekshop.complaints import rules
from ekshop.complaints.selectors import FoundSeller, name_of, respondents, sellers_found
from ekshop.kernel.bangla import format_taka, latin_digits, normalise
from ekshop.kernel.ids import InvalidCode, parse_code
from ekshop.orders.selectors import bought_by
from ekshop.parties.selectors import organisation_names, sellers
from ekshop.payments.selectors import payments_of

from .door import Writing
from .reading import Answers


def bought(writing: Writing, typed: str = "") -> list[Any]:
    """Seller's parts of orders of the complainant's; with a code typed, of that order alone, and
    with anything else none."""
    if not writing.mobile or (typed and not is_code(typed)):
        return []
    by = writing.actor if writing.door.on_behalf else None
    return bought_by(writing.mobile, code=typed, by=by)


def is_code(typed: str) -> bool:
    """Whether an order's code was typed, right to its check character."""
    try:
        parse_code(typed)
    except InvalidCode:
        return False
    return True


_FACEBOOK = re.compile(r"(?:https?://)?(?:[a-z\-]+\.)?(?:facebook\.com|fb\.com|fb\.me)/|@", re.I)
_NUMBER = re.compile(r"\+?[\d\s\-]{6,}")
_MONEY = {"paid_by", "paid_poisha", "paid", "transaction_id"}
"""What a payment says; changed by hand in one, it is all the teller's own."""


def found(typed: str) -> list[FoundSeller]:
    return sellers_found(typed) if typed else []


def described(typed: str) -> dict[str, str]:
    """The field of a description that what was looked for in vain belongs into, filled with it."""
    text = normalise(typed).strip()
    if not text or is_code(text):
        return {}
    if rules.handle_fold("email", text):
        return {"h_email": text}
    if _FACEBOOK.match(text):
        return {"h_page": text}
    if not _NUMBER.fullmatch(latin_digits(text)):
        return {"h_link" if rules.handle_fold("link", text) else "seller_name": text}
    return {"h_phone" if rules.handle_fold("wallet", text) else "h_account": text}


def chosen(writing: Writing, value: str, typed: str) -> Answers | None:
    """The answers a choice among what `typed` found makes; None for one that was not to be had."""
    way, _, number = value.partition(":")
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        return None
    if way == "order":
        share = next((each for each in bought(writing, typed) if each.pk == int(number)), None)
        return _of_order(writing, share) if share else None
    if way == "known":
        respondent = respondents().filter(pk=number).first()
        return _seller(respondent_id=int(number), name=name_of(respondent)) if respondent else None
    if way == "seller" and sellers().filter(organisation_id=number).exists():
        name = organisation_names([int(number)])[int(number)].name
        return _seller(organisation_id=int(number), name=name)
    return None


def _of_order(writing: Writing, share: Any) -> Answers:
    """An order fills what it knows, where nothing else was told.

    What another order filled before, and nobody changed since, gives way to it.
    """
    told, before = writing.answers, writing.answers.get("of_order", {})
    filled: Answers = {"goods": ", ".join(line.title for line in share.lines.all())[:200]}
    payment = payments_of([share.pk]).get(share.pk)
    if payment is not None:
        medium = payment.medium if payment.medium in dict(rules.PAID_BY) else "other"
        poisha = payment.amount_poisha - payment.refunded_poisha
        filled |= {
            "paid_by": medium,
            "paid_poisha": poisha,
            "paid": format_taka(poisha, get_language() or "bn"),
            "transaction_id": payment.reference,
        }
    elif "paid_by" in before:
        filled |= {"paid_by": "not_paid", "paid_poisha": 0, "paid": "", "transaction_id": ""}
    answers = _seller(seller_order_id=share.pk, name=share.seller.name, code=share.code)
    said = {
        name for name in ("goods", "paid_by") if told.get(name) and told[name] != before.get(name)
    }
    kept = {"goods"} & said | (_MONEY if "paid_by" in said else set())
    answers |= {name: value for name, value in filled.items() if name not in kept}
    answers["of_order"] = filled
    return answers


def _seller(**told: Any) -> Answers:
    return {"seller": {"way": "known", **told}}
