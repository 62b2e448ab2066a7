"""Where parcels abroad are, by what their carriers say."""

import logging
from datetime import datetime, timedelta

from django.db import DataError, transaction
from django.db.models import Q

from ekshop.kernel import states
from ekshop.kernel.actors import Actor

from ...adapters.carriers import CarrierReportRead, CarrierTrouble, carrier_for
from ...models import CarrierReport, Consignment, ExportOrder
from ...rules.strange import FAILURES, plain
from .concerns import concern_open, concerns_close
from .money import found_book, lost_book
from .settling import settled_if_done

log = logging.getLogger(__name__)
CARRIER = Actor.system("carrier")
AHEAD, BEFORE = timedelta(minutes=15), timedelta(days=7)
"""Reports of later than now, or of long before it was given to the carrier, are nonsense."""
MAY_BE_FOUND = timedelta(days=60)
"""So long after it was lost a parcel is still asked for."""


def carrier_reports_read(*, now: datetime) -> int:
    """Asks carriers with an interface what became of parcels that are under way, or were lost and may
    be found; returns how many reports were news. One that does not answer is asked again the next
    time."""
    news = 0
    lost = Q(orders__state="lost", orders__over_at__gt=now - MAY_BE_FOUND)
    asked = Consignment.objects.filter(Q(state="handed_over") | lost).exclude(carrier="manual")
    for row in asked.distinct():
        carrier = carrier_for(row.carrier)
        if carrier is None:
            continue
        try:
            reports = carrier.track(row.carrier_ref)
        except CarrierTrouble:
            continue
        for report in reports:
            try:
                news += carrier_report_record(carrier=row.carrier, report=report, now=now)
            except (DataError, *FAILURES):
                # One that cannot be kept holds up none of the others.
                log.exception("a report of carrier %s was not understood", row.carrier)
    return news


def carrier_report_record(*, carrier: str, report: CarrierReportRead, now: datetime) -> bool:
    """Keeps a report once by the carrier's key, and moves its parcel on if that is news. Reports
    come repeated, late and out of order; none moves a parcel back. False: known, or nobody's."""
    with transaction.atomic():
        order = (
            ExportOrder.objects.select_for_update(of=("self",))
            .filter(consignment__carrier=carrier, tracking_number=report.number)
            .exclude(tracking_number="")
            .first()
        )
        left = order.shipped_at or order.taken_at if order else now
        if order is None or not left - BEFORE <= report.at <= now + AHEAD:
            return False
        _row, is_new = CarrierReport.objects.get_or_create(
            carrier=carrier,
            event_key=plain(report.event_key)[:120],
            defaults={
                "order": order,
                "status": report.status,
                "message": plain(report.message)[:300],
                "at": report.at,
                "received_at": now,
            },
        )
        if is_new:
            parcel_advance(order, report.status, actor=CARRIER, at=report.at, now=now)
    return is_new


def parcel_advance(
    order: ExportOrder, status: str, *, actor: Actor, at: datetime, now: datetime
) -> None:
    """What a status means for an order that is held. A parcel lost and found is delivered."""
    if status == "delivered" and order.state in ("shipped", "lost"):
        found_book(order=order, now=now)
        states.move(
            order, "deliver", actor=actor, now=now, also={"delivered_at": at, "over_at": at}
        )
        concerns_close(order, "lost", actor=actor, outcome="", now=now)
        settled_if_done(order, now)
    elif status == "lost" and order.state == "shipped":
        states.move(order, "lose", actor=actor, now=now, also={"over_at": now})
        lost_book(order=order, now=now)
        concern_open(order, "lost", now=now)
    elif status == "returned" and order.state in ("shipped", "delivered", "settled"):
        concern_open(order, "returned", now=now)
    if order.consignment_id:
        consignment_end_if_done(order.consignment_id, now)


def consignment_end_if_done(consignment_id: int, now: datetime) -> None:
    row = Consignment.objects.select_for_update().get(pk=consignment_id)
    if row.state == "handed_over" and not row.orders.filter(state="shipped").exists():
        states.move(row, "end", actor=CARRIER, now=now)
