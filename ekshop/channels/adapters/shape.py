"""What an adapter is: one folder that knows how one kind of marketplace speaks.

An adapter knows no database. It is told of a channel as `ChannelFacts` and of goods as
`ListingItem`s, and hands on results, orders and settlement lines. What to do with them, when to ask
again and how often is decided above, once for all channels.

A listing is known to both sides by its `sku`, and an item is always told whole: whatever is sent
twice, or was sent and not noted because a process died, is the same listing, and the newest wins.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.errors import DomainError

Text = Any
"""A translatable sentence."""

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Setting:
    """Something an operator says of a channel once. A `secret` is sealed and never shown again;
    what has `lines` is written in several."""

    key: str
    label: Text
    hint: Text = ""
    secret: bool = False
    needed: bool = False
    default: str = ""
    lines: bool = False


@dataclass(frozen=True)
class Unread:
    """Something that came and could not be read. `line`: its place in what came, 0 for the whole;
    `text`: why, in words; `raw`: the thing itself, for a person to look at."""

    line: int
    code: str
    text: Text
    raw: str = ""


def _nothing() -> "Iterable[ListingItem]":
    return ()


def _unheard(_source: str, _unread: Sequence[Unread]) -> None:
    """Where nobody listens."""


def _no_number(_sku: str) -> str:
    return ""


def _no_picture(address: str) -> bytes:
    raise LookupError(address)


@dataclass(frozen=True)
class ChannelFacts:
    """A channel as its adapter is told of it: `settings` and `secrets` in clear.

    `everything()` gives all that is on the channel now, one by one, for who can only tell it whole.
    `picture(address)` gives the bytes of one of an item's pictures, for who cannot fetch them; raises
    LookupError. `number(sku)` gives the channel's own number of a listing, "" where it told none. `report(source, unread)` says what of a source (a file's name) cannot be read: exactly this, so
    that an empty list says all of it has been read.
    """

    id: int
    key: str
    name: str
    country: str
    currency: str
    language: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    everything: "Callable[[], Iterable[ListingItem]]" = field(
        default=_nothing, repr=False, compare=False
    )
    report: Callable[[str, Sequence[Unread]], None] = field(
        default=_unheard, repr=False, compare=False
    )
    picture: Callable[[str], bytes] = field(default=_no_picture, repr=False, compare=False)
    number: Callable[[str], str] = field(default=_no_number, repr=False, compare=False)


@dataclass(frozen=True)
class ListingItem:
    """One thing to sell abroad, whole. Money in minor units of `currency`; weights in grams, sides
    in millimetres, 0 where nobody said; `origin` ISO-2.

    `category`: slug of our category; `attributes` {our key: the seller's text}; `extra` {name the
    channel asked for: text}, see `Adapter.asks`. `pictures`: public addresses, the main one first.
    `making_days`: until what is made to order can leave its maker, 0 where it lies ready.
    `as_of`: when it was put together, for formats that can say it. `changed`: what differs from what
    the channel was last told, out of "new", "words", "price", "stock": a hint for who can send less.
    """

    sku: str
    title: str
    text: str
    points: tuple[str, ...]
    price_minor: int
    currency: str
    quantity: int
    hs_code: str
    origin: str
    materials: str
    net_g: int
    gross_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    pictures: tuple[str, ...] = ()
    brand: str = ""
    gtin: str = ""
    category: str = ""
    product_code: str = ""
    url: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)
    remote_ref: str = ""
    as_of: datetime | None = None
    making_days: int = 0
    changed: frozenset[str] = frozenset({"new"})


@dataclass(frozen=True)
class Problem:
    """Something the channel does not like. `field`: the ListingItem's field that causes it,
    "extra.NAME" for one the channel asks for, "" where nobody can tell. `code`: the channel's own
    or ours; `text`: in words; `severity` ERROR stops the listing, WARNING is only shown."""

    field: str
    code: str
    text: Text
    severity: str = ERROR


@dataclass(frozen=True)
class Ask:
    """Something a channel wants to know beyond our own fields. `choices`: (value, words)."""

    name: str
    label: Text
    hint: Text = ""
    needed: bool = True
    choices: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True)
class Result:
    """What the channel says of one listing. Not `ok`: at least one problem says why."""

    sku: str
    ok: bool
    remote_ref: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Submission:
    """What came of sending. Either results now, or a `handle` under which `poll` will have them.

    `unsent`: skus not sent because the channel asked for a pause; they stay waiting. `wait`: seconds
    it asked for. `stuck`: skus it gave no sensible answer about while it answered about others: each
    of them waits by itself. `trouble`: the whole channel's, where it answered about none.
    `rates`: {operation: calls a second} the channel says now hold.
    """

    results: tuple[Result, ...] = ()
    handle: str = ""
    unsent: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()
    wait: float = 0.0
    trouble: "ChannelTrouble | None" = None
    rates: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Allowance:
    """How often an operation may be called: `rate` a second on average, `burst` at once."""

    rate: float
    burst: int


@dataclass(frozen=True)
class Plan:
    """How so many items are best sent: by which operation, how many in one `submit`, and whether
    each item costs a call of its own or the batch costs one."""

    operation: str
    most: int
    per_item: bool = False


@dataclass(frozen=True)
class Buyer:
    """Who ordered abroad, as the channel tells it. Kept encrypted, and not for long."""

    name: str
    lines: tuple[str, ...] = ()
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    phone: str = ""


@dataclass(frozen=True)
class ForeignLine:
    ref: str
    sku: str
    quantity: int
    unit_minor: int


@dataclass(frozen=True)
class ForeignOrder:
    """An order of the channel's. `ref` is its number there; `placed_at` aware; `state` "new" or
    "cancelled". The same order may be told any number of times."""

    ref: str
    placed_at: datetime
    currency: str
    buyer: Buyer
    lines: tuple[ForeignLine, ...]
    shipping_minor: int = 0
    state: str = "new"


@dataclass(frozen=True)
class Parcel:
    """What was sent to the buyer. `lines`: {the channel's line: pieces}."""

    carrier: str
    number: str
    shipped_at: datetime
    lines: Mapping[str, int] = field(default_factory=dict)
    url: str = ""


@dataclass(frozen=True)
class SettlementLine:
    """A line of the channel's statement. `kind`: sale, fee, refund, freight or transfer. `minor` is
    signed as the channel means it for us: a fee is below zero, money sent to the bank too."""

    order_ref: str
    kind: str
    minor: int
    currency: str
    at: datetime
    reference: str


def _asks_nothing(_item: ListingItem, _channel: ChannelFacts) -> list[Ask]:
    return []


def _no_problems(_item: ListingItem, _channel: ChannelFacts) -> list[Problem]:
    return []


@dataclass(frozen=True)
class Adapter:
    """`key` is the folder's name, where the folder has one adapter.

    `problems(item, channel)` and `asks(item, channel)` use no network. `submit(channel, items)` is
    called again with the same items when its answer was lost. `poll(channel, handle)` gives None
    while the channel still works. `end(channel, skus)` takes listings away; one that is not there is
    fine. `orders(channel, cursor)` gives what changed since (cursor "" at first) and the next cursor;
    it may give an order twice, never none; it is asked within the allowance of "orders", where it has one. `ship`, `acknowledge` and `cancel` may be called twice.
    `faults(channel)` gives the listings the channel has itself found wanting, also long after it took
    them; one that is not among them has nothing against it.
    `plan(count)` says how so many waiting items are best sent, `quotas` what each operation allows
    before the channel says otherwise. `check(channel)` tries the connection and returns what it
    found, in words. `statement_file`: its statement is a file, which a person may bring as well.
    `defaults`: what a new channel of it begins with, by `Channel`'s columns. What goes
    wrong is a `ChannelTrouble`. `confirmed` says which parts of how it speaks are known and by what,
    `assumed` which are to be confirmed with the marketplace and how we took them: (what, how) in words.
    """

    key: str
    name: Text
    submit: Callable[[ChannelFacts, Sequence[ListingItem]], Submission]
    end: Callable[[ChannelFacts, Sequence[str]], Submission]
    settings: tuple[Setting, ...] = ()
    problems: Callable[[ListingItem, ChannelFacts], list[Problem]] = _no_problems
    asks: Callable[[ListingItem, ChannelFacts], list[Ask]] = _asks_nothing
    poll: Callable[[ChannelFacts, str], list[Result] | None] | None = None
    orders: Callable[[ChannelFacts, str], tuple[list[ForeignOrder], str]] | None = None
    acknowledge: Callable[[ChannelFacts, str], None] | None = None
    ship: Callable[[ChannelFacts, str, Parcel], None] | None = None
    cancel: Callable[[ChannelFacts, str, str], None] | None = None
    settlements: Callable[[ChannelFacts, datetime], list[SettlementLine]] | None = None
    faults: Callable[[ChannelFacts], list[Result]] | None = None
    statement_file: bool = False
    check: Callable[[ChannelFacts], str] | None = None
    plan: Callable[[int], Plan] = lambda _count: Plan("submit", 200)
    quotas: Mapping[str, Allowance] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    confirmed: tuple[tuple[Text, Text], ...] = ()
    assumed: tuple[tuple[Text, Text], ...] = ()


class ChannelTrouble(DomainError):
    """The channel did not do what was asked. `passing`: trying again later may help."""

    code = "channel_trouble"
    message = _("The channel did not do what was asked.")
    passing = True


class ChannelAway(ChannelTrouble):
    """No answer, or one that says to come back: what was asked may have been done."""

    code = "channel_away"
    message = _("The channel cannot be reached: %(why)s")


class NotUnderstood(ChannelAway):
    """Its answer has another shape than was agreed."""

    code = "not_understood"
    message = _("The channel answered with something we do not understand.")


class ChannelBusy(ChannelTrouble):
    """Too many calls. `seconds`: how long it asks us to wait; `operation`: of what, "" of all."""

    code = "channel_busy"
    message = _("The channel asks us to wait.")

    def __init__(self, *, operation: str = "", seconds: float = 60.0) -> None:
        self.operation, self.seconds = operation, seconds
        super().__init__(operation=operation, seconds=seconds)


class ChannelRefuses(ChannelTrouble):
    """It answered, and the same will be answered again: somebody has to mend its settings."""

    code = "channel_refuses"
    message = _("The channel refuses: %(why)s")
    passing = False


class ThingRefused(ChannelRefuses):
    """What was asked was understood and is not granted as it was asked: said of one thing it is that
    thing's own, and the channel is well. `said`: its code and its words, one or several."""

    def __init__(self, *, said: Sequence[tuple[str, str]]) -> None:
        self.said = tuple(said)
        super().__init__(why="; ".join(text or code for code, text in self.said))
