"""What a channel's rows are called, in the reader's words: those read, and those nobody could."""

import re

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

_SOURCES = (
    ("orders after ", _("Orders after %(code)s")),
    ("order ", _("Order %(code)s")),
    ("settlement ", _("Line %(code)s of a statement")),
    ("statement ", _("Line %(code)s of a statement")),
)
_A_PROGRAMS = re.compile(r"[A-Z]\w*[a-z][A-Z]\w*[(:]")
"""As in KeyError('sku')."""


def source_said(source: str) -> str:
    """Where it stood: of one thing what it is, of a file its name."""
    for beginning, words in _SOURCES:
        if source.startswith(beginning):
            return str(words) % {"code": source.removeprefix(beginning)}
    return source


def is_one_thing(source: str) -> bool:
    """Whether it is one order or one line, of which there is no line and no whole file to name."""
    return source_said(source) != source and not source.startswith("orders after ")


def line_said(reference: str) -> tuple[str, int]:
    """The statement a line of one belongs to, and its place in it; 0 for the whole of it, or where
    the channel numbers its lines in its own way."""
    found = re.fullmatch(r"(.+)[:/](\d{1,7}|bank)", reference)
    if found is None:
        return reference, 0
    statement, place = found.groups()
    return statement, int(place) if place.isdigit() else 0


def text_said(text: str) -> str:
    """Why, where what a program said of it is no sentence."""
    if _A_PROGRAMS.match(text):
        return gettext("It is not written as this channel writes it.")
    return text
