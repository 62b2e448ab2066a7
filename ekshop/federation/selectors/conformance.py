"""Trials as the seller and those who watch see them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import format_number
from ekshop.orders.rules import DECLINE_REASONS
from ekshop.parties.rules.permissions import READERS

from ..models import ConformanceNote, ConformanceRun, ConformanceStep, WebhookDelivery
from ..rules import conformance as rules

COUNTS = ("live", "rows", "rejected", "seconds", "yes", "no")
"""Of a verdict's data what is counted, and so written in the reader's digits."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log, ours and the seller's, in order of time; `number` from 1."""

    at: Any
    direction: str
    text: str
    status: int | None
    reference: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step with its words; `verdict` is empty until it is judged. `line`: of the log, the one the
    judgement rests on, or where nothing came, our own that names its order. `by_hand`: what it waits
    for the seller to do with the order `code` on our pages, until `until`; empty otherwise."""

    step: ConformanceStep
    title: Any
    asks: Any
    verdict: str
    line: Line | None
    code: str
    by_hand: Any
    until: datetime | None


def runs_visible_to(actor: Actor) -> QuerySet[ConformanceRun]:
    """A seller's own; all for those who watch over the platform."""
    rows = ConformanceRun.objects.select_related("seller", "started_by")
    if actor.is_system or actor.role in READERS:
        return rows
    return rows.filter(seller_id=actor.organisation_id)


def is_green(seller_id: int) -> bool:
    """Whether the last of its trials that came to an end was passed."""
    ended = ConformanceRun.objects.filter(seller_id=seller_id, state__in=("passed", "failed"))
    return ended.order_by("-id").values_list("state", flat=True).first() == "passed"


def steps_shown(run: ConformanceRun, log: Sequence[Line] | None = None) -> list[StepShown]:
    """`log`: of `log_of`, where it is at hand."""
    lines = log_of(run) if log is None else log
    steps = list(run.steps.select_related("seller_order"))
    codes = {step.key: step.seller_order.code for step in steps if step.seller_order}
    shown = []
    for step in steps:
        told = rules.BY_KEY[step.key]
        code = next(
            (codes[key] for key in (step.key, *told.needs, rules.FIRST) if key in codes), ""
        )
        line = _proof(told, code, lines) if step.state in ("passed", "failed") else None
        waits = step.state == "running" and run.way == rules.PORTAL
        by_hand = rules.BY_HAND.get(step.key, "") if waits and code else ""
        until = step.began_at + timedelta(seconds=run.patience_s) if step.began_at else None
        shown.append(
            StepShown(step, told.title, told.asks, verdict_of(step), line, code, by_hand, until)
        )
    return shown


def _proof(told: rules.Step, code: str, lines: Sequence[Line]) -> Line | None:
    direction, part = told.proof
    about = [line for line in lines if code in f"{line.reference} {line.text}"] if code else []
    among = lines if told.key == rules.GOODS else about
    exact = [line for line in among if line.direction == direction and part in line.text]
    ours = [line for line in about if line.direction == "own"]
    return next(reversed(exact or ours), None)


def verdict_of(step: ConformanceStep) -> str:
    """Why, in the reader's words."""
    if not step.code:
        return ""
    data = dict(step.data)
    if step.code == "needs":
        data["step"] = rules.BY_KEY[data["step"]].title
    if step.code == "declined":
        data["reason"] = dict(DECLINE_REASONS).get(data["reason"], data["reason"])
    counted = {name: data[name] for name in COUNTS if name in data}
    language = get_language() or "bn"
    data |= {name: format_number(value, language) for name, value in counted.items()}
    return str(rules.VERDICTS[step.code]) % data


def log_of(run: ConformanceRun, *, most: int = 200) -> list[Line]:
    """What was sent, asked and done, the first first: the last attempt of each webhook with it."""
    lines = [
        Line(each.at, each.direction, each.text, each.status, each.reference)
        for each in ConformanceNote.objects.filter(run=run).order_by("at", "id")[:most]
    ]
    codes = _with_orders(run).values_list("seller_order__code", flat=True)
    deliveries = WebhookDelivery.objects.filter(
        endpoint__seller_id=run.seller_id, reference__in=list(codes)
    ).exclude(last_at=None)
    lines += [
        Line(
            each.last_at,
            "out",
            f"{each.event_type} {each.webhook_id} {each.last_ms} ms {each.last_answer[:200]}",
            each.last_status,
            each.reference,
        )
        for each in deliveries[:most]
    ]
    lines = sorted(lines, key=lambda line: line.at)[:most]
    return [replace(line, number=number) for number, line in enumerate(lines, 1)]


def _with_orders(run: ConformanceRun) -> QuerySet[ConformanceStep]:
    return run.steps.exclude(seller_order=None).select_related("seller_order")
