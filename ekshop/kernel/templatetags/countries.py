"""Countries in the reader's language: ``{{ code|country }}``, ``{% country_choices as countries %}``."""

from django import template
from django.utils.translation import get_language

from .. import countries

register = template.Library()


@register.filter
def country(code: str) -> str:
    return str(countries.country_said(code or ""))


@register.simple_tag
def country_choices() -> list[tuple[str, str]]:
    return list(countries.country_choices(get_language() or "bn"))
