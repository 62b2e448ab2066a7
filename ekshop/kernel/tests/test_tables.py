"""Tables as spreadsheet programs leave them."""

import io

import pytest
import xlsxwriter
from django.utils.translation import get_language, override

from ekshop.kernel.tables import (
    TableUnreadable,
    harmless,
    sheet_read,
    table_lines,
    table_read,
    table_write,
)

TEXT = "নাম,Mobile\nআশা,০১৭১২৩৪৫৬৭৮\n\n করিম  মিয়া ,\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_a_table_is_read_in_any_unicode_encoding_that_says_what_it_is(encoding):
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    table = table_read(mark + TEXT.encode(encoding))
    assert table.header == ["নাম", "Mobile"]
    assert table.rows == [(2, ["আশা", "০১৭১২৩৪৫৬৭৮"]), (4, ["করিম মিয়া".replace("য়", "য়"), ""])]
    assert bool(str(table.note)) == encoding.startswith("utf-16")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found(separator):
    assert table_read(f"a{separator}b\n1{separator}2".encode()).rows == [(2, ["1", "2"])]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "table_empty"),
        (b"  \n ", "table_empty"),
        (b"name\n", "table_no_rows"),
        ("name\nCafé".encode("cp1252"), "table_wrong_encoding"),
        (TEXT.encode("utf-16-be"), "table_wrong_encoding"),
        (b"PK\x03\x04rest", "table_workbook"),
        (b"\xd0\xcf\x11\xe0rest", "table_workbook"),
        (b"a\n" + b"x\n" * 10_001, "table_too_long"),
        (b"a" * 5_000_000, "table_too_large"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_what_to_do(content, code):
    with pytest.raises(TableUnreadable) as refused:
        table_read(content)
    assert refused.value.code == code
    assert str(refused.value)


def test_what_is_written_is_read_back_and_no_cell_is_a_formula():
    content = table_write(["মোবাইল", "x"], [["+8801712345678", "=1+1"]])
    assert b"'=1+1" in content
    table = table_read(content)
    assert table.rows == [(2, ["+8801712345678", "=1+1"])]


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", " =", "\u200b@", "\ufeff-"]
)
def test_no_cell_begins_as_a_formula_would_whatever_stands_first(start):
    assert harmless(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"
    assert f'"\'{start}1,2"' in table_write(["a"], [[f"{start}1,2"]]).decode()


def test_an_amount_below_nought_stays_a_number():
    assert [harmless(cell) for cell in (-5, "-12.50", "-1+1")] == ["-5", "-12.50", "'-1+1"]


def test_nothing_is_an_empty_cell():
    assert table_write(["a", "b"], [[None, 0]]).decode() == "\ufeffa,b\r\n,0\r\n"


def test_a_streamed_table_keeps_the_language_of_the_page_that_asked_for_it():
    with override("en"):
        lines = table_lines(["x"], ([get_language()] for _row in range(1)))
    with override("bn"):
        assert "".join(lines) == "\ufeffx\r\nen\r\n"


def workbook(*cells: tuple[int, int, str]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row, column, text in cells:
            sheet.write_string(row, column, text)
    return out.getvalue()


def test_a_workbook_is_read_as_a_table():
    content = workbook((0, 0, "a"), (0, 1, "b"), (2, 0, "1"), (2, 1, "2"))
    assert sheet_read(content).rows == [(3, ["1", "2"])]


@pytest.mark.parametrize("corner", [(1_048_575, 16_383), (1_000_000, 50)])
def test_a_small_workbook_that_spans_a_whole_sheet_is_refused(corner):
    with pytest.raises(TableUnreadable):
        sheet_read(workbook((0, 0, "a"), (0, 1, "b"), (*corner, "x")))
