"""What a producer agrees to, word for word: an agreement names the version she heard or read.

A wording once used is never changed; a new one is added under a new version.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

AGREEMENT_KINDS = [("consent", _("Consent")), ("contract", _("Contract"))]
AGREEMENT_MEDIA = [
    ("read_aloud", _("Read aloud to her, and she said yes")),
    ("signed", _("Signed on paper")),
    ("thumb", _("Thumbprint on paper")),
    ("online", _("Agreed on her own page")),
]
AGREEMENT_PAPERS_MOST = 6
ONLINE = "online"
"""What only she herself can say: all other ways are written down by her centre."""


@dataclass(frozen=True)
class Clause:
    """One thing agreed to: a short heading and a sentence or three, in both languages."""

    head_bn: str
    text_bn: str
    head_en: str
    text_en: str

    def head(self, language: str) -> str:
        return self.head_en if language == "en" else self.head_bn

    def text(self, language: str) -> str:
        return self.text_en if language == "en" else self.text_bn


@dataclass(frozen=True)
class Wording:
    """`version` is what an agreement keeps; `begins` the words before the first clause."""

    kind: str
    version: str
    title_bn: str
    title_en: str
    begins_bn: str
    begins_en: str
    clauses: Sequence[Clause]

    def title(self, language: str) -> str:
        return self.title_en if language == "en" else self.title_bn

    def begins(self, language: str) -> str:
        return self.begins_en if language == "en" else self.begins_bn


CONSENT_1 = Wording(
    kind="consent",
    version="consent-1",
    title_bn="আপনার সম্মতি",
    title_en="Your consent",
    begins_bn="এক-শপে বিক্রি করতে হলে আপনার কিছু কথা ও ছবি আমাদের রাখতে হয়। কী রাখি, কে দেখে আর কেন, তা শুনে নিন। রাজি না হলে কোনো ক্ষতি নেই।",
    begins_en="To sell on ek-Shop we have to keep some facts and photos of you. Hear what we keep, who sees it and why. Nothing bad follows if you say no.",
    clauses=(
        Clause(
            "যা সবাই দেখবে",
            "আপনার নাম, জেলা, কী বানান, আপনার ও কাজের জায়গার ছবি আর আপনার পণ্য দোকানের পাতায় থাকবে।",
            "What everybody sees",
            "Your name, your district, what you make, photos of you and of where you work, and your goods stand on the pages of the shop.",
        ),
        Clause(
            "যা কেউ দেখবে না",
            "পরিচয়পত্রের নম্বর ও টাকা পাওয়ার নম্বর তালা দিয়ে রাখা হয়। দরকার হলে শুধু পরিচালনা দপ্তর কারণ লিখে পরিচয়পত্রের নম্বর দেখতে পারে, আর কে কবে দেখেছে তা আপনি নিজের পাতায় দেখতে পাবেন।",
            "What nobody sees",
            "The number of your identity card and the number you are paid at are kept locked. Only the operations office may look at the card's number, writing down why; and you can see on your own page who looked and when.",
        ),
        Clause(
            "আপনার মোবাইল",
            "অর্ডার, টাকা ও দরকারি খবর আপনার মোবাইলে আসবে। নম্বরটি ক্রেতাকে দেওয়া হয় না।",
            "Your mobile",
            "Orders, money and news you need come to your mobile. Buyers are not given the number.",
        ),
        Clause(
            "মত বদলালে",
            "যেকোনো দিন আপনার ডিজিটাল সেন্টারে গিয়ে বা ৩৩৩ নম্বরে ফোন করে সম্মতি তুলে নিতে পারেন। তখন আপনার পণ্য দোকান থেকে নামবে; চলমান অর্ডার ও আপনার পাওনা টাকার হিসাব শেষ হবে।",
            "If you change your mind",
            "You may take this back any day, at your digital centre or by calling 333. Your goods then leave the shop; orders under way and money owed to you are still finished.",
        ),
    ),
)

CONTRACT_1 = Wording(
    kind="contract",
    version="contract-1",
    title_bn="বিক্রির চুক্তি",
    title_en="Contract of sale",
    begins_bn="এক-শপ, আপনার ডিজিটাল সেন্টার আর আপনি, এই তিন পক্ষের কথা। কোনো টাকা দিয়ে নাম লেখাতে হয় না।",
    begins_en="An agreement of three: ek-Shop, your digital centre and you. Joining costs no money.",
    clauses=(
        Clause(
            "আপনি যা করবেন",
            "নিজের বা নিজের দলের বানানো বা ফলানো জিনিসই দেবেন। ছবি ও বিবরণে যা আছে, জিনিস তেমনই হবে।",
            "What you do",
            "You sell only what you or your group made or grew. The goods are as the photos and the words say.",
        ),
        Clause(
            "দাম আপনার",
            "জিনিসের দাম আপনি ঠিক করেন। বিক্রির আগে দেখানো হবে কত টাকা আপনি পাবেন আর কত টাকা কমিশন যাবে।",
            "The price is yours",
            "You decide the price. Before you sell you are shown how much comes to you and how much goes in commission.",
        ),
        Clause(
            "অর্ডার এলে",
            "অর্ডার এলে মোবাইলে খবর যাবে। পারলে হ্যাঁ, না পারলে না বলবেন; না বললে কোনো জরিমানা নেই। সময়মতো না জানালে অর্ডার বাতিল হয়।",
            "When an order comes",
            "You hear of it on your mobile. Say yes if you can and no if you cannot; saying no costs nothing. If nothing is said in time, the order is cancelled.",
        ),
        Clause(
            "জিনিস দেখে নেওয়া",
            "জিনিস আগে আপনার সেন্টারে, পরে ক্রেতার সেন্টারে দেখে নেওয়া হয়। যা ঠিক আছে শুধু তার দাম পাবেন। যা ঠিক নেই তা কারণ ও ছবিসহ ফেরত আসে। পথে নষ্ট হলে সে দায় আপনার নয়।",
            "Goods are looked at",
            "First at your centre, then at the buyer's. You are paid for what is right. What is not comes back with the reason and a photo. What is spoilt on the way is not your loss.",
        ),
        Clause(
            "টাকা পাওয়া",
            "ক্রেতা জিনিস বুঝে নেওয়ার পরে নিয়মে বলা দিনের মধ্যে টাকা আপনার নিজের মোবাইল হিসাবে যাবে। কারও হাতে নগদ দেওয়া হয় না।",
            "Being paid",
            "After the buyer has taken the goods, the money goes to your own mobile account within the days the rule says. It is not handed to anybody in cash.",
        ),
        Clause(
            "চুক্তি শেষ করা",
            "যেকোনো দিন চুক্তি শেষ করতে পারেন। চলমান অর্ডার শেষ হবে, পাওনা টাকা পাবেন। মিথ্যা নাম বা নকল জিনিস দিলে এক-শপ কারণ জানিয়ে বিক্রি বন্ধ করতে পারে; আপনি উত্তর দিতে পারবেন।",
            "Ending it",
            "You may end it any day. Orders under way are finished and you are paid what is owed. For a false name or fake goods ek-Shop may stop the sale, saying why; you may answer.",
        ),
    ),
)

WORDINGS: dict[str, Wording] = {each.version: each for each in (CONSENT_1, CONTRACT_1)}
_NOW = {"consent": CONSENT_1, "contract": CONTRACT_1}


def wording(version: str) -> Wording:
    """The words somebody agreed to. Raises KeyError for a version there never was."""
    return WORDINGS[version]


def wording_now(kind: str) -> Wording:
    """The words a new agreement of that kind is about."""
    return _NOW[kind]
