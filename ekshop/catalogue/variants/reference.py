"""The attributes and values that everyone uses, with their words in both languages.

What an operator changes or adds lies in the database and goes before this. Words are separated
by "|"; the key, the code and the two names are always words for themselves.
"""

# key, Bengali, English, other words sellers use. In the order in which people choose.
ATTRIBUTES = [
    ("colour", "রঙ", "Colour", "color|colour name|color name|shade|রং|বর্ণ|কালার"),
    ("size", "সাইজ", "Size", "sizes|shoe size|সাইজ|মাপ|আকার"),
    ("pack", "প্যাকে", "In a pack", "pack size|multipack|pieces|pcs|quantity in pack|প্যাক"),
    ("net_quantity", "পরিমাণ", "Quantity", "weight|net weight|volume|unit pricing measure|ওজন"),
    ("storage", "ধারণক্ষমতা", "Storage", "rom|internal storage|storage capacity|capacity|স্টোরেজ"),
    ("ram", "র‍্যাম", "RAM", "memory|ram size|র‍্যাম"),
    ("material", "উপাদান", "Material", "fabric|fabric type|materials|কাপড়|ম্যাটেরিয়াল"),
    ("pattern", "নকশা", "Pattern", "design|print|ডিজাইন"),
    ("gender", "কার জন্য", "For whom", "sex|for|লিঙ্গ"),
    ("age_group", "বয়স", "Age", "age|বয়সসীমা"),
    ("kind", "ধরন", "Kind", "variant|type|model|variety|ভ্যারিয়েন্ট"),
]

# attribute, code, Bengali, English, other words. In the order in which they stand on a page.
VALUES = [
    ("colour", "white", "সাদা", "White", "off white|ivory|cream|ধবধবে সাদা"),
    ("colour", "black", "কালো", "Black", "jet black|কাল"),
    ("colour", "grey", "ধূসর", "Grey", "gray|ash|charcoal|ছাই"),
    ("colour", "silver", "রুপালি", "Silver", "রূপালী"),
    ("colour", "red", "লাল", "Red", "crimson|scarlet|টুকটুকে লাল"),
    ("colour", "maroon", "মেরুন", "Maroon", "dark red|burgundy|খয়েরি লাল"),
    ("colour", "pink", "গোলাপি", "Pink", "rose|magenta|গোলাপী"),
    ("colour", "orange", "কমলা", "Orange", ""),
    ("colour", "yellow", "হলুদ", "Yellow", "mustard|বাসন্তী"),
    ("colour", "gold", "সোনালি", "Gold", "golden|সোনালী"),
    ("colour", "green", "সবুজ", "Green", "bottle green|olive|টিয়া"),
    ("colour", "sky", "আকাশি", "Sky blue", "light blue|sky|আকাশী"),
    ("colour", "blue", "নীল", "Blue", "royal blue"),
    ("colour", "navy", "গাঢ় নীল", "Navy", "navy blue|dark blue|নেভি ব্লু"),
    ("colour", "purple", "বেগুনি", "Purple", "violet|lavender|বেগুনী"),
    ("colour", "brown", "বাদামি", "Brown", "chocolate|tan|বাদামী|খয়েরি"),
    ("colour", "beige", "ঘিয়া", "Beige", "khaki|sand|ঘি রং|খাকি"),
    ("colour", "mixed", "বহুরঙা", "Several colours", "multicolour|multicolor|multi|mixed|রঙিন"),
    ("size", "xxs", "XXS", "XXS", "2xs"),
    ("size", "xs", "XS", "XS", "extra small"),
    ("size", "s", "S", "S", "small|ছোট"),
    ("size", "m", "M", "M", "medium|মাঝারি"),
    ("size", "l", "L", "L", "large|বড়"),
    ("size", "xl", "XL", "XL", "extra large"),
    ("size", "xxl", "XXL", "XXL", "2xl"),
    ("size", "xxxl", "3XL", "3XL", "3xl"),
    ("size", "4xl", "4XL", "4XL", "xxxxl"),
    ("size", "free", "ফ্রি সাইজ", "Free size", "freesize|one size|onesize|ফ্রি"),
    ("material", "cotton", "সুতি", "Cotton", "100 cotton|pure cotton|কটন"),
    ("material", "silk", "সিল্ক", "Silk", "রেশম|রেশমি"),
    ("material", "linen", "লিনেন", "Linen", ""),
    ("material", "denim", "ডেনিম", "Denim", "jeans|জিন্স"),
    ("material", "wool", "উল", "Wool", "পশম"),
    ("material", "jute", "পাট", "Jute", ""),
    ("material", "leather", "চামড়া", "Leather", "genuine leather"),
    ("material", "polyester", "পলিয়েস্টার", "Polyester", ""),
    ("material", "georgette", "জর্জেট", "Georgette", ""),
    ("material", "wood", "কাঠ", "Wood", "wooden"),
    ("material", "steel", "স্টিল", "Steel", "stainless steel|ইস্পাত"),
    ("material", "plastic", "প্লাস্টিক", "Plastic", ""),
    ("material", "cane", "বেত", "Cane", ""),
    ("material", "bamboo", "বাঁশ", "Bamboo", ""),
    ("gender", "male", "পুরুষ", "Men", "men|man|gents|boys|ছেলে"),
    ("gender", "female", "নারী", "Women", "women|woman|ladies|girls|মেয়ে|মহিলা"),
    ("gender", "unisex", "সবার", "Everyone", "both|all|উভয়"),
    ("age_group", "newborn", "নবজাতক", "Newborn", ""),
    ("age_group", "infant", "শিশু (১ বছরের কম)", "Infant", "baby"),
    ("age_group", "toddler", "শিশু (১–৫ বছর)", "Toddler", ""),
    ("age_group", "kids", "ছোটদের", "Children", "kid|child|children|বাচ্চা"),
    ("age_group", "adult", "বড়দের", "Adults", "adults"),
]

