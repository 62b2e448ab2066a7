"""What search hears in a word, and that it hears the same in all its spellings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekshop.catalogue.search import analysis, sounds

TEXT = st.text(
    alphabet=st.one_of(
        st.characters(min_codepoint=0x0980, max_codepoint=0x09FE),
        st.sampled_from("abcdefghijklmnopqrstuvwxyzABC 0123456789.,-'’/\u200c\u200d"),
    ),
    max_size=40,
)


def terms(text: str) -> tuple[str, ...]:
    return analysis.index_terms(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("জামদানী শাড়ী", "জামদানি শাড়ি"),
        ("শা\u09a1\u09bcি", "শা\u09dcি"),
        ("ভালো", "ভাল"),
        ("ইলিষ", "ইলিশ"),
        ("যশোর", "জশোর"),
        ("রসগোল্লা", "রসগোলা"),
        ("টাঙ্গাইল", "টাঙাইল"),
        ("টাঙ্গাইল", "টাংগাইল"),
        ("চাঁদ", "চাদ"),
        ("বাংলা", "বাঙলা"),
        ("কৃষি", "ক্রিষি"),
        ("ক্ষুদ্র", "খুদ্র"),
        ("হঠাৎ", "হঠাত"),
        ("ঊল", "উল"),
        ("বৌ", "বউ"),
        ("৫০০ গ্রাম", "500 g"),
        ("500gm", "500 grams"),
        ("১.৫ লিটার", "1.5L"),
        ("১,২০০", "1200"),
        ("Café", "cafe"),
        ("১ কেজি", "1kg"),
        ("১ কেজি", "1000 g"),
        ("এক কেজির", "1.0 KG"),
        ("আধা লিটার", "500ml"),
        ("১কেজি", "one kilo"),
        ("৬৪ জিবি", "64GB"),
        ("৬৪জিবি", "64 gigabyte"),
        ('৩২"', "32 inch"),
        ("৩২ ইঞ্চি", "32''"),
        ("১২টি", "এক ডজন"),
        ("এক হালি", "4 pcs"),
        ("২ মিটার", "200 cm"),
        ("আড়াই গজ", "2.5 yards"),
    ],
)
def test_spellings_of_one_word_become_one_term(one: str, other: str) -> None:
    assert terms(one)[0] == terms(other)[0]


@pytest.mark.parametrize(
    ("inflected", "word"),
    [
        ("জামদানির", "জামদানি"),
        ("শাড়ির", "শাড়ি"),
        ("শাড়িটা", "শাড়ি"),
        ("বইগুলো", "বই"),
        ("বইগুলোর", "বই"),
        ("টাঙ্গাইলের", "টাঙ্গাইল"),
        ("মেয়েদের", "মেয়ে"),
        ("ঢাকাকে", "ঢাকা"),
        ("sarees", "saree"),
        ("batteries", "battery"),
        ("dresses", "dress"),
    ],
)
def test_an_ending_does_not_hide_the_word(inflected: str, word: str) -> None:
    assert set(terms(inflected)) & set(terms(word))


@pytest.mark.parametrize("word", ["মাটি", "পাটি", "আচার", "বাজার", "জিরা", "রুটি", "glass", "আটা"])
def test_a_word_that_only_looks_inflected_keeps_its_form(word: str) -> None:
    assert terms(word) == (analysis.level(analysis.tokens(word)[0].surface),)


def test_tied_and_short_words_are_also_found_written_together() -> None:
    assert analysis.level("টিশার্ট") in terms("টি-শার্ট")
    assert analysis.level("টিশার্ট") in terms("টি শার্ট")
    assert "tshirt" in terms("T-Shirt")
    assert "ktcd320" in terms("KTC-D320")


@pytest.mark.parametrize(
    ("bengali", "latin"),
    [
        ("জামদানি", "jamdani"),
        ("জামদানি", "jamdany"),
        ("শাড়ি", "saree"),
        ("শাড়ি", "shari"),
        ("নকশি", "nokshi"),
        ("নকশি", "nakshi"),
        ("কাঁথা", "kantha"),
        ("রসগোল্লা", "roshogolla"),
        ("লক্ষ্মীপুর", "lakshmipur"),
        ("নারায়ণগঞ্জ", "narayanganj"),
        ("পাঞ্জাবি", "panjabi"),
        ("মধু", "modhu"),
        ("চার্জার", "charger"),
        ("ওয়ালটন", "walton"),
        ("হিমসাগর", "himsagor"),
    ],
)
def test_a_latin_spelling_sounds_like_its_bengali_word(bengali: str, latin: str) -> None:
    word = analysis.level(analysis.tokens(bengali)[0].surface)
    assert set(sounds.skeletons(word)) & set(sounds.skeletons(latin))
    assert sounds.distance(word, latin) <= 0.5


@pytest.mark.parametrize(
    ("one", "other"), [("খাতা", "খাট"), ("চাল", "চুল"), ("শাড়ি", "সারা"), ("মধু", "মদ")]
)
def test_words_that_only_share_consonants_sound_apart(one: str, other: str) -> None:
    assert sounds.distance(analysis.level(one), analysis.level(other)) >= 0.4


@given(TEXT)
def test_terms_hold_no_space_and_never_vanish_from_a_word(text: str) -> None:
    for token in analysis.tokens(text):
        assert token.surface
        for term in analysis.forms(token.surface):
            assert term
            assert not any(char.isspace() or char == "|" for char in term)


@given(TEXT)
def test_levelling_twice_changes_nothing(text: str) -> None:
    for token in analysis.tokens(text):
        once = analysis.level(token.surface)
        assert analysis.level(once) == once


@given(TEXT)
def test_case_digits_and_joiners_do_not_matter(text: str) -> None:
    swapped = text.upper().translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯"))
    assert terms(swapped.lower()) == terms(text.lower())


@given(TEXT, TEXT)
def test_distance_is_symmetric_and_zero_to_itself(one: str, other: str) -> None:
    assert sounds.distance(one, one) == 0
    assert sounds.distance(one, other) == pytest.approx(sounds.distance(other, one))
