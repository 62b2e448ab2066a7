"""What matching remembers: what each product is found by, pairs, and what was put together or apart."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class MatchEntry(models.Model):
    """A product as matching last saw it. Triggers write "due" whenever what it is told by changes.

    `stage`: "due" (to be read anew), "read" (its keys stand, its like is still to be looked for),
    "" (settled). `keys`: numbers of what it is found by, as they stand in `MatchKey`.
    """

    DUE, READ, SETTLED = "due", "read", ""

    product = models.OneToOneField(
        "catalogue.Product", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    stage = models.CharField(max_length=4, db_default="due", default=DUE)
    keys = ArrayField(models.BigIntegerField(), default=list, db_default=[])
    seller = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["stage", "product"], name="match_entry_waiting", condition=~Q(stage="")
            )
        ]


class MatchKey(models.Model):
    """Which products have a key; `seller` of one that a single seller sells, else 0."""

    pk = models.CompositePrimaryKey("key", "product_id")
    key = models.BigIntegerField()
    product_id = models.BigIntegerField()
    seller = models.BigIntegerField()


class MatchWord(models.Model):
    """How many products have a key: how rare it is."""

    key = models.BigIntegerField(primary_key=True)
    products = models.IntegerField()


class MatchTranslation(models.Model):
    """A Bengali word, levelled, and the Latin one that says the same: `matching.lexicon`, each night."""

    bengali = models.CharField(max_length=60, primary_key=True)
    latin = models.CharField(max_length=60)


class MatchPair(models.Model):
    """Two products that may be one, the one with the lower id first.

    `verdict`: "review" or "family". `parts` and
    `against` are what spoke for and against it. `state`: "open", "same" or "different" once decided.
    """

    OPEN, SAME, DIFFERENT = "open", "same", "different"

    one = models.ForeignKey("catalogue.Product", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("catalogue.Product", on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    verdict = models.CharField(max_length=10)
    number = models.CharField(max_length=16)
    parts = models.JSONField(default=dict)
    against = models.JSONField(default=list)
    state = models.CharField(max_length=10, default=OPEN)
    category_id = models.BigIntegerField()
    sellers = ArrayField(models.BigIntegerField(), default=list)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="match_pair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="match_pair_in_order"),
        ]
        indexes = [models.Index(fields=["state", "-score", "-id"], name="match_pair_queue")]


class MatchMove(models.Model):
    """Offers were put under one product, or taken out of it: who, when, why; and whether undone.

    `kept` is the product that stays. `gone`: of a merge the one that was emptied and leads to it
    now; of a split the one the offers went to. `offers`: [[offer, was it held fast before], …] of
    those that moved; `held`: the same of those that stayed where they were; `led`: products that
    led to `gone` before.
    """

    MERGE, SPLIT = "merge", "split"

    kind = models.CharField(max_length=5)
    kept = models.ForeignKey("catalogue.Product", on_delete=models.PROTECT, related_name="+")
    gone = models.ForeignKey("catalogue.Product", on_delete=models.PROTECT, related_name="+")
    automatic = models.BooleanField(default=False)
    offers = models.JSONField(default=list)
    held = models.JSONField(default=list)
    led = models.JSONField(default=list)
    score = models.FloatField(null=True)
    parts = models.JSONField(default=dict)
    against = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=200)
    by_person_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="match_move_latest")]


class MatchDecision(models.Model):
    """A person's word on two offers, the lower id first: "same" or "different". The latest in
    force counts; every later feed and every later matching keeps to it."""

    SAME, DIFFERENT = "same", "different"

    one = models.ForeignKey("catalogue.Offer", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("catalogue.Offer", on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=9)
    move = models.ForeignKey(
        MatchMove, null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    in_force = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="match_decision_in_order"),
            models.UniqueConstraint(
                fields=["one", "other"], condition=Q(in_force=True), name="match_decision_once"
            ),
        ]
