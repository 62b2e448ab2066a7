"""Several pieces made into one."""

from collections.abc import Sequence

import numpy as np

from .asking import Numbers
from .content import COLUMNS, DOCUMENT_MASK, IMPACT_BITS, IMPACT_MASK, TERM_SHIFT, Content, Pairs
from .entry import FACTS


def joined(contents: list[Content]) -> Content:
    """No product may stand in two of them. Takes them out of the list, to let go of each as it is
    taken up: together they are most of what a rebuild holds in memory."""
    if len(contents) == 1:
        return contents.pop()
    ids = np.concatenate([content.ids for content in contents])
    categories = np.concatenate([content.facts["category"].values for content in contents])
    order = np.lexsort((ids, categories))
    numbers = np.empty(len(ids), np.int64)
    numbers[order] = np.arange(len(ids))
    ends = np.cumsum([len(content.ids) for content in contents])
    documents = np.split(numbers, ends[:-1])
    keys, terms = np.unique(
        np.concatenate([content.keys for content in contents]), return_inverse=True
    )
    own_terms = np.split(
        terms.astype(np.int64), np.cumsum([len(content.keys) for content in contents])[:-1]
    )
    words: dict[str, tuple[str, ...]] = {}
    for content in contents:
        words |= content.words
    facts = {fact: _pairs([c.facts[fact] for c in contents], documents) for fact in FACTS}
    columns = {
        name: np.concatenate([content.columns[name] for content in contents])[order]
        for name in COLUMNS
    }
    postings = [content.postings for content in contents]
    contents.clear()
    return Content(
        ids[order], keys, _postings(postings, documents, own_terms), words, facts, columns
    )


def _postings(
    postings: list[Numbers], documents: Sequence[Numbers], terms: Sequence[Numbers]
) -> Numbers:
    made = np.empty(sum(map(len, postings)), np.int64)
    at = len(made)
    for own_documents, own_terms in zip(reversed(documents), reversed(terms), strict=True):
        old = postings.pop()
        at -= len(old)
        new = made[at : at + len(old)]
        np.take(own_terms, old >> TERM_SHIFT, out=new)
        new <<= TERM_SHIFT - IMPACT_BITS
        new |= own_documents[(old >> IMPACT_BITS) & DOCUMENT_MASK]
        new <<= IMPACT_BITS
        new |= old & IMPACT_MASK
    made.sort()
    return made


def _pairs(held: Sequence[Pairs], documents: Sequence[Numbers]) -> Pairs:
    own = [numbers[pairs.documents] for pairs, numbers in zip(held, documents, strict=True)]
    together = np.concatenate(own)
    order = np.argsort(together, kind="stable")
    values = np.concatenate([pairs.values for pairs in held])
    return Pairs(together[order], values[order])
