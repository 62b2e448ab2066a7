from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from ekshop.kernel import bangla
from ekshop.kernel.phones import InvalidMobile, local_form, mask, parse_mobile
from ekshop.kernel.templatetags.bangla import in_its_letters

BENGALI_TEXT = st.text(
    st.one_of(
        st.characters(min_codepoint=0x0980, max_codepoint=0x09FE),
        st.sampled_from("\u200c\u200d\u200b\ufeff \u00a0\n\t" + "aB1-"),
    )
)

COMPOSED = "\u09df\u09dc\u09dd"  # য় ড় ঢ় as single code points


def test_the_three_dotted_letters_have_one_form():
    assert bangla.normalise(COMPOSED) == "\u09af\u09bc\u09a1\u09bc\u09a2\u09bc"
    assert bangla.same("শাড়ি", "শা\u09dcি")


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("  জামদানি \u00a0\u2009 শাড়ি ", "জামদানি শাড়ি"),
        ("জাম\u200bদা\u200dনি\u200c\ufeff", "জামদানি"),
        ("র\u200d\u09cdযাব", "র\u200d\u09cdযাব"),
        ("উদ\u09cd\u200cযাপন", "উদ\u09cd\u200cযাপন"),
        ("উৎসব".replace("ৎ", "ত\u09cd\u200d"), "উৎসব"),
        ("\u0985\u09beম", "আম"),
        ("ব\u09bcাত", "রাত"),
        ("শা\u09a1\u09bc\u09bcি", "শা\u09a1\u09bcি"),
        ("ক\u09c7\u09beট", "ক\u09cbট"),
        ("one\r\n\r\n\r\n\r\ntwo\x00", "one\n\ntwo"),
        ("👩\u200d🌾", "👩\u200d🌾"),
    ],
)
def test_text_that_reads_the_same_is_stored_the_same(dirty, clean):
    assert bangla.normalise(dirty) == clean


@given(BENGALI_TEXT)
def test_normalising_twice_changes_nothing(text):
    once = bangla.normalise(text)
    assert bangla.normalise(once) == once
    assert bangla.same(text, once)


@pytest.mark.parametrize(
    ("n", "bn", "en"),
    [
        (0, "০", "0"),
        (999, "৯৯৯", "999"),
        (1000, "১,০০০", "1,000"),
        (1234567, "১২,৩৪,৫৬৭", "12,34,567"),
        (-100000, "-১,০০,০০০", "-1,00,000"),
    ],
)
def test_numbers_are_grouped_as_in_south_asia(n, bn, en):
    assert (bangla.format_number(n, "bn"), bangla.format_number(n, "en")) == (bn, en)


def test_paisa_is_written_only_when_there_is_some():
    assert bangla.format_taka(123456700, "bn") == "৳১২,৩৪,৫৬৭"
    assert bangla.format_taka(123456705, "en") == "৳12,34,567.05"
    assert bangla.format_taka(-5, "bn") == "-৳০.০৫"


@given(st.integers(-(10**12), 10**12), st.sampled_from(["bn", "en"]))
def test_what_is_written_can_be_read_back(poisha, lang):
    assert bangla.parse_taka(bangla.format_taka(poisha, lang)) == poisha
    assert bangla.parse_int(bangla.format_number(poisha, lang)) == poisha


@pytest.mark.parametrize(
    ("text", "poisha"),
    [
        ("৳১,২৩৪/-", 123400),
        ("Tk. 1,234.50", 123450),
        ("15.00 BDT", 1500),
        ("BDT15", 1500),
        ("৫০ টাকা", 5000),
        ("৫০০/= টাকা মাত্র", 50000),
        (".5", 50),
        ("1 250", 125000),
    ],
)
def test_amounts_are_read_as_people_write_them(text, poisha):
    assert bangla.parse_taka(text) == poisha


@pytest.mark.parametrize(
    "text", ["", "৳", "twelve", "1.234", "1.2.3", "12/3", "1e5", "--5", "NaN", "1,50", "12 50"]
)
def test_a_doubtful_amount_is_refused(text):
    with pytest.raises(bangla.NotAnAmount):
        bangla.parse_taka(text)


