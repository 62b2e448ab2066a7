"""An enrolment written step by step, kept between the steps, and sent when nothing is missing."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound
from ekshop.parties.selectors import wallet_paid
from ekshop.parties.services import NewPerson, require
from ekshop.producers import rules
from ekshop.producers.models import ProducerDraft, ProducerPhoto, ProducerProfile
from ekshop.producers.selectors import draft_for, drafts_of, producer_for, twins_of

from .enrolling import NewProducer, bring, bring_again, check
from .errors import IdentityTaken, ProducerIncomplete
from .resting import rest_add, rest_problem, rests_on

MOST_OPEN = 50
ANSWERS = frozenset(
    {
        "person_name",
        "person_name_bn",
        "mobile",
        "craft",
        "craft_bn",
        "craft_en",
        "name_bn",
        "name_en",
        "about_bn",
        "about_en",
        "district_code",
        "capacity_a_month",
        "unit",
        "lead_days",
        "hands",
        "rest_from",
        "rest_to",
        "rest_reason",
        "note",
        "consent",
        "contract",
        "shared_is_right",
    }
)
STEPS = (
    "name",
    "identity",
    "wallet",
    "craft",
    "work",
    "portrait",
    "workshop",
    "consent",
    "contract",
)
_FIRST_STATES = ("sent_back", "withdrawn")
_PORTRAIT_AND_WORKSHOP = {"portrait", "workshop"}


@transaction.atomic
def draft_begin(*, actor: Actor, now: datetime) -> ProducerDraft:
    """A new one for the actor's centre; an empty one begun before is taken up again. Raises
    NotAllowed, InvalidInput when too many lie unfinished."""
    require(actor, "producer.enrol")
    if actor.role != "entrepreneur":
        raise NotAllowed()
    open_ = drafts_of(actor)
    empty = open_.filter(answers={}, identity_number="", asked_number="", by_id=actor.person)
    if found := empty.first():
        return found
    if open_.count() >= MOST_OPEN:
        raise InvalidInput({"": _("Finish or drop what was begun before you begin another.")})
    return ProducerDraft.objects.create(
        token=uuid4(),
        centre_id=actor.organisation,
        by_id=actor.person,
        created_at=now,
        changed_at=now,
    )


@transaction.atomic
def draft_mend(*, actor: Actor, seller_id: int, now: datetime) -> ProducerDraft:
    """What a producer who was sent back was brought with, to be mended; the one begun before where
    there is one. Raises NotAllowed, NotFound."""
    require(actor, "producer.enrol")
    profile = producer_for(actor, seller_id)
    if actor.role != "entrepreneur" or profile.state not in _FIRST_STATES:
        raise NotFound(seller_id=seller_id)
    if found := drafts_of(actor).filter(profile=profile).first():
        return found
    wallet = wallet_paid(profile.person_id)
    agreed = dict(
        profile.agreements.filter(withdrawn_at__isnull=True).values_list("kind", "medium")
    )
    return ProducerDraft.objects.create(
        token=uuid4(),
        centre_id=actor.organisation,
        by_id=actor.person,
        profile=profile,
        answers={
            "person_name": profile.person.name,
            "person_name_bn": profile.person.name_bn,
            "mobile": profile.person.mobile,
            "craft": profile.craft,
            "craft_bn": profile.craft_bn,
            "craft_en": profile.craft_en,
            "name_bn": profile.seller.name_bn,
            "name_en": profile.seller.name_en,
            "district_code": profile.district.code,
            "capacity_a_month": profile.capacity_a_month,
            "unit": profile.unit,
            "lead_days": profile.lead_days,
            "hands": profile.hands,
            "note": profile.note,
            "shared_is_right": True,
            **agreed,
        },
        identity_kind=profile.identity_kind,
        identity_number=profile.identity_number,
        asked_provider=wallet.provider if wallet else "",
        asked_number=wallet.number if wallet else "",
        wallet_proved=profile.wallet_proved,
        wallet_proved_at=profile.wallet_proved_at,
        created_at=now,
        changed_at=now,
    )


@transaction.atomic
def draft_answer(
    *, actor: Actor, token: str, answers: Mapping[str, Any], now: datetime
) -> ProducerDraft:
    """Keeps what was told, right or not; `draft_problems` says what is wrong with it. Raises
    NotFound, KeyError for what no step asks."""
    draft = _open(actor, token)
    if unknown := set(answers) - ANSWERS:
        raise KeyError(", ".join(sorted(unknown)))
    told = dict(answers)
    if draft.profile_id:
        told.pop("mobile", None)
    draft.answers = {**draft.answers, **told}
    draft.changed_at = now
    draft.save(update_fields=["answers", "changed_at"])
    return draft


@transaction.atomic
def draft_identity(
    *, actor: Actor, token: str, kind: str, number: str, now: datetime
) -> ProducerDraft:
    """Keeps the card's number, locked away. Raises NotFound, InvalidInput, IdentityTaken."""
    draft = _open(actor, token)
    digits = rules.identity_number(kind, number)
    if digits is None:
        check_only = _problems(draft, {}, identity=(kind, number or "0"))
        raise InvalidInput(
            {"identity_number": check_only.get("identity_number", _("This is needed."))}
        )
    twins = twins_of(identity_kind=kind, identity_number=digits, but=draft.profile_id)
    if twins:
        raise IdentityTaken(centre=twins[0].profile.centre.name)
    draft.identity_kind, draft.identity_number, draft.changed_at = kind, digits, now
    draft.save(update_fields=["identity_kind", "identity_number", "changed_at"])
    return draft


