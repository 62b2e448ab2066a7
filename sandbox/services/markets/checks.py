"""What a marketplace finds wrong with a row of a feed."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.services.markets.forms import Row
from sandbox.services.markets.profiles import Profile

REFUSED, WARNED = "refused", "warned"
COIN = re.compile(r"^(?P<amount>\S+) (?P<currency>[A-Z]{3})$")


@dataclass(frozen=True)
class Issue:
    """`field` is our word for the column; the file says the market's."""

    severity: str
    code: str
    field: str
    text: str


def logical(profile: Profile, row: Row) -> Row:
    """A row by our words for its columns."""
    return {
        ours: str(row.get(theirs, "")).strip() for ours, theirs in profile.listings.columns.items()
    }


def issues(profile: Profile, row: Row, told: dict[str, Any]) -> list[Issue]:
    """`row` by our words; `told` are the market's settings."""
    found: list[Issue] = []
    columns = profile.listings.columns
    for name in [*profile.listings.needs, *told["also_needs"]]:
        if not row.get(name):
            found.append(
                Issue(REFUSED, "MISSING_ATTRIBUTE", name, f"{columns.get(name, name)} is missing")
            )
    found += _money(profile, row)
    if (row.get("quantity") or "0").lstrip("-").isdigit() is False:
        found.append(Issue(REFUSED, "NOT_A_NUMBER", "quantity", "the stock is not a whole number"))
    elif int(row.get("quantity") or 0) < 0:
        found.append(Issue(REFUSED, "NEGATIVE_STOCK", "quantity", "the stock is below nothing"))
    for start, why in profile.forbidden.items():
        if row.get("hs", "").replace(".", "").startswith(start):
            found.append(Issue(REFUSED, "FORBIDDEN_CATEGORY", "hs", why))
    if row.get("hs") and not re.fullmatch(r"\d{6}(\d{2,4})?", row["hs"].replace(".", "")):
        found.append(Issue(REFUSED, "BAD_HS_CODE", "hs", "not a code of six digits or more"))
    if row.get("origin") and not re.fullmatch(r"[A-Z]{2}", row["origin"]):
        found.append(Issue(REFUSED, "BAD_COUNTRY", "origin", "the country is not of two letters"))
    if len(row.get("title", "")) > profile.listings.most_title:
        found.append(Issue(REFUSED, "TITLE_TOO_LONG", "title", f"at most {profile.listings.most_title} letters"))  # fmt: skip
    for word in told["refuse_words"]:
        if word.casefold() in row.get("title", "").casefold():
            found.append(Issue(REFUSED, "FORBIDDEN_WORD", "title", f"“{word}” may not be said"))
    if row.get("weight") and not re.match(r"^0*[1-9]|^0*\.\d*[1-9]|^0+\.\d*[1-9]", row["weight"]):
        found.append(Issue(REFUSED, "NO_WEIGHT", "weight", "the weight is nothing"))
    if row.get("text") == "" and "text" not in profile.listings.needs:
        found.append(
            Issue(WARNED, "NO_DESCRIPTION", "text", "goods with a description sell better")
        )
    return found


def _money(profile: Profile, row: Row) -> list[Issue]:
    found: list[Issue] = []
    for name in ("price", "value", "mrp"):
        if not row.get(name):
            continue
        amount, currency = row[name], profile.currency
        if profile.listings.coin:
            parts = COIN.match(row[name])
            if not parts:
                found.append(
                    Issue(REFUSED, "BAD_PRICE", name, "an amount and a currency are wanted")
                )
                continue
            amount, currency = parts["amount"], parts["currency"]
        if currency != profile.currency:
            found.append(
                Issue(REFUSED, "WRONG_CURRENCY", name, f"prices here are in {profile.currency}")
            )
        try:
            value = Decimal(amount)
        except InvalidOperation:
            found.append(Issue(REFUSED, "BAD_PRICE", name, "this is not an amount"))
            continue
        exponent = value.as_tuple().exponent
        if isinstance(exponent, int) and -exponent > profile.decimals:
            found.append(Issue(REFUSED, "BAD_PRICE", name, f"{profile.decimals} decimals at most"))
        elif value <= 0:
            found.append(Issue(REFUSED, "BAD_PRICE", name, "the price is nothing"))
    return found  # fmt: skip


def amount_of(profile: Profile, row: Row) -> Decimal:
    """The price of a row that was taken."""
    return Decimal((row.get("price") or "0").split(" ")[0])
