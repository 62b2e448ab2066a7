"""Books with invented titles and authors: a title is a pattern filled from two tables of words."""

from collections.abc import Iterator

from ..product import Product
from ..seeded import bengali, stream, table, tens

SHOPS = {"pataboi": 1.0, "hatkhola": 0.6}
STUDY_SHOPS = {"pataboi": 0.97, "hatkhola": 0.65}

PUBLISHERS = table("""
নোঙর প্রকাশন|Nongor Prokashon
খেয়াপার|Kheyapar
আলোর ভেলা|Alor Bhela
সাঁকো বুকস|Shanko Books
পদাবলি ঘর|Podaboli Ghor
ধানশালিক প্রকাশনী|Dhanshalik Prokashoni
মাঠের পাঠ|Mather Path
""")

AUTHORS = table("""
রেহনুমা তাবাসসুম|Rehnuma Tabassum
সৈকত মজুমদার|Soikot Majumder
আনিসা ওয়াদুদ|Anisa Wadud
জহির উদ্দিন পাটোয়ারী|Zahir Uddin Patwary
নীলুফার হায়দার|Nilufar Haider
অনিমেষ গোস্বামী|Animesh Goswami
শরিফা বানু|Sharifa Banu
মোতাহার শিকদার|Motahar Shikder
তৃষ্ণা বিশ্বাস|Trishna Biswas
ইমরুল কায়েস মৃধা|Imrul Kayes Mridha
পারুল দেওয়ান|Parul Dewan
বদরুল হায়াত|Badrul Hayat
মৌরি সেনগুপ্ত|Mouri Sengupta
আকরাম খন্দকার|Akram Khandaker
শেফালি ত্রিপুরা|Shefali Tripura
হুমায়রা চৌধুরী|Humaira Chowdhury
কাজল মাহাতো|Kajol Mahato
রাশেদ শাহনেওয়াজ|Rashed Shahnewaz
দীপালি হাজং|Dipali Hajong
সাদিক আল মামুন|Sadik Al Mamun
নন্দিতা পালিত|Nandita Palit
আবু তালেব মোল্লা|Abu Taleb Molla
""")

