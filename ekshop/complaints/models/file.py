"""A complaint's file: who complains of whom, what moved, what was offered, referred and decided."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from ekshop.kernel.models import Acted, append_only

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


class Respondent(models.Model):
    """A seller complained of. `organisation` when it sells through ek-Shop; `joined_to` when two
    records turned out to be one seller."""

    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=rules.RESPONDENT_KINDS)
    organisation = models.OneToOneField(
        "parties.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    address = models.CharField(max_length=300, blank=True)
    joined_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
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

    @property
    def is_clean(self) -> bool:
        return self.state == "clean"

    @property
    def small_file(self) -> str:
        """Where a picture's small copy lies; "" for anything else."""
        return self.file.replace(".webp", "-small.webp") if self.kind == "picture" else ""


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


class RemedyOffer(models.Model):
    """A remedy one side proposed. The open one is the newest of its case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="offers")
    side = models.CharField(max_length=12, choices=rules.SIDES)
    kind = models.CharField(max_length=14, choices=rules.REMEDIES)
    amount_poisha = models.BigIntegerField(null=True)
    medium = models.CharField(max_length=10, choices=rules.REFUND_MEDIA, blank=True)
    due_on = models.DateField()
    note = models.CharField(max_length=1000, blank=True)
    answer = models.CharField(max_length=10, blank=True)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_poisha__isnull=True) | Q(amount_poisha__gt=0),
                name="remedy_offer_amount",
            )
        ]


class Remedy(models.Model):
    """What was agreed or ordered, due by a day; done when proved or confirmed.

    `refund` when our own ledger paid it; otherwise the proof is evidence. `decision` when an
    agency ordered it; `set_aside_at` when that order was appealed against: it is due no more.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="remedies")
    offer = models.OneToOneField(
        RemedyOffer, null=True, on_delete=models.PROTECT, related_name="remedy"
    )
    kind = models.CharField(max_length=14, choices=rules.REMEDIES)
    amount_poisha = models.BigIntegerField(null=True)
    medium = models.CharField(max_length=10, choices=rules.REFUND_MEDIA, blank=True)
    due_at = models.DateTimeField()
    agreed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_note = models.CharField(max_length=500, blank=True)
    refund = models.ForeignKey(
        "payments.Refund", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decision = models.OneToOneField(
        "Decision", null=True, on_delete=models.PROTECT, related_name="remedy"
    )
    set_aside_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)


class Agency(models.Model):
    """How an agency works with cases: what it hears, where, by which office and which way."""

    organisation = models.OneToOneField(
        "parties.Organisation", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    code = models.SlugField(max_length=24, unique=True)
    law_bn = models.CharField(max_length=200, blank=True)
    law_en = models.CharField(max_length=200, blank=True)
    categories = ArrayField(models.CharField(max_length=20), default=list)
    districts = models.ManyToManyField("parties.Place", related_name="+", blank=True)
    designation_bn = models.CharField(max_length=160)
    designation_en = models.CharField(max_length=160)
    way = models.CharField(max_length=8, choices=rules.CONTACT_WAYS, default="desk")
    nothi_office = models.CharField(max_length=24, blank=True)
    nothi_unit = models.CharField(max_length=24, blank=True)
    nothi_designation = models.CharField(max_length=24, blank=True)
    active = models.BooleanField(default=True)

    @property
    def name(self) -> str:
        return self.organisation.name

    @property
    def designation(self) -> str:
        return self.designation_en if get_language() == "en" else self.designation_bn

    @property
    def law(self) -> str:
        return self.law_en if get_language() == "en" else self.law_bn


class Referral(models.Model):
    """A case at an agency. `dak_number` and `memo_number`: what Nothi or the office calls it."""

    machine = rules.REFERRAL

    code = models.CharField(max_length=16, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referrals")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=rules.REFERRAL.initial)
    way = models.CharField(max_length=8, choices=rules.CONTACT_WAYS)
    letter = models.TextField()
    came_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    memo_number = models.CharField(max_length=80, blank=True)
    dak_number = models.CharField(max_length=40, blank=True)
    dak_id = models.CharField(max_length=40, blank=True)
    nothi_action = models.PositiveSmallIntegerField(default=0)
    by_hand = models.BooleanField(default=False)
    delivered_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=rules.OPEN_REFERRAL_STATES),
                name="referral_one_open",
            )
        ]
        indexes = [
            models.Index(fields=["agency", "state", "-sent_at", "-id"], name="referral_desk")
        ]


