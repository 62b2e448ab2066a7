"""What does not move: each kind of it counted for a work list, and listed to be worked off.

A kind is a query over what its owner lets the actor see, the moment since which a row stands
there, and what a row is called and leads to. `Thing.entity` and `key` say what it is; the pages
know its address.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from ekshop.catalogue.selectors import held_old
from ekshop.channels.selectors.channels import unread_listed
from ekshop.complaints.selectors import cases_disordered, cases_late_visible_to
from ekshop.federation.selectors import endpoints_visible_to, feeds_stale, feeds_visible_to
from ekshop.fulfilment.selectors import (
    parcels_due_back,
    returns_visible_to,
    shipments_visible_to,
)
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import format_taka
from ekshop.kernel.clock import dhaka_date, dhaka_midnight
from ekshop.kernel.deadlines import deadlines_unclaimed
from ekshop.kernel.job_watch import jobs_failed, jobs_stuck
from ekshop.ledger.selectors import verifications
from ekshop.notices.selectors import messages_visible_to
from ekshop.orders.selectors import seller_orders_visible_to
from ekshop.parties.selectors import licences_ending
from ekshop.payments.selectors import cash_standings_visible_to, payments_visible_to
from ekshop.settlement import rules as settling
from ekshop.settlement.selectors import releases_overdue
from ekshop.settlement.selectors.payouts import payouts_visible_to, unknowns

from .. import rules


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that is stuck: what it is, what to call it, and since when."""

    entity: str
    key: Any
    title: str
    note: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Kind:
    """`since`: the column that says since when, none where nothing does."""

    name: str
    label: Any
    advice: Any
    icon: str
    tone: str
    rows: Callable[[Actor, datetime], QuerySet[Any]]
    thing: Callable[[Any], Thing]
    since: str = ""

    @property
    def order(self) -> tuple[str, ...]:
        return (self.since, "id") if self.since else ("id",)


@dataclass(frozen=True, slots=True)
class Stuck:
    """How many of a kind, and since when the oldest."""

    kind: Kind
    number: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Books:
    """The last check of the books. `missed`: the nightly one did not run."""

    last: Any
    missed: bool

    @property
    def alarm(self) -> bool:
        return self.missed or (self.last is not None and not self.last.agrees)


def stuck(actor: Actor, *, now: datetime) -> list[Stuck]:
    """The kinds of which there is any, in the order of their urgency; a statement a kind."""
    counted = []
    for kind in KINDS.values():
        sums: dict[str, Any] = {"number": Count("id")}
        if kind.since:
            sums["oldest"] = Min(kind.since)
        found = kind.rows(actor, now).order_by().aggregate(**sums)
        if found["number"]:
            counted.append(Stuck(kind, found["number"], found.get("oldest")))
    return counted


def books(*, now: datetime) -> Books:
    """Whether the books agreed when they were last looked at; one statement."""
    last = verifications().first()
    return Books(last, last is not None and last.at < now - rules.BOOKS_CHECKED_EVERY)


def _shares(actor: Actor) -> QuerySet[Any]:
    return seller_orders_visible_to(actor).select_related("seller", "centre", "order__customer")


def _share(column: str) -> Callable[[Any], Thing]:
    return lambda row: Thing(
        "order",
        row.code,
        row.code,
        _between(row.seller.name, row.centre.name),
        getattr(row, column),
    )


def _parcels(actor: Actor) -> QuerySet[Any]:
    return shipments_visible_to(actor).filter(direction="outbound")


def _parcel(column: str) -> Callable[[Any], Thing]:
    def thing(row: Any) -> Thing:
        share, since = row.seller_order, row
        for part in column.split("__"):
            since = getattr(since, part)
        note = _between(share.seller.name, share.centre.name)
        return Thing("order", share.code, share.code, note, since)

    return thing


def _paid(row: Any) -> Thing:
    share = row.seller_order
    note = _between(share.seller.name, share.centre.name)
    return Thing("order", share.code, share.code, note, row.collected_at)


def _release(row: Any) -> Thing:
    return Thing("seller_money", row.seller_id, row.seller.name, row.seller_order.code, row.due_at)


def _cash(row: Any) -> Thing:
    held = format_taka(row.held_poisha, get_language() or "bn")
    return Thing("cash", row.centre_id, row.centre.name, held, row.oldest_at)


def _return(row: Any) -> Thing:
    share = row.order_line.seller_order
    return Thing(
        "order",
        share.code,
        row.code,
        _between(share.seller.name, row.order_line.name),
        row.asked_at,
    )


def _job(row: Any) -> Thing:
    return Thing("job", row.pk, row.name, row.error_message or "", getattr(row, "failed_at", None))


def _deadline(row: Any) -> Thing:
    return Thing("deadline", row.pk, row.kind, f"{row.entity} {row.entity_id}", row.due_at)


