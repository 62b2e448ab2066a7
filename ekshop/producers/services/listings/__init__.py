"""Producers' goods: written, sent, looked at, sold."""

from .checking import listing_name_problem, listing_problems_now
from .judging import listing_approve, listing_recategorise, listing_send_back
from .naming import misnamed_listings_pause
from .photos import listing_photo_add, listing_photo_drop, listing_photo_first
from .selling import listing_copy, listing_end, listing_pause, listing_resume, listing_stock_set
from .sending import listing_submit, listing_take_back
from .writing import ListingText, listing_begin, listing_write

__all__ = [
    "ListingText",
    "listing_approve",
    "listing_begin",
    "listing_copy",
    "listing_end",
    "listing_pause",
    "listing_photo_add",
    "listing_photo_drop",
    "listing_photo_first",
    "listing_name_problem",
    "listing_problems_now",
    "listing_recategorise",
    "listing_resume",
    "listing_send_back",
    "listing_stock_set",
    "listing_submit",
    "listing_take_back",
    "listing_write",
    "misnamed_listings_pause",
]
