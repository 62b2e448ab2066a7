"""The agencies as configuration: what each hears, where, by which office and which way."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import normalise
from ekshop.kernel.calendar import NATIONAL
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.parties.selectors import districts, organisation_named
from ekshop.parties.services import organisation_contacts_set, organisation_enrol, require

from .. import rules
from ..models import Agency

PLATFORM = Actor.system("complaints")


@dataclass(frozen=True, kw_only=True)
class AgencySettings:
    """`districts`: the places' ids; none is the whole country. `categories`: none is any.
    `working_days` as `date.weekday()` counts; its clocks run in these, between `opens` and `closes`.
    """

    designation_bn: str
    designation_en: str
    law_bn: str = ""
    law_en: str = ""
    categories: Collection[str] = ()
    districts: Collection[int] = ()
    way: str = "desk"
    email: str = ""
    nothi_office: str = ""
    nothi_unit: str = ""
    nothi_designation: str = ""
    working_days: Collection[int] = NATIONAL.days
    opens: time = NATIONAL.opens
    closes: time = NATIONAL.closes
    keeps_holidays: bool = NATIONAL.holidays


def agency_enrol(
    *, actor: Actor, code: str, name_bn: str, name_en: str, settings: AgencySettings, now: datetime
) -> Agency:
    """A new agency, to which cases can be referred from now on. Its officers are named by the
    operator, as members of its organisation.

    Errors: NotAllowed, InvalidInput by field.
    """
    require(actor, "agency.manage")
    code = code.strip().lower()
    wrong = _wrong(settings)
    try:
        validate_slug(code)
    except ValidationError:
        wrong["code"] = _("A short name of Latin letters, digits and dashes.")
    if len(code) > 24:
        wrong["code"] = _("At most %(most)s characters.") % {"most": 24}
    elif Agency.objects.filter(code=code).exists():
        wrong["code"] = _("This short name is taken.")
    if wrong:
        raise InvalidInput(wrong)
    with transaction.atomic():
        organisation = organisation_enrol(
            actor=PLATFORM, kind="agency", name_bn=name_bn, name_en=name_en, now=now
        )
        return agency_join(
            actor=actor, organisation_id=organisation.pk, code=code, settings=settings, now=now
        )


def agency_join(
    *, actor: Actor, organisation_id: int, code: str, settings: AgencySettings, now: datetime
) -> Agency:
    """An organisation that is there already begins to take cases. Errors as `agency_enrol`."""
    require(actor, "agency.manage")
    if wrong := _wrong(settings):
        raise InvalidInput(wrong)
    with transaction.atomic():
        agency = Agency(organisation_id=organisation_named(organisation_id).pk, code=code)
        _write(agency, settings, now)
        _audit(actor, "agency_enrol", agency, settings, now)
    return agency


def agency_change(
    *, actor: Actor, agency_id: int, settings: AgencySettings, now: datetime
) -> Agency:
    """Cases already referred stay where they are. Errors: NotAllowed, NotFound, InvalidInput."""
    require(actor, "agency.manage")
    if wrong := _wrong(settings):
        raise InvalidInput(wrong)
    with transaction.atomic():
        agency = _held(agency_id)
        _write(agency, settings, now)
        _audit(actor, "agency_change", agency, settings, now)
    return agency


def agency_switch(*, actor: Actor, agency_id: int, active: bool, now: datetime) -> Agency:
    """Whether new cases may be sent to it; those it has it finishes. Errors: NotAllowed, NotFound."""
    require(actor, "agency.manage")
    with transaction.atomic():
        agency = _held(agency_id)
        agency.active = active
        agency.save(update_fields=["active"])
        audit_write(
            actor=actor,
            action="agency_switch",
            entity="agency",
            entity_id=agency.code,
            data={"active": active},
            now=now,
        )
    return agency


def _held(agency_id: int) -> Agency:
    agency = (
        Agency.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(pk=agency_id)
        .first()
    )
    if agency is None:
        raise NotFound(what="agency")
    return agency


def _wrong(settings: AgencySettings) -> dict[str, Any]:
    wrong: dict[str, Any] = {}
    for field in ("designation_bn", "designation_en"):
        text = normalise(getattr(settings, field))
        if not text or len(text) > 160:
            wrong[field] = _("Write the designation that letters are addressed to.")
    for field in ("law_bn", "law_en"):
        if len(normalise(getattr(settings, field))) > 200:
            wrong[field] = _("At most %(most)s characters.") % {"most": 200}
    if not set(settings.categories) <= set(rules.BY_CODE):
        wrong["categories"] = _("Choose from the list.")
    if not set(settings.districts) <= {place.pk for place in districts()}:
        wrong["districts"] = _("Choose from the list.")
    if settings.way not in dict(rules.CONTACT_WAYS):
        wrong["way"] = _("Choose how letters reach it.")
    if settings.way == "email" and not settings.email.strip():
        wrong["email"] = _("Letters by e-mail need an address.")
    address = (settings.nothi_office, settings.nothi_unit, settings.nothi_designation)
    if settings.way == "nothi" and not all(part.strip() for part in address):
        wrong["nothi_office"] = _("Nothi needs the office, the unit and the designation.")
    if not settings.working_days or not set(settings.working_days) <= set(range(7)):
        wrong["working_days"] = _("Mark the days on which it works.")
    if settings.closes <= settings.opens:
        wrong["closes"] = _("It closes after it opens.")
    if any(len(part.strip()) > 24 for part in address):
        wrong["nothi_office"] = _("At most %(most)s characters.") % {"most": 24}
    return wrong


def _write(agency: Agency, settings: AgencySettings, now: datetime) -> None:
    agency.designation_bn = normalise(settings.designation_bn)
    agency.designation_en = normalise(settings.designation_en)
    agency.law_bn, agency.law_en = normalise(settings.law_bn), normalise(settings.law_en)
    agency.categories = sorted(set(settings.categories))
    agency.way = settings.way
    agency.nothi_office = settings.nothi_office.strip()
    agency.nothi_unit = settings.nothi_unit.strip()
    agency.nothi_designation = settings.nothi_designation.strip()
    agency.working_days = sorted(set(settings.working_days))
    agency.opens, agency.closes = settings.opens, settings.closes
    agency.keeps_holidays = settings.keeps_holidays
    agency.save()
    agency.districts.set(settings.districts)
    organisation_contacts_set(
        actor=PLATFORM, organisation_id=agency.pk, email=settings.email, now=now
    )


def _audit(
    actor: Actor, action: str, agency: Agency, settings: AgencySettings, now: datetime
) -> None:
    said = asdict(settings)
    data = {name: _plain(value) for name, value in said.items()}
    audit_write(
        actor=actor, action=action, entity="agency", entity_id=agency.code, data=data, now=now
    )


def _plain(value: Any) -> Any:
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, str) or not isinstance(value, Collection):
        return value
    return sorted(value)
