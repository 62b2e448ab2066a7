"""Pots, plates, bedding, cleaning, furniture."""

from collections.abc import Iterator

from ..product import Product
from ..seeded import stream, table

SHOPS = {"tatkasodai": 0.9, "hatkhola": 0.75, "bijolighor": 0.06}
BRANDS = table("""
সংসারী|Shongshari
হেঁশেল|Hensel
চৌকাঠ|Choukath
দখিনা|Dokhina
""")
# category | Bengali | English | kinds "bn/en/price/grams" | material
ROWS = table("""
cookware|অ্যালুমিনিয়াম হাঁড়ি|Aluminium Pot|৫ লিটার/5 litre/520/900; ৮ লিটার/8 litre/780/1300|aluminium
cookware|নন-স্টিক ফ্রাইপ্যান|Non-stick Frying Pan|২৪ সেমি/24 cm/850/800; ২৮ সেমি/28 cm/1100/1000|aluminium
cookware|লোহার কড়াই|Iron Karahi|১০ ইঞ্চি/10 inch/490/1500; ১২ ইঞ্চি/12 inch/650/2100|iron
cookware|প্রেশার কুকার|Pressure Cooker|৩.৫ লিটার/3.5 litre/1350/2000; ৫.৫ লিটার/5.5 litre/1750/2600|aluminium
cookware|রুটির তাওয়া|Roti Tawa|২৬ সেমি/26 cm/420/1100|iron
cookware|স্টিলের ডেকচি|Steel Dekchi|৩ লিটার/3 litre/690/800; ৬ লিটার/6 litre/1050/1300|steel
tableware|মেলামাইন প্লেট ৬টি|Melamine Plates, Six|১০ ইঞ্চি/10 inch/620/1500|melamine
tableware|কাচের গ্লাস ৬টি|Glass Tumblers, Six|২৫০ মিলি/250 ml/330/1400|glass
tableware|স্টিলের চামচ সেট|Steel Spoon Set|১২টি/12 pcs/360/500|steel
tableware|মাটির থালা-বাটি সেট|Earthenware Dinner Set|১৮টি/18 pcs/1450/7500|clay
tableware|কাঁসার থালা|Bell-metal Plate|১২ ইঞ্চি/12 inch/3200/1400|bell metal
tableware|চায়ের কাপ-পিরিচ সেট|Cup and Saucer Set|১২টি/12 pcs/780/2100|ceramic
tableware|ফ্লাস্ক|Vacuum Flask|১ লিটার/1 litre/850/700; ১.৮ লিটার/1.8 litre/1250/1100|steel
storage-plastic|ঢাকনাওয়ালা বালতি|Bucket with Lid|১৬ লিটার/16 litre/290/700; ২৫ লিটার/25 litre/420/1000|plastic
storage-plastic|চালের ড্রাম|Rice Drum|৩০ কেজি/30 kg/750/1800; ৫০ কেজি/50 kg/1050/2500|plastic
storage-plastic|কৌটার সেট|Container Set|৫টি/5 pcs/390/800|plastic
storage-plastic|পানির জগ ও গ্লাস|Water Jug and Glasses|২.৫ লিটার/2.5 litre/260/500|plastic
storage-plastic|কাপড়ের ঝুড়ি|Laundry Basket|মাঝারি/medium/420/900|plastic
bedding|বিছানার চাদর ও বালিশের কভার|Bedsheet with Pillow Covers|ডাবল/double/950/1100; কিং/king/1250/1400|cotton
bedding|মশারি|Mosquito Net|সিঙ্গেল/single/420/400; ডাবল/double/620/550|polyester
bedding|শিমুল তুলার বালিশ|Silk-cotton Pillow|১৮x২৬ ইঞ্চি/18x26 inch/490/1300|cotton
bedding|কম্বল|Blanket|সিঙ্গেল/single/850/1800; ডাবল/double/1350/2600|polyester
bedding|লেপ|Cotton Quilt|সিঙ্গেল/single/1250/2500; ডাবল/double/1850/3600|cotton
bedding|তোয়ালে|Bath Towel|মাঝারি/medium/320/350; বড়/large/460/520|cotton
cleaning|কাপড় ধোয়ার গুঁড়া|Washing Powder|৫০০ গ্রাম/500 g/75/500; ১ কেজি/1 kg/140/1000; ২ কেজি/2 kg/270/2000|
cleaning|বাসন মাজার সাবান|Dishwash Bar|৩০০ গ্রাম/300 g/40/300|
cleaning|মেঝে ধোয়ার তরল|Floor Cleaner|১ লিটার/1 litre/180/1050|
cleaning|টয়লেট পরিষ্কারক|Toilet Cleaner|৭৫০ মিলি/750 ml/115/820|
cleaning|ফুলঝাড়ু|Flower Broom|একটি/one/110/350|
cleaning|মশার কয়েল|Mosquito Coils|১০টি/10 pcs/75/250|
cleaning|মপ ও বালতি|Mop and Bucket|এক সেট/one set/1250/2600|plastic
furniture|প্লাস্টিকের চেয়ার|Plastic Chair|হাতলসহ/with arms/850/2800; হাতল ছাড়া/no arms/690/2300|plastic
furniture|ভাঁজ করা টেবিল|Folding Table|পড়ার/study/1650/5200|wood and steel
furniture|জুতার র‍্যাক|Shoe Rack|৪ তাক/4 shelves/850/2600|steel
furniture|বেতের মোড়া|Cane Stool|মাঝারি/medium/650/1600|cane
furniture|আলনা|Clothes Stand|স্টিল/steel/1450/5500|steel
water-hygiene|পানির ফিল্টার|Water Filter|২২ লিটার/22 litre/1650/3100; ৩২ লিটার/32 litre/2150/3800|plastic
water-hygiene|ফিল্টারের মোমবাতি|Filter Candle|২টি/2 pcs/320/600|ceramic
water-hygiene|স্যানিটারি ন্যাপকিন|Sanitary Napkins|৮টি/8 pcs/85/120; ১৫টি/15 pcs/150/210|cotton
water-hygiene|টয়লেট টিস্যু|Toilet Tissue|৪ রোল/4 rolls/95/400|
water-hygiene|কাপড়ের স্যানিটারি প্যাড|Cloth Sanitary Pads|৪টি/4 pcs/260/160|cotton
""")

