"""Who complains of whom and why: drawn, the same each time.

`drawn(number)` yields that many complaints; `COLLAPSED` is the seller of whom hundreds complain in
the same days. Every seller, number and page is invented.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .customers import customers
from .seeded import stream, table
from .stories import BN, EN, LATIN, tell
from .tables import read


class Goods(NamedTuple):
    """`names` in Bengali, English and Latin letters; what it costs in taka and what can be wrong;
    `kind`: f to wear, t telephones and their like, h for the house, u furniture, k to eat, b for
    the body, v vehicles and machines, o others."""

    names: tuple[str, ...]
    low: int
    high: int
    wrong: list[str]
    kind: str


_ANY = "not_delivered late refund_not_given advance_taken cancelled_order"
GOODS = [
    Goods(tuple(row[0].split("/")), int(row[1]), int(row[2]), f"{_ANY} {row[3]}".split(), row[4])
    for row in table("""
একটা সুতি শাড়ি/a cotton saree/ekta suti saree|900|4500|quality wrong_item false_advert|f
দুইটা থ্রি-পিস/two three-piece sets/2 ta three piece|1400|5200|quality wrong_item short|f
একটা জামদানি/a jamdani/ekta jamdani|4500|18000|counterfeit quality false_advert|f
ছেলেদের পাঞ্জাবি/a panjabi/cheleder panjabi|800|3200|wrong_item quality price|f
বাচ্চার জুতা/a child's shoes/bacchar juta|600|1900|wrong_item damaged quality|f
কেডস জুতা/a pair of trainers/keds juta|1200|6500|counterfeit wrong_item quality|f
হাতঘড়ি/a wrist watch/hat ghori|1100|9800|counterfeit warranty damaged|t
স্মার্টফোন/a smartphone/smartphone|9500|42000|counterfeit warranty wrong_item account_fraud|t
ফোনের চার্জার/a phone charger/phone er charger|450|1800|unsafe counterfeit quality|t
পাওয়ার ব্যাংক/a power bank/power bank|900|3600|unsafe warranty quality|t
ব্লুটুথ হেডফোন/a headphone/bluetooth headphone|700|4200|counterfeit damaged warranty|t
ল্যাপটপ/a laptop/laptop|32000|88000|warranty damaged false_advert|t
টেবিল ফ্যান/a table fan/table fan|1600|4200|damaged warranty unsafe|h
রাইস কুকার/a rice cooker/rice cooker|1900|5200|damaged warranty wrong_item|h
ব্লেন্ডার/a blender/blender|1800|6200|damaged warranty quality|h
এলইডি টিভি/an LED television/LED TV|14500|52000|damaged warranty service|h
ফ্রিজ/a refrigerator/fridge|24000|61000|damaged warranty service|h
ওয়াশিং মেশিন/a washing machine/washing machine|21000|54000|damaged service warranty|h
মোটরসাইকেল/a motorcycle/motorcycle|98000|185000|false_advert price|v
গ্যাসের চুলা/a gas stove/gas er chula|2100|6800|unsafe damaged service|h
পানির ফিল্টার/a water filter/panir filter|1900|7200|quality service false_advert|h
খাট ও আলমারি/a bed and a wardrobe/khat r almari|14000|46000|damaged quality service|u
পড়ার টেবিল/a study table/porar table|3200|9800|damaged quality short|u
প্রেসার কুকার/a pressure cooker/pressure cooker|1300|3900|unsafe counterfeit quality|h
সুন্দরবনের মধু/Sundarbans honey/sundarban er modhu|700|2600|counterfeit quality short|k
গাওয়া ঘি/pure ghee/khati ghee|900|2800|counterfeit expired quality|k
খেজুর/dates/khejur|600|3200|expired short quality|k
আম ২০ কেজি/twenty kilos of mangoes/20 kg aam|1400|3400|damaged short quality|k
ইলিশ মাছ/hilsa/ilish mach|1900|7800|quality short damaged|k
গুঁড়া দুধ/milk powder/guro dudh|800|2400|expired counterfeit price|k
শিশুর ডায়াপার/nappies/bacchar diaper|900|2600|short expired price|b
রূপচর্চার ক্রিম/a face cream/face cream|400|2200|unsafe counterfeit expired|b
চুলের তেল/hair oil/chuler tel|350|1500|counterfeit unsafe false_advert|b
বইয়ের সেট/a set of books/boi er set|900|4200|short wrong_item damaged|o
সেলাই মেশিন/a sewing machine/selai machine|6500|16500|damaged warranty wrong_item|h
ধান মাড়াই যন্ত্র/a threshing machine/dhan marai machine|18000|56000|damaged warranty service|v
সোলার প্যানেল/a solar panel/solar panel|6800|28000|false_advert warranty service|h
হাঁসের বাচ্চা ৫০টা/fifty ducklings/50 ta haser baccha|1800|4200|damaged short false_advert|o
শীতের কম্বল/a blanket/shiter kombol|900|3800|quality wrong_item price|f
সোনালি রঙের গয়না/a set of jewellery/gold plated goyna|700|4600|false_advert quality counterfeit|f
""")
]

SHOPS = [
    (tuple(row[:2]), row[2])
    for row in table("""
