"""Families: things that differ only by size, colour or pack; and the words of what they differ by."""

from django.db import models

from ekshop.kernel.models import append_only


class Family(models.Model):
    """Products that are one thing in several sizes, colours or packs; at least two.

    `axes`: the attribute keys by which they differ, in the order in which people choose. A
    product says in `variant` which of each it is. The titles are what the products' have in common.
    """

    title = models.CharField(max_length=300)
    title_bn = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    axes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()


class Attribute(models.Model):
    """What an operator says of an attribute; goes before `variants.reference`. `words`: by "|"."""

    key = models.CharField(max_length=40, unique=True)
    name_bn = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    words = models.TextField(blank=True)


class AttributeValue(models.Model):
    """A value with words of its own, by an operator (`learnt` false), or met in a feed."""

    key = models.CharField(max_length=40)
    code = models.CharField(max_length=100)
    name_bn = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    words = models.TextField(blank=True)
    learnt = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "code"], name="attribute_value_once")]


class CategoryFacets(models.Model):
    """By which attributes an operator lets goods of a category be narrowed, in this order."""

    category = models.OneToOneField(
        "catalogue.Category", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    keys = models.JSONField(default=list)


class PriceChange(models.Model):
    """An offer's price became another; written by a trigger, whoever changed it, in sets."""

    offer = models.ForeignKey(
        "catalogue.Offer", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    was_poisha = models.BigIntegerField()
    became_poisha = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["offer", "at"], name="price_change_of_offer")]
        triggers = append_only("price_changes_stay")
