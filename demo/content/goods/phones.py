"""Phones, laptops and what plugs into them."""

from collections.abc import Iterator

from ..product import Product
from ..seeded import bengali, family_of, stream, table, tens

SHOPS = {"bijolighor": 1.0, "hatkhola": 0.75}
SMALL_SHOPS = {"bijolighor": 0.95, "hatkhola": 0.7, "pataboi": 0.12}

BRANDS = table("""
ধ্রুব|Dhrubo|D
নক্ষত্র|Nokkhotro|N
পলাশফোন|Polashfon|P
""")
MEMORY = ((3, 32, 8900), (4, 64, 11800), (6, 128, 16500), (8, 256, 23900))
PHONE_COLOURS = table("""
কালো|black
নীল|blue
সবুজ|green
""")
BUTTON = table("""
দুই সিম বাটন ফোন|Dual SIM Feature Phone|1250
বড় ব্যাটারি বাটন ফোন|Big-battery Feature Phone|1690
টর্চসহ বাটন ফোন|Feature Phone with Torch|1390
বয়স্কদের বড় বাটন ফোন|Large-key Phone for Elders|1890
""")
COMPUTERS = table("""
laptops|ল্যাপটপ|Laptop|১৪ ইঞ্চি, ৮/২৫৬ জিবি/14 inch, 8/256 GB/42500/1500; ১৫.৬ ইঞ্চি, ৮/৫১২ জিবি/15.6 inch, 8/512 GB/54500/1800
laptops|ডেস্কটপ কম্পিউটার|Desktop Computer|৮/৫১২ জিবি, মনিটরসহ/8/512 GB with monitor/38500/9800
laptops|মনিটর|Monitor|১৯ ইঞ্চি/19 inch/8900/3200; ২২ ইঞ্চি/22 inch/11800/3900
laptops|ট্যাবলেট|Tablet|৮ ইঞ্চি, ৪/৬৪ জিবি/8 inch, 4/64 GB/12900/420; ১০ ইঞ্চি, ৬/১২৮ জিবি/10 inch, 6/128 GB/18900/560
computer-accessories|কিবোর্ড বাংলা লেখা|Keyboard with Bengali Letters|ইউএসবি/USB/650/600; তারবিহীন/wireless/1250/550
computer-accessories|মাউস|Mouse|ইউএসবি/USB/320/110; তারবিহীন/wireless/650/120
computer-accessories|পেনড্রাইভ|USB Flash Drive|৩২ জিবি/32 GB/420/20; ৬৪ জিবি/64 GB/620/20; ১২৮ জিবি/128 GB/1050/20
computer-accessories|রাউটার|Wi-Fi Router|দুই অ্যান্টেনা/2 antennas/1350/400; চার অ্যান্টেনা/4 antennas/2150/500
computer-accessories|প্রিন্টার|Printer|কালার/colour/11500/4800; সাদা-কালো লেজার/mono laser/14800/6500
computer-accessories|প্রিন্টারের কালি|Printer Ink|কালো ৭০ মিলি/black 70 ml/420/110; রঙিন সেট/colour set/1350/400
computer-accessories|ওয়েবক্যাম|Webcam|এইচডি/HD/1450/160
computer-accessories|পোর্টেবল হার্ডডিস্ক|Portable Hard Disk|১ টেরাবাইট/1 TB/6200/240
mobile-accessories|চার্জার|Charger|টাইপ-সি ১৮ ওয়াট/Type-C 18 W/490/90; মাইক্রো ১০ ওয়াট/Micro 10 W/290/80; টাইপ-সি ৩৩ ওয়াট/Type-C 33 W/850/110
mobile-accessories|পাওয়ার ব্যাংক|Power Bank|১০০০০ এমএএইচ/10000 mAh/1250/260; ২০০০০ এমএএইচ/20000 mAh/1950/420
mobile-accessories|ডাটা কেবল|Data Cable|টাইপ-সি ১ মিটার/Type-C 1 m/180/40; মাইক্রো ১ মিটার/Micro 1 m/120/40
mobile-accessories|মেমোরি কার্ড|Memory Card|৩২ জিবি/32 GB/450/10; ৬৪ জিবি/64 GB/690/10
mobile-accessories|মোবাইল স্ট্যান্ড|Phone Stand|ভাঁজ করা/folding/220/150
mobile-accessories|ইয়ারফোন তারসহ|Wired Earphones|টাইপ-সি/Type-C/320/30; ৩.৫ মিমি/3.5 mm/220/30
mobile-accessories|ফোন কভার ও গ্লাস|Phone Cover and Glass|৬.৫ ইঞ্চি/6.5 inch/260/60
mobile-accessories|সিম-বিহীন পকেট রাউটার|Pocket Wi-Fi Router|৪জি/4G/2350/120
""")