@pytest.mark.parametrize("text", ["", "১২টি", "1.5", "1,5", "½", "٣"])
def test_a_doubtful_number_is_refused(text):
    with pytest.raises(bangla.NotANumber):
        bangla.parse_int(text)


def test_an_amount_can_be_written_without_the_sign():
    assert bangla.format_taka_text(125000, "bn") == "১,২৫০ টাকা"
    assert bangla.format_taka_text(125050, "en") == "Tk 1,250.50"


@given(BENGALI_TEXT, st.integers(4, 30))
def test_a_shortened_text_is_short_and_ends_with_a_whole_letter(text, length):
    short = bangla.shorten(text, length)
    assert len(short) <= length
    if short != text:
        assert short.endswith("…")
        assert not short.removesuffix("…").endswith(bangla.VIRAMA + "\u200d")


def test_text_is_shortened_between_words_and_never_inside_a_conjunct():
    assert bangla.shorten("ঢাকাই জামদানি শাড়ি", 16) == "ঢাকাই জামদানি…"
    assert bangla.shorten("নারীশিক্ষা", 8) == "নারীশি…"
    assert bangla.shorten("short", 10) == "short"


@pytest.mark.parametrize(
    ("day", "bengali"),
    [
        (date(2026, 4, 14), (1433, 1, 1)),  # Pohela Boishakh
        (date(2026, 4, 13), (1432, 12, 30)),
        (date(2026, 2, 21), (1432, 11, 8)),  # Language Martyrs' Day
        (date(2026, 3, 26), (1432, 12, 12)),  # Independence Day
        (date(2026, 12, 16), (1433, 9, 1)),  # Victory Day
        (date(2026, 11, 22), (1433, 8, 7)),
        (date(2028, 2, 29), (1434, 11, 16)),
        (date(2028, 3, 15), (1434, 12, 1)),
    ],
)
def test_national_days_keep_their_bengali_dates(day, bengali):
    assert bangla.bengali_date(day) == bengali


@given(st.dates(date(1972, 1, 1), date(2200, 12, 31)))
def test_each_day_follows_the_one_before_in_the_bengali_calendar(day):
    year, month, number = bangla.bengali_date(day)
    before = bangla.bengali_date(day - timedelta(days=1))
    if number > 1:
        assert before == (year, month, number - 1)
    else:
        assert before[:2] == ((year, month - 1) if month > 1 else (year - 1, 12))
    assert (month, number) == (1, 1) if (day.month, day.day) == (4, 14) else True


@given(st.integers(1972, 2200))
def test_a_bengali_year_is_as_long_as_the_gregorian_one_it_ends_in(year):
    months = sum(bangla.bengali_month_length(m, falgun_in=year) for m in range(1, 13))
    assert months == (date(year, 4, 14) - date(year - 1, 4, 14)).days


def test_dates_are_written_in_dhaka_time_and_in_words():
    at = datetime(2026, 11, 21, 19, 5, tzinfo=UTC)
    assert bangla.format_datetime(at, "bn") == "২২ নভেম্বর ২০২৬, রাত ১:০৫"
    assert bangla.format_datetime_short(at, "en") == "22 Nov, 1:05 am"
    assert bangla.format_date_long(at, "bn") == bangla.normalise(
        "রবিবার, ২২ নভেম্বর ২০২৬ · ৭ অগ্রহায়ণ ১৪৩৩"
    )
    assert bangla.format_date_long(date(2026, 11, 22), "en") == (
        "Sunday, 22 November 2026 · 7 Ogrohayon 1433"
    )
    assert bangla.format_month("2026-02", "bn") == "ফেব্রুয়ারি ২০২৬"


def test_a_time_that_ends_at_midnight_ends_on_the_day_before():
    midnight = datetime(2026, 11, 22, 18, tzinfo=UTC)
    assert bangla.format_due_short(midnight, "bn") == "২২ নভেম্বর, রাত ১১:৫৯"
    assert bangla.format_due(midnight, "en") == "22 November 2026, 11:59 pm"
    assert bangla.format_datetime_short(midnight, "en") == "23 Nov, 12:00 am"
    later = midnight + timedelta(minutes=1)
    assert bangla.format_due(later, "en") == bangla.format_datetime(later, "en")


