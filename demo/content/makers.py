"""Two more producers for every district, with goods it is known for: the same each time.

The goods, their stories and prices are those of `data/district_goods.csv`; who makes them is drawn.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from .seeded import SEED, bengali, stream
from .tables import read

A_DISTRICT = 2
MOBILE, FIRST_NUMBER = "+88017000", 3100
"""The numbers from +8801700003100 on are kept for them."""

WOMEN = [
    "রহিমা:Rahima",
    "ফাতেমা:Fatema",
    "সুফিয়া:Sufia",
    "মরিয়ম:Moriom",
    "হালিমা:Halima",
    "শেফালী:Shefali",
    "লাইলী:Laili",
    "নূরজাহান:Nurjahan",
    "পারুল:Parul",
    "রেহানা:Rehana",
    "সালেহা:Saleha",
    "আনোয়ারা:Anwara",
    "বিলকিস:Bilkis",
    "খোদেজা:Khodeja",
    "মমতাজ:Momtaz",
    "ফিরোজা:Firoza",
    "জাহানারা:Jahanara",
    "শাহিদা:Shahida",
    "মিনতি:Minoti",
    "সন্ধ্যা:Sandhya",
    "কল্পনা:Kalpana",
    "আরতি:Arati",
    "গীতা:Gita",
    "মালতী:Malati",
]
MEN = [
    "আবদুল:Abdul",
    "রফিকুল:Rafiqul",
    "নজরুল:Nazrul",
    "সিরাজুল:Sirajul",
    "হাবিবুর:Habibur",
    "মোজাম্মেল:Mozammel",
    "শহিদুল:Shahidul",
    "আলতাফ:Altaf",
    "জয়নাল:Joynal",
    "ইদ্রিস:Idris",
    "হারুন:Harun",
    "কাশেম:Kashem",
    "সুশীল:Sushil",
    "নিমাই:Nimai",
    "হরেন:Haren",
    "গোপাল:Gopal",
]
FAMILY = {
    "woman": ["বেগম:Begum", "খাতুন:Khatun", "আক্তার:Akter", "বানু:Banu"],
    "man": ["মিয়া:Mia", "হোসেন:Hossain", "শেখ:Sheikh", "মণ্ডল:Mondal"],
    "hindu": ["পাল:Pal", "দাস:Das", "রায়:Ray", "সরকার:Sarkar"],
}
HINDU = {"মিনতি", "সন্ধ্যা", "কল্পনা", "আরতি", "গীতা", "মালতী", "সুশীল", "নিমাই", "হরেন", "গোপাল"}
PEOPLE = {
    "রাঙ্গামাটি": "চাকমা:Chakma",
    "খাগড়াছড়ি": "ত্রিপুরা:Tripura",
    "বান্দরবান": "মারমা:Marma",
}

# By the category of what is made: the craft, in our key and in words, and what the place is called.
CRAFTS = {
    "sweets": ("food", "মিষ্টি তৈরি", "Making sweets", "মিষ্টান্নঘর", "Sweet Kitchen"),
    "curd-dairy": ("food", "দই ও দুধের খাবার", "Curd and dairy", "গোয়ালবাড়ি", "Dairy Yard"),
    "gur-sugar": ("food", "গুড় জ্বাল দেওয়া", "Boiling gur", "গুড়ঘর", "Gur House"),
    "snacks-biscuits": ("food", "ঘরে তৈরি নাশতা", "Home-made snacks", "রসুইঘর", "Home Kitchen"),
    "pickles-honey": ("harvest", "মধু ও আচার", "Honey and pickles", "মৌবাড়ি", "Honey House"),
    "fruits": ("harvest", "ফলের বাগান", "Fruit growing", "বাগানবাড়ি", "Orchard"),
    "fish": ("harvest", "মাছ ধরা ও শুকানো", "Catching and drying fish", "জেলেবাড়ি", "Fishers"),
    "vegetables": ("harvest", "সবজি চাষ", "Vegetable growing", "সবজিবাড়ি", "Garden"),
    "rice": ("harvest", "ধান চাষ", "Rice growing", "ধানবাড়ি", "Rice Yard"),
    "sarees": ("weaving", "শাড়ি বোনা", "Saree weaving", "তাঁতঘর", "Loom Shed"),
    "fabrics": ("weaving", "কাপড় বোনা", "Weaving cloth", "তাঁতঘর", "Loom Shed"),
    "lungi": ("weaving", "লুঙ্গি বোনা", "Lungi weaving", "তাঁতঘর", "Loom Shed"),
    "gamcha": ("weaving", "গামছা বোনা", "Gamcha weaving", "তাঁতঘর", "Loom Shed"),
    "bedding": ("weaving", "চাদর বোনা", "Weaving sheets", "তাঁতঘর", "Loom Shed"),
    "handloom-tribal": ("weaving", "কোমরতাঁত", "Back-strap weaving", "বুননঘর", "Weaves"),
    "shataranji-rugs": ("weaving", "শতরঞ্জি বোনা", "Rug weaving", "বুননঘর", "Weaves"),
    "nakshi-kantha": ("needlework", "কাঁথা সেলাই", "Quilting", "সুইঘর", "Needlework"),
    "bamboo-cane": ("cane_bamboo", "বেত ও পাটির কাজ", "Cane and mats", "পাটিঘর", "Mat House"),
    "pottery": ("pottery", "মাটির কাজ", "Pottery", "পালবাড়ি", "Pottery"),
    "tableware": ("metal", "কাঁসা-পিতল", "Bell-metal", "কারখানা", "Smithy"),
    "jute-goods": ("jute", "পাটের কাজ", "Jute work", "পাটঘর", "Jute Works"),
    "wood-metal-craft": ("wood", "হাতের কারিগরি", "Handicraft", "কারুঘর", "Workshop"),
    "silver-jewellery": ("metal", "রূপার কাজ", "Silverwork", "কারুঘর", "Workshop"),
    "bangles": ("metal", "চুড়ি গড়া", "Bangle making", "কারুঘর", "Workshop"),
}
OTHER = ("other", "ঘরের কাজ", "Work at home", "ঘর", "House")
PLAIN = {
    "bogura-doi": ("মাটির সরার মিষ্টি দই", "Sweet Curd in a Clay Dish"),
    "chapai-khirsapat": ("বাগানের পাকা আম", "Ripe Orchard Mangoes"),
    "satkhira-honey": ("খলিশা ফুলের মধু", "Khalisha-flower Honey"),
    "kushtia-kumarkhali-bedsheet": ("তাঁতে বোনা বিছানার চাদর", "Handwoven Bedsheet"),
    "bhola-buffalo-curd": ("টালিতে পাতা মহিষের দই", "Buffalo Curd Set in Clay"),
    "narsingdi-amrita-sagar": ("বাগানের পাকা কলা", "Ripe Orchard Bananas"),
    "gazipur-jackfruit": ("বাগানের পাকা কাঁঠাল", "Ripe Orchard Jackfruit"),
}
"""By the goods' row: what they are called where their maker's claim to the name is not approved; a
listing with the name would be refused."""
ABOUT = (
    (
        "{name} এই কাজ শিখেছেন পরিবারের কাছে। এখন {n} জন মিলে কাজ করেন, বেশির ভাগ সময় বাড়ির উঠানেই।",
        "{name} learnt this from the family. Now {n} of them work together, mostly in the yard at home.",
    ),
    (
        "গ্রামের {n} জন মিলে এই কাজ করেন। {name} মাল দেখে নেন, তারপর সেন্টারে আনেন।",
        "{n} people of the village do this work. {name} looks at every piece before it goes to the centre.",
    ),
    (
        "{name} আগে হাটে বেচতেন, দাম ঠিক করত পাইকার। এখন নিজের দামে সেন্টার থেকে পাঠান; সঙ্গে আছেন {n} জন।",
        "{name} used to sell at the market, at the trader's price. Now {n} of them send from the centre, at their own.",
    ),
)


@dataclass(frozen=True, slots=True)
class Made:
    """An offer of a producer; price in taka."""

    ref: str
    category: str
    title_bn: str
    title_en: str
    about_bn: str
    about_en: str
    price: int
    quantity: int
    is_food: bool
    is_gi: bool


@dataclass(frozen=True, slots=True)
class Maker:
    """A producer of a district, brought in by the centre named by its slug. `gi`: the slug of the
    name whose goods it makes, or empty."""

    slug: str
    name_bn: str
    name_en: str
    person_bn: str
    person_en: str
    mobile: str
    district: str
    centre: str
    craft: str
    craft_bn: str
    craft_en: str
    about_bn: str
    about_en: str
    hands: int
    goods: tuple[Made, ...]
    gi: str


def makers(seed: str = SEED) -> Iterator[Maker]:
    """In the order of the districts' table."""
    rng = stream("makers", seed)
    centres = {row["district"]: row["slug"] for row in read("centres")}
    named = [row for row in read("gi_products") if row["register"] == "registered"]
    number = 0
    used: set[str] = set()
    for home in read("districts"):
        goods = [row for row in read("district_goods") if row["district"] == home["district"]]
        goods.sort(key=lambda row: row["is_gi"] != "yes")
        for place in range(A_DISTRICT):
            row = goods[place % len(goods)]
            person_bn, person_en = _person(rng, home["name_bn"], used)
            craft, craft_bn, craft_en, house_bn, house_en = CRAFTS.get(row["category"], OTHER)
            hands = rng.randint(2, 9)
            told_bn, told_en = rng.choice(ABOUT)
            slug = f"{row['slug']}-{number}"
            house = (f"{person_bn.split()[0]} {house_bn}", f"{person_en.split()[0]} {house_en}")
            yield Maker(
                slug=slug,
                name_bn=house[0],
                name_en=house[1],
                person_bn=person_bn,
                person_en=person_en,
                mobile=f"{MOBILE}{FIRST_NUMBER + number:05}",
                district=home["district"],
                centre=centres[home["district"]],
                craft=craft,
                craft_bn=craft_bn,
                craft_en=craft_en,
                about_bn=told_bn.format(name=person_bn, n=bengali(hands)),
                about_en=told_en.format(name=person_en, n=hands),
                hands=hands,
                goods=tuple(_goods(rng, row, number, house)),
                gi=_name_of(named, row),
            )
            number += 1


