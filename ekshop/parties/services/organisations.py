"""Organisations once they are in: changed, licensed, suspended, reinstated, closed."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.errors import Conflict, NotFound
from ekshop.kernel.events import emit
from ekshop.parties import rules
from ekshop.parties.events import LicencesChanged, OrganisationStateChanged
from ekshop.parties.models import Licence, Organisation, Place, Seller
from ekshop.parties.selectors import organisations_visible_to, sellers_visible_to

from .access import require
from .inputs import Checks, NewLicence

MOST_DAYS = 30


@transaction.atomic
def organisation_update(
    *,
    actor: Actor,
    organisation_id: int,
    name_bn: str,
    name_en: str,
    address: str,
    mobile: str,
    email: str,
    now: datetime,
) -> Organisation:
    """What an organisation is called, where it is and how it is reached; papers already written
    keep what they say. The record tells which of it changed, and its names before and after.

    Raises NotAllowed, NotFound, InvalidInput.
    """
    require(actor, "organisation.manage")
    checks = Checks()
    given = {
        "name_bn": checks.text("name_bn", name_bn, most=160),
        "name_en": checks.text("name_en", name_en, most=160),
        "address": checks.text("address", address, most=300, needed=False),
        "mobile": checks.mobile("mobile", mobile, needed=False),
        "email": checks.email("email", email),
    }
    checks.done()
    organisation = _visible(actor, organisation_id)
    changed = [field for field, value in given.items() if getattr(organisation, field) != value]
    if not changed:
        return organisation
    names = [organisation.name_bn, organisation.name_en]
    for field in changed:
        setattr(organisation, field, given[field])
    organisation.save(update_fields=changed)
    data: dict[str, object] = {"changed": changed}
    if names != [organisation.name_bn, organisation.name_en]:
        data |= {"names_before": names, "names": [organisation.name_bn, organisation.name_en]}
    audit_write(
        actor=actor,
        action="organisation_update",
        entity="organisation",
        entity_id=organisation.pk,
        now=now,
        data=data,
    )
    return organisation


@transaction.atomic
def seller_update(
    *,
    actor: Actor,
    organisation_id: int,
    hub_district_code: str,
    days_same_district: int,
    days_elsewhere: int,
    now: datetime,
) -> Seller:
    """Where a seller's goods leave from and how many days they take; promises made stay."""
    require(actor, "organisation.manage")
    seller = Seller.objects.filter(organisation_id=organisation_id).first()
    if seller is None:
        raise NotFound(organisation_id=organisation_id)
    checks = Checks()
    hub = checks.place("hub_district_code", hub_district_code, Place.DISTRICT)
    checks.number("days_same_district", days_same_district, least=1, most=MOST_DAYS)
    checks.number("days_elsewhere", days_elsewhere, least=1, most=MOST_DAYS)
    if days_elsewhere < days_same_district:
        checks.wrong("days_elsewhere", _("Farther away cannot be faster than near by."))
    checks.done()
    seller.hub_district = hub
    seller.days_same_district, seller.days_elsewhere = days_same_district, days_elsewhere
    seller.save(update_fields=["hub_district", "days_same_district", "days_elsewhere"])
    audit_write(
        actor=actor,
        action="seller_update",
        entity="organisation",
        entity_id=organisation_id,
        now=now,
        data={"hub": hub_district_code, "days": [days_same_district, days_elsewhere]},
    )
    return seller


@transaction.atomic
def licence_add(
    *,
    actor: Actor,
    organisation_id: int,
    kind: str,
    number: str,
    valid_from: date,
    now: datetime,
    valid_until: date | None = None,
) -> Licence:
    """Records a licence; the same kind and number again changes its dates.

    Raises NotAllowed, NotFound, InvalidInput.
    """
    require(actor, "licence.manage")
    organisation = _visible(actor, organisation_id)
    checks = Checks()
    given = NewLicence(kind=kind, number=number, valid_from=valid_from, valid_until=valid_until)
    licence = checks.licence("licence", given)
    checks.done()
    return licence_write(actor, organisation, licence, now)


@transaction.atomic
def licence_end(*, actor: Actor, licence_id: int, last_day: date, now: datetime) -> Licence:
    """A licence was taken back or not renewed: it holds until `last_day` and no longer."""
    require(actor, "licence.manage")
    licence = Licence.objects.filter(
        pk=licence_id, organisation__in=organisations_visible_to(actor)
    ).first()
    if licence is None:
        raise NotFound(licence_id=licence_id)
    return licence_write(
        actor,
        licence.organisation,
        NewLicence(
            kind=licence.kind,
            number=licence.number,
            valid_from=min(licence.valid_from, last_day),
            valid_until=last_day,
        ),
        now,
    )


def organisation_contacts_set(
    *, actor: Actor, organisation_id: int, email: str, now: datetime
) -> Organisation:
    """Where an organisation is written to; none for none. Raises NotAllowed, NotFound, InvalidInput."""
    require(actor, "organisation.manage")
    checks = Checks()
    email = checks.email("email", email)
    checks.done()
    with transaction.atomic():
        organisation = _visible(actor, organisation_id)
        if organisation.email != email:
            organisation.email = email
            organisation.save(update_fields=["email"])
            audit_write(
                actor=actor,
                action="organisation_contacts_set",
                entity="organisation",
                entity_id=organisation.pk,
                now=now,
            )
    return organisation


def organisation_suspend(
    *, actor: Actor, organisation_id: int, reason: str, now: datetime
) -> Organisation:
    """It sells and orders nothing new until reinstated; what is under way goes on."""
    return _move(actor, organisation_id, "suspend", reason, now)


