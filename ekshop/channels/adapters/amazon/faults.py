"""What Amazon finds wanting of our listings, also long after it took them."""

from __future__ import annotations

import time
from typing import Any

from ..shape import ERROR, ChannelBusy, ChannelFacts, Result
from .client import Seller
from .words import problem_said

SHORT_WAIT, WAITS_MOST = 1.0, 60
"""Seconds between two pages that are waited for at once, and how often in one question."""
PAGES_SHOWN, QUESTIONS_MOST = 50, 100
"""Pages of one question, by Amazon's own word, and questions in a row: what goes on has no end."""
PAGE = 20


def faults(channel: ChannelFacts) -> list[Result]:
    """Listings that Amazon has found wanting, also long after it took them. Of one question it shows
    a thousand at most; what is behind them is asked for by when it last changed."""
    found: dict[str, Result] = {}
    with Seller(channel) as seller:
        since: dict[str, str] = {}
        for _question in range(QUESTIONS_MOST):
            items, there_are = _faulty(seller, since)
            before = len(found)
            for item in items:
                said = tuple(problem_said(one) for one in item.get("issues") or [])
                ok = not any(one.severity == ERROR for one in said)
                found[str(item["sku"])] = Result(str(item["sku"]), ok, problems=said)
            if len(items) >= there_are:
                return [one for one in found.values() if not one.ok]
            if len(found) == before:
                # A thousand changed in one second: half a list would set free what it leaves out.
                raise ChannelBusy(operation="search")
            since = {"lastUpdatedAfter": str(items[-1]["summaries"][0]["lastUpdatedDate"])}
    raise ChannelBusy(operation="search")


def _faulty(seller: Seller, since: dict[str, str]) -> tuple[list[dict[str, Any]], int]:
    """As many as are shown, the oldest change first, and how many there are."""
    items: list[dict[str, Any]] = []
    page: dict[str, str] = {}
    pages = waits = 0
    while pages < PAGES_SHOWN:
        try:
            told = seller.call("search", lambda page=page: _searched(seller, since | page))  # type: ignore[misc]
        except ChannelBusy as busy:
            waits += 1
            if busy.seconds > SHORT_WAIT or waits > WAITS_MOST:
                raise
            time.sleep(busy.seconds)
            continue
        pages += 1
        items += told.payload.get("items") or []
        there_are = int(told.payload.get("numberOfResults") or 0)
        if not told.next_token:
            return items, there_are
        if page == {"pageToken": told.next_token}:
            break
        page = {"pageToken": told.next_token}
    return items, max(there_are, len(items) + 1)


def _searched(seller: Seller, asked: dict[str, str]) -> Any:
    return seller.listings.search_listings_items(
        seller.seller,
        marketplaceIds=seller.site.marketplace_id,
        includedData="issues,summaries",
        withIssueSeverity="ERROR",
        sortBy="lastUpdatedDate",
        sortOrder="ASC",
        pageSize=PAGE,
        **asked,
    )
