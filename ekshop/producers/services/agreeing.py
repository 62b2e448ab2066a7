"""What a producer agreed to is written down, and taken back when she says so."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.brought import Paper, PaperRefused, is_pdf, paper_accept, paper_keep
from ekshop.kernel.errors import InvalidInput
from ekshop.kernel.pictures import PictureRefused, StoredPicture, picture_accept, picture_store
from ekshop.kernel.strays import strays_sweep
from ekshop.parties.services import producer_stop, require
from ekshop.producers import rules
from ekshop.producers.events import ProducerMoved
from ekshop.producers.models import Agreement, AgreementPaper, ProducerProfile
from ekshop.producers.selectors import producer_for

FOLDER = "agreements"


def agreement_record(
    *,
    actor: Actor,
    seller_id: int,
    kind: str,
    medium: str,
    now: datetime,
    papers: Sequence[IO[bytes]] = (),
) -> Agreement:
    """She said yes to the words in use now. One in force of those words is not doubled, and takes the
    `papers` she signed, photos or PDFs; one of older words gives way. She herself agrees on her page
    and in no other way. Papers are judged before the transaction. Raises NotAllowed, NotFound,
    InvalidInput."""
    require(actor, "producer.change")
    own = actor.role == "producer_staff"
    known = kind in dict(rules.AGREEMENT_KINDS) and medium in dict(rules.AGREEMENT_MEDIA)
    if not known or own != (medium == rules.ONLINE):
        raise InvalidInput({f"agreement_{kind}": _("Say how she agreed.")})
    profile = producer_for(actor, seller_id)
    kept = _papers_kept(papers)
    with transaction.atomic():
        agreement = agreement_write(actor=actor, profile=profile, kind=kind, medium=medium, now=now)
        _papers_add(actor, agreement, kept, now)
    return agreement


def agreement_papers_sweep() -> int:
    """Clear away photos whose agreement never came to be; says how many."""
    return strays_sweep(
        FOLDER,
        named=lambda names: AgreementPaper.objects.filter(file__in=names).values_list(
            "file", flat=True
        ),
    )


def _papers_kept(papers: Sequence[IO[bytes]]) -> list[Paper | StoredPicture]:
    if len(papers) > rules.AGREEMENT_PAPERS_MOST:
        raise _too_many()
    try:
        accepted = [
            paper_accept(each, name=getattr(each, "name", ""))
            if is_pdf(each)
            else picture_accept(each)
            for each in papers
        ]
    except (PictureRefused, PaperRefused) as problem:
        raise InvalidInput({"papers": str(problem)}) from problem
    return [
        each if isinstance(each, Paper) else picture_store(each, folder=FOLDER) for each in accepted
    ]


def _papers_add(
    actor: Actor, agreement: Agreement, kept: Sequence[Paper | StoredPicture], now: datetime
) -> None:
    """The same page twice is kept once."""
    if not kept:
        return
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    there = set(agreement.papers.values_list("original_sha256", flat=True))
    fresh = {sha256: each for each in kept if (sha256 := _sha256(each)) not in there}
    if len(there) + len(fresh) > rules.AGREEMENT_PAPERS_MOST:
        raise _too_many()
    for sha256, each in fresh.items():
        shown: dict[str, Any] = (
            {"document": paper_keep(each, now=now)}
            if isinstance(each, Paper)
            else {"file": each.name, "thumb": each.small_name}
        )
        AgreementPaper.objects.create(
            agreement=agreement,
            original_sha256=sha256,
            added_by_id=actor.person_id,
            added_at=now,
            **shown,
        )
    if fresh:
        audit_write(
            actor=actor,
            action="agreement_papers_add",
            entity="producer",
            entity_id=agreement.profile_id,
            now=now,
            data={"kind": agreement.kind, "papers": len(fresh)},
        )


def _sha256(each: Paper | StoredPicture) -> str:
    if isinstance(each, Paper):
        return hashlib.sha256(each.content).hexdigest()
    return each.sha256


def _too_many() -> InvalidInput:
    return InvalidInput(
        {"papers": _("At most %(most)s photos and papers.") % {"most": rules.AGREEMENT_PAPERS_MOST}}
    )


def agreement_write(
    *, actor: Actor, profile: ProducerProfile, kind: str, medium: str, now: datetime
) -> Agreement:
    """Without asking who may: for services that have asked already."""
    words = rules.wording_now(kind).version
    ProducerProfile.objects.select_for_update().get(pk=profile.pk)
    before = profile.agreements.filter(kind=kind, withdrawn_at__isnull=True).first()
    if before is not None:
        if before.wording == words:
            return before
        before.withdrawn_at = now
        before.save(update_fields=["withdrawn_at"])
    agreement = Agreement.objects.create(
        profile=profile,
        kind=kind,
        wording=words,
        medium=medium,
        recorded_by_id=actor.person_id,
        at=now,
    )
    audit_write(
        actor=actor,
        action="agreement_record",
        entity="producer",
        entity_id=profile.pk,
        now=now,
        data={"kind": kind, "wording": words, "medium": medium},
    )
    return agreement


@transaction.atomic
def agreement_withdraw(
    *, actor: Actor, seller_id: int, reason: str, now: datetime
) -> ProducerProfile:
    """She takes part no longer: everything she agreed to ends, and nothing new is sold. What is
    under way is finished. Raises NotAllowed, NotFound, StaleState, InvalidInput."""
    require(actor, "producer.change")
    profile = producer_for(actor, seller_id)
    said = reason.strip()
    if not said:
        raise InvalidInput({"reason": _("This is needed.")})
    profile.agreements.filter(withdrawn_at__isnull=True).update(withdrawn_at=now)
    states.move(
        profile,
        "withdraw",
        actor=actor,
        now=now,
        reason=said[:300],
        event=ProducerMoved(profile.pk, "withdrawn", ""),
        also={"decided_at": now},
    )
    producer_stop(actor=actor, organisation_id=seller_id, reason=said[:300], now=now)
    audit_write(
        actor=actor, action="agreement_withdraw", entity="producer", entity_id=profile.pk, now=now
    )
    return profile
