"""People, what they may act as, where they are paid, whom they serve and what was agreed to."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import rulebook
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleState
from ekshop.kernel.events import emit
from ekshop.parties import rules
from ekshop.parties.events import WalletChanged, WalletNamed
from ekshop.parties.models import (
    Consent,
    Customer,
    Membership,
    Organisation,
    Person,
    Wallet,
    WalletChange,
)
from ekshop.parties.selectors import (
    centres_visible_to,
    customers_visible_to,
    organisations_visible_to,
    people_visible_to,
    wallet_mark,
    wallet_paid,
)

from .access import require
from .inputs import LANGUAGES, Checks, NewPerson


class WalletMoved(StaleState):
    code = "wallet_moved"
    message = _(
        "The number they are paid at has changed since this page was shown. Look at the new one "
        "before you say that it is right."
    )


def person_ensure(given: NewPerson, field: str = "person") -> Person:
    """The person with that mobile number, or e-mail address, made when there is none yet.

    `given` has been through `Checks.person`. What somebody already wrote about themselves stays.
    Raises InvalidInput where the number and the address belong to two different people.
    """
    by_mobile = Person.objects.filter(mobile=given.mobile).first() if given.mobile else None
    by_email = Person.objects.filter(email=given.email).first() if given.email else None
    if by_mobile and by_email and by_mobile != by_email:
        raise InvalidInput(
            {f"{field}.email": _("This address belongs to someone with another mobile number.")}
        )
    known = by_mobile or by_email
    if known is None:
        return Person.objects.create_person(
            name=given.name,
            name_bn=given.name_bn,
            mobile=given.mobile or None,
            email=given.email or None,
            language=given.language,
        )
    if given.email and not known.email:
        known.email = given.email
        known.save(update_fields=["email"])
    return known


def membership_grant(
    *, actor: Actor, organisation: Organisation, given: NewPerson, role: str, now: datetime
) -> Membership:
    """Gives a person a role without asking who may: for services that have asked already."""
    person = person_ensure(given)
    membership, _made = Membership.objects.update_or_create(
        person=person, organisation=organisation, role=role, defaults={"active": True}
    )
    audit_write(
        actor=actor,
        action="membership_add",
        entity="membership",
        entity_id=membership.pk,
        now=now,
        data={"person_id": person.pk, "organisation_id": organisation.pk, "role": role},
    )
    return membership


@transaction.atomic
def membership_add(
    *, actor: Actor, organisation_id: int, person: NewPerson, role: str, now: datetime
) -> Membership:
    """Lets a person act for an organisation. Raises NotAllowed, NotFound, InvalidInput."""
    require(actor, "membership.manage")
    organisation = organisations_visible_to(actor).filter(pk=organisation_id).first()
    if organisation is None:
        raise NotFound(organisation_id=organisation_id)
    checks = Checks()
    checked = checks.person("person", person)
    if role not in rules.ROLES_OF_KIND[organisation.kind]:
        checks.wrong("role", _("This kind of organisation has no such role."))
    checks.done()
    return membership_grant(
        actor=actor, organisation=organisation, given=checked, role=role, now=now
    )


@transaction.atomic
def membership_end(*, actor: Actor, membership_id: int, now: datetime) -> Membership:
    """From the next request on, the person can no longer act through it."""
    require(actor, "membership.manage")
    membership = Membership.objects.filter(
        pk=membership_id, organisation__in=organisations_visible_to(actor)
    ).first()
    if membership is None:
        raise NotFound(membership_id=membership_id)
    if membership.pk == actor.membership_id:
        raise NotAllowed(None, _("Nobody ends the role they are acting in."))
    membership.active = False
    membership.save(update_fields=["active"])
    audit_write(
        actor=actor,
        action="membership_end",
        entity="membership",
        entity_id=membership.pk,
        now=now,
        data={"person_id": membership.person_id, "organisation_id": membership.organisation_id},
    )
    return membership


@transaction.atomic
def person_update(*, actor: Actor, name: str, name_bn: str, language: str, now: datetime) -> Person:
    """What people may change about themselves. Raises InvalidInput."""
    if actor.person_id is None:
        raise NotAllowed()
    checks = Checks()
    name = checks.text("name", name, most=120)
    name_bn = checks.text("name_bn", name_bn, most=120, needed=False)
    if language not in LANGUAGES:
        checks.wrong("language", _("Choose Bengali or English."))
    checks.done()
    person = Person.objects.get(pk=actor.person_id)
    person.name, person.name_bn, person.language = name, name_bn, language
    person.save(update_fields=["name", "name_bn", "language"])
    audit_write(actor=actor, action="person_update", entity="person", entity_id=person.pk, now=now)
    return person


@transaction.atomic
def person_language_set(*, actor: Actor, language: str, now: datetime) -> None:
    """For pages and messages, from whatever page a person chose it on; nothing where it is theirs
    already. Raises InvalidInput."""
    if actor.person_id is None:
        raise NotAllowed()
    if language not in LANGUAGES:
        raise InvalidInput({"language": _("Choose Bengali or English.")})
    others = Person.objects.filter(pk=actor.person_id).exclude(language=language)
    if others.update(language=language):
        audit_write(
            actor=actor,
            action="person_update",
            entity="person",
            entity_id=actor.person_id,
            now=now,
            data={"language": language},
        )


@transaction.atomic
def mobile_verified(*, person_id: int, now: datetime) -> None:
    """Notes the first time a code sent to a person's number came back."""
    Person.objects.filter(pk=person_id, mobile_verified_at=None).update(mobile_verified_at=now)


