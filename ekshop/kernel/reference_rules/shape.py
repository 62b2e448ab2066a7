"""What a published rule says of itself, and where rules are written."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

RULES_HOLD_FROM = datetime(2021, 7, 3, 18, tzinfo=UTC)
"""4 July 2021 in Dhaka: the day of the Digital Commerce Operation Guidelines."""


class Source(NamedTuple):
    bn: str
    en: str


class Published(NamedTuple):
    key: str
    value: int
    unit: str
    name_bn: str
    name_en: str
    source: Source


GUIDELINES = Source(
    "ডিজিটাল কমার্স পরিচালনা নির্দেশিকা ২০২১", "Digital Commerce Operation Guidelines 2021"
)
ESCROW = Source("বাংলাদেশ ব্যাংকের নির্দেশনা, ৩০ জুন ২০২১", "Bangladesh Bank direction of 30 June 2021")
SECTION_60 = Source(
    "ভোক্তা অধিকার সংরক্ষণ আইন ২০০৯, ধারা ৬০", "Consumer Rights Protection Act 2009, section 60"
)
SECTION_76 = Source(
    "ভোক্তা অধিকার সংরক্ষণ আইন ২০০৯, ধারা ৭৬", "Consumer Rights Protection Act 2009, section 76"
)
THE_ACT = Source("ভোক্তা অধিকার সংরক্ষণ আইন ২০০৯", "Consumer Rights Protection Act 2009")
DESK = Source("অভিযোগ ডেস্কের নিজের নিয়ম", "The complaint desk's own rule")
TAX = Source(
    "আয়কর আইন ২০২৩, ধারা ৯৪ (কমিশন থেকে কর কর্তন)",
    "Income Tax Act 2023, section 94 (deduction of tax from commission)",
)
WALLET_LIMITS = Source(
    "বাংলাদেশ ব্যাংক: মোবাইল আর্থিক সেবার লেনদেনসীমা, মার্চ ২০২৫ থেকে",
    "Bangladesh Bank: limits of mobile financial services, from March 2025",
)
OWN = Source("এক-শপের নিজের নিয়ম", "ek-Shop's own rule")
