"""What we already have of a feed, small enough to hold: which rows need no second look."""

import hashlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator

_HALF = 8


class KnownRows:
    """The fingerprints of a feed's live offers: sixteen bytes each, whatever their number.

    `see` marks one as met in this file; `unseen` then names the offers whose row was not. A row
    repeated in the file is not seen twice, so that it is looked at and refused as such.
    Only half of each digest is held: two rows of a million share it once in thirty million files.
    """

    def __init__(self, fingerprints: Iterable[tuple[int, int]], salt: str) -> None:
        """`fingerprints`: (first half of the digest as a signed number, offer id), ascending."""
        self._salt = hashlib.md5(salt.encode(), usedforsecurity=False)
        self._halves, self._ids = array("q"), array("q")
        for half, offer_id in fingerprints:
            self._halves.append(half)
            self._ids.append(offer_id)
        self._met = bytearray(len(self._halves))

    def digest(self, key: bytes) -> bytes:
        digest = self._salt.copy()
        digest.update(key)
        return digest.digest()

    def see(self, digest: bytes) -> bool:
        """Whether an offer of ours was read from just this row; the second time it is not."""
        if not self._met:
            return False
        half = int.from_bytes(digest[:_HALF], signed=True)
        place = bisect_left(self._halves, half)
        if place == len(self._halves) or self._halves[place] != half or self._met[place]:
            return False
        self._met[place] = 1
        return True

    def unseen(self) -> Iterator[int]:
        return (offer for offer, met in zip(self._ids, self._met, strict=True) if not met)

    def __len__(self) -> int:
        return len(self._halves)
