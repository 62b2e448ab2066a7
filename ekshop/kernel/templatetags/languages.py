"""Languages in the reader's language: ``{{ code|language }}``, ``{% language_choices as languages %}``."""

from django import template
from django.utils.translation import get_language

from .. import languages

register = template.Library()


@register.filter
def language(code: str) -> str:
    return languages.language_name(code or "", get_language() or "bn")


@register.simple_tag
def language_choices(first: str = "en") -> list[tuple[str, str]]:
    choices = languages.language_choices(get_language() or "bn")
    return sorted(choices, key=lambda each: each[0] != first)
