"""Figures for people, of what the actor may see."""

from .causes import Cause, causes_of
from .districts import (
    DistrictTrade,
    Trade,
    district_trade,
    district_trade_public,
    trade_told,
)
from .figures import (
    Day,
    DistrictFigures,
    Figures,
    Step,
    Sums,
    daily,
    figures,
    funnel,
    hourly,
    orders_by_district,
)
from .money_way import MoneyStep, MoneyWay, money_way
from .preview import Effect, Preview, Rule, rate_preview
from .stuck import KINDS, Books, Kind, Stuck, Thing, books, stuck

__all__ = [
    "KINDS",
    "Books",
    "Cause",
    "Day",
    "DistrictFigures",
    "DistrictTrade",
    "Effect",
    "Figures",
    "Kind",
    "MoneyStep",
    "MoneyWay",
    "Preview",
    "Rule",
    "Step",
    "Stuck",
    "Sums",
    "Thing",
    "Trade",
    "books",
    "causes_of",
    "daily",
    "district_trade",
    "district_trade_public",
    "figures",
    "funnel",
    "hourly",
    "money_way",
    "orders_by_district",
    "rate_preview",
    "stuck",
    "trade_told",
]
