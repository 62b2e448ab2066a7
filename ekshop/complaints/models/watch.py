"""Alerts about sellers, and warnings to the public."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ekshop.kernel.models import Acted

from .. import rules
from .people import Respondent


class SellerAlert(models.Model):
    """A signal about one seller, with what was measured and the cases it was measured on.

    `measured`: {"value", "compared", "limit", "of"} and what the signal adds to it. One of a kind
    is open at a time; measured again, the open one takes the new figures while it is unreviewed.
    `hold_*`: the letter by which a hold of its money was recommended, if it was.
    """

    machine = rules.ALERT

    respondent = models.ForeignKey(Respondent, on_delete=models.PROTECT, related_name="alerts")
    signal = models.CharField(max_length=20, choices=rules.SIGNALS)
    state = models.CharField(max_length=18, default=rules.ALERT.initial)
    measured = models.JSONField()
    case_ids = ArrayField(models.BigIntegerField(), default=list)
    raised_at = models.DateTimeField()
    measured_at = models.DateTimeField()
    notice = models.TextField(blank=True)
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)
    review = models.TextField(blank=True)
    reviewed_at = models.DateTimeField(null=True)
    hold_memo = models.CharField(max_length=80, blank=True)
    hold_text = models.TextField(blank=True)
    hold_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["respondent", "signal"],
                condition=Q(state__in=rules.OPEN_ALERT_STATES),
                name="seller_alert_one_open",
            )
        ]
        indexes = [models.Index(fields=["state", "-raised_at", "-id"], name="seller_alert_state")]


class PublicWarning(models.Model):
    """What the public is told of a seller, with the seller's own word beside it."""

    alert = models.OneToOneField(SellerAlert, on_delete=models.PROTECT, related_name="warning")
    respondent = models.ForeignKey(Respondent, on_delete=models.PROTECT, related_name="warnings")
    text_bn = models.TextField()
    text_en = models.TextField()
    published_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_why = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["respondent", "-published_at"], name="warning_respondent")]


class RespondentJoining(Acted):
    """Two records found to be one seller: `other` goes on as `one` until it is split again.

    `moved`: what `other` gave, by id, so that a split can give it back: {"cases", "handles",
    "incidents", "warnings"}. `handles` are those that `one` did not have.
    """

    one = models.ForeignKey(Respondent, on_delete=models.PROTECT, related_name="took_in")
    other = models.ForeignKey(Respondent, on_delete=models.PROTECT, related_name="joinings")
    text = models.CharField(max_length=500)
    moved = models.JSONField()
    joined_at = models.DateTimeField()
    split_at = models.DateTimeField(null=True)
    split_text = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["other"],
                condition=Q(split_at__isnull=True),
                name="respondent_joining_one_open",
            ),
            models.CheckConstraint(condition=~Q(one=F("other")), name="respondent_joining_of_two"),
        ]
