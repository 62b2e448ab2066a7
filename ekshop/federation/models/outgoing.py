"""How sellers' machines are told of orders, and by which keys they speak to us."""

from django.db import models
from django.db.models import Q

from .. import rules


class WebhookEndpoint(models.Model):
    """Where one seller's system hears of its orders.

    Secrets are in Standard Webhooks' form, "whsec_" and base64, shown once when made. Until
    `previous_until` the secret before signs as well, so that a seller can change over in peace.
    """

    machine = rules.ENDPOINT

    seller = models.OneToOneField(
        "parties.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    url = models.URLField(max_length=500)
    secret = models.CharField(max_length=120)
    previous_secret = models.CharField(max_length=120, blank=True)
    previous_until = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, default=rules.ENDPOINT.initial)
    disabled_reason = models.CharField(max_length=200, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()


class WebhookDelivery(models.Model):
    """One event to one endpoint. `webhook_id` stays the same on every attempt and replay.

    `payload` is the body's `data`, as things stood when it happened. `answer` is the beginning
    of what the seller's system last said, or why it could not be reached.
    """

    machine = rules.DELIVERY

    endpoint = models.ForeignKey(
        WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries"
    )
    webhook_id = models.CharField(max_length=40, unique=True)
    event_type = models.CharField(max_length=40)
    reference = models.CharField(max_length=40, blank=True)
    payload = models.JSONField()
    state = models.CharField(max_length=10, default=rules.DELIVERY.initial)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    last_status = models.PositiveSmallIntegerField(null=True)
    last_answer = models.CharField(max_length=500, blank=True)
    last_at = models.DateTimeField(null=True)
    last_ms = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["endpoint", "-created_at", "-id"], name="webhook_delivery_log"),
            models.Index(fields=["reference"], name="webhook_delivery_about"),
            models.Index(
                fields=["next_attempt_at"], condition=Q(state="waiting"), name="webhook_due"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(next_attempt_at__isnull=False),
                name="webhook_waiting_has_a_time",
            )
        ]


class ApiKey(models.Model):
    """A seller's key to the partner API: only its beginning and its SHA-256 are kept.

    `kind` "login": the login id of the published ek-Shop contract, which opens nothing itself but
    is exchanged for a session. `comes_from`: networks it is taken from, as 203.0.113.0/24; none for
    one we made, which nobody can guess.
    """

    KEY, LOGIN = "key", "login"

    kind = models.CharField(max_length=5, default=KEY)
    seller = models.ForeignKey("parties.Organisation", on_delete=models.CASCADE, related_name="+")
    label = models.CharField(max_length=60)
    prefix = models.CharField(max_length=16)
    key_hash = models.CharField(max_length=64, unique=True)
    comes_from = models.JSONField(default=list, blank=True)
    made_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class ApiSession(models.Model):
    """What a login id was exchanged for: a token, of which the SHA-256 is kept, for some hours."""

    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)


class ApiUse(models.Model):
    """How often a key was used in a minute: what the rate limit counts."""

    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="+")
    minute = models.DateTimeField()
    calls = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "minute"], name="api_use_per_minute")]
        indexes = [models.Index(fields=["minute"], name="api_use_age")]
