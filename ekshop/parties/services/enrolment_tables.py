"""Rows of an enrolment table: which columns there are, and what each row asks for.

A row is judged without touching the database row by row: places are looked up in one index of
all their spellings, so that thousands of rows are looked through in a moment.
"""

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ekshop.kernel.bangla import latin_digits, parse_int, parse_taka
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.errors import DomainError, InvalidInput
from ekshop.parties.models import Centre, Organisation, Place, PlaceAlias
from ekshop.parties.rules import fold

from .enrol import MOST_FEE_POISHA
from .inputs import Checks, NewLicence, NewPerson
from .organisations import MOST_DAYS


@dataclass(frozen=True)
class Column:
    key: str
    label: Any
    needed: bool = False
    example: str = ""


CENTRE_COLUMNS = (
    Column("name_bn", _("Name in Bengali"), True, "ভুলতা ইউনিয়ন ডিজিটাল সেন্টার"),
    Column("name_en", _("Name in English"), True, "Bhulta Union Digital Centre"),
    Column("district", _("District"), True, "নারায়ণগঞ্জ"),
    Column("upazila", _("Upazila"), True, "রূপগঞ্জ"),
    Column("union", _("Union"), False, "ভুলতা"),
    Column("code", _("Centre code"), False, ""),
    Column("address", _("Address"), False, ""),
    Column("person_name", _("Entrepreneur's name"), True, "Asha Akter"),
    Column("person_name_bn", _("Entrepreneur's name in Bengali"), False, "আশা আক্তার"),
    Column("person_mobile", _("Entrepreneur's mobile"), True, "০১৭১২-৩৪৫৬৭৮"),
    Column("second_name", _("Second entrepreneur's name"), False, ""),
    Column("second_mobile", _("Second entrepreneur's mobile"), False, ""),
)
PARTNER_COLUMNS = (
    Column("name_bn", _("Name in Bengali"), True, "পাঠশালা বুকস"),
    Column("name_en", _("Name in English"), True, "Pathshala Books"),
    Column("hub_district", _("District goods leave from"), True, "ঢাকা"),
    Column("trade_licence", _("Trade licence number"), True, "TRAD/DSCC/012345/2025"),
    Column("trade_licence_until", _("Trade licence valid until"), False, "2027-06-30"),
    Column("dbid", _("DBID"), False, ""),
    Column("drug_licence", _("Drug licence number"), False, ""),
    Column("drug_licence_until", _("Drug licence valid until"), False, ""),
    Column("days_same_district", _("Days, same district"), False, "2"),
    Column("days_elsewhere", _("Days, elsewhere"), False, "5"),
    Column("fee_same_district", _("Delivery in taka, same district"), False, "60"),
    Column("fee_elsewhere", _("Delivery in taka, elsewhere"), False, "110"),
    Column("person_name", _("Contact's name"), True, "Mina Das"),
    Column("person_mobile", _("Contact's mobile"), False, "01812-345678"),
    Column("person_email", _("Contact's e-mail"), False, "mina@example.com"),
)
COLUMNS = {"centre": CENTRE_COLUMNS, "partner": PARTNER_COLUMNS}


@dataclass(frozen=True)
class Reject:
    """One thing wrong with one row: the line, the column's label, what stood there, and why."""

    line: int
    column: Any
    value: str
    reason: Any


@dataclass
class Looked:
    """What a table asks for: keyword arguments for the enrolling service by line, and rejects."""

    good: dict[int, dict[str, Any]] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)


class Gazetteer:
    """Every place by every spelling, in memory: for looking up names by the thousand."""

    def __init__(self) -> None:
        self._named: dict[tuple[str, int | None, str], set[int]] = defaultdict(set)
        self._places = {place.pk: place for place in Place.objects.all()}
        for place_id, folded in PlaceAlias.objects.values_list("place_id", "folded"):
            place = self._places[place_id]
            within = None if place.kind == Place.DISTRICT else place.parent_id
            self._named[place.kind, within, folded].add(place_id)

    def find(self, checks: Checks, column: str, name: str, kind: str, parent: Place | None) -> Any:
        within = parent.pk if parent else None
        found = self._named.get((kind, within, fold(name)), set())
        if len(found) == 1:
            return self._places[next(iter(found))]
        checks.wrong(
            column,
            _("More than one place has this name here.")
            if found
            else _("There is no such place here. Write it as on the government's list."),
        )
        return None


