"""Feeds: a document is uploaded, a feed of it is created, and its report is read later."""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from sandbox.services.amazon import checking
from sandbox.services.amazon.listings import stamp
from sandbox.services.amazon.shelf import Thing
from sandbox.services.amazon.wording import OVER_QUOTA, Refused

if TYPE_CHECKING:
    from sandbox.services.amazon.amazon import Amazon

FEED = "feed"
LISTINGS, ACKNOWLEDGEMENTS = "JSON_LISTINGS_FEED", "POST_ORDER_ACKNOWLEDGEMENT_DATA"
MOST_MESSAGES = 25_000
AT_ONCE = 400
"""Messages worked off in one tick, so that a large feed does not hold up the other services."""


class Feeds:
    def __init__(self, amazon: Amazon) -> None:
        self._amazon = amazon
        self._shelf = amazon.shelf
        self._work: dict[str, _Work] = {}

    def make(self, told: Any) -> Thing:
        if not isinstance(told, dict) or told.get("feedType") not in (LISTINGS, ACKNOWLEDGEMENTS):
            raise Refused("InvalidInput", f"Invalid feedType: {told.get('feedType')}")
        document = str(told.get("inputFeedDocumentId") or "")
        found = self._shelf.read(document)
        if found is None or found[1] is None:
            raise Refused("InvalidInput", f"The feed document {document} was not uploaded.")
        if told["feedType"] == LISTINGS and not self._amazon.quotas.take_listing_feed():
            raise OVER_QUOTA
        now = self._amazon.now()
        number = str(50_000_000_000 + self._shelf.count(FEED) * 7 + 11)
        feed = {
            "feedId": number,
            "feedType": told["feedType"],
            "marketplaceIds": told.get("marketplaceIds") or [],
            "createdTime": stamp(now),
            "processingStatus": "IN_QUEUE",
            "document": document,
            "due": now + self._amazon.setting()["feed_s"],
        }
        self._shelf.put(FEED, number, feed, at=now)
        return {"feedId": number}

    def found(self, number: str) -> Thing:
        feed = self._shelf.one(FEED, number)
        if feed is None:
            raise Refused("NotFound", f"The feed {number} does not exist.", 404)
        return feed

    def cancel(self, number: str) -> None:
        feed = self.found(number)
        if feed["processingStatus"] != "IN_QUEUE":
            raise Refused("InvalidInput", "Only a feed in the queue can be cancelled.")
        self._save(feed, processingStatus="CANCELLED")

    def shown(self, feed: Thing) -> Thing:
        return {key: value for key, value in feed.items() if key not in ("document", "due")}

    def _save(self, feed: Thing, **told: Any) -> None:
        feed.update(told)
        self._shelf.put(FEED, feed["feedId"], feed, at=self._amazon.now())

    # Working them off ----------------------------------------------------------------------------

    def step(self) -> None:
        """A piece of the oldest feed that is due."""
        now = self._amazon.now()
        for feed in self._shelf.all(FEED):
            if feed["processingStatus"] not in ("IN_QUEUE", "IN_PROGRESS") or feed["due"] > now:
                continue
            if feed["processingStatus"] == "IN_QUEUE":
                self._save(feed, processingStatus="IN_PROGRESS", processingStartTime=stamp(now))
            if feed["feedType"] == LISTINGS:
                self._listings(feed)
            else:
                self._acknowledgements(feed)
            return

    def _listings(self, feed: Thing) -> None:
        number = feed["feedId"]
        work = self._work.get(number) or _Work(self._content(feed))
        if number not in self._work and self._amazon.counted_down("fatal_feeds"):
            work.stop("4000001", "The feed is not a JSON listings feed of version 2.0.")
        self._work[number] = work
        if not work.fatal:
            for message in work.next():
                self._message(feed, work, message)
            if work.left:
                return
        del self._work[number]
        self._ended(feed, work.report(self._amazon, number), "FATAL" if work.fatal else "DONE")

    def _message(self, feed: Thing, work: _Work, message: Any) -> None:
        marketplace = (feed["marketplaceIds"] or [self._amazon.marketplace])[0]
        listings = self._amazon.listings
        work.processed += 1
        try:
            sku, kind = str(message["sku"]), message["operationType"]
            act = {"UPDATE": listings.put, "PATCH": listings.patch, "PARTIAL_UPDATE": listings.part}
            if kind == "DELETE":
                done = listings.end(sku, marketplace)
            elif kind in act:
                done = act[kind](sku, message, marketplace)
            else:
                raise Refused("InvalidInput", f"Invalid operationType: {kind}")
        except Refused as problem:
            work.say(
                message, checking.issue(problem.code, problem.message, [], "INVALID_ATTRIBUTE")
            )
            work.invalid += 1
            return
        except (KeyError, TypeError):
            work.say({}, checking.issue("4000000", "A message is not readable.", [], "INVALID_ATTRIBUTE"))  # fmt: skip
            work.invalid += 1
            return
        for each in done["issues"]:
            work.say(message, each)
        if done["status"] == "INVALID":
            work.invalid += 1
        else:
            work.accepted.append(sku)

    def _content(self, feed: Thing) -> bytes:
        found = self._shelf.read(feed["document"])
        content = (found and found[1]) or b""
        return gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content

    def _acknowledgements(self, feed: Thing) -> None:
        """The seller says of orders that it cannot send them."""
        lines, failed = [], 0
        try:
            root = ElementTree.fromstring(self._content(feed))
        except ElementTree.ParseError:
            self._ended(feed, b"The document is not XML.", "FATAL")
            return
        for each in root.iter("OrderAcknowledgement"):
            code = (each.findtext("AmazonOrderID") or "").strip()
            if (each.findtext("StatusCode") or "").strip() == "Failure":
                done = self._amazon.orders.cancelled_by_seller(code)
                failed += not done
                lines.append(f"<Result><AmazonOrderID>{code}</AmazonOrderID><ResultCode>{'Success' if done else 'Error'}</ResultCode></Result>")  # fmt: skip
        body = "<AmazonEnvelope>" + "".join(lines) + f"<MessagesWithError>{failed}</MessagesWithError></AmazonEnvelope>"  # fmt: skip
        self._ended(feed, body.encode(), "DONE")

    def _ended(self, feed: Thing, report: bytes, status: str) -> None:
        media = "application/json" if feed["feedType"] == LISTINGS else "text/xml"
        document = self._shelf.document(media, gzip.compress(report))
        self._save(
            feed,
            processingStatus=status,
            processingEndTime=stamp(self._amazon.now()),
            resultFeedDocumentId=document,
        )