def _goods(rng: Random, row: dict[str, str], number: int, house: tuple[str, str]) -> Iterator[Made]:
    """In its two sizes; the maker's house stands in the title, for others sell the like."""
    low, high = int(row["price_from"]), int(row["price_to"])
    good_bn, good_en = PLAIN.get(row["slug"], (row["good_bn"], row["good_en"]))
    for step in range(2):
        yield Made(
            ref=f"DG-{number + 1:03}-{step + 1}",
            category=row["category"],
            title_bn=f"{good_bn} {row['units_bn'].split('|')[step]}, {house[0]}",
            title_en=f"{good_en}, {row['units_en'].split('|')[step]}, {house[1]}",
            about_bn=row["story_bn"],
            about_en=row["story_en"],
            price=round((low + (high - low) * step) * rng.uniform(0.92, 1.0)),
            quantity=rng.randint(24, 90),
            is_food=row["is_food"] == "yes",
            is_gi=row["is_gi"] == "yes",
        )


def _name_of(named: list[dict[str, str]], row: dict[str, str]) -> str:
    """The registered name these goods are about, at home in their district."""
    if row["is_gi"] != "yes":
        return ""
    title = row["good_en"].lower()
    for name in named:
        if row["district"] in name["districts"].split("|") and all(
            word in title for word in name["words"].split("|")
        ):
            return name["slug"]
    return ""


def _person(rng: Random, home: str, used: set[str]) -> tuple[str, str]:
    """Somebody whose name nobody before has."""
    while True:
        is_woman = rng.random() < 0.65
        first_bn, first_en = rng.choice(WOMEN if is_woman else MEN).split(":")
        kind = "hindu" if first_bn in HINDU else "woman" if is_woman else "man"
        last_bn, last_en = PEOPLE.get(home, rng.choice(FAMILY[kind])).split(":")
        if f"{first_bn} {last_bn}" not in used:
            used.add(f"{first_bn} {last_bn}")
            return f"{first_bn} {last_bn}", f"{first_en} {last_en}"
