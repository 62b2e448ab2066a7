"""Products in pairs, for the operator's pages: ``{% load matches %}``."""

from django import template

from ekshop.catalogue.selectors import percent_of, title_of
from ekshop.web.pictures import picture_href

register = template.Library()

register.filter("title_of", title_of)
register.filter("percent", percent_of)


@register.filter
def picture_of(product: object) -> str:
    """Our address for a product's main picture, or ""."""
    return picture_href("p", product.pk, product.image_url)  # type: ignore[attr-defined]
