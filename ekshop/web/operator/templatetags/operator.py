"""Keys in words, for the operator's pages: ``{% load operator %}``."""

from django import template

from ekshop.federation.rules.outgoing import DELIVERY, EVENT_TYPES
from ekshop.fulfilment.rules import POOL, RETURN, SHIPMENT
from ekshop.notices.rules import MESSAGE
from ekshop.orders.rules import SELLER_ORDER
from ekshop.payments.rules import PAYMENT_MEDIA

from .. import words
from ..order_page import TONES

register = template.Library()


@register.filter
def order_state(state: str) -> str:
    return SELLER_ORDER.state_label(state)


@register.filter
def order_tone(state: str) -> str:
    return TONES.get(state, "madder")


@register.filter
def deed(action: str) -> str:
    return words.deed(action)


@register.filter
def entity_words(entity: str) -> str:
    return words.entity(entity)


@register.filter
def role_words(role: str) -> str:
    return words.role(role)


@register.filter
def unit_words(unit: str) -> str:
    return words.unit(unit)


@register.filter
def purpose_words(purpose: str) -> str:
    return words.purpose(purpose)


@register.filter
def parcel_state(state: str) -> str:
    return SHIPMENT.state_label(state)


@register.filter
def pool_state(state: str) -> str:
    return POOL.state_label(state)


@register.filter
def return_state(state: str) -> str:
    return RETURN.state_label(state)


@register.filter
def message_state(state: str) -> str:
    return MESSAGE.state_label(state)


@register.filter
def webhook_state(state: str) -> str:
    return DELIVERY.state_label(state)


@register.filter
def webhook_event(event_type: str) -> str:
    return str(EVENT_TYPES.get(event_type, event_type))


@register.filter
def medium_words(medium: str) -> str:
    return str(dict(PAYMENT_MEDIA).get(medium, medium))
