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


def from_bijoy(text: str) -> str:
    """The Bengali that a Bijoy font (SutonnyMJ) draws for this text; other signs stay as they are.

    Its letters stand in the order they are drawn: ি ে ৈ come before their consonant, a reph after.
    """
    for drawn, letters in _JOINED:
        text = text.replace(drawn, letters)
    bengali = "".join(_LETTERS.get(sign, sign) for sign in text)
    bengali = _REPH.sub(r"র্\1", bengali)
    bengali = _BEFORE.sub(r"\2\1", bengali)
    bengali = bengali.replace("্্", "্")
    bengali = bengali.replace("\u09c7\u09be", "\u09cb").replace("\u09c7\u09d7", "\u09cc")
    return _CHANDRABINDU.sub(r"\1ঁ", bengali)


_LETTERS = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ_`abcdefghijklmnopqrstu",
        "অইঈউঊঋএঐওঔকখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহ\u09dc\u09dd\u09dfৎংঃঁ",
        strict=True,
    )
) | {
    "v": "া", "w": "ি", "x": "ী", "y": "ু", "z": "ু", "~": "ূ", "‚": "ু", "ƒ": "ূ", "„": "ৃ", "…": "ৃ",
    "†": "ে", "‡": "ে", "ˆ": "ৈ", "‰": "ৈ", "Š": "ৗ", "|": "।", "&": "্",
    "©": "\u0001", "ª": "্র", "«": "্র", "¨": "্য", "Ö": "্র", "¡": "্ব", "¢": "্ভ", "£": "্ভ্র", "¤": "ম্",
    "¥": "্ম", "¦": "্ব", "§": "্ম", "¬": "্ল", "­": "্ল", "®": "ষ্", "¯": "স্", "”": "চ্", "“": "চ্", "˜": "দ্", "™": "দ্",
    "š": "ন্", "›": "ন্", "œ": "্ন", "•": "ঙ্", "—": "্ত", "–": "্ত", "‘": "্তু", "’": "্থ", "‹": "্ক", "Œ": "্ক্র",
    "°": "ক্ক", "±": "ক্ট", "²": "ক্ষ্ণ", "³": "ক্ত", "´": "ক্ম", "µ": "ক্র", "¶": "ক্ষ", "·": "ক্স", "¸": "গু", "¹": "জ্ঞ",
    "º": "গ্দ", "»": "গ্ধ", "¼": "ঙ্ক", "½": "ঙ্গ", "¾": "জ্জ", "À": "জ্ঝ", "Á": "জ্ঞ", "Â": "ঞ্চ", "Ã": "ঞ্ছ", "Ä": "ঞ্জ",
    "Å": "ঞ্ঝ", "Æ": "ট্ট", "Ç": "ড্ড", "È": "ণ্ট", "É": "ণ্ঠ", "Ê": "ণ্ড", "Ë": "ত্ত", "Ì": "ত্থ", "Í": "্ত", "Î": "ত্র",
    "Ï": "দ্দ", "×": "দ্ধ", "Ø": "দ্ব", "Ù": "দ্ম", "Ú": "ন্ঠ", "Û": "ন্ড", "Ü": "ন্ধ", "Ý": "ন্স", "Þ": "প্ট", "ß": "প্ত",
    "à": "প্প", "á": "প্স", "â": "ব্জ", "ã": "ব্দ", "ä": "ব্ধ", "å": "ভ্র", "æ": "ম্ন", "ç": "ম্ফ", "è": "্ন", "é": "ল্ক",
    "ê": "ল্গ", "ë": "ল্ট", "ì": "ল্ড", "í": "ল্প", "î": "ল্ফ", "ï": "শু", "ð": "শ্চ", "ñ": "শ্ছ", "ò": "ষ্ণ", "ó": "ষ্ট",
    "ô": "ষ্ঠ", "õ": "ষ্ফ", "ö": "স্খ", "÷": "স্ট", "ø": "্ল", "ù": "স্ফ", "ú": "্প", "û": "হু", "ü": "হৃ", "ý": "হ্ন", "þ": "হ্ম", "ÿ": "ক্ষ", "¿": "ন্ত্র",
}  # fmt: skip
_JOINED = (("Av", "আ"),)
_CLUSTER = "[ক-হ\u09dc\u09dd\u09df](?:্[ক-হ\u09dc\u09dd\u09df])*(?:্(?![ক-হ]))?"
_REPH = re.compile(f"({_CLUSTER}[ািীুূৃ]?)\u0001")
_CHANDRABINDU = re.compile("ঁ([\u09be-\u09cc])")
_BEFORE = re.compile(f"([িেৈ])({_CLUSTER})")
