"""Sarees of every loom, lungis, panjabis and the rest of the wardrobe."""

from collections.abc import Iterator

from ..product import Product
from ..seeded import bengali, family_of, stream, table, tens
from ..words import COLOURS, DEEP_COLOURS

SHOPS = {"sutortan": 0.95, "hatkhola": 0.7}
PLAIN_SHOPS = {"sutortan": 0.85, "hatkhola": 0.8, "tatkasodai": 0.12}

HOUSES = table("""
শীতলক্ষ্যা বুনন|Shitalakkhya Bunon
মাকুঘর|Makughor
রেশমপাড়|Reshompar
ঢেউটানা|Dheutana
""")
WEAR_BRANDS = table("""
পথিক|Pothik
আঙিনা|Angina
বনলতিকা|Bonlotika
সাতরং|Satrong
খোলা হাওয়া|Khola Hawa
""")

JAMDANI_MOTIFS = table("""
পান্না হাজার|Panna Hazar
তেরছা|Tercha
জলপাড়|Jolpar
কল্কা|Kolka
দুবলাজাল|Dublajal
শাপলা ফুল|Shapla Phul
ময়ূরপ্যাঁচ|Moyurpech
""")
COUNTS = ((60, 6200), (80, 9800), (84, 12500), (100, 21000))

# Bengali | English | base price | material | note bn | note en
SAREES = table("""
টাঙ্গাইল তাঁতের শাড়ি|Tangail Handloom Saree|1450|cotton|পাথরাইলের তাঁতে বোনা সুতি শাড়ি, পাড়ে নকশা|Cotton saree from the looms of Pathrail with a patterned border
টাঙ্গাইল হাফসিল্ক শাড়ি|Tangail Half-silk Saree|2150|cotton and silk|টানায় রেশম, পোড়েনে সুতি|Silk warp and cotton weft
রাজশাহী সিল্ক শাড়ি|Rajshahi Silk Saree|4800|silk|রাজশাহীর রেশমে বোনা, নরম ও উজ্জ্বল|Woven of Rajshahi silk, soft and bright
মিরপুর কাতান শাড়ি|Mirpur Katan Saree|5600|silk|মিরপুরের বেনারসি পল্লির কাতান, বিয়ের জন্য|Katan from the weavers of Mirpur, for weddings
মণিপুরি শাড়ি|Manipuri Saree|2400|cotton|কোমরতাঁতে বোনা, মন্দিরচূড়া পাড়|Loin-loom saree with the temple border
কুমিল্লা খাদি শাড়ি|Cumilla Khadi Saree|1700|khadi cotton|হাতে কাটা সুতার মোটা বুনন|The thick weave of hand-spun yarn
সুতি ব্লক প্রিন্ট শাড়ি|Block-print Cotton Saree|980|cotton|হাতে ছাপা, রোজ পরার মতো হালকা|Printed by hand, light enough for every day
বাটিক শাড়ি|Batik Saree|1150|cotton|মোম-বাটিকের রঙিন নকশা|Colourful wax batik
হ্যান্ডপেইন্ট শাড়ি|Hand-painted Saree|1900|cotton|শিল্পীর হাতে আঁকা আঁচল|With an end painted by an artist
মসলিন শাড়ি|Muslin Saree|7200|silk muslin|হালকা মসলিনে হাতের কাজ|Needlework on light muslin
নকশিকাঁথা শাড়ি|Nakshi Kantha Stitch Saree|3900|silk|কাঁথাফোঁড়ে ভরা আঁচল, মাসখানেকের হাতের কাজ|An end filled with kantha stitch, a month of handwork
""")

# The looms whose sarees carry a geographical indication, by the English name above.
LOOMS = {
    "Tangail Handloom Saree": "district-44",
    "Rajshahi Silk Saree": "district-15",
    "Mirpur Katan Saree": "district-47",
    "Manipuri Saree": "district-36",
    "Cumilla Khadi Saree": "district-1",
}

