import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekshop.kernel import ids

bodies = st.text(ids.ALPHABET, min_size=ids.BODY, max_size=ids.BODY).map(lambda body: "K" + body)


def plain(body: str) -> str:
    return body + ids.check_character(body)


@given(bodies, st.integers(0, ids.BODY + 1), st.sampled_from(ids.ALPHABET))
def test_every_single_wrong_character_is_found(body, place, symbol):
    code = plain(body)
    wrong = code[:place] + symbol + code[place + 1 :]
    if wrong != code:
        with pytest.raises(ids.InvalidCode):
            ids.parse_code(wrong)


@given(bodies, st.integers(0, ids.BODY))
def test_every_swap_of_two_neighbours_is_found(body, place):
    code = plain(body)
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if wrong != code:
        with pytest.raises(ids.InvalidCode):
            ids.parse_code(wrong)


def test_a_fresh_code_reads_back_and_has_no_look_alike_letters():
    code = ids.tracking_code("K")
    assert ids.parse_code(code) == code
    assert not set(code) & set("0O1ILUV")


def test_case_spaces_dashes_and_bengali_digits_do_not_matter():
    code = "K74-MX2P-" + ids.check_character("K74MX2P")
    bengali = code.translate({ord(str(n)): "০১২৩৪৫৬৭৮৯"[n] for n in range(10)})
    for written in [code.lower(), code.replace("-", ""), f"  {code.replace('-', ' – ')} ", bengali]:
        assert ids.parse_code(written) == code


def test_another_kind_of_thing_is_not_found_by_its_code():
    with pytest.raises(ids.InvalidCode):
        ids.parse_code(ids.tracking_code("K"), letter="S")


@pytest.mark.parametrize("text", ["", "K", "O00-0000-0", "ক৭৪", "K74-MX2P-22", "x" * 10_000])
def test_what_is_no_code_is_refused(text):
    with pytest.raises(ids.InvalidCode):
        ids.parse_code(text)


@pytest.mark.parametrize("letter", ["O", "7", "k", "KK", ""])
def test_a_code_begins_with_a_letter_of_its_alphabet(letter):
    with pytest.raises(ValueError, match="alphabet"):
        ids.tracking_code(letter)


def test_many_codes_at_once_are_codes_like_any_other():
    codes = ids.tracking_codes("G", 500)
    assert len(set(codes)) == 500
    assert [ids.parse_code(code, "G") for code in codes] == codes