def products(seed: str) -> Iterator[Product]:
    yield from smartphones(seed)
    yield from button_phones(seed)
    yield from the_rest(seed)


def smartphones(seed: str) -> Iterator[Product]:
    rng = stream("smartphones", seed)
    for brand_bn, brand_en, mark in BRANDS:
        for series in ("5", "7", "9"):
            for ram, storage, base in MEMORY:
                price = tens((base + int(series) * 350) * rng.uniform(0.95, 1.08))
                for colour_bn, colour_en in rng.sample(PHONE_COLOURS, 2):
                    mpn = f"{mark}{series}-{ram}{storage}-{(colour_en[0] + colour_en[-1]).upper()}"
                    yield Product(
                        category="smartphones",
                        title_bn=f"{brand_bn} {mark}{series} স্মার্টফোন {bengali(ram)}/{bengali(storage)} জিবি {colour_bn}",
                        title_en=f"{brand_en} {mark}{series} Smartphone {ram}/{storage} GB, {colour_en.title()}",
                        about_bn=f"{bengali('6.5')} ইঞ্চি পর্দা, {bengali(5000)} এমএএইচ ব্যাটারি, দুই সিম ও মেমোরি কার্ড। বাংলা কিবোর্ডসহ, এক বছরের ওয়ারেন্টি।",
                        about_en="6.5 inch screen, 5000 mAh battery, two SIMs and a memory card. Bengali keyboard, one year's warranty.",
                        price=price,
                        shops=SHOPS,
                        brand_bn=brand_bn,
                        brand_en=brand_en,
                        mpn=mpn,
                        color=colour_en,
                        weight=420,
                        size=f"{ram}/{storage} GB",
                        family=family_of(brand_en, f"{mark}{series}"),
                        looks="phone",
                    )


def button_phones(seed: str) -> Iterator[Product]:
    rng = stream("button-phones", seed)
    for serial, (bn, en, price) in enumerate(BUTTON, start=1):
        for brand_bn, brand_en, mark in BRANDS:
            for colour_bn, colour_en in rng.sample(PHONE_COLOURS, 2):
                mpn = f"{mark}B{serial}-{(colour_en[0] + colour_en[-1]).upper()}"
                yield Product(
                    category="button-phones",
                    title_bn=f"{brand_bn} {bn} {colour_bn} {mark}B{serial}",
                    title_en=f"{brand_en} {en}, {colour_en.title()} {mark}B{serial}",
                    about_bn="দুই সিম, এফএম রেডিও, টর্চ; এক চার্জে পাঁচ দিন। বাংলায় মেনু।",
                    about_en="Two SIMs, FM radio and torch; five days on a charge. Menu in Bengali.",
                    price=tens(int(price) * rng.uniform(0.93, 1.1)),
                    shops=SHOPS,
                    brand_bn=brand_bn,
                    brand_en=brand_en,
                    mpn=mpn,
                    color=colour_en,
                    weight=220,
                )


def the_rest(seed: str) -> Iterator[Product]:
    rng = stream("computers", seed)
    for serial, (category, bn, en, kinds) in enumerate(COMPUTERS, start=10):
        for brand_bn, brand_en, mark in rng.sample(BRANDS, 2):
            for number, kind in enumerate(kinds.split(";"), start=1):
                kind_bn, kind_en, price, grams = _parts(kind)
                mpn = f"{mark}C{serial}{number}-{rng.randrange(10, 99)}"
                yield Product(
                    category=category,
                    title_bn=f"{brand_bn} {bn} {kind_bn} {mpn}",
                    title_en=f"{brand_en} {en} {kind_en} {mpn}",
                    about_bn=f"{brand_bn} {bn}, {kind_bn}। মডেল {mpn}; সেন্টারে চালিয়ে দেখে নিন।",
                    about_en=f"{brand_en} {en}, {kind_en}. Model {mpn}; try it at the centre before you pay.",
                    price=tens(int(price) * rng.uniform(0.93, 1.1)),
                    shops=SMALL_SHOPS if int(price) < 3000 else SHOPS,
                    brand_bn=brand_bn,
                    brand_en=brand_en,
                    mpn=mpn,
                    gtin=rng.random() < 0.6,
                    size=kind_en,
                    weight=int(grams),
                )


def _parts(kind: str) -> tuple[str, str, str, str]:
    """A description may hold a slash of its own ("8/256 GB"), so the halves are found by script."""
    words, price, grams = kind.strip().rsplit("/", 2)
    cells = words.split("/")
    half = len(cells) // 2
    return "/".join(cells[:half]), "/".join(cells[half:]), price, grams
