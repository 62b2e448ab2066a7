"""A seller's name by its sound, so that who types Jholmol finds ঝলমল and the other way round."""

import re

from ekshop.catalogue.search.sounds import distance, skeletons
from ekshop.kernel.bangla import normalise

ALIKE = 0.5
"""Below this distance two words are one word, typed as people type it."""
_WORD = re.compile(r"[a-z\u0980-\u09ff]{2,}")


def name_words(text: str) -> list[str]:
    return _WORD.findall(normalise(text).casefold())


def name_sounds(text: str) -> list[str]:
    """The consonants of each word, in each way it can be read; what a name is looked up by."""
    found = dict.fromkeys(each for word in name_words(text) for each in skeletons(word) if each)
    return [each[:40] for each in found]


def sounds_like(typed: str, *names: str) -> bool:
    """Whether each word typed is, by its sound, one of the words of these names."""
    wanted, known = name_words(typed), [word for name in names for word in name_words(name)]
    return bool(wanted) and all(
        any(distance(word, other) < ALIKE for other in known) for word in wanted
    )