@transaction.atomic
def draft_drop(*, actor: Actor, token: str) -> None:
    """What was told is forgotten, photos too. Raises NotFound."""
    _open(actor, token).delete()


@transaction.atomic
def draft_send(*, actor: Actor, token: str, now: datetime) -> ProducerProfile:
    """Brings her for approval; a draft sent before gives what it became. Raises NotAllowed,
    NotFound, ProducerIncomplete, InvalidInput, IdentityTaken, NumbersShared."""
    require(actor, "producer.enrol")
    draft = _locked(draft_for(actor, token))
    if draft.sent_at is not None and draft.profile is not None:
        return draft.profile
    left = [step for step, done in draft_steps(draft).items() if not done]
    if left:
        raise ProducerIncomplete(missing=", ".join(left), codes=left)
    proved, proved_at = draft.wallet_proved, draft.wallet_proved_at
    given = given_of(draft)
    if draft.profile is None:
        profile = bring(
            actor=actor, given=given, now=now, centre_id=None, proved=proved, proved_at=proved_at
        )
    else:
        profile = bring_again(
            actor=actor,
            seller_id=draft.profile.seller_id,
            given=given,
            now=now,
            proved=proved,
            proved_at=proved_at,
        )
    brought = ProducerPhoto.objects.filter(draft=draft)
    if brought.filter(kind="portrait").exists():
        profile.photos.filter(kind="portrait").delete()
    brought.update(profile=profile, draft=None)
    _rest_written(actor, profile, draft.answers, now)
    draft.profile, draft.sent_at = profile, now
    draft.answers, draft.identity_number, draft.asked_number = {}, "", ""
    draft.save()
    return profile


def draft_steps(draft: ProducerDraft) -> dict[str, bool]:
    """Each step in its order, and whether what it asks is told rightly."""
    wrong = draft_problems(draft, {})
    kinds = set(draft.photos.values_list("kind", flat=True))
    if draft.profile_id:
        kinds |= set(
            ProducerPhoto.objects.filter(profile=draft.profile_id).values_list("kind", flat=True)
        )
    told = draft.answers

    def right(*fields: str) -> bool:
        return not set(fields) & set(wrong)

    done = {
        "name": bool(told.get("person_name"))
        and right("person_name", "person_name_bn", "mobile", "name_bn", "name_en"),
        "identity": bool(draft.identity_number),
        "craft": bool(told.get("craft")) and right("craft", "craft_bn", "craft_en", "district"),
        "work": bool(told.get("capacity_a_month"))
        and right("capacity_a_month", "unit", "lead_days", "hands", "rest_to"),
        "wallet": bool(draft.wallet_proved) and draft.wallet_proved == draft.asked_number,
        **{kind: kind in kinds for kind in sorted(_PORTRAIT_AND_WORKSHOP)},
        **{kind: bool(told.get(kind)) for kind, _name in rules.AGREEMENT_KINDS},
    }
    return {step: done[step] for step in STEPS}


