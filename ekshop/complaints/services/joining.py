"""Cases about one matter are answered together, and can be split again."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.parties.services import require

from .. import rules
from ..models import Case, Joining
from ..selectors import cases_visible_to
from .chain import Entry, entry_write
from .clock_keeping import clocks_keep
from .endings import case_go_on, named_to
from .errors import CannotJoin, CasePaused, NotJoined


def cases_join(
    *, actor: Actor, into_id: int, case_ids: Collection[int], text: str, now: datetime
) -> Case:
    """Joins open cases about the same seller to one of them, whose clock and owner hold for all.

    Nothing of the joined is lost: each keeps its file, and its clocks with what was left. When
    the main case closes, what the same person had joined closes with it; another person's goes on
    alone, so that each has a remedy of their own. Errors: NotAllowed, NotFound, CannotJoin,
    CasePaused, InvalidInput without a reason.
    """
    require(actor, "case.mediate")
    said = normalise(text)[:500]
    if not said:
        raise InvalidInput({"text": _("Say why these are one matter.")})
    wanted = {*case_ids} - {into_id}
    if not wanted:
        raise InvalidInput({"cases": _("Choose the cases to join.")})
    with transaction.atomic():
        # In one order, so that two who join the same cases cannot wait for each other.
        held = {
            case.pk: case
            for case in cases_visible_to(actor)
            .select_for_update(of=("self",))
            .filter(pk__in=[into_id, *wanted])
            .order_by("pk")
        }
        if held.keys() != {into_id, *wanted}:
            raise NotFound(what="case")
        into = held[into_id]
        for case in held.values():
            _joinable(case, into)
        for number in sorted(wanted):
            _join(held[number], into, said, actor, now)
    return into


def case_split(*, actor: Actor, case_id: int, text: str, now: datetime) -> Case:
    """Undoes a join: the case stands by itself, its clocks with the time that was left.

    Errors: NotAllowed, NotFound, NotJoined, InvalidInput without a reason.
    """
    require(actor, "case.mediate")
    said = normalise(text)[:500]
    if not said:
        raise InvalidInput({"text": _("Say why they are split.")})
    with transaction.atomic():
        case = cases_visible_to(actor).select_for_update(of=("self",)).filter(pk=case_id).first()
        if case is None:
            raise NotFound(what="case")
        if case.joined_to_id is None:
            raise NotJoined
        case_go_on(case, actor=actor, now=now, text=said, side=rules.COORDINATOR)
    return case


def _joinable(case: Case, into: Case) -> None:
    if case.paused_at is not None:
        raise CasePaused
    if (
        not case.is_open
        or case.joined_to_id is not None
        or case.respondent_id != into.respondent_id
        or (case.pk != into.pk and Case.objects.filter(joined_to=case).exists())
    ):
        raise CannotJoin


def _join(case: Case, into: Case, text: str, actor: Actor, now: datetime) -> None:
    Joining.objects.create(
        case=case,
        into=into,
        text=text,
        kept=clocks_keep(case, now=now, reason="joined"),
        joined_at=now,
        **actor.columns(),
    )
    case.joined_to = into
    case.save(update_fields=["joined_to"])
    side = rules.COORDINATOR
    joined = Entry("joined", text=text, data=named_to(case, into))
    entry_write(case, joined, actor=actor, side=side, now=now)
    took = Entry("took_in", text=text, data={"code": case.code}, seen_by=rules.OFFICES)
    entry_write(into, took, actor=actor, side=side, now=now)
