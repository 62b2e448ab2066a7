"""Who a producer is, who may see her, what is missing and whom she might be already."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound
from ekshop.kernel.phones import InvalidMobile, parse_mobile
from ekshop.parties.selectors import person_by_mobile, wallet_holders, wallet_paid
from ekshop.producers import rules
from ekshop.producers.models import ProducerDraft, ProducerPhoto, ProducerProfile

_WATCHING = ("operator", "auditor")


def producer_of(seller_id: int) -> ProducerProfile | None:
    """The profile of a seller, None for one who is no producer or was enrolled without."""
    return producers_of([seller_id]).get(seller_id)


def producers_of(seller_ids: Collection[int]) -> dict[int, ProducerProfile]:
    """The same of several, by the seller's id. One statement."""
    rows = ProducerProfile.objects.filter(seller_id__in=list(seller_ids))
    return {row.seller_id: row for row in rows.select_related("seller", "district", "person")}


def producers_visible_to(actor: Actor) -> QuerySet[ProducerProfile]:
    """All for the operator and the auditor; a centre's own; a producer herself."""
    everything = ProducerProfile.objects.select_related("seller", "person", "district", "centre")
    if actor.is_system or actor.role in _WATCHING:
        return everything
    if actor.role == "entrepreneur":
        return everything.filter(centre_id=actor.organisation_id)
    if actor.role == "producer_staff":
        return everything.filter(seller_id=actor.organisation_id)
    return everything.none()


def producer_for(actor: Actor, seller_id: int) -> ProducerProfile:
    """One the actor may see, by the seller's id. Raises NotFound."""
    found = producers_visible_to(actor).filter(seller_id=seller_id).first()
    if found is None:
        raise NotFound(seller_id=seller_id)
    return found


def photos_of(profile: ProducerProfile, kind: str = "") -> list[ProducerPhoto]:
    """The portrait first, then the workshop's in the order they came."""
    rows = profile.photos.filter(kind=kind) if kind else profile.photos.all()
    return sorted(rows, key=lambda each: (each.kind != "portrait", each.pk))


def photo_for(actor: Actor, token: UUID | str) -> ProducerPhoto:
    """A photo of a producer, or of a draft, the actor may see; of an approved producer for
    anybody, as she agreed. Raises NotFound."""
    own = Q(profile__in=producers_visible_to(actor)) | Q(profile__state="approved")
    if actor.role == "entrepreneur":
        own |= Q(draft__centre_id=actor.organisation_id)
    found = ProducerPhoto.objects.filter(own, token=token).first()
    if found is None:
        raise NotFound(token=str(token))
    return found


@dataclass(frozen=True)
class Missing:
    """`code` names the step that mends it; `text` says what is missing, in words."""

    code: str
    text: Any


_WORDS = {
    "identity": _("The number of her identity card is missing."),
    "work": _("How much she can make in a month is missing."),
    "wallet": _("She has no number to be paid at."),
    "wallet_code": _("The number she is paid at was not proved by the code sent to it."),
    "portrait": _("A photo of her is missing."),
    "workshop": _("A photo of where she works is missing."),
    "consent": _("Her consent was not recorded."),
    "contract": _("She has not agreed to the contract."),
}


def missing_of(profile: ProducerProfile) -> list[Missing]:
    """What must be there before she can be approved, in the order it is asked for."""
    photos = set(profile.photos.values_list("kind", flat=True))
    agreed = set(
        profile.agreements.filter(withdrawn_at__isnull=True).values_list("kind", flat=True)
    )
    wallet = wallet_paid(profile.person_id)
    absent = {
        "identity": not profile.identity_number,
        "work": not profile.capacity_a_month,
        "wallet": wallet is None,
        "wallet_code": wallet is not None and wallet.number != profile.wallet_proved,
        "portrait": "portrait" not in photos,
        "workshop": "workshop" not in photos,
        "consent": "consent" not in agreed,
        "contract": "contract" not in agreed,
    }
    return [Missing(code, _WORDS[code]) for code, is_absent in absent.items() if is_absent]


@dataclass(frozen=True)
class Twin:
    """A producer enrolled already who has the same number. `by`: identity, mobile or wallet."""

    by: str
    profile: ProducerProfile


def twins_of(
    *,
    identity_kind: str = "",
    identity_number: str = "",
    mobile: str = "",
    wallet_number: str = "",
    but: int | None = None,
) -> list[Twin]:
    """Other producers with the same card, mobile or wallet; numbers as they are stored. `but`: the
    profile asked for, who is not her own twin. Those who no longer take part do not count."""
    others = (
        ProducerProfile.objects.exclude(state="withdrawn")
        .exclude(pk=but or 0)
        .select_related("seller", "centre", "person")
        .order_by("pk")
    )
    found: list[Twin] = []
    if identity_number:
        same = rules.identity_spellings(identity_kind, identity_number)
        found += [
            Twin("identity", each)
            for each in others.filter(identity_kind=identity_kind, identity_number__in=same)
        ]
    person = person_by_mobile(mobile) if mobile else None
    if person is not None:
        found += [Twin("mobile", each) for each in others.filter(person=person)]
    if wallet_number:
        found += [Twin("wallet", each) for each in others.filter(wallet_proved=wallet_number)]
    return found


def others_paid_at(number: str, asked: ProducerDraft | ProducerProfile) -> list[str]:
    """Names of those the mobile account belongs to by what we know, but for whom it is asked for:
    centres, people who work there, other producers."""
    if not number:
        return []
    profile_id: int | None
    person: Any
    if isinstance(asked, ProducerProfile):
        profile_id, person, own = asked.pk, asked.person, asked.seller_id
    else:
        # Who is enrolled anew may have signed in with her number before.
        profile_id, person, own = asked.profile_id, person_by_mobile(_told_mobile(asked)), 0
    holders = wallet_holders(number, but_person_id=person.pk if person else None)
    holders = [each for each in holders if each.organisation.pk != own]
    names = [
        f"{each.person.called} ({each.organisation.name})"
        if each.person
        else each.organisation.name
        for each in holders
    ]
    twins = twins_of(wallet_number=number, but=profile_id)
    known = {each.organisation.pk for each in holders}
    names += [each.profile.seller.name for each in twins if each.profile.seller_id not in known]
    return list(dict.fromkeys(names))


def others_behind(profile: ProducerProfile) -> list[str]:
    """The same of the account she is paid at and of her telephone: what she is told by SMS must not
    reach only those who do things in her name."""
    mobile = (profile.person.mobile or "").removeprefix("+88")
    names = [*others_paid_at(profile.wallet_proved, profile), *others_paid_at(mobile, profile)]
    return list(dict.fromkeys(names))


def _told_mobile(draft: ProducerDraft) -> str:
    try:
        return parse_mobile(str(draft.answers.get("mobile", "")))
    except InvalidMobile:
        return ""