@transaction.atomic
def wallet_set(
    *,
    actor: Actor,
    person_id: int,
    provider: str,
    number: str,
    now: datetime,
    proved: bool = False,
) -> Wallet:
    """Where a person is paid from now on: the number set last, of whichever provider.

    People set their own; an entrepreneur also that of producers their centre enrolled; the
    operator anybody's. A change is paid to only after the rule book's cooling-off, and told to
    the old number and the new; the first number ever is paid to at once. What somebody else sets is
    told to the person's own telephone, too, and rests, unless it is `proved` by a code, to that
    telephone or after a number that did not rest. Raises NotAllowed, NotFound, InvalidInput.
    """
    require(actor, "wallet.set")
    if not _wallets_settable(actor).filter(pk=person_id).exists():
        raise NotFound(person_id=person_id)
    checks = Checks()
    checks.one_of("provider", provider, rules.WALLET_PROVIDERS)
    kept = rules.wallet_number(provider, number) or ""
    if not kept:
        checks.wrong(
            "number",
            _("A Rocket number has 12 digits: the mobile number and its check digit.")
            if provider == "rocket"
            else _("The number has 11 digits and begins with 01."),
        )
    checks.done()
    # Locked: of two changes at once the second sees the first's number as the old one.
    person = Person.objects.select_for_update().get(pk=person_id)
    before = wallet_paid(person_id)
    hers = person.mobile == f"+88{kept[:11]}"
    rests = not (
        actor.person_id == person_id
        or _office(actor)
        or (proved and (hers or (before is not None and not before.rests)))
    )
    if before and (before.provider, before.number) == (provider, kept):
        if before.rests and not rests:
            _awake(actor, before, now)
        return before
    pays_from = None
    if before:
        pays_from = rulebook.due_at(rulebook.rule_at("wallet_cooling_off", now), now)
    wallet, _made = Wallet.objects.update_or_create(
        person_id=person_id,
        provider=provider,
        defaults={
            "number": kept,
            "changed_at": now,
            "pays_from": pays_from,
            "rests": rests,
        },
    )
    if not before and actor.person_id != person_id and not hers:
        emit(WalletNamed(person_id))
    if before and pays_from:
        change = WalletChange.objects.create(
            person_id=person_id,
            old_provider=before.provider,
            old_number=before.number,
            new_provider=provider,
            new_number=kept,
            by_id=actor.person_id,
            at=now,
            pays_from=pays_from,
        )
        emit(WalletChanged(change.pk))
    audit_write(
        actor=actor,
        action="wallet_set",
        entity="person",
        entity_id=person_id,
        now=now,
        data={"provider": provider, "ends_in": kept[-3:]},
    )
    return wallet


