"""Asking a real index that has taken up everything committed so far."""

import time

from ekshop.catalogue.models import SearchChange
from ekshop.catalogue.search import directory, life, updater
from ekshop.catalogue.search.find import SearchResult, offer_search

PATIENCE = 30.0


def refreshed() -> None:
    """A change is taken up once no older transaction is open anywhere in this PostgreSQL: for one
    of its own (a vacuum that cuts a table short) it is waited."""
    until = time.monotonic() + PATIENCE
    while True:
        updater.catch_up()
        life.reader.refresh()
        if not _waits() or time.monotonic() > until:
            break
        time.sleep(0.02)
    directory.forget()


def _waits() -> bool:
    at = life.reader.view().checkpoint
    newest = SearchChange.objects.order_by("-transaction", "-id").first()
    return newest is not None and (newest.transaction, newest.id) > (at.transaction, at.change)


def found(query: str = "", **options) -> list[int]:
    refreshed()
    return [held.product.pk for held in offer_search(query=query, **options).products]


def search(query: str = "", **options) -> SearchResult:
    refreshed()
    return offer_search(query=query, **options)
