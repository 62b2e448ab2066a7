"""What couriers report, in words, and what waits for an answer: ``{% load partner %}``."""

from collections.abc import Mapping
from typing import Any

from django import template

from ekshop.complaints.selectors import alerts_wanted, cases_visible_to, to_answer
from ekshop.kernel.actors import Actor

from ..words import STATUS_WORDS

register = template.Library()


@register.filter
def tracking_words(status: str) -> str:
    return str(STATUS_WORDS.get(status, status))


@register.filter
def said_of(errors: Mapping[str, Any] | None, field: str) -> Any:
    """What is wrong with the field of this name, or ""."""
    return (errors or {}).get(field, "")


@register.simple_tag
def complaints_to_answer(actor: Actor) -> int:
    """How many complaints wait for this seller."""
    return to_answer(cases_visible_to(actor)).count()


@register.simple_tag
def words_asked(actor: Actor) -> int:
    """How many alerts about this seller wait for its word."""
    return alerts_wanted(actor, state="noticed").filter(replied_at__isnull=True).count()
