"""The writes of channels."""

from .listings import (
    AlreadyListed,
    listing_answer,
    listing_begin,
    listing_check_again,
    listing_end,
    listing_pause,
    listing_resume,
    sku_of,
)
from .pushing import Pushed, channels_pump_later, listings_poll, listings_push
from .reckoning import listings_look_over, listings_mark, listings_wanted

__all__ = [
    "AlreadyListed",
    "Pushed",
    "channels_pump_later",
    "listing_answer",
    "listing_begin",
    "listing_check_again",
    "listing_end",
    "listing_pause",
    "listing_resume",
    "listings_look_over",
    "listings_mark",
    "listings_poll",
    "listings_push",
    "listings_wanted",
    "sku_of",
]
