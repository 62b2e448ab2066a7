"""Yes and no by SMS: an offer is answered, a remedy confirmed or disputed.

The sender's number stands for its holder, as the gateway vouches for it. Only what waits for that
number's yes or no can be answered so; everything else is answered with what to write.
"""

from datetime import datetime, timedelta

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import Conflict
from ekshop.kernel.idempotency import once
from ekshop.kernel.phones import parse_mobile
from ekshop.notices.selectors import message_received, messages_lately
from ekshop.notices.services import message_heard, notice_send
from ekshop.orders.services import producer_reply_hear

from .. import rules
from ..models import Case
from ..selectors import cases_visible_to
from .noticing import complainant_page
from .replying import offer_accept, offer_decline, remedy_confirm, remedy_dispute

WAITING = ("offered", "remedied")
ANSWERS_A_DAY = 10
"""So that two machines which answer each other come to an end."""
HURRY = timedelta(minutes=2)
"""An SMS sent twice within it means once: the second is no answer to the question that followed."""


GATEWAY = Actor.system("sms gateway")


def message_answer(*, message_id: int, now: datetime) -> str:
    """A message that came, given to whoever asked its sender something; says what was made of it.

    A producer may be asked for an order, and the same person be asked about a complaint: then only
    an answer with the order's number is the producer's.
    """
    came = message_received(message_id)
    holder = Actor.mobile_holder(came.mobile)
    what = producer_reply_hear(
        mobile=came.mobile, text=came.text, sure_only=_waiting_of(holder) > 0, now=now
    ) or sms_answer(actor=GATEWAY, mobile=came.mobile, text=came.text, message_id=came.key, now=now)
    message_heard(message_id=came.pk, what=what)
    return what


def sms_answer(*, actor: Actor, mobile: str, text: str, message_id: str, now: datetime) -> str:
    """Does what an SMS says and answers it by one; says what was done.

    accepted, declined, confirmed, disputed; unclear or not_waiting, answered with what to write; ""
    for a number that complains of nothing, which is left alone. The same message again is what it
    was the first time. Raises InvalidMobile.
    """
    mobile = parse_mobile(mobile)
    with once(scope="sms_in", key=message_id, fingerprint=f"{mobile} {text}", now=now) as done:
        if done.is_repeat:
            return str(done.answer)
        holder = Actor.mobile_holder(mobile)
        reply = rules.reply_read(text)
        case = _meant(holder, reply)
        if case is None:
            done.answer = ""
            return ""
        done.answer = what = _do(case, reply, holder, text, now)
        _answer(actor, case, mobile, what, now)
    return what


def _meant(holder: Actor, reply: rules.Reply) -> Case | None:
    """The case named, else the one that waits, else the newest."""
    cases = cases_visible_to(holder).filter(joined_to__isnull=True)
    if reply.code:
        found = cases.filter(code=reply.code).first()
        if found is not None:
            return found
    waiting = list(cases.filter(state__in=WAITING).order_by("-filed_at")[:2])
    if len(waiting) == 1:
        return waiting[0]
    return waiting[0] if waiting else cases.order_by("-filed_at").first()


def _do(case: Case, reply: rules.Reply, holder: Actor, text: str, now: datetime) -> str:
    holder = Actor.mobile_holder(holder.mobile, case.complainant.name)
    alone = not reply.code and _waiting_of(holder) != 1
    if case.state not in WAITING:
        return "not_waiting"
    other = reply.code and reply.code != case.code
    if reply.yes is None or alone or other or _just_moved(case, now):
        return "unclear"
    said = f"SMS: {text[:200]}"
    try:
        if case.state == "offered" and reply.yes:
            offer_accept(actor=holder, case_id=case.pk, now=now)
            return "accepted"
        if case.state == "offered":
            offer_decline(actor=holder, case_id=case.pk, text=said, now=now)
            return "declined"
        if reply.yes:
            remedy_confirm(actor=holder, case_id=case.pk, now=now)
            return "confirmed"
        remedy_dispute(actor=holder, case_id=case.pk, text=said, now=now)
        return "disputed"
    except Conflict:
        return "not_waiting"


def _waiting_of(holder: Actor) -> int:
    return cases_visible_to(holder).filter(state__in=WAITING, joined_to__isnull=True).count()


def _just_moved(case: Case, now: datetime) -> bool:
    """The complainant's own answer led here a moment ago."""
    last = case.timeline.filter(side=rules.COMPLAINANT).order_by("-number").first()
    return last is not None and last.kind != "filed" and now - last.at < HURRY


def _answer(actor: Actor, case: Case, mobile: str, what: str, now: datetime) -> None:
    since = now - timedelta(days=1)
    if messages_lately(to=mobile, template="case_reply", since=since) >= ANSWERS_A_DAY:
        return
    notice_send(
        actor=actor,
        template="case_reply",
        to=mobile,
        language=case.language,
        context={"code": case.code, "what": what, "url": complainant_page(case)},
        reference=case.code,
        now=now,
    )
