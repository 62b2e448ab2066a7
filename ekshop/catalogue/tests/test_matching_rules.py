"""What makes two offers one thing: told in Bengali and English, with units, packs and numbers."""

import pytest

from ekshop.catalogue.matching import (
    AUTOMATIC,
    EVEN,
    FAMILY,
    NO,
    REVIEW,
    Goods,
    compare,
    counted,
    decide,
    keys_of,
    learned,
    matched,
    telling_of,
    traits_of,
)
from ekshop.catalogue.matching.amounts import agree, amounts_in
from ekshop.catalogue.matching.comparing import heard_apart, siblings
from ekshop.catalogue.matching.near import Article, nearest, postings_of
from ekshop.catalogue.matching.showing import marked
from ekshop.catalogue.matching.traits import names, number_of, plain, word_of

CROWD = [
    Goods((f"{brand} {thing} {size} kg",), brand=brand)
    for brand in ("Pran", "Fresh", "Teer", "Radhuni", "Walton", "Bata", "Aarong", "Singer")
    for thing in ("rice", "sugar", "flour", "soap", "lamp", "chair", "iron", "kettle", "bag")
    for size in (1, 2, 5, 10, 25)
]


def verdict(one: Goods, other: Goods) -> str:
    """Of two sellers' offers in a catalogue of other things."""
    goods = dict(enumerate([one, other, *CROWD]))
    found = matched(goods, lambda number: (1 if number == 0 else 2,))
    return next((d.verdict for d in found if (d.one, d.other) == (0, 1)), NO)


def told(title: str, brand: str = "", mpn: str = "", taka: int | None = None, **more) -> Goods:
    price = taka * 100 if taka else None
    return Goods((title,), brand=brand, mpn=mpn, price_poisha=price, **more)


SOAP, OTHER_SOAP, SHELF = "09521000220577", "09521000220645", "02000000000015"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (told("Choukath Soap Dish", "Choukath"), told("Soap Dish - Choukath", "Choukath"), REVIEW),
        (
            told("Choukath Soap Dish", "Choukath", gtin=SOAP),
            told("Soap Dish - Choukath", "Choukath", gtin=OTHER_SOAP),
            NO,
        ),
        (
            told("Choukath Soap Dish", "Choukath", gtin=SOAP),
            told("Soap Dish - Choukath", "Choukath", gtin=SHELF),
            REVIEW,
        ),
        (
            told("Durpalla Honeycomb Olive Soap Dish, Red", "Durpalla", gtin=SOAP),
            told("Honeycomb Olive Soap Dish, Blue - Durpalla", "Durpalla", gtin=OTHER_SOAP),
            FAMILY,
        ),
        (
            told("Durpalla Running Shoes, Black, Size 41", "Durpalla"),
            told("Running Shoes, Black, Size 42 - Durpalla", "Durpalla"),
            FAMILY,
        ),
        (
            told("Chunarughat Tea, 200 g", "Habiganj", "HABIGANJ-TEA-1"),
            told("Panchagarh Tea, 200 g", "Panchagarh", "PANCHAGARH-TEA-1"),
            NO,
        ),
    ],
)
def test_barcodes_and_sizes_that_differ_and_numbers_of_places_make_no_pair(one, other, expected):
    assert verdict(one, other) == expected


@pytest.mark.parametrize(
    ("text", "dimension", "value"),
    [
        ("চিনি ৫০০ গ্রাম", "mass", 500),
        ("sugar 500gm", "mass", 500),
        ("sugar 0.5 kg", "mass", 500),
        ("আধা কেজি চিনি", "mass", 500),
        ("চাল ২৫ কেজির বস্তা", "mass", 25_000),
        ("oil 5 litre", "volume", 5_000),
        ("ফোন ১২৮ জিবি", "storage", 128 * 1024),
        ("disk 1 TB", "storage", 1024 * 1024),
        ("soap pack of 6", "count", 6),
        ("সাবান ৬টির প্যাক", "count", 6),
        ("mouse 2-pack", "count", 2),
        ("eggs 1 dozen", "count", 12),
        ("milk 4 x 250 ml", "count", 4),
        ("battery 5,000 mAh", "charge", 5000),
    ],
)
def test_amounts_are_read_in_both_languages(text, dimension, value):
    amounts = amounts_in([plain(text)])
    assert agree(amounts.of[dimension], frozenset({float(value)}))


