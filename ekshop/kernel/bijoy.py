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
