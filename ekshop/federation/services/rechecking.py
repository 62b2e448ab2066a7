"""Asking sellers once more at order time, where their systems can be asked.

Price and stock of all lines, every seller at once, within a second and a half together and
outside any transaction. A price that rose and stock that is gone go into the shop at once, so that
the order is read back as it will be; a price that fell waits for the next reading, which judges
it. Who is silent holds nobody up: the order goes on as the shop shows it, and it is on record. A
seller silent three times running is left alone for five minutes.
"""

import time
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db.models import F

from ekshop.catalogue.selectors import OfferAsked, offers_to_ask
from ekshop.catalogue.services import OFFER, LiveWord, offers_live_set
from ekshop.kernel.actors import Actor

from ..connectors import Connector, Source, connectors
from ..ingest import Cleaner, Note
from ..models import Feed, OfferRecheck
from ..selectors.rechecks import rechecked_lately
from .ingest import cleaner_for
from .sources import source_of

log = structlog.get_logger(__name__)

ASKER = Actor.system("recheck")
LIMIT_SECONDS = 1.5
AGAIN_AFTER = timedelta(seconds=60)
SILENCES = 3
REST = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Rechecked:
    """`outcome`: a key of `rules.RECHECKS`. Prices in poisha; None where none was heard."""

    offer_id: int
    title: str
    outcome: str
    old_poisha: int
    new_poisha: int | None = None
    left: int | None = None

    @property
    def matters(self) -> bool:
        """Whether the customer must hear of it before ordering."""
        return self.outcome in ("dearer", "gone")


@dataclass(frozen=True, slots=True)
class _Asked:
    feed: Feed
    connector: Connector
    source: Source
    offers: list[OfferAsked]


def offer_recheck(
    *,
    offer_ids: Collection[int],
    now: datetime,
    limit_seconds: float = LIMIT_SECONDS,
    known: Mapping[str, Connector] | None = None,
) -> list[Rechecked]:
    """What their sellers say now of these offers; nothing for those that cannot be asked.

    `known`: the connectors by key, all there are unless named. Two statements where no seller of
    the offers can be asked. Call it outside any transaction.
    """
    asked = _to_ask(offer_ids, now, connectors() if known is None else known)
    if not asked:
        return []
    began = time.monotonic()
    pool = ThreadPoolExecutor(max_workers=len(asked), thread_name_prefix="recheck")
    futures = {pool.submit(_ask, each): each for each in asked}
    done, _late = wait(futures, timeout=limit_seconds)
    pool.shutdown(wait=False, cancel_futures=True)
    took = round((time.monotonic() - began) * 1000)
    found: list[Rechecked] = []
    for future, each in futures.items():
        heard = _heard(future) if future in done else None
        _breaker(each.feed, silent=heard is None, now=now)
        found += _judged(each, heard)
    offers_live_set(actor=ASKER, words=_words(found), now=now)
    _note(asked, found, now, took)
    return found


def _to_ask(
    offer_ids: Collection[int], now: datetime, known: Mapping[str, Connector]
) -> list[_Asked]:
    able = [key for key, each in known.items() if each.live is not None]
    if not able or not offer_ids:
        return []
    wanted = offers_to_ask(offer_ids)
    feeds = Feed.objects.filter(
        pk__in={offer.feed_id for offer in wanted}, connector__in=able
    ).exclude(state__in=("paused", "withdrawn"))
    awake = [
        each for each in feeds if each.live_rests_until is None or each.live_rests_until <= now
    ]
    if not awake:
        return []
    lately = rechecked_lately([offer.id for offer in wanted], now=now, within=AGAIN_AFTER)
    asked = []
    for feed in awake:
        offers = [o for o in wanted if o.feed_id == feed.pk and o.id not in lately]
        if offers:
            asked.append(_Asked(feed, known[feed.connector], source_of(feed), offers))
    return asked


def _ask(asked: _Asked) -> Mapping[str, Any]:
    live = asked.connector.live
    return live(asked.source, [offer.ref for offer in asked.offers]) if live else {}


def _heard(future: "Future[Mapping[str, Any]]") -> Mapping[str, Any] | None:
    """None for a seller that did not answer, or not so that it can be read."""
    try:
        return future.result()
    except Exception as error:
        log.info("recheck_silent", why=str(error)[:200])
        return None


def _judged(asked: _Asked, heard: Mapping[str, Any] | None) -> list[Rechecked]:
    if heard is None:
        return [Rechecked(o.id, o.title, "silent", o.price_poisha) for o in asked.offers]
    cleaner = cleaner_for(asked.feed, _Unheard())
    return [_one(cleaner, offer, heard.get(offer.ref)) for offer in asked.offers]


def _one(cleaner: Cleaner, offer: OfferAsked, fields: Any) -> Rechecked:
    """A number the seller does not know any more is gone; what cannot be read counts as silence."""
    if fields is None:
        return Rechecked(offer.id, offer.title, "gone", offer.price_poisha, left=0)
    given = {**fields, "id": offer.ref, "title": offer.title}
    row = cleaner.clean(1, given, fingerprint="", code="")
    if row is None or row.verdict != OFFER or row.price_poisha is None:
        return Rechecked(offer.id, offer.title, "silent", offer.price_poisha)
    outcome = "same"
    if row.stock == 0:
        outcome = "gone"
    elif row.price_poisha > offer.price_poisha:
        outcome = "dearer"
    elif row.price_poisha < offer.price_poisha:
        outcome = "cheaper"
    return Rechecked(
        offer.id, offer.title, outcome, offer.price_poisha, row.price_poisha, row.stock
    )


class _Unheard:
    """Notes on a live answer's values go nowhere: nobody reads a list of rejects of it."""

    def add(self, note: Note) -> None:
        """Forgets it."""


def _words(found: Sequence[Rechecked]) -> list[LiveWord]:
    return [
        LiveWord(each.offer_id, each.new_poisha if each.outcome == "dearer" else None, each.left)
        for each in found
        if each.outcome != "silent"
    ]


def _breaker(feed: Feed, *, silent: bool, now: datetime) -> None:
    mine = Feed.objects.filter(pk=feed.pk)
    if not silent:
        if feed.live_silences:
            mine.update(live_silences=0, live_rests_until=None)
        return
    mine.update(live_silences=F("live_silences") + 1)
    if feed.live_silences + 1 >= SILENCES:
        mine.update(live_silences=0, live_rests_until=now + REST)


def _note(asked: Sequence[_Asked], found: Sequence[Rechecked], now: datetime, took: int) -> None:
    feeds = {offer.id: each.feed for each in asked for offer in each.offers}
    OfferRecheck.objects.bulk_create(
        OfferRecheck(
            offer_id=each.offer_id,
            seller_id=feeds[each.offer_id].seller_id,
            feed_id=feeds[each.offer_id].pk,
            outcome=each.outcome,
            old_poisha=each.old_poisha,
            new_poisha=each.new_poisha,
            left=each.left,
            asked_at=now,
            took_ms=took,
        )
        for each in found
    )
