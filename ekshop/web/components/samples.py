"""What the living page shows: every group of components, and true-looking things to fill them."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.clock import DHAKA
from ekshop.web.styles.goods import DRAWINGS
from ekshop.web.styles.icons import ICON_ALIASES, ICONS

# One moment for ever, so that the page looks the same whenever it is looked at.
MOMENT = datetime(2026, 11, 22, 13, 15, tzinfo=DHAKA)
SAMPLES = Path(__file__).parent / "templates/components/samples"

GROUPS = (
    ("colours", _("Colours")),
    ("words", _("Words")),
    ("buttons", _("Buttons")),
    ("fields", _("Fields")),
    ("choices", _("Choices")),
    ("numbers", _("Quantity, files and search")),
    ("told", _("Alerts, badges and chips")),
    ("cards", _("Cards and goods")),
    ("tables", _("Tables and lists")),
    ("time", _("Time and progress")),
    ("money", _("Money and answers")),
    ("figures", _("Figures")),
    ("ways", _("Ways between pages")),
    ("small", _("Small things")),
    ("layouts", _("Layouts")),
    ("utilities", _("Agreed utilities")),
    ("pictures", _("Icons and drawings")),
)

UTILITIES = (
    "{sm: md: lg:}block flex grid hidden inline-flex",
    "{md:}flex-row flex-col flex-wrap items-start items-center items-end justify-between justify-end text-right",
    "items-baseline items-stretch justify-start justify-center self-start self-center self-end flex-1 grow shrink-0 inline inline-block",
    "{sm: md: lg:}grid-cols-1…6  {md: lg:}col-span-2 3 4 full",
    "gap gap-x gap-y space-y: -0 1 2 3 4 6 8",
    "m mt mb ml mr mx my: -0 1 2 3 4 6 8 12; mx-auto ml-auto mr-auto mt-auto",
    "p pt pb pl pr px py: -0 1 2 3 4 6 8",
    "text-xs sm base lg xl 2xl 3xl left center; font-normal medium semibold bold mono",
    "text-ink soft green madder turmeric indigo; bg-paper card sunk green-tint madder-tint turmeric-tint indigo-tint",
    "border border-t border-b border-0 border-line rounded rounded-full divide-y divide-line",
    "w-full auto 1/2 1/3 2/3; h-full min-w-0 min-h-0; max-w-xs sm md lg xl 2xl full reading page; size-4 5 6 8 10 12 16 20 24",
    "relative absolute sticky top-0 right-0 bottom-0 left-0 z-10 lg:sticky overflow-hidden overflow-auto overflow-x-auto",
    "truncate whitespace-nowrap whitespace-pre-line break-words break-all tabular-nums underline no-underline line-through list-disc list-decimal list-none align-top align-middle leading-snug",
    "aspect-square object-cover object-contain sr-only not-sr-only order-first order-last md:order-first md:order-last print:hidden",
)


def _said(bn: str, en: str) -> str:
    return bn if get_language() == "bn" else en


def _goods() -> list[dict[str, Any]]:
    days = _said("{} বিক্রেতা · {} দিনে সেন্টারে", "{} sellers · at the centre in {} days")
    rows = (
        ("নকশি জামদানি শাড়ি, ৮৪ কাউন্ট", "Nakshi jamdani sari, 84 count", 685000, "sari", 1),
        ("সুতি জামদানি শাড়ি, নীল", "Cotton jamdani sari, blue", 249000, "sari", 0),
        ("জামদানি থ্রি-পিস", "Jamdani three-piece", 320000, "three-piece", 0),
        ("সুন্দরবনের খলিসা মধু, ১ কেজি", "Khalisha honey of the Sundarbans, 1 kg", 120000, "honey", 0),
        ("কালিজিরা চাল, ৫ কেজি", "Kalijira rice, 5 kg", 90000, "rice", 0),
        ("স্মার্টফোন ৬/১২৮ জিবি", "Smartphone 6/128 GB", 1850000, "phone", 0),
        ("জামদানি: ঐতিহ্য ও বুনন (বই)", "Jamdani: craft and weave (book)", 45000, "book", 0),
        ("শীতলপাটি, হাতে বোনা", "Shital pati, woven by hand", 210000, "mat", 0),
    )
    return [
        {
            "title": _said(bn, en),
            "poisha": poisha,
            "drawing": drawing,
            "gi": _said("নারায়ণগঞ্জ", "Narayanganj") if gi else "",
            "note": days.format(_said("৩", "3"), _said("৪", "4")),
        }
        for bn, en, poisha, drawing, gi in rows
    ]


def _orders() -> list[dict[str, Any]]:
    rows = (
        ("K7-4MX2-9", "রহিমা বেগম", "Rahima Begum", 249000, "turmeric", "পথে", "On the way"),
        ("K3-9QTA-4", "আবদুল করিম", "Abdul Karim", 45000, "green", "দেওয়া হয়েছে", "Handed over"),
        ("K5-2RWE-8", "শিউলি আক্তার", "Sheuli Akter", 1850000, "madder", "দেরি", "Late"),
    )
    return [
        {
            "code": code,
            "customer": _said(bn, en),
            "poisha": poisha,
            "tone": tone,
            "state": _said(state_bn, state_en),
        }
        for code, bn, en, poisha, tone, state_bn, state_en in rows
    ]


def source_of(group: str) -> str:
    """A sample as it is written, without the line of libraries it loads."""
    return (SAMPLES / f"{group}.html").read_text(encoding="utf-8").split("%}", 1)[1].strip()


def page(request: HttpRequest) -> dict[str, Any]:
    now = MOMENT
    return {
        "groups": [
            {
                "name": name,
                "title": title,
                "template": f"components/samples/{name}.html",
                "source": source_of(name),
            }
            for name, title in GROUPS
        ],
        "goods": _goods(),
        "orders": _orders(),
        "icons": sorted({*ICONS, *ICON_ALIASES}),
        "drawings": sorted(DRAWINGS),
        "utilities": UTILITIES,
        "colours": ("paper", "card", "sunk", "green", "madder", "turmeric", "indigo"),
        "districts": [
            ("1", _said("নারায়ণগঞ্জ", "Narayanganj")),
            ("2", _said("টাঙ্গাইল", "Tangail")),
            ("3", _said("সিরাজগঞ্জ", "Sirajganj")),
        ],
        "wallets": [
            {
                "value": "cash",
                "label": _said("নগদ টাকা", "Cash"),
                "hint": _said("সেন্টারে গুনে নিন", "Counted at the centre"),
            },
            {
                "value": "wallet",
                "label": _said("মোবাইল ওয়ালেট", "Mobile wallet"),
                "hint": _said("লেনদেন নম্বর লিখুন", "Write the transaction number"),
            },
        ],
        "months": [12, 18, 15, 22, 30, 26, 41, 38, 52],
        "categories": [
            (_said("শাড়ি", "Saris"), 982),
            (_said("থ্রি-পিস", "Three-piece"), 141),
            (_said("ওড়না", "Scarves"), 83),
            (_said("বই", "Books"), 7),
        ],
        "facets": [
            {"label": _said("শাড়ি", "Saris"), "count": 982, "href": "?c=1", "on": True},
            {"label": _said("থ্রি-পিস", "Three-piece"), "count": 141, "href": "?c=2"},
            {"label": _said("ওড়না", "Scarves"), "count": 83, "href": "?c=3"},
        ],
        "errors": {
            "mobile": [
                _said("১১টি সংখ্যা লিখুন, যেমন ০১৭১২৩৪৫৬৭৮।", "Write 11 digits, such as 01712345678.")
            ]
        },
        "now": now,
        "earlier": now - timedelta(days=3),
        "person": _said("আশা আক্তার", "Asha Akter"),
        "centre": _said("চরভদ্রাসন ইউনিয়ন ডিজিটাল সেন্টার", "Char Bhadrasan Union Digital Centre"),
    }
