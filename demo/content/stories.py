"""What people write when they complain: sentences of our own, in Bengali, in English, and in
Bengali typed in Latin letters, put together so that no two complaints read alike.

`tell(chance, language, category, facts)` gives one. Slots: {goods} {sum} {days} {seller} {paid}.
"""

import random

BN, EN, LATIN = "bn", "en", "latin"

OPENINGS = {
    BN: (
        "{days} দিন আগে {seller} থেকে {goods} অর্ডার করি।",
        "ফেসবুকে ছবি দেখে {seller}-কে {goods} দিতে বলি।",
        "মেয়ের বিয়ের জন্য {seller} থেকে {goods} নিয়েছিলাম।",
        "আমি একজন শিক্ষক। {seller} থেকে {goods} কিনেছি {days} দিন আগে।",
        "ঈদের আগে {goods} লাগবে বলে {seller}-এ অর্ডার দিই।",
        "পাশের বাড়ির একজনের কথায় {seller} থেকে {goods} নিই।",
        "আমার ছেলে {seller} থেকে আমার নামে {goods} অর্ডার করেছিল।",
        "দোকানের জন্য {seller}-এর কাছে {goods} চেয়েছিলাম।",
        "ছাড় চলছে দেখে {seller} থেকে {goods} কিনি।",
    ),
    EN: (
        "I ordered {goods} from {seller} {days} days ago.",
        "After seeing a live video I asked {seller} for {goods}.",
        "My sister and I bought {goods} from {seller} for a wedding.",
        "{seller} advertised {goods} at a discount and I took it.",
        "I run a small shop and ordered {goods} from {seller}.",
        "{days} days ago {seller} took my order for {goods}.",
    ),
    LATIN: (
        "{days} din age {seller} theke {goods} order korsi.",
        "vai ami {seller} er page e {goods} dekhe order dei.",
        "{seller} theke {goods} kinsilam amar bou er jonno.",
        "offer dekhe {seller} e {goods} order korlam.",
        "amar choto vai {seller} theke {goods} order dise amar nambar diye.",
        "eid er age {goods} lagbe bole {seller} ke bolechilam.",
    ),
}
PAYMENTS = {
    BN: (
        "{paid} {sum} টাকা দিয়েছি।",
        "দাম {sum} টাকা, পুরোটাই {paid} পাঠাই।",
        "ওরা বলল আগে টাকা না দিলে পাঠাবে না, তাই {paid} {sum} টাকা দিলাম।",
        "{sum} টাকা {paid} দিয়ে রসিদের ছবিও রেখেছি।",
        "ধার করে {sum} টাকা জোগাড় করে {paid} দিই।",
        "মোট {sum} টাকা লেগেছে, {paid} দেওয়া।",
    ),
    EN: (
        "I paid {sum} taka {paid}.",
        "The price was {sum} taka, all of it sent {paid}.",
        "They would not ship before payment, so I gave {sum} taka {paid}.",
        "I still have the screenshot of {sum} taka paid {paid}.",
        "It cost me {sum} taka {paid}, a month's saving.",
    ),
    LATIN: (
        "{paid} {sum} taka disi.",
        "dam {sum} taka, puro ta {paid} pathaisi.",
        "age taka na dile dibe na bole, tai {paid} {sum} taka dilam.",
        "{sum} taka {paid} dewar screenshot ache.",
        "onek koshte {sum} taka jogar kore {paid} disi.",
    ),
}
CONTACTS = {
    BN: (
        "ফোন করলে কেটে দেয়।",
        "মেসেঞ্জারে লিখলে দেখে, কিন্তু উত্তর দেয় না।",
        "তিনবার কথা হয়েছে, প্রতিবার বলে কাল জানাবে।",
        "এখন আমার নম্বর ব্লক করে রেখেছে।",
        "বলে এটা তাদের দায়িত্ব না, কুরিয়ারের।",
        "অফিসের ঠিকানায় গিয়ে দেখি তালা।",
        "ওরা ভদ্রভাবেই কথা বলে, কিন্তু কাজ কিছুই হয় না।",
        "একবার বলল ম্যানেজার ছুটিতে, আরেকবার বলল সার্ভার নষ্ট।",
        "পেজে মন্তব্য করলে মুছে দেয়।",
    ),
    EN: (
        "They hang up when I call.",
        "My messages are read and never answered.",
        "Each time I am told to wait until tomorrow.",
        "My number is blocked now.",
        "They say it is the courier's fault, not theirs.",
        "The address on their page is a locked door.",
        "They are polite on the phone, but nothing happens.",
    ),
    LATIN: (
        "phone dile kete dey.",
        "inbox e msg seen kore rekhe dey, reply nai.",
        "khali bole kal hobe porshu hobe.",
        "akhon amake block korse.",
        "bole courier er dosh, tader kichu korar nai.",
        "page e comment korle delete kore dey.",
        "onekbar bolsi, kono lav hoy nai.",
    ),
}
FRIENDLY = (
    "ওরা ভদ্রভাবেই কথা বলে, কিন্তু কাজ কিছুই হয় না।",
    "তিনবার কথা হয়েছে, প্রতিবার বলে কাল জানাবে।",
    "They are polite on the phone, but nothing happens.",
    "Each time I am told to wait until tomorrow.",
    "khali bole kal hobe porshu hobe.",
)
"""Not told by one whose calls are cut."""
ENDINGS = {
    BN: (
        "আমার টাকাটা ফেরত চাই।",
        "এর একটা বিহিত চাই।",
        "আমি গরিব মানুষ, টাকাটা উদ্ধার করে দিন।",
        "অন্য কেউ যেন এভাবে না ঠকে।",
        "তাড়াতাড়ি একটা ব্যবস্থা করলে উপকার হয়।",
        "ন্যায্য সমাধান পেলে আমার আর কোনো অভিযোগ নেই।",
        "দরকার হলে সব প্রমাণ দেখাতে পারব।",
        "",
    ),
    EN: (
        "I want this put right.",
        "Please help me get back what is mine.",
        "I would not like others to lose their money this way.",
        "I can show every message if needed.",
        "A fair answer is all I ask for.",
        "",
    ),
    LATIN: (
        "amar taka ferot chai.",
        "plz ekta bebostha koren.",
        "ar keu jate na thoke.",
        "sob proman amar kache ache.",
        "taratari shomadhan chai.",
        "",
    ),
}

