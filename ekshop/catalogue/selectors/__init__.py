"""The catalogue's reads."""

from .ordering import OfferToOrder, forbidden_terms, offers_to_order

__all__ = ["OfferToOrder", "forbidden_terms", "offers_to_order"]
