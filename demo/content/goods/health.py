"""Medicine by its active substance (a fact) under invented brands; toiletries and cosmetics.

A brand is the substance's stem and the maker's ending ("Paranil"), so it reads like one and is
nobody's. Nothing here is advice: leaflets say to ask a doctor.
"""

from collections.abc import Iterator

from ..product import Product
from ..seeded import bengali, stream, table

MEDICINE_SHOPS = {"niramoyghor": 1.0, "hatkhola": 0.42}
DEVICE_SHOPS = {"niramoyghor": 0.95, "hatkhola": 0.4}
BEAUTY_SHOPS = {"niramoyghor": 0.85, "hatkhola": 0.65, "tatkasodai": 0.45}
ADORNMENT_SHOPS = {**BEAUTY_SHOPS, "sutortan": 0.55}

MAKERS = table("""
নিল|nil|নীলাভ ফার্মা|Nilabh Pharma
স্পা|spa|সবুজপ্রাণ ল্যাব|Sobujpran Labs
ডন|don|ধলেশ্বরী ড্রাগস|Dholeshwari Drugs
মেঘ|megh|মেঘলা হেলথকেয়ার|Meghla Healthcare
""")

# category | stem bn | stem en | substance bn | substance en | form | strengths | price of a pack | prescription
DRUGS = table("""
pain-fever|প্যারা|Para|প্যারাসিটামল|Paracetamol|tablet|৫০০ মিগ্রা/500 mg; ৬৬৫ মিগ্রা/665 mg|12,18|
pain-fever|প্যারা|Para|প্যারাসিটামল|Paracetamol|syrup|১২০ মিগ্রা প্রতি ৫ মিলি/120 mg per 5 ml|38|
pain-fever|আইবু|Ibu|আইবুপ্রোফেন|Ibuprofen|tablet|২০০ মিগ্রা/200 mg; ৪০০ মিগ্রা/400 mg|22,38|
pain-fever|ন্যাপ্রো|Napro|ন্যাপ্রক্সেন|Naproxen|tablet|২৫০ মিগ্রা/250 mg; ৫০০ মিগ্রা/500 mg|60,110|rx
pain-fever|ডাইক্লো|Diclo|ডাইক্লোফেনাক|Diclofenac|gel|১%/1%|75|
stomach|ওমেপ|Omep|ওমিপ্রাজল|Omeprazole|capsule|২০ মিগ্রা/20 mg; ৪০ মিগ্রা/40 mg|60,90|
stomach|এসোম|Esom|ইসোমিপ্রাজল|Esomeprazole|tablet|২০ মিগ্রা/20 mg; ৪০ মিগ্রা/40 mg|70,100|
stomach|প্যান্টো|Panto|প্যান্টোপ্রাজল|Pantoprazole|tablet|২০ মিগ্রা/20 mg; ৪০ মিগ্রা/40 mg|50,80|
stomach|ফ্যামো|Famo|ফ্যামোটিডিন|Famotidine|tablet|২০ মিগ্রা/20 mg; ৪০ মিগ্রা/40 mg|24,40|
stomach|ডম্পি|Dompi|ডমপেরিডন|Domperidone|tablet|১০ মিগ্রা/10 mg|25|
stomach|অ্যান্টা|Anta|অ্যান্টাসিড|Antacid|suspension|২০০ মিলি/200 ml|85|
stomach|সাল|Sal|খাবার স্যালাইন|Oral Rehydration Salts|sachet|৫০০ মিলির জন্য/for 500 ml|100|
stomach|অ্যালবে|Albe|অ্যালবেনডাজল|Albendazole|tablet|৪০০ মিগ্রা/400 mg|45|
stomach|মেট্রো|Metro|মেট্রোনিডাজল|Metronidazole|tablet|২০০ মিগ্রা/200 mg; ৪০০ মিগ্রা/400 mg|12,18|rx
cold-allergy|সেটি|Ceti|সেটিরিজিন|Cetirizine|tablet|১০ মিগ্রা/10 mg|30|
cold-allergy|সেটি|Ceti|সেটিরিজিন|Cetirizine|syrup|৫ মিগ্রা প্রতি ৫ মিলি/5 mg per 5 ml|35|
cold-allergy|ফেক্সো|Fexa|ফেক্সোফেনাডিন|Fexofenadine|tablet|৬০ মিগ্রা/60 mg; ১২০ মিগ্রা/120 mg; ১৮০ মিগ্রা/180 mg|50,80,110|
cold-allergy|লোরা|Lora|লোরাটাডিন|Loratadine|tablet|১০ মিগ্রা/10 mg|35|
cold-allergy|মন্টি|Monti|মন্টিলুকাস্ট|Montelukast|tablet|৫ মিগ্রা/5 mg; ১০ মিগ্রা/10 mg|90,160|rx
cold-allergy|সালবু|Salbu|সালবিউটামল|Salbutamol|inhaler|১০০ মাইক্রোগ্রাম/100 mcg|220|rx
cold-allergy|অ্যামব্রো|Ambro|অ্যামব্রক্সল|Ambroxol|syrup|১৫ মিগ্রা প্রতি ৫ মিলি/15 mg per 5 ml|50|
vitamins|ক্যালসি|Calci|ক্যালসিয়াম ও ভিটামিন ডি৩|Calcium with Vitamin D3|tablet|৫০০ মিগ্রা/500 mg|150|
vitamins|জিঙ্কো|Zinko|জিংক|Zinc|tablet|২০ মিগ্রা/20 mg|30|
vitamins|জিঙ্কো|Zinko|জিংক|Zinc|syrup|১০ মিগ্রা প্রতি ৫ মিলি/10 mg per 5 ml|40|
vitamins|বিকো|Biko|ভিটামিন বি কমপ্লেক্স|Vitamin B Complex|tablet|সাধারণ/regular|45|
vitamins|ভিটসি|Vitsi|ভিটামিন সি|Vitamin C|chewable|২৫০ মিগ্রা/250 mg|20|
vitamins|মাল্টি|Multi|মাল্টিভিটামিন|Multivitamin|syrup|১০০ মিলি/100 ml; ২০০ মিলি/200 ml|80,140|
chronic-care|মেটফো|Metfo|মেটফরমিন|Metformin|tablet|৫০০ মিগ্রা/500 mg; ৮৫০ মিগ্রা/850 mg|40,60|rx
chronic-care|গ্লিক্লা|Glikla|গ্লিক্লাজাইড|Gliclazide|tablet|৮০ মিগ্রা/80 mg|80|rx
chronic-care|লিনা|Lina|লিনাগ্লিপটিন|Linagliptin|tablet|৫ মিগ্রা/5 mg|220|rx
chronic-care|অ্যামলো|Amlo|অ্যামলোডিপিন|Amlodipine|tablet|৫ মিগ্রা/5 mg; ১০ মিগ্রা/10 mg|50,80|rx
chronic-care|লোসা|Losa|লোসার্টান|Losartan|tablet|২৫ মিগ্রা/25 mg; ৫০ মিগ্রা/50 mg|45,80|rx
chronic-care|অ্যাটোর|Ator|অ্যাটোরভাস্ট্যাটিন|Atorvastatin|tablet|১০ মিগ্রা/10 mg; ২০ মিগ্রা/20 mg|100,180|rx
chronic-care|বিসো|Biso|বিসোপ্রোলল|Bisoprolol|tablet|২.৫ মিগ্রা/2.5 mg; ৫ মিগ্রা/5 mg|60,100|rx
antibiotics|অ্যামক্সি|Amoxi|অ্যামোক্সিসিলিন|Amoxicillin|capsule|২৫০ মিগ্রা/250 mg; ৫০০ মিগ্রা/500 mg|40,70|rx
antibiotics|অ্যাজি|Aji|অ্যাজিথ্রোমাইসিন|Azithromycin|tablet|২৫০ মিগ্রা/250 mg; ৫০০ মিগ্রা/500 mg|120,210|rx
antibiotics|সেফি|Cefi|সেফিক্সিম|Cefixime|capsule|২০০ মিগ্রা/200 mg; ৪০০ মিগ্রা/400 mg|280,500|rx
antibiotics|সিপ্রো|Sipro|সিপ্রোফ্লক্সাসিন|Ciprofloxacin|tablet|৫০০ মিগ্রা/500 mg|140|rx
antibiotics|ডক্সি|Doxi|ডক্সিসাইক্লিন|Doxycycline|capsule|১০০ মিগ্রা/100 mg|25|rx
skin-eye|ক্লোট্রি|Clotri|ক্লোট্রিমাজল|Clotrimazole|cream|১%/1%|45|
skin-eye|পারমি|Permi|পারমেথ্রিন|Permethrin|cream|৫%/5%|60|
skin-eye|মিউপি|Mupi|মিউপিরোসিন|Mupirocin|ointment|২%/2%|140|
skin-eye|ক্লোরা|Clora|ক্লোরামফেনিকল|Chloramphenicol|eye drops|০.৫%/0.5%|40|rx
skin-eye|কারবো|Carbo|কার্বক্সিমিথাইল সেলুলোজ|Carboxymethylcellulose|eye drops|০.৫%/0.5%|180|
womens-health|ফলি|Foli|আয়রন ও ফলিক এসিড|Iron with Folic Acid|capsule|৬০ মিগ্রা/60 mg|60|
womens-health|ফলিক|Folik|ফলিক এসিড|Folic Acid|tablet|৫ মিগ্রা/5 mg|15|
womens-health|ট্রানে|Trane|ট্রানেক্সামিক এসিড|Tranexamic Acid|capsule|৫০০ মিগ্রা/500 mg|220|rx
""")
FORMS = {
    "tablet": ("ট্যাবলেট", "Tablet", "১০টির পাতা", "strip of 10"),
    "chewable": ("চুষে খাওয়ার ট্যাবলেট", "Chewable Tablet", "১০টির পাতা", "strip of 10"),
    "capsule": ("ক্যাপসুল", "Capsule", "১০টির পাতা", "strip of 10"),
    "syrup": ("সিরাপ", "Syrup", "১০০ মিলি", "100 ml bottle"),
    "suspension": ("সাসপেনশন", "Suspension", "এক বোতল", "one bottle"),
    "gel": ("জেল", "Gel", "২০ গ্রাম টিউব", "20 g tube"),
    "cream": ("ক্রিম", "Cream", "১৫ গ্রাম টিউব", "15 g tube"),
    "ointment": ("মলম", "Ointment", "১০ গ্রাম টিউব", "10 g tube"),
    "eye drops": ("চোখের ড্রপ", "Eye Drops", "১০ মিলি", "10 ml bottle"),
    "inhaler": ("ইনহেলার", "Inhaler", "২০০ টান", "200 puffs"),
    "sachet": ("স্যাশে", "Sachet", "২০টির বাক্স", "box of 20"),
}

