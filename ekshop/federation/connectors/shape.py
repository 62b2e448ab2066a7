"""What a connector is: one folder that knows how one kind of other side speaks.

A connector knows no database. It is told of a seller's feed as a `Source`, and hands on rows of
our fields (`rules.incoming.FIELDS`, values as text as found), news of orders, or one of the
refusals below. What to do with them is decided above, once for all connectors.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.errors import DomainError

from ..adapters.feeds import Fetched
from ..ingest.records import Fields, Reader

Text = Any
"""A translatable sentence."""

NOT_THIS, BY_ITS_FORM, BY_ITS_MARKS = 0, 1, 2
"""How surely a file's first bytes are of a shape: a table of some kind, or by names only it has."""

SETTING_KINDS = ("text", "address", "number", "secret", "choice", "yes")


@dataclass(frozen=True)
class Setting:
    """Something asked of whoever adds a feed. A `secret` is kept sealed and never shown again.

    A "choice" is one of `choices`; a "yes" is "1" or "". `default` stands where nothing is said.
    """

    key: str
    label: Text
    hint: Text = ""
    kind: str = "text"
    needed: bool = False
    choices: tuple[tuple[str, Text], ...] = ()
    default: str = ""
    placeholder: str = ""


@dataclass(frozen=True)
class Source:
    """A seller's feed, as its connector is told of it. Settings have their secrets in clear."""

    address: str
    settings: Mapping[str, str] = field(default_factory=dict, repr=False)
    feed_id: int | None = None
    seller_id: int | None = None


@dataclass(frozen=True)
class Marks:
    """What the last fetch that was used whole left behind, for the next to ask only for what is
    new. `etag` and `last_modified` are the connector's own words, as it put them in `Fetched`."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class FileShape:
    """A kind of file. `key`: at most sixteen letters, what `Feed.format` holds.

    `sign` says by a file's first bytes whether it is one (`BY_ITS_MARKS` wins over
    `BY_ITS_FORM`). `reader(path, head, columns)`: path is unpacked and in UTF-8; `columns` are a
    seller's own (our field → their column), or None. `table`: has columns that can be mapped.
    """

    key: str
    name: Text
    sign: Callable[[bytes], int]
    reader: Callable[[Path, bytes, dict[str, str] | None], Reader]
    table: bool = False


@dataclass(frozen=True)
class Finding:
    """One thing tried when a connection is tested, in words."""

    fine: bool
    words: Text


@dataclass(frozen=True)
class Changed:
    """Something changed at the other side and is to be read anew: "goods" or "order", by the other
    side's number of it."""

    kind: str
    number: str


@dataclass(frozen=True)
class Refetched:
    """What a `refetch` could not write because it is not sold any more.

    `gone`: the seller's numbers. `families`: by a family's number, all its members that are in
    the file; others of that family are gone, too.
    """

    gone: tuple[str, ...] = ()
    families: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class OrderNews:
    """What the seller's system says of an order of ours.

    `code`: the seller order's; `ref`: theirs. `status`: "waiting" (nothing decided),
    "confirmed", "declined", "handed_over". `at`: when, by their clock. `lines`: pieces they will
    send of each line of ours, None: of all. `tracking`: the parcel's number, "" where there is
    none. `said`: their own word for the status.
    """

    code: str
    ref: str
    status: str
    at: datetime | None = None
    lines: Mapping[str, int] | None = None
    tracking: str = ""
    courier: str = ""
    said: str = ""


Heard = Changed | OrderNews
"""One thing in a webhook. Goods are always read anew, so that order and repeats do not matter."""


@dataclass(frozen=True)
class Orders:
    """Orders out. Orders are what the partner API and webhooks show (`selectors.wire`).

    `push(source, order)` returns their number of it. It is called again when its answer was
    lost: it must look for the order before it makes one. `cancel(source, ref, order)` may be
    called twice, and with "" for an order whose making was never answered. `read(source, refs)` gives news of those the other side knows, any order.
    """

    push: Callable[[Source, Mapping[str, Any]], str]
    cancel: Callable[[Source, str, Mapping[str, Any]], None]
    read: Callable[[Source, Sequence[str]], list[OrderNews]]


@dataclass(frozen=True)
class Hooks:
    """Webhooks in. `connect(source, address, secret)` asks the other side to call the address,
    and `disconnect(source, address)` to stop; both may be called twice. `hear(secret, headers,
    body)` (header names in small letters) raises Forged, or BadRow for what cannot be read."""

    connect: Callable[[Source, str, str], None]
    disconnect: Callable[[Source, str], None]
    hear: Callable[[str, Mapping[str, str], bytes], Sequence[Heard]]


Fetch = Callable[..., Fetched]
"""fetch(source, into, marks=Marks(), most=None, total=None) → Fetched. Writes the goods to a
file; with `most`, stops content after so many bytes; `total` seconds are the longest it may take.
Raises FileProblem."""


@dataclass(frozen=True)
class Connector:
    """`key` is the folder's name. What it cannot do is None.

    `address`: the label of the address it reads from; None, for what is only sent to us.
    `schemes`: the kinds of address it takes. `fetched`: the shape of what `fetch` writes, where
    that is always one; "" is found out from the bytes. `upload`: takes files, too.
    `refetch(source, into, numbers)` writes the rows of these of its numbers as `fetch` does.
    `check(source)` tries the connection and says what it found, the first that is not fine last.
    `live(source, refs)` gives our fields, now, for those of the seller's numbers it still has.
    """

    key: str
    name: Text
    about: Text
    order: int = 50
    address: Text = None
    address_hint: Text = ""
    schemes: tuple[str, ...] = ("https", "http")
    settings: tuple[Setting, ...] = ()
    upload: bool = False
    files: tuple[FileShape, ...] = ()
    fetch: Fetch | None = None
    fetched: str = ""
    refetch: Callable[[Source, Path, Sequence[str]], Refetched] | None = None
    check: Callable[[Source], list[Finding]] | None = None
    live: Callable[[Source, Sequence[str]], dict[str, Fields]] | None = None
    orders: Orders | None = None
    hooks: Hooks | None = None
    pushed: bool = False

    def setting(self, key: str) -> Setting | None:
        return next((each for each in self.settings if each.key == key), None)

    def shape(self, key: str) -> FileShape | None:
        return next((each for each in self.files if each.key == key), None)


class ConnectorTrouble(DomainError):
    """The other side did not do what was asked. `passing`: trying again later may help."""

    code = "connector_trouble"
    message = _("The other side did not do what was asked.")
    passing = True


class OtherSideRefuses(ConnectorTrouble):
    """It answered, and the same will be answered again: somebody has to mend something."""

    code = "connector_refused"
    passing = False

    def __init__(self, sentence: Text, /, **data: Any) -> None:
        super().__init__(None, sentence, **data)


class OtherSideAway(ConnectorTrouble):
    """No answer, or one that says to come back: what was asked may have been done."""

    code = "connector_away"
    message = _("The other side cannot be reached: %(why)s")


class Forged(ConnectorTrouble):
    """A webhook without the right signature."""

    code = "connector_forged"
    message = _("The signature is wrong.")
    passing = False