def organisation_reinstate(
    *, actor: Actor, organisation_id: int, reason: str, now: datetime
) -> Organisation:
    return _move(actor, organisation_id, "reinstate", reason, now)


def organisation_try(
    *, actor: Actor, organisation_id: int, reason: str, now: datetime
) -> Organisation:
    """It sells nothing until a trial that is passed opens it; it may set up all else."""
    return _move(actor, organisation_id, "try", reason, now)


def organisation_open(
    *, actor: Actor, organisation_id: int, reason: str, now: datetime
) -> Organisation:
    """Its goods are shown and ordered from now on. Raises StaleState when it is not on trial, and
    Conflict for a producer, who is opened by approval."""
    if Organisation.objects.filter(pk=organisation_id, kind="producer").exists():
        raise Conflict(None, _("A producer is opened by approving what she was enrolled with."))
    return _move(actor, organisation_id, "open", reason, now)


def producer_open(
    *, actor: Actor, organisation_id: int, reason: str, now: datetime
) -> Organisation:
    """What approving a producer ends with; one who had stopped sells again."""
    stopped = Organisation.objects.filter(pk=organisation_id, state="suspended").exists()
    action = "reinstate" if stopped else "open"
    return _move(actor, organisation_id, action, reason, now)


@transaction.atomic
def producer_stop(
    *, actor: Actor, organisation_id: int, reason: str, now: datetime
) -> Organisation:
    """A producer takes back her agreement, or her centre does for her: nothing new is sold."""
    require(actor, "producer.change")
    organisation = sellers_visible_to(actor).filter(pk=organisation_id, kind="producer").first()
    if organisation is None:
        raise NotFound(organisation_id=organisation_id)
    if organisation.organisation.state == "active":
        _step(actor, organisation.organisation, "suspend", reason, now)
    return organisation.organisation


@transaction.atomic
def producer_rename(
    *, actor: Actor, organisation_id: int, name_bn: str, name_en: str, now: datetime
) -> Organisation:
    """A producer's name mended while she waits for approval. Raises NotAllowed, NotFound,
    Conflict once she sells, InvalidInput."""
    require(actor, "producer.change")
    checks = Checks()
    names = {
        "name_bn": checks.text("name_bn", name_bn, most=160),
        "name_en": checks.text("name_en", name_en, most=160),
    }
    checks.done()
    seller = sellers_visible_to(actor).filter(pk=organisation_id, kind="producer").first()
    if seller is None:
        raise NotFound(organisation_id=organisation_id)
    organisation = seller.organisation
    if all(getattr(organisation, field) == value for field, value in names.items()):
        return organisation
    if organisation.state != "joining":
        raise Conflict(None, _("The name of a producer who sells is changed by the operator."))
    before = [organisation.name_bn, organisation.name_en]
    organisation.name_bn, organisation.name_en = names["name_bn"], names["name_en"]
    organisation.save(update_fields=["name_bn", "name_en"])
    audit_write(
        actor=actor,
        action="organisation_update",
        entity="organisation",
        entity_id=organisation.pk,
        now=now,
        data={
            "changed": ["name_bn", "name_en"],
            "names_before": before,
            "names": [*names.values()],
        },
    )
    return organisation


def organisation_close(
    *, actor: Actor, organisation_id: int, reason: str, now: datetime
) -> Organisation:
    """For good: nobody acts through it any more. What it did stays on record."""
    return _move(actor, organisation_id, "close", reason, now)


@transaction.atomic
def _move(
    actor: Actor, organisation_id: int, action: str, reason: str, now: datetime
) -> Organisation:
    require(actor, "organisation.manage")
    organisation = _visible(actor, organisation_id)
    if organisation_id == actor.organisation_id:
        raise Conflict(None, _("This is the organisation you are acting for."))
    _step(actor, organisation, action, reason, now)
    return organisation


def _step(
    actor: Actor, organisation: Organisation, action: str, reason: str, now: datetime
) -> None:
    checks = Checks()
    reason = checks.text("reason", reason, most=300)
    checks.done()
    step = rules.ORGANISATION.step(organisation.state, action)
    states.move(
        organisation,
        action,
        actor=actor,
        now=now,
        reason=reason,
        event=OrganisationStateChanged(
            organisation.pk, organisation.kind, step.target if step else organisation.state
        ),
    )
    audit_write(
        actor=actor,
        action=f"organisation_{action}",
        entity="organisation",
        entity_id=organisation.pk,
        now=now,
        data={"reason": reason},
    )


def _visible(actor: Actor, organisation_id: int) -> Organisation:
    organisation = organisations_visible_to(actor).filter(pk=organisation_id).first()
    if organisation is None:
        raise NotFound(organisation_id=organisation_id)
    return organisation


def licence_write(
    actor: Actor, organisation: Organisation, given: NewLicence, now: datetime
) -> Licence:
    """Writes a checked licence without asking who may: for services that have asked already."""
    licence, _made = Licence.objects.update_or_create(
        organisation=organisation,
        kind=given.kind,
        number=given.number,
        defaults={"valid_from": given.valid_from, "valid_until": given.valid_until},
    )
    audit_write(
        actor=actor,
        action="licence_add",
        entity="organisation",
        entity_id=organisation.pk,
        now=now,
        data={
            "kind": given.kind,
            "number": given.number,
            "valid_until": str(given.valid_until or ""),
        },
    )
    emit(LicencesChanged(organisation.pk, given.kind))
    return licence