def test_sides_are_one_amount_whichever_comes_first():
    assert amounts_in(["mat 60 x 36"]).spans == amounts_in(["mat 36 x 60"]).spans == {(36.0, 60.0)}
    assert amounts_in(["paper 8-1/2 x 11"]).spans == {(8.5, 11.0)}


def test_a_makers_number_is_known_however_it_is_spaced():
    assert names(traits_of(told("D-Link DGS 1008P switch")), "dgs1008p")
    assert names(traits_of(told("new-DGS1008P switch")), "dgs1008p")
    assert not names(traits_of(told("D-Link DGS 1008PX switch")), "dgs1008p")


def test_numbers_of_one_series_are_siblings():
    assert siblings("dap2590", "dap2555")
    assert siblings("89775", "89863")
    assert not siblings("dap2590", "960000694")


def test_the_same_number_of_the_same_maker_is_one_thing_by_itself():
    assert (
        verdict(
            told("Walton LED television 43 inch WD43R", "Walton", "WD-43R", 38_000),
            told("ওয়ালটন এলইডি টিভি ৪৩ ইঞ্চি", "ওয়ালটন", "WD43R", 37_500),
        )
        == AUTOMATIC
    )


def test_two_numbers_of_one_series_are_never_one_thing():
    assert (
        verdict(
            told("Walton rechargeable table fan white", "Walton", "WRTF-1410", 3_200),
            told("Walton rechargeable table fan white", "Walton", "WRTF-1425", 3_200),
        )
        == NO
    )


def test_the_same_words_in_bengali_meet_across_spelling_digits_and_units():
    one = told("রাঁধুনী খাঁটি সরিষার তেল ৫০০ মিলি", "রাঁধুনী", taka=190)
    assert verdict(one, told("রাঁধুনি সরিষার তেল 500ml", "Radhuni", taka=185)) != NO
    assert verdict(one, told("রাঁধুনি সরিষার তেল ১ লিটার", "Radhuni", taka=360)) in (FAMILY, NO)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("Samsung Galaxy A16 64 GB blue", "Samsung Galaxy A16 128 GB blue"),
        ("Tibet beauty soap lotus pack of 6", "Tibet beauty soap lotus pack of 12"),
        ("টাঙ্গাইল তাঁতের শাড়ি লাল", "টাঙ্গাইল তাঁতের শাড়ি নীল"),
        ("ইস্পাহানি মির্জাপুর চা ২০০ গ্রাম", "ইস্পাহানি মির্জাপুর চা ৪০০ গ্রাম"),
    ],
)
def test_another_size_pack_or_colour_is_never_the_same_thing_by_itself(mine, theirs):
    one, other = told(mine, taka=500), told(theirs, taka=510)
    assert verdict(one, told(mine, taka=520)) != NO
    assert verdict(one, other) != AUTOMATIC


def test_another_colour_under_one_number_is_one_family():
    assert (
        verdict(
            told("Bata leather sandal black", "Bata", "861-4477", 1_800),
            told("Bata leather sandal brown", "Bata", "861-4477", 1_800),
        )
        == FAMILY
    )


def test_a_copy_by_another_maker_is_not_the_thing_it_copies():
    assert (
        verdict(
            told("HP 56 black ink cartridge C6656AN", "HP", "C6656AN", 2_400),
            told("remanufactured HP 56 black ink cartridge C6656AN", "Laser Hut", "", 900),
        )
        != AUTOMATIC
    )


