"""Changing the index: entries in, products out, one state to the next in one step."""

import uuid
from collections.abc import Collection
from pathlib import Path

import numpy as np

from . import files
from .content import Content, content_of
from .entry import VERSION, Checkpoint, Entry
from .joining import joined
from .piece import Piece, save
from .view import MANIFEST, Index

# A piece below this is written anew with every commit, rather than that another one stands beside.
SMALL = 4_000
# A piece takes up the one behind it once that is a so many-th of it.
SHARE = 8
# Of which more than a so many-th is dead is written anew.
DEAD_SHARE = 3
# So many entries are made into a piece in memory before the next.
AT_ONCE = 50_000


class Writer:
    """Nothing counts until `commit`, which is atomic: files of a commit that was cut short are not
    named by the manifest and are cleared away by the next.

    One at a time: see `life.writing`. Raises files.Broken where there is an index, but no sound one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pieces: list[Piece] = []
        self._new: dict[int, Entry] = {}
        self._gone: set[int] = set()
        self._made: list[Content] = []
        self.checkpoint = Checkpoint(0, 0, 0)
        self._stamp = self._manifest()
        if self._stamp:
            view = Index(path).view()
            self._pieces, self.checkpoint = list(view.pieces), view.checkpoint

    @property
    def is_last(self) -> bool:
        """Whether nobody else has written since."""
        return self._stamp == self._manifest()

    def put(self, entry: Entry) -> None:
        """Adds a product or replaces it."""
        self._gone.add(entry.id)
        self._new[entry.id] = entry

    def add(self, entry: Entry) -> None:
        """Puts a product that is known not to be there yet."""
        self._new[entry.id] = entry
        if len(self._new) >= AT_ONCE and not self._gone:
            self._make()

    def remove(self, product_id: int) -> None:
        self._gone.add(product_id)
        self._new.pop(product_id, None)

    def commit(self, checkpoint: Checkpoint) -> None:
        self._bury()
        self._make()
        self._take_up_wasted()
        if self._made:
            self._join()
        dead = {piece.name: piece.dead for piece in self._pieces}
        facts = {
            "version": VERSION,
            "pieces": list(dead),
            "checkpoint": [checkpoint.transaction, checkpoint.change, checkpoint.newest],
        }
        files.settle(self._path)
        files.write(self._path / MANIFEST, dead, facts)
        files.settle(self._path)
        self.checkpoint, self._stamp = checkpoint, self._manifest()
        self._clear(dead)

    def _manifest(self) -> tuple[int, int] | None:
        try:
            held = (self._path / MANIFEST).stat()
        except FileNotFoundError:
            return None
        return held.st_mtime_ns, held.st_ino

    def _make(self) -> None:
        if self._new:
            self._made.append(content_of(self._new.values()))
        self._new = {}

    def _bury(self) -> None:
        ids = np.array(sorted(self._gone), np.int64)
        self._gone = set()
        if len(ids):
            found = [(piece, piece.find(ids)) for piece in self._pieces]
            self._pieces = [piece.without(dead) if len(dead) else piece for piece, dead in found]

    def _take_up_wasted(self) -> None:
        """Pieces that are mostly dead are written anew, or not at all."""
        kept = []
        for piece in self._pieces:
            if len(piece.dead) * DEAD_SHARE <= piece.size:
                kept.append(piece)
            elif piece.living:
                self._made.append(piece.content())
        self._pieces = kept

    def _join(self) -> None:
        """Makes a piece of what is at hand and of the last pieces, where that is large for them."""
        size = sum(len(content.ids) for content in self._made)
        while self._pieces and self._takes(self._pieces[-1], size):
            last = self._pieces.pop()
            size += last.living
            self._made.append(last.content())
        name = f"{uuid.uuid4().hex[:12]}.piece"
        save(self._path / name, joined(self._made))
        nothing = np.empty(0, np.uint32)
        self._pieces.append(Piece(name, files.read(self._path / name), nothing))

    @staticmethod
    def _takes(piece: Piece, size: int) -> bool:
        return piece.size < SMALL or size * SHARE >= piece.size

    def _clear(self, kept: Collection[str]) -> None:
        """Readers that have a piece open keep it, whatever it is called."""
        for file in self._path.iterdir():
            if file.name not in kept and file.name != MANIFEST:
                file.unlink()
