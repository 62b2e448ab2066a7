"""One full sample of every document, for tests and for looking at."""

from datetime import UTC, date, datetime

AT = datetime(2026, 11, 22, 6, 45, tzinfo=UTC)

CENTRE = {
    "name": "কালিয়াকৈর ইউনিয়ন ডিজিটাল সেন্টার",
    "person": "আশা আক্তার",
    "address": "কালিয়াকৈর বাজার",
    "area": "কালিয়াকৈর, গাজীপুর",
    "mobile": "+8801712345678",
}
CUSTOMER = {"name": "করিম মিয়া", "address": "গ্রাম: চাপাইর", "mobile": "+8801812345679"}
SHAREE = {
    "title": "ঢাকাই জামদানি শাড়ি, হাফসিল্ক",
    "variant": "লাল, ১২ হাত",
    "quantity": 1,
    "unit_price_poisha": 545000,
    "total_poisha": 545000,
}
BOOK = {
    "title": "Almond & Honey Body Lotion, 200 ml",
    "quantity": 3,
    "unit_price_poisha": 38050,
    "total_poisha": 114150,
}

SHIPPER = {
    "name": "Export hub",
    "address": "House 7, Road 3",
    "area": "Dhaka, Bangladesh",
    "phone": "+8801712345678",
    "registration": "Trade licence TL-9",
}
KANTHA = {
    "title": "Nakshi kantha, hand-stitched",
    "materials": "cotton",
    "hs_code": "630419",
    "origin": "BD",
    "quantity": 2,
}

