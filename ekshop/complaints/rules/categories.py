"""What one can complain about: a tree of two levels, in the words people use."""

from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True)
class Category:
    """`law`: which of `LAWS` it usually falls under, and `section`: where in it; empty where that
    must be looked at first. `urgent`: someone may come to harm."""

    code: str
    group: str
    bn: str
    en: str
    example_bn: str
    example_en: str
    law: str = ""
    section: str = ""
    urgent: bool = False

    @property
    def name(self) -> str:
        return self.en if get_language() == "en" else self.bn

    @property
    def example(self) -> str:
        return self.example_en if get_language() == "en" else self.example_bn


GROUPS = {
    "delivery": ("পণ্য পৌঁছানো", "Delivery"),
    "goods": ("পণ্যের মান", "The goods"),
    "money": ("টাকা", "Money"),
    "promise": ("কথা ও কাজ", "What was promised"),
    "safety": ("নিরাপত্তা ও প্রতারণা", "Safety and fraud"),
    "other": ("অন্য কিছু", "Something else"),
}

LAWS = {
    "consumer_act": ("ভোক্তা অধিকার সংরক্ষণ আইন ২০০৯", "Consumer Rights Protection Act 2009"),
    "guidelines": (
        "ডিজিটাল কমার্স পরিচালনা নির্দেশিকা ২০২১",
        "Digital Commerce Operation Guidelines 2021",
    ),
    "digital_security": ("ডিজিটাল নিরাপত্তার আইন", "Digital security law"),
}