@transaction.atomic
def wallet_vouch(*, actor: Actor, person_id: int, seen: str, now: datetime) -> None:
    """The office says that the number a person is paid at is theirs: it rests no more. `seen`: the
    `wallet_mark` of the one it was shown, for it says so of no other; "" where there was none.
    Raises NotAllowed, WalletMoved."""
    require(actor, "wallet.set")
    if not _office(actor):
        raise NotAllowed()
    # Held as in `wallet_set`: nobody changes it between the look and the word.
    Person.objects.select_for_update().get(pk=person_id)
    wallet = wallet_paid(person_id)
    if not constant_time_compare(seen, wallet_mark(wallet)):
        raise WalletMoved
    if wallet and wallet.rests:
        _awake(actor, wallet, now)


def _office(actor: Actor) -> bool:
    return actor.is_system or actor.role == "operator"


def _awake(actor: Actor, wallet: Wallet, now: datetime) -> None:
    wallet.rests = False
    wallet.save(update_fields=["rests"])
    audit_write(
        actor=actor,
        action="wallet_vouched",
        entity="person",
        entity_id=wallet.person_id,
        now=now,
        data={"wallet": wallet.pk, "provider": wallet.provider, "ends_in": wallet.number[-3:]},
    )


def _wallets_settable(actor: Actor) -> QuerySet[Person]:
    """Not those of colleagues: whose wallet it is decides who is paid."""
    if _office(actor):
        return people_visible_to(actor)
    settable = Q(pk=actor.person_id)
    if actor.role == "entrepreneur":
        settable |= Q(
            memberships__active=True,
            memberships__organisation__seller__sourcing_centre_id=actor.organisation_id,
        )
    return Person.objects.filter(settable).distinct()


@transaction.atomic
def customer_record(
    *,
    actor: Actor,
    name: str,
    mobile: str,
    now: datetime,
    centre_id: int | None = None,
    language: str = "bn",
) -> Customer:
    """The centre's customer with that mobile number, made or with the name as said now.

    An entrepreneur's centre is their own; the call line says which centre the customer goes to.
    Raises NotAllowed, NotFound, InvalidInput.
    """
    require(actor, "customer.record")
    centre = centres_visible_to(actor).filter(pk=centre_id or actor.organisation_id).first()
    if centre is None:
        raise NotFound(centre_id=centre_id)
    checks = Checks()
    name = checks.text("name", name, most=120)
    mobile = checks.mobile("mobile", mobile)
    checks.done()
    customer, made = Customer.objects.update_or_create(
        centre_id=centre.pk,
        mobile=mobile,
        defaults={"name": name, "language": language if language in LANGUAGES else "bn"},
    )
    audit_write(
        actor=actor,
        action="customer_record",
        entity="customer",
        entity_id=customer.pk,
        now=now,
        data={"new": made},
    )
    return customer


@transaction.atomic
def consent_record(
    *, actor: Actor, customer_id: int, purpose: str, medium: str, wording: str, now: datetime
) -> Consent:
    """A customer said yes; `wording` is the version of the words read out to them.

    Raises NotAllowed, NotFound for another centre's customer, InvalidInput.
    """
    require(actor, "consent.record")
    if not customers_visible_to(actor).filter(pk=customer_id).exists():
        raise NotFound(customer_id=customer_id)
    checks = Checks()
    checks.one_of("purpose", purpose, rules.CONSENT_PURPOSES)
    checks.one_of("medium", medium, rules.CONSENT_MEDIA)
    checks.done()
    if actor.person_id is None:
        raise NotAllowed()
    consent = Consent.objects.create(
        customer_id=customer_id,
        purpose=purpose,
        medium=medium,
        wording=wording,
        recorded_by_id=actor.person,
        given_at=now,
    )
    audit_write(
        actor=actor, action="consent_record", entity="consent", entity_id=consent.pk, now=now
    )
    return consent


@transaction.atomic
def consent_withdraw(*, actor: Actor, consent_id: int, now: datetime) -> Consent:
    require(actor, "consent.record")
    consent = Consent.objects.filter(
        pk=consent_id, customer__in=customers_visible_to(actor)
    ).first()
    if consent is None:
        raise NotFound(consent_id=consent_id)
    if consent.withdrawn_at is None:
        consent.withdrawn_at = now
        consent.save(update_fields=["withdrawn_at"])
        audit_write(
            actor=actor, action="consent_withdraw", entity="consent", entity_id=consent.pk, now=now
        )
    return consent
