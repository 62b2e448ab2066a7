"""Beginning and ending a trial."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import clock, states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import format_number, normalise
from ekshop.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound
from ekshop.kernel.rulebook import rule_at
from ekshop.parties.services import require, trial_desk

from ...models import ConformanceRun, ConformanceStep, WebhookEndpoint
from ...rules import conformance as rules
from ...selectors.conformance import runs_visible_to
from ..shop_orders import shop_feed_of
from .driving import conformance_drive
from .tidying import orders_end


class AlreadyOnTrial(Conflict):
    code = "already_on_trial"
    message = _("A trial is under way. Wait for its end, or stop it.")


class TooManyTrials(Conflict):
    """A seller's trials place orders and send messages: a system that tries without end is stopped."""

    code = "too_many_trials"
    message = _(
        "All %(most)s trials of today are used. Mend what the last one found, and go on tomorrow."
    )


def way_of(seller_id: int) -> str:
    """How a seller hears of orders: its webhook, a shop system's connector, or our pages."""
    if WebhookEndpoint.objects.filter(seller_id=seller_id, state="active").exists():
        return rules.WEBHOOK
    feed = shop_feed_of(seller_id)
    return feed.connector if feed else rules.PORTAL


def conformance_start(
    *,
    actor: Actor,
    seller_id: int,
    now: datetime,
    decline_ref: str = "",
    patience: timedelta = rules.PATIENCE,
) -> ConformanceRun:
    """Starts a trial; the orders are placed for whoever starts it, who gets a customer's messages.

    `decline_ref`: the seller's number of an article its system declines; without one an order is
    to be declined by hand. A seller's are no more in a day than rule `trials_a_day`. Raises
    NotAllowed, NotFound (no mobile number), InvalidInput, TooManyTrials, AlreadyOnTrial.
    """
    require(actor, "conformance.run")
    if actor.role != "operator" and seller_id != actor.organisation_id:
        raise NotFound(seller_id=seller_id)
    if actor.person_id is None:
        raise NotAllowed()
    if not rules.LEAST_PATIENCE <= patience <= rules.MOST_PATIENCE:
        raise InvalidInput({"patience": _("From five seconds to two days.")})
    _room_today(seller_id, now)
    trial_desk(person_id=actor.person, now=now)
    way = way_of(seller_id)
    try:
        with transaction.atomic():
            run = ConformanceRun.objects.create(
                seller_id=seller_id,
                way=way,
                decline_ref=normalise(decline_ref).strip()[:50],
                patience_s=int(patience.total_seconds()),
                started_by_id=actor.person,
                started_at=now,
            )
            states.begin(run, actor=actor, now=now)
            ConformanceStep.objects.bulk_create(
                ConformanceStep(run=run, position=position, key=step.key)
                for position, step in enumerate(rules.STEPS, start=1)
            )
            audit_write(
                actor=actor,
                action="conformance_start",
                entity="organisation",
                entity_id=seller_id,
                now=now,
                data={"run": run.pk, "way": way},
            )
            conformance_drive.later(run_id=run.pk)
    except IntegrityError as clash:
        raise AlreadyOnTrial() from clash
    return run


def _room_today(seller_id: int, now: datetime) -> None:
    most = rule_at(rules.A_DAY, now).value
    today = clock.dhaka_midnight(clock.dhaka_date(now))
    if ConformanceRun.objects.filter(seller_id=seller_id, started_at__gte=today).count() >= most:
        raise TooManyTrials(most=format_number(most, get_language() or "bn"))


def conformance_stop(*, actor: Actor, run_id: int, now: datetime) -> ConformanceRun:
    """Ends a trial that is under way; its orders are taken back. Harmless when it is over."""
    require(actor, "conformance.run")
    with transaction.atomic():
        run = runs_visible_to(actor).select_for_update(of=("self",)).filter(pk=run_id).first()
        if run is None:
            raise NotFound(run_id=run_id)
        if run.state == "running":
            states.move(run, "stop", actor=actor, now=now, also={"finished_at": now})
    orders_end(run, now=now)
    return run
