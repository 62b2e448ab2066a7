"""Goods pushed to us by a seller's machine: the newest version of each wins, good rows are taken
beside bad ones, and all go the way that rows of a file go.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext_lazy as _

from ekshop.catalogue.selectors import held_refs, offers_named
from ekshop.catalogue.services import (
    DROP,
    StagedRow,
    catch_all_category,
    offers_merge,
    offers_stage,
)
from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import Conflict, NotFound
from ekshop.kernel.locks import turn
from ekshop.parties.services import require

from ..ingest import FileProblem, Note
from ..ingest.known import KnownRows
from ..ingest.records import Fields, Raw
from ..models import Feed, FeedRun, PushedGood
from ..rules import incoming as rules
from .errors import FeedBusy
from .ingest import rows_take, terms_now
from .locks import feed_turn
from .rejects import Rejects

MOST_AT_ONCE = 500
AHEAD = timedelta(minutes=10)
"""How far a sender's clock may go before ours."""
PATIENCE_MS = 8_000


class PushPaused(Conflict):
    code = "feed_paused"
    message = _("This list is paused or withdrawn. Resume it on your page, then send again.")


class FromAnotherList(Conflict):
    code = "from_another_list"
    message = _("This article comes from another list of yours, “%(name)s”. Take it out there.")


@dataclass(frozen=True)
class Good:
    """One article as sent: `fields` are ours (`rules.FIELDS`), values text as found.

    `partial`: only what changes of an article sent whole before. `row` is its number in what
    was sent.
    """

    row: int
    ref: str
    version: datetime
    fields: Mapping[str, Any]
    partial: bool = False


@dataclass
class Outcome:
    """What became of a row: "taken", "held" (taken, but a change of its price or stock waits for
    someone's word), "unchanged", "stale" (we have a newer one) or "refused"."""

    row: int
    ref: str
    what: str
    notes: list[Note] = field(default_factory=list)


def goods_push(
    *,
    actor: Actor,
    seller_id: int,
    goods: Sequence[Good],
    now: datetime,
    connector: str = "partner_api",
    notes: Sequence[Note] = (),
) -> list[Outcome]:
    """Takes what can be taken, each with its outcome, in the order given. One transaction.

    `notes` are what was found wrong before, written down with the rest. Raises PushPaused;
    FeedBusy when the seller's list is being read anew just now.
    """
    require(actor, "offer.manage")
    with transaction.atomic():
        feed = _held(actor, seller_id, connector, now)
        stored = {
            each.ref: each
            for each in PushedGood.objects.filter(feed=feed, ref__in={good.ref for good in goods})
        }
        outcomes, fresh = _sorted(goods, stored, now)
        if fresh or notes or any(each.notes for each in outcomes):
            _take(feed, fresh, outcomes, notes, actor=actor, now=now)
        taken = {each.row for each in outcomes if each.what in ("taken", "held")}
        _remember(feed, [good for good in fresh if good.row in taken], now)
    return outcomes


def good_withdraw(
    *, actor: Actor, seller_id: int, ref: str, now: datetime, connector: str = "partner_api"
) -> None:
    """Takes one article off the shelf, until a newer version of it is sent.

    Raises NotFound, FromAnotherList, PushPaused, FeedBusy.
    """
    require(actor, "offer.manage")
    with transaction.atomic():
        feed = _held(actor, seller_id, connector, now)
        offers = offers_named(seller_id, [ref])
        if not offers:
            raise NotFound(ref=ref)
        if offers[0].feed_id != feed.pk:
            other = Feed.objects.filter(pk=offers[0].feed_id or 0).first()
            raise FromAnotherList(name=other.name if other else "—")
        run = _run(feed, actor=actor, now=now)
        offers_stage(batch=run.pk, rows=[StagedRow(1, DROP, ref)])
        states.move(run, "merge", actor=actor, now=now)
        counts = offers_merge(
            actor=actor,
            batch=run.pk,
            seller_id=seller_id,
            feed_id=feed.pk,
            complete=False,
            now=now,
            unseen=[offers[0].id],
            categories={},
            other_category=catch_all_category(),
        )
        also = {"finished_at": now, "rows": 1, "withdrawn": counts.withdrawn}
        states.move(run, "finish", actor=actor, now=now, also=also)
        PushedGood.objects.filter(feed=feed, ref=ref).update(withdrawn=True, changed_at=now)


