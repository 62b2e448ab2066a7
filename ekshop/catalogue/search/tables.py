"""The language tables of search: spelling, endings, units, words that say nothing, words that mean the same.

Everything here is data. `analysis` and `sounds` hold the code that reads it, so a shop assistant
who knows Bengali can mend how search understands people without reading a line of logic.
"""

# One letter for letters people use for each other. Applied to every Bengali word, on both sides.
SPELLING = {
    "ঈ": "ই",
    "ী": "ি",
    "ঊ": "উ",
    "ূ": "ু",
    "শ": "স",
    "ষ": "স",
    "ণ": "ন",
    "ৎ": "ত",
    "ঙ": "ং",
    "ঋ": "রি",
    "ঁ": "",
    "ঃ": "",
    "়": "",
    "ৗ": "",
    "৺": "",
}

# Longer spellings, replaced in this order before the single letters.
SPELLING_GROUPS = (
    ("ক্ষ", "খ"),
    ("ঙ্গ", "ং"),
    ("ংগ", "ং"),
    ("ৃ", "্রি"),
    ("ৈ", "ই"),
    ("ঐ", "ওই"),
    ("ৌ", "উ"),
    ("ঔ", "ওউ"),
    ("অ্যা", "এ"),
    ("এ্যা", "এ"),
)

# A consonant and its own aspirate written double say the same as the aspirate alone: চ্ছ, দ্ধ.
ASPIRATE_OF = {
    "ক": "খ",
    "গ": "ঘ",
    "চ": "ছ",
    "জ": "ঝ",
    "ট": "ঠ",
    "ড": "ঢ",
    "ত": "থ",
    "দ": "ধ",
    "প": "ফ",
    "ব": "ভ",
}

# Endings of Bengali nouns, written as they stand after spelling is levelled; longest first.
BENGALI_ENDINGS = (
    "গুলোকে",
    "গুলোতে",
    "গুলিতে",
    "গুলোর",
    "গুলির",
    "গুলার",
    "খানার",
    "গুলো",
    "গুলি",
    "গুলা",
    "খানা",
    "খানি",
    "দেরকে",
    "টিতে",
    "টিকে",
    "টাকে",
    "দের",
    "টির",
    "টার",
    "গুল",
    "য়ের",
    "এর",
    "টি",
    "টা",
    "কে",
    "তে",
    "রা",
    "য়ে",
    "ের",
    "ে",
    "র",
)

# What must be left after an ending goes: this many letters that are not vowel signs.
BENGALI_STEM_LETTERS = 2
# These endings are also how many plain words end (জিরা, কালিজিরা): leave more of the word.
BENGALI_SHY_ENDINGS = {"রা": 3}

TAKA = "টাকা"
UNITS = {
    "g": ("g", "gm", "gms", "gr", "gram", "grams", "গ্রাম", "গ্রা", "জিএম"),
    "kg": (
        "kg",
        "kgs",
        "kilo",
        "kilos",
        "kilogram",
        "kilograms",
        "keji",
        "কেজি",
        "কিলো",
        "কিলোগ্রাম",
    ),
    "mg": ("mg", "মিগ্রা", "মিলিগ্রাম"),
    "ml": ("ml", "millilitre", "milliliter", "মিলি", "এমএল", "মিলিলিটার"),
    "l": ("l", "ltr", "lt", "litre", "liter", "litres", "liters", "লিটার", "লি"),
    "cm": ("cm", "সেমি", "সেন্টিমিটার"),
    "mm": ("mm", "মিমি"),
    "inch": ("inch", "inches", "ইঞ্চি"),
    "ft": ("ft", "feet", "foot", "ফুট"),
    "yd": ("yd", "yard", "yards", "গজ"),
    "w": ("w", "watt", "watts", "ওয়াট"),
    "gb": ("gb", "gigabyte", "gigabytes", "জিবি", "গিগাবাইট"),
    "tb": ("tb", "terabyte", "টিবি", "টেরাবাইট"),
    "mah": ("mah", "এমএএইচ"),
    "tola": ("tola", "তোলা"),
    "bhori": ("bhori", "vori", "ভরি"),
    "mon": ("mon", "maund", "মণ"),
    "haat": ("haat", "cubit", "cubits", "হাত"),
    "m": ("m", "metre", "meter", "metres", "meters", "মিটার"),
    "mb": ("mb", "megabyte", "এমবি", "মেগাবাইট"),
    "hp": ("hp", "হর্স"),
    "v": ("v", "volt", "volts", "ভোল্ট"),
    "pcs": ("pcs", "pc", "piece", "pieces", "পিস", "পিচ", "টি", "টা"),
    "dozen": ("dozen", "dz", "ডজন"),
    "hali": ("hali", "হালি"),
    # A price is one thing, too: who types ৫০০ টাকা wants nothing that is called 500.
    TAKA: (TAKA, "টাকার", "টাকায়", "taka", "takar", "takay", "tk", "tks", "bdt"),
}

# What a unit is in the smaller one it is compared by.
SMALLER_UNITS = {
    "kg": ("g", "1000"),
    "l": ("ml", "1000"),
    "cm": ("mm", "10"),
    "m": ("mm", "1000"),
    "ft": ("inch", "12"),
    "yd": ("inch", "36"),
    "haat": ("inch", "18"),
    "tb": ("gb", "1000"),
    "dozen": ("pcs", "12"),
    "hali": ("pcs", "4"),
}

