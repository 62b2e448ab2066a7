import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.translation import override

from ekshop.channels.adapters import Ask, adapters
from ekshop.channels.adapters.amazon import words as amazon
from ekshop.channels.rules import readiness
from ekshop.channels.rules.exporting import address_problems
from ekshop.channels.rules.said_abroad import ANY, meaning_of
from ekshop.channels.rules.sentences import Either, Named, Said, sentences
from ekshop.web.papers.templatetags.channels import (
    ask_hint,
    ask_told,
    channels_code,
    spoken,
    understood,
)

SIZE = Named("size", "Size")
TOLD = "'[fabric_type]' is required but not supplied."


def holes(sentence: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", sentence))


def issue(code: str, text: Any = "", *, field: str = "") -> SimpleNamespace:
    """As it is kept: of our own sentences what they are, of a channel's words those."""
    said = text.kept() if isinstance(text, Said) else {}
    return SimpleNamespace(code=code, text=str(text), said=said, field=field, by_channel=not said)


def test_a_channels_own_words_stay_and_stand_beside_what_they_mean():
    with override("bn"):
        shown = understood(issue("90220", TOLD, field="extra.fabric_type"))
        assert shown["told"] == TOLD
        assert shown["name"] == "কোন আঁশ কতটা" and "জানতে চায়" in str(shown["what"])
    with override("en"):
        shown = understood(issue("90220", TOLD))
        assert (shown["what"], shown["told"]) == (TOLD, "") and shown["do"]


def test_a_channel_that_gives_no_words_is_explained_by_its_code():
    with override("en"):
        assert "asks for this" in str(understood(issue("90220"))["what"])


def test_our_own_sentences_are_said_in_the_readers_language_with_their_limits_and_choices():
    with override("bn"):
        long = issue("maxLength", amazon.TOO_LONG(name=SIZE, limit=200, count=1234))
        assert understood(long)["what"] == "“সাইজ” অ্যামাজনে বেশি হলে ২০০ অক্ষরের হতে পারে; আছে ১২৩৪টি।"
        parts = [Named("width", "width"), Named("odd_part", "odd part")]
        lacks = issue("part_required", amazon.PART_MISSING(name=SIZE, parts=parts))
        assert understood(lacks)["what"] == "“সাইজ” নিয়ে অ্যামাজন আরও জানতে চায়: প্রস্থ, odd part।"
        small = issue("too_small", readiness.SMALL_PICTURE(has=640, wants=1000))
        assert understood(small)["what"] == "প্রথম ছবিটি ৬৪০ পিক্সেল লম্বা; এই বাজার চায় ১০০০।"
        forbidden = readiness.verdict_lack("forbidden", Either("মানা", "not allowed"), stops=True)
        assert understood(issue("forbidden", forbidden.words))["what"] == "নিষিদ্ধ: মানা"
    with override("en"):
        assert understood(long)["what"] == (
            "Amazon takes at most 200 letters for “Size”; there are 1234."
        )
        assert understood(issue("forbidden", forbidden.words))["what"] == "Forbidden: not allowed"


def test_what_our_check_found_is_said_without_a_code_and_with_what_to_do():
    asked = issue("required", amazon.MISSING(name=SIZE), field="extra.size")
    with override("bn"):
        shown = understood(asked)
        assert "সাইজ" in shown["what"] and shown["do"] and not shown["told"]
    assert not channels_code(asked)
    assert channels_code(issue("90220", TOLD)) == "90220"


def test_a_sentence_that_is_said_no_more_is_shown_as_it_was_kept():
    asked = issue("required", amazon.MISSING(name=SIZE))
    asked.said["said"] = "amazon.of_old"
    with override("en"):
        assert understood(asked)["what"] == str(asked.text)


def test_a_sentence_that_wants_more_than_was_kept_is_shown_as_it_was_kept_too():
    kept = issue("maxLength", amazon.TOO_LONG(limit=200, name=SIZE, count=3), field="extra.size")
    del kept.said["given"]["limit"]
    with override("en"):
        assert understood(kept)["what"] == kept.text


def test_what_strangers_put_into_a_sentence_is_kept_as_text_that_can_be_stored():
    said = amazon.TOO_LARGE(
        limit=float("nan"), name=Named("size", "Si\x00ze"), value="%(x)s \x00 %s"
    )
    assert said.kept()["given"] == {
        "limit": "nan", "name": {"named": "size", "title": "Si ze"}, "value": "%(x)s %s",
    }  # fmt: skip
    with override("en"):
        assert "not %(x)s" in understood(issue("maximum", said))["what"]


def test_every_sentence_of_ours_has_all_its_parts_in_both_languages():
    adapters()
    for key, words in sentences().items():
        with override("en"):
            english = str(words)
        with override("bn"):
            bengali = str(words)
        assert holes(english) == holes(bengali), key
        assert english != bengali or key == "goods.ruled", key


@pytest.mark.parametrize("code", ["90111", "600003", "FORBIDDEN_WORD"])
def test_codes_of_the_channels_we_know_have_a_meaning_of_their_own(code):
    assert meaning_of(code) is not ANY


def test_a_code_nobody_knows_has_a_general_sentence():
    assert meaning_of("E-777") is ANY


def test_what_is_wrong_with_an_address_is_kept_in_both_languages():
    buyer = {"name": "Mei", "lines": ["1 Road"], "country": "TW", "postcode": "?"}
    with override("bn"):
        city, postcode = address_problems(buyer, {})
    with override("en"):
        assert (str(city), str(postcode)) == (
            "The city is missing.",
            "“?” is no postcode of Taiwan.",
        )


def test_a_code_nobody_knows_is_explained_by_what_amazon_puts_it_under():
    told = {"code": "777001", "severity": "ERROR", "message": "Image is bad.", "categories": ["INVALID_IMAGE"]}  # fmt: skip
    said = amazon.problem_said(told)
    shown = issue(said.code, said.text, field=said.field)
    with override("bn"):
        assert (
            "ছবি" in str(understood(shown)["what"]) and understood(shown)["told"] == "Image is bad."
        )
    assert channels_code(shown) == "777001"
    assert amazon.problem_said({**told, "code": "18742"}).code == "18742"
    assert amazon.problem_said({**told, "categories": ["NEW_ONE"]}).code == "777001"


def test_what_a_channel_asks_is_explained_in_bengali_with_its_own_words_below():
    ask = Ask("closure_type", "Closure", "Provide the closure type of the item.")
    with override("bn"):
        assert "Zipper (চেইন)" in str(ask_hint(ask))
        assert ask_told(ask) == "Provide the closure type of the item."
        odd = Ask("odd_part", "Odd", "Provide the odd part.")
        assert (ask_hint(odd), ask_told(odd)) == ("Provide the odd part.", "")
    with override("en"):
        assert (ask_hint(ask), ask_told(ask)) == (ask.hint, "")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Don’t – “no”", "en"),
        ("ราคาไม่ถูกต้อง", "th"),
        ("价格无效", "zh"),
        ("가격 오류", "ko"),
        ("12.5 %", ""),
    ],
)
def test_a_channels_words_say_which_language_they_are_in(text, language):
    assert spoken(text) == language
