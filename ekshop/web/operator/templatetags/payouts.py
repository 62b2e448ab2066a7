"""Payouts' keys in words: ``{% load payouts %}``."""

from django import template

from ekshop.settlement import rules
from ekshop.settlement.selectors.payouts import masked as _masked

from .. import words

register = template.Library()


@register.filter
def payout_state(state: str) -> str:
    return rules.PAYOUT.state_label(state)


@register.filter
def batch_state(state: str) -> str:
    return rules.BATCH.state_label(state)


@register.filter
def float_state(state: str) -> str:
    return rules.FLOAT_MOVE.state_label(state)


@register.filter
def payout_reason(reason: str) -> str:
    found = rules.REASONS.get(reason or "")
    return str(found.words) if found else str(reason or "")


@register.filter
def journal_words(kind: str) -> str:
    return words.journal_kind(kind)


@register.filter
def masked(number: str) -> str:
    return _masked(number)


@register.filter
def hiding(text: object, number: str) -> str:
    """What a provider said, with the number we paid to masked in it as everywhere."""
    return str(text).replace(number, _masked(number)) if number else str(text)
