"""What a channel's own words mean, by their code, and what to do: for readers of another language.

A channel answers in English, Thai or Chinese, and its words stay as told: they know more than the
code. The codes are those Amazon, Alibaba and the markets with files give, and those of our own
checks before them.
"""

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
_TOO_SHORT = Meaning(_("The text is too short for the channel."), _("Write more and save."))
_NUMBER = Meaning(
    _("The channel wants a number here, within its limits."), _("Write the right number and save.")
)
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
_LATER = Meaning(
    _("The channel’s list of questions has not been fetched yet."),
    _("Nothing is to be done: the goods are checked when they are sent."),
)
_MISSED = Meaning(
    _("Something asked for is missing, or not as the channel wants it."),
    _("Its own words name the field. Mend it and save."),
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
    # Alibaba
    "600001": _CATEGORY,
    "600003": _MISSED,
    "600010": _GONE,
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
_BY_OUR_CHECKS = {
    "required": _MISSING,
    "missing": _MISSING,
    "enum": _NOT_TAKEN,
    "const": _NOT_TAKEN,
    "pattern": _NOT_TAKEN,
    "format": _NOT_TAKEN,
    "type": _NOT_TAKEN,
    "unknown": _UNKNOWN,
    "maxLength": _TOO_LONG,
    "maxUtf8ByteLength": _TOO_LONG,
    "too_long": _TOO_LONG,
    "minLength": _TOO_SHORT,
    "minUtf8ByteLength": _TOO_SHORT,
    "maximum": _NUMBER,
    "exclusiveMaximum": _NUMBER,
    "minimum": _NUMBER,
    "exclusiveMinimum": _NUMBER,
    "currency": _PRICE,
    "decimals": _PRICE,
    "refused": _FORBIDDEN,
    "rules_not_here": _LATER,
    "requiredRule": _MISSING,
    "options": _NOT_TAKEN,
    "maxLengthRule": _TOO_LONG,
    "maxValueRule": _NUMBER,
    "valueTypeRule": _NUMBER,
}
ASKED = {
    "size": _("Size"),
    "color": _("Colour"),
    "material": _("Materials"),
    "fabric_type": _("Fibres and their shares"),
    "weave_type": _("Kind of weave"),
    "department": _("Who it is for"),
    "target_gender": _("For women or men"),
    "age_range_description": _("For what age"),
    "closure_type": _("How it closes"),
    "strap_type": _("What it is carried by"),
    "lining_description": _("Lining"),
    "construction_type": _("How it is made"),
    "item_shape": _("Shape"),
    "item_length_width": _("Length and width"),
    "item_dimensions": _("Length, width and height"),
    "pile_height": _("Depth of the pile"),
    "care_instructions": _("How it is washed and kept"),
    "number_of_items": _("How many pieces"),
    "unit_count": _("How much is in it"),
    "ingredients": _("Ingredients"),
    "allergen_information": _("What some people may not eat"),
    "flavor": _("Taste"),
    "item_form": _("Powder, block or liquid"),
    "is_expiration_dated_product": _("Whether it has a last day"),
    "fc_shelf_life": _("How long it keeps"),
    "directions": _("How it is used"),
    "seasons": _("Season"),
    "brand": _("Brand"),
}
"""What channels often ask beyond our own fields, by the name they give it."""

SAYS_ALL = frozenset(
    code for code, each in _BY_OUR_CHECKS.items() if each in (_MISSING, _UNKNOWN, _LATER)
)
"""Of these the meaning and the field say all that our check's own sentence does."""
OUR_CODES = frozenset(_BY_OUR_CHECKS)
"""What is said under these is said by us, by the channel's own rules, before it hears of it."""


def meaning_of(code: str) -> Meaning:
    """A general one where nobody knows the code."""
    return _BY_CODE.get(code) or _BY_OUR_CHECKS.get(code, ANY)
