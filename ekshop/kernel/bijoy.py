"""Bengali typed for a Bijoy font: Latin letters and signs that only that font draws as Bengali.

"Avwg UvKv w`‡qwQ" reads as "আমি টাকা দিয়েছি" under SutonnyMJ, and as nothing anywhere else.
"""

import re

_SIGNS = frozenset("†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿×÷") | frozenset(
    map(chr, range(0xC0, 0x100))
)
_PLAIN_SIGNS = frozenset("‘’“”–—•")
"""These stand in ordinary writing, too."""
_BENGALI = re.compile(r"[ঀ-৿]")
_LATIN = re.compile(r"[A-Za-z]")
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]")


def looks_like_bijoy(text: str) -> bool:
    """Whether the text is most likely Bengali typed for a Bijoy font.

    Its vowel signs are † ‡ v w, which ordinary English and Bengali in Latin letters hardly use.
    """
    letters = len(_LATIN.findall(text))
    if letters < 12 or len(_BENGALI.findall(text)) > letters:
        return False
    signs = sum(letter in _SIGNS and letter not in _PLAIN_SIGNS for letter in text)
    if signs / (letters + signs) > 0.03:
        return True
    vowels = sum(text.count(letter) for letter in "vw")
    return vowels / letters > 0.14 and len(_INNER_CAPITAL.findall(text)) >= 2


def surely_bijoy(text: str) -> bool:
    """The same, sure enough to rewrite it: French and German have odd letters, too, but hardly a
    v, w or dagger among so many."""
    signs = sum(text.count(sign) for sign in "vw†‡")
    if signs <= len(text) * 0.08:
        return False
    letters = len(_LATIN.findall(text))
    vowels = sum(text.count(letter) for letter in "aeiou")
    few = letters >= 8 and signs > letters * 0.2 and vowels < letters * 0.25
    return (few and not _BENGALI.search(text)) or looks_like_bijoy(text)


def may_be_bijoy(text: str) -> bool:
    """Cheap and too kind: what it denies need not be looked at."""
    if text.count("v") + text.count("w") > len(text) * 0.08:
        return True
    return not text.isascii() and bool(_GLYPH.search(text)) and not _BENGALI.search(text)


def short_bijoy(text: str) -> bool:
    """The same as `looks_like_bijoy` of a word or two, for text beside what surely is Bijoy."""
    letters = len(_LATIN.findall(text))
    if not letters or _BENGALI.search(text):
        return False
    vowels = sum(text.count(letter) for letter in "vw")
    return bool(_GLYPH.search(text)) or (
        vowels / letters > 0.14 and (bool(_INNER_CAPITAL.search(text)) or vowels / letters > 0.3)
    )


