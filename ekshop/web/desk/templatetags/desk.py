"""Keys in words, for the desk's pages: ``{% load desk %}``."""

from typing import Any

from django import template

from ekshop.complaints import rules
from ekshop.kernel.deadlines import kind_of
from ekshop.parties.rules import ROLES

register = template.Library()


@register.filter
def case_state(state: str) -> str:
    return rules.CASE.state_label(state)


@register.filter
def referral_state(state: str) -> str:
    return rules.REFERRAL.state_label(state)


@register.filter
def hearing_state(state: str) -> str:
    return rules.HEARING.state_label(state)


@register.filter
def clock_words(kind: str) -> str:
    return kind_of(kind).label


@register.simple_tag
def categories() -> list[tuple[str, Any]]:
    """``{% categories as choices %}``: what a complaint may be about."""
    return [(each.code, each.name) for each in rules.CATEGORIES]


@register.filter
def category_words(code: str) -> str:
    return rules.category_of(code).name


@register.filter
def law_words(code: str) -> str:
    return rules.law_name(code)


@register.filter
def share_of_hundred(basis_points: int) -> int:
    return round(basis_points / 100)


@register.filter
def role_words(role: str) -> str:
    return str(dict(ROLES).get(role, role))


@register.filter
def side_words(side: str) -> str:
    return str(dict(rules.SIDES).get(side, side))


@register.filter
def pair_words(key: str, table: str) -> str:
    """``{{ offer.kind|pair_words:"REMEDIES" }}``: a choice by the table of rules it is from."""
    pairs: dict[str, Any] = dict(getattr(rules, table))
    return str(pairs.get(key, key))


@register.filter
def agency_choices(file: Any, but: Any = None) -> list[tuple[int, str]]:
    """``{{ file|agency_choices:referral.agency_id }}``: those that hear such a case stand first."""
    choices: list[tuple[int, str]] = file.agency_choices(but=but)
    return choices