OF = table("""
হাওরের|of the Haor
মেঘনার|of the Meghna
কুয়াশার|of the Mist
ধানখেতের|of the Rice Field
জোনাকির|of the Fireflies
খেয়াঘাটের|of the Ferry Landing
শিমুলতলার|under the Silk-Cotton Tree
কদমফুলের|of Kadam Flowers
শালবনের|of the Sal Forest
চরের|of the River Island
মাটির ঘরের|of the Mud House
জলপথের|of the Waterway
পুরান ঢাকার|of Old Dhaka
চা-বাগানের|of the Tea Garden
দক্ষিণ হাওয়ার|of the South Wind
শেষ ট্রেনের|of the Last Train
বর্ষার|of the Rains
হেমন্তের|of Late Autumn
সুন্দরবনের|of the Sundarbans
নকশিকাঁথার|of the Embroidered Quilt
পদ্মপাতার|of the Lotus Leaf
বাতিঘরের|of the Lighthouse
উজানের|of the Upstream
তাঁতঘরের|of the Weaving Shed
বাঁশবাগানের|of the Bamboo Grove
""")
STORY = table("""
চিঠি|Letters
ডায়েরি|The Diary
মানুষ|People
রাত|Nights
ঠিকানা|The Address
গল্প|Stories
ছায়া|Shadows
মেয়ে|The Daughter
পথিক|The Traveller
নীরবতা|The Silence
দিনরাত্রি|Days and Nights
অতিথি|The Guest
স্মৃতি|Memories
প্রহর|The Watch
""")
VERSE = table("""
পদাবলি|Verses
গান|Songs
কবিতা|Poems
পঙ্‌ক্তি|Lines
সুর|Melodies
ছন্দ|Rhymes
""")
KINDS = table("""
novels|উপন্যাস|Novel
novels|গল্পগ্রন্থ|Short Stories
""")
CHILDREN = table("""
টুনটুনি ও লাল ঘুড়ি|The Tailorbird and the Red Kite
বিলের ধারে ডাহুকছানা|The Waterhen Chick by the Marsh
মিনুর মস্ত বড় ছাতা|Minu's Enormous Umbrella
শাপলা রাজ্যের রাজকন্যা|The Princess of Lily Land
গোলাঘরের গোয়েন্দা|The Granary Detectives
আকাশছোঁয়া দোলনা|The Swing that Touched the Sky
কাঠবিড়ালির পাঠশালা|The Squirrel's School
রংধনু কোথায় থাকে|Where the Rainbow Lives
এক যে ছিল নৌকা|Once There Was a Boat
ভূতুড়ে বাঁশি|The Haunted Flute
দাদুর পকেটঘড়ি|Grandfather's Pocket Watch
মেঘের সাথে লুকোচুরি|Hide and Seek with a Cloud
ছোটদের হাতি-ঘোড়ার ছড়া|Rhymes of Elephants and Horses
সোনার কাস্তে|The Golden Sickle
চাঁদের গাড়ির টিকিট|A Ticket for the Moon Cart
রেলগাড়ি ঝমাঝম|Clickety-Clack the Train
আমার প্রথম বর্ণমালা|My First Bengali Letters
আমার প্রথম সংখ্যা|My First Numbers
এসো রং করি: ফুল ও পাখি|Let's Colour: Flowers and Birds
এসো রং করি: আমাদের গ্রাম|Let's Colour: Our Village
ছবিতে বাংলাদেশের পাখি|Birds of Bangladesh in Pictures
ছবিতে বাংলাদেশের মাছ|Fish of Bangladesh in Pictures
ছোটদের বিজ্ঞান পরীক্ষা|Easy Experiments for Children
রূপকথার ঝুলি|A Bag of Fairy Tales
""")
CLASSES = table("""
ষষ্ঠ শ্রেণির|Class Six
সপ্তম শ্রেণির|Class Seven
অষ্টম শ্রেণির|Class Eight
নবম-দশম শ্রেণির|Class Nine and Ten
একাদশ-দ্বাদশ শ্রেণির|Class Eleven and Twelve
""")
SUBJECTS = table("""
গণিত|Mathematics
ইংরেজি ব্যাকরণ|English Grammar
বাংলা ব্যাকরণ|Bengali Grammar
সাধারণ বিজ্ঞান|General Science
বাংলাদেশ ও বিশ্বপরিচয়|Bangladesh and the World
তথ্য ও যোগাযোগ প্রযুক্তি|Information Technology
হিসাববিজ্ঞান|Accounting
কৃষিশিক্ষা|Agriculture Studies
""")
SENIOR = ("Class Nine and Ten", "Class Eleven and Twelve")
STUDY_FORMS = table("""
সহায়ক বই|Companion
অনুশীলন ও সমাধান|Practice and Solutions
মডেল টেস্ট|Model Tests
""")
EXAMS = table("""
প্রাথমিক শিক্ষক নিয়োগ প্রস্তুতি|Primary Teacher Recruitment Guide
বিসিএস প্রিলিমিনারি প্রস্তুতি: বাংলা|BCS Preliminary: Bengali
বিসিএস প্রিলিমিনারি প্রস্তুতি: গণিত|BCS Preliminary: Mathematics
বিসিএস প্রিলিমিনারি প্রস্তুতি: সাধারণ জ্ঞান|BCS Preliminary: General Knowledge
ব্যাংক নিয়োগ প্রশ্নব্যাংক|Bank Recruitment Question Bank
বিশ্ববিদ্যালয় ভর্তি: মানবিক শাখা|University Admission: Humanities
বিশ্ববিদ্যালয় ভর্তি: বিজ্ঞান শাখা|University Admission: Science
নার্সিং ভর্তি প্রস্তুতি|Nursing Admission Guide
মেডিকেল ভর্তি জীববিজ্ঞান|Medical Admission Biology
পলিটেকনিক ভর্তি প্রস্তুতি|Polytechnic Admission Guide
কম্পিউটার অপারেটর নিয়োগ সহায়িকা|Computer Operator Recruitment Guide
সহজ ইংরেজি বলা|Spoken English Made Easy
""")
FAITH = table("""
সহজ নামাজ শিক্ষা|Learning to Pray
দোয়া ও জিকিরের ছোট বই|A Small Book of Prayers
নূরানি কায়দা রঙিন|Nurani Qaida in Colour
ছোটদের নবীজির গল্প|Stories of the Prophet for Children
আল কোরআন সহজ বাংলা অনুবাদ|The Quran in Plain Bengali
রমজানের দিনগুলি|The Days of Ramadan
হাদিসের আলো|Light of the Hadith
হজ ও ওমরাহ সহায়িকা|A Guide to Hajj and Umrah
শ্রীমদ্ভগবদ্গীতা সহজ পাঠ|The Gita in Simple Words
পূজা ও ব্রতের কথা|Puja and Vows
ধম্মপদ: বাংলা পাঠ|The Dhammapada in Bengali
বাইবেলের গল্প ছোটদের জন্য|Bible Stories for Children
""")
HISTORY = table("""
একাত্তরের {place}|{place} in 1971
{place} জেলার ইতিহাস|A History of {place} District
{place}র লোককথা|Folk Tales of {place}
""")
PLACES = table("""
কুমিল্লা|Cumilla
নোয়াখালি|Noakhali
বগুড়া|Bogura
পাবনা|Pabna
খুলনা|Khulna
ভোলা|Bhola
সাতক্ষীরা|Satkhira
নেত্রকোনা|Netrokona
ঢাকা|Dhaka
মাগুরা|Magura
""")
LIVES = table("""
এক মুক্তিযোদ্ধার দিনলিপি|Diary of a Freedom Fighter
ভাষার জন্য ভালোবাসা|For the Love of a Language
শরণার্থী শিবিরের দিন|Days in the Refugee Camp
নৌপথের যোদ্ধারা|Fighters of the Waterways
গ্রামের স্কুলের হেডমাস্টার|The Village Headmaster
""")
SCIENCE = table("""
আকাশ দেখা: তারার মানচিত্র|Watching the Sky: A Star Map
আমাদের নদীর বিজ্ঞান|The Science of Our Rivers
হাতে-কলমে ইলেকট্রনিক্স|Hands-on Electronics
সহজ পাইথন প্রোগ্রামিং|Easy Python Programming
কম্পিউটারে বাংলা লেখা|Writing Bengali on a Computer
সৌরবিদ্যুৎ ঘরে ঘরে|Solar Power in Every House
শরীর ও স্বাস্থ্যের সহজ পাঠ|Plain Lessons on Body and Health
জলবায়ু বদলের গল্প|The Story of a Changing Climate
গণিতের মজার ধাঁধা|Merry Mathematical Puzzles
মোবাইল ফোন মেরামত শিক্ষা|Learning Mobile Phone Repair
""")
FARM = table("""
আধুনিক ধান চাষ|Growing Rice Today
বাড়ির আঙিনায় সবজি|Vegetables in the Yard
পুকুরে মাছ চাষ|Fish Farming in Ponds
দেশি মুরগি পালন|Keeping Native Chickens
ছাগল পালন ও চিকিৎসা|Goats: Keeping and Care
কেঁচো সার তৈরি|Making Vermicompost
মৌমাছি পালন ও মধু|Bees and Honey
সেলাই ও কাটিং শিক্ষা|Sewing and Cutting
নকশিকাঁথার নকশা|Patterns for Embroidered Quilts
ব্লক-বাটিক হাতেখড়ি|First Steps in Block and Batik
গ্রামের রান্না|Village Cooking
আচার-মোরব্বার বই|The Book of Pickles
ছোট ব্যবসার হিসাব|Accounts for a Small Business
ড্রাগন ফল ও মাল্টা চাষ|Growing Dragon Fruit and Malta
""")


