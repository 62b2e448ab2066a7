"""The trials of sellers' integrations: each run, its steps, and the log they are judged by."""

from django.db import models
from django.db.models import Q

from ..rules import conformance as rules


class ConformanceRun(models.Model):
    """One trial of one seller. `way`: how it hears of orders, "portal", "webhook" or a connector's
    key. `decline_ref`: the seller's number of an article its system declines; "": by hand.
    `patience_s`: how long a step waits."""

    machine = rules.RUN

    seller = models.ForeignKey("parties.Organisation", on_delete=models.CASCADE, related_name="+")
    way = models.CharField(max_length=16)
    decline_ref = models.CharField(max_length=50, blank=True)
    patience_s = models.PositiveIntegerField()
    state = models.CharField(max_length=8, default=rules.RUN.initial)
    started_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["seller", "-id"], name="conformance_history")]
        constraints = [
            models.UniqueConstraint(
                fields=["seller"], condition=Q(state="running"), name="conformance_one_at_a_time"
            )
        ]


class ConformanceStep(models.Model):
    """`code`: a key of `rules.VERDICTS`, with its data beside it. `seller_order`: the trial order
    it placed."""

    machine = rules.STEP

    run = models.ForeignKey(ConformanceRun, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=12)
    state = models.CharField(max_length=8, default=rules.STEP.initial)
    code = models.CharField(max_length=24, blank=True)
    data = models.JSONField(default=dict, blank=True)
    seller_order = models.ForeignKey(
        "orders.SellerOrder", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["run", "key"], name="conformance_step_once")]


class ConformanceNote(models.Model):
    """A line of the log. `direction`: "out", what we sent; "in", what the seller's machine asked
    of us; "own", what we did ourselves. `mark`: keeps one thing from being written twice."""

    run = models.ForeignKey(ConformanceRun, on_delete=models.CASCADE, related_name="notes")
    at = models.DateTimeField()
    direction = models.CharField(max_length=3)
    reference = models.CharField(max_length=40, blank=True)
    status = models.PositiveSmallIntegerField(null=True)
    text = models.CharField(max_length=600)
    mark = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "mark"], name="conformance_noted")]
        indexes = [models.Index(fields=["run", "at", "id"], name="conformance_log")]
