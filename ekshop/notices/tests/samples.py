"""Values for every notice: as long as life makes them, in both languages."""

from datetime import UTC, date, datetime

URL = "https://ekshop.gov.bd/t/K74-MX2P-9"

NAMES = {
    "bn": {
        "agency_name": "জাতীয় ভোক্তা অধিকার সংরক্ষণ অধিদপ্তর",
        "centre_name": "উত্তর বেলকুচি রাজাপুর ইউনিয়ন ডিজিটাল সেন্টার",
        "customer_name": "মোছাম্মৎ ফাতেমাতুজ্জোহরা বেগম",
        "person_name": "মোহাম্মদ আবদুল্লাহ আল মামুন",
        "partner_name": "সাথী শপ",
        "seller_name": "জমিলা হস্তশিল্প ও তাঁতঘর",
        "scheme_name": "ডিসেম্বরের পুরস্কার",
        "prizes": "মোটরসাইকেল, মোবাইল ফোন",
        "title": "ঢাকাই জামদানি শাড়ি, হাফসিল্ক, হাতে বোনা, লাল পাড়",
        "reason": "পণ্যটি ব্যবহার করা হয়েছে, মোড়ক নেই এবং সাত দিন পার হয়ে গেছে",
        "medium": "নগদ, সেন্টারে",
        "district": "সিরাজগঞ্জ",
        "remedy": "যা অর্ডার করা হয়েছিল তা পৌঁছে দেওয়া",
        "subject": "অ্যাকাউন্ট বা ওয়ালেট থেকে টাকা গেছে",
        "text": "বিক্রেতা বলছেন পণ্য কুরিয়ারে দেওয়া হয়েছে। রসিদ হাতে থাকলে ছবি তুলে পাঠান, না থাকলে কুরিয়ারের নাম আর বুকিং নম্বর লিখুন।",
        "place": "জাতীয় ভোক্তা অধিকার সংরক্ষণ অধিদপ্তর, ১ কারওয়ান বাজার, ঢাকা, কক্ষ ৪০৫",
    },
    "en": {
        "agency_name": "Directorate of National Consumer Rights Protection",
        "centre_name": "North Belkuchi Rajapur Union Digital Centre",
        "customer_name": "Mosammat Fatematuzzohra Begum",
        "person_name": "Mohammad Abdullah Al Mamun",
        "partner_name": "Shathi Shop",
        "seller_name": "Jamila Handicraft and Weaving House",
        "scheme_name": "Prizes of December",
        "prizes": "Motorcycle, Mobile phone",
        "title": "Dhakai Jamdani saree, half silk, handwoven, red border",
        "reason": "it was used, the wrapping is missing and seven days have passed",
        "medium": "cash, at the centre",
        "district": "Sirajganj",
        "remedy": "Delivery of what was ordered",
        "subject": "Account or wallet fraud",
        "text": "The seller says that the goods are with the courier. If you have the receipt, "
        "send a picture of it; if not, write the courier's name and the booking number.",
        "place": "Directorate of National Consumer Rights Protection, 1 Karwan Bazar, Dhaka, 405",
    },
}
PLAIN = {
    "code": "K74-MX2P-9",
    "consent_code": "482913",
    "hand_over_code": "593021",
    "centre_code": "C84-2KXM-7",
    "receipt_number": "R-2026-000123",
    "refund_number": "F-2026-000045",
    "minutes": 10,
    "month": "2026-09",
    "payable_poisha": 12345650,
    "statements": 5292,
    "accepted": True,
    "again": True,
    "total_poisha": 123456750,
    "amount_poisha": 123456750,
    "promised_on": date(2026, 12, 22),
    "deliver_by": date(2026, 12, 25),
    "confirm_by": datetime(2026, 11, 24, 12, 30, tzinfo=UTC),
    "due_at": datetime(2026, 11, 24, 12, 30, tzinfo=UTC),
    "kind": "confirm",
    "clock": "counter_answer",
    "what": "sent",
    "ends_in": "4821",
    "limit_poisha": 5000000,
    "stopped": True,
    "usable_from": datetime(2026, 12, 24, 5, 30, tzinfo=UTC),
    "due_on": date(2026, 12, 22),
    "approved": False,
    "in_cash": True,
    "late": False,
    "until": date(2026, 12, 22),
    "last": True,
    "paid": True,
    "seller_count": 3,
    "line_count": 12,
    "url": URL,
    "hearing_at": datetime(2026, 12, 24, 5, 30, tzinfo=UTC),
    "link": "https://meet.example.gov.bd/dncrp/hearing-K74-MX2P-9",
    "put_off": True,
    "reference": "CHALLAN-2026-000123456",
    "old": "017…5678",
    "new": "018…4321",
    "wallet": "017…5678",
    "pays_from": datetime(2026, 12, 24, 5, 30, tzinfo=UTC),
    "site": "https://ekshop.gov.bd",
}


def values(names: frozenset[str], language: str) -> dict:
    line = {"title": NAMES[language]["title"], "quantity": 2, "total_poisha": 1090000}
    known = {**PLAIN, **NAMES[language], "lines": [line, line]}
    return {name: known[name] for name in names}
