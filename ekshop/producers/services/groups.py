"""Members of a group are taken in, say what they can make, and leave."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.parties.selectors import sellers_visible_to
from ekshop.parties.services import require
from ekshop.producers.models import GroupMember

MOST = 10_000


@transaction.atomic
def group_member_put(
    *,
    actor: Actor,
    group_id: int,
    member_id: int,
    capacity: int,
    now: datetime,
    from_day: date | None = None,
    last_day: date | None = None,
) -> GroupMember:
    """Takes a producer into a group, or changes how many pieces in thirty days she can make; what
    was allotted stays. Both are looked after by one centre. `from_day`: today unless given, and
    what it was for whoever is in it; `last_day`: none for as long as she likes. Errors: NotAllowed,
    NotFound, InvalidInput."""
    require(actor, "group.manage")
    mine = sellers_visible_to(actor).filter(kind="producer").in_bulk([group_id, member_id])
    if len(mine) < 2:
        raise NotFound(what="producer")
    # Two who write the same member down at once: the second finds the first's.
    sellers_visible_to(actor).select_for_update(of=("self",)).get(pk=group_id)
    today = dhaka_date(now)
    row = _there(group_id, member_id, today)
    problems: dict[str, object] = {}
    if not 1 <= capacity <= MOST:
        problems["capacity"] = _("How many pieces can she make in thirty days?")
    if mine[group_id].sourcing_centre_id != mine[member_id].sourcing_centre_id:
        problems["member"] = _("A member is looked after by the group's own centre.")
    if _in_force(group_id=member_id, day=today) or _in_force(member_id=group_id, day=today):
        problems["member"] = _("A group is no member of another group.")
    first = row.joined_on if row else from_day or today
    if row is None and from_day is not None and from_day < today:
        problems["from_day"] = _("Today or later.")
    if last_day is not None and last_day < max(first, today):
        problems["last_day"] = _("The last day is not before the first, and not past.")
    if problems:
        raise InvalidInput(problems)
    if row is None:
        row = GroupMember(group_id=group_id, member_id=member_id, joined_on=first)
    row.capacity = capacity
    row.left_on = None if last_day is None else date.fromordinal(last_day.toordinal() + 1)
    row.save()
    _audit(actor, "group_member_put", row, now)
    return row


@transaction.atomic
def group_member_end(*, actor: Actor, group_id: int, member_id: int, now: datetime) -> GroupMember:
    """She gets nothing more; what she has promised she brings. Errors: NotAllowed, NotFound."""
    require(actor, "group.manage")
    if not sellers_visible_to(actor).filter(pk=group_id).exists():
        raise NotFound(what="producer")
    today = dhaka_date(now)
    row = _there(group_id, member_id, today)
    if row is None:
        raise NotFound(what="member")
    row.left_on = max(today, row.joined_on)
    row.save(update_fields=["left_on"])
    _audit(actor, "group_member_end", row, now)
    return row


def _there(group_id: int, member_id: int, today: date) -> GroupMember | None:
    """Her place in the group, begun or still to begin, and not over."""
    rows = GroupMember.objects.select_for_update().filter(group_id=group_id, member_id=member_id)
    return rows.filter(Q(left_on=None) | Q(left_on__gt=today)).order_by("-pk").first()


def _in_force(*, day: date, **who: int) -> bool:
    rows = GroupMember.objects.filter(**who)
    return rows.filter(Q(left_on=None) | Q(left_on__gt=day)).exists()


def _audit(actor: Actor, action: str, row: GroupMember, now: datetime) -> None:
    audit_write(
        actor=actor,
        action=action,
        entity="organisation",
        entity_id=row.group_id,
        data={"member": row.member_id, "capacity": row.capacity},
        now=now,
    )
