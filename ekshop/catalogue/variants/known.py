"""The words of attributes and values as they stand in the database now."""

import time

from ..models import Attribute, AttributeValue, CategoryFacets
from .book import Book, ValueRow, book_of

SECONDS = 60

_held: tuple[float, Book] | None = None


def attribute_book() -> Book:
    """At most a minute old; shared by everyone in this process."""
    global _held
    if _held is None or time.monotonic() - _held[0] > SECONDS:
        _held = (time.monotonic(), attribute_book_read())
    return _held[1]


def attribute_book_forget() -> None:
    """Read anew next time: after a change that must show at once, and between tests."""
    global _held
    _held = None


def attribute_book_read() -> Book:
    """Three statements."""
    attributes = Attribute.objects.order_by("pk").values_list("key", "name_bn", "name_en", "words")
    values = AttributeValue.objects.order_by("learnt", "pk").values_list(
        "key", "code", "name_bn", "name_en", "words", "learnt"
    )
    facets = dict(CategoryFacets.objects.values_list("category__slug", "keys"))
    rows = (ValueRow(*row[:5], position=1_000, learnt=row[5]) for row in values)
    return book_of(attributes, rows, facets)
