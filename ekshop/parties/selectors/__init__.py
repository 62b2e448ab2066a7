"""Reads: who someone is, which organisations they may see, and where things are."""

from .people import (
    actor_of,
    centres_visible_to,
    customers_visible_to,
    entrepreneurs_of,
    memberships_of,
    organisations_visible_to,
    sellers,
    sellers_visible_to,
)
from .places import (
    PlaceAmbiguous,
    PlaceMeant,
    PlaceUnknown,
    children_of,
    district_by_slug,
    districts,
    divisions,
    place_by_code,
    place_find,
    places_named,
)
from .trade import (
    CustomerAtCentre,
    SellingTerms,
    customer_at_centre,
    licensed_organisation_ids,
    selling_terms,
)

__all__ = [
    "CustomerAtCentre",
    "PlaceAmbiguous",
    "PlaceMeant",
    "PlaceUnknown",
    "SellingTerms",
    "actor_of",
    "centres_visible_to",
    "children_of",
    "customer_at_centre",
    "customers_visible_to",
    "district_by_slug",
    "districts",
    "divisions",
    "entrepreneurs_of",
    "licensed_organisation_ids",
    "memberships_of",
    "organisations_visible_to",
    "place_by_code",
    "place_find",
    "places_named",
    "sellers",
    "sellers_visible_to",
    "selling_terms",
]