DEVICES = table("""
ডিজিটাল থার্মোমিটার|Digital Thermometer|180|60
রক্তচাপ মাপার যন্ত্র ডিজিটাল|Digital Blood Pressure Monitor|2150|700
রক্তচাপ মাপার যন্ত্র ঘড়িওয়ালা|Aneroid Blood Pressure Set|1250|800
ডায়াবেটিস মাপার যন্ত্র|Blood Glucose Meter|1350|250
ডায়াবেটিস মাপার স্ট্রিপ ২৫টি|Glucose Test Strips, 25|650|60
পালস অক্সিমিটার|Pulse Oximeter|890|80
নেবুলাইজার মেশিন|Nebuliser|2450|1600
ব্যান্ডেজ ও গজের সেট|Bandage and Gauze Set|120|120
তুলা ৫০০ গ্রাম|Absorbent Cotton 500 g|190|520
প্রাথমিক চিকিৎসার বাক্স|First Aid Box|780|900
গরম পানির ব্যাগ|Hot Water Bag|320|400
কোমরের বেল্ট|Lumbar Belt|850|450
হাঁটুর ক্যাপ জোড়া|Knee Caps, Pair|480|220
হুইলচেয়ার ভাঁজ করা|Folding Wheelchair|9800|18500
সার্জিক্যাল মাস্ক ৫০টি|Surgical Masks, 50|140|200
জীবাণুনাশক তরল ৫০০ মিলি|Antiseptic Liquid 500 ml|165|560
""")
DEVICE_BRANDS = table("""
সুস্থতা|Susthota
প্রাণস্পন্দ|Pranspondo
""")

