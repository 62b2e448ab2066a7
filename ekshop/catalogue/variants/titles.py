"""What the titles of a family's members have in common, and in what they differ."""

from collections.abc import Iterable, Sequence

_EDGES = " -–—,;:/|()[]·•+&"


def common(titles: Sequence[str], *, without: Iterable[str] = ()) -> str:
    """The words of the first that most of them have, in its order; the first whole where that is
    too little to be a name. `without`: values in which they differ, and words for those."""
    if not titles or not all(titles):
        return titles[0] if titles else ""
    left_out = {_plain(word) for text in without for word in text.split()}
    held = [{_plain(word) for word in title.split()} for title in titles]
    words = [
        word
        for word in titles[0].split()
        if _plain(word) not in left_out
        and 2 * sum(1 for known in held if _plain(word) in known) > len(titles)
    ]
    text = " ".join(words).strip(_EDGES)
    named = sum(1 for word in words if _plain(word))
    return text if named >= 2 or len(set(titles)) == 1 else titles[0]


def remainder(titles: Sequence[str]) -> list[str]:
    """Of each title what comes after the common beginning; the whole where nothing does."""
    shared = _beginning(titles)
    rests = [" ".join(title.split()[shared:]).strip(_EDGES) for title in titles]
    return rests if all(rests) else list(titles)


def titled(title: str, values: Iterable[str], *, longest: int = 300) -> str:
    """A title that says which size or colour is meant, if it does not say so itself."""
    if not title:
        return ""
    folded = title.casefold()
    words = {word.strip(_EDGES) for word in folded.split()}
    missing = [
        value
        for value in values
        if value.casefold() not in words and (" " not in value or value.casefold() not in folded)
    ]
    ending = f" ({', '.join(missing)})" if missing else ""
    return title[: longest - len(ending)].rstrip() + ending


def _plain(word: str) -> str:
    return word.casefold().strip(_EDGES)


def _beginning(titles: Sequence[str]) -> int:
    shared = 0
    for words in zip(*(title.split() for title in titles), strict=False):
        if len({_plain(word) for word in words}) > 1:
            break
        shared += 1
    return shared