class _Shelf:
    """Keeps an author and publisher for each book, and never the same title twice."""

    def __init__(self, seed: str) -> None:
        self.rng = stream("books", seed)
        self.seen: set[str] = set()

    def book(
        self,
        category: str,
        bn: str,
        en: str,
        kind_bn: str,
        kind_en: str,
        price: tuple[int, int],
        shops: dict[str, float] = SHOPS,
    ) -> Iterator[Product]:
        author, publisher = self.rng.choice(AUTHORS), self.rng.choice(PUBLISHERS)
        if category == "religious-books":
            author = [f"{publisher[0]} সম্পাদনা পর্ষদ", f"the Editors of {publisher[1]}"]
        pages = (
            self.rng.randrange(16, 64, 8)
            if category == "childrens-books"
            else self.rng.randrange(64, 420, 8)
        )
        cover = self.rng.random() < 0.6
        cost = price[0] + tens((price[1] - price[0]) * pages / 420)
        if bn in self.seen:
            return
        self.seen.add(bn)
        yield Product(
            category=category,
            title_bn=f"{bn} - {author[0]}",
            title_en=f"{en} by {author[1]}",
            about_bn=f"{kind_bn}। লেখক: {author[0]}। {publisher[0]}। {bengali(pages)} পৃষ্ঠা, {'শক্ত' if cover else 'কাগজের'} মলাট।",
            about_en=f"{kind_en} by {author[1]}. {publisher[1]}. {pages} pages, {'hard' if cover else 'paper'} cover. In Bengali.",
            price=cost,
            shops=shops,
            brand_bn=publisher[0],
            brand_en=publisher[1],
            weight=120 + pages,
        )


