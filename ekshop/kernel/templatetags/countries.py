"""Countries in the reader's language: ``{{ code|country }}``, ``{% country_choices as countries %}``, or
``{% country_choices "BD" as countries %}`` with the likeliest first."""

from django import template
from django.utils.translation import get_language

from .. import countries

register = template.Library()


@register.filter
def country(code: str) -> str:
    return str(countries.country_said(code or ""))


@register.simple_tag
def country_choices(first: str = "") -> list[tuple[str, str]]:
    choices = countries.country_choices(get_language() or "bn")
    return sorted(choices, key=lambda each: each[0] != first)
