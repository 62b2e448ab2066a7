"""The tables everything else stands on."""

from __future__ import annotations

from typing import Any, cast

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import get_language

from .actors import Actor, Kind
from .scanning import SCAN_STATES


def append_only(name: str) -> list[pgtrigger.Trigger]:
    """Triggers that refuse every change and removal of a row, also by bulk SQL."""
    return [pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)]


def in_language(bengali: str, english: str) -> str:
    """Whichever of the two the reader reads; the other where there is only that."""
    first, second = bengali, english
    if (get_language() or "bn").startswith("en"):
        first, second = second, first
    return first or second


class Acted(models.Model):
    """The columns that say who did it, as they were known at that moment."""

    actor_kind = models.CharField(max_length=12)
    actor_person_id = models.BigIntegerField(null=True)
    actor_organisation_id = models.BigIntegerField(null=True)
    actor_role = models.CharField(max_length=40, blank=True)
    actor_label = models.CharField(max_length=200, blank=True)

    doer: str
    """Who did it in the reader's language, once `parties.selectors.doers_named` has looked."""

    class Meta:
        abstract = True

    @property
    def actor(self) -> Actor:
        return Actor(
            kind=cast(Kind, self.actor_kind),
            person_id=self.actor_person_id,
            organisation_id=self.actor_organisation_id,
            role=self.actor_role,
            label=self.actor_label,
        )


class Holiday(models.Model):
    """A gazetted day off, or a weekend day declared open. Some follow the moon, so editable.

    A removed one stays, so that loading the published list again does not bring it back.
    """

    class Source(models.TextChoices):
        PACKAGE = "package"
        EDITED = "edited"
        REMOVED = "removed"

    date = models.DateField(unique=True)
    name_bn = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    is_working = models.BooleanField(default=False)
    source = models.CharField(max_length=10, choices=Source.choices)

    class Meta:
        ordering = ["date"]

    @property
    def name(self) -> str:
        return in_language(self.name_bn, self.name_en)


class StateChange(Acted):
    """One move of one thing from state to state. Never edited: it is what history shows."""

    machine = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40)
    action = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["machine", "object_id", "id"], name="state_change_of")]
        triggers = append_only("state_change_append_only")


class AuditEntry(Acted):
    """Something a person or machine did that an auditor may ask about. Never edited."""

    action = models.CharField(max_length=80)
    entity = models.CharField(max_length=40)
    entity_id = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["entity", "entity_id", "-id"], name="audit_of_entity"),
            models.Index(fields=["actor_organisation_id", "-id"], name="audit_of_organisation"),
            models.Index(fields=["actor_person_id", "-id"], name="audit_of_person"),
            models.Index(fields=["action", "-id"], name="audit_by_action"),
            models.Index(fields=["at"], name="audit_by_time"),
        ]
        triggers = append_only("audit_append_only")


class JobFailure(models.Model):
    """Why an attempt of a job failed: the queue itself keeps only that it did."""

    job_id = models.BigIntegerField()
    name = models.CharField(max_length=200)
    attempt = models.PositiveIntegerField()
    error = models.CharField(max_length=100)
    message = models.CharField(max_length=500)
    where = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["job_id", "-id"], name="job_failure_of")]


class RuleVersion(models.Model):
    """A rule with a number, from when to when it holds, and where it is written.

    `value` counts `unit`s: hours and days of the calendar's kinds, basis points, poisha, or
    a plain count; for "yes_no" it is 1 or 0, for "bearer"
    1 the seller, 2 the producer's centre, 3 the courier. `valid_to` is the first instant at which it no
    longer holds; null: it still does.
    """

    key = models.CharField(max_length=60)
    name_bn = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    value = models.BigIntegerField()
    unit = models.CharField(max_length=20)
    citation_bn = models.CharField(max_length=300)
    citation_en = models.CharField(max_length=300)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["key", "-valid_from"], name="rule_by_key")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="rule_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="rule_value_not_negative"),
            ExclusionConstraint(
                name="rule_versions_do_not_overlap",
                expressions=[
                    ("key", RangeOperators.EQUAL),
                    (
                        Func(
                            "valid_from",
                            "valid_to",
                            RangeBoundary(),
                            function="TSTZRANGE",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    @property
    def name(self) -> str:
        return in_language(self.name_bn, self.name_en)

    @property
    def citation(self) -> str:
        return in_language(self.citation_bn, self.citation_en)


class Deadline(models.Model):
    """A promise with a due time. It moves only by a recorded extension.

    `warn_at` is when those concerned are reminded. `settled_at` is when it left waiting;
    `met_at` may come after `due_at`, and then it was met late.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        MET = "met"
        PASSED = "passed"
        CANCELLED = "cancelled"

    entity = models.CharField(max_length=40)
    entity_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    rule = models.ForeignKey(RuleVersion, null=True, on_delete=models.PROTECT, related_name="+")
    owner_organisation_id = models.BigIntegerField(null=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    warn_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    settled_at = models.DateTimeField(null=True)
    settled_reason = models.CharField(max_length=200, blank=True)
    met_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=Q(state="waiting"), name="deadline_due"
            ),
            models.Index(
                fields=["warn_at", "id"],
                condition=Q(state="waiting", warned_at__isnull=True, warn_at__isnull=False),
                name="deadline_warn",
            ),
            models.Index(
                fields=["due_at", "id"],
                condition=Q(state="passed", met_at__isnull=True),
                name="deadline_overdue",
            ),
            models.Index(fields=["entity", "entity_id"], name="deadline_of_entity"),
            # Of what is open: while little is, the planner would rather read all of that.
            models.Index(
                fields=["entity", "entity_id"],
                condition=Q(state__in=["waiting", "passed"], met_at__isnull=True),
                name="deadline_open_of_entity",
            ),
            models.Index(
                fields=["owner_organisation_id", "due_at"],
                condition=Q(state__in=["waiting", "passed"], met_at__isnull=True),
                name="deadline_of_owner",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "entity_id", "kind"],
                condition=Q(state="waiting"),
                name="deadline_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gte=F("started_at")), name="deadline_due_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at__isnull=True)
                | (~Q(state="waiting") & Q(settled_at__isnull=False)),
                name="deadline_settled_says_when",
            ),
        ]

    def is_late(self, now: Any) -> bool:
        """Whether it was met after it was due, or is due and not met."""
        if self.state == self.State.CANCELLED:
            return False
        return (self.met_at or now) > self.due_at


class DeadlineExtension(Acted):
    """Why a deadline was moved, from when to when, and by whom. Never edited."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="extensions")
    due_before = models.DateTimeField()
    due_after = models.DateTimeField()
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        triggers = append_only("extension_append_only")
        constraints = [
            models.CheckConstraint(
                condition=Q(due_after__gt=F("due_before")), name="extension_is_later"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_a_reason"),
        ]


class OnceKey(models.Model):
    """An action already done under a caller's own key, and what was answered."""

    scope = models.CharField(max_length=80)
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "key"], name="once_key_in_scope"),
        ]
        indexes = [models.Index(fields=["at"], name="once_key_age")]


class BroughtFile(models.Model):
    """A paper somebody brought as PDF, kept as it came. Opened by nobody until it is found clean.

    `token` names it in addresses, `sha256` is of its bytes. What it belongs to points at it.
    """

    token = models.UUIDField(unique=True)
    filename = models.CharField(max_length=200)
    mime = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=SCAN_STATES)
    added_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["file"], name="brought_file_name")]

    @property
    def is_clean(self) -> bool:
        return self.state == "clean"