EVENTS: dict[str, dict[str, tuple[str, ...]]] = {
    "not_delivered": {
        BN: (
            "আজ পর্যন্ত কিছুই হাতে আসেনি।",
            "সাত দিনে দেওয়ার কথা ছিল, এখনো খবর নেই।",
            "ট্র্যাকিং নম্বর চাইলে একটা ভুয়া নম্বর দেয়, কুরিয়ার বলে এমন পার্সেল নেই।",
            "পার্সেল নাকি ডেলিভারি হয়ে গেছে লেখা, অথচ আমি কিছু পাইনি।",
        ),
        EN: (
            "Nothing has reached me to this day.",
            "The tracking page says delivered; nobody brought me anything.",
            "The courier knows no parcel under the number they gave me.",
        ),
        LATIN: (
            "ajo product pai nai.",
            "tracking number dise oita kaj kore na.",
            "delivered dekhay kintu ami kichu pai nai.",
        ),
    },
    "late": {
        BN: (
            "পাঁচ দিনে আসার কথা, এখন শুনি আরও দুই সপ্তাহ লাগবে।",
            "যে অনুষ্ঠানের জন্য কেনা তা পার হয়ে গেছে, জিনিস এখনো পথে।",
            "প্রতিবার নতুন একটা তারিখ দেয়।",
        ),
        EN: (
            "It was promised in five days and is still on its way.",
            "The day I needed it for is over, and they give me yet another date.",
        ),
        LATIN: ("5 diner kotha bole 3 soptaho par kore felse.", "khali notun date dey."),
    },
    "short": {
        BN: (
            "তিনটার জায়গায় বাক্সে দুইটা ছিল।",
            "বাক্স খুলে দেখি সঙ্গে যা দেওয়ার কথা তার অর্ধেক নেই।",
            "ওজনে প্রায় এক ভাগ কম পেয়েছি, দোকানে মেপে দেখেছি।",
        ),
        EN: (
            "There were two pieces in the box instead of three.",
            "I weighed it at the grocer's: nearly a quarter is missing.",
        ),
        LATIN: ("3 ta order chilo, box e 2 ta paisi.", "ojone kom dise, mepe dekhsi."),
    },
    "wrong_item": {
        BN: (
            "ছবির সঙ্গে কোনো মিল নেই, অন্য জিনিস পাঠিয়েছে।",
            "নীল চেয়েছিলাম, এসেছে খয়েরি, তাও ছোট মাপের।",
            "প্যাকেট খুলে দেখি আরেকজনের অর্ডার আমাকে দিয়েছে।",
        ),
        EN: (
            "What came is another thing altogether, two sizes too small.",
            "Someone else's order was in my packet.",
        ),
        LATIN: ("chobir sathe kono mil nai.", "onno rong ar choto size pathaise."),
    },
    "damaged": {
        BN: (
            "খুলে দেখি এক পাশ ভাঙা, ভিতরে আঠা লাগানো।",
            "পানিতে ভেজা অবস্থায় এসেছে, ব্যবহার করার উপায় নেই।",
            "কুরিয়ারের সামনেই খুলেছি, তখনই ফাটা ছিল।",
        ),
        EN: (
            "One side was cracked and had been glued before.",
            "It came soaked and cannot be used; the courier saw it too.",
        ),
        LATIN: ("khule dekhi vanga.", "vije nosto hoye asche, use korar moto na."),
    },
    "quality": {
        BN: (
            "একবার ধোয়ার পরই রং উঠে গেছে।",
            "দুই দিন চালানোর পর আর চলে না।",
            "বলেছিল খাঁটি, কিন্তু গন্ধেই বোঝা যায় ভেজাল।",
        ),
        EN: (
            "The colour ran in the first wash.",
            "It worked for two days and then no more.",
        ),
        LATIN: ("ek dhowatei rong uthe gese.", "2 din pore ar chole na."),
    },
    "counterfeit": {
        BN: (
            "আসল বলে দিয়েছে, কিন্তু কোম্পানির দোকান দেখে বলল নকল।",
            "মোড়কের লেখায় বানান ভুল, হলোগ্রাম নেই।",
        ),
        EN: (
            "The company's own shop looked at it and said it is a copy.",
            "The name on the box is misspelt and the seal is missing.",
        ),
        LATIN: ("original bole copy product dise.", "company r showroom bolse eta nokol."),
    },
    "expired": {
        BN: (
            "মেয়াদের তারিখ ঘষে তুলে নতুন স্টিকার লাগানো।",
            "মেয়াদ শেষ হয়েছে দুই মাস আগে, তবু পাঠিয়েছে।",
        ),
        EN: ("Its date was over two months ago.", "A new sticker hides the old date."),
        LATIN: ("meyad shesh, tao pathaise.", "date er upor notun sticker marse."),
    },
    "warranty": {
        BN: (
            "এক বছরের ওয়ারেন্টি লেখা, এখন বলে এটা ওয়ারেন্টিতে পড়ে না।",
            "সার্ভিস সেন্টারে পাঠিয়ে এক মাস, ফেরতও দেয় না, বদলেও দেয় না।",
        ),
        EN: (
            "The card says one year of warranty; now they say it does not cover this.",
            "It has been at their service point for a month.",
        ),
        LATIN: ("1 year warranty bole akhon mane na.", "service center e 1 mash pore ache."),
    },
    "refund_not_given": {
        BN: (
            "অর্ডার বাতিল হলো, দশ দিনে টাকা ফেরত দেওয়ার কথা, এখনো পাইনি।",
            "ফেরত পাঠানো জিনিস ওরা পেয়েছে, কিন্তু টাকা দিচ্ছে না।",
            "টাকার বদলে শুধু ভাউচার নিতে বলছে।",
        ),
        EN: (
            "They have the goods back and keep my money.",
            "The order was cancelled and the refund of ten days never came.",
            "Instead of money they want me to take a voucher.",
        ),
        LATIN: (
            "order cancel kore taka ferot dey na.",
            "product ferot nise, taka dey nai.",
            "taka na diye voucher dite chay.",
        ),
    },
    "advance_taken": {
        BN: (
            "অগ্রিম নেওয়ার পর থেকে আর কোনো সাড়া নেই।",
            "পেজটাই এখন আর খুঁজে পাওয়া যায় না।",
            "অগ্রিমের পরে আবার ডেলিভারি চার্জ চাইল, সেটাও নিয়েছে।",
        ),
        EN: (
            "Since the advance was paid there has been silence.",
            "The page has disappeared with my advance.",
        ),
        LATIN: ("advance niye ar kono khobor nai.", "page tai gayeb hoye gese."),
    },
    "price": {
        BN: (
            "পেজে যে দাম লেখা ছিল, ডেলিভারির সময় তার চেয়ে বেশি নিয়েছে।",
            "গায়ে লেখা দামের চেয়ে বেশি রেখেছে।",
        ),
        EN: (
            "At the door they took more than the page had said.",
            "It was sold above the price printed on it.",
        ),
        LATIN: ("page e ek dam, delivery te beshi nise.", "gayer dam theke beshi rakhse."),
    },
    "false_advert": {
        BN: (
            "বিজ্ঞাপনে যা যা বলা ছিল তার কিছুই নেই।",
            "একটা কিনলে একটা ফ্রি লেখা, দেওয়ার সময় বলে অফার শেষ।",
        ),
        EN: (
            "None of what the advertisement promised is true.",
            "Buy one get one, it said; at delivery the offer was over.",
        ),
        LATIN: ("add e ja bolse tar kichui nai.", "1 ta kinle 1 ta free bole dey nai."),
    },
    "cancelled_order": {
        BN: (
            "আমাকে না জানিয়েই অর্ডার বাতিল করে দিয়েছে।",
            "স্টকে আছে বলে টাকা নিয়ে তিন দিন পর বলে নেই।",
        ),
        EN: (
            "They cancelled the order without a word to me.",
            "It was in stock when I paid and gone three days later.",
        ),
        LATIN: ("na bolei order cancel kore dise.", "stock ache bole taka niye akhon bole nai."),
    },
    "service": {
        BN: (
            "লাগিয়ে দেওয়ার কথা ছিল, লোক আসেনি।",
            "মিস্ত্রি এসে অর্ধেক কাজ করে চলে গেছে।",
        ),
        EN: ("Installation was promised and nobody came.", "The man left with half the work done."),
        LATIN: ("lagiye dewar kotha, keu ase nai.", "ordhek kaj kore chole gese."),
    },
    "account_fraud": {
        BN: (
            "ডেলিভারির নাম করে ওটিপি নিয়ে অ্যাকাউন্ট থেকে টাকা সরিয়েছে।",
            "অর্ডার নিশ্চিত করতে একটা লিংকে চাপ দিতে বলে, তারপরই টাকা কাটা যায়।",
        ),
        EN: (
            "In the name of delivery they asked for a code, and my wallet was emptied.",
            "They sent a link to confirm the order; money left my account at once.",
        ),
        LATIN: ("otp niye bkash theke taka niye gese.", "link e click korar por taka kete nise."),
    },
    "unsafe": {
        BN: (
            "চার্জে দিতেই আগুন ধরে যায়, অল্পের জন্য বাঁচি।",
            "মাখার পর মুখ ফুলে গেছে, ডাক্তার দেখাতে হয়েছে।",
        ),
        EN: (
            "It caught fire while charging.",
            "My face swelled after one use and I had to see a doctor.",
        ),
        LATIN: ("charge dite giye agun dhore gese.", "mukhe mekhe allergy hoye gese."),
    },
    "other": {
        BN: (
            "রসিদ চাইলে দেয় না, বলে অনলাইনে রসিদ লাগে না।",
            "আমার নম্বর অন্যদের দিয়ে দিয়েছে, এখন সারাদিন অচেনা ফোন আসে।",
        ),
        EN: ("They refuse to give a receipt.", "My number was passed on; strangers call all day."),
        LATIN: ("memo chaile dey na.", "amar number onnoder diye dise."),
    },
}

