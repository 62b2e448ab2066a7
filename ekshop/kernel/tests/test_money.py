import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekshop.kernel.money import Money, taka, total

amounts = st.integers(-(10**12), 10**12).map(Money)
weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any)


@given(amounts, weights)
def test_allocated_parts_always_sum_to_the_whole(amount, shares):
    assert total(amount.allocate(shares)) == amount


@given(amounts, weights)
def test_no_part_is_a_poisha_or_more_away_from_its_exact_share(amount, shares):
    for part, weight in zip(amount.allocate(shares), shares, strict=True):
        assert abs(part.poisha * sum(shares) - amount.poisha * weight) < sum(shares)


def test_a_left_over_poisha_goes_to_the_earlier_of_equals():
    assert [m.poisha for m in Money(100).allocate([1, 1, 1])] == [34, 33, 33]


@given(amounts, st.integers(0, 20_000))
def test_a_reversal_is_exactly_the_negative_of_what_it_reverses(amount, basis_points):
    assert (-amount).share(basis_points) == -amount.share(basis_points)


@pytest.mark.parametrize(
    ("poisha", "bp", "expected"), [(50, 100, 1), (49, 100, 0), (12345, 750, 926)]
)
def test_a_share_is_rounded_half_up(poisha, bp, expected):
    assert Money(poisha).share(bp).poisha == expected


def test_taka_is_exact_and_refuses_floats_and_less_than_a_poisha():
    assert taka("12.50") == Money(1250) == taka("12.5")
    with pytest.raises(TypeError):
        taka(12.5)
    for text in ["", "x", "1.005", "NaN", "Infinity"]:
        with pytest.raises(ValueError, match="not a"):
            taka(text)


def test_currencies_do_not_mix_and_a_fraction_is_not_a_factor():
    with pytest.raises(ValueError, match="mix"):
        Money(1) + Money(1, "USD")
    with pytest.raises(TypeError):
        Money(1) * 0.5
    with pytest.raises(TypeError):
        Money(1.0)


def test_weights_must_be_whole_and_some_above_zero():
    for wrong in [[], [0, 0], [-1, 2]]:
        with pytest.raises(ValueError, match="weights"):
            Money(5).allocate(wrong)
