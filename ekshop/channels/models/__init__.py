"""The tables of channels."""

from .channel import Channel, Quota
from .goods import ExportGoods, ExportPaper, ExportPicture
from .listing import ChannelListing, ListingIssue, ListingPrice, OfferChange
from .reference import CountryRule, DutyRate, ExchangeRate, FreightBand, HsCode

__all__ = [
    "Channel",
    "ChannelListing",
    "CountryRule",
    "DutyRate",
    "ExchangeRate",
    "ExportGoods",
    "ExportPaper",
    "ExportPicture",
    "FreightBand",
    "HsCode",
    "ListingIssue",
    "ListingPrice",
    "OfferChange",
    "Quota",
]
