"""What the world says about goods: tariff numbers, countries' rules, duties, freight, money."""

from django.db import models
from django.db.models import Q

from ekshop.kernel.models import in_language


class HsCode(models.Model):
    """A six-digit subheading of the Harmonized System, in our own words in both languages.

    `words`: further words people look for, folded for searching with the texts.
    """

    code = models.CharField(max_length=6, primary_key=True)
    text_en = models.CharField(max_length=300)
    text_bn = models.CharField(max_length=300)
    words = models.TextField(blank=True, default="")

    @property
    def text(self) -> str:
        """In the reader's language."""
        return in_language(self.text_bn, self.text_en)


class _Dated(models.Model):
    """Holds from `valid_from` until before `valid_to`, null: until further notice."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class CountryRule(_Dated):
    """What a country says of goods whose code begins with `hs_prefix`; country "" is every one (a
    treaty), prefix "" everything. `verdict`: forbidden; restricted (shown, and to be settled with
    the buyer's country); paper (`paper`, a kind of ExportPaper, must be there). `material`: holds
    only where the materials have one of these words, by "|"; "" always."""

    FORBIDDEN, RESTRICTED, PAPER = "forbidden", "restricted", "paper"

    country = models.CharField(max_length=2, blank=True, default="")
    hs_prefix = models.CharField(max_length=6, blank=True, default="")
    material = models.CharField(max_length=300, blank=True, default="")
    verdict = models.CharField(max_length=10)
    paper = models.CharField(max_length=16, blank=True, default="")
    reason_bn = models.CharField(max_length=300)
    reason_en = models.CharField(max_length=300)
    citation = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["country", "hs_prefix"], name="country_rule_found")]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "hs_prefix", "material", "verdict", "paper", "valid_from"],
                condition=Q(valid_to=None),
                name="country_rule_once",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["forbidden", "restricted"])
                | Q(verdict="paper", paper__in=["gi", "phytosanitary", "cites", "origin"]),
                name="country_rule_verdict_known",
            ),
        ]

    @property
    def reason(self) -> str:
        return in_language(self.reason_bn, self.reason_en)


class DutyRate(_Dated):
    """Duty of a country on goods of a code, in basis points of their value with freight and
    insurance. The longest prefix that holds counts. `source` says where it is from."""

    country = models.CharField(max_length=2)
    hs_prefix = models.CharField(max_length=6, blank=True, default="")
    bp = models.PositiveIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        # Which is looked for by country and code, too.
        constraints = [
            models.UniqueConstraint(
                fields=["country", "hs_prefix", "valid_from"], name="duty_rate_once"
            )
        ]


class FreightBand(_Dated):
    """What carrying a parcel of up to `up_to_g` grams to a channel's buyers costs."""

    channel = models.ForeignKey(
        "channels.Channel", on_delete=models.CASCADE, related_name="freight"
    )
    up_to_g = models.PositiveIntegerField()
    poisha = models.PositiveBigIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "up_to_g", "valid_from"], name="freight_band_once"
            ),
        ]


class ExchangeRate(models.Model):
    """`rate`: the poisha that 1,000,000 minor units of `currency` are worth (see `rules.money`), as
    published for the day `on` by `source`. The latest up to a day holds on it; never changed."""

    currency = models.CharField(max_length=3)
    rate = models.PositiveBigIntegerField()
    on = models.DateField()
    source = models.CharField(max_length=160)
    noted_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["currency", "on"], name="exchange_rate_once_a_day"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="exchange_rate_above_zero"),
        ]
