"""Addresses of a complaint being written, whichever door it stands behind."""

from typing import Any

from django import template

from ekshop.complaints.selectors import called
from ekshop.web.consumer.filing.making import title_of

register = template.Library()
register.filter("called", called)


@register.simple_tag
def page_of_writing(writing: Any, name: str, *more: Any) -> str:
    """`{% page_of_writing writing "step" "story" %}`"""
    return str(writing.url(name, *more))


@register.simple_tag
def page_of_door(door: Any, name: str, *more: Any) -> str:
    """`{% page_of_door door "case" case.code %}`"""
    return str(door.url(name, *more))


@register.filter
def draft_title(draft: Any) -> str:
    """What a draft is called; "" while nothing was told."""
    return title_of(draft.answers)
