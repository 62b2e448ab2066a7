"""Asking a real index that has taken up everything committed so far."""

from ekshop.catalogue.search import directory, life, updater
from ekshop.catalogue.search.find import SearchResult, offer_search


def refreshed() -> None:
    updater.catch_up()
    life.reader.refresh()
    directory.forget()


def found(query: str = "", **options) -> list[int]:
    refreshed()
    return [held.product.pk for held in offer_search(query=query, **options).products]


def search(query: str = "", **options) -> SearchResult:
    refreshed()
    return offer_search(query=query, **options)