def columns_matched(kind: str, header: list[str]) -> dict[int, str]:
    """Which column of the file holds which field: by key or by label in either language.

    Raises InvalidInput naming the columns that are missing.
    """
    names: dict[str, str] = {}
    for column in COLUMNS[kind]:
        for language in ("en", "bn"):
            with override(language):
                names[_bare(str(column.label))] = column.key
        names[_bare(column.key)] = column.key
    matched: dict[int, str] = {}
    for place, title in enumerate(header):
        key = names.get(_bare(title))
        if key and key not in matched.values():
            matched[place] = key
    missing = [
        str(each.label)
        for each in COLUMNS[kind]
        if each.needed and each.key not in matched.values()
    ]
    if missing:
        raise InvalidInput(
            {
                "file": _("The first line lacks these columns: %(columns)s. Take the template.")
                % {"columns": ", ".join(missing)}
            }
        )
    return matched


def rows_looked_through(kind: str, rows: list[tuple[int, dict[str, str]]], now: datetime) -> Looked:
    """Judges rows as they are now; a row with anything wrong is rejected whole."""
    judge: _Centres | _Partners = _Centres() if kind == "centre" else _Partners()
    labels = {column.key: column.label for column in COLUMNS[kind]}
    looked = Looked()
    for line, row in rows:
        checks = Checks()
        for column in COLUMNS[kind]:
            if column.needed and not row.get(column.key):
                checks.wrong(column.key, _("This is needed."))
        asked = judge.row(checks, row, now)
        if checks.errors:
            looked.rejects += [
                Reject(line, labels.get(key, key), row.get(key, ""), reason)
                for key, reason in checks.errors.items()
            ]
        else:
            looked.good[line] = asked
    return looked


class _Centres:
    def __init__(self) -> None:
        self.places = Gazetteer()
        self.codes = set(Centre.objects.values_list("code", flat=True))
        self.taken = {
            (place_id, _bare(name))
            for place_id, *names in Organisation.objects.filter(kind="centre")
            .exclude(state="closed")
            .values_list("place_id", "name_en", "name_bn")
            for name in names
        }

    def row(self, checks: Checks, row: dict[str, str], now: datetime) -> dict[str, Any]:
        place = self._place(checks, row)
        name_bn = checks.text("name_bn", row.get("name_bn", ""), most=160)
        name_en = checks.text("name_en", row.get("name_en", ""), most=160)
        code = row.get("code", "")
        people = [self._person(checks, row, "person")]
        if row.get("second_name") or row.get("second_mobile"):
            people.append(self._person(checks, row, "second"))
            if people[0].mobile == people[1].mobile:
                checks.wrong("second_mobile", _("Two entrepreneurs have the same mobile number."))
        if code and code in self.codes:
            checks.wrong("code", _("Another centre has this code."))
        names = {(place.pk, _bare(name)) for name in (name_bn, name_en)} if place else set()
        if names & self.taken:
            checks.wrong("name_en", _("A centre of this name is already enrolled there."))
        if not checks.errors:
            self.taken |= names
            self.codes.add(code)
        return {
            "union_code": place.code if place else "",
            "name_bn": name_bn,
            "name_en": name_en,
            "code": code,
            "address": row.get("address", ""),
            "entrepreneurs": people,
        }

    def _place(self, checks: Checks, row: dict[str, str]) -> Place | None:
        """The union; where the column is empty the centre is the upazila's municipal one."""
        if not row.get("district") or not row.get("upazila"):
            return None
        district = self.places.find(checks, "district", row["district"], Place.DISTRICT, None)
        if district is None:
            return None
        upazila = self.places.find(checks, "upazila", row["upazila"], Place.UPAZILA, district)
        if upazila is None or not row.get("union"):
            return upazila
        union: Place | None = self.places.find(checks, "union", row["union"], Place.UNION, upazila)
        return union

    def _person(self, checks: Checks, row: dict[str, str], who: str) -> NewPerson:
        return NewPerson(
            name=checks.text(f"{who}_name", row.get(f"{who}_name", ""), most=120),
            name_bn=row.get(f"{who}_name_bn", ""),
            mobile=checks.mobile(f"{who}_mobile", row.get(f"{who}_mobile", "")),
        )


