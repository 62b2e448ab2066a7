"""A letter's way, for the case page: ``{% load letters %}{% letter_way referral %}``."""

from typing import Any

from django import template

from ekshop.complaints.selectors import delivery_of
from ekshop.parties.rules import allowed

register = template.Library()


@register.inclusion_tag("desk/case/letter.html", takes_context=True)
def letter_way(context: dict[str, Any], referral: Any) -> dict[str, Any]:
    request = context["request"]
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "referral": referral,
        "delivery": delivery_of(referral),
        "may_send": allowed("case.refer", request.actor.role) and not referral.dak_id,
    }