রঙবেরঙ ফ্যাশন|Rongberong Fashion|f
নীল আকাশ কালেকশন|Neel Akash Collection|f
সাজঘর বিডি|Sajghor BD|f
মায়ের আঁচল|Mayer Achol|f
টেক জগৎ অনলাইন|Tech Jogot Online|t
গ্যাজেট পাড়া|Gadget Para|t
খাঁটি গ্রাম|Khati Gram|k
পল্লী স্বাদ|Polli Shad|k
শখের হাট|Shokher Haat|*
বউবাজার এক্সপ্রেস|Boubazar Express|*
ঝিলমিল জুয়েলারি ঘর|Jhilmil Jewellery Ghor|f
আপুর দোকান|Apur Dokan|*
ছোটদের দুনিয়া|Chotoder Duniya|bo
জুতার রাজ্য|Jutar Rajjo|f
ঘড়িঘর ঢাকা|Ghorighor Dhaka|f
স্মার্ট বাজার ২৪|Smart Bazar 24|*
মধুবন ফুড|Modhubon Food|k
চাষির ঘর|Chashir Ghor|k
সবুজ ছায়া নার্সারি|Sobuj Chaya Nursery|k
আলোছায়া ইলেকট্রিক|Alochaya Electric|h
বিজয় মোবাইল কর্নার|Bijoy Mobile Corner|t
নকশা ফার্নিচার|Noksha Furniture|u
শীতের ওম|Shiter Om|f
বইপোকা কর্নার|Boipoka Corner|o
রূপকথা বিউটি|Rupkotha Beauty|b
ডিল মেলা|Deal Mela|*
অফার উৎসব|Offer Utsob|*
সস্তা বাজার অনলাইন|Sosta Bazar Online|*
ইমপোর্ট প্লাজা|Import Plaza|t
প্রিয়জন গিফট শপ|Priyojon Gift Shop|bf
মাঠের ফসল|Mather Foshol|k
নদীর মাছ ডটকম|Nodir Mach Dotcom|k
হস্তশিল্প আঙিনা|Hostoshilpo Angina|f
দোলনচাঁপা বুটিক|Dolonchapa Boutique|f
এসো কিনি|Esho Kini|*
পথের ধারে শপ|Pother Dhare Shop|*
""")
]
"""Sellers nobody registered, with the kinds they sell; * is anything."""
_PARTNERS = {
    "sutortan": "f",
    "pataboi": "o",
    "bijolighor": "th",
    "tatkasodai": "k",
    "niramoyghor": "b",
    "hatkhola": "*",
}
COLLAPSED = ("ঝলমল মল", "Jholmol Mall")
"""Sold motorcycles, televisions and telephones at half price for money in advance, until it closed."""
_COLLAPSED_GOODS = ("smartphone", "LED TV", "fridge", "motorcycle", "laptop", "washing machine")

WALLETS = ("bkash", "nagad", "rocket")


@dataclass(frozen=True)
class Complaint:
    """`partner` is the slug of a seller here, or `shop` one nobody registered, in two languages.

    `language` is bn, en or latin; amounts in taka; `days`: from the cause to the complaint.
    """

    name_bn: str
    name_en: str
    mobile: str
    district: str
    language: str
    category: str
    story: str
    goods: str
    taka: int
    days: int
    paid_by: str
    partner: str
    shop: tuple[str, str] | None
    handles: tuple[tuple[str, str], ...]
    wanted: str
    publish: bool


def drawn(number: int) -> Iterator[Complaint]:
    chance = stream("complaints")
    draw = _Draw(chance)
    partners = {row["slug"]: (row["name_bn"], row["name_en"]) for row in read("partners")}
    told: set[str] = set()
    while len(told) < number:
        partner = "" if chance.random() < 0.62 else chance.choice(list(_PARTNERS))
        shop, sells = (None, _PARTNERS[partner]) if partner else chance.choice(SHOPS)
        goods = chance.choice([each for each in GOODS if sells == "*" or each.kind in sells])
        weights = [5, 3, 4, 5 if shop else 1, 2, *[3] * (len(goods.wrong) - 5)]
        category = chance.choices(goods.wrong, weights)[0]
        if chance.random() < 0.04:
            category = chance.choice(["other", "account_fraud", "account_fraud"])
        one = draw.complaint(shop or partners[partner], goods, category, partner=partner)
        if one.story not in told:
            told.add(one.story)
            yield one


def drawn_of_the_collapsed(number: int) -> Iterator[Complaint]:
    chance = stream("collapse")
    draw = _Draw(chance)
    sold = [
        each._replace(low=each.low // 2, high=each.high // 2)
        for each in GOODS
        if each.names[2] in _COLLAPSED_GOODS
    ]
    told: set[str] = set()
    while len(told) < number:
        category = chance.choices(["not_delivered", "refund_not_given", "advance_taken"], [6, 3, 2])
        one = draw.complaint(COLLAPSED, chance.choice(sold), category[0])
        if one.story not in told:
            told.add(one.story)
            yield one


def handles_of(shop: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """How a shop is reached and paid. Some that call themselves differently share a wallet."""
    names = [each for each, _kinds in SHOPS]
    place = names.index(shop) if shop in names else 99
    page = shop[1].lower().replace(" ", "")
    wallet = place % 18 if place % 5 == 0 else place
    handles = [
        ("page", f"facebook.com/{page}"),
        ("phone", f"+88017000{80000 + place}"),
        ("wallet", f"017000{81000 + wallet}"),
    ]
    if place % 9 == 4:
        # Nobody has a number of these: notice is brought to them by hand.
        return tuple(handles[:1])
    if place % 4 == 3:
        handles.append(("link", f"https://{page}.example"))
    return tuple(handles)


NOTHING_CAME = (
    "not_delivered", "late", "advance_taken", "account_fraud", "cancelled_order"
)  # fmt: skip
"""Cash is paid at the door, to whoever brings the goods: of what never came nobody paid in cash."""
LATE_FROM = 22
"""Days: what is late was promised in five, and is weeks over it."""


class _Draw:
    """One stream of chance, and who there is to complain."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.people = list(customers())
        self.districts = {row["slug"]: row["district"] for row in read("centres")}

    def complaint(
        self, seller: tuple[str, ...], goods: Goods, category: str, *, partner: str = ""
    ) -> Complaint:
        chance = self.chance
        who = chance.choice(self.people)
        language = chance.choices([BN, EN, LATIN], [64, 16, 20])[0]
        taka = round(chance.uniform(goods.low, goods.high) / 10) * 10
        days = min(59, 2 + int(chance.expovariate(1 / 9)))
        paid_by = chance.choices([*WALLETS, "bank", "card", "cash"], [46, 24, 9, 7, 4, 10])[0]
        if category in NOTHING_CAME and paid_by == "cash":
            paid_by = "bkash"
        if category == "late" and days < LATE_FROM:
            days += LATE_FROM
        story = tell(
            chance,
            language,
            category,
            goods=goods.names,
            seller=seller,
            taka=taka,
            days=days + chance.randint(1, 5),
            paid_by=paid_by,
        )
        known = () if partner else handles_of(seller)
        return Complaint(
            name_bn=who.name_bn,
            name_en=who.name_en,
            mobile=who.mobile,
            district=self.districts[who.centre],
            language=language,
            category=category,
            story=story,
            goods=goods.names[1] if language == EN else goods.names[0],
            taka=taka,
            days=days,
            paid_by=paid_by,
            partner=partner,
            shop=None if partner else (seller[0], seller[1]),
            handles=tuple(chance.sample(known, chance.randint(1, len(known)))) if known else (),
            wanted=_wanted(chance, category),
            publish=chance.random() < 0.55,
        )


def _wanted(chance: random.Random, category: str) -> str:
    if category in ("not_delivered", "late"):
        return chance.choices(["refund", "delivery"], [7, 3])[0]
    if category in ("wrong_item", "damaged", "short", "quality"):
        return chance.choices(["refund", "replacement"], [5, 5])[0]
    if category == "warranty":
        return chance.choices(["repair", "replacement", "refund"], [6, 3, 1])[0]
    if category in ("false_advert", "other", "service"):
        return chance.choices(["correction", "apology", "refund"], [3, 2, 5])[0]
    return "refund"
