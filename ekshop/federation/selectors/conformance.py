"""Trials as the seller and those who watch see them."""

from dataclasses import dataclass
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
class StepShown:
    """A step with its words; `verdict` is empty until it is judged."""

    step: ConformanceStep
    title: Any
    asks: Any
    verdict: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log, ours and the seller's, in order of time."""

    at: Any
    direction: str
    text: str
    status: int | None
    reference: str


def runs_visible_to(actor: Actor) -> QuerySet[ConformanceRun]:
    """A seller's own; all for those who watch over the platform."""
    rows = ConformanceRun.objects.select_related("seller", "started_by")
    if actor.is_system or actor.role in READERS:
        return rows
    return rows.filter(seller_id=actor.organisation_id)


def steps_shown(run: ConformanceRun) -> list[StepShown]:
    return [
        StepShown(step, told.title, told.asks, verdict_of(step))
        for step in run.steps.select_related("seller_order")
        for told in (rules.BY_KEY[step.key],)
    ]


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
    return sorted(lines, key=lambda line: line.at)[:most]


def _with_orders(run: ConformanceRun) -> QuerySet[ConformanceStep]:
    return run.steps.exclude(seller_order=None).select_related("seller_order")
