"""The register of names that belong to a place, and the claims to use them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import IO, Any

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import clock, states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import format_number
from ekshop.kernel.brought import Paper, PaperRefused, is_pdf, paper_accept, paper_keep
from ekshop.kernel.errors import Conflict, InvalidInput, NotFound
from ekshop.kernel.events import emit
from ekshop.kernel.pictures import PictureRefused, picture_accept, picture_store
from ekshop.kernel.strays import strays_sweep
from ekshop.parties.selectors import districts
from ekshop.parties.services import require

from ..events import GiRegisterChanged, GiUseChanged
from ..models import GiEvidence, GiName, GiUse
from ..rules import names as rules
from ..rules import sources
from ..selectors.names import gi_name_without_right, gi_seller, gi_uses_visible_to

FOLDER = "gi"


class NameClaimedAlready(Conflict):
    code = "gi_claimed_already"
    message = _("This seller's claim to the name waits or is already approved.")


class OwnClaim(Conflict):
    """Who claimed cannot be the one who decides."""

    code = "gi_own_claim"
    message = _("You wrote this claim yourself: another person has to decide.")


class NameNotYours(Conflict):
    """A title uses a registered name, and its seller is not an approved user of it."""

    code = "gi_name_not_yours"
    message = _(
        "“%(name)s” is a registered name of its place: with it a maker says where and how the goods"
        " were made. Claim it first, or take the name out of the title."
    )


@transaction.atomic
def gi_names_load(rows: Iterable[Mapping[str, str]], known: Mapping[str, Mapping[str, str]]) -> int:
    """Enter or renew names from a table (demo/README.md says its columns); how many there are.
    `known`: the sources rows name by key.

    A certificate an operator has entered stays. Raises KeyError for an unknown district or source.
    """
    homes = {place.code: place.pk for place in districts()}
    names = {name.slug: name for name in GiName.objects.all()}
    count = 0
    for row in rows:
        name = names.get(row["slug"]) or GiName(slug=row["slug"], register=row["register"])
        name.name_bn, name.name_en, name.kind = row["name_bn"], row["name_en"], row["kind"]
        for column in ("words", "words_bn", "place_words"):
            setattr(name, column, [word for word in row[column].split("|") if word])
        if name.sources or not name.certificate_number:
            name.certificate_number = row["certificate_number"]
            name.sources = sources.kept(row["sources"], known)
            on = row["certificate_on"]
            name.certificate_on = date.fromisoformat(on) if on else None
        name.save()
        name.districts.set([homes[code] for code in row["districts"].split("|")])
        count += 1
    emit(GiRegisterChanged(count))
    return count


@transaction.atomic
def gi_name_certify(
    *,
    actor: Actor,
    gi_name_id: int,
    certificate_number: str,
    certificate_on: date | None,
    now: datetime,
) -> GiName:
    """Enter what the register says of a name; with a number it counts as registered.

    Errors: NotAllowed, NotFound, InvalidInput (certificate_number, certificate_on).
    """
    require(actor, "gi.decide")
    name = GiName.objects.select_for_update().filter(pk=gi_name_id).first()
    if name is None:
        raise NotFound(what="gi name")
    number = certificate_number.strip()
    if not number:
        raise InvalidInput({"certificate_number": _("Write the number as the register has it.")})
    if len(number) > 40:
        raise InvalidInput({"certificate_number": _("At most 40 letters and digits.")})
    if certificate_on and certificate_on > clock.dhaka_date(now):
        raise InvalidInput({"certificate_on": _("This day has not come yet.")})
    newly = name.register != rules.REGISTERED
    name.certificate_number, name.certificate_on, name.sources = number, certificate_on, []
    name.register = rules.REGISTERED
    name.save(update_fields=["certificate_number", "certificate_on", "sources", "register"])
    if newly:
        emit(GiRegisterChanged(1))
    audit_write(
        actor=actor,
        action="gi_name_certify",
        entity="gi_name",
        entity_id=name.pk,
        data={"number": number, "on": certificate_on.isoformat() if certificate_on else ""},
        now=now,
    )
    return name


def gi_title_check(*, seller_id: int, titles: Sequence[str], now: datetime) -> None:
    """Errors: NameNotYours where the titles use a registered name and the seller is no approved
    user of it."""
    name = gi_name_without_right(seller_id=seller_id, titles=titles, today=clock.dhaka_date(now))
    if name is not None:
        raise NameNotYours(name=name.name)


def gi_use_claim(
    *,
    actor: Actor,
    seller_id: int,
    gi_name_id: int,
    statement: str,
    evidence: Sequence[IO[bytes]],
    now: datetime,
    number: str = "",
) -> GiUse:
    """A seller says that it may put the name on its goods, and shows why.

    A producer must be at home where the name is. Photos and PDFs are judged, photos made small,
    before the transaction. Errors: NotAllowed, NotFound, NameClaimedAlready, InvalidInput (gi_name, statement,
    evidence, number).
    """
    require(actor, "gi.claim")
    seller = gi_seller(actor, seller_id)
    name = GiName.objects.filter(pk=gi_name_id).prefetch_related("districts").first()
    wrong = _claim_problems(name, seller, statement, evidence, number)
    if wrong or name is None:
        raise InvalidInput(wrong)
    try:
        accepted = [
            paper_accept(each, name=getattr(each, "name", ""))
            if is_pdf(each)
            else picture_accept(each)
            for each in evidence
        ]
    except (PictureRefused, PaperRefused) as problem:
        raise InvalidInput({"evidence": str(problem)}) from problem
    stored = [
        each if isinstance(each, Paper) else picture_store(each, folder=FOLDER) for each in accepted
    ]
    try:
        with transaction.atomic():
            use = GiUse.objects.create(
                gi_name=name,
                seller_id=seller.pk,
                statement=statement.strip(),
                number=number.strip(),
                claimed_by_id=actor.person_id,
                claimed_at=now,
            )
            for each in stored:
                if isinstance(each, Paper):
                    kept = paper_keep(each, now=now)
                    shown = {"document": kept, "original_sha256": kept.sha256}
                else:
                    shown = {
                        "file": each.name,
                        "thumb": each.small_name,
                        "original_sha256": each.sha256,
                    }
                GiEvidence.objects.create(use=use, created_at=now, **shown)
            states.begin(use, actor=actor, now=now)
            _audit(actor, use, "gi_use_claim", now)
    except IntegrityError as error:
        if "gi_use_one_open" in str(error):
            raise NameClaimedAlready from error
        raise
    return use


def _claim_problems(
    name: GiName | None, seller: Any, statement: str, evidence: Sequence[object], number: str
) -> dict[str, object]:
    wrong: dict[str, object] = {}
    if name is None:
        wrong["gi_name"] = _("Choose a name.")
    elif name.register != rules.REGISTERED:
        wrong["gi_name"] = _("This name is not yet confirmed against the register.")
    elif seller.kind == "producer":
        homes = list(name.districts.all())
        if seller.seller.hub_district_id not in {place.pk for place in homes}:
            wrong["gi_name"] = _(
                "This name is at home in %(districts)s. Goods made elsewhere cannot carry it."
            ) % {"districts": ", ".join(place.name for place in homes)}
    if not rules.STATEMENT_LEAST <= len(statement.strip()) <= rules.STATEMENT_MOST:
        wrong["statement"] = _(
            "Say in a few sentences where and how it is made, in at most %(most)s letters."
        ) % {"most": _count(rules.STATEMENT_MOST)}
    if not evidence:
        wrong["evidence"] = _("At least one photo or PDF is needed: a paper, the loom, the field.")
    elif len(evidence) > rules.EVIDENCE_MOST:
        wrong["evidence"] = _("At most %(most)s photos and papers.") % {
            "most": _count(rules.EVIDENCE_MOST)
        }
    if len(number.strip()) > 40:
        wrong["number"] = _("At most 40 letters and digits.")
    return wrong


def gi_use_approve(
    *, actor: Actor, use_id: int, now: datetime, until: date | None = None, note: str = ""
) -> GiUse:
    """The seller's goods of that name carry the mark from now on. `until`: the last day.

    Errors: NotAllowed, NotFound, OwnClaim, StaleState, InvalidInput (until).
    """
    if until is not None and until < clock.dhaka_date(now):
        raise InvalidInput({"until": _("This day is over.")})
    return _decide(actor, use_id, "approve", note, now, until=until)


def gi_use_refuse(*, actor: Actor, use_id: int, reason: str, now: datetime) -> GiUse:
    """Errors as `gi_use_approve`, and InvalidInput (reason) without one."""
    return _decide(actor, use_id, "refuse", _said(reason), now)


def gi_use_suspend(*, actor: Actor, use_id: int, reason: str, now: datetime) -> GiUse:
    """The mark comes off this seller's goods until it is restored. Errors as `gi_use_refuse`."""
    return _decide(actor, use_id, "suspend", _said(reason), now)


