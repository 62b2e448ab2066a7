from types import SimpleNamespace

import pytest
from django.utils.translation import override

from ekshop.channels.rules.exporting import address_problems
from ekshop.channels.rules.said_abroad import ANY, meaning_of
from ekshop.web.papers.templatetags.channels import channels_code, found_by_us, understood

TOLD = "'[fabric_type]' is required but not supplied."


def issue(code: str, text: str, *, field: str = "", by_channel: bool = True) -> SimpleNamespace:
    return SimpleNamespace(code=code, text=text, field=field, by_channel=by_channel)


def test_a_channels_own_words_stay_and_stand_beside_what_they_mean():
    with override("bn"):
        shown = understood(issue("90220", TOLD, field="extra.fabric_type"))
        assert shown["told"] == TOLD
        assert shown["name"] == "কোন আঁশ কতটা" and "জানতে চায়" in str(shown["what"])
    with override("en"):
        shown = understood(issue("90220", TOLD))
        assert (shown["what"], shown["told"]) == (TOLD, "") and shown["do"]


def test_our_own_sentences_are_said_in_the_readers_language():
    waits = issue(
        "not_reviewed", "The English waits for another person to read it.", by_channel=False
    )
    with override("bn"):
        assert "ইংরেজি" in understood(waits)["what"] and not understood(waits)["told"]


def test_what_our_check_found_is_said_in_bengali_alone_and_without_its_code():
    text = "Amazon asks for “Construction Type” of these goods, and nobody has said it yet."
    asked = issue("required", text, field="extra.construction_type")
    with override("bn"):
        shown = understood(asked)
        assert shown["name"] == "কীভাবে তৈরি" and "জানতে চায়" in str(shown["what"])
        assert not shown["told"]
    assert found_by_us(asked) and not channels_code(asked)
    theirs = issue("90220", TOLD)
    assert not found_by_us(theirs) and channels_code(theirs) == "90220"


@pytest.mark.parametrize("code", ["90111", "600003", "FORBIDDEN_WORD", "maxLengthRule", "enum"])
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
