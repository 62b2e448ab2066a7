"""Where a seller order stands, in words and colour: ``{% load centre %}``."""

from django import template
from django.template import Context

from ekshop.orders import rules

from ..device import owner_of
from ..pages import TONES

register = template.Library()


@register.filter
def state_words(state: str) -> str:
    return str(rules.SELLER_ORDER.state_label(state))


@register.filter
def state_tone(state: str) -> str:
    return TONES.get(state, "madder")


@register.simple_tag(takes_context=True)
def device_owner(context: Context) -> str:
    """Whose the pages and forms are that the device keeps."""
    return owner_of(context["request"])
