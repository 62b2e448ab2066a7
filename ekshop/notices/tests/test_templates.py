import re

import pytest
from django.utils import translation

from ekshop.notices import rules
from ekshop.notices.services.rendering import DOTS, FOLDER, render

from .samples import values

CASES = [
    (name, channel, language)
    for name, notice in rules.NOTICES.items()
    for channel in notice.variables
    for language in ("bn", "en")
]
ids = [".".join(case) for case in CASES]


def rendered(name, channel, language, **other):
    context = values(rules.NOTICES[name].variables[channel], language)
    return render(name, channel, language, {**context, **other})


def test_every_template_belongs_to_a_notice_and_every_notice_has_its_templates():
    files = {path.name for path in FOLDER.iterdir()}
    assert files == {f"{name}.{channel}.{language}.txt" for name, channel, language in CASES}


@pytest.mark.parametrize(("name", "channel", "language"), CASES, ids=ids)
def test_a_template_uses_exactly_the_values_it_declares(name, channel, language):
    text = (FOLDER / f"{name}.{channel}.{language}.txt").read_text()
    tags = " ".join(re.findall(r"{[{%](.*?)[}%]}", text))
    words = re.sub(r'"[^"]*"|\|\w+(:\S+)?|\.\w+', " ", tags)
    keywords = {"if", "elif", "else", "endif", "for", "in", "endfor", "line"}
    used = set(re.findall(r"[a-z_]+", words)) - keywords
    assert used == rules.NOTICES[name].variables[channel]


@pytest.mark.parametrize(("name", "channel", "language"), CASES, ids=ids)
def test_a_notice_reads_well_in_its_language(name, channel, language):
    with translation.override("en" if language == "bn" else "bn"):
        words = rendered(name, channel, language)
    assert words.body.strip()
    assert "{" not in words.body
    letters = re.sub(r"https?://\S+|[A-Z0-9]+-[A-Z0-9-]+|\s", "", words.body)
    bengali = len(re.findall(r"[\u0980-\u09ff]", letters))
    if language == "bn":
        assert bengali > len(letters) * 0.6
    else:
        assert bengali == 0
    if channel == rules.EMAIL:
        assert 5 < len(words.subject) < 120


LEAST = 40
"""Letters of a value that an SMS says at least."""
SMS_CASES = [case for case in CASES if case[1] == rules.SMS]


@pytest.mark.parametrize(
    ("name", "channel", "language"), SMS_CASES, ids=[".".join(case) for case in SMS_CASES]
)
def test_an_sms_costs_at_most_three_parts_even_with_long_names(name, channel, language):
    counted = rendered(name, channel, language).counted
    assert counted.parts <= 3
    assert counted.encoding == ("UCS-2" if language == "bn" else "GSM-7")


WHAT = [case for case in SMS_CASES if "what" in rules.NOTICES[case[0]].variables[rules.SMS]]


@pytest.mark.parametrize(
    ("name", "channel", "language"), WHAT, ids=[".".join(each) for each in WHAT]
)
def test_each_thing_an_sms_may_tell_costs_at_most_three_parts(name, channel, language):
    text = (FOLDER / f"{name}.{channel}.{language}.txt").read_text()
    told = re.findall(r'what == "(\w+)"', text)
    assert told
    for what in [*told, "anything else"]:
        counted = rendered(name, channel, language, what=what).counted
        assert counted.parts <= 3, what


@pytest.mark.parametrize(
    ("name", "channel", "language"),
    [case for case in CASES if rules.NOTICES[case[0]].hidden],
    ids=str,
)
def test_what_is_hidden_is_not_in_what_may_be_read_later(name, channel, language):
    words = rendered(name, channel, language)
    (hidden,) = rules.NOTICES[name].hidden
    value = values(frozenset({hidden}), language)[hidden][:LEAST]
    assert value in words.body
    assert value not in words.shown
    assert DOTS in words.shown


def test_a_decision_says_yes_or_no():
    assert "accepted" in rendered("return_decided", "sms", "en", approved=True).body
    assert "ফেরত নেওয়া যাচ্ছে না" in rendered("return_decided", "sms", "bn", approved=False).body


def test_markup_in_a_name_stays_as_it_is():
    words = rendered("parcel_arrived", "sms", "en", centre_name="Asha & <Sons> {{ code }}")
    assert "Asha & <Sons> {{ code }}" in words.body


def test_missing_and_unknown_values_are_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="missing \\['centre_name'\\]"):
        render("parcel_arrived", "sms", "bn", {"code": "K", "seller_name": "S"})
    with pytest.raises(ValueError, match="unknown \\['more'\\]"):
        render(
            "parcel_arrived",
            "sms",
            "bn",
            {"code": "K", "seller_name": "S", "centre_name": "A", "more": 1},
        )
    for wrong in (
        ("no_such", "sms", "bn"),
        ("sign_in_code", "email", "bn"),
        ("sign_in_code", "sms", "fr"),
    ):
        with pytest.raises(ValueError, match="there is no notice"):
            render(*wrong, {})
