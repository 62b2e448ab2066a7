"""Seeds and tools, bats and balls, diapers and dolls."""

from collections.abc import Iterator

from ..product import Product
from ..seeded import stream, table

FARM = {"hatkhola": 0.95, "tatkasodai": 0.7}
SPORT = {"hatkhola": 0.95, "pataboi": 0.35}
BABY = {"niramoyghor": 0.85, "hatkhola": 0.65, "tatkasodai": 0.25}
TOYS = {"hatkhola": 0.9, "pataboi": 0.5, "niramoyghor": 0.3}

FARM_BRANDS = table("""
সোনার ফসল|Sonar Phosol
হালচাষ|Halchash
পলিমাটি|Polimati
""")
SPORT_BRANDS = table("""
দুরন্ত|Duronto
মাঠঘাট|Mathghat
""")
BABY_BRANDS = table("""
আদুরে|Adure
খোকাখুকু|Khokakhuku
""")
# category | Bengali | English | kinds "bn/en/price/grams"
FARM_ROWS = table("""
seeds|লাউ বীজ|Bottle Gourd Seed|১০ গ্রাম/10 g/45/20
seeds|করলা বীজ|Bitter Gourd Seed|১০ গ্রাম/10 g/60/20
seeds|লালশাক বীজ|Red Amaranth Seed|৫০ গ্রাম/50 g/35/60; ১০০ গ্রাম/100 g/60/110
seeds|টমেটো বীজ শীতের|Winter Tomato Seed|৫ গ্রাম/5 g/90/15
seeds|বেগুন বীজ|Aubergine Seed|৫ গ্রাম/5 g/70/15
seeds|মরিচ বীজ|Chilli Seed|৫ গ্রাম/5 g/85/15
seeds|শসা বীজ|Cucumber Seed|১০ গ্রাম/10 g/110/20
seeds|ভুট্টা বীজ হাইব্রিড|Hybrid Maize Seed|১ কেজি/1 kg/620/1000
seeds|বোরো ধানের বীজ|Boro Rice Seed|২ কেজি/2 kg/240/2000; ১০ কেজি/10 kg/1100/10000
seeds|সরিষা বীজ|Mustard Seed for Sowing|১ কেজি/1 kg/180/1000
seeds|পেঁপে চারা|Papaya Sapling|৩টি/3 pcs/150/900
seeds|মাল্টা চারা|Malta Orange Sapling|২টি/2 pcs/240/1200
fertiliser|কেঁচো সার|Vermicompost|৫ কেজি/5 kg/150/5000; ২০ কেজি/20 kg/520/20000
fertiliser|জৈব সার|Organic Compost|১০ কেজি/10 kg/220/10000
fertiliser|নিমের খৈল|Neem Cake|২ কেজি/2 kg/160/2000
fertiliser|টবের মাটি মিশ্রণ|Potting Mix|৫ কেজি/5 kg/180/5000
farm-tools|কোদাল|Spade|মাঝারি/medium/420/1500
farm-tools|কাস্তে|Sickle|একটি/one/160/300
farm-tools|নিড়ানি|Hand Hoe|একটি/one/140/350
farm-tools|স্প্রে মেশিন|Knapsack Sprayer|১৬ লিটার/16 litre/1650/3200; ব্যাটারিচালিত ১৬ লিটার/battery, 16 litre/3650/5600
farm-tools|পানির পাম্প|Water Pump|০.৫ হর্স/0.5 HP/4200/7500; ১ হর্স/1 HP/6800/11000
farm-tools|ধান ঝাড়ার কুলা|Winnowing Tray|একটি/one/180/500
farm-tools|সেচ পাইপ|Irrigation Hose|১০০ ফুট/100 ft/1450/6500
farm-tools|ত্রিপল|Tarpaulin|১২x১৮ ফুট/12x18 ft/1350/3200
livestock-feed|গরুর ভুসি|Wheat Bran for Cattle|১০ কেজি/10 kg/480/10000; ৩৫ কেজি/35 kg/1600/35000
livestock-feed|সরিষার খৈল|Mustard Oil Cake|৫ কেজি/5 kg/290/5000
livestock-feed|ব্রয়লার খাদ্য|Broiler Feed|১০ কেজি/10 kg/720/10000
livestock-feed|মাছের ভাসমান খাদ্য|Floating Fish Feed|১০ কেজি/10 kg/780/10000; ২৫ কেজি/25 kg/1850/25000
livestock-feed|গরুর ভিটামিন প্রিমিক্স|Cattle Vitamin Premix|১ কেজি/1 kg/260/1000
nets-fishing|ঝাঁকিজাল|Cast Net|৭ হাত/7 cubits/1650/2600; ৯ হাত/9 cubits/2250/3400
nets-fishing|ছিপ ও বড়শি সেট|Rod and Hook Set|এক সেট/one set/650/700
nets-fishing|পুকুর ঘেরা জাল|Pond Fencing Net|৫০ ফুট/50 ft/850/2100
""")
SPORT_ROWS = table("""
cricket|ক্রিকেট ব্যাট|Cricket Bat|পূর্ণ মাপ/full size/1450/1200; ছোটদের/junior/850/900
cricket|টেনিস বল ক্রিকেটের|Tennis Balls for Cricket|৬টি/6 pcs/360/360
cricket|ক্রিকেট বল চামড়া|Leather Cricket Ball|একটি/one/420/160
cricket|স্টাম্প ও বেল সেট|Stumps and Bails|কাঠের/wooden/750/2400
cricket|ব্যাটিং প্যাড ও গ্লাভস|Pads and Gloves|এক সেট/one set/2350/2100
football|ফুটবল|Football|৫ নম্বর/size 5/950/430; ৪ নম্বর/size 4/750/390
football|ফুটবল জার্সি সেট|Football Jersey Set|M/M/650/300; L/L/650/310
football|ফুটবল বুট|Football Boots|৪০/40/1650/600; ৪২/42/1650/620
football|গোলকিপার গ্লাভস|Goalkeeper Gloves|একজোড়া/one pair/780/250
other-games|ব্যাডমিন্টন ব্যাট জোড়া|Badminton Rackets, Pair|সাধারণ/standard/850/400; ভালো মানের/superior/1950/380
other-games|শাটলকক|Shuttlecocks|৬টি/6 pcs/320/100
other-games|ক্যারম বোর্ড|Carrom Board|৩২ ইঞ্চি/32 inch/2450/7500; ২৬ ইঞ্চি/26 inch/1650/5200
other-games|দাবা সেট|Chess Set|কাঠের/wooden/650/900
other-games|লুডু বোর্ড|Ludo Board|বড়/large/160/350
other-games|ভলিবল ও নেট|Volleyball and Net|এক সেট/one set/1450/1200
other-games|দড়িলাফ|Skipping Rope|একটি/one/180/180
cycles|বাইসাইকেল|Bicycle|২৬ ইঞ্চি/26 inch/9800/17500; ২০ ইঞ্চি/20 inch/7600/14500
cycles|সাইকেলের টায়ার-টিউব|Tyre and Tube|২৬ ইঞ্চি/26 inch/720/1100
cycles|সাইকেল তালা ও বেল|Cycle Lock and Bell|এক সেট/one set/290/400
cycles|সাইকেল পাম্পার|Cycle Pump|একটি/one/350/700
""")
BABY_ROWS = table("""
diapers|শিশুর ডায়াপার|Baby Diapers|ছোট ২৪টি/S, 24 pcs/520/600; মাঝারি ২২টি/M, 22 pcs/560/640; বড় ২০টি/L, 20 pcs/590/680
diapers|কাপড়ের ডায়াপার|Cloth Diaper|৩টি/3 pcs/690/300
diapers|বেবি ওয়াইপস|Baby Wipes|৮০টি/80 pcs/210/420
diapers|বেবি লোশন|Baby Lotion|১০০ মিলি/100 ml/190/140; ২০০ মিলি/200 ml/340/250
diapers|বেবি তেল|Baby Oil|১০০ মিলি/100 ml/180/130
diapers|ছোট কাঁথা সেট|Small Kantha Set|৪টি/4 pcs/480/500
baby-food|চালের সুজি ৬ মাস থেকে|Rice Semolina, from 6 Months|২০০ গ্রাম/200 g/130/220
baby-food|খিচুড়ি মিশ্রণ ৮ মাস থেকে|Khichuri Mix, from 8 Months|২৫০ গ্রাম/250 g/190/270
baby-food|সাগু দানা|Sago Pearls|২৫০ গ্রাম/250 g/110/260
baby-food|ওটস ও কলার গুঁড়া|Oats and Banana Powder|২০০ গ্রাম/200 g/260/220
baby-gear|বেতের দোলনা|Cane Cradle|একটি/one/3200/6500
baby-gear|শিশুর মশারি|Baby Mosquito Net|ভাঁজ করা/folding/420/400
baby-gear|ওয়াকার|Baby Walker|একটি/one/1850/3800
baby-gear|ফিডার ও বাটি-চামচ|Feeding Bowl and Spoon Set|এক সেট/one set/260/220
baby-gear|বেবি ক্যারিয়ার|Baby Carrier|একটি/one/890/520
""")
TOY_ROWS = table("""
toys|কাপড়ের পুতুল|Rag Doll|মাঝারি/medium/290/200; বড়/large/450/350
toys|কাঠের গাড়ি|Wooden Car|একটি/one/320/400
toys|বাংলা বর্ণমালার ব্লক|Bengali Alphabet Blocks|৫০টি/50 pcs/690/1300
toys|টেপা পুতুল মাটির|Pressed Clay Doll|৪টি/4 pcs/240/600
toys|রিমোট গাড়ি|Remote-control Car|একটি/one/1250/700
toys|পাজল বাংলাদেশের মানচিত্র|Map of Bangladesh Puzzle|৬৪ টুকরা/64 pieces/390/450
toys|ডাক্তার খেলার সেট|Doctor Play Set|এক সেট/one set/520/500
toys|রান্নাবাটি সেট|Kitchen Play Set|এক সেট/one set/420/480
toys|ঘুড়ি ও নাটাই|Kite and Reel|এক সেট/one set/220/250
toys|বাঁশি বাঁশের|Bamboo Flute|একটি/one/180/90
toys|রিকশা শোপিস খেলনা|Toy Rickshaw|একটি/one/380/300
""")

