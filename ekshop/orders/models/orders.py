"""An order as it was placed: prices, rates and promises frozen, one seller order per seller."""

from datetime import datetime, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ekshop.catalogue.rules import title_in
from ekshop.kernel.money import Money

from .. import rules


class CentreGroup(models.Model):
    """Centres for which a commission rule of their own may hold, by whole districts or by hand.

    Who is in it may change; orders already placed keep the rule they were made under.
    """

    name_bn = models.CharField(max_length=120, unique=True)
    name_en = models.CharField(max_length=120, unique=True)
    made_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.name_en if get_language() == "en" else self.name_bn


class CentreGroupMember(models.Model):
    """A centre of a group, or a district all of whose centres are in it, now and later."""

    group = models.ForeignKey(CentreGroup, on_delete=models.CASCADE, related_name="members")
    centre = models.ForeignKey(
        "parties.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    district = models.ForeignKey(
        "parties.Place", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(centre__isnull=True) ^ Q(district__isnull=True),
                name="group_member_one_of_both",
            ),
            models.UniqueConstraint(fields=["group", "centre"], name="group_centre_once"),
            models.UniqueConstraint(fields=["group", "district"], name="group_district_once"),
        ]


class CommissionRate(models.Model):
    """What a seller owes an entrepreneur, in basis points of the accepted price.

    `role`: to the centre that sells, or to the one that looks after a producer. Null seller,
    category, offer or group of centres: any. Of those valid the first in the order of
    `rules.rate_for` holds; an offer already says whose and of which category it is.
    """

    role = models.CharField(max_length=8, choices=rules.RATE_ROLES, default="sale")
    seller = models.ForeignKey(
        "parties.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    category = models.ForeignKey(
        "catalogue.Category", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    offer = models.ForeignKey(
        "catalogue.Offer", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    centre_group = models.ForeignKey(
        CentreGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    rate_bp = models.PositiveIntegerField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(rate_bp__lte=5000), name="commission_rate_sane"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="commission_rate_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(offer__isnull=True) | Q(seller__isnull=True, category__isnull=True),
                name="commission_rate_offer_says_it_all",
            ),
            ExclusionConstraint(
                name="commission_rate_one_at_a_time",
                expressions=[
                    ("role", RangeOperators.EQUAL),
                    (Coalesce("seller", Value(0)), RangeOperators.EQUAL),
                    (Coalesce("category", Value(0)), RangeOperators.EQUAL),
                    (Coalesce("offer", Value(0)), RangeOperators.EQUAL),
                    (Coalesce("centre_group", Value(0)), RangeOperators.EQUAL),
                    (Func("valid_from", "valid_to", function="tstzrange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Basket(models.Model):
    """What an entrepreneur is putting together for one customer; survives a lost line."""

    centre = models.ForeignKey("parties.Organisation", on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(
        "parties.Customer", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    channel = models.CharField(max_length=12, choices=rules.CHANNELS, default="walk_in")
    nonce = models.UUIDField(unique=True)
    updated_at = models.DateTimeField()


class BasketLine(models.Model):
    basket = models.ForeignKey(Basket, on_delete=models.CASCADE, related_name="lines")
    offer = models.ForeignKey("catalogue.Offer", on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["basket", "offer"], name="basket_line_per_offer"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=999), name="basket_line_quantity"
            ),
        ]


class Order(models.Model):
    """One customer's order, placed from a centre's account. `nonce`: placed once however sent.

    The amounts are those of the moment it was placed; what its sellers then declined is in the
    seller orders. `replaces`: the declined line this order was placed to make good.
    """

    code = models.CharField(max_length=16, unique=True)
    centre = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey("parties.Customer", on_delete=models.PROTECT, related_name="+")
    placed_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(
        max_length=12,
        choices=[
            *rules.CHANNELS,
            (rules.TRIAL, _("Trial order")),
            (rules.EXPORT, _("For an order from abroad")),
        ],
    )
    nonce = models.UUIDField(unique=True)
    fingerprint = models.CharField(max_length=64)
    replaces = models.ForeignKey(
        "OrderLine", null=True, blank=True, on_delete=models.PROTECT, related_name="replacements"
    )
    goods_poisha = models.BigIntegerField()
    delivery_poisha = models.BigIntegerField()
    placed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["replaces"], name="order_line_replaced_once"),
        ]
        indexes = [
            models.Index(fields=["centre", "-placed_at", "-id"], name="order_centre_recent"),
            models.Index(fields=["-placed_at", "-id"], name="order_recent"),
            models.Index(fields=["customer", "-placed_at"], name="order_customer_recent"),
        ]

    standing_poisha: int
    """What it comes to by now, once `selectors.orders_standing` has reckoned it."""

    @property
    def total_poisha(self) -> int:
        return self.goods_poisha + self.delivery_poisha


class SellerOrder(models.Model):
    """One seller's share of an order: what is confirmed, shipped, inspected and paid as a whole.

    `goods_poisha` is what the lines not declined come to. `delivery_poisha` is due once.
    `making_days`: until what is made to order can leave its maker. `promised_on` is the seller's own
    promise; `deliver_by` the latest the law allows. `trial`: its order only tries the seller's
    system, and counts for nothing. `export`: it goes to the export hub, for an order from abroad.
    `sourcing_centre`: of a producer's goods, the centre where they are looked at before they leave.
    `by_our_courier`: these go by a courier ek-Shop pays; other sellers have couriers of their own.
    """

    machine = rules.SELLER_ORDER

    code = models.CharField(max_length=16, unique=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="seller_orders")
    seller = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    centre = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, default=rules.SELLER_ORDER.initial)
    same_district = models.BooleanField()
    goods_poisha = models.BigIntegerField()
    delivery_poisha = models.BigIntegerField()
    placed_at = models.DateTimeField()
    confirm_by = models.DateTimeField()
    making_days = models.PositiveSmallIntegerField(default=0, db_default=0)
    promised_on = models.DateField()
    deliver_by = models.DateTimeField()
    trial = models.BooleanField(default=False, db_default=False)
    export = models.BooleanField(default=False, db_default=False)
    sourcing_centre = models.ForeignKey(
        "parties.Organisation",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "seller"], name="seller_order_per_seller")
        ]
        indexes = [
            models.Index(
                fields=["seller", "state", "-placed_at", "-id"], name="seller_order_queue"
            ),
            models.Index(
                fields=["centre", "state", "-placed_at", "-id"], name="seller_order_centre"
            ),
            models.Index(
                fields=["state", "deliver_by", "id"],
                condition=~Q(
                    state__in=[
                        "declined",
                        "expired",
                        "cancelled",
                        "refused",
                        "handed_over",
                        "uncollected",
                    ]
                ),
                name="seller_order_open",
            ),
            models.Index(fields=["placed_at"], name="seller_order_placed"),
            models.Index(
                fields=["sourcing_centre", "state", "-placed_at", "-id"],
                condition=Q(sourcing_centre__isnull=False),
                name="seller_order_sourced",
            ),
        ]

    @property
    def by_our_courier(self) -> bool:
        return self.sourcing_centre_id is not None

    @property
    def ready_at(self) -> datetime:
        """From when on the clocks of handing over and delivery run."""
        return self.placed_at + timedelta(days=self.making_days)


class OrderLine(models.Model):
    """A line as agreed: titles, price, rate frozen. Quantities after inspection fill in later.

    accepted + rejected + short = quantity once inspected; only accepted is ever payable. Pieces
    kept back at the first inspection of a producer's goods never leave, and count among none.
    `sourcing_centre`: the one that looks after the producer, if it is one's goods; `sourcing_bp` is
    what it earns of them.
    """

    machine = rules.LINE

    seller_order = models.ForeignKey(SellerOrder, on_delete=models.PROTECT, related_name="lines")
    offer = models.ForeignKey("catalogue.Offer", on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey("catalogue.Product", on_delete=models.PROTECT, related_name="+")
    seller_ref = models.CharField(max_length=50)
    title = models.CharField(max_length=300)
    title_bn = models.CharField(max_length=300, blank=True, default="", db_default="")
    title_en = models.CharField(max_length=300, blank=True, default="", db_default="")
    quantity = models.PositiveIntegerField()
    unit_price_poisha = models.BigIntegerField()
    commission_bp = models.PositiveIntegerField()
    commission_rate = models.ForeignKey(
        CommissionRate, null=True, on_delete=models.PROTECT, related_name="+"
    )
    sourcing_bp = models.PositiveIntegerField(default=0, db_default=0)
    sourcing_rate = models.ForeignKey(
        CommissionRate, null=True, on_delete=models.PROTECT, related_name="+"
    )
    sourcing_centre = models.ForeignKey(
        "parties.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, default=rules.LINE.initial)
    decline_reason = models.CharField(max_length=16, blank=True, choices=rules.DECLINED_FOR)
    kept_back_quantity = models.PositiveIntegerField(default=0, db_default=0)
    accepted_quantity = models.PositiveIntegerField(default=0)
    rejected_quantity = models.PositiveIntegerField(default=0)
    short_quantity = models.PositiveIntegerField(default=0)
    returned_quantity = models.PositiveIntegerField(default=0)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="order_line_quantity"),
            models.CheckConstraint(
                condition=Q(
                    quantity__gte=F("accepted_quantity")
                    + F("rejected_quantity")
                    + F("short_quantity")
                    + F("kept_back_quantity")
                ),
                name="order_line_never_more_than_ordered",
            ),
            models.CheckConstraint(
                condition=Q(returned_quantity__lte=F("accepted_quantity")),
                name="order_line_never_returns_more_than_accepted",
            ),
            models.CheckConstraint(
                condition=Q(sourcing_bp=0) | Q(sourcing_centre__isnull=False),
                name="order_line_sourced_by_a_centre",
            ),
        ]

    @property
    def coming_quantity(self) -> int:
        """How many the buyer's centre is to find in the parcel."""
        return self.quantity - self.kept_back_quantity

    @property
    def total_poisha(self) -> int:
        return self.unit_price_poisha * self.coming_quantity

    @property
    def name(self) -> str:
        """Its title in the reader's language, if the offer had one."""
        return self.name_in(get_language() or "bn")

    def name_in(self, language: str) -> str:
        return title_in(
            language, bengali=self.title_bn, english=self.title_en, otherwise=self.title
        )

    @property
    def accepted_poisha(self) -> int:
        return self.unit_price_poisha * self.accepted_quantity

    @property
    def commission_poisha(self) -> int:
        """What the entrepreneur would earn if all of it were accepted."""
        return Money(self.total_poisha).share(self.commission_bp).poisha

    @property
    def stock_reference(self) -> str:
        """Under which the catalogue holds this line's stock."""
        return f"line:{self.pk}"


class CentreStop(models.Model):
    """A centre that orders nothing new until it has passed on cash, and why; written by whoever
    counts the cash, in the transaction that moves it. Amounts in poisha; `late_poisha` is what it
    holds longer than it may."""

    centre = models.OneToOneField(
        "parties.Organisation", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    held_poisha = models.BigIntegerField()
    limit_poisha = models.BigIntegerField()
    late_poisha = models.BigIntegerField(default=0)
    since = models.DateTimeField()

    @property
    def above_limit(self) -> bool:
        return self.held_poisha > self.limit_poisha

    @property
    def to_pass_on_poisha(self) -> int:
        """What has to go before orders can come again."""
        return max(self.held_poisha - self.limit_poisha, self.late_poisha)
