"""How a word sounds, so that জামদানি, jamdani, jamdany and জামদানী can find each other.

A word of either script becomes a short string of sounds (`readings`): lower case for plain
consonants, upper case for their breathed sisters (খ is K), a e i o u for vowels, `@` for the vowel
Bengali leaves unwritten (`~` at the end of a word, where it is mostly silent), `y` and `w` for
glides. Its consonants alone (`skeletons`) are the key
under which the index keeps its vocabulary; `distance` then says how far apart two words of one
skeleton sound, cheap where people differ (o and the unwritten vowel, ee and i) and dear where they
mean another word.
"""

import re
from functools import lru_cache

BENGALI_CONSONANTS = {
    "ক": "k", "খ": "K", "গ": "g", "ঘ": "G", "ঙ": "ng",
    "চ": "c", "ছ": "C", "জ": "j", "ঝ": "J", "ঞ": "n",
    "ট": "t", "ঠ": "T", "ড": "d", "ঢ": "D", "ণ": "n",
    "ত": "t", "থ": "T", "দ": "d", "ধ": "D", "ন": "n",
    "প": "p", "ফ": "f", "ব": "b", "ভ": "B", "ম": "m",
    "য": "j", "র": "r", "ল": "l", "শ": "s", "ষ": "s", "স": "s", "হ": "h",
    "\u09dc": "r", "\u09dd": "r", "\u09df": "y", "ৰ": "r", "ৱ": "w",
}  # fmt: skip
BENGALI_VOWELS = {
    "অ": "o", "আ": "a", "ই": "i", "ঈ": "i", "উ": "u", "ঊ": "u", "ঋ": "ri", "এ": "e", "ঐ": "oi", "ও": "o", "ঔ": "ou",
}  # fmt: skip
BENGALI_SIGNS = {
    "া": "a", "ি": "i", "ী": "i", "ু": "u", "ূ": "u", "ৃ": "ri", "ে": "e", "ৈ": "oi", "ো": "o", "ৌ": "ou",
}  # fmt: skip
# Sounds carried by a letter without a vowel after it.
BENGALI_CLOSED = {"ং": "ng", "ৎ": "t"}
HASANTA = "্"

# A ব joined under these is not spoken: স্ব, দ্ব, শ্ব.
SILENT_BO_AFTER = frozenset("সশষদতজকধন")

LATIN = (
    ("tion", "s@n"), ("tch", "c"), ("chh", "C"), ("kkh", "K"), ("sch", "sk"),
    ("sh", "s"), ("ch", "c"), ("ck", "k"), ("kh", "K"), ("gh", "G"), ("jh", "J"), ("th", "T"), ("dh", "D"),
    ("ph", "f"), ("bh", "B"), ("rh", "r"), ("wh", "w"), ("qu", "kw"),
    ("aa", "a"), ("ee", "i"), ("ea", "i"), ("oo", "u"), ("ii", "i"), ("uu", "u"), ("ey", "i"), ("ie", "i"),
    ("q", "k"), ("z", "j"), ("v", "B"), ("x", "ks"),
)  # fmt: skip
# Where Latin letters leave two readings, both are kept: g in charger, ksh in Lakshmipur and in
# nakshi, the n with which people write a chandrabindu (kantha, chand), the vowels of English
# before a silent e (drive, case), an h typed a letter too early (gamhca), and an x that begins a name
# (Xiaomi is শাওমি).
LATIN_SECOND_READING = tuple(
    (re.compile(spelling), other)
    for spelling, other in (
        ("ksh", "kkh"), ("g(?=[ei])", "j"), ("n(?=th|ch|d|sh?|k|p)", ""),
        ("i([bdfgklmnprtvz])e$", r"ai\1"), ("a([bdfgklmnprstvz])e$", r"e\1"), ("h([ckgtds])", r"\1h"),
        ("^x", "s"),
    )
)  # fmt: skip

VOWELS = frozenset("aeiou@~")
GLIDES = frozenset("yw")
SLIPPED = 0.3


@lru_cache(maxsize=200_000)
def readings(word: str) -> tuple[str, ...]:
    """The sounds of a word: one reading, or more where Latin spelling leaves a choice."""
    if not word.isascii():
        return (_undoubled(_bengali_sounds(word)),)
    found = [_undoubled(_latin_sounds(word))]
    for spelling, other in LATIN_SECOND_READING:
        changed = spelling.sub(other, word)
        if changed != word:
            found.append(_undoubled(_latin_sounds(changed)))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=200_000)
def skeletons(word: str) -> tuple[str, ...]:
    """The consonants of each reading, for looking a word up by its sound."""
    return tuple(dict.fromkeys(_skeleton(reading) for reading in readings(word)))


@lru_cache(maxsize=200_000)
def distance(one: str, other: str) -> float:
    """How far apart two words sound: 0 the same, below half alike, above one strangers."""
    return min(_distance(a, b) for a in readings(one) for b in readings(other))


def begins_like(start: str, word: str, farthest: float = 0.35) -> bool:
    """Could `word` be what someone means who has typed `start` of it so far?"""
    for begun in readings(start):
        for whole in readings(word):
            for length in range(max(len(begun) - 2, 1), min(len(begun) + 4, len(whole)) + 1):
                if _distance(begun, whole[:length]) <= farthest:
                    return True
    return False


def neighbours(skeleton: str) -> list[str]:
    """Every skeleton one slip of the finger away: a consonant lost, added, changed or swapped."""
    letters = "*bcdfghjklmnprst"
    cuts = [(skeleton[:i], skeleton[i:]) for i in range(len(skeleton) + 1)]
    found = {a + b[1:] for a, b in cuts if b}
    found |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    found |= {a + c + b[1:] for a, b in cuts if b for c in letters}
    found |= {a + c + b for a, b in cuts for c in letters}
    found.discard(skeleton)
    found.discard("")
    return sorted(found)