ALONE = ("one", "one set", "one pair")


def products(seed: str) -> Iterator[Product]:
    for rows, brands, shops, about_bn, about_en, copies in (
        (
            FARM_ROWS,
            FARM_BRANDS,
            FARM,
            "চাষি ও খামারির জন্য; ব্যবহারবিধি প্যাকেটে বাংলায়।",
            "For farm and yard; directions in Bengali on the pack.",
            2,
        ),
        (
            SPORT_ROWS,
            SPORT_BRANDS,
            SPORT,
            "স্কুলমাঠ ও পাড়ার খেলার জন্য মজবুত।",
            "Strong enough for the school field and the lane.",
            2,
        ),
        (
            BABY_ROWS,
            BABY_BRANDS,
            BABY,
            "ছোট শিশুর কথা ভেবে বাছাই করা।",
            "Chosen with a small child in mind.",
            2,
        ),
        (
            TOY_ROWS,
            BABY_BRANDS,
            TOYS,
            "তিন বছর ও তার বেশি বয়সের শিশুদের জন্য।",
            "For children of three years and more.",
            2,
        ),
    ):
        rng = stream(rows[0][0], seed)
        for category, bn, en, kinds in rows:
            for brand_bn, brand_en in rng.sample(brands, min(copies, len(brands))):
                for kind in kinds.split(";"):
                    size_bn, size_en, price, grams = (part.strip() for part in kind.split("/"))
                    yield Product(
                        category=category,
                        title_bn=f"{brand_bn} {bn}"
                        + (f" {size_bn}" if size_en not in ALONE else ""),
                        title_en=f"{brand_en} {en}"
                        + (f", {size_en}" if size_en not in ALONE else ""),
                        about_bn=f"{bn}, {size_bn}। {about_bn}",
                        about_en=f"{en}, {size_en}. {about_en}",
                        price=round(int(price) * rng.uniform(0.9, 1.14)),
                        shops=shops,
                        brand_bn=brand_bn,
                        brand_en=brand_en,
                        size=size_en,
                        weight=int(grams),
                    )
