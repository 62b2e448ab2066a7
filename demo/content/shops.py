"""The six partners as their own catalogues show them: language, spelling, prices, category words.

Each shop names its categories in its own way, so that mapping them once is real work.
"""

from dataclasses import dataclass, field

from .seeded import table


@dataclass(frozen=True)
class Shop:
    """`bilingual`: the feed carries both titles beside `title`. `bengali`: the share of articles
    it titles in Bengali. `level`: its prices against the usual."""

    slug: str
    prefix: str
    bengali: float
    bilingual: bool
    level: float
    variants: float
    brand_last: bool = False
    returns_days: int = 7
    words: dict[str, str] = field(default_factory=dict)


def mapping(slug: str) -> dict[str, str]:
    """A shop's category words to our leaf's slug: what the operator maps once for each partner."""
    if slug == "patkotha":
        return PATKOTHA
    (shop,) = (shop for shop in SHOPS if shop.slug == slug)
    return {words: ours for ours, words in shop.words.items()}


def _words(text: str) -> dict[str, str]:
    return {row[0]: row[1] for row in table(text)}


PATABOI = _words("""
novels|বই > কথাসাহিত্য
poetry|বই > কাব্য ও গীতি
childrens-books|বই > ছোটদের পাতা
school-books|পড়াশোনা > স্কুল-কলেজ সহায়ক
exam-books|পড়াশোনা > নিয়োগ ও ভর্তি
religious-books|বই > ধর্ম ও জীবন
history-books|বই > ইতিহাস ও জীবনী
science-books|বই > বিজ্ঞান
craft-farm-books|বই > কাজের বই
notebooks|মনোহারি > খাতা ও কাগজ
pens-pencils|মনোহারি > কলম-পেন্সিল
art-supplies|মনোহারি > আঁকাআঁকি
school-bags|মনোহারি > ব্যাগ ও বাক্স
office-supplies|মনোহারি > অফিস
toys|বুদ্ধির খেলনা
cricket|খেলা > ক্রিকেট
football|খেলা > ফুটবল
other-games|খেলা > ঘরের খেলা
cycles|খেলা > সাইকেল
mobile-accessories|গ্যাজেট > মোবাইল
computer-accessories|গ্যাজেট > কম্পিউটার
""")
BIJOLIGHOR = _words("""
televisions|TV & Display > Television
fans-cooling|Home Comfort > Fan & Cooler
lights-solar|Power > Light & Solar
kitchen-appliances|Kitchen > Small Appliance
fridges|Home Comfort > Fridge & Washer
irons-home-tools|Home Comfort > Iron & Care
audio|Sound > Speaker & Headphone
smartphones|Mobile > Smart Phone
button-phones|Mobile > Bar Phone
mobile-accessories|Mobile > Gadget & Charger
laptops|Computer > PC & Laptop
computer-accessories|Computer > Parts & Peripherals
watches|Wearable > Watch
cookware|Kitchen > Cookware
tableware|Kitchen > Dining
storage-plastic|Kitchen > Storage
bedding|Home > Bed
cleaning|Home > Cleaning
furniture|Home > Furniture
water-hygiene|Kitchen > Water Purifier
""")
SUTORTAN = _words("""
sarees|মেয়েদের > শাড়ি
three-piece|মেয়েদের > কামিজ ও থ্রিপিস
burqa-hijab|মেয়েদের > বোরকা-হিজাব
panjabi|ছেলেদের > পাঞ্জাবি-ফতুয়া
lungi|ছেলেদের > লুঙ্গি
gamcha|ঘর > গামছা
shirts|ছেলেদের > শার্ট-গেঞ্জি
trousers|ছেলেদের > প্যান্ট
winter-wear|শীত
kids-wear|ছোটদের জামা
fabrics|গজ কাপড়
bangles|সাজ > চুড়ি
necklaces|সাজ > মালা-হার
earrings|সাজ > কানের
rings-nosepins|সাজ > আংটি-নাকফুল
silver-jewellery|সাজ > রূপা
watches|সাজ > ঘড়ি
mens-shoes|পায়ের > ছেলেদের
womens-shoes|পায়ের > মেয়েদের
kids-shoes|পায়ের > ছোটদের
bags-luggage|ব্যাগ
nakshi-kantha|কারুঘর > কাঁথা
pottery|কারুঘর > মাটি
bamboo-cane|কারুঘর > বাঁশ-বেত-পাটি
jute-goods|কারুঘর > পাট
shataranji-rugs|কারুঘর > শতরঞ্জি
wood-metal-craft|কারুঘর > কাঠ ও ধাতু
handloom-tribal|কারুঘর > পাহাড় ও মণিপুর
bedding|ঘর > বিছানা
perfume-attar|সাজ > আতর
makeup|সাজ > প্রসাধন
hair-care|সাজ > চুল
skin-care|সাজ > ত্বক
soap-body|সাজ > সাবান
oral-care|সাজ > দাঁত
shaving|ছেলেদের > দাড়ি
""")
TATKASODAI = _words("""
rice|চাল-ডাল > চাল
pulses-flour|চাল-ডাল > ডাল, আটা, চিঁড়া
oil-ghee|তেল ঘি
spices-salt|মসলাপাতি
tea-drinks|চা-শরবত
snacks-biscuits|নাস্তাপানি
pickles-honey|আচার ও মধু
gur-sugar|গুড়-চিনি
fruits|মৌসুমি ফল
vegetables|শাকসবজি
fish|মাছ-শুঁটকি
sweets|জেলার মিষ্টি
curd-dairy|দই-পনির
meat-eggs|ডিম-মাংস
cookware|হেঁশেল > হাঁড়ি-কড়াই
tableware|হেঁশেল > থালাবাটি
storage-plastic|হেঁশেল > কৌটা-বালতি
bedding|শোবার ঘর
cleaning|ধোয়া-মোছা
furniture|ঘরের আসবাব
water-hygiene|পানি ও পরিচ্ছন্নতা
seeds|খেতখামার > বীজ
fertiliser|খেতখামার > সার
farm-tools|খেতখামার > যন্ত্র
livestock-feed|খেতখামার > পশুখাদ্য
nets-fishing|খেতখামার > জাল
notebooks|ইশকুল > খাতা
pens-pencils|ইশকুল > কলম
art-supplies|ইশকুল > রং
school-bags|ইশকুল > ব্যাগ
office-supplies|ইশকুল > অফিস
lungi|কাপড় > লুঙ্গি
gamcha|কাপড় > গামছা
three-piece|কাপড় > থ্রিপিস
burqa-hijab|কাপড় > হিজাব
panjabi|কাপড় > পাঞ্জাবি
shirts|কাপড় > গেঞ্জি
trousers|কাপড় > প্যান্ট
winter-wear|কাপড় > চাদর
kids-wear|কাপড় > বাচ্চাদের
soap-body|সাবান-শ্যাম্পু
hair-care|সাবান-শ্যাম্পু > চুল
skin-care|সাবান-শ্যাম্পু > ত্বক
makeup|সাবান-শ্যাম্পু > সাজ
perfume-attar|সাবান-শ্যাম্পু > আতর
oral-care|সাবান-শ্যাম্পু > দাঁত
shaving|সাবান-শ্যাম্পু > শেভ
diapers|বাবুর জিনিস > ডায়াপার
baby-food|বাবুর জিনিস > খাবার
baby-gear|বাবুর জিনিস > দোলনা
fans-cooling|বিদ্যুতের জিনিস > পাখা
lights-solar|বিদ্যুতের জিনিস > বাতি
kitchen-appliances|বিদ্যুতের জিনিস > রান্না
irons-home-tools|বিদ্যুতের জিনিস > ইস্ত্রি
audio|বিদ্যুতের জিনিস > রেডিও
televisions|বিদ্যুতের জিনিস > টিভি
""")
NIRAMOYGHOR = _words("""
pain-fever|OTC > Pain & Fever
stomach|Rx & OTC > Gastro
cold-allergy|Rx & OTC > Respiratory & Allergy
vitamins|OTC > Vitamins & Minerals
chronic-care|Rx > Cardio & Diabetes
antibiotics|Rx > Anti-infective
skin-eye|Rx & OTC > Derma & Eye
first-aid|Devices > Home Health
womens-health|OTC > Mother Care
soap-body|Personal > Bath
hair-care|Personal > Hair
skin-care|Personal > Skin
makeup|Personal > Colour
perfume-attar|Personal > Fragrance
oral-care|Personal > Oral
shaving|Personal > Men
diapers|Baby > Hygiene
baby-food|Baby > Food
baby-gear|Baby > Gear
toys|Baby > Play
childrens-books|Baby > Books
water-hygiene|Personal > Hygiene
rice|Wellness > Rice
pulses-flour|Wellness > Pulse
oil-ghee|Wellness > Oil
spices-salt|Wellness > Spice
tea-drinks|Wellness > Drink
snacks-biscuits|Wellness > Snack
pickles-honey|Wellness > Honey
gur-sugar|Wellness > Sugar
meat-eggs|Wellness > Egg
""")
# Hatkhola calls nearly everything by a department and a plain English name.
HATKHOLA = _words("""
novels|Books & Media/Fiction
poetry|Books & Media/Poetry
childrens-books|Books & Media/Kids Books
school-books|Books & Media/Text & Guide
exam-books|Books & Media/Competitive Exam
religious-books|Books & Media/Islamic & Religion
history-books|Books & Media/History
science-books|Books & Media/Science
craft-farm-books|Books & Media/How To
notebooks|Office & School/Paper
pens-pencils|Office & School/Writing
art-supplies|Office & School/Colours
school-bags|Office & School/Bags
office-supplies|Office & School/Desk
pain-fever|Health/Medicine Jor Betha
stomach|Health/Medicine Gastric
cold-allergy|Health/Medicine Thanda
vitamins|Health/Medicine Vitamin
chronic-care|Health/Medicine Pressure Diabetes
antibiotics|Health/Medicine Antibiotic
skin-eye|Health/Medicine Skin Eye
womens-health|Health/Medicine Mother
first-aid|Health/Machine & First Aid
soap-body|Health/Bath Item
hair-care|Health/Hair Item
skin-care|Health/Skin Item
makeup|Health/Cosmetics
perfume-attar|Health/Perfume & Attar
oral-care|Health/Tooth Item
shaving|Health/Shave Item
sarees|Ladies/Sharee
three-piece|Ladies/3 Pcs
burqa-hijab|Ladies/Borka
panjabi|Gents/Panjabi
lungi|Gents/Lungi
gamcha|Gents/Gamcha
shirts|Gents/Shirt & Genji
trousers|Gents/Pant
winter-wear|Ladies & Gents/Winter
kids-wear|Kids/Dress
fabrics|Ladies & Gents/Than Kapor
mens-shoes|Gents/Juta
womens-shoes|Ladies/Juta
kids-shoes|Kids/Juta
bags-luggage|Ladies & Gents/Bag
bangles|Ladies/Churi
necklaces|Ladies/Mala
earrings|Ladies/Dul
rings-nosepins|Ladies/Angti
silver-jewellery|Ladies/Rupa
watches|Ladies & Gents/Ghori
televisions|Electronics/TV
fans-cooling|Electronics/Fan
lights-solar|Electronics/Light Solar
kitchen-appliances|Electronics/Kitchen
fridges|Electronics/Fridge
irons-home-tools|Electronics/Home
audio|Electronics/Sound
smartphones|Mobile/Touch
button-phones|Mobile/Button
mobile-accessories|Mobile/Accessories
laptops|Computer/PC
computer-accessories|Computer/Accessories
rice|Bazar/Chal
pulses-flour|Bazar/Dal Ata
oil-ghee|Bazar/Tel Ghee
spices-salt|Bazar/Moshla
tea-drinks|Bazar/Cha
snacks-biscuits|Bazar/Nasta
pickles-honey|Bazar/Achar Modhu
gur-sugar|Bazar/Gur
fruits|Bazar/Fol
vegetables|Bazar/Shobji
fish|Bazar/Mach
sweets|Bazar/Mishti
curd-dairy|Bazar/Doi
meat-eggs|Bazar/Dim
cookware|Home/Hari Patil
tableware|Home/Thala Bashon
storage-plastic|Home/Plastic
bedding|Home/Bichana
cleaning|Home/Cleaning
furniture|Home/Furniture
water-hygiene|Home/Filter
diapers|Kids/Diaper
baby-food|Kids/Food
toys|Kids/Khelna
baby-gear|Kids/Gear
cricket|Sports/Cricket
football|Sports/Football
other-games|Sports/Games
cycles|Sports/Cycle
seeds|Krishi/Beej
fertiliser|Krishi/Sar
farm-tools|Krishi/Tools
livestock-feed|Krishi/Feed
nets-fishing|Krishi/Jal
nakshi-kantha|Deshi/Kantha
pottery|Deshi/Matir
bamboo-cane|Deshi/Bash Bet
jute-goods|Deshi/Pat
shataranji-rugs|Deshi/Carpet
wood-metal-craft|Deshi/Craft
handloom-tribal|Deshi/Pahari
""")

