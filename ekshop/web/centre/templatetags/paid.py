"""Numbers one is paid to, shown so far that one knows them again: ``{% load paid %}``."""

from django import template

from ekshop.settlement.selectors.payouts import masked as _masked

register = template.Library()


@register.filter
def masked(number: str) -> str:
    return _masked(number)
