"""What is sold: categories, products, and each seller's offer with its stock."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value

from ekshop.kernel.models import in_language

from .. import rules


class Category(models.Model):
    """Two levels. `regulation` names a licence its sellers need ("medicine").

    `shelf_life_days`, `travel_days`: what is usual for its goods (`rules.Keeping`); null: they do not
    spoil, or it is as its parent. `keeping_edited`: a person said so, so a table loaded again leaves
    it alone."""

    slug = models.SlugField(max_length=60, unique=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    name_bn = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    drawing = models.CharField(max_length=60)
    regulation = models.CharField(max_length=16, blank=True)
    keywords = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    shelf_life_days = models.PositiveSmallIntegerField(null=True)
    travel_days = models.PositiveSmallIntegerField(null=True)
    keeping_edited = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(travel_days__isnull=True)
                | Q(shelf_life_days__isnull=True)
                | Q(travel_days__lte=F("shelf_life_days")),
                name="category_keeps_on_the_way",
            ),
        ]

    @property
    def name(self) -> str:
        """In the reader's language."""
        return in_language(self.name_bn, self.name_en)

    @property
    def keeping(self) -> rules.Keeping:
        """What it says itself; see `Keeping.under`."""
        return rules.Keeping(self.shelf_life_days, self.travel_days)


class ForbiddenTerm(models.Model):
    """Words that no offer may carry, with the reason and the law.

    `unless`: words, split by "|", beside which it is innocent (a toy pistol). `edited`: a person
    entered or changed it, so loading the published list again leaves it alone.
    """

    term = models.CharField(max_length=80, unique=True)
    unless = models.TextField(blank=True)
    reason_bn = models.CharField(max_length=200)
    reason_en = models.CharField(max_length=200)
    citation = models.CharField(max_length=200)
    citation_bn = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)
    edited = models.BooleanField(default=False)


class Product(models.Model):
    """The thing itself, sold by one or more sellers.

    `family`: it is one of several sizes, colours or packs of one thing, and `variant` says which:
    {attribute key: value as its sellers write it}; null: it stands alone.
    `merged_into`: its offers were put under that product, and its own address leads there.
    `match_key` is what exact grouping goes by: "gtin:…" or "mpn:brand|mpn"; null: stands alone.
    `is_gi`: an approved user of a registered name sells it under that name. `name_unshown`: someone
    sells it under such a name without having shown a right to it.
    """

    code = models.CharField(max_length=16)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="products")
    title = models.CharField(max_length=300)
    title_bn = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    brand = models.CharField(max_length=120, blank=True)
    mpn = models.CharField(max_length=80, blank=True)
    gtin = models.CharField(max_length=14, blank=True)
    match_key = models.CharField(max_length=220, null=True)
    image_url = models.URLField(max_length=800, blank=True)
    district = models.ForeignKey(
        "parties.Place", null=True, on_delete=models.PROTECT, related_name="+"
    )
    is_gi = models.BooleanField(default=False)
    name_unshown = models.BooleanField(default=False, db_default=False)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    family = models.ForeignKey(
        "catalogue.Family",
        null=True,
        on_delete=models.SET_NULL,
        related_name="products",
        db_index=False,
    )
    variant = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["family"], condition=Q(family__isnull=False), name="product_of_family"
            ),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="product_merged_into",
            ),
            models.Index(
                fields=["id"], condition=Q(name_unshown=True), name="product_name_unshown"
            ),
        ]
        # Named here, not `unique=True` on the columns: that adds a second index for LIKE to each.
        constraints = [
            models.UniqueConstraint(fields=["code"], name="product_code_once"),
            models.UniqueConstraint(fields=["match_key"], name="product_match_key_once"),
        ]


class Offer(models.Model):
    """One seller's price, stock and promise for a product.

    `on_hand` is what the seller last said it has; `reserved` what our open orders hold of it.
    `title` is the seller's own; `title_bn` and `title_en` as its feed says them, or as the letters
    it is written in tell. `source_category` is the seller's own word for its category; `fingerprint` the digest of the
    feed row it was read from. `group_ref` is the seller's own number for the family it is a size or
    colour of; `attributes` {our key: the seller's text}; `images` addresses of further pictures;
    `dispatch_days` and `returns_days` what it promises, null where it says nothing. `held_fast`: a person put it
    under its product, and no feed moves it from there. `UNLICENSED`: it would be live if its seller held the licence;
    `STALE`: if its seller's list had been read lately; `OFF_SEASON`: if it were its season.
    """

    LIVE, WITHDRAWN, BLOCKED = "live", "withdrawn", "blocked"
    UNLICENSED = "unlicensed"
    STALE = "stale"
    OFF_SEASON = "off_season"

    # Its index is the first column of `offer_per_seller_ref`.
    seller = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    seller_ref = models.CharField(max_length=50)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="offers")
    title = models.CharField(max_length=300)
    title_bn = models.CharField(max_length=300, blank=True, default="", db_default="")
    title_en = models.CharField(max_length=300, blank=True, default="", db_default="")
    url = models.URLField(max_length=800, blank=True)
    image_url = models.URLField(max_length=800, blank=True)
    price_poisha = models.BigIntegerField()
    list_price_poisha = models.BigIntegerField(null=True)
    on_hand = models.PositiveIntegerField(default=0)
    reserved = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, default=LIVE)
    feed_id = models.BigIntegerField(null=True, db_index=True)
    source_category = models.CharField(max_length=200, blank=True)
    fingerprint = models.CharField(max_length=32, blank=True)
    group_ref = models.CharField(max_length=50, blank=True, default="", db_default="")
    attributes = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    images = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    dispatch_days = models.PositiveSmallIntegerField(null=True)
    returns_days = models.PositiveSmallIntegerField(null=True)
    held_fast = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["seller", "group_ref"], condition=~Q(group_ref=""), name="offer_group"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["seller", "seller_ref"], name="offer_per_seller_ref"),
            models.CheckConstraint(condition=Q(price_poisha__gt=0), name="offer_price_positive"),
            models.CheckConstraint(
                condition=Q(reserved__lte=F("on_hand")), name="offer_never_oversold"
            ),
        ]

    @property
    def name(self) -> str:
        """As its seller calls it, in the reader's language where that is told."""
        return in_language(self.title_bn or self.title, self.title_en or self.title)

    @property
    def available(self) -> int:
        return self.on_hand - self.reserved if self.state == self.LIVE else 0


