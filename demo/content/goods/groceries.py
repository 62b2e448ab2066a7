"""Rice, pulses, spices, tea and the rest of the weekly shopping."""

from collections.abc import Iterator

from ..product import Product
from ..seeded import stream, table

SHOPS = {"tatkasodai": 0.98, "hatkhola": 0.72, "niramoyghor": 0.06}
BRANDS = table("""
গোলাঘর|Golaghor
ঢেঁকিছাঁটা|Dhekichhata
পাঁচফোড়ন|Panchphoron
সোনাধান|Sonadhan
মাটির টান|Matir Tan
""")
# category | Bengali | English | packs "bn/en/price/grams"
ROWS = table("""
rice|মিনিকেট চাল|Miniket Rice|৫ কেজি/5 kg/390/5000; ২৫ কেজি/25 kg/1850/25000
rice|নাজিরশাইল চাল|Nazirshail Rice|৫ কেজি/5 kg/430/5000; ২৫ কেজি/25 kg/2050/25000
rice|চিনিগুঁড়া পোলাও চাল|Chinigura Polao Rice|১ কেজি/1 kg/150/1000; ৫ কেজি/5 kg/720/5000
rice|কাটারিভোগ চাল|Kataribhog Rice|১ কেজি/1 kg/130/1000; ৫ কেজি/5 kg/620/5000
rice|কালিজিরা চাল|Kalijira Rice|১ কেজি/1 kg/140/1000; ৫ কেজি/5 kg/680/5000
rice|আউশের লাল চাল|Aush Red Rice|১ কেজি/1 kg/95/1000; ৫ কেজি/5 kg/450/5000
pulses-flour|মসুর ডাল|Red Lentils|৫০০ গ্রাম/500 g/75/500; ১ কেজি/1 kg/145/1000
pulses-flour|মুগ ডাল|Mung Dal|৫০০ গ্রাম/500 g/85/500; ১ কেজি/1 kg/165/1000
pulses-flour|ছোলা|Chickpeas|১ কেজি/1 kg/110/1000
pulses-flour|মাষকলাই ডাল|Mashkalai Dal|৫০০ গ্রাম/500 g/95/500
pulses-flour|আটা|Wheat Flour (Atta)|১ কেজি/1 kg/58/1000; ২ কেজি/2 kg/112/2000
pulses-flour|ময়দা|White Flour|১ কেজি/1 kg/68/1000
pulses-flour|সুজি|Semolina|৫০০ গ্রাম/500 g/48/500
pulses-flour|চিঁড়া|Flattened Rice|৫০০ গ্রাম/500 g/50/500; ১ কেজি/1 kg/95/1000
pulses-flour|হাতে ভাজা মুড়ি|Hand-puffed Rice|৫০০ গ্রাম/500 g/70/500
pulses-flour|যবের ছাতু|Barley Sattu|৫০০ গ্রাম/500 g/120/500
oil-ghee|ঘানি ভাঙা সরিষার তেল|Cold-pressed Mustard Oil|৫০০ মিলি/500 ml/165/520; ১ লিটার/1 litre/320/1020; ৫ লিটার/5 litre/1520/5100
oil-ghee|সয়াবিন তেল|Soybean Oil|১ লিটার/1 litre/185/960; ৫ লিটার/5 litre/890/4700
oil-ghee|গাওয়া ঘি|Cow Ghee|২০০ গ্রাম/200 g/290/280; ৪০০ গ্রাম/400 g/560/520; ৯০০ গ্রাম/900 g/1220/1080
oil-ghee|তিলের তেল|Sesame Oil|২৫০ মিলি/250 ml/220/300
oil-ghee|খাবার নারিকেল তেল|Edible Coconut Oil|৫০০ মিলি/500 ml/420/540
spices-salt|হলুদ গুঁড়া|Turmeric Powder|১০০ গ্রাম/100 g/48/100; ২০০ গ্রাম/200 g/90/200; ৫০০ গ্রাম/500 g/215/500
spices-salt|মরিচ গুঁড়া|Chilli Powder|১০০ গ্রাম/100 g/70/100; ২০০ গ্রাম/200 g/130/200; ৫০০ গ্রাম/500 g/310/500
spices-salt|ধনে গুঁড়া|Coriander Powder|১০০ গ্রাম/100 g/42/100; ২০০ গ্রাম/200 g/80/200
spices-salt|জিরা গুঁড়া|Cumin Powder|৫০ গ্রাম/50 g/75/50; ১০০ গ্রাম/100 g/145/100
spices-salt|গরম মসলা|Garam Masala|৫০ গ্রাম/50 g/85/50
spices-salt|বিরিয়ানি মসলা|Biryani Masala|৫০ গ্রাম/50 g/55/50
spices-salt|মাংসের মসলা|Meat Masala|১০০ গ্রাম/100 g/80/100
spices-salt|পাঁচফোড়ন মসলা|Five-spice Mix|১০০ গ্রাম/100 g/55/100
spices-salt|তেজপাতা ও দারুচিনি|Bay Leaf and Cinnamon|৫০ গ্রাম/50 g/60/50
spices-salt|এলাচ|Cardamom|২৫ গ্রাম/25 g/160/25
spices-salt|আয়োডিনযুক্ত লবণ|Iodised Salt|১ কেজি/1 kg/42/1000
tea-drinks|চা পাতা|Loose Tea|২০০ গ্রাম/200 g/110/200; ৪০০ গ্রাম/400 g/210/400
tea-drinks|টি ব্যাগ|Tea Bags|৫০টি/50 bags/125/120
tea-drinks|সবুজ চা|Green Tea|১০০ গ্রাম/100 g/190/120
tea-drinks|তুলসী চা|Tulsi Tea|২৫টি/25 bags/140/70
tea-drinks|গুঁড়া দুধ|Milk Powder|৫০০ গ্রাম/500 g/440/500; ১ কেজি/1 kg/850/1000
tea-drinks|কফি|Instant Coffee|৫০ গ্রাম/50 g/210/110
tea-drinks|বেলের শরবত গুঁড়া|Bael Sherbet Powder|২০০ গ্রাম/200 g/160/220
tea-drinks|আমের জুস|Mango Juice|২৫০ মিলি ৬টি/6 x 250 ml/180/1600
snacks-biscuits|চানাচুর|Chanachur|১৫০ গ্রাম/150 g/45/150; ৩০০ গ্রাম/300 g/85/300
snacks-biscuits|টোস্ট বিস্কুট|Toast Biscuits|৩৫০ গ্রাম/350 g/70/350
snacks-biscuits|নোনতা বিস্কুট|Salted Biscuits|২৪০ গ্রাম/240 g/60/240
snacks-biscuits|ঘি বিস্কুট|Ghee Biscuits|৩০০ গ্রাম/300 g/130/300
snacks-biscuits|নুডলস|Noodles|৮ প্যাক/8 packs/150/500
snacks-biscuits|লাচ্ছা সেমাই|Lachchha Semai|২০০ গ্রাম/200 g/50/200; ৫০০ গ্রাম/500 g/120/500
snacks-biscuits|নারিকেলের নাড়ু|Coconut Naru|২৫০ গ্রাম/250 g/160/260
snacks-biscuits|তিলের নাড়ু|Sesame Naru|২৫০ গ্রাম/250 g/150/260
snacks-biscuits|বাদাম ভাজা|Roasted Peanuts|২৫০ গ্রাম/250 g/90/250
pickles-honey|আমের আচার|Mango Pickle|২০০ গ্রাম/200 g/110/260; ৪০০ গ্রাম/400 g/200/480
pickles-honey|জলপাইয়ের আচার|Olive Pickle|৪০০ গ্রাম/400 g/190/480
pickles-honey|তেঁতুলের চাটনি|Tamarind Chutney|৩০০ গ্রাম/300 g/150/360
pickles-honey|রসুনের আচার|Garlic Pickle|২০০ গ্রাম/200 g/170/260
pickles-honey|সরিষা ফুলের মধু|Mustard-flower Honey|২৫০ গ্রাম/250 g/220/330; ৫০০ গ্রাম/500 g/420/620; ১ কেজি/1 kg/800/1200
pickles-honey|লিচু ফুলের মধু|Litchi-flower Honey|৫০০ গ্রাম/500 g/480/620; ১ কেজি/1 kg/920/1200
pickles-honey|কালোজিরার মধু|Black-seed Honey|৫০০ গ্রাম/500 g/620/620
pickles-honey|টমেটো সস|Tomato Sauce|৩৪০ গ্রাম/340 g/110/560
meat-eggs|দেশি মুরগির ডিম|Native Hen Eggs|১২টি/12 pcs/210/750
meat-eggs|হাঁসের ডিম|Duck Eggs|১২টি/12 pcs/230/850
meat-eggs|কোয়েলের ডিম|Quail Eggs|২৪টি/24 pcs/110/320
gur-sugar|আখের গুড়|Sugar-cane Gur|১ কেজি/1 kg/160/1000
gur-sugar|খেজুরের পাটালি গুড়|Date-palm Patali Gur|৫০০ গ্রাম/500 g/230/520; ১ কেজি/1 kg/440/1000
gur-sugar|খেজুরের ঝোলা গুড়|Liquid Date-palm Gur|১ কেজি/1 kg/380/1100
gur-sugar|লাল চিনি|Red Sugar|১ কেজি/1 kg/170/1000
gur-sugar|তালমিছরি|Palm Candy|২৫০ গ্রাম/250 g/140/250
""")


def products(seed: str) -> Iterator[Product]:
    rng = stream("groceries", seed)
    for category, bn, en, packs in ROWS:
        for brand_bn, brand_en in rng.sample(BRANDS, 4):
            for pack in packs.split(";"):
                size_bn, size_en, price, grams = (part.strip() for part in pack.split("/"))
                yield Product(
                    category=category,
                    title_bn=f"{brand_bn} {bn} {size_bn}",
                    title_en=f"{brand_en} {en} {size_en}",
                    about_bn=f"{bn}, {size_bn}। {brand_bn}-এর মোড়কে; প্যাকেটে তারিখ দেখে নিন।",
                    about_en=f"{en}, {size_en}, packed by {brand_en}. The date is on the pack.",
                    price=round(int(price) * rng.uniform(0.92, 1.12)),
                    shops=SHOPS,
                    brand_bn=brand_bn,
                    brand_en=brand_en,
                    size=size_en,
                    weight=int(grams),
                )
