"""Listings out: put whole, patched in price and stock, many of them in a feed; and what came of it.

A write is known to Amazon by its SKU, so one whose answer was lost may be made again and is the same
write. A feed is not: where the answer to creating one is lost, it is looked for, not sent again.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from ekshop.kernel import clock

from ...rules.strange import FAILURES
from ..batches import told_one_by_one
from ..shape import (
    ERROR,
    Ask,
    ChannelAway,
    ChannelBusy,
    ChannelFacts,
    ListingItem,
    Plan,
    Problem,
    Result,
    Submission,
    ThingRefused,
    Unread,
)
from . import definitions
from .attributes import FIGURES, attributes_of, figures_of, product_type_of
from .client import END, MANY, ONE, NotThere, Seller, unzipped
from .words import (
    asks_of,
    no_such_type,
    not_fetched,
    problem_said,
    problems_of,
    problems_refused,
)

DIRECT, FEED_MOST = 20, 25_000
FEED, LOST = "feed:", "lost:"
LISTINGS_FEED = "JSON_LISTINGS_FEED"
MEDIA = "application/json; charset=UTF-8"
READ_BACK = ["issues", "summaries"]
LOOKED_FOR = timedelta(minutes=10)
"""So long a feed whose creation we never heard of is looked for before its items are sent anew."""
CLOCKS_APART = timedelta(minutes=2)
FATAL = _("It could not read our file of goods. They are told again, and then one by one.")
NO_REPORT = _("Its report on our file of goods cannot be read. It is asked for again.")
FIGURES_ONLY = frozenset({"price", "stock"})


def plan(count: int) -> Plan:
    """A few are put one by one and answered at once; more go in one feed."""
    return Plan(ONE, DIRECT, per_item=True) if count <= DIRECT else Plan(MANY, FEED_MOST)


# Our own check -----------------------------------------------------------------------------------


def problems(item: ListingItem, channel: ChannelFacts) -> list[Problem]:
    seller = Seller(channel)
    kind = product_type_of(item, channel.settings)
    definition = definitions.known(seller.site.marketplace_id, kind)
    return _problems(item, seller, definition) if definition else [not_fetched(kind)]


def asks(item: ListingItem, channel: ChannelFacts) -> list[Ask]:
    seller = Seller(channel)
    kind = product_type_of(item, channel.settings)
    definition = definitions.known(seller.site.marketplace_id, kind)
    if definition is None:
        return []
    found = definitions.breaches(definition, attributes_of(item, seller, definition))
    return asks_of(item, definition, found)


def _problems(
    item: ListingItem, seller: Seller, definition: definitions.Definition
) -> list[Problem]:
    found = definitions.breaches(definition, attributes_of(item, seller, definition))
    return problems_of(found, definition)


# Telling -----------------------------------------------------------------------------------------


def submit(channel: ChannelFacts, items: Sequence[ListingItem]) -> Submission:
    """What breaks Amazon's rules comes back at once and is never sent."""
    with Seller(channel) as seller:
        refused, odd = _checked(seller, items)
        fine = [item for item in items if item.sku not in refused and item.sku not in odd]
        if refused and len(fine) > DIRECT:
            # A feed is answered later, and these now: what may be sent goes in the next round.
            rest = tuple(one.sku for one in fine)
            return Submission(tuple(refused.values()), unsent=rest, stuck=odd)
        if len(fine) > DIRECT:
            return Submission(handle=_feed(seller, fine), stuck=odd, rates=_rates(seller, MANY))
        begun = tuple(refused.values())
        done = told_one_by_one(fine, lambda item: _told(seller, item), begun=begun)
        return replace(done, stuck=(*done.stuck, *odd), rates=_rates(seller, ONE))


def _checked(
    seller: Seller, items: Sequence[ListingItem]
) -> tuple[dict[str, Result], tuple[str, ...]]:
    """Those whose kind of goods Amazon does not know, or that break its rules; and those whose rules
    came broken, which stops no goods of other kinds. Raises ChannelTrouble."""
    found: dict[str, Result] = {}
    odd: dict[str, definitions.Incomplete] = {}
    for item in items:
        said: Sequence[Problem] = ()
        try:
            said = _breaks(seller, item, _definition(seller, item))
        except definitions.NoSuchType:
            said = (no_such_type(product_type_of(item, seller.channel.settings)),)
        except definitions.Incomplete as broken:
            odd[item.sku] = broken
        except ThingRefused as refused:
            said = problems_refused(refused.said, None)
        if said:
            found[item.sku] = Result(item.sku, ok=False, problems=tuple(said))
    if len(odd) == len(items):
        raise next(iter(odd.values()))
    return found, tuple(odd)


