"""What one typed word may stand for, by the index's own vocabulary.

A word for sale is itself, its other names and what sounds like it in the other script. Only a word
that nothing has is taken for a slip or a beginning; and one that only belongs to a kind of goods,
for how it is spelled in their names.
"""

import math
import re
from dataclasses import dataclass, field

from . import amounts, analysis, sounds
from .engine import View
from .slips import farthest_slip, farthest_sound, is_slip, looks_like

STEM, SAME_GOODS, SOUND, SLIP, BEGINNING = 0.9, 0.5, 0.9, 0.35, 0.4
# Of a word still being typed, a beginning is meant nearly as often as the whole word.
TYPING = 0.7
# How far its sounds may be from the beginning of what is meant: of a word still being typed, and of
# one that was sent off, if it is long enough.
BEGINS_LIKE, BEGINS_AS, LONG_BEGINNING = 0.35, 0.1, 4
SURE = 0.45
NAMED_FARTHEST = 0.2
MAX_FORMS = 16
_STUTTER = re.compile(r"(.)\1\1")


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

    @property
    def has_sisters(self) -> bool:
        """Whether it surely stands for any other word than itself."""
        own = analysis.forms(self.typed)
        return any(weight >= SURE for term, weight in self.forms.items() if term not in own)

    @property
    def is_amount(self) -> bool:
        """Whether it says how much and not of what: a bare number, or one with its unit."""
        return amounts.is_amount(self.typed)

    def add(self, term: str, weight: float) -> None:
        self.forms[term] = max(weight, self.forms.get(term, 0.0))


def word_of(view: View, surface: str, *, last: bool, typing: bool) -> Word:
    """What a word may stand for; worked out once for as long as the index stays as it is."""
    asked = (surface, last, typing)
    if asked not in view.understood:
        view.understood[asked] = _understood(view, surface, last=last, typing=typing)
    return view.understood[asked]


def _understood(view: View, surface: str, *, last: bool, typing: bool) -> Word:
    word = _meaning(view, surface)
    whole = analysis.level(surface)
    if last and (typing or not word.forms):
        _add_beginnings(view, word, whole, typing=typing)
    if analysis.is_word(whole):
        if not word.forms or word.corrected:
            _add_slips(view, word, whole)
        elif len(whole) > 3 and not word.has_sisters and view.of_a_kind(whole):
            _add_hidden(view, word, whole)
    if len(word.forms) > MAX_FORMS:
        best = sorted(word.forms.items(), key=lambda held: -held[1])[:MAX_FORMS]
        word.forms = dict(best)
    return word


def _meaning(view: View, surface: str) -> Word:
    """A word as it is written, with its other names and what sounds like it; no slip mended."""
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
            for other in add_sounding(view, word, term, known=known, told=told)
        ]
        if not named:
            _add_named(view, word, heard)
    return word


def add_sounding(view: View, word: Word, term: str, *, known: bool, told: bool) -> tuple[str, ...]:
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


def _add_beginnings(view: View, word: Word, start: str, *, typing: bool) -> None:
    """Of a word still being typed, all that begins like it; of one that was sent off, what begins with
    its very letters, or sounds so in the other script."""
    if len(start) < 2 or (start.isdigit() and len(start) < 3):
        return
    weight, farthest = (TYPING, BEGINS_LIKE) if typing else (BEGINNING, BEGINS_AS)
    for term, _products in view.beginning(start, limit=8):
        word.add(term, weight)
    if not analysis.is_word(start) or (not typing and len(start) < LONG_BEGINNING):
        return
    for skeleton in sounds.skeletons(start):
        if len(skeleton) < 2:
            continue
        for term, _products in view.sounding(skeleton, whole=False, limit=12):
            if (typing or term.isascii() != start.isascii()) and sounds.begins_like(
                start, term, farthest
            ):
                word.add(term, weight * 0.8)


def _add_slips(view: View, word: Word, whole: str) -> None:
    """What a slip of the finger made of words for sale, nearest first, and what those mean."""
    for other, far in _slipped(view, whole):
        for term, weight in _meaning(view, other).forms.items():
            word.add(term, SLIP * math.exp(-far) * weight)
        word.corrected = True


def _add_hidden(view: View, word: Word, whole: str) -> None:
    """Of a word that belongs to a kind (gamsa, among the other words of gamchas): what it is spelled in
    names. Goods that are named so come before goods that are only of the kind."""
    slipped = _slipped(view, whole)
    for other, far in slipped:
        likely = SOUND * math.exp(1.5 * (slipped[0][1] - far))
        for term, weight in _meaning(view, other).forms.items():
            word.add(term, likely * weight)
    own = [term for term in analysis.forms(whole) if term in word.forms]
    if len(word.forms) > len(own):
        word.forms.update(dict.fromkeys(own, SURE))


def _slipped(view: View, whole: str) -> list[tuple[str, float]]:
    """Words a slip away and how far each sounds. In the other script a word is sought by its sound
    alone, so a slip may not come on top of that."""
    heard: dict[str, float] = {}
    farthest, sounding = farthest_slip(whole), farthest_sound(whole)
    for skeleton in sounds.skeletons(whole):
        if len(skeleton) < 2:
            continue
        for near in (skeleton, *sounds.neighbours(skeleton)):
            for other, _products in view.sounding(near, limit=8):
                if len(other) <= 3 or other == whole:
                    continue
                far = sounds.distance(whole, other)
                if other.isascii() != whole.isascii():
                    near_enough = far <= sounding
                else:
                    near_enough = far <= farthest and is_slip(whole, other)
                if near_enough:
                    heard[other] = far
    nearest = min(heard.values(), default=0.0)
    found = sorted(heard.items(), key=lambda held: held[1])[:6]
    return [(other, far) for other, far in found if far <= nearest + 0.3]
