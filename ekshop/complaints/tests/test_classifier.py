"""What the classifier suggests, in three scripts, and when it keeps its counsel."""

import pytest

from ekshop.complaints import rules
from ekshop.complaints.classifier import examples, filler, suggest


def test_every_category_is_taught_in_every_script():
    taught = {(each.category, each.script) for each in examples()}
    wanted = {code for code in rules.BY_CODE if code != "other"}
    assert taught == {(code, script) for code in wanted for script in ("bn", "en", "la")}


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("টাকা বিকাশ করার পর পেজ আমাকে ব্লক করে দিয়েছে, ফোন ধরে না", "advance_taken"),
        ("they blocked me right after I paid the advance", "advance_taken"),
        ("agam taka niye page block korse ar phone dhore na", "advance_taken"),
        ("ওয়ারেন্টি থাকার পরও মেরামত করে দিচ্ছে না", "warranty"),
        ("the packet is past its expiry date", "expired"),
        ("bkash er otp niye shob taka tule nise", "account_fraud"),
        ("একটা কম এসেছে, সেটের বাটি নেই", "short"),
    ],
)
def test_it_understands_bengali_english_and_bengali_in_latin_letters(text, category):
    suggestion = suggest(text)
    assert suggestion.category == category
    assert suggestion.because


@pytest.mark.parametrize(
    "text",
    [
        "ঈদের জন্য দেখে অর্ডার করেছিলাম, মেসেজ দিলে seen করে, reply নাই, পার্সেল আসেনি",
        "I have asked them three times since then and they have not delivered the parcel",
        "ami onek bar bolsi kintu parcel ashe nai, eta kono kotha hoilo na",
    ],
)
def test_no_filler_is_shown_as_a_reason(text):
    shown = set(suggest(text).because)
    assert shown and not shown & filler()


def test_it_says_what_cannot_wait():
    assert suggest("চার্জার ফেটে আগুন লেগেছে, হাত পুড়ে হাসপাতালে").urgent
    assert not suggest("তিনটা অর্ডার করেছি, দুইটা এসেছে").urgent


@pytest.mark.parametrize("text", ["", "আমি", "qwerty zxcvb", "🙂🙂🙂", "১২৩৪৫"])
def test_it_is_never_sure_of_nothing(text):
    assert not suggest(text).is_sure


def test_a_text_of_a_million_letters_is_read_in_part():
    assert suggest("টাকা ফেরত " * 100_000).category == "refund_not_given"
