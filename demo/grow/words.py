"""Names that no one bears, and the words goods are told apart by; always in both languages."""

from ..content.seeded import table

_ONSETS = table("""
ক|k
খ|kh
গ|g
চ|ch
জ|j
ট|t
ড|d
দ|d
ন|n
প|p
ফ|f
ব|b
ভ|bh
ম|m
র|r
ল|l
শ|sh
স|s
হ|h
""")
_VOWELS = table("""
া|a
ি|i
ু|u
ে|e
ো|o
""")
_CODAS = [("", ""), ("ন", "n"), ("র", "r"), ("ল", "l"), ("ম", "m"), ("ক", "k"), ("ট", "t")]
_OPEN = [(on + v, le + ve) for on, le in _ONSETS for v, ve in _VOWELS]

# A leaf of the house's tree, more closely. Beside the leaf itself, so many more stand in the grown one.
CLOSER = table("""
ছোটদের|for children
হাতে তৈরি|handmade
উপহারের|for gifts
ঘরের জন্য|for the home
দোকানের জন্য|for shops
ভ্রমণের|for travel
উৎসবের|for festivals
আমদানি করা|imported
""")
QUALITIES = table("""
নতুন|New
আসল|Original
উন্নত|Premium
টেকসই|Durable
হালকা|Light
ভারী|Heavy
দেশি|Local
খাঁটি|Pure
ছোট|Small
বড়|Large
মাঝারি|Medium
সাশ্রয়ী|Budget
বিশেষ|Special
প্রাকৃতিক|Natural
নরম|Soft
মজবুত|Strong
রঙিন|Colourful
সাদামাটা|Plain
চকচকে|Shiny
হাতে বোনা|Handwoven
ধোয়া যায়|Washable
ভাঁজ করা|Folding
ডিজিটাল|Digital
স্মার্ট|Smart
মিনি|Mini
ডবল|Double
গরমের|Summer
শীতের|Winter
বর্ষার|Monsoon
ঈদের|Eid
বৈশাখী|Boishakhi
স্কুলের|School
অফিসের|Office
পারিবারিক|Family
কারিগরের|Artisan
""")
# What sellers write behind a title.
ENDINGS = table("""
অফার|offer
ওয়ারেন্টিসহ|with warranty
ফ্রি ডেলিভারি|free delivery
স্টকে আছে|in stock
সেরা দাম|best price
নতুন এসেছে|just arrived
""")
PACKS = {
    "weight": table("১০০ গ্রাম|100 g\n২৫০ গ্রাম|250 g\n৫০০ গ্রাম|500 g\n১ কেজি|1 kg\n২ কেজি|2 kg\n৫ কেজি|5 kg"),
    "liquid": table("১০০ মিলি|100 ml\n২৫০ মিলি|250 ml\n৫০০ মিলি|500 ml\n১ লিটার|1 litre\n৫ লিটার|5 litre"),
    "memory": table("৩২ জিবি|32 GB\n৬৪ জিবি|64 GB\n১২৮ জিবি|128 GB\n২৫৬ জিবি|256 GB"),
    "pieces": table("১টি|1 pc\n২টি|2 pcs\n৩টি|3 pcs\n৬টি|6 pcs\n১২টি|12 pcs"),
}  # fmt: skip
PACK_OF_TOP = {
    "groceries": "weight",
    "local-food": "weight",
    "agriculture": "weight",
    "beauty": "liquid",
    "mobile-computer": "memory",
}
SIZES = ["S", "M", "L", "XL", "XXL"]
BINDINGS = table("""
পেপারব্যাক|paperback
হার্ডকভার|hardcover
পকেট সংস্করণ|pocket edition
সচিত্র সংস্করণ|illustrated edition
বড় হরফ|large print
""")
# Leaves whose goods are worn come in sizes, those of what holds data say how much; of tops whose goods
# are eaten, read or used up nobody asks the colour.
WORN = ("three-piece", "panjabi", "shirts", "trousers", "winter-wear", "kids-wear", "burqa-hijab", "mens-shoes", "womens-shoes", "kids-shoes", "football", "cricket")  # fmt: skip
HOLDS_DATA = ("smartphones", "laptops", "mobile-accessories")
COLOURLESS = frozenset(("books", "medicine", "beauty", "groceries", "local-food", "agriculture"))
HOUSES = table("""
বাজার|Bazar
বিতান|Bitan
স্টোর|Store
ট্রেডার্স|Traders
ভাণ্ডার|Bhandar
মার্ট|Mart
""")


def coined(number: int) -> tuple[str, str]:
    """The word of this number, the same for ever: two or three syllables, in both scripts."""
    number, coda = divmod(number * 7 + 3, len(_CODAS))
    bengali, latin = [_CODAS[coda][0]], [_CODAS[coda][1]]
    for _syllable in range(2 + number % 2):
        number, place = divmod(number, len(_OPEN))
        bengali.insert(0, _OPEN[place][0])
        latin.insert(0, _OPEN[place][1])
        number = number * 31 + place + 17
    return "".join(bengali), "".join(latin).capitalize()
