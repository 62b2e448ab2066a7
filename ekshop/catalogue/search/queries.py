"""From what a person typed to a query the engine runs.

Every word typed must be in a product, in one of its forms: as levelled, as stemmed, as another word
that sounds alike, as another name for the same goods, or (the last word, still being typed) as a
beginning. Nearer forms score higher. The index's own vocabulary decides what a word can mean, so a
Latin spelling meets the Bengali words actually for sale, and a typing slip is only forgiven when
the word as typed is nowhere.
"""

import math
from dataclasses import dataclass, replace

from ekshop.kernel.bijoy import from_bijoy

from . import amounts, analysis
from .barcodes import barcode_of
from .engine import Ask, Clause, View
from .words import SAME_GOODS, Word, add_sounding, word_of

MAX_WORDS = 12


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
    def is_amount(self) -> bool:
        return all(word.is_amount for word in self.whole) and not self.parts and not self.others

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
    def missed(self) -> tuple[str, ...]:
        """Of what is unknown, what goods could have been called: no price."""
        return tuple(word for word in self.unknown if not amounts.is_price(word))

    @property
    def is_known_enough(self) -> bool:
        """Whether words may be left out: at least half of what was typed is surely for sale, and not
        by its amounts alone (who asks for 2 of what nobody has wants nothing else with a 2)."""
        sure = self.sure
        said = len(self.wishes) + len(self.missed)
        return 2 * len(sure) >= said and (
            len(sure) == said or not all(wish.is_amount for wish in sure)
        )

    def all(self) -> Ask:
        """Every word; nothing where those left out as unknown leave only guesses."""
        if not self.wishes or (self.missed and not self.is_known_enough):
            return Ask.nothing()
        return Ask.all_of(tuple(wish.clause for wish in self.wishes))

    def some(self) -> Ask:
        """At least half of the words, none of them a guess or but an amount: for when nothing has all
        of them."""
        needed = math.ceil((len(self.wishes) + len(self.missed)) / 2)
        if not self.is_known_enough:
            return Ask.nothing()
        sure = [wish for wish in self.sure if not wish.is_amount] or self.sure
        return Ask(tuple(wish.clause for wish in sure), min(needed, len(sure)))


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
    return drawn if there and max(len(analysis.level(word.surface)) for word in words) > 2 else ""


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
        word_of(view, surface, last=i == len(spoken) - 1, typing=typing)
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
        tuple(word_of(view, word, last=False, typing=False) for word in phrase)
        for phrase in phrases
    )
    return tuple(words for words in meant if all(word.forms for word in words))


def _together(view: View, first: Word, second: Word) -> Word | None:
    """The two words written as one (টি শার্ট, nakshi kantha), if such a word is for sale."""
    term = analysis.joined(first.typed, second.typed)
    if not analysis.is_word(term) and not view.known(term):
        return None
    one = Word(term)
    if view.known(term):
        one.add(term, 1.0)
    elif len(term) > 5:
        add_sounding(view, one, term, known=False, told=False)
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
                add_sounding(view, half, half.typed, known=True, told=False)
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
