"""Notebooks, pens, paints and what a school or an office uses."""

from collections.abc import Iterator

from ..product import Product
from ..seeded import stream, table

SHOPS = {"pataboi": 0.95, "hatkhola": 0.7, "tatkasodai": 0.4}
BRANDS = table("""
কাশফুল|Kashful
অক্ষর|Okkhor
দোয়াত|Doat
পাঠশালা|Pathshala
""")
# category | Bengali | English | pack sizes "bn/en/price" | grams
ROWS = table("""
notebooks|রুলটানা খাতা|Ruled Exercise Book|১২০ পৃষ্ঠা/120 pages/45; ২০০ পৃষ্ঠা/200 pages/70; ৩০০ পৃষ্ঠা/300 pages/105|220
notebooks|সাদা খাতা|Plain Exercise Book|১২০ পৃষ্ঠা/120 pages/42; ২০০ পৃষ্ঠা/200 pages/68|220
notebooks|গণিত খাতা চারকোনা ঘর|Squared Maths Book|১০০ পৃষ্ঠা/100 pages/48|200
notebooks|প্র্যাকটিক্যাল খাতা|Practical Book|১৬০ পৃষ্ঠা/160 pages/120|300
notebooks|ডায়েরি চামড়ার মলাট|Diary, Leatherette Cover|২০২৭ সাল/2027/280|350
notebooks|এ-ফোর কাগজ ৮০ গ্রাম|A4 Paper 80 gsm|৫০০ পাতা/500 sheets/480|2400
notebooks|হিসাবের খাতা|Account Ledger|২০০ পৃষ্ঠা/200 pages/160|420
pens-pencils|বলপেন|Ball Pen|নীল, ১২টি/blue, 12 pcs/60; কালো, ১২টি/black, 12 pcs/60|90
pens-pencils|জেল কলম|Gel Pen|নীল, ৫টি/blue, 5 pcs/75; কালো, ৫টি/black, 5 pcs/75|60
pens-pencils|কাঠপেন্সিল এইচবি|HB Pencil|১২টি/12 pcs/96|80
pens-pencils|রাবার ও শার্পনার সেট|Eraser and Sharpener Set|৬টি/6 pcs/72|70
pens-pencils|হোয়াইটবোর্ড মার্কার|Whiteboard Marker|৪ রঙ/4 colours/140|110
pens-pencils|হাইলাইটার কলম|Highlighter|৫ রঙ/5 colours/160|100
art-supplies|মোমরং|Wax Crayons|১২ রঙ/12 colours/65; ২৪ রঙ/24 colours/125|180
art-supplies|জলরং|Water Colours|১২ রঙ/12 colours/150; ১৮ রঙ/18 colours/220|260
art-supplies|রঙিন পেন্সিল|Colour Pencils|১২ রঙ/12 colours/140; ২৪ রঙ/24 colours/270|150
art-supplies|আঁকার খাতা|Drawing Book|৪০ পাতা/40 sheets/110|320
art-supplies|তুলির সেট|Brush Set|৬টি/6 pcs/130|80
art-supplies|রঙিন কাগজ|Coloured Craft Paper|৫০ পাতা/50 sheets/95|240
school-bags|স্কুলব্যাগ তিন চেইন|School Bag, Three Zips|ছোট/small/650; মাঝারি/medium/850; বড়/large/1050|600
school-bags|জ্যামিতি বক্স|Geometry Box|এক সেট/one set/130|180
school-bags|টিফিন বক্স দুই ঘর|Tiffin Box, Two Cells|৭০০ মিলি/700 ml/240|260
school-bags|পেন্সিল ব্যাগ|Pencil Pouch|একটি/one/120|90
school-bags|পানির বোতল স্কুলের জন্য|School Water Bottle|৬০০ মিলি/600 ml/190|160
office-supplies|বক্স ফাইল|Box File|একটি/one/130|350
office-supplies|স্ট্যাপলার ও পিন|Stapler with Pins|এক সেট/one set/170|240
office-supplies|ক্যালকুলেটর ১২ ঘর|Calculator, 12 Digits|একটি/one/420|200
office-supplies|কাগজ ছিদ্র করার পাঞ্চ|Paper Punch|একটি/one/190|260
office-supplies|স্বচ্ছ টেপ|Clear Tape|৬ রোল/6 rolls/150|300
office-supplies|স্ট্যাম্প প্যাড নীল|Stamp Pad, Blue|একটি/one/90|110
""")

ALONE = ("one", "one set")
USES = {
    "notebooks": ("মসৃণ কাগজ, কালি ছড়ায় না।", "Smooth paper that does not blot."),
    "pens-pencils": ("হাতে হালকা, লেখা স্পষ্ট।", "Light in the hand and clear on the page."),
    "art-supplies": ("ছোটদের জন্য নিরাপদ রং।", "Colours safe for children."),
    "school-bags": ("রোজ স্কুলে নেওয়ার মতো মজবুত।", "Sturdy enough for the daily way to school."),
    "office-supplies": ("দপ্তর ও দোকানের রোজকার কাজে।", "For every day in an office or a shop."),
}


def products(seed: str) -> Iterator[Product]:
    rng = stream("stationery", seed)
    for category, bn, en, packs, grams in ROWS:
        for brand_bn, brand_en in BRANDS:
            for pack in packs.split(";"):
                pack_bn, pack_en, price = (part.strip() for part in pack.split("/"))
                yield Product(
                    category=category,
                    title_bn=f"{brand_bn} {bn}" + (f" ({pack_bn})" if pack_en not in ALONE else ""),
                    title_en=f"{brand_en} {en}" + (f" ({pack_en})" if pack_en not in ALONE else ""),
                    about_bn=f"{bn}, {pack_bn}। {brand_bn} ব্র্যান্ড; {USES[category][0]}",
                    about_en=f"{en}, {pack_en}, by {brand_en}. {USES[category][1]}",
                    price=round(int(price) * rng.uniform(0.92, 1.15)),
                    shops=SHOPS,
                    brand_bn=brand_bn,
                    brand_en=brand_en,
                    size=pack_en,
                    weight=int(grams),
                )
