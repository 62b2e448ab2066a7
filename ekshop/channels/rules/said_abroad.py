"""What a channel's own words mean, by their code, and what to do: for readers of another language.

A channel answers in English, Thai or Chinese, and its words stay as told: they know more than the
code. The codes are those Amazon, Alibaba and the markets with files give, and those of our own
checks before them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Meaning:
    """`what` is wrong, and what to `do` about it, each a sentence or two."""

    what: Any
    do: Any


_MISSING = Meaning(
    _("The channel asks for this, and nothing has been said yet."),
    _("Fill it in and save. The channel is told again by itself."),
)
_NOT_TAKEN = Meaning(
    _("The channel does not take what is said here."),
    _("Say it another way, or choose what its words name, and save."),
)
_UNKNOWN = Meaning(
    _("The channel does not ask this of goods of this kind."),
    _("Leave the answer empty and save."),
)
_TOO_LONG = Meaning(_("The text is too long for the channel."), _("Make it shorter and save."))
_WRITE_MORE = _("Write more and save.")
_NUMBER = _("Write the right number and save.")
_NOTHING = _("Nothing is to be done: the goods are checked when they are sent.")
_PRICE = Meaning(
    _("The channel does not take the price as we send it."),
    _("Look at the channel’s price step, ending and currency; an operator can change them."),
)
_STOCK = Meaning(
    _("The channel does not take the number of pieces."), _("Set the stock right; it follows.")
)
_PICTURE = Meaning(
    _("The picture is not as the channel wants it."),
    _("Put in one of the goods alone, on white, large and sharp, with no words or marks on it."),
)
_CATEGORY = Meaning(
    _("The channel does not know the kind of goods we named."),
    _("Give the number or name of its own category that fits, and save."),
)
_GONE = Meaning(
    _("The channel no longer finds these goods on its side."),
    _("Choose “Check again”: they are listed anew."),
)
_FORBIDDEN = Meaning(
    _("The channel does not sell such goods."),
    _("Look whether the HS code is right. If it is, take the listing away."),
)
_HS = Meaning(
    _("The HS code is not one the channel knows."),
    _("Search the code again by what the goods are, and choose one."),
)
_ORIGIN = Meaning(
    _("The country of origin is missing or not understood."), _("Choose the country and save.")
)
_WORD = Meaning(
    _("There is a word in the title that the channel forbids."), _("Take the word out and save.")
)
_WEIGHT = Meaning(_("The weight is missing."), _("Weigh the goods and the parcel, and save."))
_TEXT = Meaning(
    _("The goods have no description."), _("Write one in English; goods with one sell better.")
)
_TOO_SHORT = Meaning(_("The text is too short for the channel."), _WRITE_MORE)
_LEAST = Meaning(
    _("Goods of this kind are sold there only from a larger number of pieces."),
    _("Raise the least number that can be ordered, and save."),
)
_LOOKED_AT = Meaning(
    _("The channel is looking at these goods and takes no change meanwhile."),
    _("Wait until it has, and choose “Check again”."),
)
_ACCOUNT = Meaning(
    _("The channel lets our account do this no more, or not yet."),
    _("An operator has to see to the account there."),
)
_BANK_FULL = Meaning(
    _("Our account’s store of pictures there is full."),
    _("An operator has to take pictures away there, or ask for more room."),
)
_RESTRICTED = Meaning(
    _("The channel holds these goods to be forbidden or restricted."),
    _("Read its rule. If they are not what it means, an operator can object there."),
)
_UNTRUE = Meaning(
    _("The channel holds something that is said of these goods to be untrue."),
    _("Look through title, text and points, mend what does not fit the goods, and save."),
)
_ANOTHER = Meaning(
    _("What we say does not fit the goods the channel has under this barcode."),
    _("Look whether the barcode is right. If it is, say the same as its page says."),
)
_NO_MATCH = Meaning(
    _("The channel has no such goods yet, and too little is said to make a new page of them."),
    _("Answer all it asks, and save."),
)
_BARCODE = Meaning(
    _("The channel does not take the barcode."),
    _("Look whether it is the right one of these goods; without one an exemption is needed."),
)
_BRAND = Meaning(
    _("The channel has not let us sell under this brand yet."),
    _("An operator has to apply for the brand there."),
)
_MISSED = Meaning(
    _("Something asked for is missing, or not as the channel wants it."),
    _("Its own words name the field. Mend it and save."),
)
_NO_PICTURE = Meaning(
    _("The channel wants a picture, and has none."),
    _("Put in a picture of the goods alone, on white, large and sharp."),
)
_NO_PRICE = Meaning(
    _("The channel has no price for these goods."),
    _("Look at the lines of the price below: what is missing there keeps it from being reckoned."),
)
_TWICE = Meaning(
    _("The channel has these goods from us already, under another number."),
    _("Take one of the two listings away."),
)
_UNREADABLE = Meaning(
    _("The channel could not read what we sent of these goods, and so did not look at them."),
    _(
        "Its own words name the part. Write it more simply, without unusual signs, and save; if it stays"
        " so, tell an operator."
    ),
)
ANY = Meaning(
    _("The channel did not like something about these goods."),
    _(
        "Its own words stand below. Mend what they name and save; the channel is told again by"
        " itself."
    ),
)

_BY_CODE = {
    # Amazon
    "90220": _MISSING,
    "99022": _NOT_TAKEN,
    "90111": _UNKNOWN,
    "90204": _CATEGORY,
    "18027": _PICTURE,
    "90000900": _NOT_TAKEN,
    "18155": _PRICE,
    "18448": _MISSED,
    "18742": _RESTRICTED,
    "99300": _UNTRUE,
    "8541": _ANOTHER,
    "8542": _ANOTHER,
    "8560": _NO_MATCH,
    "8572": _BARCODE,
    "5665": _BRAND,
    "5461": _BRAND,
    "InvalidInput": _UNREADABLE,
    "InvalidRequest": _UNREADABLE,
    "400": _UNREADABLE,
    "8026": _ACCOUNT,
    "6024": _BRAND,
    "8058": _MISSING,
    "99001": _MISSING,
    "90057": _NOT_TAKEN,
    "13013": _GONE,
    "413": _TOO_LONG,
    "RequestEntityTooLarge": _TOO_LONG,
    "NOT_FOUND": _GONE,
    # Alibaba
    "InvalidParameter": _UNREADABLE,
    "IllegalParameter": _UNREADABLE,
    "MissingParameter": _MISSED,
    "600001": _CATEGORY,
    "600003": _MISSED,
    "600010": _GONE,
    "CHK_CAT_NOT_LEAF": _CATEGORY,
    "PUB_BIZCHECK_CAT_ID_NOTEXIST": _CATEGORY,
    "PUB_BIZCHECK_CAT_DATA_NOTEXIST": _CATEGORY,
    "CHK_BASIC_REQUIRED": _MISSED,
    "CHK_BASIC_MAX_LENGTH": _TOO_LONG,
    "CHK_BASIC_MIN_LENGTH": _TOO_SHORT,
    "CHK_BASIC_ONEOF": _NOT_TAKEN,
    "CHK_BASIC_MULTIPLEOF": _NOT_TAKEN,
    "CHK_STEP_CATEGORY_QUALITY_MINSIZE_ERROR": _LEAST,
    "PUB_BIZCHECK_PRODUCT_NOT_EDITABLE": _LOOKED_AT,
    "PUB_BIZCHECK_SUSPICIOUS": _ACCOUNT,
    "PUB_BIZCHECK_AUDITING_COMPANY_INFO": _ACCOUNT,
    "PUB_BIZCHECK_ASSURANCE_ACCOUNT_REQUIRED": _ACCOUNT,
    "FUNCTION_FORBIDDEN": _ACCOUNT,
    "NOCAPACITY": _BANK_FULL,
    "SIZE_TOO_LARGE": _PICTURE,
    # Markets with files
    "MISSING_ATTRIBUTE": _MISSING,
    "NOT_A_NUMBER": _STOCK,
    "NEGATIVE_STOCK": _STOCK,
    "FORBIDDEN_CATEGORY": _FORBIDDEN,
    "BAD_HS_CODE": _HS,
    "BAD_COUNTRY": _ORIGIN,
    "TITLE_TOO_LONG": _TOO_LONG,
    "FORBIDDEN_WORD": _WORD,
    "NO_WEIGHT": _WEIGHT,
    "NO_DESCRIPTION": _TEXT,
    "BAD_PRICE": _PRICE,
    "WRONG_CURRENCY": _PRICE,
}
_BY_CATEGORY = {
    "MISSING_ATTRIBUTE": _MISSING,
    "INVALID_ATTRIBUTE": _NOT_TAKEN,
    "MISSING_IMAGE": _NO_PICTURE,
    "INVALID_IMAGE": _PICTURE,
    "MISSING_PRICE": _NO_PRICE,
    "INVALID_PRICE": _PRICE,
    "DUPLICATE": _TWICE,
    "QUALIFICATION_REQUIRED": _ACCOUNT,
}
"""What Amazon puts a complaint under, where nobody knows its code."""
_DO = {
    "required": _MISSING.do,
    "missing": _MISSING.do,
    "part_required": _MISSING.do,
    "enum": _NOT_TAKEN.do,
    "const": _NOT_TAKEN.do,
    "pattern": _NOT_TAKEN.do,
    "format": _NOT_TAKEN.do,
    "type": _NOT_TAKEN.do,
    "unknown": _UNKNOWN.do,
    "maxLength": _TOO_LONG.do,
    "maxUtf8ByteLength": _TOO_LONG.do,
    "too_long": _TOO_LONG.do,
    "minLength": _WRITE_MORE,
    "minUtf8ByteLength": _WRITE_MORE,
    "maximum": _NUMBER,
    "exclusiveMaximum": _NUMBER,
    "minimum": _NUMBER,
    "exclusiveMinimum": _NUMBER,
    "currency": _PRICE.do,
    "decimals": _PRICE.do,
    "refused": _FORBIDDEN.do,
    "rules_not_here": _NOTHING,
    "requiredRule": _MISSING.do,
    "options": _NOT_TAKEN.do,
    "maxLengthRule": _TOO_LONG.do,
    "maxValueRule": _NUMBER,
    "valueTypeRule": _NUMBER,
}
"""What to do about what our own check found, by its code."""


def coded(code: str, categories: Iterable[str]) -> str:
    """A channel's code, with the category it stands under where only that is known to mean something."""
    known = () if code in _BY_CODE else (one for one in categories if one in _BY_CATEGORY)
    return next((f"{code}/{one}" for one in known), code)


def code_alone(code: str) -> str:
    """As the channel said it."""
    bare, _slash, category = code.rpartition("/")
    return bare if category in _BY_CATEGORY else code


def meaning_of(code: str) -> Meaning:
    """A general one where nobody knows the code or its category."""
    found = _BY_CODE.get(code) or _BY_CATEGORY.get(code.rpartition("/")[2])
    return found or ANY


def what_to_do(code: str) -> Any:
    """About what our own check found, by its code; "" where its sentence says so already."""
    return _DO.get(code, "")