class _Work:
    """A listings feed while it is worked off."""

    def __init__(self, content: bytes) -> None:
        self.processed = self.invalid = 0
        self.accepted: list[str] = []
        self.issues: list[Thing] = []
        self.fatal = False
        self.wanted: list[str] = []
        try:
            told = json.loads(content)
            self.messages = list(told["messages"])
            self.header = dict(told["header"])
            self.wanted = list(self.header.get("report", {}).get("includedData", []))
        except (ValueError, KeyError, TypeError):
            self.messages, self.header = [], {}
            self.stop("4000001", "The feed is not a JSON listings feed of version 2.0.")
            return
        if len(self.messages) > MOST_MESSAGES:
            self.stop("4000002", f"A feed has at most {MOST_MESSAGES} messages.")
        numbers = [one.get("messageId") for one in self.messages if isinstance(one, dict)]
        if len(set(numbers)) != len(self.messages) or not all(_whole(one) for one in numbers):
            self.stop("4000003", "Every message needs a messageId of its own.")

    def stop(self, code: str, message: str) -> None:
        self.fatal = True
        self.issues.append({"code": code, "severity": "ERROR", "message": message})

    @property
    def left(self) -> bool:
        return self.processed < len(self.messages)

    def next(self) -> list[Any]:
        return self.messages[self.processed : self.processed + AT_ONCE]

    def say(self, message: Thing, one: Thing) -> None:
        known = {key: message[key] for key in ("messageId", "sku") if message.get(key)}
        self.issues.append({**known, **checking.in_a_report(one)})

    def report(self, amazon: Amazon, number: str) -> bytes:
        errors = sum(one["severity"] == "ERROR" for one in self.issues)
        whole: Thing = {
            "header": {"sellerId": amazon.seller, "version": "2.0", "feedId": number},
            "issues": self.issues,
            "summary": {
                "errors": errors,
                "warnings": len(self.issues) - errors,
                "messagesProcessed": self.processed,
                "messagesAccepted": len(self.accepted),
                "messagesInvalid": self.invalid,
            },
        }
        if self.wanted:
            whole["header"]["report"] = {"includedData": self.wanted, "apiVersion": "2021-08-01"}
            items = [
                amazon.listings.shape(item, set(self.wanted))
                for sku in dict.fromkeys(self.accepted)
                if (item := amazon.listings.settled(amazon.shelf.one("item", sku)))
            ]
            said = [one["severity"] for item in items for one in item.get("issues", [])]
            whole["items"] = items
            whole["summary"]["itemSummary"] = {
                "items": len(items),
                "errors": said.count("ERROR"),
                "warnings": said.count("WARNING"),
            }
        return json.dumps(whole, ensure_ascii=False).encode()


def _whole(value: Any) -> bool:
    return bool(re.fullmatch(r"[1-9]\d{0,11}", str(value)))
