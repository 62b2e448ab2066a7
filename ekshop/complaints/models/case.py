"""A complaint, its timeline in a chain, and what it was written from."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ekshop.kernel.models import Acted, append_only

from .. import rules
from .people import Complainant, Respondent


class Case(models.Model):
    """One person's complaint about one seller.

    `happened_on`: the day the cause arose, from which the 30 days of the law run. `owner_side` and
    `owner_organisation` say who must act now. `entries` and `last_hash` are the head of its chain.
    `paused_at`: a court has it, and no clock runs. `late_since`: the clock of its present state
    ran out and it is still there. `suggested_*`: what its words say it is about, by how many basis
    points, because of which words, and whether it can wait; nothing until it was sorted.
    """

    machine = rules.CASE

    code = models.CharField(max_length=16, unique=True)
    state = models.CharField(max_length=12, default=rules.CASE.initial)
    channel = models.CharField(max_length=10, choices=rules.CHANNELS)
    complainant = models.ForeignKey(Complainant, on_delete=models.PROTECT, related_name="cases")
    filed_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    filed_at_organisation = models.ForeignKey(
        "parties.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    consent_medium = models.CharField(max_length=12, blank=True)
    respondent = models.ForeignKey(Respondent, on_delete=models.PROTECT, related_name="cases")
    seller_order = models.ForeignKey(
        "orders.SellerOrder", null=True, on_delete=models.PROTECT, related_name="+"
    )
    category = models.CharField(max_length=20, choices=rules.CATEGORY_CHOICES)
    urgency = models.CharField(max_length=8, choices=rules.URGENCIES, default="normal")
    suggested_category = models.CharField(max_length=20, blank=True)
    suggested_bp = models.PositiveSmallIntegerField(default=0)
    suggested_because = ArrayField(models.CharField(max_length=40), default=list)
    suggested_urgent = models.BooleanField(default=False)
    district = models.ForeignKey(
        "parties.Place", null=True, on_delete=models.PROTECT, related_name="+"
    )
    language = models.CharField(max_length=2, default="bn")
    story = models.TextField()
    goods = models.CharField(max_length=200, blank=True)
    happened_on = models.DateField()
    paid_poisha = models.BigIntegerField(default=0)
    paid_by = models.CharField(max_length=10, choices=rules.PAID_BY, default="not_paid")
    transaction_id = models.CharField(max_length=60, blank=True)
    asked_seller_on = models.DateField(null=True)
    asked_seller_note = models.CharField(max_length=500, blank=True)
    wanted = models.CharField(max_length=14, choices=rules.REMEDIES)
    wanted_poisha = models.BigIntegerField(null=True)
    damages = models.BooleanField(default=False)
    publish = models.BooleanField(default=False)
    nonce = models.UUIDField(unique=True)
    filed_at = models.DateTimeField()
    in_law_time = models.BooleanField(default=True)
    sent_to_seller_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    owner_side = models.CharField(max_length=12, choices=rules.SIDES, blank=True)
    owner_organisation = models.ForeignKey(
        "parties.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    paused_at = models.DateTimeField(null=True)
    late_since = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=rules.OUTCOMES, blank=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    promises_broken = models.PositiveSmallIntegerField(default=0)
    rating = models.PositiveSmallIntegerField(null=True)
    rating_note = models.CharField(max_length=500, blank=True)
    joined_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    entries_written = models.PositiveIntegerField(default=0)
    last_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(paid_poisha__gte=0)
                & (
                    Q(wanted_poisha__isnull=True)
                    | Q(damages=True)
                    | Q(wanted_poisha__lte=F("paid_poisha"))
                ),
                name="case_wants_no_more_than_paid_unless_damages",
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__gte=1, rating__lte=5),
                name="case_rating_of_five",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-filed_at", "-id"], name="case_state"),
            models.Index(fields=["-filed_at", "-id"], name="case_recent"),
            models.Index(fields=["complainant", "-filed_at"], name="case_complainant"),
            models.Index(fields=["respondent", "-filed_at"], name="case_respondent"),
            models.Index(
                fields=["owner_side", "owner_organisation", "-filed_at", "-id"], name="case_owner"
            ),
            models.Index(
                fields=["state"],
                include=["late_since", "paused_at"],
                name="case_open",
                condition=Q(state__in=rules.OPEN_STATES, joined_to__isnull=True),
            ),
            models.Index(
                fields=["respondent"],
                name="case_open_of_seller",
                condition=Q(state__in=rules.OPEN_STATES),
            ),
            models.Index(
                fields=["-filed_at", "-id"],
                name="case_paused",
                condition=Q(paused_at__isnull=False),
            ),
            models.Index(
                fields=["late_since", "id"],
                name="case_late",
                condition=Q(late_since__isnull=False),
            ),
            models.Index(
                fields=["seller_order"], name="case_order", condition=Q(seller_order__isnull=False)
            ),
            models.Index(
                fields=["transaction_id"],
                name="case_transaction",
                condition=~Q(transaction_id=""),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in rules.OPEN_STATES

    @property
    def category_name(self) -> str:
        return rules.category_of(self.category).name

    @property
    def other_category(self) -> str:
        """What its words say it is about, where that is worth a look: another than was chosen, and
        sure, or nothing was chosen."""
        differs = self.suggested_category not in ("", self.category)
        worth = self.category == rules.OTHER or self.suggested_bp >= rules.SURE_BP
        return self.suggested_category if differs and worth else ""

    @property
    def suggested_name(self) -> str:
        return rules.category_of(self.suggested_category).name


class CaseEntry(Acted):
    """One thing that happened, in the case's chain: each holds the hash of the one before.

    `seen_by`: the sides that may read it; the offices of the file are among them or not.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="timeline")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=24)
    side = models.CharField(max_length=12, choices=rules.SIDES)
    seen_by = ArrayField(models.CharField(max_length=12))
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        triggers = append_only("case_entry_append_only")
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="case_entry_in_order")
        ]


