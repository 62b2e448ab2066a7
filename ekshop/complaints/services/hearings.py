"""A hearing is called in time, put off, or held with its minutes."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import format_date_long, format_datetime, normalise
from ekshop.kernel.calendar import days_off_from
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.deadlines import deadline_cancel, deadline_meet
from ekshop.kernel.errors import InvalidInput, NotFound, StaleState
from ekshop.kernel.rulebook import due_at, rule_at
from ekshop.parties.services import require

from .. import rules
from ..clocks import ENTITY, kind_name
from ..models import Case, Hearing, Referral
from .chain import Entry, entry_write
from .errors import HearingCalled, HearingNotYet, HearingOnDayOff, HearingTooSoon
from .moving import clock_start
from .referring import referral_held
from .serving import notice_to_bring
from .speaking import side_tell

FARTHEST = timedelta(days=366)
LINK_IN_SMS = 80
"""Letters: a longer link would cost more parts than it is worth; it stands on the case's page."""


def hearing_earliest(now: datetime) -> datetime:
    """Both sides must be told that long before. Raises RuleMissing."""
    return due_at(rule_at("hearing_notice", now), now)


def hearing_call(
    *,
    actor: Actor,
    referral_id: int,
    at: datetime,
    link: str = "",
    place: str = "",
    on_day_off: bool = False,
    now: datetime,
) -> Hearing:
    """Calls both sides to a hearing, online or at a place, and tells them by SMS. On a day the agency
    does not work only on purpose (`on_day_off`).

    Errors: NotAllowed, NotYourReferral, ReferralOver, StaleState before the case is accepted,
    HearingTooSoon, HearingOnDayOff, HearingCalled, InvalidInput without link and place, CasePaused.
    """
    require(actor, "hearing.manage")
    with transaction.atomic():
        case, referral = referral_held(actor, referral_id)
        if referral.state != "accepted":
            raise StaleState
        called = referral.hearings.filter(state="called").first()
        if called is not None:
            raise HearingCalled(at=_when(called.at))
        return _call(case, referral, at, link, place, on_day_off, "", actor, now)


def hearing_put_off(
    *,
    actor: Actor,
    hearing_id: int,
    at: datetime,
    link: str = "",
    place: str = "",
    text: str,
    on_day_off: bool = False,
    now: datetime,
) -> Hearing:
    """Puts a called hearing off to another time, and tells both sides. The new one is returned.

    Link and place not given stay as they were. Errors as `hearing_call`.
    """
    require(actor, "hearing.manage")
    with transaction.atomic():
        case, hearing = _hearing_held(actor, hearing_id)
        why = normalise(text)[:500]
        if not why:
            raise InvalidInput({"text": _("Say why it is put off.")})
        states.move(hearing, "put_off", actor=actor, now=now, reason=why, also={"note": why})
        deadline_cancel(
            entity=(ENTITY, case.pk), kind=kind_name("hearing"), now=now, reason="put off"
        )
        if not (link or place):
            link, place = hearing.link, hearing.place
        return _call(case, hearing.referral, at, link, place, on_day_off, why, actor, now)


def hearing_hold(
    *,
    actor: Actor,
    hearing_id: int,
    minutes: str,
    complainant_came: bool,
    seller_came: bool,
    now: datetime,
) -> Hearing:
    """Records a hearing that was held: who came, and what was said.

    Errors as `hearing_call`, HearingNotYet before its time, InvalidInput without minutes.
    """
    require(actor, "hearing.manage")
    with transaction.atomic():
        case, hearing = _hearing_held(actor, hearing_id)
        if now < hearing.at:
            raise HearingNotYet
        said = normalise(minutes)[:20_000]
        if not said:
            raise InvalidInput({"minutes": _("Write the minutes: who said what, what was agreed.")})
        came = {"complainant_came": complainant_came, "seller_came": seller_came}
        states.move(hearing, "hold", actor=actor, now=now, also={"minutes": said, **came})
        deadline_meet(entity=(ENTITY, case.pk), kind=kind_name("hearing"), now=now)
        entry = Entry("hearing_held", text=said, data={"at": hearing.at.isoformat(), **came})
        entry_write(case, entry, actor=actor, side=rules.AGENCY, now=now)
    return hearing


def _hearing_held(actor: Actor, hearing_id: int) -> tuple[Case, Hearing]:
    referral_id = (
        Hearing.objects.filter(pk=hearing_id).values_list("referral_id", flat=True).first()
    )
    if referral_id is None:
        raise NotFound(what="hearing")
    case, referral = referral_held(actor, referral_id)
    hearing = Hearing.objects.get(pk=hearing_id)
    hearing.referral = referral
    return case, hearing


def _check_day(referral: Referral, at: datetime) -> None:
    """Raises HearingOnDayOff, with the next day on which the agency works."""
    day, week = dhaka_date(at), referral.agency.week
    days_off = days_off_from(day)
    if days_off.is_working_day(day, week):
        return
    language = get_language() or "bn"
    following = day
    while not days_off.is_working_day(following, week):
        following += timedelta(days=1)
    why = (
        _("%(day)s is a holiday. The next working day is %(next)s. Choose it, or confirm the day.")
        if day.weekday() in week.days
        else _(
            "The office is closed on %(day)s. The next working day is %(next)s. Choose it, or"
            " confirm the day."
        )
    )
    told = {"day": format_date_long(day, language), "next": format_date_long(following, language)}
    raise HearingOnDayOff({"on_day_off": why % told}, next_working_day=following.isoformat())


def _call(
    case: Case,
    referral: Referral,
    at: datetime,
    link: str,
    place: str,
    on_day_off: bool,
    why: str,
    actor: Actor,
    now: datetime,
) -> Hearing:
    earliest = hearing_earliest(now)
    if at < earliest:
        raise HearingTooSoon(
            {"at": _("Not before %(earliest)s.") % {"earliest": _when(earliest)}},
            earliest=_when(earliest),
        )
    if at > now + FARTHEST:
        raise InvalidInput({"at": _("Choose a day within a year.")})
    if not on_day_off:
        _check_day(referral, at)
    link, place = normalise(link), normalise(place)[:200]
    if not (link or place):
        raise InvalidInput({"place": _("Give a link for an online hearing, or a place.")})
    if link and not link.startswith("https://"):
        raise InvalidInput({"link": _("The link begins with https://.")})
    hearing = Hearing.objects.create(
        referral=referral, at=at, link=link[:200], place=place, called_at=now
    )
    states.begin(hearing, actor=actor, now=now)
    data = {
        "agency": referral.agency.code,
        "at": at.isoformat(),
        "link": link,
        "place": place,
        "put_off": bool(why),
    }
    entry = Entry("hearing_called", text=why, data=data)
    entry_write(case, entry, actor=actor, side=rules.AGENCY, now=now)
    clock_start(case, "hearing", None, now=now, due_at=at)
    notice_to_bring(case, hearing=hearing, now=now)
    for side in (rules.COMPLAINANT, rules.SELLER):
        told = {
            "hearing_at": at,
            "link": link if len(link) <= LINK_IN_SMS else "",
            "place": hearing.where_in(case.language if side == rules.COMPLAINANT else "bn"),
            "put_off": bool(why),
        }
        side_tell(case, side, "hearing_called", told, actor=actor, now=now)
    return hearing


def _when(at: datetime) -> str:
    return format_datetime(at, get_language() or "bn")