SAMPLES = {
    "order_slip": {
        "code": "K74-MX2P-9",
        "qr": "https://ekshop.example/t/K74-MX2P-9",
        "placed_at": AT,
        "centre": CENTRE,
        "customer": CUSTOMER,
        "sellers": [
            {
                "name": "জমিলা তাঁতঘর",
                "promised_on": date(2026, 12, 2),
                "deliver_by": date(2026, 12, 9),
                "lines": [SHAREE],
            },
            {"name": "Shathi Shop", "promised_on": date(2026, 11, 27), "lines": [BOOK]},
        ],
        "goods_poisha": 659150,
        "delivery_poisha": 12000,
        "total_poisha": 671150,
    },
    "pool_list": {
        "code": "P74-MX2P-9",
        "qr": "https://ekshop.example/centre/pools/P74-MX2P-9/",
        "made_at": AT,
        "courier": "সুন্দরবন কুরিয়ার",
        "from": CENTRE,
        "count": 2,
        "parcels": [
            {
                "code": "D74-MX2P-9",
                "maker": "জমিলা তাঁতঘর",
                "to": "খানপুর ইউনিয়ন ডিজিটাল সেন্টার",
                "district": "বগুড়া",
                "pieces": 3,
            },
            {
                "code": "D84-MX2P-3",
                "maker": "Rokeya Begum & daughters",
                "to": "Nayarhat Union Digital Centre",
                "district": "Kurigram",
                "pieces": 12,
            },
        ],
    },
    "receipt": {
        "number": "R-2026-000123",
        "order_code": "K74-MX2P-9",
        "qr": "https://ekshop.example/r/R-2026-000123",
        "paid_at": AT,
        "medium": "নগদ",
        "centre": CENTRE,
        "customer": CUSTOMER,
        "lines": [SHAREE, {**BOOK, "quantity": 2, "total_poisha": 76100}],
        "refused": [{"title": BOOK["title"], "quantity": 1, "reason": "মুখ খোলা ছিল"}],
        "goods_poisha": 621100,
        "delivery_poisha": 12000,
        "total_poisha": 633100,
        "total_in_words": 633100,
    },
    "settlement": {
        "number": "20261128-33",
        "drawn_on": date(2026, 11, 28),
        "issued_at": datetime(2026, 11, 28, 4, 30, tzinfo=UTC),
        "qr": "https://ekshop.gov.bd/partner/settlements/20261128-33/",
        "seller": {"name": "পাঠশালা বুকস", "area": "ঢাকা"},
        "account": "সোনালী ব্যাংক, মতিঝিল …9012",
        "totals": [
            {"name": "ক্রেতা দিয়েছেন", "amount_poisha": 46115000},
            {"name": "কমিশন", "amount_poisha": -2250800},
            {"name": "আগের হিসাব থেকে", "amount_poisha": -100000},
        ],
        "payable_poisha": 43764200,
        "lines": [
            {
                "date": date(2026, 11, 20 + number % 8),
                "order_code": f"S7-4MX{number}-9",
                "paid_by_customer_poisha": 461150,
                "refunded_poisha": -150050 if number % 3 == 0 else 0,
                "commission_poisha": -22508,
                "other_poisha": 0,
                "fee_poisha": -5764,
                "net_poisha": 432878,
            }
            for number in range(12)
        ],
    },
    "statement": {
        "number": "S-2026-11-0042",
        "month": "2026-11",
        "qr": "https://ekshop.example/s/S-2026-11-0042",
        "issued_at": AT,
        "centre": CENTRE,
        "seller": {"name": "Shathi Shop", "area": "ঢাকা"},
        "wallet": "bKash 017…5678",
        "totals": [
            {"name": "আগের জের", "amount_poisha": -12000},
            {"name": "অর্জিত", "amount_poisha": 412300},
            {"name": "ফেরত", "amount_poisha": -8000},
        ],
        "payable_poisha": 392300,
        "lines": [
            {
                "date": date(2026, 11, 1 + day % 28),
                "order_code": "K74-MX2P-9",
                "title": SHAREE["title"] if day % 3 else BOOK["title"],
                "base_poisha": 545000,
                "rate_bp": 500 if day % 3 else 425,
                "commission_poisha": 27250 if day % 7 else -8000,
                "state": "নিশ্চিত" if day % 7 else "ফেরত",
            }
            for day in range(40)
        ],
    },
    "letter": {
        "memo": "২৬.০০.০০০০.১৫০.৩১.০০৭.২৬",
        "qr": "https://ekshop.example/desk/Q3-7WMD-4",
        "written_on": date(2026, 11, 22),
        "bengali_calendar": "৭ অগ্রহায়ণ ১৪৩৩",
        "office": "কেন্দ্রীয় ডিজিটাল কমার্স সেল",
        "office_above": "বাণিজ্য মন্ত্রণালয়",
        "office_address": "বাংলাদেশ সচিবালয়, ঢাকা",
        "to": {
            "designation": "সহকারী পরিচালক (অভিযোগ ও তদন্ত)",
            "name": "জাতীয় ভোক্তা অধিকার সংরক্ষণ অধিদপ্তর",
            "address": "কারওয়ান বাজার, ঢাকা",
        },
        "subject": "পণ্য না পাওয়ার অভিযোগ (C84-2KXM-7) প্রেরণ",
        "law": "ভোক্তা অধিকার সংরক্ষণ আইন ২০০৯",
        "paragraphs": ["উপর্যুক্ত বিষয়ে জানানো যাচ্ছে যে অভিযোগটি প্রেরণ করা হলো।", "ধন্যবাদ।"],
        "facts": [{"name": "অভিযোগকারী", "value": "করিম মিয়া"}],
        "story": "টাকা দিয়েছি, পণ্য পাইনি।",
        "enclosed": ["১। রসিদ.pdf"],
        "signed_by": "সমন্বয়ক",
    },
    "shipping_label": {
        "code": "P3-7WMD-4",
        "qr": "https://ekshop.example/p/P3-7WMD-4",
        "courier": "eCourier",
        "courier_code": "ECR2611220043",
        "to": {**CENTRE, "district": "গাজীপুর"},
        "from": {"name": "Shathi Shop", "address": "২১ মিরপুর রোড, ঢাকা", "mobile": "+8801912345670"},
        "pieces": 2,
        "weight": "১.২ কেজি",
        "promised_on": date(2026, 11, 27),
        "deliver_by": date(2026, 12, 2),
    },
    "complaint_receipt": {
        "number": "C74-MX2P-9",
        "qr": "https://ekshop.example/c/C74-MX2P-9",
        "filed_at": AT,
        "complainant": CUSTOMER,
        "seller": {"name": "রঙ ফ্যাশন"},
        "taken_by": {"name": CENTRE["name"]},
        "category": "পণ্য আসেনি",
        "goods": SHAREE["title"],
        "happened_on": date(2026, 11, 10),
        "amount_poisha": 545000,
        "transaction": "9BF7XX2K1L",
        "wanted": "টাকা ফেরত",
        "wanted_poisha": 545000,
        "story": "শাড়ির দাম বিকাশে দিয়েছি। দশ দিন হয়ে গেল, শাড়ি আসেনি, ফোনও ধরে না।",
        "files": [{"title": "বিকাশের এসএমএস.webp", "sha256": "9f86d081884c7d65" * 4}],
        "next": "বিক্রেতা সমাধান শুরু করবেন",
        "due_at": AT,
        "citation": "ডিজিটাল কমার্স পরিচালনা নির্দেশিকা ২০২১",
        "in_law_time": "ঘটনার পর ৩০ দিন",
        "clocks": [{"title": "অভিযোগের সমাধান শুরু করা", "citation": "ডিজিটাল কমার্স নির্দেশিকা ২০২১"}],
    },
    "agreement": {
        "version": "contract-1",
        "title": "বিক্রির চুক্তি",
        "begins": "এক-শপ, আপনার ডিজিটাল সেন্টার আর আপনি, এই তিন পক্ষের কথা।",
        "clauses": [
            {"head": "দাম আপনার", "text": "জিনিসের দাম আপনি ঠিক করেন।"},
            {"head": "চুক্তি শেষ করা", "text": "যেকোনো দিন চুক্তি শেষ করতে পারেন।"},
        ],
        "producer": CUSTOMER,
        "centre": CENTRE,
        "given": "পড়ে শোনানো হয়েছে, তিনি হ্যাঁ বলেছেন",
        "given_at": AT,
        "taken_down": "আশা আক্তার",
    },
    "commercial_invoice": {
        "number": "E7K-MX2P-9",
        "issued_on": date(2026, 11, 22),
        "qr": "https://ekshop.example/operator/exports/",
        "shipper": SHIPPER,
        "destination": "US",
        "carrier": "Carrier",
        "terms": "DAP",
        "reason_for_export": "Sale",
        "net_weight": "1.400 kg",
        "gross_weight": "1.950 kg",
        "orders": [
            {
                "code": "X74-MX2P-9",
                "channel": "Amazon 113-1",
                "tracking": "BX0123456789",
                "consignee": {"name": "Emma Stone", "address": "12 Elm Street", "area": "Austin"},
                "lines": [{**KANTHA, "unit_price": "USD 60.00", "total": "USD 120.00"}],
                "goods_sum": "USD 120.00",
                "freight": "USD 15.00",
                "total": "USD 135.00",
            }
        ],
    },
    "packing_list": {
        "number": "E7K-MX2P-9",
        "issued_on": date(2026, 11, 22),
        "shipper": SHIPPER,
        "destination": "US",
        "carrier": "Carrier",
        "parcels": [
            {
                "code": "X74-MX2P-9",
                "tracking": "BX0123456789",
                "net_weight": "1.400 kg",
                "gross_weight": "1.950 kg",
                "lines": [{**KANTHA, "net_weight": "1.400 kg"}],
            }
        ],
        "parcel_count": 1,
        "pieces": 2,
        "net_weight": "1.400 kg",
        "gross_weight": "1.950 kg",
    },
    "customs_data": {
        "number": "E7K-MX2P-9",
        "issued_on": date(2026, 11, 22),
        "shipper": SHIPPER,
        "destination": "US",
        "reason_for_export": "Sale",
        "headings": [
            {
                "hs_code": "630419",
                "description": KANTHA["title"],
                "materials": "cotton",
                "origin": "BD",
                "quantity": 2,
                "net_weight": "1.400 kg",
                "gross_weight": "1.950 kg",
                "value": "USD 120.00",
            }
        ],
        "pieces": 2,
        "net_weight": "1.400 kg",
        "gross_weight": "1.950 kg",
        "value": "USD 120.00",
        "certificates": ["GI 12, DPDT"],
    },
}
