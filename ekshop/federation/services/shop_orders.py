"""Orders given to a seller's shop, and called off there.

A shop order is a row and a job in the transaction of what it tells of. The job calls outside any
transaction; whatever kills it, or loses the answer, it is done again: the connector looks for the
order before it makes one.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from ekshop.kernel import clock, states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.errors import NotFound
from ekshop.kernel.jobs import job
from ekshop.orders.selectors import seller_orders_visible_to
from ekshop.parties.services import require

from ..connectors import ConnectorTrouble, Orders
from ..models import Feed, ShopOrder
from ..rules import shops as rules
from ..selectors.wire import seller_order_wire
from .errors import problem_said
from .sources import connector_named, source_of
from .telling import new_order_notices

GIVER = Actor.system("shop orders")
OVERDUE = timedelta(minutes=2)


def shop_feed_of(seller_id: int) -> Feed | None:
    """The feed whose shop takes this seller's orders, if there is one in use."""
    feeds = Feed.objects.filter(seller_id=seller_id, state__in=["active", "failing", "paused"])
    for feed in feeds.exclude(address="").order_by("id"):
        if connector_named(feed.connector).orders and feed.settings.get("orders"):
            return feed
    return None


def shop_order_queue(*, seller_id: int, seller_order_id: int, code: str, now: datetime) -> bool:
    """Gives a new order to the seller's shop; False where none takes orders. Harmless repeated."""
    feed = shop_feed_of(seller_id)
    if feed is None:
        return False
    with transaction.atomic():
        given, made = ShopOrder.objects.get_or_create(
            seller_order_id=seller_order_id,
            defaults={"feed": feed, "code": code, "next_attempt_at": now, "created_at": now},
        )
        if made:
            states.begin(given, actor=GIVER, now=now)
            shop_order_work.later(shop_order_id=given.pk)
    return True


def shop_order_call_off(*, seller_order_id: int, now: datetime) -> bool:
    """The order is cancelled in the shop as well; False where it was never given to one."""
    with transaction.atomic():
        given = (
            ShopOrder.objects.select_for_update().filter(seller_order_id=seller_order_id).first()
        )
        if given is None:
            return False
        if rules.SHOP_ORDER.step(given.state, "call_off") is not None:
            also = {"attempts": 0, "next_attempt_at": now, **problem_said()}
            states.move(given, "call_off", actor=GIVER, now=now, also=also)
            shop_order_work.later(shop_order_id=given.pk)
    return True


def shop_order_again(*, actor: Actor, shop_order_id: int, now: datetime) -> ShopOrder:
    """Gives an order once more that the shop did not take. Raises NotAllowed, NotFound, StaleState."""
    require(actor, "feed.manage")
    with transaction.atomic():
        given = (
            ShopOrder.objects.select_for_update(of=("self",))
            .filter(pk=shop_order_id, feed__seller_id=actor.organisation_id)
            .first()
        )
        if given is None:
            raise NotFound(shop_order_id=shop_order_id)
        also = {"attempts": 0, "next_attempt_at": now, **problem_said()}
        states.move(given, "again", actor=actor, now=now, also=also)
        shop_order_work.later(shop_order_id=given.pk)
        audit_write(
            actor=actor,
            action="shop_order_again",
            entity="feed",
            entity_id=given.feed_id,
            data={"code": given.code},
            now=now,
        )
    return given


@job(queue="outgoing", name="federation.shop_order_work")
def shop_order_work(*, shop_order_id: int) -> None:
    """One attempt at what the order waits for, when it is due. A job too many finds nothing."""
    given = ShopOrder.objects.select_related("feed").filter(pk=shop_order_id).first()
    now = clock.now()
    if given is None or given.state not in rules.TO_DO or not _is_due(given, now):
        return
    speaks = connector_named(given.feed.connector).orders
    if speaks is None:
        return
    if given.state == "waiting":
        _worked(given, now, lambda: _pushed(speaks, given))
    else:
        _worked(given, now, lambda: _cancelled(speaks, given))


def shop_orders_requeue(now: datetime, limit: int = 500) -> int:
    """Gives a job to what is long due without one; says how many."""
    lost = ShopOrder.objects.filter(state__in=rules.TO_DO, next_attempt_at__lt=now - OVERDUE)
    ids = list(lost.order_by("next_attempt_at").values_list("pk", flat=True)[:limit])
    for pk in ids:
        shop_order_work.options(queueing_lock=f"shop-order:{pk}").later(shop_order_id=pk)
    return len(ids)


def _is_due(given: ShopOrder, now: datetime) -> bool:
    due = given.next_attempt_at
    return due is not None and due <= now + timedelta(seconds=0.5)


def _pushed(speaks: Orders, given: ShopOrder) -> str:
    return speaks.push(source_of(given.feed), _order_wire(given))


def _cancelled(speaks: Orders, given: ShopOrder) -> str:
    speaks.cancel(source_of(given.feed), given.ref, _order_wire(given))
    return given.ref


def _order_wire(given: ShopOrder) -> dict:
    seller_order = (
        seller_orders_visible_to(GIVER)
        .select_related("order", "centre__centre__district", "centre__centre__union")
        .get(pk=given.seller_order_id)
    )
    return seller_order_wire(seller_order, seller_order.lines.order_by("position"))


def _worked(given: ShopOrder, now: datetime, work: Callable[[], str]) -> None:
    """Does it, and writes down what came of it unless someone did so meanwhile."""
    before = given.state
    trouble: ConnectorTrouble | None = None
    ref = given.ref
    try:
        ref = work()
    except ConnectorTrouble as found:
        trouble = found
    now = clock.now()
    with transaction.atomic():
        fresh = ShopOrder.objects.select_for_update(of=("self",)).get(pk=given.pk)
        if fresh.ref == "" and ref:
            ShopOrder.objects.filter(pk=fresh.pk).update(ref=ref)
        if fresh.state != before or fresh.attempts != given.attempts:
            return
        if trouble is None:
            action = "take" if before == "waiting" else "settle"
            also = {"ref": ref, "next_attempt_at": None, **problem_said()}
            states.move(fresh, action, actor=GIVER, now=now, also=also)
        else:
            _failed(fresh, trouble, now)


def _failed(given: ShopOrder, trouble: ConnectorTrouble, now: datetime) -> None:
    attempts = given.attempts + 1
    heard = {"attempts": attempts, "next_attempt_at": None, **problem_said(trouble)}
    wait = rules.shop_wait(attempts) if trouble.passing else None
    given_up = wait is None and given.state == "waiting"
    if given_up:
        states.move(given, "give_up", actor=GIVER, now=now, also=heard)
    elif wait is None:
        # Somebody at the seller has to cancel it by hand; it is said on the page.
        states.move(given, "settle", actor=GIVER, now=now, also=heard)
    else:
        at = now + wait
        ShopOrder.objects.filter(pk=given.pk).update(**{**heard, "next_attempt_at": at})
        shop_order_work.options(at=at).later(shop_order_id=given.pk)
    early = given_up and attempts < rules.TOLD_AFTER
    if given.state in ("waiting", "failed") and (early or attempts == rules.TOLD_AFTER):
        new_order_notices(code=given.code, now=now)