class StagedOffer(models.Model):
    """A row of a feed on its way in, until its batch is merged. UNLOGGED: lost in a crash, read again.

    `verdict`: "offer"; "keep" (the row is bad today, what we have stays); "drop" (it may not be sold).
    `terms` in the order of `rules.Terms`; null: its list says nothing of the kind.
    """

    batch = models.BigIntegerField()
    position = models.IntegerField()
    verdict = models.CharField(max_length=5)
    seller_ref = models.CharField(max_length=50)
    title = models.CharField(max_length=300, null=True)
    title_bn = models.CharField(max_length=300, null=True)
    title_en = models.CharField(max_length=300, null=True)
    description = models.TextField(null=True)
    url = models.CharField(max_length=800, null=True)
    image_url = models.CharField(max_length=800, null=True)
    price_poisha = models.BigIntegerField(null=True)
    list_price_poisha = models.BigIntegerField(null=True)
    stock = models.IntegerField(null=True)
    brand = models.CharField(max_length=120, null=True)
    mpn = models.CharField(max_length=80, null=True)
    gtin = models.CharField(max_length=14, null=True)
    match_key = models.CharField(max_length=220, null=True)
    source_category = models.CharField(max_length=200, null=True)
    fingerprint = models.CharField(max_length=32, null=True)
    code = models.CharField(max_length=16, null=True)
    group_ref = models.CharField(max_length=50, null=True)
    attributes = models.JSONField(null=True)
    images = models.JSONField(null=True)
    dispatch_days = models.IntegerField(null=True)
    returns_days = models.IntegerField(null=True)
    terms = ArrayField(models.SmallIntegerField(null=True), null=True)

    class Meta:
        indexes = [models.Index(fields=["batch", "position"], name="staged_offer_order")]


class StockReservation(models.Model):
    """Stock an order line holds: until its seller confirms (consumed), declines or is silent.

    `reference` is the line's own key, so reserving twice for one line is refused here too.
    """

    machine = rules.RESERVATION

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=40, unique=True)
    quantity = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=rules.RESERVATION.initial)
    created_at = models.DateTimeField()


class SearchChange(models.Model):
    """A product whose search document is out of date, written in the change's own transaction
    by triggers on what the document is made of, so bulk SQL is seen too.

    `transaction` is PostgreSQL's id of that transaction: the index reads only past those that
    can still commit, so no change is skipped however transactions overlap.
    """

    id = models.BigAutoField(primary_key=True)
    product_id = models.BigIntegerField()
    transaction = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["transaction", "id"], name="search_change_order")]


class SellerRecord(models.Model):
    """How a seller kept its promises lately, in basis points; ranks offers and is shown.

    `counts`: for each of `rules.PROMISES`, [kept (or broken, of the last two), of how many].
    `score_bp`: all of them in one, wary of small numbers (`rules.record_score`).
    """

    seller = models.OneToOneField(
        "parties.Organisation", on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    orders = models.PositiveIntegerField(default=0)
    confirmed_bp = models.PositiveIntegerField(default=10000)
    on_time_bp = models.PositiveIntegerField(default=10000)
    rejected_bp = models.PositiveIntegerField(default=0)
    upheld = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    score_bp = models.PositiveIntegerField(default=rules.SCORE_UNKNOWN)
    updated_at = models.DateTimeField()

    @property
    def is_new(self) -> bool:
        """Too few orders for its shares to say anything."""
        return self.orders < rules.RECORD_LEAST


class SellerRecordDay(models.Model):
    """A seller's record as it stood at the end of a day, for its trend."""

    seller = models.ForeignKey("parties.Organisation", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    orders = models.PositiveIntegerField()
    score_bp = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seller", "day"], name="seller_record_once_a_day")
        ]
