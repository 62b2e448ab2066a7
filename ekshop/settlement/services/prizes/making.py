"""A scheme from its draft to the day it is published: from then on it stays as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import normalise
from ekshop.kernel.clock import dhaka_date, dhaka_midnight, month_after, month_bounds
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound
from ekshop.parties.selectors import districts, divisions, organisation_names
from ekshop.parties.services import require

from ... import rules
from ...models import Prize, PrizePlace, PrizeScheme
from .errors import AnotherDecides, TermsArePublished, TooLateToPublish

PRIZES_AT_MOST = 30


@dataclass(frozen=True, slots=True)
class PrizeGiven:
    """A prize as somebody writes it down; a step has a threshold, the others ranks."""

    kind: str
    name_bn: str
    name_en: str
    value_poisha: int
    threshold_poisha: int | None = None
    first_rank: int | None = None
    last_rank: int | None = None
    sponsor_id: int | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """All that is published of a scheme. No places: the whole country."""

    name_bn: str
    name_en: str
    first_month: str
    last_month: str
    settles_on: date
    objections_until: date
    tie_rule: str
    prizes: Sequence[PrizeGiven]
    place_ids: Sequence[int] = ()
    about_bn: str = ""
    about_en: str = ""


def scheme_save(*, actor: Actor, scheme_id: int | None, terms: Terms, now: datetime) -> PrizeScheme:
    """Write a draft down, or anew. Errors: NotAllowed, NotFound, TermsArePublished, InvalidInput
    with a word for each field (`prizes.2.name_bn` for the third prize)."""
    require(actor, "scheme.manage")
    person_id = person_of(actor)
    problems = _problems(terms, now)
    if problems:
        raise InvalidInput(problems)
    with transaction.atomic():
        if scheme_id is None:
            scheme = PrizeScheme(made_by_id=person_id, made_at=now)
        else:
            scheme = scheme_held(scheme_id)
            if scheme.state != "draft":
                raise TermsArePublished
        for field in ("first_month", "last_month", "settles_on", "objections_until", "tie_rule"):
            setattr(scheme, field, getattr(terms, field))
        for field in ("name_bn", "name_en", "about_bn", "about_en"):
            setattr(scheme, field, normalise(getattr(terms, field)))
        scheme.save()
        if scheme_id is None:
            states.begin(scheme, actor=actor, now=now)
        scheme.places.all().delete()
        scheme.prizes.all().delete()
        PrizePlace.objects.bulk_create(
            PrizePlace(scheme=scheme, place_id=pk) for pk in sorted(set(terms.place_ids))
        )
        Prize.objects.bulk_create(_prize(scheme, each) for each in terms.prizes)
        audit_write(
            actor=actor,
            action="prize_scheme_save",
            entity="prize_scheme",
            entity_id=scheme.pk,
            data={"name": scheme.name_en, "prizes": len(terms.prizes)},
            now=now,
        )
    return scheme


def scheme_propose(*, actor: Actor, scheme_id: int, now: datetime) -> PrizeScheme:
    """Ask for a draft to be published. Errors: NotAllowed, NotFound, StaleState,
    TooLateToPublish."""
    require(actor, "scheme.manage")
    with transaction.atomic():
        scheme = scheme_held(scheme_id)
        _in_time(scheme, now)
        step(scheme, "propose", actor, now, {"proposed_by_id": person_of(actor)})
    return scheme


def scheme_publish(*, actor: Actor, scheme_id: int, now: datetime) -> PrizeScheme:
    """Another person has read it and puts it before everybody; its terms stay from now on.

    Errors: NotAllowed, NotFound, StaleState, AnotherDecides, TooLateToPublish.
    """
    require(actor, "scheme.manage")
    with transaction.atomic():
        scheme = scheme_held(scheme_id)
        if scheme.state == "proposed" and scheme.proposed_by_id == actor.person_id:
            raise AnotherDecides
        _in_time(scheme, now)
        step(
            scheme,
            "publish",
            actor,
            now,
            {"published_by_id": person_of(actor), "published_at": now},
        )
    return scheme


def scheme_send_back(*, actor: Actor, scheme_id: int, text: str, now: datetime) -> PrizeScheme:
    """To be written anew; `text` says why. Errors: NotAllowed, NotFound, StaleState."""
    require(actor, "scheme.manage")
    with transaction.atomic():
        scheme = scheme_held(scheme_id)
        step(scheme, "send_back", actor, now, {"proposed_by_id": None}, reason=normalise(text))
    return scheme


def scheme_drop(*, actor: Actor, scheme_id: int, now: datetime) -> PrizeScheme:
    """A scheme that will not be. Errors: NotAllowed, NotFound, StaleState."""
    require(actor, "scheme.manage")
    with transaction.atomic():
        scheme = scheme_held(scheme_id)
        step(scheme, "drop", actor, now, {})
    return scheme


def scheme_held(scheme_id: int) -> PrizeScheme:
    """The row, locked. Errors: NotFound."""
    scheme = PrizeScheme.objects.select_for_update().filter(pk=scheme_id).first()
    if scheme is None:
        raise NotFound(what="prize_scheme")
    return scheme


def person_of(actor: Actor) -> int:
    """Somebody answers for it. Errors: NotAllowed."""
    if actor.person_id is None:
        raise NotAllowed(role=actor.role or actor.kind)
    return actor.person_id


def step(
    scheme: PrizeScheme,
    action: str,
    actor: Actor,
    now: datetime,
    also: Mapping[str, Any],
    *,
    reason: str = "",
) -> None:
    """Move a scheme and write the deed down."""
    states.move(scheme, action, actor=actor, now=now, reason=reason[:300], also=dict(also))
    audit_write(
        actor=actor,
        action=f"prize_scheme_{action}",
        entity="prize_scheme",
        entity_id=scheme.pk,
        data={"name": scheme.name_en},
        now=now,
    )


def _in_time(scheme: PrizeScheme, now: datetime) -> None:
    if now >= month_bounds(scheme.first_month)[0]:
        raise TooLateToPublish(month=scheme.first_month)


def _prize(scheme: PrizeScheme, given: PrizeGiven) -> Prize:
    return Prize(
        scheme=scheme,
        kind=given.kind,
        threshold_poisha=given.threshold_poisha,
        first_rank=given.first_rank,
        last_rank=given.last_rank,
        name_bn=normalise(given.name_bn),
        name_en=normalise(given.name_en),
        value_poisha=given.value_poisha,
        sponsor_id=given.sponsor_id,
    )


def _problems(terms: Terms, now: datetime) -> dict[str, object]:
    found: dict[str, object] = {}
    for field in ("name_bn", "name_en"):
        name = normalise(getattr(terms, field))
        if not name:
            found[field] = _("Give the scheme a name in both languages.")
        elif len(name) > 120:
            found[field] = _("At most 120 letters.")
    for field in ("about_bn", "about_en"):
        if len(getattr(terms, field)) > 1000:
            found[field] = _("At most 1000 letters.")
    if _month_begins(terms.first_month) is None:
        found["first_month"] = _("Choose a month.")
    elif now >= month_bounds(terms.first_month)[0]:
        found["first_month"] = TooLateToPublish.message
    last = _month_begins(terms.last_month)
    if last is None or terms.last_month < terms.first_month:
        found["last_month"] = _("The last month is the first one or comes after it.")
    elif dhaka_midnight(terms.settles_on) < month_bounds(terms.last_month)[1]:
        found["settles_on"] = _("The result is reckoned after the last month is over.")
    if terms.objections_until <= terms.settles_on:
        found["objections_until"] = _("Objections need at least a day after the reckoning.")
    if terms.tie_rule not in dict(rules.TIE_RULES):
        found["tie_rule"] = _("Say what happens to equal sums.")
    known = {place.pk for place in [*divisions(), *districts()]}
    if not set(terms.place_ids) <= known:
        found["places"] = _("Choose divisions and districts from the list.")
    return found | _prize_problems(terms.prizes)


def _month_begins(month: str) -> date | None:
    try:
        return dhaka_date(month_bounds(month)[0])
    except ValueError:
        return None


def _prize_problems(prizes: Sequence[PrizeGiven]) -> dict[str, object]:
    if not prizes:
        return {"prizes": _("A scheme needs at least one prize.")}
    if len(prizes) > PRIZES_AT_MOST:
        return {"prizes": _("At most %(most)s prizes.") % {"most": PRIZES_AT_MOST}}
    found: dict[str, object] = {}
    sponsors = organisation_names({each.sponsor_id for each in prizes if each.sponsor_id})
    taken: dict[str, set[int]] = {"country": set(), "division": set()}
    for number, each in enumerate(prizes):
        here = f"prizes.{number}"
        if not normalise(each.name_bn) or not normalise(each.name_en):
            found[f"{here}.name"] = _("Name the prize in both languages.")
        elif max(len(each.name_bn), len(each.name_en)) > 120:
            found[f"{here}.name"] = _("At most 120 letters.")
        if not 0 < each.value_poisha <= 10**12:
            found[f"{here}.value"] = _("Say what the prize is worth.")
        if each.sponsor_id and each.sponsor_id not in sponsors:
            found[f"{here}.sponsor"] = _("Choose a sponsor from the list.")
        if each.kind == "step":
            if not each.threshold_poisha or not 0 < each.threshold_poisha <= 10**12:
                found[f"{here}.threshold"] = _("Say which commission reaches this step.")
        elif each.kind not in taken:
            found[f"{here}.kind"] = _("Choose what the prize is for.")
        elif not each.first_rank or not 1 <= each.first_rank <= (each.last_rank or 0) <= 1000:
            found[f"{here}.ranks"] = _("Say for which ranks, from the first to the last.")
        else:
            ranks = set(range(each.first_rank, (each.last_rank or 0) + 1))
            if ranks & taken[each.kind]:
                found[f"{here}.ranks"] = _("Another prize is for one of these ranks.")
            taken[each.kind] |= ranks
    return found | _ladder_problems(prizes)


def _ladder_problems(prizes: Sequence[PrizeGiven]) -> dict[str, object]:
    """A higher step never brings less than a lower one, and no two are equally high."""
    found: dict[str, object] = {}
    steps = sorted(
        (each.threshold_poisha, number, each.value_poisha)
        for number, each in enumerate(prizes)
        if each.kind == "step" and each.threshold_poisha
    )
    for lower, upper in zip(steps, steps[1:], strict=False):
        if lower[0] == upper[0]:
            found[f"prizes.{upper[1]}.threshold"] = _("Another step has this threshold.")
        elif upper[2] < lower[2]:
            found[f"prizes.{upper[1]}.value"] = _("A higher step is not worth less than a lower.")
    return found


def months_of(scheme: PrizeScheme) -> list[str]:
    """Every month of the scheme, in order."""
    months = [scheme.first_month]
    while months[-1] < scheme.last_month:
        months.append(month_after(months[-1]))
    return months
