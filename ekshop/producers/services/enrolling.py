"""A producer comes in: brought for approval by her centre, mended and brought again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import normalise
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound
from ekshop.kernel.phones import InvalidMobile, parse_mobile
from ekshop.parties.rules import WALLET_PROVIDERS, wallet_number
from ekshop.parties.selectors import organisation_named, person_by_mobile, place_by_code
from ekshop.parties.services import (
    NewPerson,
    mobile_verified,
    producer_enrol,
    producer_rename,
    require,
    wallet_set,
)
from ekshop.producers import rules
from ekshop.producers.events import ProducerMoved
from ekshop.producers.models import ProducerProfile
from ekshop.producers.selectors import producer_for, twins_of

from .agreeing import agreement_write
from .errors import IdentityTaken, NumbersShared
from .wallets import wallet_hers


@dataclass(frozen=True, kw_only=True)
class NewProducer:
    """All that is told about a producer. Without a name of its own her business has hers.

    `district_code`: where she lives, her centre's district when empty. `agreements`: kind of
    agreement to how it was given. `shared_is_right`: that somebody else has the same mobile or
    wallet is known and right (a husband's telephone).
    """

    person: NewPerson
    craft: str
    craft_bn: str
    craft_en: str = ""
    name_bn: str = ""
    name_en: str = ""
    about_bn: str = ""
    about_en: str = ""
    identity_kind: str = "nid"
    identity_number: str = ""
    wallet_provider: str = ""
    wallet_number: str = ""
    district_code: str = ""
    capacity_a_month: int = 0
    unit: str = "piece"
    lead_days: int = 0
    hands: int = 1
    note: str = ""
    agreements: Mapping[str, str] = field(default_factory=dict)
    shared_is_right: bool = False


@transaction.atomic
def producer_bring(
    *,
    actor: Actor,
    given: NewProducer,
    now: datetime,
    sourcing_centre_id: int | None = None,
    wallet_proved_at: datetime | None = None,
) -> ProducerProfile:
    """Enrols a producer and puts her before the operator; until she is approved she sells nothing.

    An entrepreneur brings for their own centre; the operator and the platform name it. What is
    still missing may be added later (`missing_of`). `wallet_proved_at`: when a code sent to her
    wallet came back, which only the platform itself can say. Raises NotAllowed, NotFound,
    InvalidInput, IdentityTaken, NumbersShared.
    """
    require(actor, "producer.enrol")
    if wallet_proved_at is not None and not actor.is_system:
        raise NotAllowed()
    return bring(
        actor=actor,
        given=given,
        now=now,
        centre_id=sourcing_centre_id,
        proved=_wallet(given) if wallet_proved_at else "",
        proved_at=wallet_proved_at,
    )


def bring(
    *,
    actor: Actor,
    given: NewProducer,
    now: datetime,
    centre_id: int | None,
    proved: str,
    proved_at: datetime | None,
) -> ProducerProfile:
    """The same without asking who may; `proved`: the wallet's number that answered a code."""
    checked = check(given)
    _no_twins(checked, but=None)
    seller = producer_enrol(
        actor=actor,
        name_bn=checked.name_bn,
        name_en=checked.name_en,
        about_bn=checked.about_bn,
        about_en=checked.about_en,
        person=checked.person,
        sourcing_centre_id=centre_id,
        now=now,
    )
    person = person_by_mobile(checked.person.mobile)
    if person is None:
        raise InvalidInput({"mobile": _("Nobody can sign in with this number.")})
    profile = ProducerProfile(
        seller_id=seller.organisation_id,
        person_id=person.pk,
        centre_id=seller.sourcing_centre_id or 0,
        district_id=_district(checked) or seller.hub_district_id,
        wallet_proved=proved,
        wallet_proved_at=proved_at,
        brought_by_id=actor.person_id,
        brought_at=now,
        **_columns(checked),
    )
    _save(profile)
    if checked.wallet_number:
        wallet_set(
            actor=actor,
            person_id=person.pk,
            provider=checked.wallet_provider,
            number=checked.wallet_number,
            proved=proved == checked.wallet_number,
            now=now,
        )
    if proved and proved[:11] == checked.person.mobile.removeprefix("+88"):
        mobile_verified(person_id=person.pk, now=now)
    for kind, medium in checked.agreements.items():
        agreement_write(actor=actor, profile=profile, kind=kind, medium=medium, now=now)
    states.begin(profile, actor=actor, now=now, event=ProducerMoved(profile.pk, "brought", ""))
    audit_write(
        actor=actor, action="producer_bring", entity="producer", entity_id=profile.pk, now=now
    )
    return profile


def bring_again(
    *,
    actor: Actor,
    seller_id: int,
    given: NewProducer,
    now: datetime,
    proved: str,
    proved_at: datetime | None,
) -> ProducerProfile:
    profile = producer_for(actor, seller_id)
    checked = check(given)
    _no_twins(checked, but=profile.pk)
    joining = organisation_named(seller_id).state == "joining"
    if checked.wallet_number and not joining:
        # She may have money to come already; of one who joins the operator is asked at her approval.
        wallet_hers(actor, checked.wallet_number, profile)
    if joining:
        producer_rename(
            actor=actor,
            organisation_id=seller_id,
            name_bn=checked.name_bn,
            name_en=checked.name_en,
            now=now,
        )
    if checked.wallet_number:
        wallet_set(
            actor=actor,
            person_id=profile.person_id,
            provider=checked.wallet_provider,
            number=checked.wallet_number,
            proved=proved == checked.wallet_number,
            now=now,
        )
    changed = {**_columns(checked), "brought_by_id": actor.person_id, "brought_at": now}
    if district := _district(checked):
        changed["district_id"] = district
    if proved:
        changed |= {"wallet_proved": proved, "wallet_proved_at": proved_at}
    for name, value in changed.items():
        setattr(profile, name, value)
    _save(profile)
    agreed = set(
        profile.agreements.filter(withdrawn_at__isnull=True).values_list("kind", flat=True)
    )
    for kind, medium in checked.agreements.items():
        if kind not in agreed:
            agreement_write(actor=actor, profile=profile, kind=kind, medium=medium, now=now)
    states.move(
        profile, "bring", actor=actor, now=now, event=ProducerMoved(profile.pk, "brought", "")
    )
    return profile


@transaction.atomic
def producer_update(
    *,
    actor: Actor,
    seller_id: int,
    capacity_a_month: int,
    unit: str,
    lead_days: int,
    hands: int,
    now: datetime,
) -> ProducerProfile:
    """What she can make and how fast, as it is now. Raises NotAllowed, NotFound, InvalidInput."""
    require(actor, "producer.change")
    profile = producer_for(actor, seller_id)
    wrong: dict[str, Any] = {}
    _work(wrong, capacity_a_month, unit, lead_days, hands)
    if wrong:
        raise InvalidInput(wrong)
    profile.capacity_a_month, profile.unit = capacity_a_month, unit
    profile.lead_days, profile.hands = lead_days, hands
    profile.save(update_fields=["capacity_a_month", "unit", "lead_days", "hands"])
    audit_write(
        actor=actor,
        action="producer_update",
        entity="producer",
        entity_id=profile.pk,
        now=now,
        data={"capacity": capacity_a_month, "unit": unit, "lead_days": lead_days},
    )
    return profile


def check(given: NewProducer) -> NewProducer:
    """What was told, cleaned. Raises InvalidInput with everything that is wrong with it, by field:
    name, name_bn, mobile, craft, craft_bn, identity_number, wallet_number, capacity_a_month …"""
    wrong: dict[str, Any] = {}
    name = _text(wrong, "person_name", given.person.name, 120)
    name_person_bn = _text(wrong, "person_name_bn", given.person.name_bn, 120, needed=False)
    mobile = ""
    try:
        mobile = parse_mobile(given.person.mobile)
    except InvalidMobile as refused:
        wrong["mobile"] = str(refused)
    if given.craft not in dict(rules.CRAFTS):
        wrong["craft"] = _("Choose what comes nearest.")
    identity = ""
    if given.identity_number.strip():
        identity = rules.identity_number(given.identity_kind, given.identity_number) or ""
        if not identity:
            wrong["identity_number"] = (
                _("A birth registration has 17 digits.")
                if given.identity_kind == "birth"
                else _("An identity card has 10, 13 or 17 digits.")
            )
    wallet = _wallet(given)
    if given.wallet_number.strip() and given.wallet_provider not in dict(WALLET_PROVIDERS):
        wrong["wallet_provider"] = _("Choose who keeps her money.")
    elif given.wallet_number.strip() and not wallet:
        wrong["wallet_number"] = (
            _("A Rocket number has 12 digits: the mobile number and its check digit.")
            if given.wallet_provider == "rocket"
            else _("The number has 11 digits and begins with 01.")
        )
    if given.district_code and _district(given) is None:
        wrong["district"] = _("Choose a district from the list.")
    for kind, medium in given.agreements.items():
        if kind not in dict(rules.AGREEMENT_KINDS) or medium not in dict(rules.AGREEMENT_MEDIA):
            wrong[f"agreement_{kind}"] = _("Say how she agreed.")
    _work(wrong, given.capacity_a_month, given.unit, given.lead_days, given.hands)
    person_bn = name_person_bn or name
    checked = NewProducer(
        person=NewPerson(
            name=name, name_bn=name_person_bn, mobile=mobile, language=given.person.language
        ),
        craft=given.craft,
        craft_bn=_text(wrong, "craft_bn", given.craft_bn, 120),
        craft_en=_text(wrong, "craft_en", given.craft_en, 120, needed=False),
        name_bn=_text(wrong, "name_bn", given.name_bn, 160, needed=False) or person_bn,
        name_en=_text(wrong, "name_en", given.name_en, 160, needed=False) or name,
        about_bn=_text(wrong, "about_bn", given.about_bn, 2000, needed=False),
        about_en=_text(wrong, "about_en", given.about_en, 2000, needed=False),
        identity_kind=given.identity_kind,
        identity_number=identity,
        wallet_provider=given.wallet_provider if wallet else "",
        wallet_number=wallet,
        district_code=given.district_code,
        capacity_a_month=given.capacity_a_month,
        unit=given.unit,
        lead_days=given.lead_days,
        hands=given.hands,
        note=_text(wrong, "note", given.note, 300, needed=False),
        agreements=given.agreements,
        shared_is_right=given.shared_is_right,
    )
    if wrong:
        raise InvalidInput(wrong)
    return checked


def _text(wrong: dict[str, Any], field: str, given: str, most: int, *, needed: bool = True) -> str:
    text = " ".join(normalise(given).split())
    if needed and not text:
        wrong[field] = _("This is needed.")
    elif len(text) > most:
        wrong[field] = _("At most %(most)s characters.") % {"most": most}
    return text


def _work(wrong: dict[str, Any], capacity: int, unit: str, lead_days: int, hands: int) -> None:
    """Whether the figures of her work can be; nothing made in a month is said by 0."""
    limits = (
        ("capacity_a_month", capacity, 0, rules.MOST_CAPACITY),
        ("lead_days", lead_days, 0, rules.MOST_LEAD_DAYS),
        ("hands", hands, 1, 500),
    )
    for name, value, least, most in limits:
        if not least <= value <= most:
            wrong[name] = _("Give a number from %(least)s to %(most)s.") % {
                "least": least,
                "most": most,
            }
    if unit not in dict(rules.UNITS):
        wrong["unit"] = _("Choose how it is counted.")


def _wallet(given: NewProducer) -> str:
    return wallet_number(given.wallet_provider, given.wallet_number) or ""


def _district(given: NewProducer) -> int | None:
    if not given.district_code:
        return None
    try:
        place = place_by_code(given.district_code)
    except NotFound:
        return None
    return place.pk if place.kind == "district" else None


def _columns(checked: NewProducer) -> dict[str, Any]:
    same = (
        *("craft", "craft_bn", "craft_en", "identity_kind", "identity_number"),
        *("capacity_a_month", "unit", "lead_days", "hands", "note"),
    )
    return {name: getattr(checked, name) for name in same}


def _no_twins(checked: NewProducer, *, but: int | None) -> None:
    twins = twins_of(
        identity_kind=checked.identity_kind,
        identity_number=checked.identity_number,
        mobile=checked.person.mobile,
        wallet_number=checked.wallet_number,
        but=but,
    )
    for twin in twins:
        if twin.by == "identity":
            raise IdentityTaken(centre=twin.profile.centre.name)
    if twins and not checked.shared_is_right:
        raise NumbersShared(by=sorted({twin.by for twin in twins}))


def _save(profile: ProducerProfile) -> None:
    """Of two people who bring the same card in the same moment the second is refused."""
    try:
        with transaction.atomic():
            profile.save()
    except IntegrityError as clash:
        if "producer_identity_once" not in str(clash):
            raise
        raise IdentityTaken(centre=organisation_named(profile.centre_id).name) from clash