def products(seed: str) -> Iterator[Product]:
    shelf = _Shelf(seed)
    rng = shelf.rng
    for of_bn, of_en in OF:
        for bn, en in rng.sample(STORY, 13):
            kind = rng.choice(KINDS)
            yield from shelf.book(
                kind[0], f"{of_bn} {bn}", f"{en} {of_en}", kind[1], kind[2], (160, 620)
            )
        for bn, en in rng.sample(VERSE, 5):
            yield from shelf.book(
                "poetry", f"{of_bn} {bn}", f"{en} {of_en}", "কবিতার বই", "Poetry", (120, 300)
            )
    for bn, en in CHILDREN:
        yield from shelf.book(
            "childrens-books",
            bn,
            en,
            "শিশু-কিশোর বই",
            "A children's book",
            (80, 260),
            {**SHOPS, "niramoyghor": 0.25},
        )
    for class_bn, class_en in CLASSES:
        for subject_bn, subject_en in SUBJECTS:
            if subject_en == "Accounting" and class_en not in SENIOR:
                continue
            for form_bn, form_en in rng.sample(STUDY_FORMS, 2):
                yield from shelf.book(
                    "school-books",
                    f"{class_bn} {subject_bn} {form_bn}",
                    f"{class_en} {subject_en} {form_en}",
                    "সহায়ক বই",
                    "A study companion",
                    (180, 520),
                    STUDY_SHOPS,
                )
    for bn, en in EXAMS:
        for year in (2026, 2027):
            yield from shelf.book(
                "exam-books",
                f"{bn} {bengali(year)}",
                f"{en} {year}",
                "প্রস্তুতির বই",
                "A preparation book",
                (250, 750),
                STUDY_SHOPS,
            )
    for bn, en in HISTORY:
        for place_bn, place_en in PLACES:
            yield from shelf.book(
                "history-books",
                bn.format(place=place_bn),
                en.format(place=place_en),
                "ইতিহাস",
                "History",
                (200, 560),
            )
    for category, rows, bn, en, price in (
        ("religious-books", FAITH, "ধর্মীয় বই", "A book of faith", (60, 680)),
        ("history-books", LIVES, "স্মৃতি ও ইতিহাস", "Memory and history", (220, 520)),
        ("science-books", SCIENCE, "বিজ্ঞানের বই", "Science and technology", (180, 480)),
        ("craft-farm-books", FARM, "কাজের বই", "A book of skills", (110, 340)),
    ):
        for title_bn, title_en in rows:
            yield from shelf.book(category, title_bn, title_en, bn, en, price)
