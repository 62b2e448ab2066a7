"""What couriers report, in words: ``{% load partner %}``."""

from django import template

from ..words import STATUS_WORDS

register = template.Library()


@register.filter
def tracking_words(status: str) -> str:
    return str(STATUS_WORDS.get(status, status))