def _message(row: Any) -> Thing:
    return Thing("message", row.pk, row.to, row.failure or row.template, row.created_at)


def _webhook(row: Any) -> Thing:
    note = row.disabled_reason or row.url
    return Thing("organisation", row.seller_id, row.seller.name, note, row.failing_since)


def _feed(row: Any) -> Thing:
    return Thing("feed", row.last_run_id, f"{row.seller.name}: {row.name}", "", row.last_read_at)


def _unread(row: Any) -> Thing:
    title = f"{row.channel.name}: {row.source}"
    return Thing("channel", row.channel_id, title, gettext(row.text), row.opened_at)


def _held(row: Any) -> Thing:
    return Thing("held", row.batch, row.offer.title, row.seller.name, row.held_at)


def _licence(row: Any) -> Thing:
    note = f"{row.get_kind_display()} · {row.number}"
    return Thing(
        "organisation",
        row.organisation_id,
        row.organisation.name,
        note,
        dhaka_midnight(row.valid_until),
    )


def _case(column: str) -> Callable[[Any], Thing]:
    return lambda row: Thing(
        "case", row.code, row.code, row.machine.state_label(row.state), getattr(row, column)
    )


def _unknown_payout(row: Any) -> Thing:
    return Thing(
        "payout", row.payout_id, row.payout.organisation.name, _why(row.reason), row.sent_at
    )


def _failed_payout(row: Any) -> Thing:
    return Thing("payout", row.pk, row.organisation.name, _why(row.reason), row.ordered_at)


def _why(reason: str) -> str:
    return str(settling.REASONS[reason].words) if reason in settling.REASONS else ""


def _between(first: str, second: str) -> str:
    return f"{first} → {second}"


