"""A seller's record in words."""

from types import SimpleNamespace

from django.utils.translation import override

from ekshop.web.papers.promises import figures_of


def test_a_share_is_rounded_and_complaints_are_told_of_orders():
    record = SimpleNamespace(counts={"on_time": [62, 75], "upheld": [0, 38]})
    told = {figure.promise: figure for figure in figures_of(record)}
    with override("en"):
        assert told["on_time"].value("en") == "83%"
        assert told["on_time"].note("en") == "62 of 75"
        assert told["upheld"].note("en") == "0 in 38 orders"
        assert told["price"].note("en") == ""