class Verification(models.Model):
    """All cases recomputed: what was looked at and what did not agree, kept as evidence.

    `wrong`: {case code: [which of chain, history, owner, clock]}; `mended`: the same, of what was
    put right on the spot and does not count against `agrees`.
    """

    at = models.DateTimeField()
    asked_by = models.CharField(max_length=200, blank=True)
    cases = models.PositiveBigIntegerField()
    entries = models.PositiveBigIntegerField()
    agrees = models.BooleanField()
    wrong = models.JSONField(default=dict)
    mended = models.JSONField(default=dict)

    class Meta:
        triggers = append_only("case_verification_append_only")


class Draft(models.Model):
    """A complaint being written: kept by its token until it is filed or forgotten."""

    token = models.UUIDField(unique=True)
    mobile = models.CharField(max_length=16, blank=True)
    person = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.CASCADE, related_name="+"
    )
    answers = models.JSONField(default=dict)
    language = models.CharField(max_length=2, default="bn")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    filed_as = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")


class Evidence(models.Model):
    """A file somebody brought. Shown to nobody until it is found clean.

    `sha256` is of the file as it came; `token` names it in forms and addresses. Until its
    complaint is filed it belongs to a draft only.
    """

    token = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="evidence")
    draft = models.ForeignKey(
        "Draft", null=True, on_delete=models.SET_NULL, related_name="evidence"
    )
    side = models.CharField(max_length=12, choices=rules.SIDES)
    seen_by = ArrayField(models.CharField(max_length=12))
    kind = models.CharField(max_length=10, choices=rules.EVIDENCE_KINDS)
    filename = models.CharField(max_length=200)
    mime = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.CharField(max_length=200)
    note = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=rules.EVIDENCE_STATES, default="pending")
    added_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["file"], name="evidence_file")]

    @property
    def is_clean(self) -> bool:
        return self.state == "clean"

    @property
    def small_file(self) -> str:
        """Where a picture's small copy lies; "" for anything else."""
        return self.file.replace(".webp", "-small.webp") if self.kind == "picture" else ""


class FileAccess(models.Model):
    """Somebody in an office opened a complainant's file; shown to the complainant.

    `person` is nobody where the office's own system read it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="accesses")
    person = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        "parties.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=20)
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        triggers = append_only("file_access_append_only")
        constraints = [
            models.UniqueConstraint(fields=["case", "person", "day"], name="file_access_daily"),
            models.UniqueConstraint(
                fields=["case", "organisation", "day"],
                condition=Q(person__isnull=True),
                name="file_access_daily_by_machine",
            ),
        ]
