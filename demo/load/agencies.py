"""The agencies as they are, with what each hears, and where a new complaint goes first."""

from datetime import datetime, time
from typing import Any

from demo.content.tables import read
from ekshop.complaints.models import Agency
from ekshop.complaints.services import (
    AgencySettings,
    TriageDraft,
    agency_enrol,
    triage_rule_put,
)
from ekshop.kernel.actors import Actor

LOADER = Actor.system("demo")


def load(now: datetime) -> None:
    for row in read("agencies"):
        office, unit, designation = (row["nothi"] or "//").split("/")
        settings = AgencySettings(
            designation_bn=row["designation_bn"],
            designation_en=row["designation_en"],
            law_bn=row["law_bn"],
            law_en=row["law_en"],
            categories=row["categories"].split(),
            way=row["way"],
            email=row["email"],
            nothi_office=office,
            nothi_unit=unit,
            nothi_designation=designation,
            **_week(row["week"]),
        )
        agency_enrol(
            actor=LOADER,
            code=row["slug"],
            name_bn=row["name_bn"],
            name_en=row["name_en"],
            settings=settings,
            now=now,
        )
    agencies = dict(Agency.objects.values_list("code", "pk"))
    for row in read("triage"):
        draft = TriageDraft(
            position=int(row["position"]),
            categories=row["categories"].split(),
            respondent_kind=row["respondent_kind"],
            to_seller=row["to"] == "seller",
            agency_id=agencies.get(row["to"]),
            urgency=row["urgency"],
            note=row["note_bn"],
            valid_from=now,
        )
        triage_rule_put(actor=LOADER, draft=draft, now=now)


def _week(written: str) -> dict[str, Any]:
    """ "560123 10:00-18:00": days as `date.weekday()` counts them, hours, and the word "holidays"
    where it works on these, too. Empty: the country's week."""
    if not written:
        return {}
    days, hours, *more = written.split()
    opens, closes = map(time.fromisoformat, hours.split("-"))
    return {
        "working_days": [int(day) for day in days],
        "opens": opens,
        "closes": closes,
        "keeps_holidays": "holidays" not in more,
    }
