"""Household electronics: each model has a brand, a model number and a few sizes."""

from collections.abc import Iterator

from ..product import Product
from ..seeded import bengali, stream, table, tens

SHOPS = {"bijolighor": 1.0, "hatkhola": 0.75}
HOME_SHOPS = {"bijolighor": 0.95, "hatkhola": 0.7, "tatkasodai": 0.3}

BRANDS = table("""
জোনাক|Jonak|JN
তড়িৎ|Torit|TR
দীপনা|Dipona|DP
শাপলাটেক|Shaplatech|ST
আলোকন|Alokon|AL
""")
# category | code | Bengali | English | sizes "bn/en/price/grams" | months of warranty | note bn | note en
MODELS = table("""
televisions|TV|এলইডি টিভি|LED TV|২৪ ইঞ্চি/24 inch/9800/4200; ৩২ ইঞ্চি/32 inch/15500/5600; ৪০ ইঞ্চি/40 inch/23800/8200|24|দুটি এইচডিএমআই ও ইউএসবি|two HDMI ports and USB
televisions|SV|স্মার্ট এলইডি টিভি|Smart LED TV|৩২ ইঞ্চি/32 inch/18900/5700; ৪৩ ইঞ্চি/43 inch/32500/9100; ৫৫ ইঞ্চি/55 inch/56500/15400|36|ওয়াই-ফাই ও অ্যাপ চলে|with Wi-Fi and apps
fans-cooling|CF|সিলিং ফ্যান|Ceiling Fan|৫৬ ইঞ্চি/56 inch/2950/5200; ৪৮ ইঞ্চি/48 inch/2650/4800|60|কম বিদ্যুতে চলে|saves electricity
fans-cooling|RF|চার্জার ফ্যান|Rechargeable Fan|১২ ইঞ্চি/12 inch/3650/3100; ১৪ ইঞ্চি/14 inch/4450/3600; ১৬ ইঞ্চি/16 inch/5250/4100|12|বিদ্যুৎ গেলেও ছয় ঘণ্টা চলে|runs six hours without current
fans-cooling|TF|টেবিল ফ্যান|Table Fan|১২ ইঞ্চি/12 inch/1450/2600; ১৬ ইঞ্চি/16 inch/2250/3400|12|তিন গতি, ঘোরে|three speeds, turns
fans-cooling|AC|এয়ার কুলার|Air Cooler|২০ লিটার/20 litre/8900/9500; ৪০ লিটার/40 litre/12500/13000|12|পানি ও বরফে ঠান্ডা বাতাস|cool air from water and ice
lights-solar|LB|এলইডি বাল্ব|LED Bulb|৯ ওয়াট/9 W/180/80; ১২ ওয়াট/12 W/230/90; ২০ ওয়াট/20 W/390/140|12|ঠান্ডা সাদা আলো|cool white light
lights-solar|EL|চার্জার বাতি|Rechargeable Lamp|২৪ এলইডি/24 LED/650/450; ৬০ এলইডি/60 LED/1150/800|6|লোডশেডিংয়ে আট ঘণ্টা আলো|eight hours of light in a power cut
lights-solar|SL|সোলার প্যানেল|Solar Panel|২০ ওয়াট/20 W/1650/2100; ৫০ ওয়াট/50 W/3400/4200; ১০০ ওয়াট/100 W/6200/7800|120|চরে ও গ্রামে ঘরের আলোর জন্য|for light in char and village homes
lights-solar|SH|সোলার হোম লাইট সেট|Solar Home Light Set|৩ বাতি/3 lamps/3900/3600; ৪ বাতি ও ফ্যান/4 lamps and fan/8900/7200|24|প্যানেল, ব্যাটারি, বাতি ও তার একসঙ্গে|panel, battery, lamps and wire together
lights-solar|TC|টর্চলাইট চার্জার|Rechargeable Torch|৫ ওয়াট/5 W/390/280; ১০ ওয়াট/10 W/690/420|6|দূরে আলো যায়|throws light far
kitchen-appliances|RC|রাইস কুকার|Rice Cooker|১.৮ লিটার/1.8 litre/2350/3100; ২.৮ লিটার/2.8 litre/2850/3600|12|ভাত ও খিচুড়ি নিজে থেকে গরম থাকে|keeps rice and khichuri warm
kitchen-appliances|BL|ব্লেন্ডার|Blender|তিন জার/three jars/3200/4100; দুই জার/two jars/2500/3500|12|মসলা, ডাল ও শরবত|for spices, pulses and sherbet
kitchen-appliances|EK|ইলেকট্রিক কেটলি|Electric Kettle|১.৮ লিটার/1.8 litre/950/900; ২ লিটার/2 litre/1150/1000|12|পাঁচ মিনিটে পানি ফোটে|boils in five minutes
kitchen-appliances|IC|ইন্ডাকশন চুলা|Induction Cooker|২০০০ ওয়াট/2000 W/3650/2800|12|গ্যাস ছাড়াই রান্না|cooks without gas
kitchen-appliances|PC|ইলেকট্রিক প্রেশার কুকার|Electric Pressure Cooker|৫ লিটার/5 litre/4900/5200|12|মাংস ও ডাল কম সময়ে|meat and pulses in less time
fridges|FR|ফ্রিজ|Refrigerator|১৬০ লিটার/160 litre/26500/38000; ২১৫ লিটার/215 litre/32800/46000; ২৫০ লিটার/250 litre/38500/52000|120|ভোল্টেজ কমবেশিতেও চলে|works through low and high voltage
fridges|CZ|ডিপ ফ্রিজার|Chest Freezer|১৫০ লিটার/150 litre/24500/36000; ২০০ লিটার/200 litre/29800/42000|60|মাছ-মাংস অনেক দিন ভালো থাকে|keeps fish and meat for long
fridges|WM|ওয়াশিং মেশিন|Washing Machine|৭ কেজি/7 kg/14500/22000; ৯ কেজি/9 kg/18900/27000|24|দুই টাব, সহজ চালানো|twin tub, easy to run
irons-home-tools|IR|ইস্ত্রি|Dry Iron|১০০০ ওয়াট/1000 W/890/1100|12|তাপ কমানো-বাড়ানো যায়|with heat control
irons-home-tools|MP|মাল্টিপ্লাগ|Multiplug|৪ ঘর, ৩ মিটার/4 sockets, 3 m/420/450; ৬ ঘর, ৫ মিটার/6 sockets, 5 m/650/650|6|সুইচ ও ফিউজসহ|with switch and fuse
irons-home-tools|TM|ট্রিমার|Trimmer|এক ঘণ্টা চার্জ/one-hour charge/950/250|6|চার মাপের চিরুনি|four comb sizes
irons-home-tools|HD|হেয়ার ড্রায়ার|Hair Dryer|১২০০ ওয়াট/1200 W/850/500|6|গরম ও ঠান্ডা বাতাস|hot and cool air
irons-home-tools|VS|ভোল্টেজ স্ট্যাবিলাইজার|Voltage Stabiliser|৬৫০ ভিএ/650 VA/1950/3200; ১০০০ ভিএ/1000 VA/2750/4300|24|ফ্রিজ ও টিভি বাঁচায়|protects fridge and television
audio|SP|ব্লুটুথ স্পিকার|Bluetooth Speaker|১০ ওয়াট/10 W/1150/550; ২০ ওয়াট/20 W/1950/900|6|মেমোরি কার্ড ও এফএম চলে|plays memory cards and FM
audio|HP|হেডফোন|Headphones|তারসহ/wired/450/220; ব্লুটুথ/Bluetooth/1250/260|6|নরম কানের গদি|with soft cushions
audio|EB|ইয়ারবাড|Earbuds|চার্জিং কেসসহ/with charging case/1350/120|6|একবার চার্জে পাঁচ ঘণ্টা|five hours on a charge
audio|RD|রেডিও|Radio|এফএম ও এএম/FM and AM/850/650|6|ব্যাটারি ও বিদ্যুতে চলে|runs on battery or mains
""")


