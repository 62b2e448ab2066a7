"""The query set asks only for what the demonstration sells, each wish in four spellings."""

from collections import defaultdict

import pytest

from demo.content.goods import products
from demo.content.seeded import SEED
from ekshop.catalogue.search.wanted import SCRIPTS, queries, satisfies

ROWS = queries()


def test_there_are_some_two_hundred_queries_each_group_spelled_four_ways():
    groups = defaultdict(list)
    for row in ROWS:
        groups[row.group].append(row)
    assert len(ROWS) >= 200
    for name, rows in groups.items():
        assert [row.script for row in rows] == list(SCRIPTS), name
        assert len({row.wanted for row in rows}) == 1, name
        assert rows[0].text != rows[3].text


def test_a_wish_is_met_only_when_all_its_conditions_are():
    titles = ["টাঙ্গাইল শাড়ি", "Tangail Saree"]
    assert satisfies("টাঙ্গাইল|tangail category:sarees", titles=titles, category="sarees")
    assert not satisfies("tangail category:lungi", titles=titles, category="sarees")
    assert not satisfies("power_bank", titles=["Bank of power"], category="books")


@pytest.fixture(scope="module")
def sold():
    return [((p.title_bn, p.title_en), p.category) for p in products(SEED)]


@pytest.mark.parametrize(
    ("group", "wanted"), sorted({(row.group, row.wanted) for row in ROWS}), ids=lambda v: v[:20]
)
def test_what_is_wanted_is_sold_and_is_not_everything(group, wanted, sold):
    found = sum(satisfies(wanted, titles=titles, category=category) for titles, category in sold)
    assert 1 <= found <= 220, (group, found)
