"""Members of a group are taken in, say what they can make, and leave."""

from datetime import datetime

from django.db import transaction
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
    *, actor: Actor, group_id: int, member_id: int, capacity: int, now: datetime
) -> GroupMember:
    """Takes a producer into a group, or changes how many pieces in thirty days she can make; what
    was allotted stays. Both are looked after by one centre. Errors: NotAllowed, NotFound,
    InvalidInput."""
    require(actor, "sourcing.work")
    mine = sellers_visible_to(actor).filter(kind="producer").in_bulk([group_id, member_id])
    if len(mine) < 2:
        raise NotFound(what="producer")
    problems: dict[str, object] = {}
    if not 1 <= capacity <= MOST:
        problems["capacity"] = _("How many pieces can she make in thirty days?")
    if mine[group_id].sourcing_centre_id != mine[member_id].sourcing_centre_id:
        problems["member"] = _("A member is looked after by the group's own centre.")
    if (
        GroupMember.objects.filter(group_id=member_id, left_on=None).exists()
        or GroupMember.objects.filter(member_id=group_id, left_on=None).exists()
    ):
        problems["member"] = _("A group is no member of another group.")
    if problems:
        raise InvalidInput(problems)
    row, _made = GroupMember.objects.update_or_create(
        group_id=group_id,
        member_id=member_id,
        left_on=None,
        defaults={"capacity": capacity},
        create_defaults={"capacity": capacity, "joined_on": dhaka_date(now)},
    )
    _audit(actor, "group_member_put", row, now)
    return row


@transaction.atomic
def group_member_end(*, actor: Actor, group_id: int, member_id: int, now: datetime) -> GroupMember:
    """She gets nothing more; what she has promised she brings. Errors: NotAllowed, NotFound."""
    require(actor, "sourcing.work")
    if not sellers_visible_to(actor).filter(pk=group_id).exists():
        raise NotFound(what="producer")
    row = GroupMember.objects.filter(group_id=group_id, member_id=member_id, left_on=None).first()
    if row is None:
        raise NotFound(what="member")
    row.left_on = dhaka_date(now)
    row.save(update_fields=["left_on"])
    _audit(actor, "group_member_end", row, now)
    return row


def _audit(actor: Actor, action: str, row: GroupMember, now: datetime) -> None:
    audit_write(
        actor=actor,
        action=action,
        entity="organisation",
        entity_id=row.group_id,
        data={"member": row.member_id, "capacity": row.capacity},
        now=now,
    )
