"""The kinds of things that get stuck, the most urgent first."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ekshop.catalogue.selectors import held_old
from ekshop.channels.selectors.channels import unread_listed
from ekshop.complaints.selectors import cases_disordered, cases_late_visible_to
from ekshop.federation.selectors import endpoints_visible_to, feeds_stale, feeds_visible_to
from ekshop.fulfilment.selectors import (
    parcels_due_back,
    returns_visible_to,
)
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.deadlines import deadlines_unclaimed
from ekshop.kernel.job_watch import jobs_failed, jobs_stuck
from ekshop.notices.selectors import messages_visible_to
from ekshop.parties.selectors import licences_ending
from ekshop.payments.selectors import cash_standings_visible_to, payments_visible_to
from ekshop.settlement.selectors import releases_overdue
from ekshop.settlement.selectors.payouts import payouts_visible_to, unknowns

from ... import rules
from .shapes import Kind
from .things import (
    case,
    cash,
    deadline,
    failed_payout,
    feed,
    held,
    job,
    licence,
    message,
    paid,
    parcel,
    parcel_back,
    parcels,
    release,
    share,
    shares,
    unknown_payout,
    unread,
    webhook,
)

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
            lambda actor, now: shares(actor).filter(state="placed", confirm_by__lt=now),
            share("confirm_by"),
            "confirm_by",
        ),
        Kind(
            "not_arrived",
            _("Parcels past their last day for delivery"),
            _("Ask the seller and the courier; the customer may want something else."),
            "truck",
            "warning",
            lambda actor, now: shares(actor).filter(
                state__in=rules.TO_BE_DELIVERED, deliver_by__lt=now
            ),
            share("deliver_by"),
            "deliver_by",
        ),
        Kind(
            "lost",
            _("Parcels lost on the way"),
            _("Nothing is to be paid. Ask the seller to look for them or to send anew."),
            "package-x",
            "warning",
            lambda actor, now: shares(actor).filter(state="lost"),
            share("deliver_by"),
            "deliver_by",
        ),
        Kind(
            "uninspected",
            _("Arrived parcels not opened for a day"),
            _("Telephone the centre: nothing can be paid before it has looked inside."),
            "package-open",
            "attention",
            lambda actor, now: parcels(actor).filter(
                seller_order__state="arrived", arrived_at__lt=now - rules.UNINSPECTED_AFTER
            ),
            parcel("arrived_at"),
            "arrived_at",
        ),
        Kind(
            "unpaid",
            _("Inspected goods not paid for in two days"),
            _("Telephone the centre: has the customer been told?"),
            "banknote",
            "attention",
            lambda actor, now: (
                parcels(actor)
                .filter(
                    seller_order__state="inspected",
                    inspection__inspected_at__lt=now - rules.UNPAID_AFTER,
                )
                .select_related("inspection", "seller_order__seller", "seller_order__centre")
            ),
            parcel("inspection__inspected_at"),
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
            paid,
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
            share("send_by"),
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
            parcel_back,
            "asked_at",
        ),
        Kind(
            "payouts_unknown",
            _("Payouts of which nobody knows whether they arrived"),
            _("Bring the provider's statement. They are not sent again before."),
            "circle-help",
            "warning",
            lambda actor, now: unknowns(),
            unknown_payout,
            "sent_at",
        ),
        Kind(
            "payouts_failed",
            _("Payouts that did not arrive"),
            _("Each says why and what to do; most wait for another number."),
            "circle-x",
            "attention",
            lambda actor, now: payouts_visible_to(actor).filter(state="failed"),
            failed_payout,
            "ordered_at",
        ),
        Kind(
            "sellers_unpaid",
            _("Orders whose seller was not paid in ten days"),
            _("Has the seller a confirmed account? Does a payout of theirs not go through?"),
            "banknote",
            "warning",
            releases_overdue,
            release,
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
            cash,
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
            feed,
        ),
        Kind(
            "held",
            _("Changes of sellers' lists held back for too long"),
            _("The shop goes on with the old price. Release or refuse each, or ask the seller."),
            "pause",
            "attention",
            held_old,
            held,
            "held_at",
        ),
        Kind(
            "unread",
            _("Rows from channels abroad that could not be read"),
            _("There may be an order or a payment in them. Read each, act, and close it."),
            "file-text",
            "warning",
            lambda actor, now: unread_listed(actor),
            unread,
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
            webhook,
        ),
        Kind(
            "jobs_failed",
            _("Jobs that gave up"),
            _("Read the error, mend its cause, then try them again."),
            "circle-x",
            "warning",
            lambda actor, now: jobs_failed(),
            job,
        ),
        Kind(
            "jobs_stuck",
            _("Jobs whose worker gives no sign"),
            _("A living worker takes them over by itself. If none does, start one."),
            "loader-circle",
            "warning",
            lambda actor, now: jobs_stuck(minutes=rules.JOB_STUCK_MINUTES),
            job,
        ),
        Kind(
            "deadlines",
            _("Deadlines nobody has acted on"),
            _("The clock's job does not run: is a worker up?"),
            "timer",
            "warning",
            lambda actor, now: deadlines_unclaimed(now),
            deadline,
            "due_at",
        ),
        Kind(
            "cases_disordered",
            _("Complaints whose record does not agree"),
            _("The nightly check found them without an owner or a clock, or their record changed."),
            "shield-alert",
            "warning",
            lambda actor, now: cases_disordered(),
            case("filed_at"),
            "filed_at",
        ),
        Kind(
            "cases_late",
            _("Complaints an office is late with"),
            _("Their time ran out and they still wait. Act, or ask the agency."),
            "hourglass",
            "warning",
            lambda actor, now: cases_late_visible_to(actor),
            case("late_since"),
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
            message,
            "created_at",
        ),
        Kind(
            "licences",
            _("Licences that are over or end within a month"),
            _("Ask for the renewed one; without it the goods it covers go out of the shop."),
            "shield-alert",
            "attention",
            lambda actor, now: licences_ending(actor, by=dhaka_date(now + rules.LICENCES_AHEAD)),
            licence,
        ),
    )
}
