"""How each step of a trial is judged: by what the seller's system did, never by what it says."""

from datetime import datetime, timedelta

from ekshop.catalogue.selectors import offers_in_stock_count
from ekshop.fulfilment.selectors import shipments_of
from ekshop.orders.selectors import lines_of, seller_order_get

from ... import rules as outgoing
from ...models import ConformanceRun, ConformanceStep, FeedRun, ShopOrder
from ...rules import conformance as rules
from ...rules.conformance import Verdict
from .noting import note
from .tidying import parcel_refuse
from .trying import PIECES, confirms_of, delivery_of, order_of, to_decline

CANCELLED = "seller_order.cancelled"
HANDED_OVER = ("handed_over", "in_transit", "out_for_delivery", "arrived")


def _goods(run: ConformanceRun, step: ConformanceStep, now: datetime, over: bool) -> Verdict | None:
    live = offers_in_stock_count(seller_id=run.seller_id, least=PIECES)
    read = (
        FeedRun.objects.filter(feed__seller_id=run.seller_id, state__in=["done", "incomplete"])
        .order_by("-id")
        .first()
    )
    rows, rejected = (read.rows, read.rejected) if read else (live, 0)
    data = {"live": live, "rows": rows, "rejected": rejected}
    if live < rules.LEAST_GOODS and not over:
        return None
    note(
        run,
        direction="own",
        text=f"goods: {live} in stock; last list: {rows} rows, {rejected} refused",
        mark="goods",
        now=now,
    )
    if live < rules.LEAST_GOODS:
        return "fail", "goods_few", data
    if run.decline_ref and to_decline(run) is None:
        return "fail", "decline_unknown", {"ref": run.decline_ref}
    if rejected * 100 > rows * rules.REFUSED_ROWS_PERCENT:
        return "fail", "rows_refused", data
    return "pass", "goods_fine", data


def _order(run: ConformanceRun, step: ConformanceStep, now: datetime, over: bool) -> Verdict | None:
    return _told(run, order_of(run, "order"), outgoing.NEW_ORDER, now)


def _told(
    run: ConformanceRun,
    seller_order_id: int,
    event_type: str,
    now: datetime,
    reference: str = "",
) -> Verdict | None:
    """Whether the seller's system took the news of an event. On our pages it always stands."""
    if run.way not in (rules.WEBHOOK, rules.PORTAL):
        return _in_the_shop(seller_order_id, event_type)
    if run.way == rules.PORTAL:
        return "pass", "on_the_page", {}
    delivery = delivery_of(run, seller_order_id, event_type, reference)
    if delivery is None or delivery.attempts == 0:
        return None
    data = {
        "status": delivery.last_status,
        "ms": delivery.last_ms,
        "answer": delivery.last_answer[:200],
    }
    if delivery.state == "delivered":
        return "pass", "taken", data
    if delivery.attempts < 2 and delivery.state == "waiting":
        return None
    return "fail", "not_taken" if delivery.last_status else "unreached", data


def _in_the_shop(seller_order_id: int, event_type: str) -> Verdict | None:
    """What a seller's shop system was given; it is told of new and of cancelled orders only."""
    wanted = {outgoing.NEW_ORDER: ("taken", "over"), CANCELLED: ("called_off",)}.get(event_type)
    if wanted is None:
        return "pass", "on_the_page", {}
    given = ShopOrder.objects.filter(seller_order_id=seller_order_id).first()
    if given is None or given.attempts == 0 and given.state not in wanted:
        return None
    if given.state in wanted:
        return "pass", "in_the_shop", {"ref": given.ref}
    return "fail", "unreached", {"answer": given.problem}


def _confirmed(
    run: ConformanceRun, step: ConformanceStep, now: datetime, over: bool
) -> Verdict | None:
    seller_order = seller_order_get(order_of(run, "order"))
    if seller_order.state == "placed":
        return None
    whole = {line.state for line in lines_of(seller_order.pk)} == {"confirmed"}
    if whole:
        return "pass", "confirmed", {"seconds": _since(seller_order.placed_at, now)}
    return "fail", "not_confirmed", {"state": _state(seller_order)}


def _refused_message(
    run: ConformanceRun, step: ConformanceStep, now: datetime, over: bool
) -> Verdict | None:
    status = step.data.get("status")
    if status is None:
        return "fail", "unreached", {}
    if 200 <= status < 300:
        return "fail", "accepted_wrongly", {}
    if 400 <= status < 500:
        return "pass", "refused_rightly", {}
    return "fail", "answered_otherwise", {}


