"""Names and facts the index and the pages need again and again: categories, sellers, districts.

A few hundred rows that change a few times a week, held per process for a minute, so that a search
costs the database the same number of statements whatever it finds.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ekshop.parties import selectors as parties
from ekshop.parties.rules import OWN_CENTRE_DAYS

from ..models import Category, SellerRecord, UnconfirmedFeed
from ..rules import RECORD_LEAST, SCORE_UNKNOWN, Keeping, Terms

SECONDS = 60
STRANGER_SECONDS = 2
"""How long the names stand at least, whoever is missing: a seller who is stopped stays missing."""


@dataclass(frozen=True, slots=True)
class Named:
    """Something that can be chosen: its id, address and names. `parent`: a category's own top."""

    id: int
    slug: str
    name_bn: str
    name_en: str
    parent: int | None = None
    drawing: str = ""
    keywords: str = ""

    def name(self, language: str) -> str:
        return self.name_en if language.startswith("en") else self.name_bn


@dataclass(frozen=True, slots=True)
class SellerFacts:
    """What a seller's offers inherit. Records in basis points."""

    named: Named
    producer: bool
    district: int
    days_same_district: int
    days_elsewhere: int
    orders: int
    confirmed_bp: int
    on_time_bp: int
    rejected_bp: int
    about_bn: str = ""
    about_en: str = ""
    upheld: int = 0
    score_bp: int = SCORE_UNKNOWN
    centre: int | None = None

    def days_to(self, district: int | None, centre: int | None = None) -> int:
        """Promised days to a centre of a district; to anywhere in the country if none is named. To
        her own `centre` a producer brings it herself."""
        if centre is not None and centre == self.centre:
            return OWN_CENTRE_DAYS
        near = district is not None and district == self.district
        return self.days_same_district if near else self.days_elsewhere

    def comes_to(self, terms: Terms, district: int, centre: int | None = None) -> bool:
        """Does it keep on the way to that centre; where none is named, to any of that district?"""
        if centre is None and district == self.district:
            centre = self.centre
        return terms.travels(self.days_to(district, centre))

    @property
    def on_time(self) -> bool:
        return self.on_time_bp >= 9500

    @property
    def record(self) -> float:
        """From 0 to 1: how it keeps what it promises (`rules.record_score`)."""
        return self.score_bp / 10_000

    @property
    def is_new(self) -> bool:
        return self.orders < RECORD_LEAST


@dataclass(frozen=True, slots=True)
class Directory:
    """`unconfirmed`: since when each list of goods that is in doubt has not been confirmed.
    `keeping`: how long goods of a category usually keep, of those categories whose goods spoil.
    `rows`: the database's own rows by ("category" | "seller" | "district", id), so that a page
    of goods needs no joins. They are shared by everyone in this process: read them only.
    """

    categories: dict[int, Named]
    sellers: dict[int, SellerFacts]
    districts: dict[int, Named]
    by_slug: dict[tuple[str, str], int]
    rows: dict[tuple[str, int], Any]
    unconfirmed: dict[int, datetime] = field(default_factory=dict)
    keeping: dict[int, Keeping] = field(default_factory=dict)

    def find(self, kind: str, slug: str) -> int | None:
        """The id of a category, seller or district by its address."""
        return self.by_slug.get((kind, slug))


_held: tuple[float, Directory] | None = None


def directory() -> Directory:
    """The names as they were at most a minute ago."""
    global _held
    if _held is None or time.monotonic() - _held[0] > SECONDS:
        _held = (time.monotonic(), read_directory())
    return _held[1]


def knowing(names: Directory, seller_ids: Collection[int]) -> Directory:
    """These names, or those of now where a seller is not among them who may have just come."""
    if names.sellers.keys() >= set(seller_ids) or _held is None or _held[1] is not names:
        return names
    if time.monotonic() - _held[0] > STRANGER_SECONDS:
        forget()
    return directory()


def forget() -> None:
    """Read anew next time: after a change that must show at once, and between tests."""
    global _held
    _held = None


def read_directory() -> Directory:
    """Five statements, whatever there is."""
    rows: dict[tuple[str, int], Any] = {}
    for category in Category.objects.order_by("position", "pk"):
        rows["category", category.pk] = category
    categories = {
        category.pk: Named(
            category.pk,
            category.slug,
            category.name_bn,
            category.name_en,
            category.parent_id,
            category.drawing,
            category.keywords,
        )
        for category in rows.values()
    }
    own = {category.pk: category.keeping for category in rows.values()}
    keeping = {
        category.pk: usual
        for category in rows.values()
        if (usual := own[category.pk].under(own.get(category.parent_id))).said
    }
    records = {record.seller_id: record for record in SellerRecord.objects.all()}
    sellers = {}
    for seller in parties.sellers():
        organisation = seller.organisation
        rows["seller", organisation.pk] = organisation
        record = records.get(organisation.pk) or SellerRecord(seller_id=organisation.pk)
        sellers[organisation.pk] = SellerFacts(
            Named(organisation.pk, organisation.slug, organisation.name_bn, organisation.name_en),
            seller.kind == "producer",
            seller.hub_district_id,
            seller.days_same_district,
            seller.days_elsewhere,
            record.orders,
            record.confirmed_bp,
            record.on_time_bp,
            record.rejected_bp,
            seller.about_bn,
            seller.about_en,
            record.upheld,
            record.score_bp,
            seller.sourcing_centre_id,
        )
    districts = {}
    for place in parties.districts():
        rows["district", place.pk] = place
        districts[place.pk] = Named(place.pk, place.slug, place.name_bn, place.name_en)
    by_slug = {("category", named.slug): pk for pk, named in categories.items()}
    by_slug |= {("seller", facts.named.slug): pk for pk, facts in sellers.items()}
    by_slug |= {("district", named.slug): pk for pk, named in districts.items()}
    unconfirmed = dict(UnconfirmedFeed.objects.values_list("feed_id", "since"))
    return Directory(categories, sellers, districts, by_slug, rows, unconfirmed, keeping)
