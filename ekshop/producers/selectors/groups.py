"""Who belongs to a group."""

from datetime import date

from django.db.models import Q, QuerySet

from ekshop.producers.models import GroupMember


def group_members(group_id: int, on: date) -> QuerySet[GroupMember]:
    """Those in it on that day, in the order in which they joined; none for one that is no group."""
    return (
        GroupMember.objects.filter(group_id=group_id, joined_on__lte=on)
        .filter(Q(left_on=None) | Q(left_on__gt=on))
        .select_related("member")
        .order_by("joined_on", "pk")
    )


def groups_of(member_id: int, on: date) -> list[int]:
    """The groups a producer belongs to, by their ids."""
    rows = GroupMember.objects.filter(member_id=member_id, joined_on__lte=on)
    rows = rows.filter(Q(left_on=None) | Q(left_on__gt=on))
    return list(rows.values_list("group_id", flat=True))


def group_members_ahead(group_id: int, on: date) -> QuerySet[GroupMember]:
    """Those in it on that day and those who join later, in the order in which they join."""
    rows = GroupMember.objects.filter(group_id=group_id)
    rows = rows.filter(Q(left_on=None) | Q(left_on__gt=on))
    return rows.select_related("member").order_by("joined_on", "pk")
