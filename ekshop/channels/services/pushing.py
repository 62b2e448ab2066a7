"""The pump: what is out of step is told to its channel, within what the channel allows.

    listings_wanted   what each channel should know      (reckoning.py)
    listings_push     tell it, the most urgent first
    listings_poll     what came of what it answers later

One worker a channel at a time. A batch is read, sent outside any transaction, and its outcome
written. A process killed between the last two leaves the listings out of step, and they are told
again: whole and by their sku, so nothing is doubled. A channel that does not answer is left alone
for a while, and nothing is lost, because what is out of step stays so.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet

from ekshop.catalogue.selectors import offers_abroad
from ekshop.kernel import clock
from ekshop.kernel.jobs import job
from ekshop.kernel.locks import alone
from ekshop.producers.selectors.names import names_in_use

from .. import rules
from ..adapters import (
    Adapter,
    ChannelAway,
    ChannelBusy,
    ChannelTrouble,
    ListingItem,
    NotUnderstood,
    Plan,
    Result,
    Submission,
    Unread,
    adapters,
)
from ..models import Channel, ChannelListing
from ..rules.strange import FAILURES
from ..selectors.context import ChannelContext, context_of
from ..selectors.readiness import channel_lacks, goods_lacks, hs_known, papers_of
from ..selectors.showing import pictures_of, words_of
from .facts import adapter_lacks, facts_of, item_of
from .noting import (
    Sent,
    answer_note,
    ended_note,
    faults_note,
    handle_note,
    lacks_note,
    results_note,
    stuck_note,
    trouble_note,
    unanswered_note,
)
from .quotas import quota_learn, quota_refused, quota_return, quota_take
from .unread import unread_note

END = "end"


log = logging.getLogger(__name__)


class AdapterMissing(ChannelTrouble):
    code = "adapter_missing"
    passing = False


@dataclass
class Pushed:
    """What one round came to: listings told, kept back by our own check, without an answer of their
    own, and taken away."""

    told: int = 0
    kept_back: int = 0
    stuck: int = 0
    ended: int = 0
    polled: int = 0

    @property
    def any(self) -> int:
        return self.told + self.kept_back + self.stuck + self.ended + self.polled


@job(queue="outgoing", name="channels.channel_pump", attempts=1)
def channel_pump(*, channel_id: int) -> None:
    """One round with one channel."""
    now = clock.now()
    listings_poll(channel_id=channel_id, now=now)
    listings_push(channel_id=channel_id, now=now)


def channels_pump_later(now: datetime) -> int:
    """Gives a job to every channel that something is to be told or asked; says to how many."""
    due = Q(urgency__gt=0, next_try_at__lte=now) | ~Q(handle="")
    ids = ChannelListing.objects.filter(due).order_by().values("channel_id").distinct()
    active = Channel.objects.filter(pk__in=ids, state=Channel.ACTIVE)
    ready = active.filter(Q(next_try_at=None) | Q(next_try_at__lte=now))
    numbers = list(ready.values_list("pk", flat=True))
    for number in numbers:
        channel_pump.options(queueing_lock=f"channel:{number}").later(channel_id=number)
    return len(numbers)


def listings_push(*, channel_id: int, now: datetime, limit: int = 50_000) -> Pushed:
    """Tells the channel what is out of step until nothing is, its allowance is used up, or it is
    in trouble."""
    return _round(channel_id, now, lambda pump: pump.push(limit))


def listings_poll(*, channel_id: int, now: datetime) -> Pushed:
    """Asks after submissions the channel answers later."""
    return _round(channel_id, now, lambda pump: pump.poll())


def _round(channel_id: int, now: datetime, work: Callable[["_Pump"], None]) -> Pushed:
    with alone("channels.channel", channel_id) as mine:
        channel = Channel.objects.get(pk=channel_id)
        waits = channel.next_try_at is not None and channel.next_try_at > now
        if not mine or channel.state != Channel.ACTIVE or waits:
            return Pushed()
        found = adapters().get(channel.adapter)
        if found is None:
            trouble_note(channel=channel, trouble=AdapterMissing(), now=now)
            return Pushed()
        pump = _Pump(channel, found, now)
        try:
            work(pump)
        except ChannelBusy as busy:
            operation = busy.operation or pump.operation
            quota_refused(channel=channel, operation=operation, seconds=busy.seconds, now=now)
        except ChannelTrouble as trouble:
            trouble_note(channel=channel, trouble=trouble, now=now)
        except FAILURES:
            # Left alone for a while like one that does not answer; others go on.
            log.exception("channel %s was not understood", channel.key)
            trouble_note(channel=channel, trouble=NotUnderstood(), now=now)
        return pump.done


class _Pump:
    """One round: the channel as it stood at its beginning, and what came of it."""

    def __init__(self, channel: Channel, adapter: Adapter, now: datetime) -> None:
        self.channel, self.adapter, self.now = channel, adapter, now
        self.context: ChannelContext = context_of(channel, now)
        self.facts = facts_of(channel)
        self.done, self.operation = Pushed(), ""

    def push(self, limit: int) -> None:
        while self.done.told + self.done.ended < limit:
            before = self.done.any
            self._end_some()
            self._submit_some()
            if self.done.any == before:
                return

    def poll(self) -> None:
        if self.adapter.poll is None:
            return
        under_way = self._mine().exclude(handle="")
        for handle in under_way.order_by("handle").values_list("handle", flat=True).distinct():
            results = self._polled(handle)
            rows = list(under_way.filter(handle=handle))
            if results is None:
                late = [row for row in rows if row.sent_at and self._gave_up(row.sent_at)]
                self._mine().filter(pk__in=[row.pk for row in late]).update(handle="")
                continue
            sent = {
                row.sku: Sent(
                    row.sent_quantity or 0,
                    row.sent_price or 0,
                    row.sent_fingerprint,
                    figures=not row.sent_fingerprint,
                )
                for row in rows
            }
            results_note(
                channel=self.channel, results=results, sent=sent, now=self.now, handle=handle
            )
            self._note_the_rest(results, rows)
            self.done.polled += len(rows)
            answer_note(channel=self.channel, now=self.now)

    def _polled(self, handle: str) -> list[Result] | None:
        """An answer of another shape than agreed is set aside for a person, and waited for like one
        that is not there yet: it keeps nothing else from being told."""
        assert self.adapter.poll is not None
        try:
            return self.adapter.poll(self.facts, handle)
        except FAILURES as odd:
            log.exception(
                "channel %s: the answer to %s is not understood", self.channel.key, handle
            )
            unread_note(
                self.channel.pk,
                f"answer {handle}",
                [Unread(0, "answer", NotUnderstood(), repr(odd))],
            )
            return None

    def _note_the_rest(self, results: Sequence[Result], rows: Sequence[ChannelListing]) -> None:
        """An answer to a whole file speaks of listings, too, that were not told anew by it."""
        sent_at = [row.sent_at for row in rows if row.sent_at]
        others = {each.sku for each in results} - {row.sku for row in rows}
        if others and sent_at:
            faults_note(
                channel=self.channel,
                found=results,
                now=self.now,
                told_by=min(sent_at),
                among=others,
            )

    def _gave_up(self, sent_at: datetime) -> bool:
        return self.now - sent_at > rules.HANDLE_LASTS

    def _mine(self) -> QuerySet[ChannelListing]:
        return ChannelListing.objects.filter(channel=self.channel)

    def _due(self) -> QuerySet[ChannelListing]:
        """What is under way waits for its answer; that stock is gone is said all the same, once."""
        due = self._mine().filter(urgency__gt=0, next_try_at__lte=self.now)
        gone = Q(urgency=rules.STOPPED) & (Q(state="ended") | ~Q(sent_quantity=0))
        return due.filter(Q(handle="") | gone)

    def _granted(self, operation: str, wanted: int) -> int:
        self.operation = operation
        return quota_take(
            channel=self.channel,
            adapter=self.adapter,
            operation=operation,
            wanted=wanted,
            now=self.now,
        )

    def _end_some(self) -> None:
        rows = self._due().filter(state="ended").order_by("id")
        plan = self.adapter.plan(1)
        skus = list(rows.values_list("sku", flat=True)[: plan.most])
        if not skus:
            return
        granted = self._granted(END, len(skus) if plan.per_item else 1)
        if not granted:
            return
        told = skus[:granted] if plan.per_item else skus
        answer = self.adapter.end(self.facts, told)
        ended_note(channel=self.channel, results=answer.results, now=self.now)
        if answer.stuck:
            stuck_note(channel=self.channel, skus=answer.stuck, now=self.now)
        self.done.ended += len(answer.results)
        self._heard(answer)

    def _submit_some(self) -> None:
        due = self._due().exclude(state="ended")
        waiting = due.count()
        if not waiting:
            return
        plan = self.adapter.plan(waiting)
        single = self.adapter.plan(1)
        hard = due.filter(attempts__gte=rules.HARD)
        if single.per_item and not plan.per_item and (some := hard.count()):
            # Together they came to nothing more than once: one of them may be the reason.
            due, waiting, plan = hard, some, single
        granted = self._granted(plan.operation, min(waiting, plan.most) if plan.per_item else 1)
        if not granted:
            return
        most = granted if plan.per_item else plan.most
        rows = list(due.select_related("goods").order_by("-urgency", "attempts", "id")[:most])
        items = self._items(rows)
        if plan.per_item or not items:
            unused = granted - len(items)
            quota_return(channel=self.channel, operation=plan.operation, unused=unused)
        if items:
            self._submit(items, {row.sku: row for row in rows}, plan)

    def _submit(
        self, items: Sequence[ListingItem], rows: dict[str, ChannelListing], plan: Plan
    ) -> None:
        sent = {
            item.sku: Sent(
                item.quantity,
                item.price_minor,
                rows[item.sku].wanted_fingerprint,
                figures=item.changed <= {"stock", "price"},
            )
            for item in items
        }
        try:
            answer = self.adapter.submit(self.facts, items)
        except (ChannelAway, *FAILURES):
            # What is told together says nothing of a single one.
            if not plan.per_item or not unanswered_note(
                channel=self.channel, skus=sent.keys(), now=self.now
            ):
                raise
            log.exception("channel %s does not answer about %s", self.channel.key, [*sent])
            self.done.stuck += len(sent)
            return
        waiting = {*answer.unsent, *answer.stuck}
        told = {sku: what for sku, what in sent.items() if sku not in waiting}
        if answer.stuck:
            stuck_note(channel=self.channel, skus=answer.stuck, now=self.now)
            self.done.stuck += len(answer.stuck)
        if answer.handle:
            handle_note(channel=self.channel, handle=answer.handle, sent=told, now=self.now)
        else:
            results_note(channel=self.channel, results=answer.results, sent=told, now=self.now)
        self.done.told += len(told)
        self._heard(answer)

    def _heard(self, answer: Submission) -> None:
        quota_learn(channel=self.channel, rates=answer.rates)
        if answer.trouble:
            raise answer.trouble
        answer_note(channel=self.channel, now=self.now)
        if answer.wait:
            raise ChannelBusy(operation=self.operation, seconds=answer.wait)

    def _items(self, rows: Sequence[ChannelListing]) -> list[ListingItem]:
        """Those that may be sent; what our own check stops is noted and kept back."""
        offers = offers_abroad({row.offer_id for row in rows})
        goods_ids = {row.goods_id for row in rows}
        pictures, papers = pictures_of(goods_ids), papers_of(goods_ids, self.context.on)
        known = hs_known({row.goods.hs_code for row in rows})
        names = names_in_use({row.goods.seller_id for row in rows}, today=self.context.on)
        items: list[ListingItem] = []
        stopped: dict[int, list[rules.Lack]] = {}
        for row in rows:
            goods, offer = row.goods, offers[row.offer_id]
            shown = pictures[row.goods_id]
            words = words_of(self.channel, goods, offer, shown, row.extra)
            item = item_of(row, words, self.now)
            if row.state in ("issue", "paused") or row.urgency == rules.STOPPED:
                items.append(replace(item, changed=item.changed & {"stock", "price"}))
                continue
            if row.state == "checking":
                item = replace(item, changed=item.changed | {"words"})
            elif item.changed <= {"stock", "price"}:
                items.append(item)
                continue
            lacks = [
                *goods_lacks(goods, shown, known=goods.hs_code in known, names=names),
                *channel_lacks(goods, offer, shown, papers[row.goods_id], self.context),
            ]
            if not any(each.stops for each in lacks):
                lacks += adapter_lacks(self.adapter, item, self.facts)
            if any(each.stops for each in lacks):
                stopped[row.pk] = lacks
            else:
                items.append(item)
        if stopped:
            held = [row for row in rows if row.pk in stopped]
            lacks_note(listings=held, lacks=stopped, now=self.now)
            self.done.kept_back += len(stopped)
        return items