CARE_BRANDS = table("""
শিউলিঝরা|Shiulijhora
পদ্মরেণু|Podmorenu
নিমতলা|Nimtola
রূপকাঠি|Rupkathi
সাদাফুল|Sadaphul
""")
# category | Bengali | English | packs "bn/en/price/grams"
CARE = table("""
soap-body|নিম সাবান|Neem Soap|১০০ গ্রাম/100 g/55/110; ৩টির প্যাক/pack of 3/150/330
soap-body|চন্দন সাবান|Sandal Soap|১০০ গ্রাম/100 g/65/110; ৩টির প্যাক/pack of 3/180/330
soap-body|হ্যান্ডওয়াশ লেবু|Handwash, Lemon|২০০ মিলি/200 ml/95/240; রিফিল ১৭০ মিলি/refill 170 ml/60/180
soap-body|গ্লিসারিন সাবান|Glycerine Soap|১২৫ গ্রাম/125 g/70/130
hair-care|নারিকেল তেল|Coconut Hair Oil|১০০ মিলি/100 ml/85/120; ২০০ মিলি/200 ml/160/230; ৪০০ মিলি/400 ml/300/440
hair-care|আমলকী চুলের তেল|Amla Hair Oil|১৫০ মিলি/150 ml/130/180
hair-care|কালোজিরা চুলের তেল|Black Seed Hair Oil|১০০ মিলি/100 ml/180/120
hair-care|শ্যাম্পু খুশকিনাশক|Anti-dandruff Shampoo|১৮০ মিলি/180 ml/210/210; ৩৫০ মিলি/350 ml/380/390
hair-care|মেহেদি পাতা গুঁড়া|Henna Powder|১০০ গ্রাম/100 g/60/110
hair-care|মেহেদি টিউব|Henna Cone|৩টি/3 pcs/90/90
skin-care|ময়েশ্চারাইজিং ক্রিম|Moisturising Cream|৫০ গ্রাম/50 g/120/80; ১০০ গ্রাম/100 g/210/140
skin-care|পেট্রোলিয়াম জেলি|Petroleum Jelly|৫০ মিলি/50 ml/70/70; ১০০ মিলি/100 ml/125/130
skin-care|বডি লোশন শীতের|Winter Body Lotion|২০০ মিলি/200 ml/240/230
skin-care|ফেসওয়াশ নিম|Neem Face Wash|১০০ মিলি/100 ml/165/120
skin-care|ট্যালকম পাউডার|Talcum Powder|১০০ গ্রাম/100 g/95/120; ২০০ গ্রাম/200 g/170/230
skin-care|মুলতানি মাটি|Multani Clay|১০০ গ্রাম/100 g/75/110
skin-care|গোলাপজল|Rose Water|১২০ মিলি/120 ml/85/140
skin-care|অ্যালোভেরা জেল|Aloe Vera Gel|১৫০ মিলি/150 ml/220/180
makeup|কাজল পেন্সিল|Kajal Pencil|কালো/black/110/15
makeup|লিপস্টিক|Lipstick|লাল/red/220/20; মেরুন/maroon/220/20; গোলাপি/pink/220/20
makeup|আলতা|Alta|৫০ মিলি/50 ml/50/80
makeup|টিপের পাতা|Bindi Sheet|৩০টি/30 pcs/30/10
makeup|নেইলপলিশ|Nail Polish|লাল/red/90/25; গোলাপি/pink/90/25
makeup|কমপ্যাক্ট পাউডার|Compact Powder|১২ গ্রাম/12 g/260/40
perfume-attar|আতর গোলাপ|Rose Attar|৩ মিলি/3 ml/150/30; ৬ মিলি/6 ml/270/40
perfume-attar|আতর বেলি|Jasmine Attar|৩ মিলি/3 ml/160/30
perfume-attar|আতর মেশকাত|Musk Attar|৬ মিলি/6 ml/320/40
perfume-attar|বডি স্প্রে|Body Spray|১৫০ মিলি/150 ml/290/190
oral-care|টুথপেস্ট লবঙ্গ|Clove Toothpaste|১০০ গ্রাম/100 g/85/120; ২০০ গ্রাম/200 g/150/230
oral-care|নিমের মাজন|Neem Tooth Powder|৫০ গ্রাম/50 g/35/60; ১০০ গ্রাম/100 g/60/110
oral-care|টুথব্রাশ|Toothbrush|২টি/2 pcs/80/40; শিশুদের/for children/45/20
oral-care|মাউথওয়াশ পুদিনা|Mint Mouthwash|২৫০ মিলি/250 ml/190/280
shaving|শেভিং ক্রিম|Shaving Cream|৫০ গ্রাম/50 g/75/70; ১০০ গ্রাম/100 g/130/120
shaving|রেজর|Razor|২টি/2 pcs/60/30; ৫টি/5 pcs/140/60
shaving|আফটারশেভ লোশন|Aftershave Lotion|১০০ মিলি/100 ml/210/160
""")


