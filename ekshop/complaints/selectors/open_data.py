"""The complaints as anyone may have them: one row a complaint, nobody to be found in it.

`FIELDS` is the published dictionary; every row has exactly these keys and a test holds the rows to
it. A district is left out where fewer than `CELL_AT_LEAST` complaints of the same month and
category came from it. A story is there only with its teller's consent, redacted, and is gone from
the next day's file when the consent is withdrawn.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Window
from django.db.models.functions import TruncMonth

from ekshop.kernel.clock import DHAKA, dhaka_date

from .. import rules
from ..models import Case
from ..rules.redaction import redact

VERSION = "1.0"
CELL_AT_LEAST = 5
PAGE = 2_000


@dataclass(frozen=True)
class Field:
    """`values`: the codes it may have; empty: see `type`."""

    name: str
    type: str
    bn: str
    en: str
    values: tuple[str, ...] = ()
    nullable: bool = False


_CODES = tuple(rules.BY_CODE)
FIELDS = (
    Field("id", "text", "সারির স্থায়ী পরিচয়", "Lasting id of the row"),
    Field("filed_on", "date", "অভিযোগের দিন", "Day it was filed"),
    Field("category", "code", "বিষয়", "What it is about", _CODES),
    Field("group", "code", "বিষয়ের শ্রেণি", "Group of the category", tuple(rules.GROUPS)),
    Field("channel", "code", "যেভাবে এসেছে", "How it came", tuple(dict(rules.CHANNELS))),
    Field(
        "seller_kind",
        "code",
        "বিক্রেতা নিবন্ধিত কি না",
        "Whether the seller is registered",
        tuple(dict(rules.RESPONDENT_KINDS)),
    ),
    Field("seller", "text", "নিবন্ধিত বিক্রেতার নাম", "A registered seller's name", nullable=True),
    Field("district", "text", "জেলা", "District", nullable=True),
    Field("paid_band", "code", "কত টাকা দেওয়া হয়েছিল", "How much was paid, taka", (
        "0", "1-999", "1000-4999", "5000-19999", "20000+",
    )),
    Field("wanted", "code", "কী চাওয়া হয়েছে", "What was wanted", tuple(dict(rules.REMEDIES))),
    Field("state", "code", "এখন কোথায়", "Where it stands", tuple(rules.CASE.states)),
    Field(
        "outcome", "code", "কীভাবে শেষ", "How it ended", tuple(dict(rules.OUTCOMES)), nullable=True
    ),
    Field("days_open", "number", "কত দিন খোলা ছিল", "Days it was open", nullable=True),
    Field("promises_broken", "number", "কতবার কথা রাখা হয়নি", "Promises not kept"),
    Field("story", "text", "সম্মতি থাকলে ঘটনা", "The story, where its teller consented", nullable=True),
)  # fmt: skip
NAMES = [field.name for field in FIELDS]


def open_rows(*, now: datetime) -> Iterator[dict[str, Any]]:
    """Every complaint filed before today, oldest first, in flat memory."""
    today = datetime.combine(dhaka_date(now), time(0), tzinfo=DHAKA)
    cases = (
        Case.objects.filter(filed_at__lt=today, joined_to__isnull=True)
        .annotate(
            cell=Window(
                Count("pk"),
                partition_by=[
                    F("district_id"),
                    F("category"),
                    TruncMonth("filed_at", tzinfo=DHAKA),
                ],
            )
        )
        .select_related("respondent__organisation", "district", "complainant")
        .order_by("filed_at", "id")
    )
    for case in cases.iterator(chunk_size=PAGE):
        yield _row(case)


def _row(case: Case) -> dict[str, Any]:
    organisation = case.respondent.organisation
    shows_district = case.district is not None and case.cell >= CELL_AT_LEAST  # type: ignore[attr-defined]
    return {
        "id": public_id(case.code),
        "filed_on": dhaka_date(case.filed_at).isoformat(),
        "category": case.category,
        "group": rules.category_of(case.category).group,
        "channel": case.channel,
        "seller_kind": case.respondent.kind,
        "seller": organisation.name_en if organisation else None,
        "district": case.district.name_en if case.district and shows_district else None,
        "paid_band": paid_band(case.paid_poisha),
        "wanted": case.wanted,
        "state": case.state,
        "outcome": case.outcome or None,
        "days_open": _days(case),
        "promises_broken": case.promises_broken,
        "story": _story(case) if case.publish else None,
    }


def public_id(code: str) -> str:
    """The same row keeps it from day to day; it does not lead back to the case's code."""
    secret = f"{settings.SECRET_KEY}:open-data:{code}"
    return hashlib.sha256(secret.encode()).hexdigest()[:16]


def paid_band(poisha: int) -> str:
    taka = poisha // 100
    for most, name in ((0, "0"), (999, "1-999"), (4999, "1000-4999"), (19999, "5000-19999")):
        if taka <= most:
            return name
    return "20000+"


def _days(case: Case) -> int | None:
    if case.closed_at is None:
        return None
    return (dhaka_date(case.closed_at) - dhaka_date(case.filed_at)) // timedelta(days=1)


def _story(case: Case) -> str:
    named = [case.complainant.name]
    if case.respondent.organisation is None:
        named.append(case.respondent.name)
    return redact(case.story, named)


def figures(*, since: date, until: date) -> dict[str, list[tuple[str, int]]]:
    """Complaints by month, category and district (English slug) in those days of Dhaka.

    Cells below `CELL_AT_LEAST` are not given. Three statements.
    """
    start = datetime.combine(since, time(0), tzinfo=DHAKA)
    end = datetime.combine(until, time(0), tzinfo=DHAKA)
    cases = Case.objects.filter(filed_at__gte=start, filed_at__lt=end, joined_to__isnull=True)
    months = (
        cases.annotate(month=TruncMonth("filed_at", tzinfo=DHAKA))
        .values_list("month")
        .annotate(n=Count("pk"))
        .order_by("month")
    )
    categories = cases.values_list("category").annotate(n=Count("pk")).order_by("-n", "category")
    districts = (
        cases.filter(district__isnull=False)
        .values_list("district__slug")
        .annotate(n=Count("pk"))
        .order_by("-n", "district__slug")
    )
    return {
        "months": [(month.strftime("%Y-%m"), n) for month, n in months if n >= CELL_AT_LEAST],
        "categories": [(code, n) for code, n in categories if n >= CELL_AT_LEAST],
        "districts": [(slug, n) for slug, n in districts if n >= CELL_AT_LEAST],
    }
