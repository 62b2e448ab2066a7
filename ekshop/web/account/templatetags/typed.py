"""What was typed into a field, and what is wrong with it, by a name that may hold dots."""

from typing import Any

from django import template

from ekshop.web.forms import Posted

register = template.Library()


@register.filter
def typed(form: Posted, name: str) -> Any:
    return form.values.get(name, "")


@register.filter
def wrong(form: Posted, name: str) -> Any:
    return form.errors.get(name, "")
