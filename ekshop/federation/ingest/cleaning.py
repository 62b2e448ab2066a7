"""From a row's fields to what the catalogue takes, with every complaint written down.

What the row cannot do without (its number, name and price) or the law forbids refuses the row;
anything else is left out with a note. The work for a usual row is a few checks; the slow,
forgiving readings run only where those fail.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from ekshop.catalogue.rules import ForbiddenWords, gtin14, match_key
from ekshop.catalogue.services import DROP, KEEP, OFFER, StagedRow
from ekshop.kernel.bangla import normalise
from ekshop.kernel.bijoy import (
    from_bijoy,
    looks_like_bijoy,
    may_be_bijoy,
    short_bijoy,
    surely_bijoy,
)

from ..rules import incoming as rules
from .extras import LINK, ExtrasReader
from .prices import BadPrice, Prices, available, pieces
from .records import BadRow, Fields, Note

_TIDY = re.compile(r"[!-~]+(?: [!-~]+)*")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_BENGALI = re.compile("[\u0985-\u09b9\u09dc-\u09df]")
_LATIN = re.compile("[A-Za-z]")
_TAGS = re.compile(r"<[a-zA-Z/!][^<>]*>")
_MPN_NONE = frozenset({"n/a", "na", "none", "-", "--", "null", "nil", "does not apply", "generic"})

MOST_RAW = 50_000
"""Of no field are more characters looked at: what is left of it is far less."""
LONGEST = {"title": 300, "brand": 120, "mpn": 80, "category": 200, "description": 5000}


class Cleaner:
    """Cleans one file's rows; `note` is given everything that is wrong, as it is found."""

    def __init__(
        self,
        *,
        note: Callable[[Note], None],
        forbidden: ForbiddenWords,
        reasons: dict[str, dict[str, str]],
        currency: str = "BDT",
        rate: Decimal | None = None,
        stock: int = rules.STOCK_UNSTATED,
        attribute_words: Mapping[str, str] | None = None,
    ) -> None:
        self._note = note
        self._forbidden = forbidden
        self._reasons = reasons
        self._prices = Prices(currency, rate)
        self._stock = stock
        self._extras = ExtrasReader(note=note, words=attribute_words or {})
        self._short: dict[str, str] = {}

    def clean(
        self, number: int, fields: Fields | BadRow, *, fingerprint: str, code: str
    ) -> StagedRow | None:
        """The row for the catalogue; KEEP or DROP where it cannot be taken but its number is known."""
        if isinstance(fields, BadRow):
            self._note(Note(number, "", "", fields.value[:200], fields.code, fields.data))
            return None
        ref = self._text(number, "", "id", fields)
        fields = self._drawn(number, ref, fields)
        if not ref:
            self._note(Note(number, "", "id", "", "missing"))
            return None
        if len(ref) > 50:
            self._note(Note(number, ref[:60], "id", ref[:200], "id_too_long"))
            return None
        title = self._text(number, ref, "title", fields) or self._text(
            number, ref, "title_bn", fields
        )
        price = self._price(number, ref, fields)
        if not title:
            self._note(Note(number, ref, "title", "", "missing"))
        if not title or price is None:
            return StagedRow(number, KEEP, ref)
        description = self._description(number, ref, fields)
        term = self._forbidden.find_folded(title.casefold())
        if term:
            self._note(Note(number, ref, "title", title[:200], "forbidden", self._why(term)))
            return StagedRow(number, DROP, ref)
        selling, list_price = self._reduced(number, ref, price, fields)
        brand = self._text(number, ref, "brand", fields)
        mpn = self._text(number, ref, "mpn", fields)
        if mpn and mpn.casefold() in _MPN_NONE:
            mpn = ""
        if brand and brand.casefold() in _MPN_NONE:
            brand = ""
        gtin = self._gtin(number, ref, fields)
        title_bn, title_en = self._titles(number, ref, title, fields)
        category = self._text(number, ref, "category", fields) or self._text(
            number, ref, "google_category", fields
        )
        image = self._link(number, ref, "image_link", fields)
        return StagedRow(
            number,
            OFFER,
            ref,
            title,
            title_bn,
            title_en,
            description,
            self._link(number, ref, "link", fields),
            image,
            selling,
            list_price,
            self._pieces(number, ref, fields),
            brand,
            mpn,
            gtin,
            match_key(gtin=gtin, brand=brand, mpn=mpn),
            category,
            fingerprint,
            code,
            *self._extras.read(number, ref, fields, image),
        )

    def _drawn(self, number: int, ref: str, fields: Fields) -> Fields:
        """Fields typed for a Bijoy font as what that font draws."""
        title = fields.get("title") or ""
        description = (fields.get("description") or "")[:1000]
        if not (may_be_bijoy(title) or may_be_bijoy(description)):
            return fields
        whole = " ".join([title, fields.get("category") or "", description])
        if not surely_bijoy(whole[:2000]):
            return fields
        drawn = {
            field: from_bijoy(text)
            for field in ("title", "title_bn", "category", "description")
            if (text := (fields.get(field) or "")[:MOST_RAW])
            and (looks_like_bijoy(text) or short_bijoy(text))
        }
        if drawn:
            shown = drawn.get("title") or next(iter(drawn.values()))
            self._note(Note(number, ref, next(iter(drawn)), shown[:200], "bijoy"))
        return {**fields, **drawn}

    def _why(self, term: str) -> dict[str, Any]:
        return {"term": term, **self._reasons.get(term, {})}

    def _text(self, number: int, ref: str, field: str, fields: Fields) -> str:
        """One line, normalised, cut to what we hold; short ones that repeat are remembered."""
        raw = fields.get(field)
        if not raw:
            return ""
        longest = LONGEST.get(field, 300)
        raw = raw[:MOST_RAW]
        if len(raw) <= longest and _TIDY.fullmatch(raw):
            return raw
        known = self._short.get(raw)
        if known is not None:
            return known
        odd = _CONTROL.search(raw)
        text = " ".join(normalise(raw).split())
        if odd:
            self._note(Note(number, ref, field, text[:200], "control_characters"))
        if len(text) > longest and field != "id":
            text = text[:longest].rstrip()
            self._note(Note(number, ref, field, text[:200], "too_long_cut"))
        elif (
            not odd
            and field in ("category", "brand")
            and len(self._short) < 5000
            and len(raw) < 500
        ):
            self._short[raw] = text
        return text

    def _description(self, number: int, ref: str, fields: Fields) -> str:
        raw = (fields.get("description") or "")[:MOST_RAW]
        if not raw:
            return ""
        if len(raw) <= LONGEST["description"] and _TIDY.fullmatch(raw) and "<" not in raw:
            return raw
        text = normalise(_TAGS.sub(" ", raw) if "<" in raw else raw)
        return text[: LONGEST["description"]].rstrip()

    def _price(self, number: int, ref: str, fields: Fields) -> int | None:
        raw = fields.get("price")
        if not raw or not (text := raw.strip()):
            self._note(Note(number, ref, "price", "", "missing"))
            return None
        try:
            return self._prices.read(text)
        except BadPrice as bad:
            self._note(Note(number, ref, "price", text[:200], bad.code, bad.data))
            return None

    def _reduced(self, number: int, ref: str, price: int, fields: Fields) -> tuple[int, int | None]:
        """What it sells at, and the price struck through beside it, if any."""
        raw = fields.get("sale_price")
        if not raw or not (text := raw.strip()):
            return price, None
        try:
            reduced = self._prices.read(text)
        except BadPrice:
            reduced = price + 1
        if reduced > price:
            self._note(Note(number, ref, "sale_price", text[:200], "sale_price_ignored"))
        return (reduced, price) if reduced < price else (price, None)

    def _pieces(self, number: int, ref: str, fields: Fields) -> int:
        word = fields.get("availability")
        there: bool | None = True
        if word:
            there = True if word == "in_stock" else available(word)
            if there is None:
                self._note(Note(number, ref, "availability", word[:200], "availability_unknown"))
        raw = fields.get("quantity")
        if raw and (text := raw.strip()):
            count = pieces(text)
            if count is None:
                # A table's stock column often holds words: "yes", "in stock".
                spoken = available(text)
                if spoken is None:
                    self._note(Note(number, ref, "quantity", text[:200], "stock_unreadable"))
                return self._stock if spoken and there else 0
            return count if there else 0
        return self._stock if there else 0

    def _gtin(self, number: int, ref: str, fields: Fields) -> str:
        raw = fields.get("gtin")
        if not raw or not (text := raw.strip()):
            return ""
        gtin = gtin14(text[:40])
        if gtin is None:
            self._note(Note(number, ref, "gtin", text[:200], "gtin_invalid"))
        return gtin or ""

    def _titles(self, number: int, ref: str, title: str, fields: Fields) -> tuple[str, str]:
        """(Bengali, English): as the feed says, else by the letters the name is written in."""
        bengali = self._text(number, ref, "title_bn", fields)
        english = self._text(number, ref, "title_en", fields)
        if not bengali and not title.isascii() and _BENGALI.search(title):
            bengali = title
        if not english and title is not bengali and _LATIN.search(title) and title != bengali:
            english = title
        return bengali, english

    def _link(self, number: int, ref: str, field: str, fields: Fields) -> str:
        raw = fields.get(field)
        if not raw:
            return ""
        text = raw.strip()
        if not LINK.fullmatch(text):
            self._note(Note(number, ref, field, text[:200], "link_invalid"))
            return ""
        return text
