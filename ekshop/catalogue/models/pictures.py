"""Sellers' pictures, fetched once and kept in our own sizes; and from where they may be fetched."""

from django.db import models
from django.db.models import Q


class Picture(models.Model):
    """What is known of the picture at an address. `key` is the address's digest.

    `digest` names the files of a ready one, by the content of the original: pictures that several
    sellers share lie there once. A failed one is tried again at `next_at`, ever later.
    """

    WAITING, READY, FAILED, REFUSED = "waiting", "ready", "failed", "refused"

    key = models.CharField(max_length=32, unique=True)
    address = models.CharField(max_length=800)
    host = models.CharField(max_length=255)
    seller = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, default=WAITING)
    digest = models.CharField(max_length=64, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=40, blank=True)
    next_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at", "id"], condition=Q(next_at__isnull=False), name="picture_due"
            )
        ]


class PictureHost(models.Model):
    """A host from which a seller's pictures may be fetched, or one that waits for someone's word.

    Hosts of the seller's own feeds, and others under the same name, are allowed by themselves.
    """

    ALLOWED, WAITING, REFUSED = "allowed", "waiting", "refused"

    seller = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    host = models.CharField(max_length=255)
    state = models.CharField(max_length=8, default=WAITING)
    met_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seller", "host"], name="picture_host_once")]


class PictureSweep(models.Model):
    """How far the goods in stock have been gone through for pictures nobody has looked at yet."""

    last_offer = models.BigIntegerField(default=0)
