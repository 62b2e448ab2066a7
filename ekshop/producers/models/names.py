"""Names registered as geographical indications, and who may put them on goods."""

from collections.abc import Sequence

from django.db import models
from django.db.models import F, Q

from ekshop.kernel.models import in_language

from ..rules import names as rules
from ..rules.sources import Source, told


class GiName(models.Model):
    """A name from the register of geographical indications.

    `words`, `words_bn`: what must all stand in an English or a Bengali title of such goods.
    `place_words`: where the kind is grown elsewhere too, one of these makes the title use the name.
    `register` "unconfirmed": nobody may claim it yet. The certificate's number and day (of the
    certificate, or of the recognition where only that is told) come from an operator who has read the
    register, or from `sources` (rules.sources), public pages that tell them; blank where nobody does.
    """

    slug = models.SlugField(max_length=60, unique=True)
    name_bn = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=rules.GI_KINDS)
    words = models.JSONField(default=list)
    words_bn = models.JSONField(default=list)
    place_words = models.JSONField(default=list)
    districts = models.ManyToManyField("parties.Place", related_name="+")
    register = models.CharField(max_length=12, choices=rules.REGISTER_STATES)
    certificate_number = models.CharField(max_length=40, blank=True)
    certificate_on = models.DateField(null=True, blank=True)
    sources = models.JSONField(default=list)

    @property
    def name(self) -> str:
        """In the reader's language."""
        return in_language(self.name_bn, self.name_en)

    @property
    def read_at(self) -> Sequence[Source]:
        return told(self.sources)

    @property
    def wording(self) -> rules.Wording:
        return rules.Wording(
            self.pk,
            tuple(self.words),
            tuple(self.words_bn),
            tuple(self.place_words),
            (self.name_bn, self.name_en),
        )


class GiUse(models.Model):
    """A seller's claim to a name, and what became of it. `number`: of its entry as an authorised
    user in the register, where it has one. `until`: the last day the approval holds, null: open."""

    machine = rules.GI_USE

    gi_name = models.ForeignKey(GiName, on_delete=models.PROTECT, related_name="uses")
    seller = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=rules.GI_USE.initial)
    statement = models.TextField()
    number = models.CharField(max_length=40, blank=True)
    claimed_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    claimed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=rules.REASON_MOST, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gi_name", "seller"],
                condition=Q(state__in=rules.OPEN_USES),
                name="gi_use_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "refused"))
                | Q(decided_by=None)
                | Q(claimed_by=None)
                | ~Q(decided_by=F("claimed_by")),
                name="gi_use_two_persons",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-claimed_at", "-id"], name="gi_use_state"),
            models.Index(fields=["seller", "-claimed_at"], name="gi_use_seller"),
        ]

    @property
    def state_label(self) -> str:
        return rules.GI_USE.state_label(self.state)


class GiEvidence(models.Model):
    """A photo of a paper, the loom, the field: what shows that the seller may use the name; or a paper
    as PDF, `document`, which has no photo."""

    use = models.ForeignKey(GiUse, on_delete=models.CASCADE, related_name="evidence")
    file = models.CharField(max_length=120, blank=True)
    thumb = models.CharField(max_length=120, blank=True)
    document = models.ForeignKey(
        "kernel.BroughtFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    original_sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
