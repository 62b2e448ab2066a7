"""The rules with numbers as they are published, with where each is written.

Loaded once by `rulebook.rules_load`; from then on the table rules, and is changed there.
Where nothing is published the value is the platform's own, and its citation says so.
"""

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

RULES = [
    Published(
        "courier_hand_over",
        48,
        "hours",
        "কুরিয়ারে দেওয়া",
        "Hand-over to the courier",
        GUIDELINES,
    ),
    Published(
        "delivery_same_district",
        5,
        "calendar_days",
        "একই শহরে বা জেলায় পৌঁছানো",
        "Delivery in the same city or district",
        GUIDELINES,
    ),
    Published(
        "delivery_elsewhere",
        10,
        "calendar_days",
        "অন্য জায়গায় পৌঁছানো",
        "Delivery elsewhere",
        GUIDELINES,
    ),
    Published(
        "advance_limit",
        1000,
        "basis_points",
        "পণ্য প্রস্তুত না থাকলে সর্বোচ্চ অগ্রিম (এসক্রো ছাড়া)",
        "Highest advance when goods are not ready to ship, unless in escrow",
        GUIDELINES,
    ),
    Published(
        "refund_after_failure",
        10,
        "calendar_days",
        "পণ্য না পৌঁছালে টাকা ফেরত",
        "Refund after failed delivery",
        GUIDELINES,
    ),
    Published(
        "refund_cash",
        7,
        "calendar_days",
        "সেন্টার ক্রেতার নগদ ফেরত হাতে দেবে",
        "The centre gives a refund in cash",
        OWN,
    ),
    Published(
        "complaint_answer",
        72,
        "hours",
        "অভিযোগের সমাধান শুরু করা",
        "Seller begins to solve a complaint",
        GUIDELINES,
    ),
    Published(
        "seller_payout",
        10,
        "calendar_days",
        "পৌঁছানোর পর বিক্রেতার টাকা পাওয়া",
        "Seller is paid after delivery",
        GUIDELINES,
    ),
    Published(
        "escrow_until_delivery",
        1,
        "yes_no",
        "পৌঁছানোর প্রমাণ পেলে এসক্রোর টাকা ছাড়া",
        "Escrow is released after proof of delivery",
        ESCROW,
    ),
    Published(
        "escrow_new_seller",
        90,
        "calendar_days",
        "নতুন বিক্রেতার টাকা ফেরতের সময় পার হওয়া পর্যন্ত ধরে রাখা: প্রথম পণ্য পৌঁছানোর পর এত দিন",
        "A new seller's money waits for the end of the return window: so long after its first delivery",
        OWN,
    ),
    Published(
        "escrow_complaints",
        3,
        "count",
        "এতগুলো অভিযোগ খোলা থাকলে টাকা ফেরতের সময় পার হওয়া পর্যন্ত ধরে রাখা",
        "From so many open complaints on, money waits for the end of the return window",
        OWN,
    ),
    Published(
        "complaint_holds_money",
        1,
        "yes_no",
        "অভিযোগ খোলা থাকলে সেই অর্ডারের টাকা ধরে রাখা",
        "An open complaint holds the money of its order",
        OWN,
    ),
    Published(
        "seller_fee",
        0,
        "basis_points",
        "বিক্রেতার কাছ থেকে এক-শপের সেবামূল্য",
        "ek-Shop's service fee on what a seller is paid for",
        OWN,
    ),
    Published(
        "bank_account_wait",
        48,
        "hours",
        "নতুন ব্যাংক হিসাব ব্যবহারের আগে অপেক্ষা",
        "Wait before a new bank account is used",
        OWN,
    ),
    Published(
        "cash_limit",
        5000000,
        "poisha",
        "একটি সেন্টারের কাছে সর্বোচ্চ যত নগদ থাকতে পারে",
        "The most cash a centre may hold",
        OWN,
    ),
    Published(
        "cash_warning",
        8000,
        "basis_points",
        "সীমার এত অংশ হলে সেন্টারকে মনে করানো",
        "Share of the limit at which a centre is reminded",
        OWN,
    ),
    Published(
        "cash_age",
        7,
        "calendar_days",
        "সংগ্রহের পর নগদ টাকা জমা দেওয়ার সময়",
        "Cash is passed on after it was collected",
        OWN,
    ),
    Published(
        "remittance_trust",
        3,
        "working_days",
        "পাঠানো টাকা মেলার আগে সেন্টারের কথায় যত দিন জমা ধরা হয়",
        "So long a remittance counts on the centre's word before it is matched",
        OWN,
    ),
    Published(
        "complaint_admissible",
        30,
        "calendar_days",
        "ঘটনার পর ভোক্তা অধিকারে অভিযোগ করার সময়",
        "Complaint to DNCRP after the cause",
        SECTION_60,
    ),
    Published(
        "fine_share",
        2500,
        "basis_points",
        "আদায় হওয়া জরিমানায় অভিযোগকারীর অংশ",
        "Complainant's share of a recovered fine",
        SECTION_76,
    ),
    Published("appeal_window", 60, "calendar_days", "আপিল করার সময়", "Time to appeal", THE_ACT),
    Published(
        "medicine_licence",
        1,
        "yes_no",
        "ওষুধ বিক্রিতে ওষুধ প্রশাসনের বৈধ লাইসেন্স লাগে",
        "Medicine is sold only under a valid DGDA licence",
        GUIDELINES,
    ),
    Published(
        "seller_confirm",
        24,
        "hours",
        "বিক্রেতার অর্ডার মেনে নেওয়া বা ফেরানো",
        "Seller confirms or declines an order",
        OWN,
    ),
    Published(
        "centre_pickup",
        7,
        "calendar_days",
        "সেন্টার থেকে ক্রেতার পণ্য নেওয়া",
        "Customer collects at the centre",
        OWN,
    ),
    Published(
        "last_call",
        3,
        "calendar_days",
        "মনে করানোর পর পণ্য নেওয়ার শেষ সময়",
        "Last days to collect, after the reminder",
        OWN,
    ),
    Published(
        "send_back",
        3,
        "calendar_days",
        "কেউ না নেওয়া পণ্য সেন্টার থেকে ফেরত পাঠানো",
        "Centre sends back what nobody collected",
        OWN,
    ),
    Published(
        "uncollected_customer_share",
        10_000,
        "basis_points",
        "দাম দিয়ে পণ্য না নিলে যাওয়া-আসার খরচে ক্রেতার ভাগ",
        "Paid for, not collected: the customer's share of both ways",
        OWN,
    ),
    Published(
        "uncollected_seller_share",
        10_000,
        "basis_points",
        "কেউ না নিলে যাওয়া-আসার বাকি খরচে বিক্রেতার ভাগ",
        "Not collected: the seller's share of what is left of both ways",
        OWN,
    ),
    Published(
        "return_window",
        7,
        "calendar_days",
        "পণ্য নেওয়ার পর ফেরত চাওয়ার সময়",
        "Return after the goods are collected",
        OWN,
    ),
    Published(
        "return_answer",
        3,
        "working_days",
        "ফেরতের অনুরোধে বিক্রেতার উত্তর",
        "Seller answers a request to return",
        OWN,
    ),
    Published(
        "commission_tax",
        1000,
        "basis_points",
        "কমিশন থেকে উৎসে কর",
        "Tax kept back from commission",
        TAX,
    ),
    Published(
        "payout_minimum",
        10_000,
        "poisha",
        "মাসে এর কম কমিশন হলে পরের মাসে যোগ হয়",
        "Commission below this is carried to the next month",
        OWN,
    ),
    Published(
        "statement_dispute",
        5,
        "calendar_days",
        "মাসের হিসাবের কোনো লাইনে আপত্তি করার সময়",
        "Time to dispute a line of a month's statement",
        OWN,
    ),
    Published(
        "dispute_answer",
        3,
        "working_days",
        "হিসাবের আপত্তিতে বিক্রেতার উত্তর",
        "Seller answers a dispute of a statement",
        OWN,
    ),
    Published(
        "complaint_triage",
        1,
        "working_days",
        "নতুন অভিযোগ কে দেখবে ঠিক করা",
        "A new complaint is sorted",
        DESK,
    ),
    Published(
        "complaint_serve",
        5,
        "working_days",
        "শুধু পেজ বা ঠিকানা জানা বিক্রেতার হাতে নোটিশ পৌঁছানো",
        "Notice is brought to a seller that no message reaches",
        DESK,
    ),
    Published(
        "complaint_information",
        5,
        "calendar_days",
        "বিক্রেতা যা জানতে চেয়েছেন তা জানানো",
        "The complainant gives what the seller asked for",
        DESK,
    ),
    Published(
        "complaint_offer_answer",
        7,
        "calendar_days",
        "বিক্রেতার প্রস্তাবের উত্তর দেওয়া",
        "The complainant answers an offer",
        DESK,
    ),
    Published(
        "complaint_remedy",
        30,
        "calendar_days",
        "টাকা ফেরত ছাড়া অন্য প্রতিকার দেওয়া, সর্বোচ্চ",
        "A remedy other than money back is given, at the latest",
        DESK,
    ),
    Published(
        "complaint_confirmation",
        7,
        "calendar_days",
        "প্রতিকার পেয়েছেন কি না জানানো",
        "The complainant confirms the remedy",
        DESK,
    ),
    Published(
        "complaint_notice",
        3,
        "calendar_days",
        "উত্তর না এলে খবর দেওয়ার পর আরও সময়",
        "Time after a notice that no answer came",
        DESK,
    ),
    Published(
        "complaint_notices",
        2,
        "count",
        "উত্তর ছাড়া বন্ধ করার আগে কতবার খবর দিতে হবে",
        "Notices before a case is closed for want of an answer",
        DESK,
    ),
    Published(
        "complaint_mediation",
        10,
        "working_days",
        "সমন্বয়কের মীমাংসা",
        "The coordinator mediates",
        DESK,
    ),
    Published(
        "complaint_reopen",
        30,
        "calendar_days",
        "বন্ধ অভিযোগ আবার খোলা",
        "A closed complaint is opened again",
        DESK,
    ),
    Published(
        "agency_acceptance",
        5,
        "working_days",
        "সংস্থার অভিযোগ গ্রহণ",
        "The agency accepts a case",
        DESK,
    ),
    Published(
        "agency_reply",
        30,
        "calendar_days",
        "সংস্থার ব্যবস্থা নেওয়া",
        "The agency acts on a case",
        DESK,
    ),
    Published(
        "hearing_notice",
        3,
        "working_days",
        "শুনানির আগে খবর দেওয়া",
        "Notice before a hearing",
        DESK,
    ),
    Published(
        "pause_cap",
        15,
        "calendar_days",
        "আদালতের কারণ ছাড়া অভিযোগ থামিয়ে রাখা",
        "A complaint is paused, other than for a court",
        DESK,
    ),
    Published(
        "public_seller_name",
        3,
        "count",
        "এতজন অভিযোগ করলে নিবন্ধনহীন বিক্রেতার নাম সবাই দেখতে পায়",
        "From so many complainants on an unregistered seller's name is public",
        DESK,
    ),
    Published(
        "public_open_complaints",
        10,
        "count",
        "এত অভিযোগ ঝুলে থাকলে ক্রেতাকে সাবধান করা হয়",
        "From so many open complaints on a buyer is told to be careful",
        DESK,
    ),
    Published(
        "watch_surge",
        5,
        "count",
        "সপ্তাহে অন্তত এত অভিযোগ হলে হঠাৎ বৃদ্ধি ধরা হয়",
        "From so many complaints a week on a rise counts",
        DESK,
    ),
    Published(
        "watch_sample",
        5,
        "count",
        "হার হিসাব করতে অন্তত এত অভিযোগ লাগে",
        "Complaints needed before a share counts",
        DESK,
    ),
    Published(
        "watch_advance_share",
        6000,
        "basis_points",
        "অগ্রিম নিয়ে না দেওয়ার হার, যা থেকে নজরে আসে",
        "Share of paid in advance and not delivered that is looked at",
        DESK,
    ),
    Published(
        "watch_undelivered",
        10000000,
        "poisha",
        "না পাওয়া পণ্যের টাকা, যা থেকে নজরে আসে",
        "Money outstanding that is looked at",
        DESK,
    ),
    Published(
        "watch_silence",
        5000,
        "basis_points",
        "উত্তর না দেওয়ার হার, যা থেকে নজরে আসে",
        "Share of unanswered complaints that is looked at",
        DESK,
    ),
    Published(
        "watch_reply",
        5,
        "working_days",
        "সতর্কবার্তার আগে বিক্রেতার বক্তব্য",
        "The seller's word before a warning",
        DESK,
    ),
    Published(
        "wallet_cooling_off",
        48,
        "hours",
        "নতুন ওয়ালেট নম্বরে টাকা পাঠানোর আগে অপেক্ষা",
        "Waiting before money goes to a changed wallet number",
        OWN,
    ),
    Published(
        "bkash_day_limit",
        5_000_000,
        "poisha",
        "এক বিকাশ নম্বরে দিনে সর্বোচ্চ",
        "Highest sum a day to one bKash wallet",
        WALLET_LIMITS,
    ),
    Published(
        "bkash_month_limit",
        30_000_000,
        "poisha",
        "এক বিকাশ নম্বরে মাসে সর্বোচ্চ",
        "Highest sum a month to one bKash wallet",
        WALLET_LIMITS,
    ),
    Published(
        "rocket_day_limit",
        5_000_000,
        "poisha",
        "এক রকেট নম্বরে দিনে সর্বোচ্চ",
        "Highest sum a day to one Rocket wallet",
        WALLET_LIMITS,
    ),
    Published(
        "rocket_month_limit",
        30_000_000,
        "poisha",
        "এক রকেট নম্বরে মাসে সর্বোচ্চ",
        "Highest sum a month to one Rocket wallet",
        WALLET_LIMITS,
    ),
]
