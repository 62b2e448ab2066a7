"""What came of telling a channel, written down in short transactions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states

from .. import rules
from ..adapters import ChannelTrouble, Problem, Result
from ..models import Channel, ChannelListing, ListingIssue
from ..rules.sentences import Said, both, sentence
from ..rules.strange import plain, sku_told
from .reckoning import PUMP, columns_write, urgency_of

WRITTEN = [
    "told_quantity",
    "told_price",
    "told_fingerprint",
    "told_at",
    "remote_ref",
    "handle",
    "attempts",
    "next_try_at",
    "urgency",
]


LONGEST = 500
NO_ANSWER = sentence(
    "channel.no_answer",
    _(
        "The channel answers about other goods, and not about these. They are told again and again; if it"
        " stays so, ask the channel."
    ),
)
FAULTS_SETTLE = timedelta(minutes=15)


@dataclass(frozen=True)
class Sent:
    """What a channel was told of a listing. `figures`: only stock and price were meant."""

    quantity: int
    price: int
    fingerprint: str
    figures: bool = False


@transaction.atomic
def results_note(
    *,
    channel: Channel,
    results: Sequence[Result],
    sent: Mapping[str, Sent],
    now: datetime,
    handle: str = "",
) -> None:
    """Each listing's outcome. With `handle`, of those still under way by it. What was left out is told
    again, ever later; only the first time at once, where a file was answered about in part."""
    said = {sku_told(each.sku): each for each in results}
    with_handle = {"handle": handle} if handle else {}
    rows = list(
        ChannelListing.objects.select_for_update()
        .filter(channel=channel, sku__in=sent.keys(), **with_handle)
        .order_by("id")
    )
    taken: list[ChannelListing] = []
    refused: list[ChannelListing] = []
    for row in rows:
        row.handle = "" if handle else row.handle
        result = said.get(row.sku)
        if result is None:
            row.attempts += 1
            at_once = handle and results and row.attempts == 1
            row.next_try_at = now if at_once else now + rules.wait_after(row.attempts)
        elif result.ok:
            _told(row, sent[row.sku], result, now)
            taken.append(row)
        else:
            row.attempts += 1
            row.next_try_at = now + rules.wait_after(row.attempts)
            refused.append(row)
    issues_set(rows, {row.pk: said[row.sku].problems for row in taken + refused}, sent, now)
    _moved(taken, refused, sent, now)
    for row in rows:
        row.urgency = urgency_of(row)
    columns_write(rows, WRITTEN)


@transaction.atomic
def handle_note(*, channel: Channel, handle: str, sent: Mapping[str, Sent], now: datetime) -> None:
    """These listings are under way in a submission the channel will answer later."""
    rows = list(
        ChannelListing.objects.select_for_update()
        .filter(channel=channel, sku__in=sent.keys())
        .order_by("id")
    )
    for row in rows:
        what = sent[row.sku]
        row.handle, row.sent_at = handle, now
        row.sent_quantity, row.sent_price = what.quantity, what.price
        row.sent_fingerprint = "" if what.figures else what.fingerprint
    columns = ["handle", "sent_at", "sent_quantity", "sent_price", "sent_fingerprint"]
    columns_write(rows, columns)
    checked = [row for row in rows if row.state == "checking"]
    states.move_all(checked, "submit", actor=PUMP, now=now)


@transaction.atomic
def unanswered_note(*, channel: Channel, skus: Collection[str], now: datetime) -> bool:
    """Nothing was heard about any of these. Whether that is their own trouble, because each of them
    was left without an answer often enough: then each waits by itself, and not the whole channel."""
    rows = _held(channel, skus)
    for row in rows:
        row.attempts += 1
    own = all(row.attempts > rules.PATIENCE for row in rows)
    if own:
        _left_waiting(rows, now)
    columns_write(rows, ["attempts", "next_try_at"])
    return own


@transaction.atomic
def stuck_note(*, channel: Channel, skus: Collection[str], now: datetime) -> None:
    """The channel answers, but about these it does not: each waits, ever longer."""
    rows = _held(channel, skus)
    for row in rows:
        row.attempts += 1
    _left_waiting(rows, now)
    columns_write(rows, ["attempts", "next_try_at"])


def _held(channel: Channel, skus: Collection[str]) -> list[ChannelListing]:
    mine = ChannelListing.objects.select_for_update().filter(channel=channel, sku__in=skus)
    return list(mine.order_by("id"))


def _left_waiting(rows: Sequence[ChannelListing], now: datetime) -> None:
    """What is not answered about for long is shown as something to look at."""
    for row in rows:
        row.next_try_at = now + rules.wait_after(row.attempts)
    long = [row for row in rows if row.attempts > rules.PATIENCE]
    said = Problem("", "no_answer", NO_ANSWER(), "warning")
    issues_set(long, {row.pk: (said,) for row in long}, {}, now, all_said=False)


@transaction.atomic
def ended_note(*, channel: Channel, results: Sequence[Result], now: datetime) -> None:
    """What the channel took away; what it would not is tried again later."""
    said = {each.sku: each for each in results}
    rows = list(
        ChannelListing.objects.select_for_update().filter(channel=channel, sku__in=said.keys())
    )
    for row in rows:
        if said[row.sku].ok:
            row.told_quantity = row.told_price = None
            row.told_fingerprint = row.handle = row.remote_ref = ""
            row.attempts, row.next_try_at = 0, now
        else:
            row.attempts += 1
            row.next_try_at = now + rules.wait_after(row.attempts)
        row.urgency = urgency_of(row)
    columns_write(rows, WRITTEN)


@transaction.atomic
def faults_note(
    *,
    channel: Channel,
    found: Sequence[Result],
    now: datetime,
    told_by: datetime | None = None,
    among: Collection[str] | None = None,
) -> int:
    """What the channel has found wanting since it took it; says of how many listings.

    Of what it was told only just now, or after `told_by`, it may not have made up its mind. One it
    has nothing against any more, and we neither, is on sale again. With `among` only of these skus.
    """
    said = {each.sku: each.problems for each in found if not each.ok}
    settled = ChannelListing.objects.select_for_update().filter(
        channel=channel,
        handle="",
        urgency=rules.NOTHING,
        told_at__lte=told_by or now - FAULTS_SETTLE,
    )
    if among is not None:
        settled = settled.filter(sku__in=among)
    rows = list(settled.filter(Q(state="issue") | Q(state="live", sku__in=said)).order_by("id"))
    wanting = [row for row in rows if row.sku in said]
    issues_set(wanting, {row.pk: said[row.sku] for row in wanting}, {}, now)
    fallen = [row for row in wanting if row.state == "live"]
    states.move_all(fallen, "refuse", actor=PUMP, now=now)
    ours = ListingIssue.objects.filter(listing__in=rows, closed_at=None, by_channel=False)
    held = set(ours.values_list("listing_id", flat=True))
    mended = [row for row in rows if row.sku not in said and row.pk not in held]
    issues_set(mended, {row.pk: () for row in mended}, {}, now)
    states.move_all(mended, "recover", actor=PUMP, now=now)
    return len(wanting)


@transaction.atomic
def lacks_note(
    *, listings: Sequence[ChannelListing], lacks: Mapping[int, Sequence[rules.Lack]], now: datetime
) -> None:
    """Our own check found what stops these listings, by id, before anything was sent."""
    rows = list(
        ChannelListing.objects.select_for_update()
        .filter(pk__in=[each.pk for each in listings], state__in=rules.SELLING)
        .order_by("id")
    )
    problems = {
        row.pk: [
            Problem(each.field, each.code, each.words, "error" if each.stops else "warning")
            for each in lacks[row.pk]
        ]
        for row in rows
    }
    issues_set(rows, problems, {}, now, by_channel=False)
    moving = [row for row in rows if row.state != "issue"]
    states.move_all(moving, "refuse", actor=PUMP, now=now)
    for row in rows:
        row.urgency = urgency_of(row)
    columns_write(rows, ["urgency"])


def issues_set(
    rows: Iterable[ChannelListing],
    problems: Mapping[int, Sequence[Problem]],
    sent: Mapping[str, Sent],
    now: datetime,
    *,
    by_channel: bool = True,
    all_said: bool = True,
) -> None:
    """What is open on each listing becomes exactly what was said of it now, or also that, where it is
    not `all_said`. An answer to stock and
    price alone closes nothing that is wrong with the words. What is said again in other words (it was
    too long, and still is) is the same issue, in the newest words."""
    listings = {row.pk: row for row in rows if row.pk in problems}
    opened = ListingIssue.objects.filter(listing_id__in=listings, closed_at=None)
    there = {(each.listing_id, each.field, each.code): each for each in opened}
    fresh: dict[tuple[int, str, str], ListingIssue] = {}
    otherwise: list[ListingIssue] = []
    for pk, found in problems.items():
        for each in found:
            key = (pk, plain(each.field)[:60], plain(each.code)[:60])
            said = each.text.kept() if isinstance(each.text, Said) else {}
            text = both(each.text, LONGEST)["en"]
            was = there.pop(key, None)
            if was is None:
                fresh[key] = ListingIssue(
                    listing_id=pk,
                    field=key[1],
                    code=key[2],
                    text=text,
                    said=said,
                    severity="warning" if each.severity == "warning" else "error",
                    by_channel=by_channel and not said,
                    opened_at=now,
                )
            elif (was.said, was.text) != (said, text):
                was.said, was.text, was.by_channel = said, text, by_channel and not said
                otherwise.append(was)
    over = [
        each.pk
        for each in there.values()
        if all_said and not _figures(sent, listings[each.listing_id].sku)
    ]
    ListingIssue.objects.filter(pk__in=over).update(closed_at=now)
    ListingIssue.objects.bulk_update(otherwise, ["said", "text", "by_channel"])
    ListingIssue.objects.bulk_create(fresh.values(), ignore_conflicts=True)


def trouble_note(*, channel: Channel, trouble: ChannelTrouble, now: datetime) -> None:
    """The channel is in trouble, and is left alone for a while, ever longer. Nothing is lost: what
    was to be told still is."""
    failures = channel.failures + 1
    said = both(trouble, LONGEST)
    Channel.objects.filter(pk=channel.pk).update(
        failures=failures,
        problem=trouble.code[:40],
        problem_bn=said["bn"],
        problem_en=said["en"],
        next_try_at=now + rules.wait_after(failures),
    )


def answer_note(*, channel: Channel, now: datetime) -> None:
    """It answered: its trouble is over."""
    Channel.objects.filter(pk=channel.pk).update(
        failures=0, problem="", problem_bn="", problem_en="", next_try_at=None, checked_at=now
    )


def _told(row: ChannelListing, sent: Sent, result: Result, now: datetime) -> None:
    row.told_quantity, row.told_price = sent.quantity, sent.price
    if not sent.figures:
        row.told_fingerprint = sent.fingerprint
    row.told_at, row.attempts, row.next_try_at = now, 0, now
    row.remote_ref = (plain(result.remote_ref) or row.remote_ref)[:80]


def _moved(
    taken: Sequence[ChannelListing],
    refused: Sequence[ChannelListing],
    sent: Mapping[str, Sent],
    now: datetime,
) -> None:
    def move(rows: Collection[ChannelListing], action: str, *from_states: str, **more: Any) -> None:
        those = [row for row in rows if row.state in from_states]
        states.move_all(those, action, actor=PUMP, now=now, **more)

    move(taken, "submit", "checking")
    move(taken, "accept", "submitted")
    move([row for row in taken if not _figures(sent, row.sku)], "recover", "issue")
    move(refused, "refuse", "checking", "submitted", "live")


def _figures(sent: Mapping[str, Sent], sku: str) -> bool:
    return sku in sent and sent[sku].figures