class NothiMovement(models.Model):
    """One step of a dak from desk to desk, as Nothi told it."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="movements")
    sequence = models.PositiveIntegerField()
    from_designation = models.CharField(max_length=160)
    to_designation = models.CharField(max_length=160)
    is_copy = models.BooleanField(default=False)
    told_at = models.CharField(max_length=40, blank=True)
    heard_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "sequence"], name="nothi_movement_once")
        ]


class MemoSerial(models.Model):
    """The last serial number given to a letter in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()


class Hearing(models.Model):
    """A hearing of a referred case; mostly online. `note`: why it was put off or cancelled."""

    machine = rules.HEARING

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="hearings")
    state = models.CharField(max_length=10, default=rules.HEARING.initial)
    at = models.DateTimeField()
    link = models.URLField(blank=True)
    place = models.CharField(max_length=200, blank=True)
    minutes = models.TextField(blank=True)
    note = models.CharField(max_length=500, blank=True)
    complainant_came = models.BooleanField(null=True)
    seller_came = models.BooleanField(null=True)
    called_at = models.DateTimeField()


class Decision(models.Model):
    """What an agency decided. A fine goes to the treasury; the complainant's share is of what was
    recovered of it. `complied_at`: the agency saw the proof that it was done."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=rules.DECISIONS)
    text = models.TextField()
    section = models.CharField(max_length=80, blank=True)
    fine_poisha = models.BigIntegerField(default=0)
    decided_at = models.DateTimeField()
    appeal_until = models.DateTimeField()
    appealed_at = models.DateTimeField(null=True)
    complied_at = models.DateTimeField(null=True)
    complied_note = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="fine") & Q(fine_poisha__gt=0))
                | (~Q(kind="fine") & Q(fine_poisha=0)),
                name="decision_only_a_fine_has_an_amount",
            )
        ]


class FineRecovery(models.Model):
    """Part of a fine that came in, and the complainant's share of it.

    The law gives no share to the directorate's own staff (`complainant_is_staff`).
    """

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="recoveries")
    recovered_poisha = models.BigIntegerField()
    share_poisha = models.BigIntegerField()
    share_bp = models.PositiveIntegerField()
    complainant_is_staff = models.BooleanField(default=False)
    reference = models.CharField(max_length=80)
    recovered_at = models.DateTimeField()
    share_paid_at = models.DateTimeField(null=True)
    share_reference = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(recovered_poisha__gt=0)
                & Q(share_poisha__gte=0)
                & Q(share_poisha__lte=F("recovered_poisha")),
                name="fine_recovery_share_within",
            ),
            models.UniqueConstraint(fields=["decision", "reference"], name="fine_recovery_once"),
        ]


class TriageRule(models.Model):
    """Where a new case goes. The first rule in order that fits and is valid wins.

    Empty fields fit anything. `agency` null and `to_seller` false: the coordinator looks first.
    """

    position = models.PositiveIntegerField()
    categories = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    respondent_kind = models.CharField(max_length=12, choices=rules.RESPONDENT_KINDS, blank=True)
    district = models.ForeignKey(
        "parties.Place", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at_least_poisha = models.BigIntegerField(default=0)
    to_seller = models.BooleanField(default=True)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    urgency = models.CharField(max_length=8, choices=rules.URGENCIES, blank=True)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="triage_rule_ends_after_it_starts",
            )
        ]


class AnswerLink(models.Model):
    """The address by which a seller without an account answers one case, once its secret is known.

    Only the secret's hash is kept.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="answer_links")
    secret_hash = models.CharField(max_length=64, unique=True)
    sent_to = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    good_until = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)


class ServiceOfNotice(models.Model):
    """Proof that a seller was told: which address, how, and what came of it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notices_served")
    handle_kind = models.CharField(max_length=8, choices=rules.HANDLE_KINDS)
    address = models.CharField(max_length=300)
    by_hand = models.BooleanField(default=False)
    outcome = models.CharField(max_length=300, blank=True)
    message_key = models.CharField(max_length=80, blank=True)
    served_at = models.DateTimeField()


class FileAccess(models.Model):
    """Somebody in an office opened a complainant's file; shown to the complainant."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="accesses")
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "parties.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=20)
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        triggers = append_only("file_access_append_only")
        constraints = [
            models.UniqueConstraint(fields=["case", "person", "day"], name="file_access_daily")
        ]
