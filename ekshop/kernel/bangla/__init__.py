"""Bengali text, numerals, money and dates, as people here write them.

Everything is pure: no settings, no database, no active language. Functions that write for a reader
take ``lang`` ("bn" or "en"); the template filters in ``templatetags/bangla.py`` pass the language of
the page. Dates are shown in Asia/Dhaka; storage stays UTC.

Three facts shape this module:

* Unicode's NFC *decomposes* য় ড় ঢ় (they are composition exclusions), so text copied from a keyboard
  and text copied from a database differ byte for byte. NFC's form is the one form here; ``same()``
  compares across both.
* Joiners (ZWJ, ZWNJ) are mostly dirt left by keyboards and PDF readers, but র‍্য and a visible hasanta
  (উদ্‌যাপন) are spelled with them. Only meaningless ones are removed.
* The Bengali calendar is the one revised in 2019: Boishakh to Ashwin have 31 days, the rest 30, Falgun
  29, or 30 when the Gregorian year is a leap year; 14 April is always the first of Boishakh.
"""

from .dates import (
    BENGALI_MONTHS,
    DAYS,
    FALGUN,
    MONTHS,
    MONTHS_SHORT,
    bengali_calendar,
    bengali_date,
    bengali_month_length,
    format_date,
    format_date_long,
    format_date_short,
    format_datetime,
    format_datetime_short,
    format_due,
    format_due_short,
    format_duration,
    format_month,
    format_remaining,
    format_time,
)
from .numbers import (
    NotAnAmount,
    NotANumber,
    NotAPercentage,
    format_number,
    format_percent,
    format_taka,
    format_taka_text,
    group,
    parse_int,
    parse_percent,
    parse_taka,
)
from .text import (
    NUKTA,
    VIRAMA,
    ZWJ,
    ZWNJ,
    bengali_digits,
    in_digits_of,
    latin_digits,
    normalise,
    same,
    shorten,
)

__all__ = [
    "BENGALI_MONTHS",
    "DAYS",
    "FALGUN",
    "MONTHS",
    "MONTHS_SHORT",
    "NUKTA",
    "NotANumber",
    "NotAPercentage",
    "NotAnAmount",
    "VIRAMA",
    "ZWJ",
    "ZWNJ",
    "bengali_calendar",
    "bengali_date",
    "bengali_digits",
    "bengali_month_length",
    "format_date",
    "format_date_long",
    "format_date_short",
    "format_datetime",
    "format_datetime_short",
    "format_due",
    "format_due_short",
    "format_duration",
    "format_month",
    "format_number",
    "format_percent",
    "format_remaining",
    "format_taka",
    "format_taka_text",
    "format_time",
    "group",
    "in_digits_of",
    "latin_digits",
    "normalise",
    "parse_int",
    "parse_percent",
    "parse_taka",
    "same",
    "shorten",
]
