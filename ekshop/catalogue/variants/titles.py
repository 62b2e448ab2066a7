"""What the titles of a family's members have in common, and in what they differ."""

from collections.abc import Iterable, Sequence

_EDGES = " -–—,;:/|()[]·•+&"


def common(titles: Sequence[str]) -> str:
    """The words with which all of them begin; the first whole where that is too little to be a name."""
    told = [title for title in titles if title]
    if len(told) < len(titles) or not told:
        return told[0] if told else ""
    shared = _beginning(told)
    text = " ".join(told[0].split()[:shared]).rstrip(_EDGES)
    return text if shared >= 2 or all(title == told[0] for title in told) else told[0]


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


def _beginning(titles: Sequence[str]) -> int:
    shared = 0
    for words in zip(*(title.split() for title in titles), strict=False):
        if len({word.casefold().strip(_EDGES) for word in words}) > 1:
            break
        shared += 1
    return shared