# The words of the WooCommerce shop, whose goods are its own (see sandbox/services/woo).
PATKOTHA = {
    "ব্যাগ > টোট ব্যাগ": "jute-goods",
    "ব্যাগ > ল্যাপটপ ব্যাগ": "jute-goods",
    "পোশাক > ফতুয়া": "panjabi",
    "পোশাক > হাতে বোনা শাড়ি": "sarees",
    "পোশাক > গামছা ও ওড়না": "gamcha",
    "ঘর সাজানো > কুশন ও বিছানা": "nakshi-kantha",
    "ঘর সাজানো > শতরঞ্জি ও মাদুর": "shataranji-rugs",
    "ঘর সাজানো > ঝুড়ি ও শিকা": "bamboo-cane",
}

SHOPS = (
    Shop("pataboi", "PB", bengali=1.0, bilingual=False, level=0.98, variants=0.1, words=PATABOI),
    Shop(
        "bijolighor", "BG", bengali=0.0, bilingual=False, level=0.99, variants=0.0, words=BIJOLIGHOR
    ),
    Shop("sutortan", "ST", bengali=0.85, bilingual=True, level=1.0, variants=0.15, words=SUTORTAN),
    Shop(
        "tatkasodai", "TS", bengali=0.95, bilingual=True, level=0.97, variants=0.2, words=TATKASODAI
    ),
    Shop(
        "niramoyghor", "NG", bengali=0.3, bilingual=True, level=1.0, variants=0.1, words=NIRAMOYGHOR
    ),
    Shop(
        "hatkhola",
        "HK",
        bengali=0.5,
        bilingual=True,
        level=1.02,
        variants=0.6,
        brand_last=True,
        words=HATKHOLA,
    ),
)