def draft_problems(draft: ProducerDraft, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What would be said of the draft with these answers, by field. Her name in Bengali is wanted
    here, where somebody sits beside her; a table may be without."""
    wrong = _problems(draft, answers, identity=(draft.identity_kind, draft.identity_number))
    told = {**draft.answers, **answers}
    if not str(told.get("person_name_bn", "")).strip():
        wrong.setdefault("person_name_bn", _("This is needed."))
    rest = rest_told(told)
    if rest and (problem := rest_problem(*rest)):
        wrong["rest_to"] = problem
    return wrong


def rest_told(answers: Mapping[str, Any]) -> tuple[date, date] | None:
    """The days on which she said she will not work, both included; None where she said none."""
    first = answers.get("rest_from") or ""
    if not first:
        return None
    return date.fromisoformat(first), date.fromisoformat(answers.get("rest_to") or first)


def _rest_written(
    actor: Actor, profile: ProducerProfile, answers: Mapping[str, Any], now: datetime
) -> None:
    """Days that are over by now, or written down by now, are nothing to say any more."""
    rest = rest_told(answers)
    if rest is None or rest[1] < dhaka_date(now) or rests_on(profile, *rest):
        return
    rest_add(
        actor=actor,
        seller_id=profile.seller_id,
        from_day=rest[0],
        to_day=rest[1],
        reason=answers.get("rest_reason") or "",
        now=now,
    )


def _problems(
    draft: ProducerDraft, answers: Mapping[str, Any], *, identity: tuple[str, str]
) -> dict[str, Any]:
    try:
        check(given_of(draft, answers, identity))
    except InvalidInput as refused:
        return refused.field_errors
    return {}


def given_of(
    draft: ProducerDraft,
    answers: Mapping[str, Any] | None = None,
    identity: tuple[str, str] | None = None,
) -> NewProducer:
    """The draft as it would be brought."""
    told = {**draft.answers, **(answers or {})}
    kind, number = identity or (draft.identity_kind, draft.identity_number)
    return NewProducer(
        person=NewPerson(
            name=told.get("person_name", ""),
            name_bn=told.get("person_name_bn", ""),
            mobile=told.get("mobile", ""),
        ),
        craft=told.get("craft", ""),
        craft_bn=told.get("craft_bn", ""),
        craft_en=told.get("craft_en", ""),
        name_bn=told.get("name_bn", ""),
        name_en=told.get("name_en", ""),
        about_bn=told.get("about_bn", ""),
        about_en=told.get("about_en", ""),
        identity_kind=kind or "nid",
        identity_number=number,
        wallet_provider=draft.asked_provider,
        wallet_number=draft.asked_number,
        district_code=told.get("district_code", ""),
        capacity_a_month=int(told.get("capacity_a_month") or 0),
        unit=told.get("unit") or "piece",
        lead_days=int(told.get("lead_days") or 0),
        hands=int(told.get("hands") or 1),
        note=told.get("note", ""),
        agreements={kind: told[kind] for kind, _name in rules.AGREEMENT_KINDS if told.get(kind)},
        shared_is_right=bool(told.get("shared_is_right")),
    )


def _open(actor: Actor, token: str) -> ProducerDraft:
    require(actor, "producer.enrol")
    draft = _locked(draft_for(actor, token))
    if draft.sent_at is not None:
        raise NotFound(token=token)
    return draft


def _locked(draft: ProducerDraft) -> ProducerDraft:
    return (
        ProducerDraft.objects.select_for_update(of=("self",))
        .select_related("profile")
        .get(pk=draft.pk)
    )