# Units: code, Bengali, English, how many of the base unit, words. Values compare within a base.
UNITS = [
    ("mg", "মি.গ্রা.", "mg", "mass", 0.001, "milligram"),
    ("g", "গ্রাম", "g", "mass", 1, "gm|gms|gram|grams|গ্রা"),
    ("kg", "কেজি", "kg", "mass", 1000, "kgs|kilo|kilogram|কিলো"),
    ("ml", "মি.লি.", "ml", "volume", 1, "millilitre|milliliter|মিলি"),
    ("l", "লিটার", "l", "volume", 1000, "ltr|litre|liter|litres|লি"),
    ("mm", "মি.মি.", "mm", "length", 1, "millimetre"),
    ("cm", "সে.মি.", "cm", "length", 10, "centimetre|centimeter"),
    ("inch", "ইঞ্চি", "inch", "length", 25.4, "in|inches"),
    ("ft", "ফুট", "ft", "length", 304.8, "feet|foot"),
    ("m", "মিটার", "m", "length", 1000, "metre|meter|metres"),
    ("yd", "গজ", "yard", "length", 914.4, "yard|yards"),
    ("mb", "MB", "MB", "data", 1, ""),
    ("gb", "GB", "GB", "data", 1024, "জিবি"),
    ("tb", "TB", "TB", "data", 1048576, ""),
    ("w", "ওয়াট", "W", "power", 1, "watt|watts"),
    ("pcs", "টি", "pieces", "count", 1, "pc|piece|pieces|nos|পিস"),
]

# By a wide category's address: what its goods are narrowed by.
FACETS = {
    "clothing": ["colour", "size", "material", "gender"],
    "shoes-bags": ["colour", "size", "material", "gender"],
    "jewellery": ["colour", "material"],
    "electronics": ["colour", "storage", "ram"],
    "mobile-computer": ["colour", "storage", "ram"],
    "groceries": ["net_quantity", "pack"],
    "local-food": ["net_quantity", "pack"],
    "beauty": ["net_quantity", "gender"],
    "household": ["colour", "material", "size"],
    "baby": ["size", "age_group", "colour"],
    "sports": ["size", "colour"],
    "handicraft": ["colour", "material", "size"],
}
USUAL_FACETS = ["colour", "size"]
