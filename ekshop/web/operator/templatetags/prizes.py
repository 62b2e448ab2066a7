"""The rows of a scheme's form, and flags in words: ``{% load prizes %}``."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from ekshop.kernel.bangla import bengali_digits, format_number, format_taka
from ekshop.web.forms import Posted

register = template.Library()

_FIELDS = ("kind", "name_bn", "name_en", "value", "threshold", "first", "last", "sponsor")


@register.simple_tag
def prize_row(form: Posted, row: int) -> dict[str, dict[str, Any]]:
    """By field: what it is called on the page, what was typed, and what is wrong with it."""
    named = {field: f"prize-{row}-{field}" for field in _FIELDS}
    return {
        field: {
            "name": name,
            "value": form.values.get(name, ""),
            "error": form.errors.get(name, ""),
        }
        for field, name in named.items()
    }


@register.simple_tag(takes_context=True)
def flag_words(context: Any, flag: Any) -> str:
    """Why it was flagged, with its figures."""
    language = context.get("LANGUAGE_CODE") or context["request"].LANGUAGE_CODE
    facts = flag.facts
    said = {
        "mobile": bengali_digits(facts["mobile"]) if language == "bn" else facts["mobile"],
        "poisha": format_taka(facts["poisha"], language),
        "lines": format_number(facts.get("lines", 0), language),
        "orders": format_number(facts.get("orders", 0), language),
        "times": format_number(facts.get("times", 0), language),
        "share": format_number(facts.get("share_bp", 0) // 100, language),
        "title": facts.get("title", ""),
    }
    words = {
        "own_mobile": _(
            "%(lines)s order lines for the customer %(mobile)s, the number of somebody who works"
            " at the centre. They earned %(poisha)s."
        ),
        "own_wallet": _(
            "%(lines)s order lines for the customer %(mobile)s, whose number is the wallet of"
            " somebody who works at the centre. They earned %(poisha)s."
        ),
        "one_customer": _(
            "%(share)s per cent of the commission, %(poisha)s, comes from the customer %(mobile)s"
            " in %(orders)s orders."
        ),
        "round_trip": _(
            "The customer %(mobile)s bought “%(title)s” in %(lines)s order lines and gave it back"
            " %(times)s times. Earned before what was taken back: %(poisha)s."
        ),
    }
    return words[flag.kind] % said