USES = {
    "cookware": ("সমান তাপ ছড়ায়, মাজা সহজ।", "Heats evenly and is easy to scour."),
    "tableware": ("রোজের খাওয়া আর অতিথি আপ্যায়নে।", "For daily meals and for guests."),
    "storage-plastic": ("শক্ত প্লাস্টিক, সহজে ফাটে না।", "Tough plastic that does not crack easily."),
    "bedding": ("নরম, ধুলে রং থাকে।", "Soft, and keeps its colour when washed."),
    "cleaning": (
        "অল্পতেই পরিষ্কার; শিশুর নাগালের বাইরে রাখুন।",
        "A little goes far; keep away from children.",
    ),
    "furniture": ("জোড়া লাগানোর কাগজ বাংলায়।", "Assembly sheet in Bengali."),
    "water-hygiene": ("পরিবারের স্বাস্থ্যের জন্য।", "For the health of the house."),
}


def products(seed: str) -> Iterator[Product]:
    rng = stream("household", seed)
    for category, bn, en, kinds, material in ROWS:
        for brand_bn, brand_en in BRANDS:
            for kind in kinds.split(";"):
                size_bn, size_en, price, grams = (part.strip() for part in kind.split("/"))
                yield Product(
                    category=category,
                    title_bn=f"{brand_bn} {bn} {size_bn}",
                    title_en=f"{brand_en} {en}, {size_en}",
                    about_bn=f"{bn}, {size_bn}। {USES[category][0]}",
                    about_en=f"{en}, {size_en} by {brand_en}. {USES[category][1]}",
                    price=round(int(price) * rng.uniform(0.9, 1.14)),
                    shops={**SHOPS, "niramoyghor": 0.5} if category == "water-hygiene" else SHOPS,
                    brand_bn=brand_bn,
                    brand_en=brand_en,
                    size=size_en,
                    material=material,
                    weight=int(grams),
                )
