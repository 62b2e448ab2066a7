"""What of a title carries a registered name, however it is written."""

import pytest

from ekshop.producers.rules import names as rules


@pytest.mark.parametrize(
    ("title", "used"),
    [
        ("ল্যাংড়া আম ৫ কেজি", False),
        ("চাঁপাইনবাবগঞ্জের ল্যাংড়া আম", True),
        ("Langra mango of Chapai Nawabganj", True),
        ("Langra mango, 5 kg", False),
        ("Chapai bell metal", False),
    ],
)
def test_a_kind_grown_elsewhere_too_is_the_name_only_with_its_place(title, used):
    langra = rules.Wording(1, ("langra", "mango"), ("ল্যাংড়া", "আম"), ("চাঁপাই", "chapai"))
    assert langra.claimed_by([title]) is used


def test_words_written_in_two_are_still_the_name():
    kantha = rules.Wording(1, ("nakshi", "kantha"), ("নকশিকাঁথা",), ())
    assert kantha.claimed_by(["জামালপুরের নকশি কাঁথা"])
    assert not kantha.claimed_by(["নকশি পিঠা"])


AGAR = rules.Wording(
    1,
    ("moulvibazar", "agarwood"),
    ("মৌলভীবাজার", "আগর"),
    (),
    ("মৌলভীবাজারের আগর", "Moulvibazar agar"),
)
ATTAR = rules.Wording(
    2,
    ("moulvibazar", "agar", "attar"),
    ("মৌলভীবাজার", "আতর"),
    (),
    ("মৌলভীবাজারের আগর-আতর", "Moulvibazar agar attar"),
)


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("মৌলভীবাজারের আগর-আতর", False),
        ("মৌলভীবাজারের আগর আতর, ৩ মিলি", False),
        ("খাঁটি আগর-আতর, মৌলভীবাজার", False),
        ("মৌলভীবাজারের আগর-আতর, মৌলভীবাজারে তৈরি", False),
        ("মৌলভীবাজারের আগর-আতর ও আগর কাঠ", True),
        ("আগর কাঠ ও মৌলভীবাজারের আতর", True),
        ("মৌলভীবাজারের আগর কাঠ", True),
        ("Moulvibazar agar attar", False),
        ("Moulvibazar agarwood attar, 3 ml", False),
        ("Moulvibazar agar attar with agarwood chips", True),
        ("Moulvibazar agarwood chips", True),
    ],
)
def test_a_longer_name_one_may_use_covers_a_shorter_one_inside_it_and_none_beside_it(title, asked):
    assert AGAR.claimed_by([title], by_right=[ATTAR]) is asked


@pytest.mark.parametrize(
    "title",
    ["Jamd\u0430n\u0456", "JAMDA\u039dI", "\uff2aamdani", "Jamd\u00e1n\u00ed", "জাম\u200dদানি"],
)
def test_a_name_in_letters_that_only_look_alike_is_the_name(title):
    assert rules.Wording(1, ("jamdani",), ("জামদানি",), ()).claimed_by([f"{title} 6 yards"])


JAMDANI = rules.Wording(1, ("jamdani", "saree"), ("জামদানি", "শাড়ি"), ())


@pytest.mark.parametrize(
    "title",
    [
        "Jaamdani saree", "jamdany sari", "j@mdani saree", "JAMDANl Saree", "jamd4n1 sharee, red",
        "Jam dani shari", "jaam-dani saree", "zamdani saree", "jamdaani sarees", "Jamdhani sari!",
        "#jamdanisaree", "jarndani saree", "Jamdani শাড়ি", "লাল jamdani শাড়ী", "জামদানী saree",
        "জামদানীর শাড়ি", "যামদানি শাড়ী", "জামধানী শাড়ি", "জাম দানী শাড়ি", "জামদানিশাড়ি",
    ],
)  # fmt: skip
def test_a_name_written_as_it_sounds_or_looks_in_either_script_is_the_name(title):
    assert JAMDANI.claimed_by([title])


@pytest.mark.parametrize(
    "title",
    [
        "Jam and honey, serrated knife", "Sardine and jam, sorry", "জাম ও দানাদার, সরু চাল",
        "Jamaica saree", "Chandani saree", "জমিদারি শাড়ি", "দামি শাড়ি", "Madina saree",
    ],
)  # fmt: skip
def test_what_only_sounds_a_little_like_a_name_is_not_the_name(title):
    assert not JAMDANI.claimed_by([title])


@pytest.mark.parametrize(
    "title",
    [
        "Comilla rosmalai",
        "Kumilla roshmalai 1 kg",
        "কুমিল্লার রসমালাই",
        "Comillar rasmalai",
        "কুমিল্লার roshmalai",
    ],
)
def test_a_place_by_its_older_name_is_the_place(title):
    rosmalai = rules.Wording(1, ("cumilla", "rosmalai"), ("কুমিল্লা", "রসমালাই"), ())
    assert rosmalai.claimed_by([title])


def test_goods_of_a_longer_name_do_not_carry_the_mark_of_a_shorter_one_inside_it():
    longer = ["মৌলভীবাজারের আগর-আতর", "Moulvibazar agarwood attar"]
    assert rules.earned([AGAR], [ATTAR], ["মৌলভীবাজারের আগর কাঠ"]) == [AGAR]
    assert rules.earned([AGAR], [ATTAR], longer) == []
    assert rules.earned([AGAR, ATTAR], [], longer) == [ATTAR]
    assert rules.earned([ATTAR], [AGAR], longer) == [ATTAR]
    assert rules.earned([ATTAR], [AGAR], ["Moulvibazar agar attar with agarwood chips"]) == []


@pytest.mark.parametrize("title", ["মৌলভীবাজারের আগর-আতর", "Moulvibazar agarwood attar"])
def test_a_shorter_name_one_may_use_does_not_cover_the_longer_one(title):
    assert ATTAR.claimed_by([title], by_right=[AGAR])
    assert not ATTAR.claimed_by(["মৌলভীবাজারের আগর কাঠ"], by_right=[AGAR])


@pytest.mark.parametrize(
    "title",
    [
        "Jaamdani, hand made",
        "j@mdani",
        "Red JamdаNi",
        "jɑmdɑոi",
        "jam dani cloth",
        "জামদানী",
        "মৌলভীবাজারের আগর কাঠ",
        "Moulvi bazar agor wood",
    ],
)
def test_a_title_that_uses_a_name_is_never_sieved_out(title):
    names = [rules.Wording(3, ("jamdani",), ("জামদানি",), ()), AGAR, ATTAR]
    sieve = rules.Sieve(names)
    assert rules.first_claimed(names, [title]) and sieve.lets_through(["", title])
    assert not sieve.lets_through(["Steel spoon, 6 pieces", "স্টিলের চামচ"])