# category | Bengali | English | price | material | sizes | grams
WEAR = table("""
three-piece|সুতি থ্রি-পিস আনস্টিচ|Unstitched Cotton Three-piece|1150|cotton||650
three-piece|ব্লক প্রিন্ট থ্রি-পিস|Block-print Three-piece|1350|cotton||650
three-piece|বাটিক থ্রি-পিস|Batik Three-piece|980|cotton||600
three-piece|লিনেন কুর্তি|Linen Kurti|890|linen|S,M,L,XL|300
burqa-hijab|বোরকা দুই পিস|Two-piece Burqa|1650|georgette|52,54,56|800
burqa-hijab|শিফন হিজাব|Chiffon Hijab|320|chiffon||120
burqa-hijab|সুতি ওড়না|Cotton Orna|260|cotton||150
panjabi|সুতি পাঞ্জাবি|Cotton Panjabi|1250|cotton|40,42,44|350
panjabi|খাদি পাঞ্জাবি|Khadi Panjabi|1450|khadi cotton|40,42,44|420
panjabi|কাজ করা পাঞ্জাবি|Embroidered Panjabi|2200|cotton|40,42,44|400
panjabi|ফতুয়া|Fatua|650|cotton|M,L,XL|250
panjabi|পায়জামা|Pajama|480|cotton|M,L,XL|250
shirts|ফুলহাতা শার্ট|Full-sleeve Shirt|850|cotton|M,L,XL|280
shirts|চেক শার্ট|Check Shirt|780|cotton|M,L,XL|280
shirts|পোলো টি-শার্ট|Polo T-shirt|520|cotton|M,L,XL|240
shirts|গোল গলা টি-শার্ট|Round-neck T-shirt|320|cotton|M,L,XL|190
trousers|গ্যাবার্ডিন প্যান্ট|Gabardine Trousers|1150|gabardine|30,32,34,36|500
trousers|জিন্স প্যান্ট|Jeans|1290|denim|30,32,34,36|620
winter-wear|পশমি শাল|Woollen Shawl|950|wool||450
winter-wear|খাদি চাদর|Khadi Chador|780|khadi cotton||600
winter-wear|সোয়েটার|Sweater|880|acrylic wool|M,L,XL|420
winter-wear|হুডি জ্যাকেট|Hooded Jacket|1250|fleece|M,L,XL|560
kids-wear|মেয়েদের ফ্রক|Girls' Frock|650|cotton|2-3 Y,4-5 Y,6-7 Y|200
kids-wear|ছোটদের পাঞ্জাবি|Boys' Panjabi|720|cotton|4-5 Y,6-7 Y,8-9 Y|220
kids-wear|স্কুল ড্রেস শার্ট|School Uniform Shirt|480|cotton|26,28,30|200
kids-wear|শিশুর নিমা সেট|Baby Nima Set|350|cotton|0-3 M,3-6 M|150
""")
# The shape a picture of it is drawn in, by category.
LOOKS = {
    "panjabi": "panjabi",
    "shirts": "shirt",
    "trousers": "trousers",
    "winter-wear": "shirt",
    "kids-wear": "shirt",
}
LUNGI = table("""
চেক লুঙ্গি|Check Lungi|480
এক রঙা লুঙ্গি|Plain Lungi|430
পাড়ওয়ালা লুঙ্গি|Bordered Lungi|560
মার্সেরাইজড লুঙ্গি|Mercerised Lungi|690
""")
GAMCHA = table("""
সিরাজগঞ্জের গামছা|Sirajganj Gamcha|180
চেক গামছা|Check Gamcha|150
বড় গামছা|Large Gamcha|240
""")
FABRICS = table("""
খাদি কাপড়|Khadi Fabric|260|khadi cotton
সুতি পপলিন কাপড়|Cotton Poplin|120|cotton
রাজশাহী সিল্ক কাপড়|Rajshahi Silk Fabric|780|silk
ভয়েল কাপড়|Voile Fabric|110|cotton
মসলিন কাপড়|Muslin Fabric|950|silk muslin
""")


def products(seed: str) -> Iterator[Product]:
    yield from jamdani(seed)
    yield from sarees(seed)
    yield from wear(seed)
    yield from cloths(seed)


def jamdani(seed: str) -> Iterator[Product]:
    rng = stream("jamdani", seed)
    for motif_bn, motif_en in JAMDANI_MOTIFS:
        for count, base in COUNTS:
            for colour_bn, colour_en in rng.sample(COLOURS, 6):
                brand_bn, brand_en = rng.choice(HOUSES)
                yield Product(
                    category="sarees",
                    title_bn=f"{motif_bn} জামদানি শাড়ি {bengali(count)} কাউন্ট {colour_bn}",
                    title_en=f"{motif_en} Jamdani Saree, {count} Count, {colour_en.title()}",
                    about_bn=f"শীতলক্ষ্যার তীরে হাতে বোনা জামদানি। {bengali(count)} কাউন্ট সুতা, {motif_bn} নকশা, {colour_bn} জমিন। সঙ্গে ব্লাউজের কাপড় নেই।",
                    about_en=f"Jamdani woven by hand beside the Shitalakkhya: {count}-count yarn, the {motif_en} pattern, {colour_en} ground. No blouse piece.",
                    price=tens(base * rng.uniform(0.88, 1.22)),
                    shops=SHOPS,
                    brand_bn=brand_bn,
                    brand_en=brand_en,
                    mpn=f"JM-{motif_en[:3].upper()}{count}-{colour_en[:4].upper()}",
                    gtin=False,
                    color=colour_en,
                    material="cotton",
                    weight=600,
                    district="district-43",
                    is_gi=True,
                )


