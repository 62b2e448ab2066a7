"""From what a person typed to a query the engine runs.

Every word typed must be in a product, in one of its forms: as levelled, as stemmed, as another word
that sounds alike, as another name for the same goods, or (the last word, still being typed) as a
beginning. Nearer forms score higher. The index's own vocabulary decides what a word can mean, so a
Latin spelling meets the Bengali words actually for sale, and a typing slip is only forgiven when
the word as typed is nowhere.
"""

import math
import re
from dataclasses import dataclass, field, replace

from ekshop.kernel.bijoy import from_bijoy

from . import analysis, sounds
from .barcodes import barcode_of
from .engine import Ask, Clause, View
from .slips import farthest_slip, farthest_sound, looks_like

STEM, SAME_GOODS, SOUND, SLIP, BEGINNING = 0.9, 0.5, 0.9, 0.35, 0.4
# Of a word still being typed, a beginning is meant nearly as often as the whole word.
TYPING = 0.7
SURE = 0.45
NAMED_FARTHEST = 0.2
MAX_FORMS = 16
_STUTTER = re.compile(r"(.)\1\1")
MAX_WORDS = 12


@dataclass(slots=True)
class Word:
    """A typed word and the index terms it may stand for, each with its weight. Not to be changed
    once understood: it is shared by everyone who types it."""

    typed: str
    forms: dict[str, float] = field(default_factory=dict)
    corrected: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether it stands for goods by more than a guess: as it is written, by another name or
        by its sound, not by a mended slip or a beginning."""
        return not self.corrected and any(weight >= SURE for weight in self.forms.values())

    @property
    def is_mended(self) -> bool:
        """Whether nothing has it as typed, and it was found under another spelling of its script."""
        if self.corrected:
            return True
        own = analysis.forms(self.typed)
        return not any(term in self.forms for term in own) and any(
            term.isascii() == self.typed.isascii() and weight > SAME_GOODS
            for term, weight in self.forms.items()
        )

    def add(self, term: str, weight: float) -> None:
        self.forms[term] = max(weight, self.forms.get(term, 0.0))


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing every answer must have: any of the `whole` words, or all of the `parts`, or all
    the words of one of `others`, which the operator says mean the same."""

    whole: tuple[Word, ...]
    parts: tuple[Word, ...] = ()
    others: tuple[tuple[Word, ...], ...] = ()

    @property
    def is_sure(self) -> bool:
        return any(word.is_sure for word in self.whole) or any(
            phrase and all(word.is_sure for word in phrase) for phrase in (self.parts, *self.others)
        )

    @property
    def clause(self) -> Clause:
        forms: dict[str, float] = {}
        for word in self.whole:
            for term, weight in word.forms.items():
                forms[term] = forms.get(term, 0.0) + weight
        phrases = [(1.0, self.parts)] if self.parts else []
        phrases += [(SAME_GOODS, phrase) for phrase in self.others]
        return Clause(
            forms,
            tuple((weight, tuple(word.forms for word in words)) for weight, words in phrases),
        )


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query understood. `unknown` are words found nowhere and left out; `words` the rest.
    `read_as`: what it says, if it was typed for a Bijoy font."""

    words: tuple[Word, ...]
    wishes: tuple[Wish, ...]
    unknown: tuple[str, ...]
    read_as: str = ""

    @property
    def empty(self) -> bool:
        return not self.words and not self.unknown

    @property
    def sure(self) -> tuple[Wish, ...]:
        return tuple(wish for wish in self.wishes if wish.is_sure)

    @property
    def is_known_enough(self) -> bool:
        """Whether words may be left out: at least half of what was typed is surely for sale."""
        return 2 * len(self.sure) >= len(self.wishes) + len(self.unknown)

    def all(self) -> Ask:
        """Every word; nothing where those left out as unknown leave only guesses."""
        if not self.wishes or (self.unknown and not self.is_known_enough):
            return Ask.nothing()
        return Ask.all_of(tuple(wish.clause for wish in self.wishes))

    def some(self) -> Ask:
        """At least half of the words, none of them a guess: for when nothing has all of them."""
        needed = math.ceil((len(self.wishes) + len(self.unknown)) / 2)
        if not self.is_known_enough:
            return Ask.nothing()
        return Ask(tuple(wish.clause for wish in self.sure), min(needed, len(self.sure)))


def parse(view: View, text: str, *, typing: bool = False, exact: bool = False) -> Parsed:
    """Understand a query against this state of the index.

    `typing`: the last word may be unfinished even if it is a word already, as in suggestions.
    `exact`: as it is written and nothing else, by a person who was offered something else.
    """
    barcode = barcode_of(text)
    if barcode:
        named = barcode.gtin or barcode.digits
        if view.known(named) or not view.known(barcode.digits):
            return _exactly(view, named)
    if exact:
        return _exactly(view, text)
    parsed = _parsed(view, text, typing)
    if parsed.unknown or not parsed.sure:
        bengali = _from_bijoy(view, text)
        if bengali:
            return replace(_parsed(view, bengali, typing), read_as=bengali)
    return parsed


def _from_bijoy(view: View, text: str) -> str:
    """The text as a Bijoy font draws it, if that makes words for sale and nothing else."""
    drawn = from_bijoy(text.strip())
    words = analysis.tokens(drawn)
    there = words and all(
        not word.surface.isascii() and _is_known(view, word.surface) for word in words
    )
    return drawn if there and len(drawn) > 2 else ""


def _exactly(view: View, text: str) -> Parsed:
    surfaces = [token.surface for token in analysis.tokens(text)][:MAX_WORDS]
    words = []
    for surface in surfaces:
        whole = analysis.level(surface)
        word = Word(surface)
        if view.known(whole):
            word.add(whole, 1.0)
        words.append(word)
    known = tuple(word for word in words if word.forms)
    return Parsed(
        known,
        tuple(Wish((word,)) for word in known) if len(known) == len(words) else (),
        tuple(word.typed for word in words if not word.forms),
    )


def _parsed(view: View, text: str, typing: bool) -> Parsed:
    surfaces = [token.surface for token in analysis.tokens(text)][:MAX_WORDS]
    spoken = [surface for surface in surfaces if not analysis.is_silent(surface)] or surfaces
    words = [
        _word(view, surface, last=i == len(spoken) - 1, typing=typing)
        for i, surface in enumerate(spoken)
    ]
    kept: list[Word] = []
    wishes: list[Wish] = []
    unknown: list[str] = []
    i = 0
    while i < len(words):
        length, phrases = view.tuning.synonyms.phrase_at(spoken, i)
        if others := _known_phrases(view, phrases):
            own = tuple(words[i : i + length])
            said = all(word.forms for word in own)
            kept.extend(own if said else others[0])
            wishes.append(
                Wish(own, (), others)
                if said and length == 1
                else Wish((), own if said else (), others)
            )
            i += length
            continue
        pair = tuple(words[i : i + 2])
        together = _together(view, *pair) if len(pair) == 2 else None
        if together:
            kept.extend(word for word in pair if word.forms)
            wishes.append(Wish((together,), pair if all(word.forms for word in pair) else ()))
            i += 2
            continue
        word = words[i]
        halves = _apart(view, word) if not _is_known(view, word.typed) else ()
        if word.forms or halves:
            kept.append(word)
            wishes.append(Wish((word,) if word.forms else (), halves))
        else:
            unknown.append(word.typed)
        i += 1
    return Parsed(tuple(kept), tuple(wishes), tuple(unknown))


def _known_phrases(
    view: View, phrases: tuple[tuple[str, ...], ...]
) -> tuple[tuple[Word, ...], ...]:
    """Of what a phrase also means, what is for sale."""
    meant = (
        tuple(_word(view, word, last=False, typing=False) for word in phrase) for phrase in phrases
    )
    return tuple(words for words in meant if all(word.forms for word in words))


def _word(view: View, surface: str, *, last: bool, typing: bool) -> Word:
    """What a word may stand for; worked out once for as long as the index stays as it is."""
    asked = (surface, last, typing)
    if asked not in view.understood:
        view.understood[asked] = _understood(view, surface, last=last, typing=typing)
    return view.understood[asked]


def _understood(view: View, surface: str, *, last: bool, typing: bool) -> Word:
    whole, *stems = analysis.forms(surface)
    word = Word(surface)
    for term, weight in [(whole, 1.0), *[(stem, STEM) for stem in stems]]:
        if view.known(term):
            word.add(term, weight)
    known = bool(word.forms)
    named: set[str] = set()
    for other in sorted({o for term in (whole, *stems) for o in analysis.same_goods(term)}):
        if view.known(other):
            word.add(other, SAME_GOODS)
            named.add(other)
    for other in dict.fromkeys(o for t in (whole, *stems) for o in view.tuning.synonyms.of(t)):
        if view.known(other):
            word.add(other, SAME_GOODS)
    if analysis.is_word(whole) and not _STUTTER.search(whole):
        told = known and any(other.isascii() != whole.isascii() for other in named)
        heard = [
            other
            for term in dict.fromkeys((whole, *stems))
            for other in _add_sounding(view, word, term, known=known, told=told)
        ]
        if not named:
            _add_named(view, word, heard)
    if last and (typing or not word.forms):
        _add_beginnings(view, word, whole, TYPING if typing else BEGINNING)
    if not word.forms and analysis.is_word(whole):
        _add_slips(view, word, whole)
    if len(word.forms) > MAX_FORMS:
        best = sorted(word.forms.items(), key=lambda held: -held[1])[:MAX_FORMS]
        word.forms = dict(best)
    return word


def _add_sounding(view: View, word: Word, term: str, *, known: bool, told: bool) -> tuple[str, ...]:
    """Words of the other script that sound alike; of the same script only if nearly identical.
    `told`: its name in the other script is known and for sale, so nothing is guessed by a sound
    that is not its own (curd is দই, and no কার্ড). Returns those of the other script that sound
    so nearly the same that they are the word itself."""
    latin = term.isascii()
    farthest = min(farthest_sound(term), NAMED_FARTHEST) if told else farthest_sound(term)
    within_script = farthest if not known else 0.05 if latin else None
    heard: list[tuple[float, str]] = []
    for skeleton in sounds.skeletons(term):
        for other, _products in view.sounding(skeleton):
            most = within_script if other.isascii() == latin else farthest
            if other == term or most is None:
                continue
            far = sounds.distance(term, other)
            if far <= most and looks_like(term, other):
                heard.append((far, other))
    if not heard:
        return ()
    nearest = min(heard)[0]
    for far, other in heard:
        if far <= nearest + 0.25:
            word.add(other, SOUND * math.exp(-1.5 * far))
            word.corrected |= not known and far > 0.3
    return tuple(
        other for far, other in heard if far <= NAMED_FARTHEST and other.isascii() != latin
    )


def _add_named(view: View, word: Word, heard: list[str]) -> None:
    """Who types chal means চাল, and so what is sold as rice."""
    for itself in dict.fromkeys(heard):
        others = (*sorted(analysis.same_goods(itself)), *view.tuning.synonyms.of(itself))
        for other in dict.fromkeys(others):
            if other not in word.forms and view.known(other):
                word.add(other, SAME_GOODS * SOUND)


def _add_beginnings(view: View, word: Word, start: str, weight: float) -> None:
    if len(start) < 2 or (start.isdigit() and len(start) < 3):
        return
    for term, _products in view.beginning(start, limit=8):
        word.add(term, weight)
    if not analysis.is_word(start):
        return
    for skeleton in sounds.skeletons(start):
        if len(skeleton) < 2:
            continue
        for term, _products in view.sounding(skeleton, whole=False, limit=12):
            if sounds.begins_like(start, term):
                word.add(term, weight * 0.8)


def _add_slips(view: View, word: Word, whole: str) -> None:
    """Words one slip away, nearest first; only for words long enough that a slip is likelier than a name."""
    heard: dict[str, float] = {}
    farthest = farthest_slip(whole)
    for skeleton in sounds.skeletons(whole):
        if len(skeleton) < 2:
            continue
        for near in (skeleton, *sounds.neighbours(skeleton)):
            for other, _products in view.sounding(near, limit=8):
                far = sounds.distance(whole, other)
                if far <= farthest and len(other) > 3 and looks_like(whole, other):
                    heard[other] = far
    nearest = min(heard.values(), default=0.0)
    for other, far in sorted(heard.items(), key=lambda held: held[1])[:6]:
        if far <= nearest + 0.3:
            word.add(other, SLIP * math.exp(-far))
            word.corrected = True


def _together(view: View, first: Word, second: Word) -> Word | None:
    """The two words written as one (টি শার্ট, nakshi kantha), if such a word is for sale."""
    term = analysis.joined(first.typed, second.typed)
    if not analysis.is_word(term) and not view.known(term):
        return None
    one = Word(term)
    if view.known(term):
        one.add(term, 1.0)
    elif len(term) > 5:
        _add_sounding(view, one, term, known=False, told=False)
    return one if one.forms else None


def _apart(view: View, word: Word) -> tuple[Word, ...]:
    """One typed word as the two words it is sold under (নকশিকাঁথা as নকশি কাঁথা), if both are known."""
    whole = analysis.level(word.typed)
    if len(whole) < 6 or not analysis.is_word(whole):
        return ()
    for cut in range(3, len(whole) - 2):
        left, right = whole[:cut], whole[cut:]
        if not whole.isascii() and not _may_start(right[0]):
            continue
        halves = (Word(left), Word(right))
        for half in halves:
            if _is_said(half.typed) and view.known(half.typed):
                half.add(half.typed, 1.0)
            elif len(half.typed) > 3:
                _add_sounding(view, half, half.typed, known=True, told=False)
        if all(half.forms for half in halves):
            return halves
    return ()


def _is_said(term: str) -> bool:
    """A word, not the letters of a part number."""
    return not term.isascii() or any(letter in "aeiouy" for letter in term)


def _may_start(char: str) -> bool:
    return "\u0985" <= char <= "\u09b9" or char in "\u09dc\u09dd\u09df"


def _is_known(view: View, surface: str) -> bool:
    return any(view.known(term) for term in analysis.forms(surface))
