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
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "dozen": 12,
    "single": 1, "double": 2, "twin": 2, "triple": 3,
    "এক": 1, "দুই": 2, "দু": 2, "তিন": 3, "চার": 4, "পাঁচ": 5, "ছয়": 6, "সাত": 7, "আট": 8, "দশ": 10,
    "বারো": 12, "সিঙ্গেল": 1, "ডাবল": 2,
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

# Words of which two titles mean two things: a contrast, and its members between upright strokes.
CONTRASTS = """
connection: wired, corded, তারসহ, তার সহ, তারযুক্ত, তারওয়ালা, ওয়্যার্ড | wireless, cordless, bluetooth, তারবিহীন, তার বিহীন, তারহীন, তার ছাড়া, তারছাড়া, ব্লুটুথ, ওয়্যারলেস, কর্ডলেস
side: left, left handed, বাম, বাঁ, বাঁদিক, বামহাতি, বাঁহাতি | right, right handed, ডান, ডানদিক, ডানহাতি
end: front, সামনের | rear, back, পেছনের, পিছনের
who: men, mens, men's, man's, gents, male, পুরুষ, পুরুষের, পুরুষদের, ছেলেদের | women, womens, women's, woman's, ladies, lady's, female, মহিলা, মহিলাদের, মেয়েদের, নারী, নারীদের | kids, kid's, children, children's, childrens, child, junior, toddler, শিশু, শিশুর, শিশুদের, বাচ্চা, বাচ্চাদের, ছোটদের
young: boys, boy's, বালক, ছেলে শিশু | girls, girl's, বালিকা, মেয়ে শিশু
filled: refill, refills, রিফিল | kit, starter, set, সেট, কিট
sweetened: unsweetened, sugar free, sugarfree, sugarless, no sugar, zero sugar, without sugar, চিনিমুক্ত, চিনি মুক্ত, চিনিছাড়া, চিনি ছাড়া, চিনিবিহীন, চিনি বিহীন, সুগার ফ্রি, সুগারফ্রি | sweetened, with sugar, চিনিযুক্ত, চিনি যুক্ত, চিনিসহ, চিনি সহ
run: manual, ম্যানুয়াল, হাতে চালানো, হস্তচালিত | automatic, অটোমেটিক, স্বয়ংক্রিয়
place: indoor, ঘরের ভেতরের | outdoor, ঘরের বাইরের
within: internal, ইন্টারনাল | external, portable, এক্সটারনাল, পোর্টেবল
cover: paperback, পেপারব্যাক | hardcover, hardback, হার্ডকভার
sleeve: half sleeve, short sleeve, হাফ হাতা, হাফহাতা, হাফ স্লিভ | full sleeve, long sleeve, ফুল হাতা, ফুলহাতা, ফুল স্লিভ
rice: parboiled, boiled, সিদ্ধ, সেদ্ধ | atap, unboiled, sunned, আতপ
roasted: raw, unroasted, কাঁচা | roasted, fried, ভাজা
ground: whole, আস্ত, গোটা | powder, ground, গুঁড়া, গুঁড়ো
form: liquid, তরল, লিকুইড | powder, গুঁড়া, গুঁড়ো, পাউডার | bar, বার, সাবান বার
salted: salted, লবণযুক্ত, নোনতা | unsalted, salt free, লবণমুক্ত, লবণ ছাড়া
finish: matte, matt, ম্যাট | glossy, gloss, গ্লসি
hardness: soft, নরম | hard, শক্ত
day: day, ডে, দিনের | night, নাইট, রাতের
part: first, 1st, প্রথম, ১ম | second, 2nd, দ্বিতীয়, ২য় | third, 3rd, তৃতীয়, ৩য় | fourth, 4th, চতুর্থ, ৪র্থ | fifth, 5th, পঞ্চম
"""

# What is said of few and left out by none who sells it, one a line.
MARKS = """
refill, refills, রিফিল
sugar free, sugarfree, sugarless, zero sugar, unsweetened, চিনিমুক্ত, চিনি মুক্ত, চিনি ছাড়া, চিনিছাড়া, চিনিবিহীন, চিনি বিহীন, সুগার ফ্রি, সুগারফ্রি
decaf, decaffeinated, ক্যাফেইনমুক্ত
"""

# "without lid"; "fat free", "ঢাকনা ছাড়া"; "ঢাকনাবিহীন".
WITHOUT_BEFORE = "without no"
WITHOUT_BEHIND = "free less ছাড়া বিহীন মুক্ত বাদে"
WITHOUT_ENDINGS = "বিহীন মুক্ত ছাড়া"