def products(seed: str) -> Iterator[Product]:
    yield from medicines(seed)
    yield from devices(seed)
    yield from care(seed)


def medicines(seed: str) -> Iterator[Product]:
    rng = stream("medicine", seed)
    for category, stem_bn, stem_en, drug_bn, drug_en, form, strengths, prices, rx in DRUGS:
        form_bn, form_en, pack_bn, pack_en = FORMS[form]
        for ending_bn, ending_en, maker_bn, maker_en in MAKERS:
            for strength, price in zip(strengths.split(";"), prices.split(","), strict=True):
                dose_bn, dose_en = (part.strip() for part in strength.split("/", 1))
                if form == "syrup" and dose_en.endswith("0 ml"):
                    pack_bn, pack_en = dose_bn, f"{dose_en} bottle"
                name_bn, name_en = stem_bn + ending_bn, stem_en + ending_en
                yield Product(
                    category=category,
                    title_bn=f"{name_bn} {dose_bn} {form_bn} ({drug_bn})",
                    title_en=f"{name_en} {dose_en} {form_en} ({drug_en})",
                    about_bn=f"{drug_bn}, {pack_bn}। প্রস্তুতকারক: {maker_bn}। "
                    + ("চিকিৎসকের ব্যবস্থাপত্র লাগবে।" if rx else "সেবনের আগে নির্দেশনা পড়ুন।"),
                    about_en=f"{drug_en}, {pack_en}. Made by {maker_en}. "
                    + ("Needs a doctor's prescription." if rx else "Read the leaflet before use."),
                    price=max(8, round(int(price) * rng.uniform(0.9, 1.25))),
                    shops=MEDICINE_SHOPS,
                    brand_bn=maker_bn,
                    brand_en=maker_en,
                    size=pack_en,
                    weight=60 if form in ("tablet", "capsule", "chewable") else 160,
                )


