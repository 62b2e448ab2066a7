"""The result of a scheme: frozen by one person, open to objections, confirmed by another."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import format_date, format_month, normalise
from ekshop.kernel.clock import dhaka_midnight
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.events import emit_many
from ekshop.parties.services import require

from ... import rules
from ...events import PrizesWon
from ...models import (
    MonthClose,
    Prize,
    PrizeAward,
    PrizeObjection,
    PrizeResult,
    PrizeScheme,
)
from ...selectors.prizes.counting import counted, excluding_flags, settles_at
from .errors import (
    AnotherDecides,
    FlagsOpen,
    MonthNotClosed,
    ObjectionsOpen,
    ObjectionsOver,
    TooEarlyToConfirm,
    TooEarlyToFreeze,
)
from .making import months_of, person_of, scheme_held, step
from .running import columns_of, flags_find

_CLOSED_STATES = {"frozen", "settled", "paying", "closed"}


def result_freeze(*, actor: Actor, scheme_id: int, now: datetime) -> PrizeScheme:
    """Reckon and keep the result, once everything in it is settled, the months' accounts are
    closed and every flag is judged.

    It is a function of the lines, the scheme and the judgements alone: undone and frozen again it
    is the same. Errors: NotAllowed, NotFound, StaleState, TooEarlyToFreeze, MonthNotClosed,
    FlagsOpen.
    """
    require(actor, "scheme.manage")
    person_id = person_of(actor)
    flags_find(scheme_id=scheme_id, now=now)
    with transaction.atomic():
        scheme = scheme_held(scheme_id)
        step(scheme, "freeze", actor, now, {"frozen_by_id": person_id, "frozen_at": now})
        language = get_language() or "bn"
        if now < settles_at(scheme):
            raise TooEarlyToFreeze(day=format_date(scheme.settles_on, language))
        closed = set(
            MonthClose.objects.filter(
                month__in=months_of(scheme), state__in=_CLOSED_STATES
            ).values_list("month", flat=True)
        )
        for month in months_of(scheme):
            if month not in closed:
                raise MonthNotClosed(month=format_month(month, language))
        left = scheme.flags.filter(state="open").count()
        if left:
            raise FlagsOpen(left=left)
        PrizeResult.objects.bulk_create(result_rows(scheme), batch_size=1000)
    return scheme


def result_rows(scheme: PrizeScheme) -> list[PrizeResult]:
    """The result as it is reckoned, not kept: to keep it, and to see whether it is still so."""
    entries, _waiting = counted(scheme, until=settles_at(scheme))
    steps = list(scheme.prizes.filter(kind="step"))
    flags = excluding_flags(scheme)
    rows = []
    for each in rules.ranked(entries, tie_rule=scheme.tie_rule):
        takes_part = each.rank is not None
        reached = rules.step_reached(steps, each.entry.counted_poisha) if takes_part else None
        rows.append(
            PrizeResult(scheme=scheme, reason=each.reason, step=reached, **columns_of(each, flags))
        )
    return rows


def result_undo(*, actor: Actor, scheme_id: int, text: str, now: datetime) -> PrizeScheme:
    """Take a frozen result away that is not confirmed yet; it can be frozen again.

    Errors: NotAllowed, NotFound, InvalidInput (no reason), StaleState.
    """
    require(actor, "scheme.manage")
    text = normalise(text)
    if not text:
        raise InvalidInput({"text": _("Say why the result is undone.")})
    with transaction.atomic():
        scheme = scheme_held(scheme_id)
        step(scheme, "undo", actor, now, {"frozen_by_id": None, "frozen_at": None}, reason=text)
        scheme.results.all().delete()
    return scheme


def result_confirm(*, actor: Actor, scheme_id: int, now: datetime) -> list[PrizeAward]:
    """Another person stands for it: everybody who won is noted to receive the prize.

    Errors: NotAllowed, NotFound, StaleState, AnotherDecides, TooEarlyToConfirm, ObjectionsOpen.
    """
    require(actor, "scheme.manage")
    with transaction.atomic():
        scheme = scheme_held(scheme_id)
        if scheme.state == "frozen":
            if scheme.frozen_by_id == actor.person_id:
                raise AnotherDecides
            if now < dhaka_midnight(scheme.objections_until + timedelta(days=1)):
                day = format_date(scheme.objections_until, get_language() or "bn")
                raise TooEarlyToConfirm(day=day)
            left = scheme.objections.filter(answered_by__isnull=True).count()
            if left:
                raise ObjectionsOpen(left=left)
        step(
            scheme,
            "confirm",
            actor,
            now,
            {"confirmed_by_id": person_of(actor), "confirmed_at": now},
        )
        awards = PrizeAward.objects.bulk_create(_won(scheme))
        states.begin_all(awards, actor=actor, now=now)
        centres = sorted({award.centre_id for award in awards})
        emit_many([PrizesWon(scheme.pk, centre_id) for centre_id in centres])
        if not awards:
            step(scheme, "finish", actor, now, {})
    return awards


def _won(scheme: PrizeScheme) -> list[PrizeAward]:
    """Each prize, the highest rank first and then the ladder from its top, with everybody it goes
    to: who reached the step and none higher, who has one of the ranks; equal in everything, all of
    them."""
    results = list(scheme.results.filter(rank__isnull=False).order_by("rank", "id"))
    awards = []
    order = {"country": 0, "division": 1, "step": 2}
    for prize in sorted(
        scheme.prizes.all(),
        key=lambda each: (order[each.kind], each.first_rank or 0, -(each.threshold_poisha or 0)),
    ):
        for result in results:
            rank = _rank_for(prize, result)
            won = result.step_id == prize.pk if prize.kind == "step" else rank is not None
            if won:
                awards.append(
                    PrizeAward(scheme=scheme, centre_id=result.centre_id, prize=prize, rank=rank)
                )
    return awards


def _rank_for(prize: Prize, result: PrizeResult) -> int | None:
    """The rank that wins the prize; None: it does not."""
    rank = {"country": result.rank, "division": result.division_rank}.get(prize.kind)
    first, last = prize.first_rank, prize.last_rank
    fits = rank is not None and first is not None and last is not None and first <= rank <= last
    return rank if fits else None


def objection_make(*, actor: Actor, scheme_id: int, text: str, now: datetime) -> PrizeObjection:
    """A centre does not agree with the frozen result.

    Errors: NotAllowed, NotFound, InvalidInput, ObjectionsOver.
    """
    require(actor, "prize.object")
    text = normalise(text)
    if not text or len(text) > 600:
        raise InvalidInput({"text": _("Say what is not right, in at most 600 letters.")})
    with transaction.atomic():
        scheme = scheme_held(scheme_id)
        over = now >= dhaka_midnight(scheme.objections_until + timedelta(days=1))
        if scheme.state != "frozen" or over:
            raise ObjectionsOver
        objection = PrizeObjection.objects.create(
            scheme=scheme,
            centre_id=actor.organisation,
            text=text,
            made_by_id=person_of(actor),
            made_at=now,
        )
        audit_write(
            actor=actor,
            action="prize_objection_make",
            entity="prize_objection",
            entity_id=objection.pk,
            data={"scheme": scheme_id},
            now=now,
        )
    return objection


def objection_answer(
    *, actor: Actor, objection_id: int, text: str, now: datetime
) -> PrizeObjection:
    """Said once, and read by the centre. Errors: NotAllowed, NotFound, InvalidInput."""
    require(actor, "scheme.manage")
    text = normalise(text)
    if not text or len(text) > 600:
        raise InvalidInput({"text": _("Answer in at most 600 letters.")})
    with transaction.atomic():
        objection = PrizeObjection.objects.select_for_update().filter(pk=objection_id).first()
        if objection is None or objection.answered_by_id:
            raise NotFound(what="prize_objection")
        objection.answer, objection.answered_at = text, now
        objection.answered_by_id = person_of(actor)
        objection.save(update_fields=["answer", "answered_at", "answered_by"])
        audit_write(
            actor=actor,
            action="prize_objection_answer",
            entity="prize_objection",
            entity_id=objection.pk,
            data={"scheme": objection.scheme_id},
            now=now,
        )
    return objection