def _unmoved(
    run: ConformanceRun, step: ConformanceStep, now: datetime, over: bool
) -> Verdict | None:
    """After a message sent again: taken, and for a while nothing more happens than did before."""
    status = step.data.get("status")
    if status is None:
        return "fail", "unreached", {}
    if not 200 <= status < 300:
        return "fail", "not_taken", {}
    began = step.began_at or now
    # The line of the first answer may come into the log a moment after the answer itself.
    confirms = confirms_of(run)
    if len(confirms) > max(1, step.data.get("confirms", 0)):
        return "fail", "moved_again", {"what": confirms[-1]}
    if now < began + _quiet(run):
        return None
    return "pass", "unmoved", {}


def _shipped(
    run: ConformanceRun, step: ConformanceStep, now: datetime, over: bool
) -> Verdict | None:
    parcel = _parcel(order_of(run, "order"))
    if parcel is None:
        return None
    data = {"code": parcel.code, "seconds": _since(step.began_at or now, now)}
    return "pass", "shipped", data


def _refused(
    run: ConformanceRun, step: ConformanceStep, now: datetime, over: bool
) -> Verdict | None:
    seller_order_id = order_of(run, "order")
    parcel = _parcel(seller_order_id)
    for event_type, reference in (
        ("shipment.arrived", parcel.code if parcel else ""),
        ("inspection.recorded", ""),
    ):
        told = _told(run, seller_order_id, event_type, now, reference)
        if told is None or told[0] == "fail":
            return told
    return told


def _declined(
    run: ConformanceRun, step: ConformanceStep, now: datetime, over: bool
) -> Verdict | None:
    if step.seller_order_id is None:
        return "fail", "decline_unknown", {"ref": run.decline_ref}
    seller_order = seller_order_get(step.seller_order_id)
    if seller_order.state == "placed":
        return None
    if seller_order.state != "declined":
        return "fail", "not_declined", {"state": _state(seller_order)}
    reason = lines_of(seller_order.pk)[0].decline_reason
    seconds = _since(seller_order.placed_at, now)
    return "pass", "declined", {"seconds": seconds, "reason": reason}


def _partly(
    run: ConformanceRun, step: ConformanceStep, now: datetime, over: bool
) -> Verdict | None:
    if step.seller_order_id is None:
        return "fail", "decline_unknown", {"ref": run.decline_ref}
    seller_order = seller_order_get(step.seller_order_id)
    if seller_order.state == "placed":
        return None
    states = [line.state for line in lines_of(seller_order.pk)]
    data = {"yes": states.count("confirmed"), "no": states.count("declined")}
    if data != {"yes": 1, "no": 1}:
        return "fail", "not_partly", data
    if seller_order.state in ("confirmed", "shipped"):
        if _parcel(seller_order.pk) is None:
            return None
        parcel_refuse(run, seller_order.pk, now=now, short=True)
    return "pass", "partly", data


def _cancelled(
    run: ConformanceRun, step: ConformanceStep, now: datetime, over: bool
) -> Verdict | None:
    seller_order_id = order_of(run, "cancelled")
    told = _told(run, seller_order_id, CANCELLED, now)
    if told is None or told[0] == "fail":
        return told
    if now < (step.began_at or now) + _quiet(run):
        return None
    parcels = shipments_of([seller_order_id]).get(seller_order_id, [])
    if any(each.state != "cancelled" for each in parcels):
        return "fail", "shipped_cancelled", {}
    return "pass", "let_go", {}


def _parcel(seller_order_id: int):  # type: ignore[no-untyped-def]
    """The parcel that is with a courier, or that a courier with an interface was asked for."""
    for each in shipments_of([seller_order_id]).get(seller_order_id, []):
        if each.direction == "outbound" and (
            each.state in HANDED_OVER or (each.state == "booked" and each.courier != "manual")
        ):
            return each
    return None


def _quiet(run: ConformanceRun) -> timedelta:
    return rules.quiet(timedelta(seconds=run.patience_s))


def _since(start: datetime, now: datetime) -> int:
    return max(0, round((now - start).total_seconds()))


def _state(seller_order) -> str:  # type: ignore[no-untyped-def]
    return str(type(seller_order).machine.state_label(seller_order.state))


JUDGES: dict[str, rules.Judge] = {
    "goods": _goods,
    "order": _order,
    "confirmed": _confirmed,
    "forged": _refused_message,
    "stale": _refused_message,
    "repeated": _unmoved,
    "shipped": _shipped,
    "refused": _refused,
    "late": _unmoved,
    "declined": _declined,
    "partly": _partly,
    "cancelled": _cancelled,
}
