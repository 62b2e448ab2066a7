"""Bangles, necklaces, watches; shoes and bags."""

from collections.abc import Iterator

from ..product import Product
from ..seeded import bengali, stream, table, tens
from ..words import COLOURS, DEEP_COLOURS

JEWEL_SHOPS = {"sutortan": 0.95, "hatkhola": 0.65}
SHOE_SHOPS = {"hatkhola": 0.85, "sutortan": 0.65}
WATCH_SHOPS = {"bijolighor": 0.7, "hatkhola": 0.7, "sutortan": 0.2}

MAKERS = table("""
কুন্দনা|Kundona
মাধবীলতা|Madhobilota
ঝিনুকমালা|Jhinukmala
""")
# category | Bengali | English | price | material | in colours
JEWELS = table("""
bangles|কাঁচের চুড়ি এক ডজন|Glass Bangles, One Dozen|120|glass|yes
bangles|রেশমি চুড়ি এক ডজন|Silk-thread Bangles, One Dozen|180|thread and metal|yes
bangles|পিতলের বালা জোড়া|Brass Bala, Pair|420|brass|
bangles|কাঠের চুড়ি ৬টি|Wooden Bangles, Six|160|wood|yes
bangles|শাঁখা জোড়া|Conch Bangles, Pair|850|conch shell|
bangles|ইমিটেশন চুড়ি সেট|Imitation Bangle Set|560|gold-plated|
necklaces|পুঁতির মালা|Bead Necklace|220|beads|yes
necklaces|মুক্তার মালা এক লহর|Pearl String|780|cultured pearl|
necklaces|ইমিটেশন সীতাহার|Imitation Sitahar|1250|gold-plated|
necklaces|অক্সিডাইজড লকেট|Oxidised Locket|320|oxidised metal|
necklaces|মাটির গয়নার সেট|Clay Jewellery Set|390|terracotta|yes
necklaces|কুন্দন নেকলেস সেট|Kundan Necklace Set|1650|gold-plated|
earrings|ঝুমকা দুল|Jhumka Earrings|260|gold-plated|
earrings|মাটির দুল|Clay Earrings|120|terracotta|yes
earrings|পুঁতির দুল|Bead Earrings|110|beads|yes
earrings|রূপালি টপ|Silver-tone Studs|140|oxidised metal|
rings-nosepins|পাথরের আংটি|Stone Ring|240|alloy|yes
rings-nosepins|ইমিটেশন নাকফুল|Imitation Nose Pin|90|gold-plated|
rings-nosepins|টানা নথ|Chained Nath|290|gold-plated|
silver-jewellery|রূপার নূপুর জোড়া|Silver Anklets, Pair|3400|silver|
silver-jewellery|রূপার আংটি|Silver Ring|950|silver|
silver-jewellery|রূপার নাকফুল|Silver Nose Pin|420|silver|
silver-jewellery|রূপার চেইন|Silver Chain|2600|silver|
silver-jewellery|রূপার বাচ্চাদের বালা|Silver Baby Bangles|1900|silver|
""")
WATCHES = table("""
প্রহর|Prohor|মেয়েদের হাতঘড়ি চেইন|Women's Chain Watch|850|45
প্রহর|Prohor|পুরুষের হাতঘড়ি চামড়ার ফিতা|Men's Leather-strap Watch|980|60
প্রহর|Prohor|ডিজিটাল ঘড়ি পানি-নিরোধী|Water-resistant Digital Watch|650|50
ধ্রুব|Dhrubo|স্মার্টওয়াচ ১.৮ ইঞ্চি|Smart Watch 1.8 inch|2450|55
ধ্রুব|Dhrubo|স্মার্টওয়াচ কল-সুবিধাসহ|Smart Watch with Calling|3200|60
ধ্রুব|Dhrubo|ফিটনেস ব্যান্ড|Fitness Band|1450|35
""")
SHOE_BRANDS = table("""
পায়ে পায়ে|Paye Paye
মেঠোপথ|Methopoth
দূরপাল্লা|Durpalla
""")
# category | Bengali | English | price | material | sizes
SHOES = table("""
mens-shoes|চামড়ার জুতা|Leather Shoes|2200|leather|39,40,41,42,43
mens-shoes|চামড়ার স্যান্ডেল|Leather Sandals|1150|leather|39,40,41,42,43
mens-shoes|কেডস|Sneakers|1350|fabric|39,40,41,42,43
mens-shoes|দৌড়ের জুতা|Running Shoes|1800|mesh|39,40,41,42,43
mens-shoes|গামবুট|Gumboots|650|rubber|7,8,9
womens-shoes|ফ্ল্যাট স্যান্ডেল|Flat Sandals|580|synthetic|36,37,38,39
womens-shoes|হিল জুতা|Heels|980|synthetic|36,37,38,39
womens-shoes|নাগরা|Nagra|750|leather|36,37,38,39
womens-shoes|পাটের স্যান্ডেল|Jute Sandals|490|jute|36,37,38,39
kids-shoes|স্কুল শু কালো|Black School Shoes|780|synthetic|28,30,32,34
kids-shoes|শিশুদের কেডস|Children's Sneakers|690|fabric|24,26,28,30
kids-shoes|আলো জ্বলা স্যান্ডেল|Light-up Sandals|450|rubber|22,24,26
""")
BAGS = table("""
চামড়ার মানিব্যাগ|Leather Wallet|590|leather|120
ভ্যানিটি ব্যাগ|Vanity Bag|850|synthetic|450
পাটের হাতব্যাগ|Jute Handbag|420|jute|250
ট্রাভেল ব্যাগ ২২ ইঞ্চি|Travel Bag 22 inch|1650|polyester|1200
চাকাওয়ালা লাগেজ ২৪ ইঞ্চি|Trolley Case 24 inch|3400|polycarbonate|3200
ল্যাপটপ ব্যাকপ্যাক|Laptop Backpack|1250|polyester|750
কাঁধের ব্যাগ|Shoulder Bag|690|canvas|380
""")


