"""What a channel's rows are called."""

import pytest
from django.utils.translation import override

from ekshop.channels.rules import called


@pytest.mark.parametrize(
    ("source", "words", "one"),
    [
        ("order 113-44", "Order 113-44", True),
        ("settlement 9:2", "Line 9:2 of a statement", True),
        ("statement odd", "Line odd of a statement", True),
        ("orders after 77", "Orders after 77", False),
        ("out/orders/9.csv", "out/orders/9.csv", False),
        ("order-file.csv", "order-file.csv", False),
    ],
)
def test_where_a_row_stood_is_said_of_one_thing_in_words_and_of_a_file_by_its_name(
    source, words, one
):
    with override("en"):
        assert (called.source_said(source), called.is_one_thing(source)) == (words, one)


def test_a_programs_error_is_no_sentence_and_a_sentence_stays():
    with override("en"):
        for odd in ("KeyError('sku')", "JSONDecodeError: Expecting value", "DataError: too long"):
            assert called.text_said(odd) == "It is not written as this channel writes it."
        for said in ("A row without a reference.", "Row 3: no price", "odd", ""):
            assert called.text_said(said) == said


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        ("11870:3", ("11870", 3)),
        ("out/statement-7.csv/12", ("out/statement-7.csv", 12)),
        ("11870:bank", ("11870", 0)),
        ("won", ("won", 0)),
    ],
)
def test_a_line_is_told_by_its_statement_and_its_place(reference, told):
    assert called.line_said(reference) == told
