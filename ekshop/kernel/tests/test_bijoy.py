"""Text for a Bijoy font is told from English, from Bengali, and from Bengali in Latin letters."""

import pytest

from ekshop.kernel.bangla import normalise
from ekshop.kernel.bijoy import from_bijoy, looks_like_bijoy


@pytest.mark.parametrize(
    "text",
    [
        "Avwg GKwU kvwo A‡W©vi K‡iwQjvg, wKš‘ GL‡bv cvBwb|",
        "UvKv w`‡qwQ, cY¨ Av‡mwb| †dvb Ki‡j †KD a‡i bv|",
        "Avgvi UvKv †diZ PvB",
    ],
)
def test_text_for_a_bijoy_font_is_known(text):
    assert looks_like_bijoy(text)


@pytest.mark.parametrize(
    "text",
    [
        "আমি একটি শাড়ি অর্ডার করেছিলাম, কিন্তু এখনো পাইনি।",
        "I ordered a saree three weeks ago and have received nothing. “Nobody answers.”",
        "ami ekta sari order korechilam kintu ekhono paini, phone dhore na",
        "We viewed the view of seven waves while we drove, however never arrived",
        "iPhone কিনেছিলাম eBay থেকে, bKash-এ টাকা দিয়েছি",
        "bKash TrxID 9BF7XX2 paid to 01711223344 on 3/3",
        "",
    ],
)
def test_what_people_otherwise_write_is_not(text):
    assert not looks_like_bijoy(text)


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("Avwg UvKv w`‡qwQ", "আমি টাকা দিয়েছি"),
        ("Rvg`vwb kvwo", "জামদানি শাড়ি"),
        ("†gvevBj †dvb", "মোবাইল ফোন"),
        ("bKwkKuv_v", "নকশিকাঁথা"),
        ("‡gŠgvwQ", "মৌমাছি"),
        ("cø¨vw÷K", "প্ল্যাস্টিক"),
        ("wKš‘ Kg© wbe©vPb", "কিন্তু কর্ম নির্বাচন"),
        ("ÿz`ª K…wl cÖavb", "ক্ষুদ্র কৃষি প্রধান"),
        ("6 wU", "6 টি"),
    ],
)
def test_it_is_read_as_the_font_draws_it(typed, drawn):
    assert normalise(from_bijoy(typed)) == normalise(drawn)
