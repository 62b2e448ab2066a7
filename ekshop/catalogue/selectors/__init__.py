"""The catalogue's reads."""

from .ordering import OfferToOrder, forbidden_terms, offers_to_order
from .similar import offers_like

__all__ = ["OfferToOrder", "forbidden_terms", "offers_like", "offers_to_order"]
