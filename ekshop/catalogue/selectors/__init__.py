"""The catalogue's reads."""

from ..search.answers import SearchFilters
from ..search.directory import Named, SellerFacts
from ..search.find import (
    FacetValue,
    Found,
    SearchResult,
    offer_search,
    price_bands,
    shelf,
)
from ..search.life import SearchUnavailable
from ..search.suggest import Suggestion, search_suggest
from ..search.synonyms import Rule
from ..search.trial import Trial, search_trial
from ..variants.known import attribute_book
from .categories import CategoryNode, CategorySuggester, CategorySuggestion, category_nodes
from .feeds import (
    feed_fingerprints,
    feed_live_count,
    feed_offers_unmarked,
    offers_by_source_category,
    offers_named,
)
from .gallery import GalleryPicture, attributes_said, gallery_of
from .held import (
    HELD_SHELVES,
    HeldOfBatch,
    held_batches,
    held_by_offer,
    held_ids,
    held_old,
    held_refs,
    held_untold,
    held_visible_to,
    hold_terms_listed,
    seller_releases,
)
from .offers import (
    OFFER_SHELVES,
    OFFERS_ORDER,
    OfferInStock,
    offer_by_number,
    offers_in_stock,
    offers_listed,
)
from .ordering import (
    OfferToOrder,
    forbidden_terms,
    forbidden_terms_listed,
    forbidden_words,
    offers_to_order,
)
from .pictures import picture_hosts_listed, picture_mark, picture_shown
from .prices import PriceHistory, price_history
from .records import seller_record
from .searching import (
    house_synonyms,
    near_words,
    search_misses,
    search_tried,
    search_tuning,
    search_tunings,
    tuned,
)
from .shop import district_shown, producers_in, product_shown, seller_shown, shop_names
from .similar import offers_like

__all__ = [
    "HELD_SHELVES",
    "HeldOfBatch",
    "held_batches",
    "held_by_offer",
    "held_ids",
    "held_old",
    "held_refs",
    "held_untold",
    "held_visible_to",
    "hold_terms_listed",
    "seller_releases",
    "OFFERS_ORDER",
    "OFFER_SHELVES",
    "offer_by_number",
    "offers_listed",
    "offers_in_stock",
    "OfferInStock",
    "CategoryNode",
    "CategorySuggester",
    "CategorySuggestion",
    "category_nodes",
    "feed_fingerprints",
    "feed_live_count",
    "feed_offers_unmarked",
    "offers_by_source_category",
    "offers_named",
    "forbidden_words",
    "FacetValue",
    "Found",
    "Named",
    "OfferToOrder",
    "SearchFilters",
    "SearchResult",
    "SearchUnavailable",
    "SellerFacts",
    "Suggestion",
    "district_shown",
    "forbidden_terms",
    "forbidden_terms_listed",
    "offer_search",
    "offers_like",
    "offers_to_order",
    "picture_hosts_listed",
    "picture_mark",
    "picture_shown",
    "GalleryPicture",
    "PriceHistory",
    "attribute_book",
    "attributes_said",
    "gallery_of",
    "price_bands",
    "price_history",
    "producers_in",
    "product_shown",
    "house_synonyms",
    "search_misses",
    "Rule",
    "Trial",
    "search_suggest",
    "search_tried",
    "search_trial",
    "near_words",
    "tuned",
    "search_tuning",
    "search_tunings",
    "seller_record",
    "seller_shown",
    "shelf",
    "shop_names",
]
