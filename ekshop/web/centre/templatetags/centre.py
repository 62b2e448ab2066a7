"""Where a seller order stands, in words and colour: ``{% load centre %}``."""

from django import template

from ekshop.orders import rules

from ..pages import TONES

register = template.Library()


@register.filter
def state_words(state: str) -> str:
    return str(rules.SELLER_ORDER.state_label(state))


@register.filter
def state_tone(state: str) -> str:
    return TONES.get(state, "madder")
