from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekshop.kernel.machines import diagram, machine_problems
from ekshop.notices import rules

README = Path(__file__).parent.parent / "README.md"


def test_every_state_of_a_message_is_reached_and_left():
    assert machine_problems(rules.MESSAGE) == []


def test_the_readme_draws_the_table():
    assert f"```mermaid\n{diagram(rules.MESSAGE)}\n```" in README.read_text()


@pytest.mark.parametrize(
    ("text", "encoding", "units", "parts"),
    [
        ("", "GSM-7", 0, 1),
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),
        ("a" * 306, "GSM-7", 306, 2),
        ("a" * 307, "GSM-7", 307, 3),
        ("€" * 80, "GSM-7", 160, 1),
        ("€" * 81, "GSM-7", 162, 2),
        ("ক" * 70, "UCS-2", 70, 1),
        ("ক" * 71, "UCS-2", 71, 2),
        ("ক" * 134, "UCS-2", 134, 2),
        ("ক" * 135, "UCS-2", 135, 3),
        ("৳", "UCS-2", 1, 1),
        ("😀" * 35, "UCS-2", 70, 1),
        ("😀" * 67, "UCS-2", 134, 3),
    ],
)
def test_an_sms_is_counted_as_it_is_carried(text, encoding, units, parts):
    assert rules.count(text) == rules.Counted(encoding, units, parts)


def test_a_letter_of_two_septets_is_never_split_between_parts():
    assert rules.count("a" * 152 + "€" + "a" * 152).parts == 3


@given(st.text(max_size=400), st.text(max_size=20))
def test_more_text_never_costs_less(text, more):
    if rules.count(text).encoding == rules.count(text + more).encoding:
        assert rules.count(text + more).parts >= rules.count(text).parts


def test_fine_punctuation_does_not_double_the_cost_of_an_english_sms():
    assert rules.fit("“Rajapur” – Asha’s…") == '"Rajapur" - Asha\'s...'
    assert rules.fit("“রাজাপুর”") == "“রাজাপুর”"


def test_pauses_grow_to_half_an_hour():
    pauses = [rules.wait_after(n) for n in range(1, rules.MAX_ATTEMPTS + 1)]
    assert pauses[0] == timedelta(seconds=20)
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(minutes=30)
