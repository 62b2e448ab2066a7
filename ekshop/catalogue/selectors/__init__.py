"""The catalogue's reads."""

from ..search.find import (
    FacetValue,
    Found,
    SearchFilters,
    SearchResult,
    offer_search,
    price_bands,
)
from ..search.life import SearchUnavailable
from ..search.suggest import Suggestion, search_suggest
from .ordering import OfferToOrder, forbidden_terms, offers_to_order

__all__ = [
    "FacetValue",
    "Found",
    "OfferToOrder",
    "SearchFilters",
    "SearchResult",
    "SearchUnavailable",
    "Suggestion",
    "forbidden_terms",
    "offer_search",
    "offers_to_order",
    "price_bands",
    "search_suggest",
]
