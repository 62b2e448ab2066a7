"""Ranks and ladders, as anybody could reckon them after us."""

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ekshop.settlement import rules

NOON = datetime(2026, 12, 5, 6, 0, tzinfo=UTC)

entries = st.lists(
    st.builds(
        rules.Entry,
        centre_id=st.integers(1, 10_000),
        division_id=st.integers(1, 3),
        counted_poisha=st.integers(-50, 200),
        returned_poisha=st.integers(-3, 0),
        reached_at=st.integers(0, 3).map(lambda hours: NOON + timedelta(hours=hours)),
        excluded=st.booleans(),
    ),
    unique_by=lambda each: each.centre_id,
    max_size=25,
)
tie_rules = st.sampled_from([key for key, _words in rules.TIE_RULES])


class Step:
    def __init__(self, threshold_poisha: int) -> None:
        self.threshold_poisha = threshold_poisha


@settings(max_examples=150, deadline=None)
@given(entries, tie_rules, st.randoms())
def test_ranks_follow_the_stated_rule_whatever_the_order_they_come_in(
    given: list[rules.Entry], tie_rule: str, chance: random.Random
) -> None:
    rows = rules.ranked(given, tie_rule=tie_rule)
    mixed = list(given)
    chance.shuffle(mixed)
    assert rules.ranked(mixed, tie_rule=tie_rule) == rows
    assert sorted(row.entry.centre_id for row in rows) == sorted(each.centre_id for each in given)
    running = [row for row in rows if row.rank is not None]
    for row in rows:
        fits = row.entry.counted_poisha > 0 and not row.entry.excluded
        assert (row.rank is not None) is (row.division_rank is not None) is fits
    for one in running:
        better = [
            other
            for other in running
            if other.entry.counted_poisha > one.entry.counted_poisha
            or (
                other.entry.counted_poisha == one.entry.counted_poisha
                and told_apart(tie_rule, other.entry, one.entry)
            )
        ]
        assert one.rank == len(better) + 1
        near = [each for each in better if each.entry.division_id == one.entry.division_id]
        assert one.division_rank == len(near) + 1


def told_apart(tie_rule: str, one: rules.Entry, other: rules.Entry) -> bool:
    """Whether the rule for equal sums puts one before the other."""
    if tie_rule == "reached_first":
        assert one.reached_at and other.reached_at
        return one.reached_at < other.reached_at
    if tie_rule == "fewer_returns":
        return one.returned_poisha > other.returned_poisha
    return False


@settings(max_examples=100, deadline=None)
@given(st.sets(st.integers(1, 500), max_size=8), st.integers(0, 600), st.integers(0, 600))
def test_more_commission_never_reaches_a_lower_step(
    thresholds: set[int], counted: int, more: int
) -> None:
    steps = [Step(each) for each in thresholds]

    def reached(poisha: int) -> int:
        step = rules.step_reached(steps, poisha)
        return step.threshold_poisha if step else 0

    assert reached(counted + more) >= reached(counted)
    coming = rules.step_next(steps, counted)
    assert coming is None or reached(counted) <= counted < coming.threshold_poisha
    assert (coming is None) == all(each <= counted for each in thresholds)


def test_equal_in_everything_shares_the_rank_and_leaves_the_next_empty() -> None:
    rows = rules.ranked(
        [rules.Entry(1, 1, 100), rules.Entry(2, 1, 100), rules.Entry(3, 2, 90)], tie_rule="shared"
    )
    assert [(row.rank, row.division_rank, row.reason) for row in rows] == [
        (1, 1, "shared"),
        (1, 1, "shared"),
        (3, 1, "sum"),
    ]