def devices(seed: str) -> Iterator[Product]:
    rng = stream("devices", seed)
    for serial, (bn, en, price, grams) in enumerate(DEVICES, start=101):
        for brand_bn, brand_en in DEVICE_BRANDS:
            mpn = f"{brand_en[:2].upper()}-{serial}"
            yield Product(
                category="first-aid",
                title_bn=f"{brand_bn} {bn}",
                title_en=f"{brand_en} {en}",
                about_bn=f"{bn}; ঘরে ব্যবহারের জন্য। ব্যবহারবিধি বাংলায়। মডেল {mpn}।",
                about_en=f"{en} for use at home, with instructions in Bengali. Model {mpn}.",
                price=round(int(price) * rng.uniform(0.9, 1.12)),
                shops=DEVICE_SHOPS,
                brand_bn=brand_bn,
                brand_en=brand_en,
                mpn=mpn,
                gtin=False,
                weight=int(grams),
            )


def care(seed: str) -> Iterator[Product]:
    rng = stream("care", seed)
    for category, bn, en, packs in CARE:
        for brand_bn, brand_en in rng.sample(CARE_BRANDS, 4):
            for pack in packs.split(";"):
                size_bn, size_en, price, grams = (part.strip() for part in pack.split("/"))
                yield Product(
                    category=category,
                    title_bn=f"{brand_bn} {bn} {size_bn}",
                    title_en=f"{brand_en} {en}, {size_en}",
                    about_bn=f"{brand_bn}-এর {bn}, {size_bn}। মেয়াদ কমপক্ষে {bengali(9)} মাস বাকি থাকবে।",
                    about_en=f"{en} by {brand_en}, {size_en}. At least nine months before it expires.",
                    price=round(int(price) * rng.uniform(0.9, 1.18)),
                    shops=ADORNMENT_SHOPS
                    if category in ("makeup", "perfume-attar")
                    else BEAUTY_SHOPS,
                    brand_bn=brand_bn,
                    brand_en=brand_en,
                    size=size_en,
                    weight=int(grams),
                )