def gi_use_restore(*, actor: Actor, use_id: int, reason: str, now: datetime) -> GiUse:
    """Errors as `gi_use_refuse`."""
    return _decide(actor, use_id, "restore", _said(reason), now)


def gi_use_withdraw(*, actor: Actor, use_id: int, reason: str, now: datetime) -> GiUse:
    """The seller, its centre or an operator takes the claim or the approval back.

    Errors: NotAllowed, NotFound, StaleState, InvalidInput (reason).
    """
    require(actor, "gi.claim")
    return _moved(actor, use_id, "withdraw", {"reason": _said(reason)}, now)


def _count(number: int) -> str:
    return format_number(number, get_language() or "bn")


def _said(reason: str) -> str:
    text = reason.strip()
    if not text:
        raise InvalidInput({"reason": _("Say why.")})
    return text[: rules.REASON_MOST]


def _decide(
    actor: Actor,
    use_id: int,
    action: str,
    reason: str,
    now: datetime,
    until: date | None = None,
) -> GiUse:
    require(actor, "gi.decide")
    columns: dict[str, object] = {
        "decided_by_id": actor.person_id,
        "decided_at": now,
        "reason": reason.strip()[: rules.REASON_MOST],
    }
    if action == "approve":
        columns["until"] = until
    return _moved(actor, use_id, action, columns, now)


