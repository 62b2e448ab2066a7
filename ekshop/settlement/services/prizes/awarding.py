"""Prizes on their way into hands, with proof; and who may be named to the public."""

from datetime import date, datetime
from typing import IO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import normalise
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.pictures import PictureRefused, picture_accept, picture_store
from ekshop.parties.services import require

from ...models import PrizeAward
from .making import person_of, scheme_held, step


def award_hand_over(
    *,
    actor: Actor,
    award_id: int,
    signed_name: str,
    paper_reference: str,
    photo: IO[bytes] | None,
    handed_on: date,
    now: datetime,
) -> PrizeAward:
    """The prize was given to who signed for it; the paper's number or a photo of it proves it.

    Errors: NotAllowed, NotFound, InvalidInput, StaleState.
    """
    require(actor, "prize.award")
    signed_name, paper_reference = normalise(signed_name), normalise(paper_reference)
    problems: dict[str, object] = {}
    if not 1 <= len(signed_name) <= 120:
        problems["signed_name"] = _("Say who signed for the prize.")
    if len(paper_reference) > 60:
        problems["paper_reference"] = _("At most 60 letters.")
    if not paper_reference and photo is None:
        problems["paper_reference"] = _("Give the number of the signed paper, or a photo of it.")
    if handed_on > dhaka_date(now):
        problems["handed_on"] = _("This day is yet to come.")
    if problems:
        raise InvalidInput(problems)
    proof = ""
    if photo is not None:
        try:
            proof = picture_store(picture_accept(photo), folder="prizes").name
        except PictureRefused as refused:
            raise InvalidInput({"photo": str(refused)}) from refused
    return _end(
        actor,
        award_id,
        "hand_over",
        {
            "signed_name": signed_name,
            "paper_reference": paper_reference,
            "proof_name": proof,
            "handed_on": handed_on,
        },
        now,
    )


def award_forfeit(*, actor: Actor, award_id: int, text: str, now: datetime) -> PrizeAward:
    """Nobody came for it; `text` says what was tried. Errors: NotAllowed, NotFound, InvalidInput,
    StaleState."""
    require(actor, "prize.award")
    text = normalise(text)
    if not 1 <= len(text) <= 300:
        raise InvalidInput({"text": _("Say what was tried, in at most 300 letters.")})
    return _end(actor, award_id, "forfeit", {"note": text}, now)


def _end(
    actor: Actor, award_id: int, action: str, also: dict[str, object], now: datetime
) -> PrizeAward:
    with transaction.atomic():
        award = _held(award_id)
        states.move(
            award,
            action,
            actor=actor,
            now=now,
            also={**also, "noted_by_id": person_of(actor), "noted_at": now},
        )
        audit_write(
            actor=actor,
            action=f"prize_award_{action}",
            entity="prize_award",
            entity_id=award.pk,
            data={"scheme": award.scheme_id, "centre": award.centre_id},
            now=now,
        )
        scheme = scheme_held(award.scheme_id)
        if not scheme.awards.filter(state="due").exists():
            step(scheme, "finish", actor, now, {})
    return award


def awards_name(*, actor: Actor, scheme_id: int, agreed: bool, now: datetime) -> int:
    """An entrepreneur agrees to stand on the public list of a scheme by name, or no longer does;
    says for how many prizes. Errors: NotAllowed, NotFound where the centre won nothing."""
    require(actor, "prize.object")
    person_id = person_of(actor)
    with transaction.atomic():
        awards = PrizeAward.objects.filter(scheme_id=scheme_id, centre_id=actor.organisation_id)
        changed = awards.update(
            named_by_id=person_id if agreed else None, named_at=now if agreed else None
        )
        if not changed:
            raise NotFound(what="prize_award")
        audit_write(
            actor=actor,
            action="prize_awards_name",
            entity="prize_scheme",
            entity_id=scheme_id,
            data={"agreed": agreed},
            now=now,
        )
    return changed


def _held(award_id: int) -> PrizeAward:
    award = PrizeAward.objects.select_for_update().filter(pk=award_id).first()
    if award is None:
        raise NotFound(what="prize_award")
    return award
