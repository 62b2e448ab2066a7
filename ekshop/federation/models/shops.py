"""A seller's shop system behind a feed: its webhooks, what it said changed, and orders given to it."""

from django.db import models
from django.db.models import Q

from ekshop.kernel.models import in_language

from ..rules import shops as rules
from .incoming import Feed


class ShopLink(models.Model):
    """What holds a feed and its shop together beside readings. `secret`, sealed, signs the shop's
    webhooks; `problem`, in both languages: why they could not be asked for. `heard_at`: by webhook;
    `asked_at`: when we last asked after open orders."""

    feed = models.OneToOneField(Feed, on_delete=models.CASCADE, related_name="link")
    secret = models.CharField(max_length=400)
    connected_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    problem_bn = models.CharField(max_length=500, blank=True)
    problem_en = models.CharField(max_length=500, blank=True)
    heard_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)

    @property
    def problem(self) -> str:
        return in_language(self.problem_bn, self.problem_en)


class ShopChange(models.Model):
    """Something a shop said has changed, until it was read anew. `number` is the shop's."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=[("goods", "goods"), ("order", "order")])
    number = models.CharField(max_length=40)
    heard_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feed", "kind", "number"], name="shop_change_once")
        ]


class ShopOrder(models.Model):
    """A seller order given to the seller's shop. `ref`: the shop's number of it; `said`: the
    shop's word for its status; `problem`, in both languages: why the last attempt, or its news, came
    to nothing."""

    machine = rules.SHOP_ORDER

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="+")
    seller_order = models.OneToOneField(
        "orders.SellerOrder", on_delete=models.PROTECT, related_name="+"
    )
    code = models.CharField(max_length=20, unique=True)
    ref = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=12, default=rules.SHOP_ORDER.initial)
    said = models.CharField(max_length=30, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    problem_bn = models.CharField(max_length=500, blank=True)
    problem_en = models.CharField(max_length=500, blank=True)
    heard_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["feed", "-id"], name="shop_order_history"),
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(state__in=["waiting", "calling_off"]),
                name="shop_order_due",
            ),
            models.Index(fields=["feed", "ref"], name="shop_order_theirs"),
        ]

    @property
    def problem(self) -> str:
        return in_language(self.problem_bn, self.problem_en)