class _Partners:
    def __init__(self) -> None:
        self.places = Gazetteer()
        names = Organisation.objects.filter(kind="partner").exclude(state="closed")
        self.taken = {
            _bare(name) for pair in names.values_list("name_en", "name_bn") for name in pair
        }

    def row(self, checks: Checks, row: dict[str, str], now: datetime) -> dict[str, Any]:
        name_bn = checks.text("name_bn", row.get("name_bn", ""), most=160)
        name_en = checks.text("name_en", row.get("name_en", ""), most=160)
        hub = None
        if row.get("hub_district"):
            hub = self.places.find(
                checks, "hub_district", row["hub_district"], Place.DISTRICT, None
            )
        near = _value(checks, row, "days_same_district", _days, 3)
        far = _value(checks, row, "days_elsewhere", _days, 6)
        if near > far:
            checks.wrong("days_elsewhere", _("Farther away cannot be faster than near by."))
        asked = {
            "name_bn": name_bn,
            "name_en": name_en,
            "hub_district_code": hub.code if hub else "",
            "days_same_district": near,
            "days_elsewhere": far,
            "delivery_fee_same_district_poisha": _value(
                checks, row, "fee_same_district", _fee, 6000
            ),
            "delivery_fee_elsewhere_poisha": _value(checks, row, "fee_elsewhere", _fee, 11000),
            "licences": self._licences(checks, row, now),
            "staff": [self._person(checks, row)],
        }
        if {_bare(name_bn), _bare(name_en)} & self.taken:
            checks.wrong("name_en", _("A partner of this name is already enrolled."))
        if not checks.errors:
            self.taken |= {_bare(name_bn), _bare(name_en)}
        return asked

    def _person(self, checks: Checks, row: dict[str, str]) -> NewPerson:
        email = checks.email("person_email", row.get("person_email", ""))
        return NewPerson(
            name=checks.text("person_name", row.get("person_name", ""), most=120),
            mobile=checks.mobile("person_mobile", row.get("person_mobile", ""), needed=not email),
            email=email,
        )

    def _licences(self, checks: Checks, row: dict[str, str], now: datetime) -> list[NewLicence]:
        today = dhaka_date(now)
        columns = (
            ("trade", "trade_licence", "trade_licence_until"),
            ("dbid", "dbid", ""),
            ("dgda", "drug_licence", "drug_licence_until"),
        )
        return [
            NewLicence(
                kind=kind,
                number=checks.text(number, row[number], most=60),
                valid_from=today,
                valid_until=_value(checks, row, until, _day, None) if until else None,
            )
            for kind, number, until in columns
            if row.get(number)
        ]


def _value(
    checks: Checks, row: dict[str, str], key: str, read: Callable[[str], Any], default: Any
) -> Any:
    if not row.get(key):
        return default
    try:
        return read(row[key])
    except DomainError as wrong:
        checks.wrong(key, str(wrong))
        return default


def _days(text: str) -> int:
    days = parse_int(text)
    if not 1 <= days <= MOST_DAYS:
        raise DomainError("days", _("Give a number of days from 1 to 30."))
    return days


def _fee(text: str) -> int:
    poisha = parse_taka(text)
    if not 0 <= poisha <= MOST_FEE_POISHA:
        raise DomainError("fee", _("A delivery fee is from 0 to 1,000 taka."))
    return poisha


def _day(text: str) -> date:
    digits = latin_digits(text).replace("/", "-").replace(".", "-")
    for shape in ("%Y-%m-%d", "%d-%m-%Y"):
        with suppress(ValueError):
            return datetime.strptime(digits, shape).date()  # noqa: DTZ007 a day has no zone
    raise DomainError("day", _("Write the day like 2027-06-30."))


def _bare(title: str) -> str:
    return fold(title.replace("_", " "))
