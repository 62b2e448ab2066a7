"""Taking messages to the gateway and writing down what became of them.

A batch is claimed in one transaction, sent outside any, and recorded in another. A worker that dies
in between leaves messages "sending"; the sweep asks the gateway about those by their key before
anything is sent again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain

from django.db import transaction
from django.db.models import F, Q

from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.jobs import job
from ekshop.kernel.states import move_all
from ekshop.notices import rules
from ekshop.notices.adapters import Outcome, Outgoing, email, sms
from ekshop.notices.models import Message

BATCH = 50
BATCHES_A_JOB = 20
WORKER = Actor.system("notices")
ADAPTERS = {rules.SMS: sms, rules.EMAIL: email}

ACTIONS = {"accepted": "accept", "refused": "refuse", "later": "put_back", "unknown": "lose"}
ACTIONS_AFTER_ASKING = {"accepted": "accept", "refused": "give_up", "later": "put_back"}


@job(queue="notices", name="notices.messages_send")
def messages_send(*, ids: list[int]) -> None:
    """Sends these, and whatever else is due: under load a few jobs carry everything, and those that
    find nothing left end at once."""
    messages_due_run(ids=ids)


def messages_due_run(*, ids: Sequence[int] = ()) -> int:
    """Sends what is due, fifty at a time; returns how many were tried."""
    tried = 0
    for _turn in range(BATCHES_A_JOB):
        batch = _claim(clock.now(), ids)
        if not batch:
            break
        outcomes = chain.from_iterable(
            zip(group, ADAPTERS[channel].send([_outgoing(one) for one in group]), strict=True)
            for channel, group in _by_channel(batch)
        )
        _record(list(outcomes), ACTIONS, clock.now())
        tried += len(batch)
        ids = ()
    return tried


def messages_sweep() -> None:
    """What the clock does: lost messages are asked about, due ones sent."""
    now = clock.now()
    _lose_abandoned(now)
    _ask_about_unknown(now)
    messages_due_run()


def _claim(now: datetime, ids: Sequence[int]) -> list[Message]:
    with transaction.atomic():
        rows = list(
            Message.objects.filter(Q(due_at__lte=now) | Q(pk__in=ids), state="queued")
            .order_by("-urgent", "due_at", "id")
            .select_for_update(skip_locked=True)[:BATCH]
        )
        stale = [row for row in rows if row.expires_at and row.expires_at <= now]
        _end(stale, "give_up", "its time had passed", now)
        claimed = move_all(
            [row for row in rows if row not in stale], "claim", actor=WORKER, now=now
        )
        Message.objects.filter(pk__in=[row.pk for row in claimed]).update(
            attempts=F("attempts") + 1, tried_at=now
        )
    for row in claimed:
        row.attempts, row.tried_at = row.attempts + 1, now
    # A batch of nothing but stale ones must not look like an empty queue.
    return claimed or (_claim(now, ids) if stale else [])


def _outgoing(message: Message) -> Outgoing:
    return Outgoing(key=message.key, to=message.to, subject=message.subject, body=message.body)


def _by_channel(batch: Iterable[Message]) -> list[tuple[str, list[Message]]]:
    groups: dict[str, list[Message]] = {}
    for message in batch:
        groups.setdefault(message.channel, []).append(message)
    return list(groups.items())


def _record(
    outcomes: Sequence[tuple[Message, Outcome]], actions: dict[str, str], now: datetime
) -> None:
    """Moves each message by what became of it. One that a delivery report has moved meanwhile is
    left as the report says."""
    by_action: dict[str, list[Message]] = {}
    for message, outcome in outcomes:
        action = actions.get(outcome.fate)
        if action in ("put_back", "lose") and message.attempts >= rules.MAX_ATTEMPTS:
            action = "give_up"
        _note(message, outcome, action, now)
        if action:
            by_action.setdefault(action, []).append(message)
    with transaction.atomic():
        for action, group in sorted(by_action.items()):
            moved = move_all(group, action, actor=WORKER, now=now)
            _save(moved)
        _save([message for message, outcome in outcomes if outcome.fate not in actions])


def _note(message: Message, outcome: Outcome, action: str | None, now: datetime) -> None:
    message.failure = outcome.reason[:300]
    message.provider = ADAPTERS[message.channel].PROVIDER
    if action == "accept":
        message.provider_message_id = outcome.provider_message_id
        message.sent_at = now
    elif action in ("refuse", "give_up"):
        message.ended_at = now
    else:
        message.due_at = now + rules.wait_after(message.attempts)
    if action in ("accept", "refuse", "give_up") and rules.NOTICES[message.template].hidden:
        message.body = ""


def _save(messages: Sequence[Message]) -> None:
    Message.objects.bulk_update(
        messages,
        ["failure", "provider", "provider_message_id", "sent_at", "ended_at", "due_at", "body"],
    )


def _end(messages: Sequence[Message], action: str, reason: str, now: datetime) -> None:
    moved = move_all(messages, action, actor=WORKER, now=now, reason=reason)
    for message in moved:
        message.failure, message.ended_at = reason, now
        if rules.NOTICES[message.template].hidden:
            message.body = ""
    _save(moved)


def _lose_abandoned(now: datetime) -> None:
    with transaction.atomic():
        rows = list(
            Message.objects.filter(state="sending", tried_at__lte=now - rules.LOST_AFTER)
            .order_by("id")
            .select_for_update(skip_locked=True)[: BATCH * BATCHES_A_JOB]
        )
        moved = move_all(rows, "lose", actor=WORKER, now=now, reason="the worker died")
        Message.objects.filter(pk__in=[row.pk for row in moved]).update(due_at=now)


def _ask_about_unknown(now: datetime) -> None:
    """An SMS is asked about by its key. Mail cannot be: it is sent again under the same Message-ID,
    since a mail read twice does less harm than one never sent."""
    rows = list(
        Message.objects.filter(state="unknown", due_at__lte=now).order_by("due_at", "id")[:BATCH]
    )
    asked = [row for row in rows if row.channel == rules.SMS]
    answers = list(zip(asked, sms.ask([row.key for row in asked]), strict=True))
    answers += [(row, Outcome("later")) for row in rows if row.channel == rules.EMAIL]
    for message, outcome in answers:
        if outcome.fate == "unknown":
            message.attempts += 1
    Message.objects.bulk_update([message for message, _outcome in answers], ["attempts"])
    _record(answers, ACTIONS_AFTER_ASKING, now)
