"""Agencies, and what they do with a case that was sent to them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from ekshop.kernel.calendar import NATIONAL, Week

from .. import rules
from .case import Case


class Agency(models.Model):
    """How an agency works with cases: what it hears, where, by which office and which way, and in
    which days (`date.weekday()`; none are the country's) and hours its clocks run."""

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
    working_days = ArrayField(models.PositiveSmallIntegerField(), default=list)
    opens = models.TimeField(default=NATIONAL.opens)
    closes = models.TimeField(default=NATIONAL.closes)
    keeps_holidays = models.BooleanField(default=NATIONAL.holidays)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")), name="agency_works_at_some_time"
            )
        ]

    @property
    def name(self) -> str:
        return self.organisation.name

    @property
    def week(self) -> Week:
        days = frozenset(self.working_days) or NATIONAL.days
        return Week(days, self.opens, self.closes, self.keeps_holidays)

    @property
    def designation(self) -> str:
        return self.designation_en if get_language() == "en" else self.designation_bn

    @property
    def law(self) -> str:
        return self.law_en if get_language() == "en" else self.law_bn


class TriageRule(models.Model):
    """Where a new case goes. The first rule in order that fits and is valid wins.

    Empty fields fit anything; all that is filled must fit. `law`: one of `rules.LAWS`, by what the
    complaint is about. `agency` null and `to_seller` false: the coordinator looks first.
    """

    position = models.PositiveIntegerField()
    categories = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    law = models.CharField(max_length=20, blank=True)
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

    @property
    def where(self) -> str:
        return self.where_in(get_language() or "bn")

    def where_in(self, language: str) -> str:
        """The place as people find it: a room is at the agency, at its address; "" online only."""
        office = self.referral.agency.organisation
        names = (office.name_bn, office.name_en)
        if not self.place or any(name in self.place for name in names if name):
            return self.place
        known = [office.name_in(language), office.address]
        return ", ".join([each for each in known if each and each not in self.place] + [self.place])


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
