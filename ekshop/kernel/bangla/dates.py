"""Days, times and how long, in both calendars."""

from calendar import isleap
from datetime import date, datetime, time, timedelta

from ..clock import DHAKA
from .numbers import format_number
from .text import bengali_digits, in_digits_of, is_bengali

MONTHS = {
    "bn": [
        "জানুয়ারি",
        "ফেব্রুয়ারি",
        "মার্চ",
        "এপ্রিল",
        "মে",
        "জুন",
        "জুলাই",
        "আগস্ট",
        "সেপ্টেম্বর",
        "অক্টোবর",
        "নভেম্বর",
        "ডিসেম্বর",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
MONTHS_SHORT = {"bn": MONTHS["bn"], "en": [name[:3] for name in MONTHS["en"]]}
DAYS = {
    "bn": ["সোমবার", "মঙ্গলবার", "বুধবার", "বৃহস্পতিবার", "শুক্রবার", "শনিবার", "রবিবার"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
BENGALI_MONTHS = {
    "bn": [
        "বৈশাখ",
        "জ্যৈষ্ঠ",
        "আষাঢ়",
        "শ্রাবণ",
        "ভাদ্র",
        "আশ্বিন",
        "কার্তিক",
        "অগ্রহায়ণ",
        "পৌষ",
        "মাঘ",
        "ফাল্গুন",
        "চৈত্র",
    ],
    "en": [
        "Boishakh",
        "Joishtho",
        "Asharh",
        "Srabon",
        "Bhadro",
        "Ashwin",
        "Kartik",
        "Ogrohayon",
        "Poush",
        "Magh",
        "Falgun",
        "Choitro",
    ],
}
FALGUN = 11


def bengali_date(day: date) -> tuple[int, int, int]:
    """(year, month 1–12, day) in the Bengali calendar as revised in Bangladesh in 2019."""
    new_year = date(day.year, 4, 14)
    if day < new_year:
        new_year = date(day.year - 1, 4, 14)
    left = (day - new_year).days
    for month in range(1, 13):
        length = bengali_month_length(month, falgun_in=new_year.year + 1)
        if left < length:
            return new_year.year - 593, month, left + 1
        left -= length
    raise AssertionError("a Bengali year never runs past the next 14 April")


def bengali_month_length(month: int, *, falgun_in: int) -> int:
    """Days in a month; ``falgun_in`` is the Gregorian year in which that year's Falgun falls."""
    if month <= 6:
        return 31
    return 29 + isleap(falgun_in) if month == FALGUN else 30


def bengali_calendar(day: date, lang: str = "bn") -> str:
    """The Bengali date in words: "৭ অগ্রহায়ণ ১৪৩৩"."""
    year, month, number = bengali_date(day)
    return in_digits_of(f"{number} {BENGALI_MONTHS[_key(lang)][month - 1]} {year}", lang)


def format_date(day: date | datetime, lang: str) -> str:
    """ "২২ নভেম্বর ২০২৬" / "22 November 2026". A moment is first taken to Dhaka's date."""
    day = _local(day)
    return in_digits_of(f"{day.day} {MONTHS[_key(lang)][day.month - 1]} {day.year}", lang)


def format_date_short(day: date | datetime, lang: str) -> str:
    """ "২২ নভেম্বর" / "22 Nov": for lists where the year is plain."""
    day = _local(day)
    return in_digits_of(f"{day.day} {MONTHS_SHORT[_key(lang)][day.month - 1]}", lang)


def format_date_long(day: date | datetime, lang: str) -> str:
    """Week day and both calendars: "রবিবার, ২২ নভেম্বর ২০২৬ · ৭ অগ্রহায়ণ ১৪৩৩"."""
    local = _local(day)
    only_date = local.date() if isinstance(local, datetime) else local
    weekday = DAYS[_key(lang)][only_date.weekday()]
    return f"{weekday}, {format_date(only_date, lang)} · {bengali_calendar(only_date, lang)}"


def format_time(at: datetime, lang: str) -> str:
    """ "সকাল ৬:৪৫" / "6:45 am": the Bengali clock names the part of the day, not am and pm."""
    local = at.astimezone(DHAKA)
    clock = f"{local.hour % 12 or 12}:{local.minute:02d}"
    if is_bengali(lang):
        return f"{_part_of_day(local.hour)} {bengali_digits(clock)}"
    return f"{clock} {'am' if local.hour < 12 else 'pm'}"


def _part_of_day(hour: int) -> str:
    for until, name in (
        (4, "রাত"),
        (6, "ভোর"),
        (12, "সকাল"),
        (15, "দুপুর"),
        (18, "বিকাল"),
        (20, "সন্ধ্যা"),
    ):
        if hour < until:
            return name
    return "রাত"


def format_datetime(at: datetime, lang: str) -> str:
    """ "২২ নভেম্বর ২০২৬, সকাল ৬:৪৫" / "22 November 2026, 6:45 am"."""
    return f"{format_date(at, lang)}, {format_time(at, lang)}"


def format_datetime_short(at: datetime, lang: str) -> str:
    """ "২২ নভেম্বর, সকাল ৬:৪৫" / "22 Nov, 6:45 am"."""
    return f"{format_date_short(at, lang)}, {format_time(at, lang)}"


def format_due(at: datetime, lang: str) -> str:
    """The end of a time, as `format_datetime`: at midnight it is the minute before, on the day people
    think of: "২২ নভেম্বর ২০২৬, রাত ১১:৫৯"."""
    return format_datetime(_last_minute(at), lang)


def format_due_short(at: datetime, lang: str) -> str:
    """ "২২ নভেম্বর, রাত ১১:৫৯" / "22 Nov, 11:59 pm"."""
    return format_datetime_short(_last_minute(at), lang)


def _last_minute(at: datetime) -> datetime:
    midnight = at.astimezone(DHAKA).time() == time(0)
    return at - timedelta(minutes=1) if midnight else at


def format_month(month: str, lang: str) -> str:
    """ "2026-11" -> "নভেম্বর ২০২৬" / "November 2026"."""
    year, number = month.split("-")
    return f"{MONTHS[_key(lang)][int(number) - 1]} {in_digits_of(year, lang)}"


def format_duration(delta: timedelta, lang: str) -> str:
    """The two largest units of a span: "১ দিন ৬ ঘণ্টা" / "1 day 6 hours". Under a minute: "১ মিনিট"."""
    minutes = max(int(abs(delta).total_seconds() // 60), 1)
    units = (
        (minutes // 1440, "দিন", "day"),
        (minutes % 1440 // 60, "ঘণ্টা", "hour"),
        (minutes % 60, "মিনিট", "minute"),
    )
    first = next(i for i, unit in enumerate(units) if unit[0])
    words = []
    for count, bn, en in units[first : first + 2]:
        if count:
            words.append(f"{format_number(count, lang)} {_plural(count, bn, en, lang)}")
    return " ".join(words)


def _plural(count: int, bn: str, en: str, lang: str) -> str:
    if is_bengali(lang):
        return bn
    return en if count == 1 else f"{en}s"


def format_remaining(delta: timedelta, lang: str) -> str:
    """How long until it is due, or how late: "বাকি ১ দিন ৬ ঘণ্টা", "৩ ঘণ্টা দেরি"."""
    words = format_duration(delta, lang)
    if delta < timedelta(0):
        return f"{words} দেরি" if is_bengali(lang) else f"{words} late"
    return f"বাকি {words}" if is_bengali(lang) else f"{words} left"


def _local(day: date | datetime) -> date | datetime:
    return day.astimezone(DHAKA) if isinstance(day, datetime) else day


def _key(lang: str) -> str:
    return "bn" if is_bengali(lang) else "en"
