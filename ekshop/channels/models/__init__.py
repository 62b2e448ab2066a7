"""The tables of channels."""

from .channel import Channel, Quota
from .goods import ExportGoods, ExportPaper, ExportPicture
from .listing import ChannelListing, ListingIssue, ListingPrice, OfferChange
from .orders import (
    CarrierReport,
    Consignment,
    ExportConcern,
    ExportLine,
    ExportOrder,
    ExportReading,
    ExportSupply,
    ExportTelling,
)
from .reference import CountryRule, DutyRate, ExchangeRate, FreightBand, HsCode
from .settling import SettlementBooking, SettlementFile, SettlementRow
from .unread import UnreadRow

__all__ = [
    "CarrierReport",
    "Consignment",
    "ExportConcern",
    "ExportLine",
    "ExportOrder",
    "ExportReading",
    "ExportSupply",
    "ExportTelling",
    "SettlementBooking",
    "SettlementFile",
    "SettlementRow",
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
    "UnreadRow",
]
