"""Parcels of several producers, put together by their centre and given to one courier at once."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.coded import coded_insert
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.orders import selectors as orders
from ekshop.parties.services import require

from .. import rules, selectors
from ..models import Pool, Shipment
from .errors import PoolGone
from .moving import parcel_left
from .shipping import courier_check, parcel_make

MOST = 60
"""Parcels in one pool: what one driver takes, and one list holds."""


def pool_make(
    *, actor: Actor, seller_order_ids: Sequence[int], courier: str, nonce: UUID, now: datetime
) -> Pool:
    """A parcel with a label for each of the orders, which were looked at, and one list for all.

    All or none. The same nonce again answers with the same pool. Errors: NotAllowed, NotFound,
    InvalidInput, NotReadyToShip, NotCheckedYet, AlreadyBooked.
    """
    require(actor, "sourcing.work")
    courier_check(courier)
    mine = Pool.objects.filter(centre_id=actor.organisation)
    if done := mine.filter(nonce=nonce).first():
        return done
    try:
        with transaction.atomic():
            pool = coded_insert(
                Pool(
                    centre_id=actor.organisation,
                    courier=courier,
                    made_by_id=actor.person,
                    made_at=now,
                    nonce=nonce,
                ),
                "P",
            )
            states.begin(pool, actor=actor, now=now)
            _put(actor, pool, seller_order_ids, now)
    except IntegrityError:
        # The same form at the same moment: the other one won.
        if done := mine.filter(nonce=nonce).first():
            return done
        raise
    return pool


def pool_add(*, actor: Actor, pool_id: int, seller_order_ids: Sequence[int], now: datetime) -> Pool:
    """More parcels into one that has not left. Errors as `pool_make`, PoolGone."""
    require(actor, "sourcing.work")
    with transaction.atomic():
        pool = _open(actor, pool_id)
        _put(actor, pool, seller_order_ids, now)
    return pool


def pool_take_out(*, actor: Actor, pool_id: int, shipment_id: int, now: datetime) -> Pool:
    """One parcel stays behind: its label is void, its order may go with another. Repeating is
    harmless. Errors: NotFound, PoolGone, StaleState for one that has left."""
    require(actor, "sourcing.work")
    with transaction.atomic():
        pool = _open(actor, pool_id)
        parcel = pool.shipments.select_for_update(of=("self",)).filter(pk=shipment_id).first()
        if parcel is None:
            raise NotFound(what="shipment")
        if parcel.state != "cancelled":
            states.move(parcel, "cancel", actor=actor, now=now)
    return pool


def pool_dissolve(*, actor: Actor, pool_id: int, now: datetime) -> Pool:
    """Takes the whole apart before it leaves; its orders may go with others. Errors: NotFound,
    PoolGone, also once one of its parcels has left."""
    require(actor, "sourcing.work")
    with transaction.atomic():
        pool = _open(actor, pool_id)
        parcels = _parcels(pool)
        if any(each.state != "booked" for each in parcels):
            raise PoolGone(state=rules.SHIPMENT.state_label("handed_over"))
        states.move_all(parcels, "cancel", actor=actor, now=now)
        states.move(pool, "dissolve", actor=actor, now=now)
    return pool


def pool_hand_over(
    *,
    actor: Actor,
    pool_id: int,
    shipment_ids: Collection[int],
    driver: str = "",
    now: datetime,
) -> Pool:
    """The courier has taken these parcels, all at once; those not named stay behind.

    An order that was taken back meanwhile stays behind, too. Harmless when repeated. Errors:
    NotFound, InvalidInput for none, PoolGone.
    """
    require(actor, "sourcing.work")
    with transaction.atomic():
        pool = _held(actor, pool_id)
        if pool.state == "handed_over":
            return pool
        pool = _open(actor, pool_id)
        parcels = _parcels(pool)
        goes = [
            each
            for each in parcels
            if each.state != "booked"
            or (each.pk in shipment_ids and each.seller_order.state == "confirmed")
        ]
        if not goes:
            raise InvalidInput({"parcels": _("Tick the parcels the courier takes.")})
        stays = [each for each in parcels if each not in goes]
        states.move_all(stays, "cancel", actor=actor, now=now)
        for parcel in goes:
            parcel_left(actor=actor, shipment=parcel, now=now)
        states.move(
            pool,
            "hand_over",
            actor=actor,
            now=now,
            also={"handed_over_at": now, "driver": normalise(driver)[:120]},
        )
    return pool


def _put(actor: Actor, pool: Pool, seller_order_ids: Sequence[int], now: datetime) -> None:
    wanted = sorted(set(seller_order_ids))
    held = list(
        orders.producer_orders_visible_to(actor)
        .select_for_update(of=("self",))
        .filter(pk__in=wanted)
        .order_by("pk")
    )
    if len(held) < len(wanted):
        raise NotFound(what="seller_order")
    if not held:
        raise InvalidInput({"orders": _("Choose whose parcels go together.")})
    if len(held) + pool.shipments.exclude(state="cancelled").count() > MOST:
        raise InvalidInput({"orders": _("At most %(most)s parcels go together.") % {"most": MOST}})
    for order in held:
        parcel_make(actor=actor, seller_order=order, courier=pool.courier, pool=pool, now=now)


def _parcels(pool: Pool) -> list[Shipment]:
    """Those in it, held with their orders, so that a buyer who takes one back is before or after.

    Orders first, as a cancellation holds them before their parcels.
    """
    rows = pool.shipments.exclude(state="cancelled")
    held = orders.producer_orders_visible_to(Actor.system("pool")).select_for_update(of=("self",))
    list(held.filter(pk__in=rows.values("seller_order_id")).order_by("pk"))
    return list(rows.select_for_update(of=("self",)).select_related("seller_order").order_by("pk"))


def _held(actor: Actor, pool_id: int) -> Pool:
    found = (
        selectors.pools_visible_to(actor).select_for_update(of=("self",)).filter(pk=pool_id).first()
    )
    if found is None:
        raise NotFound(what="pool")
    return found


def _open(actor: Actor, pool_id: int) -> Pool:
    pool = _held(actor, pool_id)
    if pool.state != "open":
        raise PoolGone(state=rules.POOL.state_label(pool.state))
    return pool
