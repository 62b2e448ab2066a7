"""A group's order is allotted to its members when the group says yes."""

from collections.abc import Sequence
from datetime import datetime

from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.money import Money
from ekshop.producers.rules import Hand, allotted
from ekshop.producers.selectors import group_members

from ..models import GroupShare, OrderLine, SellerOrder
from ..selectors import pieces_lately
from .errors import HandsTooFew


def lines_allot(*, seller_order: SellerOrder, lines: Sequence[OrderLine], now: datetime) -> None:
    """Nothing for a seller that is no group. The members are held meanwhile, so that two orders at
    once do not count on the same hands. Raises HandsTooFew."""
    if seller_order.sourcing_centre_id is None or not lines:
        return
    members = list(
        group_members(seller_order.seller_id, dhaka_date(now)).select_for_update(of=("self",))
    )
    if not members:
        return
    used = pieces_lately([each.member_id for each in members], now)
    left = sum(max(each.capacity - used.get(each.member_id, 0), 0) for each in members)
    if left < sum(line.quantity for line in lines):
        raise HandsTooFew(left=left)
    shares = []
    for line in lines:
        hands = [
            Hand(each.member_id, each.capacity, used.get(each.member_id, 0)) for each in members
        ]
        for member_id, pieces in allotted(line.quantity, hands).items():
            used[member_id] = used.get(member_id, 0) + pieces
            shares.append(
                GroupShare(line=line, member_id=member_id, quantity=pieces, allotted_at=now)
            )
    GroupShare.objects.bulk_create(shares)


def shares_accept(*, seller_order_id: int) -> list[GroupShare]:
    """Fills in, of each member, how many of her pieces were accepted: what was not is spread over
    all in proportion, whole pieces, for a parcel does not say whose piece it was."""
    rows = list(
        GroupShare.objects.select_for_update(of=("self",))
        .filter(line__seller_order_id=seller_order_id)
        .select_related("line")
        .order_by("pk")
    )
    for line_id in {row.line_id for row in rows}:
        own = [row for row in rows if row.line_id == line_id]
        parts = Money(own[0].line.accepted_quantity).allocate([row.quantity for row in own])
        for row, part in zip(own, parts, strict=True):
            row.accepted = part.poisha
    GroupShare.objects.bulk_update(rows, ["accepted"])
    return rows


def shares_moved(*, moved: Sequence[tuple[GroupShare, int]]) -> None:
    """Notes what the books have moved to each by now, with what is moved in this transaction."""
    for share, poisha in moved:
        share.moved_poisha += poisha
    GroupShare.objects.bulk_update([share for share, _poisha in moved], ["moved_poisha"])