def test_attributes_of_a_feed_count_as_words_of_the_title_do():
    one = told("Panjabi cotton", "Aarong", "P-77012", attributes={"size": "M", "colour": "সাদা"})
    assert traits_of(one).sizes == {"m"}
    assert traits_of(one).colours == {"white"}
    other = told("Panjabi cotton", "Aarong", "P-77012", attributes={"size": "L", "colour": "white"})
    assert verdict(one, other) == FAMILY


def test_a_gtin_of_both_outweighs_every_word():
    one = told("Miniket rice", gtin="08901234567894", taka=390)
    assert verdict(one, told("মিনিকেট চাল", gtin="08901234567894", taka=400)) == AUTOMATIC


def test_of_two_that_resemble_it_equally_neither_is_chosen_by_itself():
    goods = {
        1: told("Quartet cork bulletin board natural aluminium frame", "Quartet", taka=900),
        2: told("Quartet cork bulletin board natural oak frame", "Quartet", taka=900),
        3: told("Quartet cork bulletin board natural walnut frame", "Quartet", taka=900),
        **dict(enumerate(CROWD, 10)),
    }
    found = matched(goods, lambda number: (1 if number == 1 else 2,))
    assert not [d for d in found if d.verdict == AUTOMATIC and d.one == 1]


def test_a_seller_that_lists_a_thing_twice_gets_one_of_them_put_together_by_itself():
    thing = told("Walton LED television 43 inch WD43R", "Walton", "WD-43R", 38_000)
    goods = {1: thing, 2: thing, 3: thing, **dict(enumerate(CROWD, 10))}
    found = matched(goods, lambda number: (1 if number == 1 else 2,))
    alone = [(d.one, d.other) for d in found if d.verdict == AUTOMATIC]
    assert len(alone) == 1
    assert {(d.one, d.other) for d in found if d.likely} == {(1, 2), (1, 3)}


def test_articles_meet_by_what_is_rare_and_never_within_one_seller():
    goods = [told("Walton fan WRTF-1410"), told("fan Walton WRTF1410"), *CROWD]
    articles = [
        Article(n, [number_of(key) for key in keys_of(traits_of(one))], seller=1 + n % 2)
        for n, one in enumerate(goods)
    ]
    rarity = counted(articles)
    assert (0, 1) in set(nearest(articles[:1], postings_of(articles), rarity.weights))
    within = [Article(one.number, one.keys, seller=7) for one in articles]
    assert list(nearest(within, postings_of(within), rarity.weights)) == []


def test_comparing_says_what_spoke_for_and_against():
    rarity = counted(
        [Article(n, [number_of(k) for k in keys_of(traits_of(g))]) for n, g in enumerate(CROWD)]
    )
    one = traits_of(told("Pran mango juice 250 ml", "Pran", taka=25))
    comparison = compare(one, traits_of(told("Pran mango juice 1 litre", "Pran", taka=95)), rarity)
    assert comparison.against == ("volume",)
    assert comparison.parts["words"] > 0 > comparison.parts["amounts"]
    assert not decide({}, lambda number: (), lambda a, b: False)
    assert EVEN > 0


