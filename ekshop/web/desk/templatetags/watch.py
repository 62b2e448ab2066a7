"""The seller watch in other pages of the desk: ``{% load watch %}``."""

from django import template

from ekshop.complaints import rules
from ekshop.complaints.selectors import alerts_wanted
from ekshop.kernel.actors import Actor

register = template.Library()


@register.simple_tag
def alerts_to_review(actor: Actor) -> int:
    """How many sellers wait for a second look; 0 for whoever does not see them."""
    return alerts_wanted(actor, state="raised").count()


@register.filter
def alert_state(state: str) -> str:
    return rules.ALERT.state_label(state)


@register.filter
def of_hundred(share: float) -> int:
    return round(share * 100)