def products(seed: str) -> Iterator[Product]:
    rng = stream("electronics", seed)
    for category, code, bn, en, sizes, months, note_bn, note_en in MODELS:
        for brand_bn, brand_en, mark in rng.sample(BRANDS, 4):
            series = rng.randrange(10, 99)
            for place, size in enumerate(sizes.split(";"), 1):
                size_bn, size_en, price, grams = (part.strip() for part in size.split("/"))
                number = "".join(filter(str.isdigit, size_en)) or str(place)
                span_bn, span_en = _span(int(months))
                mpn = f"{mark}{code}-{number}{series}"
                yield Product(
                    category=category,
                    title_bn=f"{brand_bn} {bn} {size_bn} {mpn}",
                    title_en=f"{brand_en} {en} {size_en} {mpn}",
                    about_bn=f"{bn}, {size_bn}; {note_bn}। {span_bn} ওয়ারেন্টি, কার্ডে সেন্টারের সিল নিন।",
                    about_en=f"{en}, {size_en}; {note_en}. {span_en} of warranty: have the centre stamp the card.",
                    price=tens(int(price) * rng.uniform(0.9, 1.14)),
                    shops=HOME_SHOPS if int(price) < 7000 else SHOPS,
                    brand_bn=brand_bn,
                    brand_en=brand_en,
                    mpn=mpn,
                    gtin=rng.random() < 0.7,
                    size=size_en,
                    weight=int(grams),
                )


def _span(months: int) -> tuple[str, str]:
    """Years where they come out even: "২ বছরের", "2 years"."""
    years, rest = divmod(months, 12)
    if rest:
        return f"{bengali(months)} মাসের", f"{months} months"
    return f"{bengali(years)} বছরের", "1 year" if years == 1 else f"{years} years"
