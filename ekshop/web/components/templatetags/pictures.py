"""``{% load pictures %}``: our own address for a picture that a seller shows of its goods."""

from django import template

from ekshop.web.pictures import picture_href

register = template.Library()


@register.simple_tag
def offer_picture(offer_id: int, address: str, side: int = 160) -> str:
    """Of an offer's main picture; empty where there is none."""
    return picture_href("o", offer_id, address, side=side)