@pytest.mark.parametrize(
    ("title", "other", "expected"),
    [
        (
            "Pran mango drink 250 ml 2024",
            "Pran mango juice 1 litre",
            "Pran=same mango=same drink=alone 250 ml=other 2024=alone",
        ),
        (
            "Alokon Blender three jars ALBL-142",
            "Alokon Blender two jars ALBL-142",
            "Alokon=same Blender=same three jars=other ALBL-142=same",
        ),
        (
            "শাপলা হেডফোন তার সহ নরম গদি",
            "শাপলা হেডফোন ব্লুটুথ",
            "শাপলা=same হেডফোন=same তার সহ=other নরম=alone গদি=alone",
        ),
        (
            "Shapla soft Headphones, wired, Red",
            "শাপলা হেডফোন তারবিহীন লাল",
            "Shapla=same soft= Headphones,=same wired,=other Red=same",
        ),
        (
            "Jashore Date-palm Gur, 500 g",
            "Jashore Date-palm Gur, 1 kg",
            "Jashore=same Date-palm=same Gur,=same 500 g=other",
        ),
        (
            "Pran biscuit sugar-free",
            "Pran biscuit with sugar",
            "Pran=same biscuit=same sugar-free=other",
        ),
    ],
)
def test_a_person_sees_which_words_differ_and_which_exclude_each_other(title, other, expected):
    pieces = marked(title, traits_of(told(other)), {})
    assert " ".join(f"{piece.text}={piece.mark}" for piece in pieces) == expected


BOTH = [
    ("কাঁধের ব্যাগ নীল", "Shoulder Bag, Blue"),
    ("চামড়ার কাঁধের ব্যাগ", "Leather Shoulder Bag"),
    ("চামড়ার বেল্ট", "Leather Belt"),
    ("কাঠের চিরুনি", "Wooden Comb"),
    ("কাঠের খুন্তি", "Wooden Spatula"),
    ("নারকেল কাঠের খুন্তি", "Coconut-wood Spatula"),
]


def written(word):
    return word_of(plain(word))


def taught(*tellings, before=None):
    return learned([telling_of(*one) for one in tellings if telling_of(*one)], before)


def test_goods_told_in_both_languages_teach_which_words_say_the_same():
    lexicon = taught(*BOTH)
    assert lexicon[written("কাঁধের")] == "shoulder" and lexicon[written("কাঠের")] == "wooden"
    assert lexicon[written("চামড়ার")] == "leather" and lexicon[written("খুন্তি")] == "spatula"
    # Said once it may mean anything; heard alike it needs no teaching.
    assert written("চিরুনি") not in lexicon and written("বেল্ট") not in lexicon


def test_one_word_of_english_is_not_two_unlike_words_of_bengali():
    lexicon = taught(
        ("আপেল ঝুড়ি", "Fruit basket"), ("আপেল ঝুড়ি বড়", "Fruit basket large"),
        ("আপেল থালা", "Fruit tray"), ("কমলা থালা", "Fruit tray"), ("কমলালেবু থালা", "Fruit tray"),
    )  # fmt: skip
    assert len([word for word, latin in lexicon.items() if latin == "fruit"]) <= 1


def test_no_seller_teaches_by_itself_which_words_say_the_same():
    false = [("খুন্তি", "Lantern"), ("কাঠের খুন্তি", "Wooden lantern"), ("খুন্তি বড়", "Big lantern")]

    def learned_of(*sellers):
        told = [telling_of(*each, who) for each, who in zip(false, sellers, strict=True)]
        return learned(filter(None, told)).get(written("খুন্তি"))

    assert learned_of({1}, {1}, {1}) is None and learned_of({1}, {1, 2}, {1, 3}) is None
    assert learned_of({1}, {2}, {1}) == learned_of((), {1}, {1}) == "lantern"


def test_titles_of_very_many_words_cost_the_learning_nothing():
    long = " ".join(f"{word}{word}" for word in ("কলম", "তবলা", "মশাল", "শঙ্খ", "তোরণ", "পালঙ্ক"))
    flood = [(long, "Umbrella zircon wardrobe lantern pewter sandals")] * 3
    told = [telling_of(*one) for one in (*flood, *BOTH)]
    assert learned(filter(None, told), most_pairs=30) == taught(*BOTH) != {}
    assert learned(filter(None, told), most_pairs=0) == {}