_UNDELIVERED = ("undeliverable", "failed")

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "unanswered",
            _("Orders the seller has not answered in time"),
            _("They expire by themselves; a worker that does so is missing. Look at the jobs."),
            "hourglass",
            "warning",
            lambda actor, now: _shares(actor).filter(state="placed", confirm_by__lt=now),
            _share("confirm_by"),
            "confirm_by",
        ),
        Kind(
            "not_arrived",
            _("Parcels past their last day for delivery"),
            _("Ask the seller and the courier; the customer may want something else."),
            "truck",
            "warning",
            lambda actor, now: _shares(actor).filter(
                state__in=rules.TO_BE_DELIVERED, deliver_by__lt=now
            ),
            _share("deliver_by"),
            "deliver_by",
        ),
        Kind(
            "lost",
            _("Parcels lost on the way"),
            _("Nothing is to be paid. Ask the seller to look for them or to send anew."),
            "package-x",
            "warning",
            lambda actor, now: _shares(actor).filter(state="lost"),
            _share("deliver_by"),
            "deliver_by",
        ),
        Kind(
            "uninspected",
            _("Arrived parcels not opened for a day"),
            _("Telephone the centre: nothing can be paid before it has looked inside."),
            "package-open",
            "attention",
            lambda actor, now: _parcels(actor).filter(
                seller_order__state="arrived", arrived_at__lt=now - rules.UNINSPECTED_AFTER
            ),
            _parcel("arrived_at"),
            "arrived_at",
        ),
        Kind(
            "unpaid",
            _("Inspected goods not paid for in two days"),
            _("Telephone the centre: has the customer been told?"),
            "banknote",
            "attention",
            lambda actor, now: (
                _parcels(actor)
                .filter(
                    seller_order__state="inspected",
                    inspection__inspected_at__lt=now - rules.UNPAID_AFTER,
                )
                .select_related("inspection", "seller_order__seller", "seller_order__centre")
            ),
            _parcel("inspection__inspected_at"),
            "inspection__inspected_at",
        ),
        Kind(
            "uncollected",
            _("Paid goods nobody has taken in a week"),
            _("Ask the centre to reach the customer."),
            "hand-coins",
            "attention",
            lambda actor, now: (
                payments_visible_to(actor)
                .filter(seller_order__state="paid", collected_at__lt=now - rules.UNCOLLECTED_AFTER)
                .select_related("seller_order__seller", "seller_order__centre")
            ),
            _paid,
            "collected_at",
        ),
        Kind(
            "send_back",
            _("Goods nobody collected that the centre has not sent back"),
            _(
                "Telephone the centre: the last day is over, and its own time to send them back too."
            ),
            "undo-2",
            "attention",
            lambda actor, now: parcels_due_back(actor).filter(send_by__lt=now),
            _share("send_by"),
            "send_by",
        ),
        Kind(
            "returns",
            _("Returns the seller has not decided in two days"),
            _("Remind the seller; silence counts as consent when the time is over."),
            "undo-2",
            "attention",
            lambda actor, now: returns_visible_to(actor).filter(
                state="asked", asked_at__lt=now - rules.UNPAID_AFTER
            ),
            _return,
            "asked_at",
        ),
        Kind(
            "payouts_unknown",
            _("Payouts of which nobody knows whether they arrived"),
            _("Bring the provider's statement. They are not sent again before."),
            "circle-help",
            "warning",
            lambda actor, now: unknowns(),
            _unknown_payout,
            "sent_at",
        ),
        Kind(
            "payouts_failed",
            _("Payouts that did not arrive"),
            _("Each says why and what to do; most wait for another number."),
            "circle-x",
            "attention",
            lambda actor, now: payouts_visible_to(actor).filter(state="failed"),
            _failed_payout,
            "ordered_at",
        ),
        Kind(
            "sellers_unpaid",
            _("Orders whose seller was not paid in ten days"),
            _("Has the seller a confirmed account? Does a payout of theirs not go through?"),
            "banknote",
            "warning",
            releases_overdue,
            _release,
            "due_at",
        ),
        Kind(
            "cash_over",
            _("Centres that hold cash above their limit or too long"),
            _("They were told by SMS. Telephone them, or raise the limit with a reason."),
            "wallet",
            "attention",
            lambda actor, now: (
                cash_standings_visible_to(actor)
                .filter(stage="over", oldest_at__isnull=False)
                .annotate(id=F("centre_id"))
            ),
            _cash,
            "oldest_at",
        ),
        Kind(
            "feeds",
            _("Feeds that cannot be read or have fallen silent"),
            _("Prices and stock grow old. Look at the last reading, then write to the seller."),
            "refresh-cw",
            "attention",
            lambda actor, now: feeds_visible_to(actor).filter(
                Q(state="failing")
                | Q(trouble_level__gte=2)
                | Q(pk__in=feeds_stale(now).order_by().values("pk"))
            ),
            _feed,
        ),
        Kind(
            "held",
            _("Changes of sellers' lists held back for too long"),
            _("The shop goes on with the old price. Release or refuse each, or ask the seller."),
            "pause",
            "attention",
            held_old,
            _held,
            "held_at",
        ),
        Kind(
            "unread",
            _("Rows from channels abroad that could not be read"),
            _("There may be an order or a payment in them. Read each, act, and close it."),
            "file-text",
            "warning",
            lambda actor, now: unread_listed(actor),
            _unread,
            "opened_at",
        ),
        Kind(
            "webhooks",
            _("Sellers whose system does not answer"),
            _("They hear of orders by SMS and e-mail meanwhile. Tell them to look at their log."),
            "plug",
            "attention",
            lambda actor, now: (
                endpoints_visible_to(actor)
                .filter(Q(failing_since__isnull=False) | Q(state="disabled"))
                .select_related("seller")
            ),
            _webhook,
        ),
        Kind(
            "jobs_failed",
            _("Jobs that gave up"),
            _("Read the error, mend its cause, then try them again."),
            "circle-x",
            "warning",
            lambda actor, now: jobs_failed(),
            _job,
        ),
        Kind(
            "jobs_stuck",
            _("Jobs whose worker gives no sign"),
            _("A living worker takes them over by itself. If none does, start one."),
            "loader-circle",
            "warning",
            lambda actor, now: jobs_stuck(minutes=rules.JOB_STUCK_MINUTES),
            _job,
        ),
        Kind(
            "deadlines",
            _("Deadlines nobody has acted on"),
            _("The clock's job does not run: is a worker up?"),
            "timer",
            "warning",
            lambda actor, now: deadlines_unclaimed(now),
            _deadline,
            "due_at",
        ),
        Kind(
            "cases_disordered",
            _("Complaints whose record does not agree"),
            _("The nightly check found them without an owner or a clock, or their record changed."),
            "shield-alert",
            "warning",
            lambda actor, now: cases_disordered(),
            _case("filed_at"),
            "filed_at",
        ),
        Kind(
            "cases_late",
            _("Complaints an office is late with"),
            _("Their time ran out and they still wait. Act, or ask the agency."),
            "hourglass",
            "warning",
            lambda actor, now: cases_late_visible_to(actor),
            _case("late_since"),
            "late_since",
        ),
        Kind(
            "messages",
            _("Messages that did not arrive, in three days"),
            _("A wrong number, or the gateway: look at what it answered."),
            "message-circle",
            "attention",
            lambda actor, now: messages_visible_to(actor).filter(
                state__in=_UNDELIVERED, created_at__gte=now - rules.MESSAGES_LOOKED_BACK
            ),
            _message,
            "created_at",
        ),
        Kind(
            "licences",
            _("Licences that are over or end within a month"),
            _("Ask for the renewed one; without it the goods it covers go out of the shop."),
            "shield-alert",
            "attention",
            lambda actor, now: licences_ending(actor, by=dhaka_date(now + rules.LICENCES_AHEAD)),
            _licence,
        ),
    )
}
