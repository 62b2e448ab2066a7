"""What happens at home to the goods of an order abroad, and what it means for the order."""

from datetime import datetime

from django.db import transaction

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.orders.selectors import lines_of, shares_of

from ...models import ExportLine, ExportOrder, ExportSupply
from .concerns import concern_open, concerns_close
from .money import goods_write_off
from .supply import HUB

COMING = ("placed", "confirmed", "shipped", "arrived", "inspected", "paid")
CONFIRMED = ("confirmed", "shipped", "arrived", "inspected", "paid", "handed_over")


class Gathered:
    """Pieces by offer: what was ordered abroad, what is the hub's, and what may still come."""

    def __init__(self, order: ExportOrder) -> None:
        self.wanted: dict[int, int] = {}
        self.here: dict[int, int] = {}
        self.coming: dict[int, int] = {}
        self.any_confirmed = False
        for asked in order.lines.all():
            if asked.offer_id:
                _add(self.wanted, asked.offer_id, asked.quantity)
        for supply in order.supplies.select_related("order"):
            for share in shares_of(supply.order):
                self.any_confirmed |= share.state in CONFIRMED
                for line in lines_of(share.pk):
                    if share.state == "handed_over":
                        _add(self.here, line.offer_id, line.accepted_quantity)
                    elif share.state in COMING and line.state in ("placed", "confirmed"):
                        opened = share.state in ("inspected", "paid")
                        sent = line.quantity - line.kept_back_quantity
                        pieces = line.accepted_quantity if opened else sent
                        _add(self.coming, line.offer_id, pieces)

    @property
    def missing(self) -> dict[int, int]:
        """What nobody brings any more."""
        short = {
            offer_id: pieces - self.here.get(offer_id, 0) - self.coming.get(offer_id, 0)
            for offer_id, pieces in self.wanted.items()
        }
        return {offer_id: pieces for offer_id, pieces in short.items() if pieces > 0}

    @property
    def all_here(self) -> bool:
        return not any(self.coming.values())


def _add(sums: dict[int, int], key: int, pieces: int) -> None:
    sums[key] = sums.get(key, 0) + pieces


def export_order_of(order_id: int) -> int | None:
    """The order abroad that an order at home brings goods for."""
    rows = ExportSupply.objects.filter(order_id=order_id)
    return rows.values_list("export_order_id", flat=True).first()


def supply_follow(*, export_order_id: int, now: datetime) -> None:
    """Looks at all its goods and says what that makes of the order. Harmless to repeat."""
    with transaction.atomic():
        order = ExportOrder.objects.select_for_update(of=("self",)).get(pk=export_order_id)
        if order.state in ("cancelled", "refused"):
            goods_write_off(order=order, now=now)
            return
        if order.state not in ("reserved", "gathering"):
            return
        gathered = Gathered(order)
        missing = gathered.missing
        if missing and not order.short_agreed:
            concern_open(order, "supply_short", now=now, what=_named(order, missing))
        elif not missing:
            concerns_close(order, "supply_short", actor=HUB, outcome="", now=now)
        if order.state == "reserved" and gathered.any_confirmed:
            states.move(order, "gather", actor=HUB, now=now)
        something = any(gathered.here.values())
        if gathered.all_here and something and (not missing or order.short_agreed):
            states.move(order, "arrive", actor=Actor.system("export_hub"), now=now)


def _named(order: ExportOrder, missing: dict[int, int]) -> dict[str, str]:
    titles = {line.offer_id: line.title for line in ExportLine.objects.filter(order=order)}
    text = "; ".join(f"{titles.get(offer, offer)} × {pieces}" for offer, pieces in missing.items())
    return {"bn": text[:300], "en": text[:300]}
