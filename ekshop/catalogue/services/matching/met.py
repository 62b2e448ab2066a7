"""What one run of matching remembers from step to step: products met lately are met again."""

from collections.abc import Collection

from ekshop.kernel.statements import fetch

from ...matching import Lexicon, Traits
from .entries import traits_of_products
from .postings import AllPostings

MOST = 25_000
"""So many products are remembered: some 80 MB."""


class Met:
    """`postings`: all lists, once many products wait; None: those that are asked for are read.
    `lexicon`: by which words of both languages meet, the same for the whole run."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.postings: AllPostings | None = None
        self._waiting: list[int] = []
        self._traits: dict[int, Traits] = {}

    def read_everything(self) -> None:
        """All lists, and who waits: by maker and category, so that a product's like are mostly the
        like of its neighbours, too."""
        self.postings = AllPostings.read()
        self._waiting = [row[0] for row in fetch(_WAITING)]

    def next(self, most: int) -> list[int]:
        """The next of those who waited when everything was read."""
        these, self._waiting = self._waiting[:most], self._waiting[most:]
        return these

    def read_anew(self, product_ids: Collection[int]) -> None:
        """These are told of otherwise now."""
        for pk in product_ids:
            self._traits.pop(pk, None)
        if self.postings:
            self.postings = self.postings.further(product_ids)

    def traits(self, product_ids: Collection[int]) -> dict[int, Traits]:
        """Traits of those that can be bought. One that changed since and waits to be read is not
        trusted to memory."""
        known = [pk for pk in product_ids if pk in self._traits]
        settled = {row[0] for row in fetch(_SETTLED, [known])}
        found = {pk: self._traits.pop(pk) for pk in known if pk in settled}
        unknown = [pk for pk in product_ids if pk not in found]
        found.update(traits_of_products(unknown, self.lexicon))
        # The latest stand last: the first are those not met for longest.
        self._traits.update(found)
        for pk in list(self._traits)[: max(0, len(self._traits) - MOST)]:
            del self._traits[pk]
        return found


_SETTLED = """
SELECT product_id FROM catalogue_matchentry WHERE product_id = ANY(%s) AND stage <> 'due'
"""

_WAITING = """
SELECT product_id FROM catalogue_matchentry JOIN catalogue_product AS product ON id = product_id
WHERE stage = 'read' ORDER BY brand, category_id, product_id
"""