_HASANTA = "\u09cd"
_LETTERS = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ_`abcdefghijklmn",
        "অইঈউঊঋএঐওঔকখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহ",
        strict=True,
    )
) | {"o": "ড়", "p": "ঢ়", "q": "য়", "r": "ৎ"}
_JOINED = {
    "°": "ক্ক", "±": "ক্ট", "²": "ক্ষ্ম", "³": "ক্ত", "´": "ক্ম", "µ": "ক্র", "¶": "ক্ষ", "ÿ": "ক্ষ",
    "·": "ক্স", "¹": "জ্ঞ", "Á": "জ্ঞ", "º": "গ্দ", "»": "গ্ধ", "¼": "ঙ্ক", "½": "ঙ্গ", "¾": "জ্জ",
    "À": "জ্ঝ", "Â": "ঞ্চ", "Ã": "ঞ্ছ", "Ä": "ঞ্জ", "Å": "ঞ্ঝ", "Æ": "ট্ট", "Ç": "ড্ড", "È": "ণ্ট",
    "É": "ণ্ঠ", "Ê": "ণ্ড", "Ë": "ত্ত", "Ì": "ত্থ", "Î": "ত্র", "Ï": "দ্দ", "×": "দ্ধ", "Ø": "দ্ব",
    "Ù": "দ্ম", "Ú": "ন্ঠ", "Û": "ন্ড", "Ü": "ন্ধ", "Ý": "ন্স", "Þ": "প্ট", "ß": "প্ত", "à": "প্প",
    "á": "প্স", "â": "ব্জ", "ã": "ব্দ", "ä": "ব্ধ", "å": "ভ্র", "ç": "ম্ফ", "é": "ল্ক", "ê": "ল্গ",
    "ë": "ল্ট", "ì": "ল্ড", "í": "ল্প", "î": "ল্ফ", "ð": "শ্চ", "ñ": "শ্ছ", "ò": "ষ্ণ", "ó": "ষ্ট",
    "ô": "ষ্ঠ", "õ": "ষ্ফ", "ö": "স্খ", "÷": "স্ট", "ù": "স্ফ", "ý": "হ্ন", "þ": "হ্ম",
    "¯": "স্", "š": "ন্", "›": "ন্", "¤": "ম্", "™": "দ্", "˜": "দ্", "®": "ষ্", "”": "চ্", "•": "ঙ্",
}  # fmt: skip
"""Letters joined in one glyph; those that end in a hasanta are the first half of what follows."""
_BELOW = {
    "¨": "্য", "ª": "্র", "Ö": "্র", "«": "্র", "^": "্ব", "¡": "্ব", "¦": "্ব", "Ÿ": "্ব", "ž": "্ব",
    "œ": "্ন", "è": "্ন", "¥": "্ম", "§": "্ম", "ø": "্ল", "¬": "্ল", "’": "্থ", "—": "্ত", "Í": "্ত",
    "¿": "্ত্র", "ú": "্প", "¢": "্ভ", "£": "্ভ্র", "‹": "্ক", "Œ": "্ক্র", "&": "্",
}  # fmt: skip
"""Hung onto the letter before."""
_WITH_VOWEL = {"¸": ("গ", "ু"), "ï": ("শ", "ু"), "û": ("হ", "ু"), "ü": ("হ", "ৃ")}
_BEFORE = {"w": "ি", "†": "ে", "‡": "ে", "ˆ": "ৈ", "‰": "ৈ"}
"""Vowel signs that stand before their letter in Bijoy, and after it in Unicode."""
_AFTER = {
    "v": "া", "x": "ী", "y": "ু", "z": "ু", "æ": "ু", "“": "ু", "–": "ু", "~": "ূ", "ƒ": "ূ",
    "‚": "ূ", "„": "ৃ", "…": "ৃ", "Š": "ৗ",
}  # fmt: skip
_MARKS = {"s": "ং", "t": "ঃ", "u": "ঁ"}
_OTHERS = {"|": "।", "Ò": "“", "Ó": "”", "Ô": "‘", "Õ": "’", "Ñ": "-", "Ð": "-"}
_VOWELS = frozenset("অইঈউঊঋএঐওঔ")
_PAIRS = {("ে", "া"): "ো", ("ে", "ৗ"): "ৌ"}
_GLYPH = re.compile(
    "[" + "".join(c for c in [*_JOINED, *_BELOW, *_BEFORE, *_AFTER] if c > "~" and c not in "–—’“”•") + "]"
)  # fmt: skip


class _Syllable:
    """Letters joined, their vowel sign, and what stands above or behind."""

    def __init__(self) -> None:
        self.letters, self.before, self.after, self.marks = "", "", "", ""

    def written(self) -> str:
        vowel = _PAIRS.get((self.before, self.after)) or self.before + self.after
        if self.letters == "অ" and vowel == "া":
            return "আ" + self.marks
        return self.letters + vowel + self.marks


def from_bijoy(text: str) -> str:
    """Text typed for a Bijoy font as Bengali; signs of no meaning there stay as they are."""
    out: list[str] = []
    now = _Syllable()

    def begin() -> None:
        nonlocal now
        out.append(now.written())
        now = _Syllable()

    def letter(found: str) -> None:
        if now.letters and not now.letters.endswith(_HASANTA):
            begin()
        now.letters += found

    for sign in text:
        if sign in _BEFORE:
            begin()
            now.before = _BEFORE[sign]
        elif sign in _AFTER:
            now.after += _AFTER[sign]
        elif sign in _LETTERS:
            letter(_LETTERS[sign])
        elif sign == "Í" and not now.letters.endswith(_HASANTA):
            letter("ত্ম")
        elif sign in _BELOW:
            below = _BELOW[sign]
            now.letters += below.removeprefix(_HASANTA) if now.letters.endswith(_HASANTA) else below
        elif sign == "‘":
            now.letters += "ত" if now.letters.endswith(_HASANTA) else "্ত"
            now.after = "ু"
        elif sign in _JOINED:
            letter(_JOINED[sign])
        elif sign in _WITH_VOWEL:
            found, vowel = _WITH_VOWEL[sign]
            letter(found)
            now.after = vowel
        elif sign == "©":
            now.letters = "র" + _HASANTA + now.letters
        elif sign in _MARKS:
            now.marks += _MARKS[sign]
        else:
            begin()
            out.append(_OTHERS.get(sign, sign))
    begin()
    return "".join(out)