def _held(actor: Actor, seller_id: int, connector: str, now: datetime) -> Feed:
    """The list that pushed goods stand in, made when first needed, and nobody else at it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [str(PATIENCE_MS)])
            turn("federation.pushes", seller_id)
            feed = Feed.objects.filter(seller_id=seller_id, connector=connector).first()
            if feed is None:
                feed = Feed.objects.create(
                    seller_id=seller_id,
                    name=rules.PUSHED_NAMES[connector],
                    connector=connector,
                    created_at=now,
                )
                states.begin(feed, actor=actor, now=now)
            feed_turn(feed.pk)
            cursor.execute("SELECT set_config('lock_timeout', '0', true)")
    except OperationalError as error:
        raise FeedBusy() from error
    if feed.state in ("paused", "withdrawn"):
        raise PushPaused()
    return feed


def _sorted(
    goods: Sequence[Good], stored: Mapping[str, PushedGood], now: datetime
) -> tuple[list[Outcome], list[Good]]:
    """An outcome for every row, and those that are new to us, whole."""
    newest: dict[str, Good] = {}
    for good in goods:
        if good.ref not in newest or good.version >= newest[good.ref].version:
            newest[good.ref] = good
    outcomes: list[Outcome] = []
    fresh: list[Good] = []
    for good in goods:
        outcome = Outcome(good.row, good.ref, "taken")
        outcomes.append(outcome)
        known = stored.get(good.ref)
        if good.version > now + AHEAD:
            outcome.what = "refused"
            written = good.version.isoformat()
            outcome.notes.append(Note(good.row, good.ref, "updated_at", written, "version_ahead"))
        elif newest[good.ref] is not good or known and known.version > good.version:
            outcome.what = "stale"
        elif good.partial and (known is None or known.withdrawn):
            outcome.what = "refused"
            outcome.notes.append(Note(good.row, good.ref, "id", good.ref, "not_here"))
        else:
            fields = dict(good.fields)
            if good.partial and known:
                fields = {**known.fields, **fields}
            same = known and not known.withdrawn and known.fields == fields
            if same and known and known.version == good.version:
                outcome.what = "unchanged"
            else:
                fresh.append(replace(good, fields=fields))
    return outcomes, fresh


class _Pushed:
    """A reader of rows at hand."""

    problem: FileProblem | None = None

    def __init__(self, goods: Sequence[Good]) -> None:
        self._goods = goods

    def raws(self) -> Iterator[Raw]:
        for good in self._goods:
            key = json.dumps(good.fields, sort_keys=True, ensure_ascii=False).encode()
            yield Raw(good.row, key, good.fields)

    def parse(self, raws: Sequence[Raw]) -> Iterator[Fields]:
        for raw in raws:
            yield raw.payload


def _run(feed: Feed, *, actor: Actor, now: datetime) -> FeedRun:
    run = FeedRun.objects.create(feed=feed, trigger="push", asked_at=now)
    states.begin(run, actor=actor, now=now)
    states.move(run, "read", actor=actor, now=now, also={"started_at": now})
    return run


def _take(
    feed: Feed,
    fresh: Sequence[Good],
    outcomes: Sequence[Outcome],
    notes: Sequence[Note],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    run = _run(feed, actor=actor, now=now)
    terms = terms_now(feed, now)
    rejects = Rejects(run, keep=True)
    for note in [*notes, *(note for each in outcomes for note in each.notes)]:
        rejects.add(note)
    before = len(rejects.told or [])
    rows_take(
        run,
        _Pushed(fresh),
        terms,
        rejects,
        known=KnownRows((), terms.stamp),
        unmarked=[
            offer.id
            for offer in offers_named(feed.seller_id, [good.ref for good in fresh])
            if offer.feed_id == feed.pk and offer.live
        ],
        whole=False,
        actor=actor,
        now=now,
        watch=lambda _run: None,
    )
    by_row = {each.row: each for each in outcomes}
    for note in (rejects.told or [])[before:]:
        outcome = by_row[note.row]
        outcome.notes.append(note)
        if note.code not in rules.WARNINGS:
            outcome.what = "refused"
    waiting = held_refs(feed.seller_id, batch=run.pk) if run.held else {}
    for good in fresh:
        outcome = by_row[good.row]
        if good.ref in waiting and outcome.what == "taken":
            outcome.what = "held"
            field = "price" if waiting[good.ref] == "price" else "quantity"
            outcome.notes.append(
                Note(good.row, good.ref, field, str(good.fields.get(field, ""))[:200], "held")
            )


def _remember(feed: Feed, goods: Sequence[Good], now: datetime) -> None:
    PushedGood.objects.bulk_create(
        [
            PushedGood(
                feed=feed,
                ref=good.ref,
                version=good.version,
                fields=good.fields,
                withdrawn=False,
                changed_at=now,
            )
            for good in goods
        ],
        update_conflicts=True,
        unique_fields=["feed", "ref"],
        update_fields=["version", "fields", "withdrawn", "changed_at"],
    )
