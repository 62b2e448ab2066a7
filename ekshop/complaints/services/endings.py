"""What ends with a case's state: its referral, its pause, the cases joined to it."""

from collections.abc import Sequence
from datetime import datetime

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.deadlines import deadline_cancel
from ekshop.kernel.events import Event
from ekshop.kernel.statements import fetch

from .. import rules
from ..clocks import ENTITY, kind_name
from ..events import CaseMoved, OpenCasesChanged, ReferralMoved
from ..models import Case, Hearing, Joining, Pause, Referral
from ..selectors import side_of
from .chain import Entry, entry_write
from .clock_keeping import clocks_restore
from .speaking import side_tell


def referrals_end(cases: Sequence[Case], *, actor: Actor, now: datetime) -> None:
    """These cases left their agency by another way than the agency's own answer."""
    still = Referral.objects.filter(case__in=cases, state__in=rules.OPEN_REFERRAL_STATES)
    for referral in still:
        states.move(
            referral,
            "end",
            actor=actor,
            now=now,
            also={"ended_at": now},
            event=ReferralMoved(referral.pk, "end", "ended"),
        )
    hearings_cancel(cases, actor=actor, now=now)


def hearings_cancel(cases: Sequence[Case], *, actor: Actor, now: datetime) -> None:
    """Hearings that will not be, since the case is not heard there any more, or not now. Both sides
    would have come: they are told, except who ended it."""
    held = {case.pk: case for case in cases}
    called = Hearing.objects.filter(referral__case__in=cases, state="called")
    for hearing in called.select_related("referral__agency"):
        case = held[hearing.referral.case_id]
        states.move(hearing, "cancel", actor=actor, now=now)
        deadline_cancel(
            entity=(ENTITY, case.pk), kind=kind_name("hearing"), now=now, reason="cancelled"
        )
        data = {"agency": hearing.referral.agency.code, "at": hearing.at.isoformat()}
        entry = Entry("hearing_cancelled", data=data)
        entry_write(case, entry, actor=actor, side=side_of(actor), now=now)
        for side in {rules.COMPLAINANT, rules.SELLER} - {side_of(actor)}:
            told = {"hearing_at": hearing.at}
            side_tell(case, side, "hearing_cancelled", told, actor=actor, now=now)


def sellers_change(cases: Sequence[Case]) -> list[Event]:
    """What is to be told when these cases open or close: who sells here is paid accordingly."""
    ours = [case for case in cases if case.respondent.organisation_id is not None]
    return [OpenCasesChanged(case.pk) for case in ours]


def pauses_end(cases: Sequence[Case], *, now: datetime) -> None:
    """A closed case is not paused."""
    paused = [case for case in cases if case.paused_at is not None]
    if not paused:
        return
    Pause.objects.filter(case__in=paused, resumed_at__isnull=True).update(resumed_at=now)
    Case.objects.filter(pk__in=[case.pk for case in paused]).update(paused_at=None)
    for case in paused:
        case.paused_at = None


def joined_follow(cases: Sequence[Case], *, actor: Actor, now: datetime) -> None:
    """These main cases closed. What the same person had joined to one closes with it; another
    person's goes on by itself, with the time it had left: each keeps a remedy of their own."""
    mains = {case.pk: case for case in cases}
    if not fetch(_FOLLOWING, [list(mains)]):
        return
    for each in Case.objects.select_for_update().filter(joined_to__in=mains).order_by("pk"):
        main = mains[each.joined_to_id or 0]
        if each.complainant_id != main.complainant_id:
            case_go_on(each, actor=actor, now=now)
            continue
        entry = Entry("followed", data=named_to(each, main))
        row = entry_write(each, entry, actor=actor, side="platform", now=now)
        states.move(
            each,
            "follow",
            actor=actor,
            now=now,
            also={
                "owner_side": "",
                "owner_organisation_id": None,
                "closed_at": now,
                "outcome": main.outcome,
            },
            event=[CaseMoved(each.pk, "follow", "closed", row.pk), *sellers_change([each])],
        )


_FOLLOWING = "SELECT FROM complaints_case WHERE joined_to_id = ANY(%s) LIMIT 1"


def case_go_on(
    case: Case, *, actor: Actor, now: datetime, text: str = "", side: str = "platform"
) -> None:
    """A joined case stands by itself again; its clocks go on with what was left."""
    joining = Joining.objects.get(case=case, split_at__isnull=True)
    entry = Entry("split", text=text, data=named_to(case, joining.into))
    entry_write(case, entry, actor=actor, side=side, now=now)
    joining.split_at = now
    joining.save(update_fields=["split_at"])
    case.joined_to = None
    case.save(update_fields=["joined_to"])
    if case.is_open:
        clocks_restore(case, joining.kept, now=now)


def named_to(case: Case, other: Case) -> dict[str, str]:
    """The other case's code, where both are one person's: nobody learns of another's complaint."""
    return {"code": other.code} if other.complainant_id == case.complainant_id else {}
