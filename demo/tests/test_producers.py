"""The producers' papers, told at the moment the demonstration's history begins."""

from demo.content.tables import read
from demo.load import producers


def test_what_is_told_of_each_producer_names_one_of_the_table():
    assert set(producers.WORK) == {row["slug"] for row in read("producers")}
    assert set(producers.RESTING) <= set(producers.WORK)
    homes = {row["slug"] for row in read("centres")}
    assert {each[0] for each in producers.NEWCOMERS} <= homes
