"""Orders from abroad."""

from .shape import OWN, Published

RULES = [
    Published(
        "export_ship",
        5,
        "calendar_days",
        "বিদেশি অর্ডার বাহকের হাতে দেওয়া",
        "An order from abroad is given to the carrier",
        OWN,
    ),
    Published(
        "export_way",
        21,
        "calendar_days",
        "বিদেশে বিক্রি হওয়া পণ্য পথে থাকে, বানানোর জায়গা থেকে ক্রেতা পর্যন্ত",
        "Goods sold abroad are on the way, from their maker to the buyer",
        OWN,
    ),
    Published(
        "export_buyer_kept",
        60,
        "calendar_days",
        "বিদেশি ক্রেতার নাম-ঠিকানা রাখা",
        "The name and address of a buyer abroad are kept",
        OWN,
    ),
    Published(
        "export_settled",
        30,
        "calendar_days",
        "বিদেশি বাজারের হিসাব মেটানো",
        "A channel settles what was delivered",
        OWN,
    ),
    Published(
        "export_fault_seller_share",
        10000,
        "basis_points",
        "বিদেশ থেকে ফেরত, পণ্যে লুকানো ত্রুটি: দামের যত অংশ বিক্রেতা বহন করেন",
        "Back from abroad for a hidden fault: the part of the price the seller bears",
        OWN,
    ),
    Published(
        "export_changed_mind_seller_share",
        0,
        "basis_points",
        "বিদেশ থেকে ফেরত, ক্রেতার মত বদল: দামের যত অংশ বিক্রেতা বহন করেন",
        "Back from abroad, the buyer's mind changed: the part of the price the seller bears",
        OWN,
    ),
    Published(
        "export_carrier_seller_share",
        0,
        "basis_points",
        "বিদেশের পথে হারানো বা ভাঙা: দামের যত অংশ বিক্রেতা বহন করেন",
        "Lost or broken on the way abroad: the part of the price the seller bears",
        OWN,
    ),
]
