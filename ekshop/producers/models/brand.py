"""What a district tells of itself, and when the country's goods are in season."""

from collections.abc import Sequence

from django.db import models

from ekshop.kernel.models import in_language

from ..rules import seasons as rules
from ..rules.sources import Source, told


class DistrictBrand(models.Model):
    """A district's story in our own words. `sources`: where its facts can be read (rules.sources)."""

    district = models.OneToOneField(
        "parties.Place", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    line_bn = models.TextField()
    line_en = models.TextField()
    story_bn = models.TextField(blank=True)
    story_en = models.TextField(blank=True)
    sources = models.JSONField(default=list)

    @property
    def read_at(self) -> Sequence[Source]:
        return told(self.sources)

    @property
    def line(self) -> str:
        return in_language(self.line_bn, self.line_en)

    @property
    def story(self) -> str:
        return in_language(self.story_bn, self.story_en)


class SeasonItem(models.Model):
    """Something that comes at its time of the year. `starts` and `ends`: month and day as 615 for
    the 15th of June, both counted; a season that starts after it ends runs over the new year.
    `categories`: addresses of the shop's categories its goods stand in; goods of another only bear the
    word, as an orange shirt does. `words_bn`, `words_en`: what to search the shop for. `sources` (rules.sources): where its days can
    be read; none where growers tell them and nobody has found a publication."""

    slug = models.SlugField(max_length=60, unique=True)
    name_bn = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=rules.KINDS)
    starts = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()
    districts = models.ManyToManyField("parties.Place", related_name="+")
    categories = models.JSONField(default=list)
    note_bn = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    words_bn = models.CharField(max_length=80, blank=True)
    words_en = models.CharField(max_length=80, blank=True)
    sources = models.JSONField(default=list)

    @property
    def name(self) -> str:
        return in_language(self.name_bn, self.name_en)

    @property
    def note(self) -> str:
        return in_language(self.note_bn, self.note_en)

    @property
    def words(self) -> str:
        return in_language(self.words_bn, self.words_en)

    @property
    def read_at(self) -> Sequence[Source]:
        return told(self.sources)

    @property
    def is_ban(self) -> bool:
        return self.kind == rules.BAN
