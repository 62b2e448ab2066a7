"""Amounts in words, as they stand on receipts and cheques here: lakh and crore, in both languages."""

from __future__ import annotations

_BENGALI = [
    "শূন্য",
    "এক",
    "দুই",
    "তিন",
    "চার",
    "পাঁচ",
    "ছয়",
    "সাত",
    "আট",
    "নয়",
    "দশ",
    "এগারো",
    "বারো",
    "তেরো",
    "চৌদ্দ",
    "পনেরো",
    "ষোলো",
    "সতেরো",
    "আঠারো",
    "উনিশ",
    "বিশ",
    "একুশ",
    "বাইশ",
    "তেইশ",
    "চব্বিশ",
    "পঁচিশ",
    "ছাব্বিশ",
    "সাতাশ",
    "আটাশ",
    "ঊনত্রিশ",
    "ত্রিশ",
    "একত্রিশ",
    "বত্রিশ",
    "তেত্রিশ",
    "চৌত্রিশ",
    "পঁয়ত্রিশ",
    "ছত্রিশ",
    "সাঁইত্রিশ",
    "আটত্রিশ",
    "ঊনচল্লিশ",
    "চল্লিশ",
    "একচল্লিশ",
    "বিয়াল্লিশ",
    "তেতাল্লিশ",
    "চুয়াল্লিশ",
    "পঁয়তাল্লিশ",
    "ছেচল্লিশ",
    "সাতচল্লিশ",
    "আটচল্লিশ",
    "ঊনপঞ্চাশ",
    "পঞ্চাশ",
    "একান্ন",
    "বায়ান্ন",
    "তিপ্পান্ন",
    "চুয়ান্ন",
    "পঞ্চান্ন",
    "ছাপ্পান্ন",
    "সাতান্ন",
    "আটান্ন",
    "ঊনষাট",
    "ষাট",
    "একষট্টি",
    "বাষট্টি",
    "তেষট্টি",
    "চৌষট্টি",
    "পঁয়ষট্টি",
    "ছেষট্টি",
    "সাতষট্টি",
    "আটষট্টি",
    "ঊনসত্তর",
    "সত্তর",
    "একাত্তর",
    "বাহাত্তর",
    "তিয়াত্তর",
    "চুয়াত্তর",
    "পঁচাত্তর",
    "ছিয়াত্তর",
    "সাতাত্তর",
    "আটাত্তর",
    "ঊনআশি",
    "আশি",
    "একাশি",
    "বিরাশি",
    "তিরাশি",
    "চুরাশি",
    "পঁচাশি",
    "ছিয়াশি",
    "সাতাশি",
    "আটাশি",
    "ঊননব্বই",
    "নব্বই",
    "একানব্বই",
    "বিরানব্বই",
    "তিরানব্বই",
    "চুরানব্বই",
    "পঁচানব্বই",
    "ছিয়ানব্বই",
    "সাতানব্বই",
    "আটানব্বই",
    "নিরানব্বই",
]

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

_UNITS = ((10**7, "কোটি", "crore"), (10**5, "লাখ", "lakh"), (1000, "হাজার", "thousand"))


def number_in_words(n: int, lang: str) -> str:
    """ "বারো হাজার তিনশত পাঁচ" / "twelve thousand three hundred and five"; ``n`` from 0 up."""
    if n < 0:
        raise ValueError("only counts and amounts from zero up are written in words")
    bengali = lang.split("-")[0] == "bn"
    words: list[str] = []
    for size, bn, en in _UNITS:
        count, n = divmod(n, size)
        if count:
            words += [number_in_words(count, lang), bn if bengali else en]
    hundreds, rest = divmod(n, 100)
    if hundreds:
        words.append(f"{_BENGALI[hundreds]}শত" if bengali else f"{_ONES[hundreds]} hundred")
    if rest or not words:
        if words and not bengali:
            words.append("and")
        words.append(_BENGALI[rest] if bengali else _english(rest))
    return " ".join(words)


def taka_in_words(poisha: int, lang: str) -> str:
    """ "বারো হাজার টাকা পঞ্চাশ পয়সা মাত্র" / "Twelve thousand taka and fifty paisa only"."""
    taka, paisa = divmod(poisha, 100)
    if lang.split("-")[0] == "bn":
        tail = f" {number_in_words(paisa, lang)} পয়সা" if paisa else ""
        return f"{number_in_words(taka, lang)} টাকা{tail} মাত্র"
    tail = f" and {number_in_words(paisa, lang)} paisa" if paisa else ""
    return f"{number_in_words(taka, lang).capitalize()} taka{tail} only"


def _english(n: int) -> str:
    if n < 20:
        return _ONES[n]
    tens, ones = divmod(n, 10)
    return f"{_TENS[tens]}-{_ONES[ones]}" if ones else _TENS[tens]
