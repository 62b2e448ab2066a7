"""Who complains, and of whom."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from .. import rules


class Complainant(models.Model):
    """Someone who complains, known by a mobile number proved by a code. Needs no account.

    The parents' names, address and occupation are what the consumer directorate's form asks for.
    """

    mobile = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, default="bn")
    email = models.EmailField(blank=True)
    father_name = models.CharField(max_length=120, blank=True)
    mother_name = models.CharField(max_length=120, blank=True)
    occupation = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=300, blank=True)
    district = models.ForeignKey(
        "parties.Place", null=True, on_delete=models.PROTECT, related_name="+"
    )
    verified_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="complainant_name_parts")
        ]


class Respondent(models.Model):
    """A seller complained of. `organisation` when it sells through ek-Shop; `joined_to` when two
    records turned out to be one seller. `sounds`: of an unregistered one's name, to be found by."""

    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=rules.RESPONDENT_KINDS)
    organisation = models.OneToOneField(
        "parties.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    address = models.CharField(max_length=300, blank=True)
    joined_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    sounds = ArrayField(models.CharField(max_length=40), default=list)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [GinIndex(fields=["sounds"], name="respondent_sounds")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="registered", organisation__isnull=False)
                | Q(kind="unregistered", organisation__isnull=True),
                name="respondent_registered_has_organisation",
            )
        ]


class Handle(models.Model):
    """What a seller is known by. The same number at two sellers is no error: it is a trace."""

    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="handles")
    kind = models.CharField(max_length=8, choices=rules.HANDLE_KINDS)
    value = models.CharField(max_length=300)
    folded = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["respondent", "kind", "folded"], name="handle_once")
        ]
        indexes = [models.Index(fields=["kind", "folded"], name="handle_folded")]
