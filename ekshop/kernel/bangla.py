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

import re
import unicodedata
from calendar import isleap
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from .clock import DHAKA
from .errors import DomainError

ZWJ, ZWNJ, NUKTA, VIRAMA = "\u200d", "\u200c", "\u09bc", "\u09cd"
_TO_BENGALI = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
_TO_LATIN = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")
_INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Anything that normalising could change, composition apart: most texts have none of it.
_SUSPECT = re.compile(
    "[\x00-\x1f\x7f-\xa0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
    "|^ | $|  |\u0985\u09be|\u09ac\u09bc|\u09bc\u09bc|\u09f7"
)
_ODD_SPACE = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_JOINER = re.compile(f"[{ZWJ}{ZWNJ}]+")
_CONSONANT = re.compile("[\u0995-\u09b9\u09dc-\u09df\u09ce\u09f0\u09f1]")

_RESPELLED = (
    ("\u0985\u09be", "\u0986"),  # অ + া typed for আ
    ("\u09a4\u09cd\u200d", "\u09ce"),  # ৎ as it was spelled before Unicode 4.1
    ("\u09ac\u09bc", "\u09b0"),  # ব with a dot below is র
    ("\u09f7", "\u0964"),
)


def normalise(text: str) -> str:
    """One spelling for what reads the same: NFC, one form of য় ড় ঢ়, clean spaces and joiners.

    Line breaks stay (at most one blank line in a row); ends are trimmed. Idempotent.
    """
    if not _SUSPECT.search(text) and unicodedata.is_normalized("NFC", text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _INVISIBLE.sub("", _CONTROL.sub("", text))
    text = unicodedata.normalize("NFC", text)
    text = re.sub(f"{NUKTA}{{2,}}", NUKTA, text)
    for odd, usual in _RESPELLED:
        text = text.replace(odd, usual)
    text = _JOINER.sub(_joiner_kept, text)
    text = unicodedata.normalize("NFC", text)
    text = "\n".join(line.strip() for line in _ODD_SPACE.sub(" ", text).split("\n"))
    return _BLANK_LINES.sub("\n\n", text).strip()


def _joiner_kept(match: re.Match[str]) -> str:
    """The joiner if it changes what is read, else nothing."""
    text, joiner = match.string, match.group()[0]
    before = text[match.start() - 1] if match.start() else ""
    after = text[match.end()] if match.end() < len(text) else ""
    if joiner == ZWJ and before == "র" and text[match.end() : match.end() + 2] == VIRAMA + "য":
        return ZWJ
    if joiner == ZWNJ and before == VIRAMA and _CONSONANT.match(after):
        return ZWNJ
    if joiner == ZWJ and before and ord(before) > 0x2000 and after and ord(after) > 0x2000:
        return ZWJ  # inside an emoji
    return ""


def same(a: str, b: str) -> bool:
    """Do two texts read alike, whatever keyboard, case, digits or joiners they were typed with?"""
    return _fold(a) == _fold(b)


def _fold(text: str) -> str:
    bare = _JOINER.sub("", normalise(text)).casefold()
    return latin_digits(re.sub(r"\s+", " ", bare))


def bengali_digits(text: str | int) -> str:
    return str(text).translate(_TO_BENGALI)


def latin_digits(text: str | int) -> str:
    return str(text).translate(_TO_LATIN)


def in_digits_of(text: str | int, lang: str) -> str:
    """The same text with the numerals of ``lang``; for codes, counts and times inside sentences."""
    return bengali_digits(text) if _is_bengali(lang) else str(text)


def _is_bengali(lang: str) -> bool:
    return lang.split("-")[0] == "bn"


def shorten(text: str, length: int) -> str:
    """At most ``length`` characters, cut between words where possible, never inside a letter."""
    if len(text) <= length:
        return text
    cut = length - 1
    space = text.rfind(" ", length // 2, length)
    if space > 0:
        cut = space
    while cut and (unicodedata.combining(text[cut]) or unicodedata.category(text[cut]) == "Mc"):
        cut -= 1
    while cut and text[cut - 1] in (VIRAMA, ZWJ, ZWNJ):
        cut -= 2
    return text[: max(cut, 0)].rstrip(" ,;:") + "…"


# Numbers and money -------------------------------------------------------------------------------


def group(digits: str) -> str:
    """South Asian grouping: the last three digits, then by twos. "1234567" -> "12,34,567"."""
    head, tail = digits[:-3], digits[-3:]
    pairs: list[str] = []
    while head:
        pairs.insert(0, head[-2:])
        head = head[:-2]
    return ",".join([*pairs, tail])


def format_number(n: int, lang: str) -> str:
    sign = "-" if n < 0 else ""
    return in_digits_of(sign + group(str(abs(n))), lang)


def format_taka(poisha: int, lang: str) -> str:
    """Poisha as taka: ৳১২,৩৪,৫৬৭; the paisa is written only when there is some."""
    taka, paisa = divmod(abs(poisha), 100)
    text = f"{'-' if poisha < 0 else ''}৳{group(str(taka))}"
    return in_digits_of(f"{text}.{paisa:02d}" if paisa else text, lang)


def format_taka_text(poisha: int, lang: str) -> str:
    """Without the sign, which costs an English SMS half its letters: "Tk 1,250", "১,২৫০ টাকা"."""
    amount = format_taka(poisha, lang).replace("৳", "")
    return f"{amount} টাকা" if _is_bengali(lang) else f"Tk {amount}"


def format_percent(basis_points: int, lang: str) -> str:
    """Hundredths of a per cent as per cent, decimals only where there are some: 750 is "7.5%"."""
    whole, rest = divmod(abs(basis_points), 100)
    decimals = f".{rest:02d}".rstrip("0") if rest else ""
    sign = "-" if basis_points < 0 else ""
    return in_digits_of(f"{sign}{group(str(whole))}{decimals}%", lang)


class NotANumber(DomainError):
    code = "not_a_number"
    message = _("Write a whole number, like 12.")


class NotAnAmount(DomainError):
    code = "not_an_amount"
    message = _("Write an amount in taka, like 1250 or 1250.50.")


class NotAPercentage(DomainError):
    code = "not_a_percentage"
    message = _("Write a percentage, like 5 or 7.25.")


_DIGITS_AT_MOST = 16  # more than all the money there is, and within what the database holds
_GROUPED = r"\d+|\d{1,3}(?:,\d{2,3})*,\d{3}"
_INT = re.compile(rf"[+-]?(?:{_GROUPED})", re.ASCII)
_TAKA = re.compile(rf"([+-]?)({_GROUPED}|)(?:\.(\d{{1,2}}))?", re.ASCII)
_TAKA_WORDS = re.compile(r"[৳৲]|(?<![a-z])(?:tk\.?|bdt|taka)(?![a-z])|টাকা|মাত্র|/[-=–—]|/$", re.I)


def parse_int(text: str) -> int:
    """A whole number as people type it: "১২,০০০", " 12 000 ". Raises ``NotANumber``."""
    plain = _plain_number(text)
    if not _INT.fullmatch(plain) or _too_long(plain):
        raise NotANumber(typed=text[:40])
    return int(plain.replace(",", ""))


def parse_taka(text: str) -> int:
    """An amount as people write it, in poisha: "৳১,২৩৪/-", "Tk. 12.50", "15.00 BDT", "৫০ টাকা".

    Raises ``NotAnAmount`` for anything doubtful, such as three decimals or a comma where no group
    of thousands ends ("1,50"): a wrong reading of money is worse than a question.
    """
    plain = _plain_number(_TAKA_WORDS.sub("", normalise(text)))
    found = _TAKA.fullmatch(plain)
    if not found or not (found[2] or found[3]) or _too_long(plain):
        raise NotAnAmount(typed=text[:40])
    taka, paisa = int((found[2] or "0").replace(",", "")), int((found[3] or "0").ljust(2, "0"))
    return (-1 if found[1] == "-" else 1) * (taka * 100 + paisa)


def parse_percent(text: str) -> int:
    """A percentage as people type it, in basis points: "৭.৫", "5 %". Raises ``NotAPercentage``."""
    try:
        return parse_taka(normalise(text).replace("%", ""))
    except NotAnAmount as error:
        raise NotAPercentage(typed=text[:40]) from error


def _too_long(plain: str) -> bool:
    return sum(map(str.isdigit, plain)) > _DIGITS_AT_MOST


def _plain_number(text: str) -> str:
    """Latin digits, a plain minus, and spaces between digits read as the commas they stand for."""
    plain = latin_digits(normalise(text)).replace("\u2212", "-")
    return re.sub(r"\s", "", re.sub(r"(?<=\d)\s+(?=\d)", ",", plain))


# Dates -------------------------------------------------------------------------------------------

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
    if _is_bengali(lang):
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
    if _is_bengali(lang):
        return bn
    return en if count == 1 else f"{en}s"


def format_remaining(delta: timedelta, lang: str) -> str:
    """How long until it is due, or how late: "বাকি ১ দিন ৬ ঘণ্টা", "৩ ঘণ্টা দেরি"."""
    words = format_duration(delta, lang)
    if delta < timedelta(0):
        return f"{words} দেরি" if _is_bengali(lang) else f"{words} late"
    return f"বাকি {words}" if _is_bengali(lang) else f"{words} left"


def _local(day: date | datetime) -> date | datetime:
    return day.astimezone(DHAKA) if isinstance(day, datetime) else day


def _key(lang: str) -> str:
    return "bn" if _is_bengali(lang) else "en"
