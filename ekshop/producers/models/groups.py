"""Many hands behind one offer: a weavers' cooperative and who belongs to it."""

from django.db import models
from django.db.models import F, Q


class GroupMember(models.Model):
    """A producer who works within a group, itself a producer that sells. `capacity`: pieces she says
    she can make in thirty days; `left_on` the first day she is no longer in it."""

    group = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    capacity = models.PositiveIntegerField()
    joined_on = models.DateField()
    left_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "member"], condition=Q(left_on=None), name="group_member_once"
            ),
            models.CheckConstraint(
                condition=~Q(group=F("member")), name="group_is_not_its_own_member"
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                name="group_member_left_after_joining",
            ),
        ]