def _moved(
    actor: Actor, use_id: int, action: str, columns: dict[str, object], now: datetime
) -> GiUse:
    reason = str(columns.get("reason", ""))
    with transaction.atomic():
        use = gi_uses_visible_to(actor).filter(pk=use_id).first()
        if use is None:
            raise NotFound(what="gi use")
        if (
            action in ("approve", "refuse")
            and use.claimed_by_id
            and (use.claimed_by_id == actor.person_id)
        ):
            raise OwnClaim
        states.move(
            use,
            action,
            actor=actor,
            now=now,
            reason=reason,
            also=columns,
            event=GiUseChanged(use.pk, use.seller_id, action, reason),
        )
        _audit(actor, use, f"gi_use_{action}", now)
    return use


def gi_evidence_sweep() -> int:
    """Clear away photos whose claim never came to be; says how many."""
    return strays_sweep(
        FOLDER,
        named=lambda names: GiEvidence.objects.filter(file__in=names).values_list(
            "file", flat=True
        ),
    )


def _audit(actor: Actor, use: GiUse, action: str, now: datetime) -> None:
    audit_write(
        actor=actor,
        action=action,
        entity="gi_use",
        entity_id=use.pk,
        data={"gi_name": use.gi_name.slug, "seller": use.seller_id},
        now=now,
    )
