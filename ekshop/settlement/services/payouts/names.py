"""Whether two names are of one person, as far as letters tell."""

from ekshop.kernel.bangla import normalise

_TITLES = {
    "md",
    "mohammad",
    "mohammed",
    "muhammad",
    "mst",
    "mosammat",
    "mrs",
    "mr",
    "মো",
    "মোঃ",
    "মোছাঃ",
    "মোছাম্মৎ",
}


def same_name(one: str, other: str) -> bool:
    """The same words, whatever their order, case, dots and common titles. Nothing to compare with
    is no difference."""
    left, right = _words(one), _words(other)
    return not left or not right or left == right


def _words(name: str) -> set[str]:
    plain = normalise(name).casefold().replace(".", " ").replace(",", " ")
    return {word for word in plain.split() if word not in _TITLES}
