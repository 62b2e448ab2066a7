"""The catalogue's tables."""

from .goods import (
    Category,
    ForbiddenTerm,
    Offer,
    Product,
    SearchChange,
    SellerRecord,
    SellerRecordDay,
    StagedOffer,
    StockReservation,
)
from .held import HeldChange, HoldTerm, UnconfirmedFeed
from .matching import (
    MatchDecision,
    MatchEntry,
    MatchKey,
    MatchMove,
    MatchPair,
    MatchTranslation,
    MatchWord,
)
from .pictures import Picture, PictureHost, PictureSweep
from .searching import SearchMiss, SearchTuning
from .terms import OfferTerms
from .variants import Attribute, AttributeValue, CategoryFacets, Family, PriceChange

__all__ = [
    "Attribute",
    "AttributeValue",
    "Category",
    "CategoryFacets",
    "Family",
    "ForbiddenTerm",
    "HeldChange",
    "HoldTerm",
    "MatchDecision",
    "MatchEntry",
    "MatchKey",
    "MatchMove",
    "MatchPair",
    "MatchTranslation",
    "MatchWord",
    "Offer",
    "OfferTerms",
    "Picture",
    "PictureHost",
    "PictureSweep",
    "PriceChange",
    "Product",
    "SearchChange",
    "SearchMiss",
    "SearchTuning",
    "SellerRecord",
    "SellerRecordDay",
    "StagedOffer",
    "StockReservation",
    "UnconfirmedFeed",
]
