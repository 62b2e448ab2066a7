"""Several pieces made into one."""

from collections.abc import Sequence

import numpy as np

from .asking import Numbers
from .content import COLUMNS, DOCUMENT_MASK, IMPACT_BITS, IMPACT_MASK, TERM_SHIFT, Content, Pairs
from .entry import FACTS


def joined(contents: Sequence[Content]) -> Content:
    """No product may stand in two of them."""
    if len(contents) == 1:
        return contents[0]
    ids = np.concatenate([content.ids for content in contents])
    order = np.argsort(ids, kind="stable")
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
    return Content(
        ids[order],
        keys,
        _postings(contents, documents, own_terms),
        words,
        {fact: _pairs([c.facts[fact] for c in contents], documents) for fact in FACTS},
        {
            name: np.concatenate([content.columns[name] for content in contents])[order]
            for name in COLUMNS
        },
    )


def _postings(
    contents: Sequence[Content], documents: Sequence[Numbers], terms: Sequence[Numbers]
) -> Numbers:
    made = np.empty(sum(len(content.postings) for content in contents), np.int64)
    at = 0
    for content, own_documents, own_terms in zip(contents, documents, terms, strict=True):
        old = content.postings
        new = made[at : at + len(old)]
        np.take(own_terms, old >> TERM_SHIFT, out=new)
        new <<= TERM_SHIFT - IMPACT_BITS
        new |= own_documents[(old >> IMPACT_BITS) & DOCUMENT_MASK]
        new <<= IMPACT_BITS
        new |= old & IMPACT_MASK
        at += len(old)
    made.sort()
    return made


def _pairs(held: Sequence[Pairs], documents: Sequence[Numbers]) -> Pairs:
    own = [numbers[pairs.documents] for pairs, numbers in zip(held, documents, strict=True)]
    together = np.concatenate(own)
    order = np.argsort(together, kind="stable")
    values = np.concatenate([pairs.values for pairs in held])
    return Pairs(together[order], values[order])
