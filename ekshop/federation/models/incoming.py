"""Where sellers' goods come from: feeds, each reading of one, what was wrong, and whose words mean what."""

from django.db import models
from django.db.models import F, Q

from ..rules import incoming as rules


class Feed(models.Model):
    """A seller's list of goods: at an address, read by the clock, or uploaded (no address).

    `connector`: the folder of `connectors/` that speaks with the other side, by what `settings`
    say; its secrets among them are sealed (`services.sources`). `format`: the shape of its file,
    where the connector reads several; "auto" finds out.
    `mapping`: {"columns": {our field: their column}, "currency", "rate" (BDT for one unit, as
    text), "stock" (pieces where the table states none)}. `etag`, `last_modified` and
    `content_hash` are of the last file read to its end under `rules_stamp`, the digest of
    everything of ours that decides what becomes of a row.
    `changed_at`: when it last brought something new, or its seller said that all of it is right.
    `trouble`: why its goods are not confirmed, a key of `rules.TROUBLES`, with since when and how
    far it has gone (`rules.LEVELS`). `live_silences`: how often running its system did not answer
    at order time; it is not asked before `live_rests_until`.
    """

    machine = rules.FEED

    seller = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    address = models.URLField(max_length=800, blank=True)
    connector = models.CharField(max_length=20, default="google")
    settings = models.JSONField(default=dict, blank=True)
    format = models.CharField(max_length=16, default="auto")
    mapping = models.JSONField(default=dict, blank=True)
    every_minutes = models.PositiveIntegerField(default=60)
    state = models.CharField(max_length=12, default=rules.FEED.initial)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    rules_stamp = models.CharField(max_length=32, blank=True)
    next_fetch_at = models.DateTimeField(null=True)
    last_read_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=10, blank=True, default="")
    trouble_since = models.DateTimeField(null=True)
    trouble_level = models.PositiveSmallIntegerField(default=0)
    live_silences = models.PositiveSmallIntegerField(default=0)
    live_rests_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_fetch_at", "id"],
                condition=Q(state__in=["active", "failing"]) & ~Q(address=""),
                name="feed_due",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(every_minutes__gte=5), name="feed_not_too_often")
        ]

    def __str__(self) -> str:
        return self.name


class FeedRun(models.Model):
    """One reading of a feed, from the asking to the end. `worked_ms`: what it cost a worker. `problem` is a key of
    `rules.FILE_PROBLEMS`, with its data beside it."""

    machine = rules.RUN

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="runs")
    trigger = models.CharField(max_length=10, choices=rules.TRIGGERS)
    state = models.CharField(max_length=12, default=rules.RUN.initial)
    trust = models.BooleanField(default=False)
    upload = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    worked_ms = models.PositiveIntegerField(default=0)
    bytes = models.BigIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    staged = models.PositiveIntegerField(default=0)
    merged = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    warned = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=24, blank=True)
    problem_data = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = [models.Index(fields=["feed", "-id"], name="feed_run_history")]
        constraints = [
            models.UniqueConstraint(
                fields=["feed"],
                condition=Q(state="waiting") & ~Q(trigger="push"),
                name="feed_run_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("asked_at")),
                name="feed_run_ends_after_it_was_asked",
            ),
        ]


class FeedReject(models.Model):
    """A row, or a value in it, that was not taken, and why: a key of `rules.REASONS` with data."""

    run = models.ForeignKey(FeedRun, on_delete=models.CASCADE, related_name="rejects")
    row = models.PositiveIntegerField()
    ref = models.CharField(max_length=60, blank=True)
    field = models.CharField(max_length=24, blank=True)
    value = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=24)
    data = models.JSONField(default=dict, blank=True)


class PushedGood(models.Model):
    """An article as a seller's machine last sent it: there is no file to look into again.

    `version` is the sender's time of it; an older one is not taken. `fields` are ours, values as
    found.
    """

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=50)
    version = models.DateTimeField()
    fields = models.JSONField()
    withdrawn = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "ref"], name="pushed_good_once")]


class CategoryMapping(models.Model):
    """What a seller's word for its goods means in our tree.

    `category` is what counts now: decided by someone, or our suggestion where it was sure
    enough, or else the category of goods not placed yet.
    """

    seller = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    source_category = models.CharField(max_length=200)
    category = models.ForeignKey("catalogue.Category", on_delete=models.PROTECT, related_name="+")
    suggested = models.ForeignKey(
        "catalogue.Category", null=True, on_delete=models.PROTECT, related_name="+"
    )
    confidence = models.PositiveSmallIntegerField(default=0)
    examples = models.JSONField(default=list)
    decided_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seller", "source_category"], name="category_mapped_once"
            )
        ]