def _breaks(
    seller: Seller, item: ListingItem, definition: definitions.Definition
) -> Sequence[Problem]:
    if not _only_figures(item):
        return _problems(item, seller, definition)
    parts = figures_of(item, seller)
    return problems_of(definitions.part_breaches(definition, parts), definition)


def _definition(seller: Seller, item: ListingItem) -> definitions.Definition:
    return definitions.fetched(seller, product_type_of(item, seller.channel.settings))


def _only_figures(item: ListingItem) -> bool:
    return bool(item.changed) and item.changed <= FIGURES_ONLY


def _told(seller: Seller, item: ListingItem) -> Result:
    """What Amazon does not even look at (a 400) is the listing's own like what it finds wanting."""
    definition = _definition(seller, item)
    try:
        return _written(seller, item, definition)
    except ThingRefused as refused:
        found = problems_refused(refused.said, definition)
        return Result(item.sku, ok=False, problems=found)


def _written(seller: Seller, item: ListingItem, definition: definitions.Definition) -> Result:
    if _only_figures(item):
        try:
            return _patched(seller, item, definition.product_type)
        except NotThere:
            pass
    body = _whole(item, seller, definition)
    told = seller.call(
        ONE,
        lambda: seller.listings.put_listings_item(
            seller.seller,
            item.sku,
            marketplaceIds=[seller.site.marketplace_id],
            includedData="issues",
            body=body,
        ),
    ).payload
    done = _result(item.sku, told)
    return (
        replace(done, remote_ref=_asin(seller, item.sku))
        if done.ok and not item.remote_ref
        else done
    )


def _asin(seller: Seller, sku: str) -> str:
    """Amazon's own number of a listing. It is told of with the listing alone, not with a write of it,
    and not before the write has been worked off: then it is asked for with the next one."""
    try:
        told = seller.call(
            "item",
            lambda: seller.listings.get_listings_item(
                seller.seller,
                sku,
                marketplaceIds=[seller.site.marketplace_id],
                includedData="summaries",
            ),
        ).payload
    except (NotThere, ThingRefused, ChannelBusy, ChannelAway):
        return ""
    return _number(told)


def _number(item: dict[str, Any]) -> str:
    return next((str(one.get("asin") or "") for one in item.get("summaries") or []), "")


def _patched(seller: Seller, item: ListingItem, kind: str) -> Result:
    told = seller.call(
        ONE,
        lambda: seller.listings.patch_listings_item(
            seller.seller,
            item.sku,
            marketplaceIds=[seller.site.marketplace_id],
            body={"productType": kind, "patches": _patches(item, seller)},
        ),
    ).payload
    return _result(item.sku, told)


def _whole(item: ListingItem, seller: Seller, definition: definitions.Definition) -> dict[str, Any]:
    return {
        "productType": definition.product_type,
        "requirements": "LISTING",
        "attributes": attributes_of(item, seller, definition),
    }


def _patches(item: ListingItem, seller: Seller) -> list[dict[str, Any]]:
    found = figures_of(item, seller)
    return [
        {"op": "replace", "path": f"/attributes/{name}", "value": found[name]} for name in FIGURES
    ]


def _result(sku: str, told: dict[str, Any]) -> Result:
    said = tuple(problem_said(one) for one in told.get("issues") or [])
    ok = told.get("status") in ("ACCEPTED", "VALID")
    if not ok and not said:
        said = (problem_said({"severity": "ERROR", "code": str(told.get("status") or "")}),)
    return Result(sku, ok, problems=said)


def _rates(seller: Seller, operation: str) -> dict[str, float]:
    return {operation: seller.rates[operation]} if operation in seller.rates else {}


# Feeds -------------------------------------------------------------------------------------------


def _feed(seller: Seller, items: Sequence[ListingItem]) -> str:
    """Its handle. Nothing is created before the document is whole at Amazon."""
    content = json.dumps(_feed_content(seller, items), ensure_ascii=False).encode()
    made = seller.call("documents", lambda: seller.feeds.create_feed_document(None, MEDIA)).payload
    seller.upload(made["url"], content, MEDIA)
    began = clock.now()
    try:
        told = seller.call(
            MANY,
            lambda: seller.feeds.create_feed(
                LISTINGS_FEED,
                made["feedDocumentId"],
                marketplaceIds=[seller.site.marketplace_id],
            ),
        ).payload
        return FEED + str(told["feedId"])
    except (ChannelAway, KeyError):
        return LOST + began.isoformat(timespec="seconds")