MEDIA = {
    "bkash": ("বিকাশে", "by bKash", "bkash e"),
    "nagad": ("নগদে", "by Nagad", "nagad e"),
    "rocket": ("রকেটে", "by Rocket", "rocket e"),
    "card": ("কার্ডে", "by card", "card diye"),
    "bank": ("ব্যাংকে", "through the bank", "bank e"),
    "cash": ("হাতে হাতে", "in cash", "cash e"),
}
_TO_BENGALI = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")


def tell(
    chance: random.Random,
    language: str,
    category: str,
    *,
    goods: tuple[str, ...],
    seller: tuple[str, ...],
    taka: int,
    days: int,
    paid_by: str,
) -> str:
    """`goods` in the three ways of writing, `seller` in Bengali and Latin letters."""
    index = (BN, EN, LATIN).index(language)
    events = EVENTS.get(category, EVENTS["other"])
    facts = {
        "goods": goods[index],
        "seller": seller[0] if language == BN else seller[1],
        "sum": _figures(taka, language),
        "days": _figures(days, language),
        "paid": MEDIA.get(paid_by, MEDIA["cash"])[index],
    }
    parts = [chance.choice(OPENINGS[language]), chance.choice(PAYMENTS[language])]
    parts += [chance.choice(events[language]), chance.choice(CONTACTS[language])]
    if chance.random() < 0.35 and parts[-1] not in FRIENDLY:
        more = chance.choice(
            [each for each in CONTACTS[language] if each not in (*parts, *FRIENDLY)]
        )
        parts.append(more)
    parts.append(chance.choice(ENDINGS[language]))
    return " ".join(part.format(**facts) for part in parts if part)


def _figures(number: int, language: str) -> str:
    """Grouped as people group here: 1,23,456."""
    text = str(number)
    head, tail = text[:-3], text[-3:]
    while len(head) > 2:
        head, tail = head[:-2], f"{head[-2:]},{tail}"
    grouped = f"{head},{tail}" if head else tail
    return grouped.translate(_TO_BENGALI) if language == BN else grouped
