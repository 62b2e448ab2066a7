"""What the desks add to a case's file: pauses, and incidents of many cases about one seller."""

from django.db import models
from django.db.models import F, Q

from ekshop.kernel.models import Acted

from .. import rules
from .agency import Agency
from .case import Case
from .people import Respondent


class Pause(Acted):
    """A time in which no clock of a case ran.

    `kept`: what was left of each clock that ran, as {"kind", "rule", "started_at", "left",
    "warn_left"} with the times left in seconds. `until`: when a pause that has a cap ends by
    itself; one for a court has none.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="pauses")
    reason = models.CharField(max_length=12, choices=rules.PAUSE_REASONS)
    court = models.CharField(max_length=160, blank=True)
    number = models.CharField(max_length=80, blank=True)
    since = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)
    kept = models.JSONField(default=list)
    paused_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    resumed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(resumed_at__isnull=True), name="pause_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(reason="court") | (~Q(court="") & ~Q(number="")),
                name="pause_for_court_names_it",
            ),
        ]


class Joining(Acted):
    """A case answered together with another about the same matter, until it is split again.

    `kept`: its clocks as they stood, written as a pause writes them.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="joinings")
    into = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="joined")
    text = models.CharField(max_length=500)
    kept = models.JSONField(default=list)
    joined_at = models.DateTimeField()
    split_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(split_at__isnull=True), name="joining_one_open"
            ),
            models.CheckConstraint(condition=~Q(case=F("into")), name="joining_of_two"),
        ]


class Incident(Acted):
    """Many complaints about one seller in a short time, worked together; each keeps its remedy."""

    code = models.CharField(max_length=16, unique=True)
    respondent = models.ForeignKey(Respondent, on_delete=models.PROTECT, related_name="incidents")
    title = models.CharField(max_length=160)
    note = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)


class IncidentCase(models.Model):
    """A case of an incident's; a case is in one at most."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="members")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="incident_place")
    added_at = models.DateTimeField()


class BulkAct(Acted):
    """One act on many cases, worked case by case; a case already worked is never worked again.

    `data`: what the act takes, beside the case.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, null=True, related_name="acts")
    kind = models.CharField(max_length=16, choices=rules.BULK_ACTS)
    data = models.JSONField(default=dict)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    actor_membership_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)


class BulkActCase(models.Model):
    """One case of a bulk act: waiting, done, or refused with the words that say why."""

    act = models.ForeignKey(BulkAct, on_delete=models.CASCADE, related_name="rows")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=rules.BULK_STATES, default="waiting")
    said = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["act", "case"], name="bulk_act_case_once")]
        indexes = [
            models.Index(
                fields=["act", "id"], name="bulk_act_waiting", condition=Q(state="waiting")
            )
        ]