@pytest.mark.parametrize(
    ("delta", "bn", "en"),
    [
        (timedelta(days=1, hours=6, minutes=9), "বাকি ১ দিন ৬ ঘণ্টা", "1 day 6 hours left"),
        (timedelta(hours=-3), "৩ ঘণ্টা দেরি", "3 hours late"),
        (timedelta(minutes=61), "বাকি ১ ঘণ্টা ১ মিনিট", "1 hour 1 minute left"),
        (timedelta(days=2, minutes=5), "বাকি ২ দিন", "2 days left"),
        (timedelta(seconds=20), "বাকি ১ মিনিট", "1 minute left"),
        (timedelta(days=-400), "৪০০ দিন দেরি", "400 days late"),
    ],
)
def test_what_is_left_is_said_in_two_units(delta, bn, en):
    assert bangla.format_remaining(delta, "bn") == bn
    assert bangla.format_remaining(delta, "en") == en


@pytest.mark.parametrize(
    "text",
    [
        "01712345678",
        "০১৭১২-৩৪৫৬৭৮",
        "8801712345678",
        "+880 1712 345 678",
        "1712345678",
        "008801712345678",
    ],
)
def test_a_mobile_has_one_stored_form(text):
    assert parse_mobile(text) == "+8801712345678"


@pytest.mark.parametrize(
    "text", ["", "0171234567", "017123456789", "01212345678", "+911712345678", "asha"]
)
def test_what_is_not_a_mobile_is_refused(text):
    with pytest.raises(InvalidMobile):
        parse_mobile(text)


def test_a_masked_mobile_shows_only_its_ends():
    assert mask("+8801712345678") == "017…5678"
    assert local_form("+8801712345678") == "01712-345678"


def test_filters_follow_the_language_of_the_page():
    page = Template(
        "{% load bangla %}{{ p|taka }} {{ n|number }} {{ due|remaining:now }} "
        "{{ m|mobile_masked }} {{ day|date_short }} {{ none|taka }}"
    )
    now = datetime(2026, 11, 22, 6, tzinfo=UTC)
    context = Context(
        {
            "p": 12345600,
            "n": 1200,
            "due": now + timedelta(hours=5),
            "now": now,
            "m": "+8801712345678",
            "day": date(2026, 11, 22),
            "none": None,
        }
    )
    with override("bn"):
        assert page.render(context) == "৳১,২৩,৪৫৬ ১,২০০ বাকি ৫ ঘণ্টা ০১৭…৫৬৭৮ ২২ নভেম্বর –"
    with override("en"):
        assert page.render(context) == "৳1,23,456 1,200 5 hours left 017…5678 22 Nov –"


@pytest.mark.parametrize(
    ("basis_points", "bn", "en"),
    [(750, "৭.৫%", "7.5%"), (500, "৫%", "5%"), (1, "০.০১%", "0.01%"), (-125, "-১.২৫%", "-1.25%")],
)
def test_a_percentage_is_written_without_empty_decimals(basis_points, bn, en):
    assert bangla.format_percent(basis_points, "bn") == bn
    assert bangla.format_percent(basis_points, "en") == en


@pytest.mark.parametrize(
    ("typed", "read"), [("৭.৫", 750), ("5 %", 500), ("12,5", None), ("", None)]
)
def test_a_percentage_is_read_as_people_type_it(typed, read):
    if read is None:
        with pytest.raises(bangla.NotAPercentage):
            bangla.parse_percent(typed)
    else:
        assert bangla.parse_percent(typed) == read


@pytest.mark.parametrize(
    ("language", "title", "shown"),
    [
        ("en", "ঢাকাই জামদানি", '<span lang="bn">ঢাকাই জামদানি</span>'),
        ("en", "Jamdani <saree>", "Jamdani &lt;saree&gt;"),
        ("bn", "Galaxy M14", '<span lang="en">Galaxy M14</span>'),
        ("bn", "Samsung Galaxy M14 স্মার্টফোন কালো রঙের", "Samsung Galaxy M14 স্মার্টফোন কালো রঙের"),
        ("bn", "K7-4MX2-9", "K7-4MX2-9"),
        ("en", "", ""),
    ],
)
def test_a_title_in_the_other_language_is_marked_as_it(language, title, shown):
    with override(language):
        assert in_its_letters(title) == shown
