"""What marketplaces sent and nobody could read."""

from django.db import models
from django.db.models import Q

from ekshop.kernel.encrypted import EncryptedField
from ekshop.kernel.models import in_language

from .channel import Channel


class UnreadRow(models.Model):
    """A row, or a whole file (`line` 0), that could not be read: where it stood, why, and what it was.

    `raw` may name a buyer, so it is kept encrypted and only until the row is closed: read after all,
    or dealt with by a person (`closed_by`, `note`); at the longest as long as a buyer's address.
    """

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="unread")
    source = models.CharField(max_length=200)
    line = models.PositiveIntegerField()
    code = models.CharField(max_length=60)
    text_bn = models.CharField(max_length=500)
    text_en = models.CharField(max_length=500)
    raw = EncryptedField(context="buyer", blank=True, default="")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["channel", "-id"], condition=Q(closed_at=None), name="unread_row_open"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "source", "line", "code"],
                condition=Q(closed_at=None),
                name="unread_row_open_once",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(raw=""), name="unread_row_closed_is_forgotten"
            ),
        ]

    @property
    def text(self) -> str:
        """In the reader's language."""
        return in_language(self.text_bn, self.text_en)
