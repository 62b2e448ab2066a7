"""What matching knows of goods in words: units, packs, colours, sizes, brands by other names.

Everything here is data, both languages side by side. A word stands as it comes out of
`search.analysis.level` on both sides, so one spelling is enough.
"""

# unit -> (dimension, how many of the dimension's own unit): grams, millilitres, millimetres, …
UNITS: dict[str, dict[str, float]] = {
    "mass": {
        "mg mgs milligram মিগ্রা মিলিগ্রাম": 0.001,
        "g gm gms gr gram grams গ্রাম গ্রা": 1,
        "kg kgs kilo kilos kilogram kilograms কেজি কিলো কিলোগ্রাম": 1000,
        "oz ounce ounces আউন্স": 28.35,
        "lb lbs pound pounds পাউন্ড": 453.6,
        "সের seer ser": 933.1,
        "মণ maund": 37324,
    },
    "volume": {
        "ml millilitre milliliter milliliters মিলি এমএল মিলিলিটার": 1,
        "cl": 10,
        "l ltr lt litre liter litres liters লিটার লি": 1000,
        "floz": 29.57,
        "gallon gallons gal গ্যালন": 3785,
    },
    "length": {
        "mm মিমি মিলিমিটার": 1,
        "cm সেমি সেন্টিমিটার": 10,
        "inch inches ইঞ্চি": 25.4,
        "ft feet foot ফুট": 304.8,
        "yd yard yards গজ": 914.4,
        "m metre meter metres meters মিটার": 1000,
        "হাত haat": 457.2,
    },
    "storage": {
        "mb এমবি": 1,
        "gb gig gigabyte gigabytes জিবি": 1024,
        "tb terabyte terabytes টিবি": 1024 * 1024,
    },
    "power": {"w watt watts ওয়াট": 1, "kw কিলোওয়াট": 1000, "hp horsepower": 745.7},
    "apparent": {"va": 1, "kva": 1000},
    "voltage": {"v volt volts ভোল্ট": 1},
    "charge": {"mah এমএএইচ": 1, "ah": 1000},
    "pixels": {"mp megapixel megapixels মেগাপিক্সেল": 1},
    "frequency": {"mhz": 1, "ghz": 1000},
    "count": {
        "pcs pc piece pieces পিস পিচ pk pack packs packet প্যাক প্যাকেট ct count টি টা টির টার": 1,
        "pair pairs জোড়া": 2,
        "dozen doz ডজন": 12,
        "হালি hali": 4,
    },
    "sheets": {"sheet sheets পাতা পৃষ্ঠা pages page": 1},
    "pieces": {"tablet tablets capsule capsules ট্যাবলেট ক্যাপসুল": 1},
}

# "pack of 6", "set of 3", "box of 12", "6 টির প্যাক"
PACK_WORDS = "pack box set case bundle carton প্যাক সেট বক্স কার্টন"

NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10,
    "twelve": 12, "dozen": 12, "single": 1, "twin": 2, "triple": 3,
    "এক": 1, "দুই": 2, "তিন": 3, "চার": 4, "পাঁচ": 5, "ছয়": 6, "আট": 8, "দশ": 10, "বারো": 12,
    "ডজন": 12, "আধা": 0.5, "half": 0.5,
}  # fmt: skip

# Colours, one a line: the first word is its name here.
COLOURS = """
black blk bk কালো ব্ল্যাক
white wht wh সাদা হোয়াইট
red লাল রেড
blue নীল ব্লু নেভি navy আকাশি
green সবুজ গ্রিন
yellow হলুদ হলদে
pink গোলাপি পিংক
purple বেগুনি violet
orange কমলা
brown বাদামি খয়েরি
grey gray ধূসর ছাই ছাইরঙা
silver রুপালি সিলভার
gold golden সোনালি গোল্ড
beige ivory cream ক্রিম ঘিয়া ঘিয়ে অফহোয়াইট
maroon মেরুন
cyan ফিরোজা turquoise teal
magenta ম্যাজেন্টা
clear transparent স্বচ্ছ
"""

SIZES = """
xs
s small স্মল ছোট
m medium মিডিয়াম মাঝারি
l large লার্জ বড়
xl
xxl 2xl
xxxl 3xl
"""

# Words that say how it is sold or praised, not what it is.
NOISE = """
new brand original genuine authentic best quality premium offer sale hot latest official free
the a an and or with for of in to by from on at w ie s is it up as
নতুন আসল অরিজিনাল সেরা মানের প্রিমিয়াম অফার ছাড় উন্নত খাঁটি এবং ও আর এর জন্য সহ দিয়ে থেকে
"""

# What may stand at the end of a number that is no maker's number: 1080p, 60hz, 2nd, 8x11.
MEASURE_ENDINGS = "p i x k hz dpi ppm rpm th st nd rd port way"

# Goods that stand in for another maker's, or were used before, are not the same goods.
STAND_INS = """
compatible remanufactured refurbished replacement recertified renewed used
রিফারবিশড পুরোনো পুরাতন ব্যবহৃত
"""

# Makers by their other names, one a line.
BRANDS = """
hp hewlett packard hewlettpackard এইচপি
pran প্রাণ
walton ওয়ালটন
samsung স্যামসাং
xiaomi mi শাওমি redmi রেডমি
aci এসিআই
square স্কয়ার
radhuni রাঁধুনী
unilever ইউনিলিভার
singer সিঙ্গার
vision ভিশন
rfl আরএফএল
bata বাটা
apex এপেক্স
fresh ফ্রেশ
teer তীর
symphony সিম্ফনি
realme রিয়েলমি
nokia নোকিয়া
aarong আড়ং
"""

# What companies put behind their name.
COMPANY_WORDS = """
inc ltd limited llc co company corp corporation bd bangladesh group industries products product
electronics technology technologies manufacturing media international brand brands
লিমিটেড লি কোম্পানি বাংলাদেশ গ্রুপ ইন্ডাস্ট্রিজ
"""