# Numbers said as words, before a unit only.
NUMBERS = {
    **dict.fromkeys(("আধা", "আধ", "হাফ", "half", "adha"), "0.5"),
    **dict.fromkeys(("এক", "one", "ek"), "1"),
    **dict.fromkeys(("দেড়", "der"), "1.5"),
    **dict.fromkeys(("দুই", "two", "dui"), "2"),
    **dict.fromkeys(("আড়াই", "arai"), "2.5"),
    **dict.fromkeys(("তিন", "three", "tin"), "3"),
    **dict.fromkeys(("চার", "four", "char"), "4"),
    **dict.fromkeys(("পাঁচ", "five", "pach"), "5"),
    **dict.fromkeys(("ছয়", "six"), "6"),
    **dict.fromkeys(("আট", "eight"), "8"),
    **dict.fromkeys(("দশ", "ten"), "10"),
    **dict.fromkeys(("বারো", "বার", "twelve"), "12"),
}

# Dropped from what a person types while another word is left: they ask, they do not describe.
SILENT_WORDS = """
ও এবং আর এর জন্য থেকে দিয়ে একটা একটি কিছু চাই লাগবে কিনতে কিনব কিনবো দাম দামে কত কোথায় পাওয়া যায় অনলাইন ভালো ভাল
মধ্যে ভিতরে ভেতরে নিচে নীচে কম কমে
a an and the for of in with to from or on by buy price cheap best online want need under below within
dam dame koto kinbo kinte chai lagbe jonno modhe moddhe niche
"""

# Words that ask for the same goods, a group a line. A search for one finds the others, a little lower.
SAME_GOODS = """
চাল চাউল rice
ধান paddy
ডাল lentil lentils pulse
আটা flour atta
ময়দা maida
তেল oil
সরিষা mustard sorisha
সয়াবিন soybean soyabean
চিনি sugar
লবণ নুন salt
মধু honey
ঘি ghee
দুধ milk
দই doi curd yogurt yoghurt
পনির cheese paneer
মাখন butter
ডিম egg eggs
মাছ fish
ইলিশ hilsa ilish
চিংড়ি shrimp prawn
মাংস meat
মুরগি chicken
গরু beef cow
ছাগল goat
শুঁটকি shutki
চা tea
কফি coffee
পানি water
জুস juice শরবত
বিস্কুট biscuit cookie biscuits
নুডলস noodles
মসলা মশলা spice spices masala
হলুদ turmeric
মরিচ chili chilli
জিরা cumin
আদা ginger
রসুন garlic
পেঁয়াজ onion
আলু potato
আম mango
কলা banana
লিচু litchi lychee
কাঁঠাল jackfruit
আনারস pineapple
পেয়ারা guava
নারকেল নারিকেল coconut
খেজুর date dates
গুড় molasses jaggery gur
মিষ্টি sweet sweets
বাদাম nut nuts peanut
শাড়ি saree sari
পাঞ্জাবি panjabi punjabi
লুঙ্গি lungi
গামছা gamcha towel
শার্ট shirt
প্যান্ট pant pants trouser trousers
গেঞ্জি ganji vest
ওড়না orna dupatta
শাল shawl চাদর
কাঁথা kantha quilt
কম্বল blanket
বিছানা bed
বেডশিট bedsheet
বালিশ pillow
মশারি
তোয়ালে towel
সিল্ক রেশম silk
সুতি cotton suti
মসলিন muslin
পাট jute
জুতা shoe shoes
স্যান্ডেল sandal sandals
ব্যাগ bag bags
ঘড়ি watch clock
চশমা glasses sunglasses
ছাতা umbrella
গহনা গয়না jewellery jewelry অলংকার
চুড়ি bangle bangles
কানের earring দুল
আংটি ring
হার necklace মালা
নূপুর anklet
সোনা gold স্বর্ণ
রুপা রূপা silver
মুক্তা pearl
মোবাইল mobile ফোন phone মুঠোফোন
চার্জার charger
ব্যাটারি battery
হেডফোন headphone headphones earphone ইয়ারফোন
ক্যাবল cable তার
টিভি tv television টেলিভিশন
ফ্রিজ fridge refrigerator রেফ্রিজারেটর
ফ্যান fan পাখা
বাতি লাইট light bulb বাল্ব lamp
টর্চ torch
ইস্ত্রি iron আয়রন
কম্পিউটার computer
ল্যাপটপ laptop
প্রিন্টার printer
ক্যামেরা camera
রেডিও radio
সৌর সোলার solar
বই book books
উপন্যাস novel
গল্প story stories
কবিতা poetry poem poems
খাতা notebook
কলম pen
পেন্সিল pencil
অভিধান dictionary
ওষুধ ঔষধ medicine drug
ট্যাবলেট tablet tablets
সিরাপ syrup
থার্মোমিটার thermometer
মাস্ক mask
স্যালাইন saline
সাবান soap
শ্যাম্পু shampoo
টুথপেস্ট toothpaste পেস্ট
ব্রাশ brush
ক্রিম cream
ডিটারজেন্ট detergent
আতর attar perfume সুগন্ধি
চুল hair
হাঁড়ি পাতিল pot
কড়াই pan
থালা প্লেট plate
গ্লাস glass
চামচ spoon
ছুরি knife
চুলা stove
বালতি bucket
ঝুড়ি basket
পাটি mat শীতলপাটি
মাদুর mat
পর্দা curtain
চেয়ার chair
টেবিল table
খেলনা toy toys
পুতুল doll
সাইকেল bicycle cycle বাইসাইকেল
বীজ seed seeds
সার fertilizer fertiliser
মাটি clay soil
মাটির clay terracotta
লাল red
নীল blue
সবুজ green
কালো black
সাদা white
হলদে yellow
গোলাপি pink
শিশু child baby kids বাচ্চা
মহিলা women woman ladies মেয়েদের
পুরুষ men man gents ছেলেদের
"""
