"""A message's states, how an SMS is counted, and which notices there are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.machines import Machine

SMS, EMAIL = "sms", "email"
CHANNELS = [(SMS, _("SMS")), (EMAIL, _("E-mail"))]

MESSAGE = Machine(
    name="message",
    initial="queued",
    states={
        "queued": _("Waiting to be sent"),
        "sending": _("Being sent"),
        "unknown": _("Not known whether it was sent"),
        "sent": _("Sent"),
        "delivered": _("Delivered"),
        "undeliverable": _("Did not reach the receiver"),
        "failed": _("Could not be sent"),
    },
    transitions=[
        ("queued", "claim", "sending", _("Taken up for sending")),
        ("sending", "accept", "sent", _("Taken by the gateway")),
        ("sending", "put_back", "queued", _("Put back, to be tried again")),
        ("sending", "lose", "unknown", _("No answer: not known whether it was sent")),
        ("sending", "refuse", "failed", _("Refused by the gateway")),
        ("unknown", "accept", "sent", _("Found at the gateway")),
        ("unknown", "put_back", "queued", _("Not at the gateway: put back")),
        (("queued", "unknown", "sending"), "give_up", "failed", _("Given up")),
        (("sending", "unknown", "sent"), "deliver", "delivered", _("Delivered")),
        (("sending", "unknown", "sent"), "bounce", "undeliverable", _("Not delivered")),
        ("undeliverable", "deliver", "delivered", _("Delivered after all")),
    ],
    final={"delivered", "failed"},
)

MAX_ATTEMPTS = 10
LOST_AFTER = timedelta(minutes=5)
"""A message still "sending" after this long belonged to a worker that died."""


def wait_after(attempts: int) -> timedelta:
    """How long to wait before the next attempt: 20 s, doubling, half an hour at most."""
    return timedelta(seconds=min(20 * 2 ** max(attempts - 1, 0), 1800))


# Counting ----------------------------------------------------------------------------------------

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_DOUBLE = frozenset("^{}\\[~]|€\f")
_PLAINER = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "}
)


@dataclass(frozen=True)
class Counted:
    """``encoding`` "GSM-7" or "UCS-2"; ``units`` septets or 16-bit units; ``parts`` paid for."""

    encoding: str
    units: int
    parts: int


def count(text: str) -> Counted:
    """How an SMS is carried: 160 septets alone or 153 a part; in Bengali 70 units or 67 a part.

    An emoji is two units, and some GSM letters (€ [ ] { } …) are two septets; neither is split
    between parts, so a part may hold one unit less.
    """
    if all(letter in GSM or letter in GSM_DOUBLE for letter in text):
        sizes = [2 if letter in GSM_DOUBLE else 1 for letter in text]
        return Counted("GSM-7", sum(sizes), _parts(sizes, alone=160, each=153))
    sizes = [2 if ord(letter) > 0xFFFF else 1 for letter in text]
    return Counted("UCS-2", sum(sizes), _parts(sizes, alone=70, each=67))


def _parts(sizes: list[int], *, alone: int, each: int) -> int:
    total = sum(sizes)
    if total <= alone:
        return 1
    if 2 not in sizes:
        return ceil(total / each)
    parts, used = 1, 0
    for size in sizes:
        if used + size > each:
            parts, used = parts + 1, 0
        used += size
    return parts


def fit(text: str) -> str:
    """The text in plainer punctuation, if that alone saves it from the costlier encoding."""
    plainer = text.translate(_PLAINER)
    return plainer if count(plainer).encoding == "GSM-7" else text


# Which notices there are -------------------------------------------------------------------------


@dataclass(frozen=True)
class Notice:
    """One notice: per channel, the values its template needs.

    ``hidden`` values are shown as dots wherever the message can be read later; a message with any
    is sent before others.
    """

    name: str
    variables: Mapping[str, frozenset[str]]
    hidden: frozenset[str] = field(default_factory=frozenset)

    @property
    def urgent(self) -> bool:
        return bool(self.hidden)


def _notice(name: str, *, sms: str = "", email: str = "", hidden: str = "") -> Notice:
    per_channel = {SMS: sms, EMAIL: email}
    return Notice(
        name=name,
        variables={key: frozenset(words.split()) for key, words in per_channel.items() if words},
        hidden=frozenset(hidden.split()),
    )


NOTICES: dict[str, Notice] = {
    notice.name: notice
    for notice in (
        # To the customer
        _notice("sign_in_code", sms="code minutes", hidden="code"),
        _notice("mobile_code", sms="code minutes", hidden="code"),
        _notice("sign_in_unknown", sms="site"),
        _notice("password_reset", email="person_name url", hidden="url"),
        _notice("consent_request", sms="centre_name consent_code", hidden="consent_code"),
        _notice("order_placed", sms="code total_poisha promised_on deliver_by centre_name url"),
        _notice("parcel_arrived", sms="code seller_name centre_name"),
        _notice("parcel_waiting", sms="code seller_name centre_name until last"),
        _notice("parcel_sent_back", sms="code seller_name centre_name paid"),
        _notice("payment_received", sms="code amount_poisha receipt_number"),
        _notice(
            "hand_over_code",
            sms="code hand_over_code seller_name centre_name",
            hidden="hand_over_code",
        ),
        _notice("return_decided", sms="code title approved reason centre_name"),
        _notice("refund_issued", sms="code amount_poisha medium in_cash refund_number"),
        # To the centre
        _notice("enrolled_centre", sms="person_name centre_name centre_code url"),
        _notice("order_placed_centre", sms="code customer_name seller_count total_poisha"),
        _notice("cash_to_pass_on", sms="amount_poisha limit_poisha until stopped late"),
        _notice("line_declined", sms="code seller_name title reason url"),
        _notice("pieces_kept_back", sms="code seller_name title quantity amount_poisha"),
        _notice("refund_to_give", sms="customer_name amount_poisha refund_number until late"),
        _notice("statements_ready", sms="month payable_poisha until url"),
        _notice("statement_paid", sms="month seller_name amount_poisha"),
        _notice("prizes_won", sms="scheme_name prizes url"),
        _notice("dispute_settled", sms="code accepted amount_poisha url"),
        # To whoever is paid
        _notice("wallet_changed", sms="old new pays_from"),
        _notice("wallet_named", sms="wallet"),
        _notice("payout_failed", sms="amount_poisha wallet reason"),
        _notice("wallet_code", sms="code minutes", hidden="code"),
        # To the producer, and to the centre that enrolled her
        _notice("producer_moved", sms="seller_name what reason site"),
        _notice("gi_decided", sms="seller_name title what reason"),
        _notice("names_abroad", sms="seller_name what line_count"),
        _notice("listing_decided", sms="title what reason url"),
        _notice("producer_sent_back", sms="seller_name reason url"),
        # To the seller
        _notice("enrolled_partner", email="person_name partner_name url"),
        _notice(
            "seller_new_order",
            sms="code line_count total_poisha confirm_by url",
            email="code lines total_poisha confirm_by centre_name district url",
        ),
        _notice(
            "producer_new_order",
            sms="number quantity title line_count amount_poisha confirm_by",
        ),
        _notice("producer_reply", sms="number what waiting bring_by centre_name"),
        _notice("seller_goods_back", sms="code centre_name url"),
        _notice(
            "changes_held", sms="line_count title again url", email="line_count title again url"
        ),
        _notice(
            "feed_silent",
            sms="feed_name trouble since until url",
            email="feed_name trouble since until url",
        ),
        _notice(
            "month_to_approve",
            sms="month total_poisha url",
            email="month total_poisha statements url",
        ),
        _notice(
            "line_disputed",
            sms="code due_at again url",
            email="code centre_name reason text due_at again url",
        ),
        _notice("seller_paid", sms="seller_name amount_poisha reference url"),
        _notice("bank_account_changed", sms="seller_name ends_in what usable_from site"),
        # To the sides of a complaint
        _notice("case_message", sms="code text", hidden="text"),
        _notice("hearing_called", sms="code hearing_at link place put_off"),
        _notice("hearing_cancelled", sms="code hearing_at"),
        _notice("fine_share_paid", sms="code amount_poisha reference"),
        _notice("seller_asked", sms="due_at url", email="text due_at url"),
        _notice("deadline_warned", sms="code kind due_at url"),
        # About a complaint
        _notice("case_reminder", sms="code clock due_at url"),
        _notice("case_notice", sms="code clock due_at url"),
        _notice("case_filed", sms="code url"),
        _notice("case_moved", sms="code what seller_name due_at url"),
        _notice("case_offer", sms="code remedy amount_poisha due_on url"),
        _notice("case_remedied", sms="code amount_poisha url"),
        _notice("case_reply", sms="code what url"),
        _notice(
            "referral_new",
            sms="code agency_name due_at url",
            email="code agency_name subject due_at url",
        ),
        _notice("seller_case", sms="code what due_at url", email="code what subject due_at url"),
        _notice(
            "seller_link",
            sms="code what subject due_at url",
            email="code what subject due_at url",
            hidden="url",
        ),
    )
}