def products(seed: str) -> Iterator[Product]:
    yield from jewels(seed)
    yield from watches(seed)
    yield from shoes(seed)
    yield from bags(seed)


def jewels(seed: str) -> Iterator[Product]:
    rng = stream("jewels", seed)
    for category, bn, en, price, material, coloured in JEWELS:
        looks = rng.sample(COLOURS, 7) if coloured else [["", ""]] * 4
        for number, (colour_bn, colour_en) in enumerate(looks, start=1):
            brand_bn, brand_en = rng.choice(MAKERS)
            design = rng.randrange(100, 990)
            yield Product(
                category=category,
                title_bn=f"{bn} {colour_bn}" if colour_bn else f"{bn} নকশা {bengali(design)}",
                title_en=f"{en}, {colour_en.title()}" if colour_en else f"{en}, Design {design}",
                about_bn=f"{brand_bn}-এর {bn}। হাতে বাছাই, নরম কাপড়ে মোড়ানো। ছবি ও আসল জিনিসে রঙের সামান্য তফাত হতে পারে।",
                about_en=f"{en} by {brand_en}, wrapped in soft cloth. The shade may differ a little from the picture.",
                price=round(int(price) * rng.uniform(0.8, 1.3)),
                shops=JEWEL_SHOPS,
                brand_bn=brand_bn,
                brand_en=brand_en,
                mpn=f"{category[:2].upper()}{design}-{number}",
                gtin=False,
                color=colour_en,
                material=material,
                weight=90,
            )


def watches(seed: str) -> Iterator[Product]:
    rng = stream("watches", seed)
    for brand_bn, brand_en, bn, en, price, grams in WATCHES:
        for colour_bn, colour_en in rng.sample(DEEP_COLOURS, 3):
            yield Product(
                category="watches",
                title_bn=f"{brand_bn} {bn} {colour_bn}",
                title_en=f"{brand_en} {en}, {colour_en.title()}",
                about_bn=f"{bn}। ছয় মাসের ওয়ারেন্টি, ব্যাটারি সঙ্গে।",
                about_en=f"{en} with six months' warranty, battery included.",
                price=tens(int(price) * rng.uniform(0.92, 1.12)),
                shops=WATCH_SHOPS,
                brand_bn=brand_bn,
                brand_en=brand_en,
                color=colour_en,
                weight=int(grams) + 120,
            )


def shoes(seed: str) -> Iterator[Product]:
    rng = stream("shoes", seed)
    for category, bn, en, price, material, sizes in SHOES:
        for colour_bn, colour_en in (("কালো", "black"), ("বাদামি", "brown"), ("নীল", "blue")):
            if (material == "leather" and colour_en == "blue") or (
                "কালো" in bn and colour_en != "black"
            ):
                continue
            brand_bn, brand_en = rng.choice(SHOE_BRANDS)
            for size in sorted(rng.sample(sizes.split(","), 3)):
                yield Product(
                    category=category,
                    title_bn=f"{brand_bn} {bn}{'' if colour_bn in bn else ' ' + colour_bn} মাপ {bengali(size)}",
                    title_en=f"{brand_en} {en}, {colour_en.title()}, Size {size}",
                    about_bn=f"{bn}, মাপ {bengali(size)}। আরামদায়ক তলা; মাপে না মিললে সেন্টারেই ফেরত দিন।",
                    about_en=f"{en}, size {size}, with a comfortable sole. If it does not fit, hand it back at the centre.",
                    price=tens(int(price) * rng.uniform(0.9, 1.1)),
                    shops=SHOE_SHOPS,
                    brand_bn=brand_bn,
                    brand_en=brand_en,
                    color=colour_en,
                    size=size,
                    material=material,
                    weight=700,
                )


def bags(seed: str) -> Iterator[Product]:
    rng = stream("bags", seed)
    for bn, en, price, material, grams in BAGS:
        for colour_bn, colour_en in rng.sample(DEEP_COLOURS, 4):
            brand_bn, brand_en = rng.choice(SHOE_BRANDS)
            yield Product(
                category="bags-luggage",
                title_bn=f"{brand_bn} {bn} {colour_bn}",
                title_en=f"{brand_en} {en}, {colour_en.title()}",
                about_bn=f"{bn}, {colour_bn}। মজবুত সেলাই ও চেইন।",
                about_en=f"{en} in {colour_en}, with strong seams and zips.",
                price=tens(int(price) * rng.uniform(0.9, 1.15)),
                shops=SHOE_SHOPS,
                brand_bn=brand_bn,
                brand_en=brand_en,
                color=colour_en,
                material=material,
                weight=int(grams),
            )