def test_goods_told_in_one_language_each_meet_by_what_was_learned():
    goods = {
        1: Goods(("মেঠোপথ চামড়ার কাঁধের ব্যাগ",), brand="মেঠোপথ", price_poisha=120_000),
        2: Goods(("Methopoth Leather Shoulder Bag",), brand="Methopoth", price_poisha=125_000),
    }
    others = {at: Goods((f"Lamp number {at} with a shade",)) for at in range(3, 400)}

    def likely(lexicon):
        decided = matched(goods | others, lambda number: (1 if number == 1 else 2,), lexicon)
        return [(one.one, one.other) for one in decided if one.likely]

    assert likely({}) == [] and likely(taught(*BOTH)) == [(1, 2)]


def test_dotted_letters_are_heard_and_read_as_what_they_are():
    one, other = (
        traits_of(Goods(("তড়িৎ ময়ূর কাপড় ১ জোড়া",))),
        traits_of(Goods(("Torit moyur kapor 2 pcs",))),
    )
    assert (
        heard_apart(written("ময়ূর"), "moyur") < 0.1 and heard_apart(written("তড়িৎ"), "torit") < 0.1
    )
    assert one.amounts.of == other.amounts.of == {"count": frozenset({2.0})}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Shapla Headphones wired SHP-117", "Shapla Headphones Bluetooth SHP-117"),
        ("শাপলা হেডফোন তারসহ SHP-117", "শাপলা হেডফোন তারবিহীন SHP-117"),
        ("শাপলা হেডফোন তার সহ SHP-117", "Shapla Headphones wireless SHP-117"),
        ("Alokon Blender three jars ALBL-142", "Alokon Blender two jars ALBL-142"),
        ("Alokon Blender 3 jars ALBL-142", "আলোকন ব্লেন্ডার দুই জার ALBL-142"),
        ("আলোকন ব্লেন্ডার ৩টি জার ALBL-142", "আলোকন ব্লেন্ডার দুটি জার ALBL-142"),
        ("Rupa lamp left side RL-2204", "Rupa lamp right side RL-2204"),
        ("বাটা স্যান্ডেল পুরুষদের BS-4410", "বাটা স্যান্ডেল মহিলাদের BS-4410"),
        ("Pran biscuit sugar-free PB-3310", "Pran biscuit PB-3310"),
        ("প্রাণ বিস্কুট চিনি ছাড়া PB-3310", "প্রাণ বিস্কুট PB-3310"),
        ("Matador pen refill MP-5120", "Matador pen set MP-5120"),
        ("Singer kettle with lid SK-7700", "Singer kettle without lid SK-7700"),
        ("সিঙ্গার কেটলি ঢাকনাসহ SK-7700", "সিঙ্গার কেটলি ঢাকনা ছাড়া SK-7700"),
    ],
)  # fmt: skip
def test_words_that_exclude_each_other_make_two_things_whatever_else_is_shared(one, other):
    goods = dict(enumerate([told(one), told(other), *CROWD]))
    found = matched(goods, lambda number: (1 if number == 0 else 2,))
    pair = next((each for each in found if (each.one, each.other) == (0, 1)), None)
    assert pair is None or (pair.verdict in (REVIEW, FAMILY, NO) and pair.probability <= 0.11)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Shapla Headphones wireless SHP-117", "শাপলা হেডফোন ব্লুটুথ SHP-117"),
        ("Alokon Blender three jars ALBL-142", "আলোকন ব্লেন্ডার ৩টি জার ALBL-142"),
        ("Pran biscuit sugar-free PB-3310", "প্রাণ বিস্কুট চিনিমুক্ত PB-3310"),
        ("Shapla Headphones wired SHP-117", "Shapla Headphones SHP-117"),
        ("Avery labels 1 3 cut 3-7 16 clear AL-9917", "Avery labels 1 3 cut 2 3 clear AL-9917"),
    ],
)
def test_the_same_said_otherwise_or_left_out_excludes_nothing(one, other):
    comparison = compare(traits_of(told(one)), traits_of(told(other)), lambda _key: 4.0)
    assert not {"contrast", "counted"} & set(comparison.against)