_SWAPS = {
    ("o", "~"): 0.0, ("a", "~"): 0.45, ("@", "~"): 0.0,
    ("@", "o"): 0.0, ("@", "a"): 0.15, ("a", "o"): 0.35, ("e", "i"): 0.35, ("o", "u"): 0.35,
    ("a", "e"): 0.35, ("a", "u"): 0.45, ("@", "u"): 0.4, ("@", "e"): 0.4, ("@", "i"): 0.5,
    ("i", "y"): 0.1, ("e", "y"): 0.2, ("o", "w"): 0.1, ("u", "w"): 0.1, ("b", "w"): 0.3,
    ("K", "k"): 0.2, ("G", "g"): 0.2, ("C", "c"): 0.1, ("J", "j"): 0.2, ("T", "t"): 0.2,
    ("D", "d"): 0.2, ("B", "b"): 0.1, ("g", "j"): 0.3, ("f", "p"): 0.4, ("C", "s"): 0.5, ("c", "s"): 0.6,
    ("j", "s"): 0.8, ("d", "r"): 0.6, ("l", "n"): 0.8, ("m", "n"): 0.7,
}  # fmt: skip
_DROPS = {
    "@": 0.05,
    "~": 0.05,
    "y": 0.1,
    "w": 0.15,
    "a": 0.45,
    "o": 0.35,
    "e": 0.45,
    "i": 0.5,
    "u": 0.5,
    "h": 0.4,
}


def _distance(one: str, other: str) -> float:
    """The least that turns one into the other by dropping, adding, changing and swapping neighbours."""
    before: list[float] = []
    above = [0.0]
    for j, b in enumerate(other):
        above.append(above[-1] + _drop(b, other, j))
    for i, a in enumerate(one):
        row = [above[0] + _drop(a, one, i)]
        for j, b in enumerate(other):
            least = min(
                above[j] + swapped(a, b),
                above[j + 1] + _drop(a, one, i),
                row[j] + _drop(b, other, j),
            )
            if i and j and a == other[j - 1] and one[i - 1] == b:
                least = min(least, before[j - 1] + SLIPPED)
            row.append(least)
        before, above = above, row
    return above[-1]


def swapped(a: str, b: str) -> float:
    """What it costs to say one sound for another."""
    if a == b:
        return 0.0
    known = _SWAPS.get((a, b) if a < b else (b, a))
    if known is not None:
        return known
    return 0.75 if a in VOWELS and b in VOWELS else 1.0


def _drop(sound: str, word: str, at: int) -> float:
    if at == len(word) - 1 and sound in "eo":
        return 0.12
    if sound == "g" and at and word[at - 1] == "n":
        return 0.1
    if sound == "r" and at and at + 1 < len(word) and word[at + 1] not in VOWELS:
        # স্মাট টিভি, smat tv: an r before another consonant is hardly heard.
        return 0.5
    return _DROPS.get(sound, 0.9)


def _skeleton(sounds: str) -> str:
    bare = [s.lower() for s in sounds if s not in VOWELS and s not in GLIDES]
    starts_open = bool(sounds) and (sounds[0] in VOWELS or sounds[0] in GLIDES)
    if len(bare) > 1 and bare[-1] == "h":
        bare.pop()
    text = ("*" if starts_open else "") + "".join(bare).replace("ng", "n")
    return _undoubled(text)


def _undoubled(text: str) -> str:
    out: list[str] = []
    for char in text:
        if out and out[-1].lower() == char.lower() and char not in VOWELS:
            out[-1] = max(out[-1], char, key=str.isupper)
        else:
            out.append(char)
    return "".join(out)


def _bengali_sounds(word: str) -> str:
    out: list[str] = []
    i, size = 0, len(word)
    while i < size:
        char = word[i]
        if word.startswith("জ্ঞ", i):
            sound, i = "gy", i + 3
        elif char == HASANTA and i + 1 < size and word[i + 1] in "\u09af\u09df":
            sound, i = "", i + 2
        elif char == HASANTA and word[i + 1 : i + 2] == "ব" and word[i - 1] in SILENT_BO_AFTER:
            sound, i = "w", i + 2
        elif char == HASANTA:
            i += 1
            continue
        elif char in BENGALI_CONSONANTS:
            sound, i = BENGALI_CONSONANTS[char], i + 1
        else:
            sound = (
                BENGALI_VOWELS.get(char)
                or BENGALI_CLOSED.get(char)
                or (char if char.isascii() else "")
            )
            out.append(BENGALI_SIGNS.get(char, sound))
            i += 1
            continue
        out.append(sound)
        following = word[i] if i < size else ""
        if following not in BENGALI_SIGNS and following != HASANTA:
            out.append("@")
    if out[-1:] == ["@"]:
        out[-1] = "~"
    return "".join(out).replace("ngg", "ng")


def _latin_sounds(word: str) -> str:
    out: list[str] = []
    i, size = 0, len(word)
    while i < size:
        for spelling, sound in LATIN:
            if word.startswith(spelling, i):
                out.append(sound)
                i += len(spelling)
                break
        else:
            out.append(_latin_letter(word, i))
            i += 1
    return "".join(out)


def _latin_letter(word: str, i: int) -> str:
    char = word[i]
    following = word[i + 1] if i + 1 < len(word) else ""
    if char == "c":
        return "s" if following in ("e", "i", "y") else "k"
    if char == "y":
        return "y" if following and following in "aeiou" else "i"
    if char == "w":
        return "w"
    return char