def sarees(seed: str) -> Iterator[Product]:
    rng = stream("sarees", seed)
    for bn, en, base, material, note_bn, note_en in SAREES:
        for colour_bn, colour_en in rng.sample(COLOURS, 9):
            brand_bn, brand_en = rng.choice(HOUSES)
            yield Product(
                category="sarees",
                title_bn=f"{bn} {colour_bn}",
                title_en=f"{en}, {colour_en.title()}",
                about_bn=f"{note_bn}। রং {colour_bn}, লম্বা সাড়ে {bengali(12)} হাত।",
                about_en=f"{note_en}. {colour_en.capitalize()}, five and a half metres long.",
                price=tens(int(base) * rng.uniform(0.85, 1.25)),
                shops=SHOPS,
                brand_bn=brand_bn,
                brand_en=brand_en,
                color=colour_en,
                material=material,
                weight=550,
                district=LOOMS.get(en, ""),
                is_gi=en in LOOMS,
            )


def wear(seed: str) -> Iterator[Product]:
    rng = stream("wear", seed)
    for category, bn, en, base, material, sizes, grams in WEAR:
        for colour_bn, colour_en in rng.sample(COLOURS, 5):
            brand_bn, brand_en = rng.choice(WEAR_BRANDS)
            price = tens(int(base) * rng.uniform(0.85, 1.2))
            for size in rng.sample(sizes.split(","), min(3, len(sizes.split(",")))):
                yield Product(
                    category=category,
                    title_bn=f"{brand_bn} {bn} {colour_bn}"
                    + (f" মাপ {_in_bengali(size)}" if size else ""),
                    title_en=f"{brand_en} {en}, {colour_en.title()}"
                    + (f", Size {size}" if size else ""),
                    about_bn=f"{bn}, {colour_bn} রঙের। আরামদায়ক কাপড়, ধুলে রং থাকে।",
                    about_en=f"{en} in {colour_en}. Comfortable {material}; the colour stays when washed.",
                    price=price,
                    shops=PLAIN_SHOPS,
                    brand_bn=brand_bn,
                    brand_en=brand_en,
                    color=colour_en,
                    size=size,
                    material=material,
                    weight=int(grams),
                    family=family_of(brand_en, en),
                    looks=LOOKS.get(category, "cloth"),
                )


def _in_bengali(size: str) -> str:
    """Ages in words ("2-3 Y" is ২-৩ বছর); letters stay as they are sewn in."""
    return bengali(size).replace(" M", " মাস").replace(" Y", " বছর")


def cloths(seed: str) -> Iterator[Product]:
    rng = stream("cloths", seed)
    for category, rows, grams in (("lungi", LUNGI, 380), ("gamcha", GAMCHA, 180)):
        for bn, en, base in rows:
            for colour_bn, colour_en in rng.sample(DEEP_COLOURS, 5):
                brand_bn, brand_en = rng.choice(HOUSES)
                yield Product(
                    category=category,
                    title_bn=f"{brand_bn} {bn} {colour_bn}",
                    title_en=f"{brand_en} {en}, {colour_en.title()}",
                    about_bn=f"তাঁতে বোনা {bn}, {colour_bn} রং। পাকা রং, ঘাম টানে।",
                    about_en=f"Handloom {en.lower()} in {colour_en}; fast colour, drinks up sweat.",
                    price=tens(int(base) * rng.uniform(0.88, 1.18)),
                    shops={**PLAIN_SHOPS, "tatkasodai": 0.4},
                    brand_bn=brand_bn,
                    brand_en=brand_en,
                    color=colour_en,
                    material="cotton",
                    weight=grams,
                )
    for bn, en, base, material in FABRICS:
        for colour_bn, colour_en in rng.sample(COLOURS, 5):
            brand_bn, brand_en = rng.choice(HOUSES)
            yield Product(
                category="fabrics",
                title_bn=f"{bn} {colour_bn} (প্রতি গজ)",
                title_en=f"{en}, {colour_en.title()}, per Yard",
                about_bn=f"{bn}, {colour_bn}। বহর {bengali(44)} ইঞ্চি; যত গজ চান তত সংখ্যা লিখুন।",
                about_en=f"{en} in {colour_en}, 44 inches wide. Order as many yards as you need.",
                price=round(int(base) * rng.uniform(0.9, 1.15)),
                shops=SHOPS,
                brand_bn=brand_bn,
                brand_en=brand_en,
                color=colour_en,
                material=material,
                weight=180,
            )
