"""What must be known of goods before they leave the country."""

from django.db import models
from django.db.models import F, Q

from ekshop.kernel.models import in_language


class ExportGoods(models.Model):
    """An offer made ready for export. Weights in grams and sides in millimetres of one packed piece,
    0 where nobody has said yet; `origin` ISO-2; `points_en`: a list of short sentences.

    `english`: "" (none yet), "written" (waits for another person's reading), "reviewed", or
    "sent_back" with `english_note`. Whoever reviews did not write: `english_by` and `reviewed_by`.
    """

    NONE, WRITTEN, REVIEWED, SENT_BACK = "", "written", "reviewed", "sent_back"

    offer = models.OneToOneField("catalogue.Offer", on_delete=models.PROTECT, related_name="+")
    seller = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    hs_code = models.CharField(max_length=6, blank=True, default="")
    origin = models.CharField(max_length=2, blank=True, default="BD")
    materials = models.CharField(max_length=300, blank=True, default="")
    net_g = models.PositiveIntegerField(default=0)
    gross_g = models.PositiveIntegerField(default=0)
    length_mm = models.PositiveIntegerField(default=0)
    width_mm = models.PositiveIntegerField(default=0)
    height_mm = models.PositiveIntegerField(default=0)
    title_en = models.CharField(max_length=200, blank=True, default="")
    text_en = models.TextField(blank=True, default="")
    points_en = models.JSONField(default=list, blank=True)
    english = models.CharField(max_length=10, blank=True, default=NONE)
    english_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    english_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True)
    english_note = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["seller", "-id"], name="export_goods_of_seller"),
            models.Index(
                fields=["english_at", "id"],
                condition=Q(english="written"),
                name="export_english_to_review",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(net_g=0) | Q(gross_g=0) | Q(gross_g__gte=F("net_g")),
                name="export_goods_net_within_gross",
            ),
            models.CheckConstraint(
                condition=~Q(english="reviewed")
                | (Q(reviewed_by__isnull=False) & ~Q(reviewed_by=F("english_by"))),
                name="export_english_reviewed_by_another",
            ),
        ]

    @property
    def name(self) -> str:
        """As it is called at home, or in the English it is sold by, whichever the reader reads."""
        offer = self.offer
        return in_language(offer.title_bn or offer.title, self.title_en or offer.title)


class ExportPaper(models.Model):
    """A certificate that goes with goods: its number, who gave it, and until when it holds. `file` is
    its photo, `document` its PDF."""

    GI, PHYTOSANITARY, CITES, ORIGIN = "gi", "phytosanitary", "cites", "origin"

    goods = models.ForeignKey(ExportGoods, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=16)
    number = models.CharField(max_length=80)
    by = models.CharField(max_length=160)
    until = models.DateField(null=True)
    file = models.CharField(max_length=200, blank=True, default="")
    document = models.ForeignKey(
        "kernel.BroughtFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["goods", "kind", "number"], name="export_paper_once"),
        ]


class ExportPicture(models.Model):
    """A picture of the goods for buyers abroad, large; `digest` names its file by its content."""

    goods = models.ForeignKey(ExportGoods, on_delete=models.CASCADE, related_name="pictures")
    position = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    file = models.CharField(max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["goods", "digest"], name="export_picture_once"),
        ]
