"""Choosing among a family's sizes and colours, for every page on which one does."""

from collections.abc import Callable
from typing import Any

from ekshop.catalogue.selectors import Found, attribute_book
from ekshop.catalogue.variants.choosing import Axis, Member, axes_of, same_variant


class Chosen:
    """A product, or a family with one of its members chosen, and the offers of just that."""

    def __init__(self, found: Found, language: str) -> None:
        self.found, self.language = found, language
        self.book = attribute_book()
        there = {offer.product_id for offer in found.offers if offer.available > 0}
        self.members = [
            Member(row.id, row.code, row.variant, row.id in there) for row in found.members
        ]
        self.keys: list[str] = list(found.members[0].axes) if found.members else []
        own = {found.product.pk}
        self.axes: list[Axis] = []
        if self.members:
            own |= set(same_variant(self.members, self.keys, found.product.pk, self.book))
            self.axes = axes_of(self.members, self.keys, found.product.pk, self.book)
        self.offers = [offer for offer in found.offers if offer.product_id in own]

    def title(self) -> str:
        """The family's, with what is chosen; or the product's own."""
        chosen = [axis.chosen.name for axis in self.axes if axis.chosen]
        return ", ".join([self.found.title(self.language), *chosen])

    def marks(self) -> dict[str, bool]:
        """Which marks stand on the choices, to be told below them."""
        options = [option for axis in self.axes for option in axis.options]
        return {
            "gone": any(one.together and not one.member.available for one in options),
            "apart": any(not one.together for one in options),
        }

    def choices(self, href: Callable[[str], str]) -> list[dict[str, Any]]:
        """For each axis its values as links, `href` of the code of the member each leads to;
        what cannot be had together leads to the nearest that can."""
        return [
            {
                "label": axis.attribute.name,
                "chosen": axis.chosen.name if axis.chosen else "",
                "options": [
                    {
                        "label": option.value.name,
                        "href": href(option.member.code),
                        "on": option.chosen,
                        "gone": option.together and not option.member.available,
                        "apart": not option.together,
                    }
                    for option in axis.options
                ],
            }
            for axis in self.axes
        ]