CATEGORIES = (
    Category(
        "not_delivered",
        "delivery",
        "পণ্য আসেনি",
        "Not delivered",
        "টাকা দিয়েছি, এখনো কিছু পাইনি।",
        "I paid and have received nothing.",
        "consumer_act",
        "45",
    ),
    Category(
        "late",
        "delivery",
        "দেরি হচ্ছে",
        "Late",
        "সাত দিনে দেওয়ার কথা, তিন সপ্তাহ হয়ে গেল।",
        "It was promised in seven days; three weeks have passed.",
        "guidelines",
    ),
    Category(
        "short",
        "delivery",
        "কম এসেছে",
        "Something is missing",
        "তিনটা অর্ডার করেছি, বাক্সে দুইটা ছিল।",
        "I ordered three; there were two in the box.",
        "consumer_act",
        "46",
    ),
    Category(
        "wrong_item",
        "goods",
        "অন্য জিনিস এসেছে",
        "Wrong goods",
        "লাল শাড়ি চেয়েছিলাম, নীল ওড়না এসেছে।",
        "I ordered a red saree; a blue scarf came.",
        "consumer_act",
        "45",
    ),
    Category(
        "damaged",
        "goods",
        "ভাঙা বা নষ্ট",
        "Damaged",
        "খুলে দেখি কাচ ভাঙা।",
        "The glass was broken when I opened it.",
        "consumer_act",
        "45",
    ),
    Category(
        "quality",
        "goods",
        "মান খারাপ",
        "Poor quality",
        "একবার ধুতেই রং উঠে গেছে।",
        "The colour ran in the first wash.",
        "consumer_act",
        "45",
    ),
    Category(
        "counterfeit",
        "goods",
        "নকল পণ্য",
        "Counterfeit",
        "নামী কোম্পানির বলে নকল জিনিস দিয়েছে।",
        "Sold as a known brand, but it is a copy.",
        "consumer_act",
        "50",
    ),
    Category(
        "expired",
        "goods",
        "মেয়াদ শেষ",
        "Past its date",
        "প্যাকেটের তারিখ গত মাসের।",
        "The date on the packet was last month.",
        "consumer_act",
        "51",
    ),
    Category(
        "warranty",
        "goods",
        "ওয়ারেন্টি দিচ্ছে না",
        "Warranty refused",
        "এক বছরের ওয়ারেন্টি ছিল, এখন ঠিক করে দিচ্ছে না।",
        "It had a year's warranty; now they will not repair it.",
        "consumer_act",
        "45",
    ),
    Category(
        "refund_not_given",
        "money",
        "টাকা ফেরত দেয়নি",
        "Refund not given",
        "ফেরত দেবে বলেছে, এক মাসেও দেয়নি।",
        "They agreed to refund; a month later nothing has come.",
        "guidelines",
    ),
    Category(
        "advance_taken",
        "money",
        "অগ্রিম নিয়ে চুপ",
        "Advance taken",
        "পুরো টাকা আগে নিয়ে এখন ফোন ধরে না।",
        "They took all the money first and no longer answer.",
        "guidelines",
    ),
    Category(
        "price",
        "money",
        "দাম বেশি নিয়েছে",
        "Overcharged",
        "গায়ে লেখা দামের চেয়ে বেশি নিয়েছে।",
        "They charged more than the price printed on it.",
        "consumer_act",
        "40",
    ),
    Category(
        "false_advert",
        "promise",
        "বিজ্ঞাপনে মিথ্যা",
        "False advertisement",
        "ছবিতে একরকম, হাতে পেলাম আরেকরকম।",
        "The picture showed one thing; another came.",
        "consumer_act",
        "44",
    ),
    Category(
        "cancelled_order",
        "promise",
        "নিজেরাই বাতিল করেছে",
        "Cancelled by the seller",
        "দাম বাড়ার পর আমার অর্ডার বাতিল করে দিল।",
        "They cancelled my order after the price rose.",
        "consumer_act",
        "45",
    ),
    Category(
        "service",
        "promise",
        "সেবা ঠিকমতো দেয়নি",
        "Service not given",
        "টিকিট কেটেছি, সেবা পাইনি, কেউ কথা বলে না।",
        "I bought a ticket; the service was not given and nobody talks to me.",
        "consumer_act",
        "45",
    ),
    Category(
        "account_fraud",
        "safety",
        "অ্যাকাউন্ট বা ওয়ালেট থেকে টাকা গেছে",
        "Account or wallet fraud",
        "কোড চেয়ে নিয়ে বিকাশের টাকা তুলে নিয়েছে।",
        "They asked for my code and emptied my wallet.",
        "digital_security",
        urgent=True,
    ),
    Category(
        "unsafe",
        "safety",
        "বিপজ্জনক পণ্য",
        "Unsafe goods",
        "চার্জারে আগুন ধরে গেছে, ওষুধ খেয়ে অসুস্থ হয়েছি।",
        "The charger caught fire; the medicine made me ill.",
        "consumer_act",
        "52",
        urgent=True,
    ),
    Category(
        "forbidden",
        "safety",
        "নিষিদ্ধ কিছু বিক্রি",
        "Forbidden goods or schemes",
        "লটারি, এমএলএম বা নিষিদ্ধ জিনিস বিক্রি করছে।",
        "They sell lotteries, pyramid schemes or forbidden goods.",
        "guidelines",
    ),
    Category(
        "data_misuse",
        "safety",
        "আমার তথ্যের অপব্যবহার",
        "Misuse of my data",
        "আমার নম্বর অন্যকে দিয়ে দিয়েছে।",
        "They gave my number to others.",
        "",
    ),
    Category(
        "other",
        "other",
        "অন্য অভিযোগ",
        "Another complaint",
        "উপরের কোনোটির সঙ্গে মেলে না।",
        "None of the above.",
        "",
    ),
)
BY_CODE = {category.code: category for category in CATEGORIES}
CATEGORY_CHOICES = [(category.code, category.en) for category in CATEGORIES]


def category_of(code: str) -> Category:
    """KeyError for a code that is not in the tree."""
    return BY_CODE[code]


def law_name(code: str) -> str:
    """In the reader's language."""
    in_bengali, in_english = LAWS[code]
    return in_english if get_language() == "en" else in_bengali


def law_of(category: str) -> str:
    """The law a category falls under; "" where none is known."""
    return BY_CODE[category].law if category in BY_CODE else ""


def groups_shown() -> list[tuple[str, list[Category]]]:
    """The tree in the reader's language, in its order."""
    english = get_language() == "en"
    return [
        (name_en if english else name_bn, [each for each in CATEGORIES if each.group == group])
        for group, (name_bn, name_en) in GROUPS.items()
    ]