def _feed_content(seller: Seller, items: Sequence[ListingItem]) -> dict[str, Any]:
    return {
        "header": {
            "sellerId": seller.seller,
            "version": "2.0",
            "issueLocale": "en_US",
            "report": {"includedData": READ_BACK, "apiVersion": "2021-08-01"},
        },
        "messages": [
            {"messageId": number, "sku": item.sku, **_message(seller, item)}
            for number, item in enumerate(items, start=1)
        ],
    }


def _message(seller: Seller, item: ListingItem) -> dict[str, Any]:
    definition = _definition(seller, item)
    if _only_figures(item):
        patches = _patches(item, seller)
        kind = definition.product_type
        return {"operationType": "PATCH", "productType": kind, "patches": patches}
    return {"operationType": "UPDATE", **_whole(item, seller, definition)}


def poll(channel: ChannelFacts, handle: str) -> list[Result] | None:
    """What a feed came to. One whose answer was lost is looked for by when it was created."""
    with Seller(channel) as seller:
        if handle.startswith(LOST):
            began = datetime.fromisoformat(handle.removeprefix(LOST))
            number = _found_again(seller, began)
            if number is None:
                return [] if clock.now() - began > LOOKED_FOR else None
        else:
            number = handle.removeprefix(FEED)
        try:
            feed = seller.call("feed", lambda: seller.feeds.get_feed(number)).payload
        except NotThere:
            return []
        status = feed.get("processingStatus")
        if status == "FATAL":
            channel.report(f"feed {number}", [Unread(0, "fatal", FATAL)])
        if status in ("FATAL", "CANCELLED"):
            return []
        if status != "DONE":
            return None
        return _report(seller, number, str(feed["resultFeedDocumentId"]))


def _found_again(seller: Seller, began: datetime) -> str | None:
    since = began - CLOCKS_APART
    told = seller.call(
        "getFeeds",
        lambda: seller.feeds.get_feeds(
            feedTypes=LISTINGS_FEED, createdSince=since.isoformat(timespec="seconds"), pageSize=10
        ),
    ).payload
    feeds = [one for one in told.get("feeds", []) if str(one.get("createdTime", "")) >= _utc(since)]
    return str(min(feeds, key=lambda one: one["createdTime"])["feedId"]) if feeds else None


def _utc(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S")


def _report(seller: Seller, feed: str, document: str) -> list[Result] | None:
    """None while it cannot be read."""
    told = seller.call(
        "feedDocument", lambda: seller.feeds.get_feed_document_address(document)
    ).payload
    content = seller.document(told["url"])
    source = f"feed {feed}"
    try:
        if told.get("compressionAlgorithm") == "GZIP":
            content = unzipped(content)
        found = list(results_of(json.loads(content)))
    except (OSError, EOFError, zlib.error, *FAILURES):
        seller.channel.report(source, [Unread(0, "report", NO_REPORT)])
        return None
    seller.channel.report(source, [])
    return found


def results_of(report: dict[str, Any]) -> Iterator[Result]:
    """By SKU: refused where a message had an error, taken where the item is told of."""
    said: dict[str, list[Problem]] = {}
    for issue in report.get("issues") or []:
        if issue.get("sku"):
            said.setdefault(str(issue["sku"]), []).append(problem_said(issue))
    for sku, found in said.items():
        if any(one.severity == ERROR for one in found):
            yield Result(sku, ok=False, problems=tuple(found))
    for item in report.get("items") or []:
        sku = str(item["sku"])
        found = [*said.get(sku, []), *(problem_said(one) for one in item.get("issues") or [])]
        if any(one.severity == ERROR for one in said.get(sku, [])):
            continue
        ok = not any(one.severity == ERROR for one in found)
        yield Result(sku, ok, remote_ref=_number(item), problems=tuple(found))


# Taking away, and what Amazon finds by itself ----------------------------------------------------


def end(channel: ChannelFacts, skus: Sequence[str]) -> Submission:
    """One that is not there any more is ended, too."""
    with Seller(channel) as seller:
        done = told_one_by_one(skus, lambda sku: _ended(seller, sku))
        return replace(done, rates=_rates(seller, END))


def _ended(seller: Seller, sku: str) -> Result:
    try:
        told = seller.call(
            END,
            lambda: seller.listings.delete_listings_item(
                seller.seller, sku, marketplaceIds=[seller.site.marketplace_id]
            ),
        ).payload
    except NotThere:
        return Result(sku, ok=True)
    except ThingRefused as refused:
        return Result(sku, ok=False, problems=problems_refused(refused.said, None))
    return _result(sku, told)
